# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Validate every data file of the demo and every example of the documentation by docs/schemas/data_file.schema.json.

Needs jsonschema. An example is any mapping with variables of ours, wherever it stands in a YAML block.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import yaml

ROOT = Path(__file__).resolve().parent.parent
SCHEMA = ROOT / "docs" / "schemas" / "data_file.schema.json"
OURS = re.compile(r"(orgkit|tencent_onboarding|csp_onboarding|offboarding|access_audit)_")
# What roles and playbooks leave behind is no data.
LEFT_BEHIND = re.compile(r".*_(result|results)")
BLOCK = re.compile(r"^( *)```yaml\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
PAGES = ("README.md", "docs/*.md", "roles/*/README.md")
# What the schema must refuse, so that it is worth something.
WRONG: tuple[dict[str, Any], ...] = (
    {"orgkit_poeple": []},
    {"orgkit_people": [{"functions": ["x"]}]},
    {"orgkit_people": [{"user": "judy@example.com", "until": "31.12.2026"}]},
    {"orgkit_people": [{"user": "judy@example.com", "functoins": []}]},
    {"orgkit_functions": {"engineer": ["engineers"]}},
    {"orgkit_max_leavers": "many"},
    {"tencent_onboarding_memberships": [{"group": "engineers"}]},
    {"tencent_onboarding_members": {"name": "data-prod"}},
    {"csp_onboarding_members": []},
)


class Loader(yaml.SafeLoader):
    """YAML as editors read it: dates are texts, tags of Ansible say nothing about the value."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _tagged(loader: Loader, _tag: str, node: yaml.Node) -> Any:
    return loader.construct_scalar(node) if isinstance(node, yaml.ScalarNode) else None


Loader.add_multi_constructor("!", _tagged)


def examples() -> Iterator[tuple[str, dict[str, Any]]]:
    """(where it stands, variables of ours) for all of the demo and the documentation."""
    for path in sorted((ROOT / "demo").glob("*.yml")):
        yield from _found(str(path.relative_to(ROOT)), path.read_text(encoding="utf-8"))
    for path in sorted(path for page in PAGES for path in ROOT.glob(page)):
        for number, match in enumerate(BLOCK.finditer(path.read_text(encoding="utf-8")), 1):
            yield from _found(f"{path.relative_to(ROOT)}, block {number}", _outdented(match[2], len(match[1])))


def _outdented(text: str, width: int) -> str:
    return "".join(line[width:] for line in text.splitlines(keepends=True))


def _found(where: str, text: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for document in yaml.load_all(text, Loader):
        for mapping in _mappings(document):
            ours = {
                name: value
                for name, value in mapping.items()
                if isinstance(name, str) and OURS.match(name) and not LEFT_BEHIND.fullmatch(name)
            }
            if ours:
                yield where, ours


def _mappings(value: Any) -> Iterator[dict[Any, Any]]:
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _mappings(inner)


def main() -> int:
    """Tell every fault; 1 when there is one."""
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    found = list(examples())
    faults = [
        f"{where}: {error.json_path}: {error.message[:300]}"
        for where, variables in found
        for error in validator.iter_errors(variables)
    ]
    faults += [f"The schema accepts {wrong}" for wrong in WRONG if validator.is_valid(wrong)]
    if not any(where.startswith("demo") for where, _variables in found):
        faults.append("There is no data file in demo/.")
    print("\n".join([*faults, f"{len(found)} examples"]))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
