# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The arrows of the house: which package may use which, no circles, and files that stay rooms of one purpose."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
UTILS = ROOT / "plugins" / "module_utils"
FILES = sorted(UTILS.rglob("*.py"))
# What each package may import; itself always.
MAY_USE = {
    "_core": set(),
    "_transport": {"_core"},
    "_membership": {"_core"},
    "_object": {"_core"},
    "_tencent": {"_core", "_transport", "_membership", "_object", "_access"},
    "_csp": {"_core", "_transport", "_membership", "_object", "_access"},
    "_access": {"_core", "_people"},
    "_people": {"_core"},
}
MOST_LINES = {"plugins": 400, "simulators": 400, "tools": 400, "tests": 300}
LICENCE = "# SPDX-License-Identifier: GPL-3.0-or-later"
PACKAGES = sorted(
    path for path in UTILS.iterdir() if path.is_dir() and path.name.startswith("_") and path.name != "__pycache__"
)


def name_of(file: Path) -> str:
    """The dotted name of a utility below module_utils."""
    return ".".join(file.relative_to(UTILS).with_suffix("").parts)


def imports_of(file: Path) -> Iterator[str]:
    """The utilities that a file imports, also for types only, by their dotted names."""
    here = list(file.relative_to(UTILS).parent.parts)
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = [*here[: len(here) - node.level + 1], *(node.module or "").split(".")]
            for name in [
                ".".join(filter(None, base)),
                *(".".join([*filter(None, base), one.name]) for one in node.names),
            ]:
                if (UTILS / (name.replace(".", "/") + ".py")).is_file():
                    yield name


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_arrows_go_down_only(file: Path) -> None:
    package = name_of(file).partition(".")[0]
    used = {name.partition(".")[0] for name in imports_of(file)} - {package}
    assert used <= MAY_USE[package]


def test_no_file_depends_on_itself_by_a_detour() -> None:
    graph = {name_of(file): set(imports_of(file)) for file in FILES}
    while free := [name for name, used in graph.items() if not used]:
        graph = {name: used - set(free) for name, used in graph.items() if used}
    assert not graph, f"circles among {sorted(graph)}"


def test_only_one_file_knows_httpx_and_only_one_knows_ansible_module() -> None:
    def knows(file: Path, library: str) -> bool:
        tree = ast.parse(file.read_text(encoding="utf-8"))
        names = [one.name for node in ast.walk(tree) if isinstance(node, ast.Import) for one in node.names]
        names += [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and not node.level]
        return any(name.split(".")[0] == library for name in names)

    assert [name_of(file) for file in FILES if knows(file, "httpx")] == ["_transport.client"]
    assert [name_of(file) for file in FILES if knows(file, "ansible")] == ["_core.module"]


@pytest.mark.parametrize("folder", MOST_LINES)
def test_no_file_is_too_long(folder: str) -> None:
    # A module file is mostly its documentation.
    files = [path for path in (ROOT / folder).rglob("*.py") if path.parent != ROOT / "plugins" / "modules"]
    long = {str(path): len(path.read_text(encoding="utf-8").splitlines()) for path in files}
    assert not {path: lines for path, lines in long.items() if lines > MOST_LINES[folder]}


def test_every_file_says_its_licence() -> None:
    assert not [
        name_of(file)
        for file in FILES
        if "# SPDX-License-Identifier: GPL-3.0-or-later" not in file.read_text(encoding="utf-8")[:400]
    ]


def test_no_file_is_named_after_a_module_of_the_standard_library() -> None:
    # pylint takes such a file for the standard library.
    assert not {file.stem for file in FILES} & {"http", "logging", "json", "types", "select", "ssl", "time", "uuid"}


@pytest.mark.parametrize("package", PACKAGES, ids=lambda one: one.name)
def test_every_package_says_once_that_it_is_private(package: Path) -> None:
    sentence = "# Private to orgkit.cloud: everything in this package can change at any time."
    assert sum(sentence in file.read_text(encoding="utf-8") for file in package.rglob("*.py")) == 1


def test_no_test_imports_another_test() -> None:
    for path in (ROOT / "tests").rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        modules = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
        assert not [name for name in modules if name.split(".")[-1].startswith("test_")], path
