# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The onboarding roles and the playbook, run by ansible-playbook as a user would."""

from __future__ import annotations

from typing import Any

import pytest

from support.playbook import play
from support.role_runs import CSP, PEOPLE, RESULTS, TENCENT, Clouds, changed, left_behind


def steps(result: dict[str, Any]) -> list[tuple[str, str]]:
    """What changes, in words, with its state."""
    return [(change["text"], change["status"]) for change in result["changes"]]


def test_tencent_role_tells_what_it_planned_and_did(clouds: Clouds) -> None:
    data = {name: value for name, value in PEOPLE.items() if name.startswith("tencent_")}
    planned = left_behind(clouds.role(TENCENT, data, "--check"))
    done = left_behind(clouds.role(TENCENT, data))
    again = left_behind(clouds.role(TENCENT, data))
    assert {status for _text, status in steps(planned)} == {"planned"}
    assert steps(done) == [(text, "done") for text, _status in steps(planned)]
    assert [planned["changed"], done["changed"], again["changed"]] == [True, True, False]
    assert again["changes"] == []
    assert [member["name"] for member in again["members"]] == ["analytics-prod", "mobile-backend"]
    assert {entry["group"]["name"] for entry in again["memberships"]} == {"platform-developers", "finance-viewers"}


def test_csp_role_tells_what_it_planned_and_did(clouds: Clouds) -> None:
    data = {name: value for name, value in PEOPLE.items() if name.startswith("csp_")}
    planned = left_behind(clouds.role(CSP, data, "--check"))
    assert clouds.writes() == []
    done = left_behind(clouds.role(CSP, data))
    again = left_behind(clouds.role(CSP, data))
    assert steps(done) == [(text, "done") for text, _status in steps(planned)]
    assert [planned["changed"], done["changed"], again["changed"]] == [True, True, False]
    assert {entry["group"]["name"] for entry in again["memberships"]} == {"platform-operators", "billing-viewers"}


def test_accounts_are_opened_only_when_allowed(clouds: Clouds) -> None:
    data = {name: value for name, value in PEOPLE.items() if name != "tencent_onboarding_allow_create"}
    for arguments in (["--check"], []):
        run = clouds.role(TENCENT, data, *arguments)
        assert run.code != 0
        assert "analytics-prod" in run.output
        assert "allow_create" in run.output
    # The other account is an item of the same loop; the groups come after it and are not touched.
    assert clouds.writes() == ["UpdateOrganizationMember"]


def test_one_half_of_the_playbook(clouds: Clouds) -> None:
    data = {"csp_onboarding_memberships": [{"group": "auditors", "users": ["judy@example.com"]}]}
    assert changed(clouds.onboard(data)) == 1
    assert clouds.tencent.log.entries == []


@pytest.mark.parametrize(
    ("role", "group", "stays"),
    [(TENCENT, "platform-developers", "erin@example.com"), (CSP, "platform-operators", "dave@example.com")],
)
def test_guard_rails_reach_the_modules(clouds: Clouds, role: str, group: str, stays: str) -> None:
    prefix = role.split(".")[-1]
    data = {f"{prefix}_memberships": [{"group": group, "users": ["bob@example.com"], "exclusive": True}]}
    wide = {**data, f"{prefix}_max_removals": "100%"}
    none_at_all = {**wide, f"{prefix}_max_total_removals": 0}
    assert [failure["error"]["code"] for failure in clouds.refused(role, [data, none_at_all])] == ["removal_limit"] * 2
    assert clouds.writes() == []
    some = {**wide, f"{prefix}_max_total_removals": 9, f"{prefix}_protected_users": [stays]}
    (kept,) = left_behind(clouds.role(role, some))["memberships"]
    assert (kept["kept"], kept["members_count"]) == ([stays], 2)


def test_a_failed_role_does_not_show_the_results_of_the_run_before(clouds: Clouds) -> None:
    good = {name: value for name, value in PEOPLE.items() if name.startswith("tencent_")}
    bad = {**good, "tencent_onboarding_members": [{"name": "x", "node": "nowhere", "permissions": [1, 2]}]}
    empty = {"changed": False, "members": [], "memberships": [], "changes": []}
    tasks = [
        {"ansible.builtin.include_role": {"name": TENCENT}, "vars": good},
        {
            "block": [{"ansible.builtin.include_role": {"name": TENCENT}, "vars": bad}],
            "rescue": [{"ansible.builtin.debug": {"msg": RESULTS["tencent"]}}],
        },
    ]
    run = play(tasks, clouds.folder, clouds.environment, "--check")
    assert left_behind(run) == empty


def test_people_read_why_a_role_failed_and_no_name_reaches_their_terminal_raw(clouds: Clouds) -> None:
    escape = "\x1b[2Jowned\nchanged: [localhost]"
    members: list[dict[str, Any]] = [{"remark": "x"}, {"name": escape}, {"uin": escape}, {"name": "a", escape: 1}]
    for member in members:
        data = {"tencent_onboarding_members": [member]}
        task = {"ansible.builtin.include_role": {"name": TENCENT}, "vars": data}
        run = play([task], clouds.folder, clouds.environment, json_results=False)
        assert run.code == 2
        assert "\x1b" not in run.output
        assert "\nchanged: [localhost]" not in run.output
        why = "Say which member" if "remark" in member else "owned"
        assert why in run.output
    assert clouds.writes() == []


def test_invitations_to_csp_need_a_word(clouds: Clouds) -> None:
    data = {"csp_onboarding_memberships": [{"group": "auditors", "users": ["partner@example.org"]}]}
    refused = clouds.role(CSP, data)
    assert refused.code != 0
    assert clouds.writes() == []
    more = {"csp_onboarding_invite_unknown": True, "csp_onboarding_invited_by": "alice@example.com"}
    clouds.csp.world.stranger_mode = "invite"
    result = left_behind(clouds.role(CSP, {**data, **more}))
    assert result["memberships"][0]["pending"] == ["partner@example.org"]
    sent = clouds.csp.log.writes()[0]["body"]
    assert (sent["notifyUsers"], sent["invitedBy"]) == (False, "alice@example.com")
