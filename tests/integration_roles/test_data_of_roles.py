# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What data the onboarding roles take: wrong shapes, nothing, blank answers of a survey, lists as text."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
import yaml

from support.playbook import play
from support.role_runs import CSP, PEOPLE, RESULTS, TENCENT, Clouds, changed, left_behind


def test_null_and_absent_fields_are_not_managed(clouds: Clouds) -> None:
    before = copy.deepcopy(clouds.tencent.world.member("platform-prod"))
    fields = ("node", "permissions", "remark", "pay_uin", "tags", "allow_quit", "uin", "node_id", "identity_role_ids")
    data = {
        "tencent_onboarding_members": [{"name": "platform-prod"}, {"name": "platform-prod", **dict.fromkeys(fields)}]
    }
    assert left_behind(clouds.role(TENCENT, data))["changed"] is False
    assert clouds.tencent.world.member("platform-prod") == before


def test_what_info_gives_is_unchanged_data(clouds: Clouds) -> None:
    tasks: list[dict[str, Any]] = [
        {"orgkit.cloud.tencent_org_member_info": {}, "register": "members"},
        {"orgkit.cloud.tencent_cic_group_user_info": {}, "register": "present"},
        {
            "ansible.builtin.include_role": {"name": TENCENT},
            "vars": {
                "tencent_onboarding_members": "{{ members.as_input }}",
                # A synchronized group is not editable, whatever is wished for it.
                "tencent_onboarding_memberships": (
                    "{{ present.as_input.memberships | rejectattr('group', 'eq', 'directory-everyone') | list }}"
                ),
            },
        },
    ]
    assert changed(play(tasks, clouds.folder, clouds.environment)) == 0
    assert clouds.writes() == []


@pytest.mark.parametrize("empty", [[], None])
def test_empty_data_asks_no_cloud(clouds: Clouds, empty: Any) -> None:
    names = ("tencent_onboarding_members", "tencent_onboarding_memberships", "csp_onboarding_memberships")
    data = dict.fromkeys(names, empty)
    assert left_behind(clouds.role(TENCENT, data)) == {
        "changed": False,
        "members": [],
        "memberships": [],
        "changes": [],
    }
    assert left_behind(clouds.role(CSP, data)) == {"changed": False, "memberships": [], "changes": []}
    # An empty list is data; nothing at all means that the data file was not found.
    for given in (data, {}):
        run = clouds.onboard(given)
        assert (run.code == 0) == ([] in given.values())
        assert run.code == 0 or "there is nothing to do" in run.results[-1]["msg"]
    assert clouds.tencent.log.entries == clouds.csp.log.entries == []


@pytest.mark.parametrize(
    ("role", "cases"),
    [
        (
            TENCENT,
            {
                "tencent_onboarding_members": {"tencent_onboarding_members": "analytics-prod"},
                "permisions": {"tencent_onboarding_members": [{"name": "a", "permisions": ["1"]}]},
                "list of dictionaries": {"tencent_onboarding_members": {"name": "a"}},
                "dictionaries, one for each": {"tencent_onboarding_members": ["a"]},
                "an account without name and uin": {"tencent_onboarding_members": [{"remark": "x"}]},
                "allow_create": {
                    "tencent_onboarding_members": [{"name": "a"}],
                    "tencent_onboarding_allow_create": "perhaps",
                },
                "users": {"tencent_onboarding_memberships": [{"group": "platform-admins"}]},
                "max_total_removals": {
                    "tencent_onboarding_memberships": [{"group": "a", "users": []}],
                    "tencent_onboarding_max_total_removals": "few",
                },
            },
        ),
        (
            CSP,
            {
                "users": {"csp_onboarding_memberships": [{"group": "auditors", "users": {"name": "alice"}}]},
                "state": {"csp_onboarding_memberships": [{"group": "a", "users": [], "state": "gone"}]},
            },
        ),
    ],
)
def test_data_of_a_wrong_shape_is_refused(clouds: Clouds, role: str, cases: dict[str, dict[str, Any]]) -> None:
    for word, failure in zip(cases, clouds.refused(role, list(cases.values())), strict=True):
        assert word in json.dumps(failure)
    assert clouds.tencent.log.entries == clouds.csp.log.entries == []


NOTHING = {"null": None, "blank": "", "blanks": "  "}
VARIABLES = {
    TENCENT: ("allow_create", "max_removals", "max_total_removals", "protected_users", "unknown_users", "expect_plans"),
    CSP: (
        *("invite_unknown", "notify_users", "invited_by", "max_removals", "max_total_removals", "protected_users"),
        *("unknown_users", "expect_plans"),
    ),
}
# What an entry may have beside group and users, and an account beside its name.
OF_ENTRIES = ("state", "exclusive", "max_removals", "allow_empty", "protected_users")
OF_MEMBERS = (
    "rename",
    "sync_nickname",
    "permissions",
    "tags",
    "allow_quit",
    "identity_role_ids",
    "auth_relation_id",
    "record_id",
)


@pytest.mark.parametrize("role", VARIABLES)
def test_null_and_blank_variables_are_not_given(clouds: Clouds, role: str) -> None:
    prefix = role.split(".")[-1]
    tasks: list[dict[str, Any]] = []
    for nothing in NOTHING.values():
        entry = {"group": "auditors", "users": [], **dict.fromkeys(OF_ENTRIES, nothing)}
        data = {f"{prefix}_{name}": nothing for name in VARIABLES[role]}
        data[f"{prefix}_memberships"] = [entry] if role == CSP else [{**entry, "group": "finance-viewers"}]
        if role == TENCENT:
            data["tencent_onboarding_members"] = [{"name": "platform-prod", **dict.fromkeys(OF_MEMBERS, nothing)}]
        tasks.append({"ansible.builtin.include_role": {"name": role}, "vars": data})
    tasks.append({"ansible.builtin.debug": {"msg": RESULTS[prefix.split("_")[0]]}})
    run = play(tasks, clouds.folder, clouds.environment)
    assert left_behind(run)["changed"] is False
    assert len(left_behind(run)["memberships"]) == 1
    assert clouds.writes() == []


def test_an_account_is_not_opened_because_a_survey_left_the_answer_blank(clouds: Clouds) -> None:
    data = {"tencent_onboarding_members": PEOPLE["tencent_onboarding_members"][:1]}
    several = [{**data, "tencent_onboarding_allow_create": nothing} for nothing in NOTHING.values()]
    for failure in clouds.refused(TENCENT, several):
        assert "allow_create" in json.dumps(failure)
    assert clouds.writes() == []


def test_lists_given_as_text_are_read(clouds: Clouds) -> None:
    for text in (json.dumps, yaml.safe_dump):
        data = {name: text(value) if isinstance(value, list) else value for name, value in PEOPLE.items()}
        assert changed(clouds.onboard(data, "--check")) == 3
    assert clouds.writes() == []
