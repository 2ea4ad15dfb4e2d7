# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""docs/errors.md explains every code that the source knows, and no other."""

from __future__ import annotations

import re

import pytest

from ansible_collections.orgkit.cloud.plugins.module_utils._core import errors
from ansible_collections.orgkit.cloud.plugins.module_utils._csp import errors as csp_errors
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent import errors as tencent_errors
from support.documents import ROOT, text_of

PAGE = "docs/errors.md"
pytestmark = pytest.mark.skipif(not (ROOT / PAGE).is_file(), reason="needs the checkout")
CODES = [value for name, value in vars(errors).items() if name.isupper() and isinstance(value, str)]


def rows(heading: str) -> list[list[str]]:
    """The cells of the table in a section."""
    section = text_of(PAGE).split(f"\n## {heading}\n")[1].split("\n## ")[0]
    found = re.findall(r"^\| (.*) \|$", section, re.MULTILINE)
    return [[cell.strip() for cell in row.split(" | ")] for row in found[2:]]


def test_every_code_of_the_collection_is_explained() -> None:
    found = rows("Codes of this collection")
    assert sorted(code.strip("`") for code, *_rest in found) == sorted(CODES)
    assert all(len(row) == 4 and all(row) for row in found)


def test_every_code_of_tencent_cloud_is_explained_as_the_task_explains_it() -> None:
    found = {code.strip("`"): text for code, text in rows("Codes of Tencent Cloud")}
    assert found == tencent_errors._HINTS


def test_every_status_of_cloud_services_is_explained() -> None:
    found = {
        int(number) for status, *_rest in rows("Answers of Cloud Services") for number in re.findall(r"\d+", status)
    }
    assert found == set(csp_errors._HINTS)


def test_the_messages_of_roles_and_playbooks_are_in_the_source() -> None:
    paths = [*ROOT.glob("plugins/**/*.py"), *ROOT.glob("roles/**/*.yml"), *ROOT.glob("playbooks/**/*.yml")]
    source = " ".join(" ".join(path.read_text(encoding="utf-8").split()) for path in paths)
    parts = [
        part.strip() for message, _what in rows("Messages of roles and playbooks") for part in message.split("...")
    ]
    assert [part for part in parts if part not in source] == []
