# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How names in options are read."""

from __future__ import annotations

import pytest

from ansible_collections.orgkit.cloud.plugins.module_utils._core.options import names


@pytest.mark.parametrize("text", ["alice\nbob", "alice\r\nbob", "alice\x1b[2J", "alice\u2028bob", "alice\tbob"])
def test_a_name_with_a_line_break_is_an_error_that_says_how_to_give_a_list(text: str) -> None:
    problems: list[str] = []
    names([text], "users", problems)
    (problem,) = problems
    assert problem.startswith("users: 'alice")
    assert "Several names are a list" in problem
    assert text not in problem


def test_blanks_around_names_and_blank_names_do_not_count() -> None:
    problems: list[str] = []
    assert names([" alice \n", "", "  ", "alice"], "users", problems) == ("alice",)
    assert problems == []
