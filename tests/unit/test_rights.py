# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The least policies of the guide are what the client can send: a plan needs no writing action, and nothing is missing."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.client import LISTING, OF_CAM, READING, WRITING

GUIDE = Path(__file__).parents[2] / "docs" / "tencent.md"
pytestmark = pytest.mark.skipif(not GUIDE.is_file(), reason="needs the checkout")


def policies() -> list[set[str]]:
    """The actions of the policies in the section about rights."""
    section = GUIDE.read_text(encoding="utf-8").split("\n## Rights\n")[1].split("\n## ")[0]
    found = [json.loads(text) for text in re.findall(r"```json\n(.*?)```", section, re.DOTALL)]
    return [set(policy["statement"][0]["action"]) for policy in found]


def named(actions: set[str]) -> set[str]:
    """Actions as access management names them."""
    return {f"{'cam' if action in OF_CAM else 'organization'}:{action}" for action in actions}


def test_the_least_policies_are_what_planning_and_applying_need() -> None:
    plan, apply = policies()
    assert plan == named({*READING, *LISTING})
    assert apply == named({*WRITING})
