# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""No secret leaves a task, whatever else is secret."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from ansible_collections.orgkit.cloud.plugins.module_utils._core.errors import OrgkitError
from ansible_collections.orgkit.cloud.plugins.module_utils._core.masking import masked
from ansible_collections.orgkit.cloud.plugins.module_utils._core.resource import Task
from ansible_collections.orgkit.cloud.plugins.module_utils._core.run import attempt

SHORT, LONG = "EXAMPLE", "EXAMPLE-AND-ITS-TAIL"


@pytest.mark.parametrize("order", list(itertools.permutations([SHORT, LONG, "", "AND"])), ids=str)
def test_a_short_secret_leaves_no_tail_of_a_longer_one(order: tuple[str, ...]) -> None:
    assert masked(f"quoted: {LONG}!", order) == "quoted: ********!"


def test_texts_and_keys_are_masked_and_other_values_stay() -> None:
    value: dict[str, Any] = {f"key {LONG}": [LONG, 1, None, True, {"a": (f"x{SHORT}",)}]}
    stars = "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER"
    assert masked(value, {SHORT, LONG}) == {"key ********": [stars, 1, None, True, {"a": ["x********"]}]}


@pytest.mark.parametrize(
    "error", [OrgkitError("refused", f"Quoted: {LONG}\n"), RuntimeError(f"Quoted: {LONG}")], ids=repr
)
def test_every_failure_is_masked_where_it_becomes_a_result(error: Exception) -> None:
    def run_task(task: Task) -> dict[str, Any]:
        task.secrets.update({SHORT, LONG})
        task.warnings.append(f"Warned of {LONG}")
        raise error

    result = attempt(run_task, Task(params={}, environment={}))
    assert "TAIL" not in str(result)
    assert "Quoted: ********" in result["msg"]
    assert result["warnings"] == ["Warned of ********"]
