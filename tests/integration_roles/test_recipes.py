# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The data of the guides does what they say, in the demo organizations."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from support.playbook import Run, play
from support.role_runs import Clouds, changed

DOCS = Path(__file__).parents[2] / "docs"
pytestmark = pytest.mark.skipif(not DOCS.is_dir(), reason="needs the checkout")


def blocks(page: str) -> list[dict[str, Any]]:
    """The data files of a page; other YAML is left out."""
    found = re.findall(r"```yaml\n(.*?)```", (DOCS / page).read_text(encoding="utf-8"), re.DOTALL)
    loaded = [yaml.safe_load(text) for text in found]
    return [data for data in loaded if isinstance(data, dict) and all(name.startswith("orgkit_") for name in data)]


def onboarded(clouds: Clouds, data: dict[str, Any], *arguments: str) -> Run:
    """Run the playbook with the data in a file."""
    file = clouds.folder / "people.json"
    file.write_text(json.dumps(data, default=str), encoding="utf-8")
    return play([], clouds.folder, clouds.environment, "orgkit.cloud.onboard", "-e", f"@{file}", *arguments)


def test_the_file_of_the_guide_is_planned_done_and_found_unchanged(clouds: Clouds) -> None:
    (data,) = blocks("data_file.md")
    planned = onboarded(clouds, data, "--check")
    assert changed(planned) > 0
    assert clouds.writes() == []
    assert changed(onboarded(clouds, data)) == changed(planned)
    assert clouds.tencent.world.members_of("data-engineers") == {"frank@example.com", "judy@example.com"}
    assert "grace@example.com" not in clouds.csp.world.members_of("auditors")
    assert changed(onboarded(clouds, data)) == 0
