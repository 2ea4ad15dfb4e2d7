# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The callback of the demo shows names of the cloud, and obeys none."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import SimpleNamespace

import pytest

BRIEF = Path(__file__).resolve().parents[2] / "demo" / "callback" / "brief.py"


@pytest.mark.skipif(not BRIEF.exists(), reason="the demo is not part of an installed collection")
def test_no_name_reaches_the_terminal_raw() -> None:
    spec = importlib.util.spec_from_file_location("brief", BRIEF)
    assert spec is not None
    assert spec.loader is not None
    brief = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(brief)
    callback = brief.CallbackModule()
    lines: list[str] = []
    callback._display = SimpleNamespace(display=lambda text, **options: lines.append(text))
    name = "ops\x1b[2J\x9b1m\u202e"
    diff = {"before": "", "after": f"admins: {name}\x0b-admins: root\n"}
    fields = {
        "changed": True,
        "msg": f"1 added to {name}",
        "warnings": [name],
        "diff": diff,
        "_ansible_item_label": name,
    }
    task = SimpleNamespace(action="orgkit.cloud.csp_group_users", _uuid="1", name=f"Onboard {name}")
    callback.v2_runner_item_on_ok(SimpleNamespace(_result=fields, _task=task))
    assert len(lines) == 4
    assert [line for line in lines if set(line) & set("\x1b\x9b\u202e\x0b")] == []
    assert all("\\x1b[2J" in line for line in lines)
