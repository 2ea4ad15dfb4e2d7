# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The onboarding roles and the playbook, run by ansible-playbook as a user would."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from simulators.csp import CspSimulator
from simulators.csp.demo import demo_world as csp_world
from simulators.serving import Server
from simulators.tencent import TencentSimulator
from simulators.tencent.demo import demo_world as tencent_world
from support.playbook import Run, play

TENCENT, CSP = "orgkit.cloud.tencent_onboarding", "orgkit.cloud.csp_onboarding"
RESULTS = {"tencent": "{{ tencent_onboarding_result }}", "csp": "{{ csp_onboarding_result }}"}
PEOPLE: dict[str, Any] = {
    "tencent_onboarding_allow_create": True,
    "tencent_onboarding_members": [
        {
            "name": "analytics-prod",
            "node": "/engineering/data",
            "permissions": ["view_bills", 2],
            "remark": "Dashboards",
            "tags": {"environment": "production"},
            "allow_quit": None,
        },
        {"name": "mobile-backend", "remark": "Apps", "node": "mobile"},
    ],
    "tencent_onboarding_memberships": [
        {"group": "platform-developers", "users": ["judy@example.com"]},
        {"group": "finance-viewers", "users": ["heidi@example.com", "dave@example.com"], "exclusive": True},
    ],
    "csp_onboarding_memberships": [
        {"group": "platform-operators", "users": ["judy@example.com"]},
        {"group": "billing-viewers", "users": ["erin@example.com"], "exclusive": True, "max_removals": 1},
    ],
}


class Clouds:
    """Both simulated clouds, and a way to run roles against them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.tencent, self.csp = TencentSimulator(tencent_world()), CspSimulator(csp_world())
        self.environment: dict[str, str] = {}

    def writes(self) -> list[str]:
        """The writing requests of both, sorted by name."""
        return sorted(entry["action"] for cloud in (self.tencent, self.csp) for entry in cloud.log.writes())

    def role(self, name: str, data: dict[str, Any], *arguments: str) -> Run:
        """Run one role, and show what it leaves behind."""
        shown = {"name": "Show", "ansible.builtin.debug": {"msg": RESULTS[name.split(".")[-1].split("_")[0]]}}
        include = {"name": "Onboard", "ansible.builtin.include_role": {"name": name}, "vars": data}
        return play([include, shown], self.folder, self.environment, *arguments)

    def refused(self, role: str, several: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Run a role once for each data, all of which it must refuse; gives the failures."""
        tasks = [
            {
                "block": [{"ansible.builtin.include_role": {"name": role}, "vars": data}],
                "rescue": [{"ansible.builtin.meta": "noop"}],
            }
            for data in several
        ]
        run = play(tasks, self.folder, self.environment)
        failures = [result for result in run.results if result["failed"]]
        assert len(failures) == len(several), run.output
        return failures

    def onboard(self, data: dict[str, Any], *arguments: str) -> Run:
        """Run the playbook by its full name, with the data in a file."""
        people = self.folder / "people.json"
        people.write_text(json.dumps(data), encoding="utf-8")
        # The play before it has no tasks.
        return play([], self.folder, self.environment, "orgkit.cloud.onboard", "-e", f"@{people}", *arguments)


def changed(run: Run) -> int:
    """How many tasks changed something, as the recap says; all of them must have succeeded."""
    assert run.code == 0, run.output
    found = re.findall(r"changed=(\d+)", run.output)
    return int(found[-1]) if found else 0


def left_behind(run: Run) -> dict[str, Any]:
    """The result fact that the last task shows."""
    assert run.code == 0, run.output
    shown: dict[str, Any] = run.results[-1]["msg"]
    return shown


def steps(result: dict[str, Any]) -> list[tuple[str, str]]:
    """What changes, in words, with its state."""
    return [(change["text"], change["status"]) for change in result["changes"]]


@pytest.fixture
def clouds(tmp_path: Path) -> Iterator[Clouds]:
    found = Clouds(tmp_path)
    with Server(found.tencent.app) as tencent, Server(found.csp.app) as csp:
        found.environment = {**found.tencent.environment(tencent.url), **found.csp.environment(csp.url)}
        yield found


def test_playbook_plans_does_and_finds_unchanged(clouds: Clouds) -> None:
    planned = clouds.onboard(PEOPLE, "--check", "--diff")
    assert changed(planned) == 3
    assert clouds.writes() == []
    assert changed(clouds.onboard(PEOPLE)) == 3
    written = clouds.writes()
    assert written.count("CreateOrganizationMember") == 1
    assert written.count("AddUserToGroup") == 2
    assert written.count("RemoveUserFromGroup") == 1
    assert clouds.tencent.world.members_of("finance-viewers") == {"heidi@example.com", "dave@example.com"}
    assert "analytics-prod" in {member.name for member in clouds.tencent.world.members.values()}
    csp = clouds.csp.world
    assert {csp.users[user].username for user in csp.group("billing-viewers").direct} == {"erin@example.com"}
    assert changed(clouds.onboard(PEOPLE)) == 0
    assert clouds.writes() == written


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


def test_one_half_of_the_playbook(clouds: Clouds) -> None:
    data = {"csp_onboarding_memberships": [{"group": "auditors", "users": ["judy@example.com"]}]}
    assert changed(clouds.onboard(data)) == 1
    assert clouds.tencent.log.entries == []


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


NOTHING = {"null": None, "blank": "", "blanks": "  "}
VARIABLES = {
    TENCENT: ("allow_create", "max_removals", "max_total_removals", "protected_users"),
    CSP: ("invite_unknown", "notify_users", "invited_by", "max_removals", "max_total_removals", "protected_users"),
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
