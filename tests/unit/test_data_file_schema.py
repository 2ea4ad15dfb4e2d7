# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The schema of the data file knows what the file of people and the roles know."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.orgkit.cloud.plugins.module_utils._membership.options import MEMBERSHIP_SPEC
from ansible_collections.orgkit.cloud.plugins.module_utils._people.people import FIELDS
from ansible_collections.orgkit.cloud.plugins.module_utils._people.variables import KNOWN

PATH = Path(__file__).parents[2] / "docs" / "schemas" / "data_file.schema.json"
# What a run leaves behind, or asks for beside a data file, stands in no data file.
NO_DATA = re.compile(
    "results?|environment|plan_ids|wishes|.*_results|stats_.*|plan|report|failed|snapshots?|snapshot_of_.*"
)

pytestmark = pytest.mark.skipif(not PATH.exists(), reason="needs the documentation")


def schema() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(PATH.read_text(encoding="utf-8"))
    return content


def test_every_variable_is_known_to_editors() -> None:
    known = {prefix + word for prefix, words in KNOWN.items() for word in words if not NO_DATA.fullmatch(word)}
    assert set(schema()["properties"]) == known
    assert set(schema()["propertyNames"]["anyOf"][1]["enum"]) == known


def test_every_prefix_is_known_to_editors() -> None:
    pattern = re.compile(schema()["propertyNames"]["anyOf"][0]["not"]["pattern"])
    assert all(pattern.match(f"{prefix}x") for prefix in KNOWN)


def test_every_key_of_a_row_and_of_an_entry_is_known_to_editors() -> None:
    definitions = schema()["$defs"]
    assert set(definitions["person"]["properties"]) == set(FIELDS)
    assert set(definitions["membership"]["properties"]) == set(MEMBERSHIP_SPEC["memberships"]["options"])


def test_every_reference_leads_somewhere() -> None:
    content = schema()
    used = set(re.findall(r'"#/\$defs/(\w+)"', json.dumps(content)))
    assert used == set(content["$defs"])
