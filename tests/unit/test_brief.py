# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The callback brief shows names of the cloud, and obeys none."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from ansible import constants as C
from ansible.plugins.loader import callback_loader

HOSTILE = "ops\x1b[2J\x9b1m\u202e\n\x0b"


class Screen:
    """The callback with a display that keeps its lines."""

    def __init__(self, verbosity: int = 0) -> None:
        self.callback = callback_loader.get("orgkit.cloud.brief")
        self.callback.set_options()
        self.lines: list[tuple[str, str | None]] = []
        self.callback._display = SimpleNamespace(
            verbosity=verbosity, display=lambda text, color=None, **_more: self.lines.append((text, color))
        )

    def ends(
        self,
        fields: dict[str, Any],
        *,
        action: str = "orgkit.cloud.csp_group_users",
        host: str = "localhost",
        how: str = "on_ok",
    ) -> list[str]:
        """What is shown when a task ends like this."""
        task = SimpleNamespace(action=action, _uuid="1", name=f"Onboard {HOSTILE}")
        named = SimpleNamespace(get_name=lambda: host)
        getattr(self.callback, f"v2_runner_{how}")(SimpleNamespace(_result=fields, _task=task, _host=named))
        return [text for text, _colour in self.lines]


def change(action: str, text: str, status: str = "planned", **more: Any) -> dict[str, Any]:
    return {"action": action, "text": text, "status": status, **more}


def test_no_name_reaches_the_terminal_raw() -> None:
    fields = {
        "changed": True,
        "msg": f"1 added to {HOSTILE}",
        "warnings": [HOSTILE],
        "diff": {"before": "", "after": f"admins: {HOSTILE.strip()}\x0b-admins: root\n"},
        "changes": [change("add", HOSTILE, "failed", error={"message": HOSTILE})],
        "_ansible_item_label": HOSTILE,
    }
    lines = Screen().ends(fields, host=f"h{HOSTILE}", how="item_on_ok")
    assert len(lines) == 5
    assert [line for line in lines if set(line) & set("\x1b\x9b\u202e\x0b")] == []
    assert all("\\x1b[2J" in line for line in lines)


def test_people_see_who_is_added_and_removed_without_a_diff() -> None:
    changes = [
        change("add", "add judy@example.com (as Judy) to admins", "done"),
        change("invite", "invite partner@example.com to admins", "pending"),
        change("remove", "remove bob@example.com from admins", "failed", error={"message": "No."}),
        change("update", "update member data-prod"),
    ]
    screen = Screen()
    screen.ends({"changed": True, "msg": "1 added in 1 of 2 groups.", "changes": changes})
    assert [(text.strip(), colour) for text, colour in screen.lines[1:]] == [
        ("changed: 1 added in 1 of 2 groups.", C.COLOR_CHANGED),
        ("+ add judy@example.com (as Judy) to admins", C.COLOR_DIFF_ADD),
        ("+ invite partner@example.com to admins (invitation): pending", C.COLOR_DIFF_ADD),
        ("! remove bob@example.com from admins: failed: No.", C.COLOR_ERROR),
        ("~ update member data-prod", C.COLOR_CHANGED),
    ]


def test_a_diff_tells_the_changes_once() -> None:
    fields = {
        "changed": True,
        "msg": "1 to add.",
        "diff": [{"before": "a: bob\n", "after": "a: judy (invitation)\n"}],
        "changes": [change("invite", "invite judy to a"), change("remove", "remove bob from a", "not_tried")],
    }
    assert [line.strip() for line in Screen().ends(fields)[2:]] == [
        "- a: bob",
        "+ a: judy (invitation)",
        "! remove bob from a: not tried",
    ]


@pytest.mark.parametrize(("verbosity", "shown"), [(0, 101), (1, 120)])
def test_a_long_list_is_cut_unless_asked_for(verbosity: int, shown: int) -> None:
    changes = [change("add", f"add user{number} to all") for number in range(120)]
    lines = Screen(verbosity).ends({"changed": True, "msg": "120 to add.", "changes": changes})[2:]
    assert len(lines) == shown
    assert verbosity or lines[-1].strip() == "and 20 more, which -v shows"


@pytest.mark.parametrize(
    ("action", "fields", "how", "shown"),
    [
        ("ansible.builtin.set_fact", {"msg": "x"}, "on_ok", ""),
        ("ansible.builtin.debug", {"msg": ["x"]}, "on_ok", "ok:      ['x']"),
        ("ansible.builtin.debug", {"changed": False, "people": [1], "_x": 1}, "on_ok", "ok:      people: [1]"),
        ("ansible.builtin.copy", {"changed": True}, "on_ok", "changed:"),
        ("ansible.builtin.command", {"msg": "non-zero", "stderr": "why\x1b\n"}, "on_failed", "failed:  non-zero"),
        ("ansible.builtin.ping", {"msg": "no way"}, "on_unreachable", "unreachable: no way"),
        ("orgkit.cloud.csp_group", {"censored": "hidden"}, "on_ok", "ok:      hidden"),
    ],
)
def test_what_is_shown_of_other_tasks(action: str, fields: dict[str, Any], how: str, shown: str) -> None:
    lines = Screen().ends(fields, action=action, how=how)
    assert [line.strip() for line in lines[1:2]] == ([shown] if shown else [])
    if "stderr" in fields:
        assert lines[2].strip() == "why\\x1b"


def test_an_ignored_failure_is_no_failure() -> None:
    screen = Screen()
    task = SimpleNamespace(action="ansible.builtin.fail", _uuid="1", name="Try")
    result = SimpleNamespace(_result={"msg": "no"}, _task=task, _host=SimpleNamespace(get_name=lambda: "web1"))
    screen.callback.v2_runner_on_failed(result, ignore_errors=True)
    assert screen.lines == [("   Try [web1]", None), ("     ignored: no", C.COLOR_WARN)]


def test_the_recap_counts_every_host() -> None:
    counts = {"changed": 1, "failures": 1, "unreachable": 1}
    for hosts, told in (
        (["localhost"], ["recap: 1 changed, 2 failed"]),
        ([], ["recap: 1 changed, 2 failed"]),
        (["b", "a"], ["recap of a: 1 changed, 2 failed", "recap of b: 1 changed, 2 failed"]),
    ):
        screen = Screen()
        screen.callback.v2_playbook_on_stats(
            SimpleNamespace(processed=dict.fromkeys(hosts, 1), summarize=lambda host: counts)
        )
        assert [text.strip() for text, _colour in screen.lines] == told
