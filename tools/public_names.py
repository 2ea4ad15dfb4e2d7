# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The public names of the collection, as its sources have them, and as tests/unit/public_names.json promises them.

Run as a program it takes new names into the file. A name that went or means something else stays in it, and is an error: users
rely on it, and docs/releasing.md says how it is deprecated. --break takes it out, for a new first part of the version.
"""

from __future__ import annotations

import argparse
import importlib
import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import tree
import yaml
from tree import ROOT

FILE = ROOT / "tests" / "unit" / "public_names.json"
ABOUT = (
    "Written by tools/public_names.py. What stands here is promised: docs/releasing.md says how a name goes. "
    "Options and results: the name, what it is, and the modules that have it so."
)
PLUGINS = ROOT / "plugins"
MODULES = sorted(path.stem for path in (PLUGINS / "modules").glob("*.py"))
# Names for modules that have much in common.
GROUPS = {
    "all modules": MODULES,
    "tencent": [module for module in MODULES if module.startswith("tencent_")],
    "csp": [module for module in MODULES if module.startswith("csp_")],
}
GROUPS["of a cloud"] = GROUPS["csp"] + GROUPS["tencent"]
GROUPS["writing"] = [module for module in GROUPS["of a cloud"] if not module.endswith(("_info", "_snapshot"))]
# Results that are one of some words, which their description names.
WORDED = ("action", "kind", "status", "code", "class")


class Name(NamedTuple):
    """A public name: what kind of name it is, and to what it belongs when several things have such a name."""

    kind: str
    name: str
    owner: str = ""

    def __str__(self) -> str:
        return f"{self.kind}: {self.name}" + (f" of {self.owner}" if self.owner else "")


Names = dict[Name, str]
"""What each name is, such as "str, default x"; blank where the name says all."""


def _module(path: str) -> Any:
    """A Python module of the collection."""
    return importlib.import_module(f"ansible_collections.orgkit.cloud.plugins.{path}")


def _yaml(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def _told(option: Mapping[str, Any]) -> str:
    """Type, default, choices and aliases of an option in one line."""
    told = [option.get("type", "str") + (f" of {option['elements']}" if option.get("elements") else "")]
    if option.get("required"):
        told.append("required")
    if option.get("default") is not None:
        told.append(f"default {option['default']}")
    if option.get("choices"):
        told.append(f"one of {' '.join(map(str, option['choices']))}")
    if option.get("aliases"):
        told.append(f"also {' '.join(option['aliases'])}")
    return ", ".join(told)


def _options(options: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    """Name and meaning of every option, suboptions too."""
    for name, option in options.items():
        yield before + name, _told(option)
        yield from _options(option.get("options") or {}, f"{before}{name}.")


def _results(returned: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    """Name and meaning of every result, what it contains too."""
    for name, row in returned.items():
        told = row["type"] + (f" of {row['elements']}" if row.get("elements") else "")
        words = re.findall(r"V\((\w+)\)", str(row["description"])) if name in WORDED else []
        yield before + name, told + (f", one of {' '.join(dict.fromkeys(words))}" if words else "")
        yield from _results(row.get("contains") or {}, f"{before}{name}.")


def of_modules() -> Names:
    """Modules, their options and results."""
    names = {Name("modules", module): "" for module in MODULES}
    for module in MODULES:
        code = _module(f"modules.{module}")
        options, results = code.spec()["argument_spec"], yaml.safe_load(code.RETURN)
        names |= {Name("options", name, module): told for name, told in _options(options)}
        names |= {Name("results", name, module): told for name, told in _results(results)}
    return names


def of_roles() -> Names:
    """Roles and their variables."""
    names = {}
    for path in (ROOT / "roles").glob("*/meta/argument_specs.yml"):
        names[Name("roles", path.parts[-3])] = ""
        for spec in _yaml(path)["argument_specs"].values():
            names |= {Name("variables of roles", name): told for name, told in _options(spec.get("options") or {})}
    return names


def of_plugins() -> Names:
    """Filters, callbacks and inventory plugins with their options."""
    names = {}
    told = {("filters", path.stem): _yaml(path)["DOCUMENTATION"] for path in (PLUGINS / "filter").glob("*.yml")}
    for kind in ("callback", "inventory"):
        for path in (PLUGINS / kind).glob("*.py"):
            told[kind, path.stem] = yaml.safe_load(_module(f"{kind}.{path.stem}").DOCUMENTATION)
    for (kind, plugin), documentation in told.items():
        names[Name(kind, plugin)] = ""
        own = [documentation.get("options", {})]
        for fragment in documentation.get("extends_documentation_fragment", []):
            if fragment.startswith("orgkit.cloud."):
                code = _module(f"doc_fragments.{fragment.rpartition('.')[2]}").ModuleDocFragment
                own.append(yaml.safe_load(code.DOCUMENTATION)["options"])
        names |= {Name("options of plugins", name, plugin): text for options in own for name, text in _options(options)}
    return names


def of_playbooks() -> Names:
    """Playbooks, and the variables that are none of a role."""
    paths = [path.relative_to(ROOT / "playbooks").with_suffix("") for path in (ROOT / "playbooks").rglob("*.yml")]
    names = {
        Name("playbooks", ".".join(path.parts)): ""
        for path in paths
        if not {"tasks", "project", "settings"} & set(path.parts)
    }
    names |= {
        Name("settings of awx.configure", name): "" for name in _yaml(ROOT / "playbooks" / "awx" / "settings.yml")
    }
    known = _module("module_utils._people.variables").KNOWN
    return names | {Name("variables", prefix + word): "" for prefix, words in known.items() for word in words}


def of_words() -> Names:
    """Action groups, environment variables, error codes, states of changes, rows of snapshots, classes of findings."""
    names = {Name("action groups", name): "" for name in _yaml(ROOT / "meta" / "runtime.yml")["action_groups"]}
    sources = "".join(path.read_text(encoding="utf-8") for path in PLUGINS.rglob("*.py"))
    variables = re.findall(r'(?:"|- name: )((?:TENCENTCLOUD|TCCLI|CSP|ORGKIT)_[A-Z_]+)\b', sources)
    names |= {Name("environment variables", name): "" for name in variables}
    errors, plan = vars(_module("module_utils._core.errors")), vars(_module("module_utils._core.plan"))
    codes = [value for name, value in errors.items() if name.isupper() and isinstance(value, str)]
    names |= {Name("error codes", code): "" for code in codes}
    states = ("PLANNED", "DONE", "PENDING", "FAILED", "UNKNOWN", "NOT_TRIED")
    names |= {Name("states of changes", plan[state]): "" for state in states}
    rows = _module("module_utils._access.kinds").FIELDS
    names |= {
        Name("rows of snapshots", f"{kind}.{name}"): told for kind, row in rows.items() for name, told in row.items()
    }
    return names | {Name("findings", word): "" for word in _module("module_utils._access.findings").CLASSES}


def of_sources() -> Names:
    """All public names, as the sources have them."""
    return of_modules() | of_roles() | of_plugins() | of_playbooks() | of_words()


def grouped(names: Mapping[Name, str]) -> dict[str, Any]:
    """The names as the file has them: kind -> name -> what it is -> owners."""
    known = {tuple(sorted(members)): group for group, members in GROUPS.items()}
    file: dict[str, Any] = {}
    for name, told in sorted(names.items()):
        if name.owner:
            owners = file.setdefault(name.kind, {}).setdefault(name.name, {}).setdefault(told, [])
            owners.append(name.owner)
        elif told:
            file.setdefault(name.kind, {})[name.name] = told
        else:
            file.setdefault(name.kind, []).append(name.name)
    for rows in file.values():
        for texts in rows.values() if isinstance(rows, dict) else ():
            if isinstance(texts, dict):
                texts.update({told: known.get(tuple(owners), owners) for told, owners in texts.items()})
    return file


def promised(path: Path = FILE) -> Names:
    """The names of the file."""
    names: Names = {}
    file = json.loads(path.read_text(encoding="utf-8"))
    for kind, rows in file["names"].items():
        if isinstance(rows, list):
            names |= {Name(kind, name): "" for name in rows}
            continue
        for name, told in rows.items():
            if isinstance(told, str):
                names[Name(kind, name)] = told
                continue
            for text, owners in told.items():
                names |= {
                    Name(kind, name, owner): text for owner in (GROUPS[owners] if isinstance(owners, str) else owners)
                }
    return names


def _parts(told: str) -> tuple[list[str], set[str] | None, set[str]]:
    """Type and default, the choices or words if there are any, and the aliases."""
    parts = told.split(", ")
    words = {part.split(" ")[0]: set(part.split(" ")) for part in parts if part.startswith(("one of ", "also "))}
    return (
        [part for part in parts if not part.startswith(("one of ", "also "))],
        words.get("one"),
        words.get("also", set()),
    )


def _less(old: str, new: str) -> bool:
    """Whether something that was so is not so any more; more choices, words or aliases take nothing away."""
    (was, choices, aliases), (told, more_choices, more_aliases) = _parts(old), _parts(new)
    fewer = more_choices is not None if choices is None else not choices <= (more_choices or set())
    return was != told or fewer or not aliases <= more_aliases


def broken(old: Mapping[Name, str], new: Mapping[Name, str]) -> list[str]:
    """What users rely on and is not so any more."""
    gone = [f"{name} is gone" for name in sorted(set(old) - set(new))]
    other = [name for name in sorted(set(old) & set(new)) if _less(old[name], new[name])]
    return gone + [f"{name} is {new[name] or 'nothing more'!r} now, and was {old[name]!r}" for name in other]


def write(names: Mapping[Name, str]) -> None:
    """Write the file, a name in each line."""
    kinds = []
    for kind, rows in grouped(names).items():
        if isinstance(rows, dict):
            lines = [f"{json.dumps(name)}: {json.dumps(told)}" for name, told in rows.items()]
        else:
            lines = [json.dumps(name) for name in rows]
        opened, closed = "{}" if isinstance(rows, dict) else "[]"
        kinds.append(f"{json.dumps(kind)}: {opened}\n  " + ",\n  ".join(lines) + f"\n {closed}")
    text = f'{{"about": {json.dumps(ABOUT)},\n"names": {{\n ' + ",\n ".join(kinds) + "\n}}\n"
    FILE.write_text(text, encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Bring the file up to date."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--break", dest="breaking", action="store_true", help="take out what went, and what is different now"
    )
    breaking = parser.parse_args(arguments).breaking
    from ansible.plugins.loader import init_plugin_loader

    tree.refresh()
    init_plugin_loader([str(tree.TREE)])
    names, before = of_sources(), promised() if FILE.exists() else {}
    faults = broken(before, names)
    kept = {name: told for name, told in before.items() if name not in names or _less(told, names[name])}
    write(names if breaking else names | kept)
    print("\n".join(faults) or f"{len(names)} names, {len(set(names) - set(before))} of them new.")
    return 1 if faults and not breaking else 0


if __name__ == "__main__":
    sys.exit(main())
