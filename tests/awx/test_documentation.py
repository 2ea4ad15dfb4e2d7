# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""docs/awx.md names what is there: settings, things in AWX, files of the project."""

from __future__ import annotations

import json
import re
from pathlib import Path

import yaml

from support.awx import Asked
from support.awx_rules import is_schedule, message

ROOT = Path(__file__).parents[2]
AWX = ROOT / "playbooks" / "awx"
GUIDE = (ROOT / "docs" / "awx.md").read_text(encoding="utf-8")


def blocks(kind: str) -> list[str]:
    """The blocks of the guide in a language."""
    return re.findall(rf"^```{kind}\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)


def test_the_guide_names_the_settings_as_they_are(asked: Asked) -> None:
    settings = yaml.safe_load((AWX / "settings.yml").read_text(encoding="utf-8"))
    assert set(re.findall(r"\bawx_\w+", GUIDE)) <= set(settings)
    fields = {row["id"] for kind in asked.every("credential_type") for row in kind["inputs"]["fields"]}
    given = [yaml.safe_load(text) for text in blocks("yaml") if "_inputs:" in text]
    assert given
    assert {name for file in given for inputs in file.values() for name in inputs} <= fields


def test_the_guide_names_what_is_made_and_nothing_else(asked: Asked) -> None:
    made = {arguments["name"] for _module, arguments in asked.rows}
    named = set(re.findall(r"`(Orgkit[^`]*)`", GUIDE))
    assert named <= made
    assert {name for name in made if name.startswith("Orgkit")} <= named


def test_the_guide_names_the_files_of_the_project() -> None:
    (listing,) = [text for text in blocks("text") if "requirements.yml" in text]
    named = re.findall(r"[\w/.]+\.yml", listing)
    there = {str(path.relative_to(AWX / "project")) for path in (AWX / "project").rglob("*.yml")}
    assert set(named) == there


def test_the_guide_shows_the_schedule_and_the_message_as_they_are(asked: Asked) -> None:
    (schedule,) = asked.every("schedule")
    assert any(text.strip() == schedule["rrule"] and is_schedule(text.strip()) for text in blocks("text"))
    (notification,) = asked.every("notification_template")
    shown = json.loads(blocks("json")[0])
    sent = json.loads(message(notification["messages"]["error"]["body"], {}))
    assert {**sent, "text": ""} == {**shown, "text": ""}
    assert sent["text"] == shown["text"].replace("Orgkit audit", "A job")
