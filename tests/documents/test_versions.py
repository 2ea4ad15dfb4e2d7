# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The versions that the documents name are those that the checks use."""

from __future__ import annotations

import re

import pytest

from support.documents import ROOT, text_of

pytestmark = pytest.mark.skipif(not (ROOT / "tools").is_dir(), reason="needs the checkout")


def between(path: str, start: str, end: str) -> str:
    return text_of(path).split(start)[1].split(end)[0]


def test_the_documents_name_the_versions_that_are_tested() -> None:
    cores = re.findall(r'"(\d\.\d+)"', between("tools/envs.py", "\nCORES = {", "\n}"))
    tested = [core for core in cores if core.startswith("2.")]
    told = re.findall(r"\d\.\d+", between("README.md", "Tested with ansible-core", "on every change"))
    assert told == tested
    rows = dict(re.findall(r"^\| ([^|]+) \| [^|]+ \| ([^|]+) \|$", text_of("docs/installation.md"), re.MULTILINE))
    assert re.findall(r"\d\.\d+", rows["ansible-core"].split(";")[0]) == tested


def test_the_documents_name_the_least_versions() -> None:
    least = re.findall(r">=(\d+\.\d+)", text_of("requirements.txt") + text_of("meta/runtime.yml"))
    oldest = between("tools/check.py", 'OLDEST_PYTHON = "', '"')
    for page in ("README.md", "docs/installation.md"):
        assert [version for version in [*least, oldest] if version not in text_of(page)] == [], page
