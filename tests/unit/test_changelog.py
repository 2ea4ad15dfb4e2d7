# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A release is not made while its changelog lacks something."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.tool import tool

changelog = tool("changelog")
RELEASES = """
releases:
  1.2.0:
    changes: {release_summary: All of it.}
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout whose changelog is complete."""
    (tmp_path / "changelogs" / "fragments").mkdir(parents=True)
    (tmp_path / "changelogs" / "fragments" / ".gitkeep").touch()
    (tmp_path / "changelogs" / "changelog.yaml").write_text(RELEASES, encoding="utf-8")
    (tmp_path / "galaxy.yml").write_text("version: 1.2.0\n", encoding="utf-8")
    (tmp_path / "CHANGELOG.md").write_text('<a id="v1-2-0"></a>\n', encoding="utf-8")
    return tmp_path


def test_a_complete_changelog_has_no_faults(checkout: Path) -> None:
    assert changelog.faults(checkout) == []


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("galaxy.yml", "version: 1.2.0-dev0\n", "none of a release"),
        ("galaxy.yml", "version: 1.3.0\n", "has no release 1.3.0. Run: make changelog"),
        ("changelogs/changelog.yaml", "releases: {1.2.0: {changes: {bugfixes: [x]}}}\n", "has no summary"),
        ("changelogs/fragments/late.yml", "bugfixes: [x]\n", "Not in the changelog: late.yml"),
        ("CHANGELOG.md", "# Notes\n", "does not tell of 1.2.0"),
    ],
)
def test_what_is_missing_is_told_with_what_to_do(checkout: Path, name: str, text: str, words: str) -> None:
    (checkout / name).write_text(text, encoding="utf-8")
    assert words in changelog.faults(checkout)[0]


def test_no_changelog_is_written_for_a_version_that_is_no_release(checkout: Path) -> None:
    (checkout / "galaxy.yml").write_text("version: 1.2.0-dev0\n", encoding="utf-8")
    with pytest.raises(tool("envs").Failed, match=r"1\.2\.0-dev0"):
        changelog.write("2026-12-01", checkout)


def test_a_release_is_played_on_the_oldest_core_a_middle_one_and_the_newest() -> None:
    stages = [list(stage) for stage in tool("release").stages()]
    assert stages == [
        ["changelog", "checkout"],
        ["build"],
        ["install", "importer"],
        ["smoke 2.16", "smoke 2.19", "smoke 2.21"],
    ]
