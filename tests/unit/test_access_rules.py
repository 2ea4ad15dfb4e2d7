# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rules, leavers, people, exceptions, fields, and what could not be read: one small organization, one change each."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.orgkit.cloud.plugins.module_utils._access import kinds
from ansible_collections.orgkit.cloud.plugins.module_utils._access.report import Failed, Report, make_report
from ansible_collections.orgkit.cloud.plugins.module_utils._access.snapshot import read_snapshot
from ansible_collections.orgkit.cloud.plugins.module_utils._core.errors import OrgkitError
from support.access_worlds import TODAY, Row, account, department, group, invitation, role_configuration, user, write

ALICE, BOB = user("alice@example.com", "1"), user("bob@example.com", "2", enabled=False)
OPERATORS, VIEWERS = group("operators", "1"), group("viewers", "2")
BILLING = account("billing", "1", permissions=[{"id": "1", "name": "view_bills"}, {"id": "2", "name": "view_balance"}])
ADMIN = role_configuration("admin", "1")
ROWS: tuple[Row, ...] = (
    *(ALICE, BOB, OPERATORS, VIEWERS, BILLING, ADMIN),
    kinds.membership(ALICE, OPERATORS),
    kinds.membership(ALICE, VIEWERS),
    kinds.membership(BOB, OPERATORS),
    kinds.assignment(OPERATORS, "group", ADMIN, BILLING),
)
MEMBERSHIPS = [
    {"group": "operators", "users": ["alice@example.com", "bob@example.com"]},
    {"group": "viewers", "users": ["alice@example.com"]},
]
DECLARED: dict[str, Any] = {
    "tencent_onboarding_memberships": MEMBERSHIPS,
    "tencent_onboarding_members": [{"name": "billing"}],
    "tencent_onboarding_role_assignments": [
        {"role_configuration": "admin", "accounts": ["billing"], "groups": ["operators"]}
    ],
}


def report(folder: Path, rows: Iterable[Row] = ROWS, cloud: str = "tencent", **options: Any) -> Report:
    write(folder / "one.jsonl", rows, cloud, **options.pop("header", {}))
    read = [read_snapshot(str(folder / "one.jsonl")), *options.pop("others", ())]
    return make_report(read, [], today=TODAY, created="2026-06-01T00:00:00Z", **options)


def told(made: Report) -> list[tuple[str, str, str, str]]:
    return [(one.name, one.kind, one.subject.name, one.target.name if one.target else "") for one in made.findings]


def test_the_organization_is_as_declared(tmp_path: Path) -> None:
    assert told(report(tmp_path, declared=DECLARED)) == []


def test_disabled_people_who_still_have_something_are_found(tmp_path: Path) -> None:
    made = report(tmp_path, rules={"disabled_members": True})
    assert told(made) == [("disabled_member", "membership", "bob@example.com", "operators")]


def test_groups_that_nobody_may_be_in_at_once_are_found_across_clouds(tmp_path: Path) -> None:
    other = group("auditors", "9")
    write(tmp_path / "csp.jsonl", [ALICE, other, kinds.membership(ALICE, other)], "csp")
    rule = {"never_together": [{"name": "four eyes", "groups": ["viewers", "auditors"]}]}
    made = report(tmp_path, rules=rule, others=[read_snapshot(str(tmp_path / "csp.jsonl"))])
    assert told(made) == [("conflict", "membership", "alice@example.com", "four eyes")]
    alone = report(tmp_path, rules=rule)
    assert told(alone) == [("unresolved", "rule", "auditors", "four eyes")]


def test_administrators_who_are_not_allowed_are_found_through_their_group(tmp_path: Path) -> None:
    rule = {"administrators": [{"role_configurations": ["admin"], "allowed": ["ALICE@example.com"]}]}
    assert told(report(tmp_path, rules=rule)) == [("conflict", "assignment", "bob@example.com", "admin")]
    owner = [*ROWS, kinds.role(BOB, "user", "org_owner")]
    made = report(tmp_path, owner, rules={"administrators": [{"roles": ["org_owner"], "allowed": []}]})
    assert told(made) == [("conflict", "assignment", "bob@example.com", "org_owner")]


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"created": "2026-05-30T00:00:00Z"}, 0),
        ({"created": "2026-05-20T00:00:00Z"}, 1),
        ({"created": None}, 1),
        ({"created": "2026-05-30T00:00:00Z", "expired": True}, 1),
    ],
)
def test_invitations_that_wait_too_long_are_found(tmp_path: Path, fields: Row, found: int) -> None:
    rows = [*ROWS, invitation("carol@example.com", "1", **fields)]
    assert len(report(tmp_path, rows, rules={"stale_invitations_days": 7}).findings) == found


def test_leavers_and_people_past_their_last_day_are_found_with_all_that_they_have(tmp_path: Path) -> None:
    people = [{"user": "bob@example.com", "tencent": ["operators"], "until": "2026-05-31"}]
    declared = {**DECLARED, "orgkit_people": people, "orgkit_leavers": ["alice@example.com"]}
    assert told(report(tmp_path, declared=declared)) == [
        ("conflict", "user", "alice@example.com", ""),
        ("conflict", "user", "bob@example.com", ""),
        ("expired_person", "membership", "alice@example.com", "operators"),
        ("expired_person", "membership", "alice@example.com", "viewers"),
        ("expired_person", "membership", "bob@example.com", "operators"),
    ]


def test_people_get_their_groups_by_functions_and_not_before_their_first_day(tmp_path: Path) -> None:
    declared: dict[str, Any] = {
        **DECLARED,
        "tencent_onboarding_memberships": [],
        "orgkit_functions": {"operator": {"tencent": ["operators"], "csp": ["platform"]}},
        "orgkit_people": [
            {"user": "alice@example.com", "functions": ["operator"], "tencent": ["viewers"]},
            {"user": "bob@example.com", "functions": ["operator"], "from": "2026-07-01"},
        ],
    }
    made = report(tmp_path, declared=declared)
    # Only that nobody looked at the other cloud; bob may be there before the first day.
    assert told(made) == [("unreadable", "snapshot", "csp", "")]
    assert told(report(tmp_path, declared=declared, failed=[Failed("csp", "no answer")])) == told(made)


FIELDS = [
    ("members", {"name": "billing", "permissions": ["view_bills", 2]}, ""),
    (
        "members",
        {"name": "billing", "permissions": ["view_bills", "invoice"]},
        "permissions lack invoice; permissions hold view_balance",
    ),
    ("members", {"uin": "20001", "node": "/engineering"}, "it is in /, declared /engineering"),
    (
        "members",
        {"name": "billing", "remark": "x", "tags": {"a": "b"}},
        "remark is empty, declared x; tag a is empty, declared b",
    ),
    ("users", {"name": "bob@example.com", "status": "enabled"}, "status is disabled, declared enabled"),
    ("users", {"name": "bob@example.com", "status": "Disabled", "display_name": ""}, ""),
    ("groups", {"name": "operators", "description": "x"}, "description is empty, declared x"),
    (
        "role_configurations",
        {"name": "admin", "session_duration": 7200, "policies": ["Read", 7]},
        "session_duration is 3600",
    ),
    ("role_configurations", {"name": "admin", "policies": [7]}, "policies hold Read too"),
    ("role_configurations", {"name": "admin", "custom_policies": {"own": {"b": 1, "a": 2}}}, ""),
    (
        "role_configurations",
        {"name": "admin", "custom_policies": {"own": {"a": 3}, "two": {}}},
        "custom policy own has another",
    ),
]


@pytest.mark.parametrize(("variable", "entry", "words"), FIELDS)
def test_a_field_that_is_otherwise_than_declared_is_told(tmp_path: Path, variable: str, entry: Row, words: str) -> None:
    policy = {"row": "policy", "role_configuration": kinds.ref(ADMIN), "type": "system", "document": None}
    rows = [
        *ROWS,
        department("/engineering", "1"),
        {**policy, "id": "7", "name": "Other"},
        {**policy, "id": "8", "name": "Read"},
    ]
    rows.append({**policy, "id": "own", "name": "own", "type": "custom", "document": '{"a": 2, "b": 1}'})
    declared = {**DECLARED, f"tencent_onboarding_{variable}": [entry]}
    declared["tencent_onboarding_departments"] = [{"path": "/engineering"}]
    texts = [one.text for one in report(tmp_path, rows, declared=declared).findings]
    assert len(texts) == bool(words)
    assert all(words in text for text in texts)


def test_what_could_not_be_read_is_a_finding_and_nothing_is_concluded_from_it(tmp_path: Path) -> None:
    rest = [row for row in ROWS if row.get("group") != kinds.ref(OPERATORS)]
    made = report(tmp_path, [*rest, kinds.unreadable("membership", OPERATORS, "Forbidden")], declared=DECLARED)
    assert told(made) == [("unreadable", "membership", "operators", "")]
    assert not made.complete
    kinds_read = {"include": ("user", "group", "account", "role_configuration", "assignment")}
    alone = report(tmp_path, [row for row in ROWS if row["row"] != "membership"], declared=DECLARED, header=kinds_read)
    assert told(alone) == [("unreadable", "membership", "membership", "")]


def test_invitations_are_pending_when_declared_and_found_when_not(tmp_path: Path) -> None:
    rows = [OPERATORS, invitation("carol@example.com", "1", [OPERATORS]), invitation("dan@example.com", "2")]
    declared = {"csp_onboarding_memberships": [{"group": "operators", "users": ["Carol@example.com"]}]}
    assert told(report(tmp_path, rows, "csp", declared=declared)) == [
        ("unmanaged", "invitation", "dan@example.com", ""),
        ("pending", "membership", "Carol@example.com", "operators"),
    ]


def test_a_name_that_several_have_means_nobody(tmp_path: Path) -> None:
    twin = user("ALICE", "7", email="alice@example.com")
    rows = [*ROWS, {**twin, "name": "Alice@Example.com"}]
    declared = {**DECLARED, "tencent_onboarding_leavers": ["aLICE@example.com"]}
    assert ("unresolved", "user", "aLICE@example.com", "") in told(report(tmp_path, rows, declared=declared))
    assert not [one for one in told(report(tmp_path, rows, declared=declared)) if one[0] == "expired_person"]


ACCEPTED = {"class": "disabled_member", "kind": "membership", "subject": "BOB@example.com", "target": "operators"}
ACCEPTED |= {"owner": "alice@example.com", "reason": "back next month", "expires": "2026-06-01"}


def test_an_exception_holds_through_its_last_day_and_is_told_afterwards(tmp_path: Path) -> None:
    rules = {"disabled_members": True}
    (one,) = report(tmp_path, rules=rules, exceptions=[ACCEPTED]).findings
    assert (one.name, one.was) == ("excepted", "disabled_member")
    assert one.exception == {"owner": "alice@example.com", "reason": "back next month", "expires": "2026-06-01"}
    late = report(tmp_path, rules=rules, exceptions=[{**ACCEPTED, "expires": "2026-05-31"}])
    assert [one.name for one in late.findings] == ["disabled_member", "expired_exception"]
    other = report(tmp_path, rules=rules, exceptions=[{**ACCEPTED, "target": "viewers"}])
    assert [one.name for one in other.findings] == ["disabled_member"]
    assert "fits no finding" in other.warnings[0]


@pytest.mark.parametrize(
    ("exception", "words"),
    [
        ({**ACCEPTED, "owner": ""}, "has no owner"),
        ({**ACCEPTED, "expires": "soon"}, "This is not a date"),
        ({**ACCEPTED, "class": "odd"}, "class 'odd' is none of"),
        ({**ACCEPTED, "subjects": "x"}, "has subjects; known are"),
        ("text", "is not a dictionary"),
    ],
)
def test_an_exception_that_says_too_little_accepts_nothing(tmp_path: Path, exception: Any, words: str) -> None:
    with pytest.raises(OrgkitError, match=words):
        report(tmp_path, exceptions=[exception])


@pytest.mark.parametrize(
    ("declared", "words"),
    [
        ({"tencent_onboarding_memberships": "x"}, "These variables are no lists: tencent_onboarding_memberships"),
        ({"tencent_onboarding_memberships": [{"users": []}]}, r"memberships\[0\] has no group"),
        ({"tencent_onboarding_memberships": [{"group": "a", "users": {"b": 1}}]}, "This is not a list of names"),
        (
            {"tencent_onboarding_memberships": [{"group": "a", "users": [], "state": "gone"}]},
            "A state must be one of present, absent",
        ),
        ({"orgkit_people": [{"user": "a", "until": "31.12.2026"}]}, "This is not a date"),
        ({"orgkit_people": [{"user": "a", "functions": ["x"]}]}, "These functions are not defined"),
    ],
)
def test_variables_that_cannot_be_read_are_refused(tmp_path: Path, declared: Row, words: str) -> None:
    with pytest.raises(OrgkitError, match=words):
        report(tmp_path, declared=declared)


def test_snapshots_that_do_not_belong_together_are_refused(tmp_path: Path) -> None:
    write(tmp_path / "other.jsonl", ROWS, organization={"id": "2", "name": None})
    write(tmp_path / "same.jsonl", ROWS)
    write(tmp_path / "newer.jsonl", ROWS, started="2026-12-01T00:00:00Z")
    snapshots = [read_snapshot(str(tmp_path / "same.jsonl"))]
    for name, words in (("other", "and no snapshot is"), ("newer", "is newer than")):
        with pytest.raises(OrgkitError, match=words):
            make_report(snapshots, [read_snapshot(str(tmp_path / f"{name}.jsonl"))], today=TODAY, created="")
    with pytest.raises(OrgkitError, match="same organization"):
        make_report(snapshots * 2, [], today=TODAY, created="")


def test_what_is_declared_is_of_one_organization_of_a_cloud(tmp_path: Path) -> None:
    write(tmp_path / "other.jsonl", ROWS, organization={"id": "2", "name": None})
    other = [read_snapshot(str(tmp_path / "other.jsonl"))]
    assert told(report(tmp_path, others=other)) == []
    with pytest.raises(OrgkitError, match="one organization of tencent, and the snapshots are of 2"):
        report(tmp_path, others=other, declared=DECLARED)


def test_an_old_snapshot_of_a_cloud_that_fails_today_hinders_no_report(tmp_path: Path) -> None:
    write(tmp_path / "csp.jsonl", ROWS, "csp")
    write(tmp_path / "new.jsonl", ROWS)
    new, old = (read_snapshot(str(tmp_path / name)) for name in ("new.jsonl", "csp.jsonl"))
    failed = [Failed("csp", "no answer")]
    made = make_report([new], [old], failed=failed, today=TODAY, created="")
    assert (told(made), list(made.baselines)) == ([("unreadable", "snapshot", "csp", "")], [])
    assert "nothing to be compared with" in made.warnings[0]
    with pytest.raises(OrgkitError, match="and no snapshot is"):
        make_report([new], [old], today=TODAY, created="")
