# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options of tencent_org_member: what is refused before the first request, and what the others mean."""

from __future__ import annotations

import re
from typing import Any

import pytest

from ansible_collections.orgkit.cloud.plugins.module_utils._core.errors import OrgkitError
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.member.account import PERMISSIONS
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.member.options import (
    MEMBER_SPEC,
    MemberWish,
    name_fault,
    read_member_options,
)
from support.road import validated


def read(site: str = "intl", check_mode: bool = False, **params: Any) -> MemberWish:
    """Options as the module reads them: through the argument spec."""
    return read_member_options(validated({"argument_spec": MEMBER_SPEC}, params), site=site, check_mode=check_mode)


def refused(site: str = "intl", **params: Any) -> str:
    """The message of the one error that the options get."""
    with pytest.raises(OrgkitError) as caught:
        read(site, **params)
    assert caught.value.code == "invalid_input"
    assert caught.value.hint == "Nothing was sent."
    return caught.value.message


def test_what_is_not_given_is_not_managed() -> None:
    wish = read(name="data")
    assert (wish.name, wish.state, wish.site) == ("data", "present", "intl")
    for option in ("uin", "account_name", "node", "node_id", "permissions", "remark", "pay_uin", "identity_role_ids"):
        assert getattr(wish, option) is None
    for option in ("auth_relation_id", "record_id", "tags", "allow_quit"):
        assert getattr(wish, option) is None
    assert (wish.allow_create, wish.rename, wish.sync_nickname, wish.policy_type) == (True, False, False, "Financial")


def test_department_and_permission_ids_are_aliases() -> None:
    wish = read(name="data", department="/Platform", permission_ids=["1", "2"])
    assert (wish.node, wish.permissions) == ("/Platform", frozenset([1, 2]))


@pytest.mark.parametrize("option", ["name", "account_name"])
@pytest.mark.parametrize("text", ["a", "A-Z_a.z:0,9", "+@&._[]-:,", "x" * 25, "data_platform-01"])
def test_the_documented_characters_and_25_of_them_are_accepted(option: str, text: str) -> None:
    params: dict[str, Any] = {"name": "data", option: text}
    assert getattr(read(**params), option) == text


@pytest.mark.parametrize("option", ["name", "account_name"])
@pytest.mark.parametrize(
    ("text", "fragment"),
    [
        ("x" * 26, "has 26 characters; at most 25"),
        ("data platform", "not allowed: a blank."),
        ("data/platform", "not allowed: /."),
        ("a!b?c", "not allowed: ! ?."),
        ("zo\u00e9", "not allowed: \u00e9."),
        ("data;drop", "not allowed: ;."),
        ("\u6d4b\u8bd5", "not allowed: \u6d4b \u8bd5."),
        ("\u0664\u0662", "not allowed"),
    ],
)
def test_other_names_are_refused_before_anything_is_sent(option: str, text: str, fragment: str) -> None:
    message = refused(**{"name": "data", option: text})
    assert message.startswith(option)
    assert fragment in message


def test_only_the_mainland_site_takes_chinese_letters() -> None:
    assert name_fault("name", "\u6d4b\u8bd5-1", "mainland") == ""
    assert name_fault("name", "\u6d4b\u8bd5-1", "intl") != ""
    assert name_fault("name", "a b", "mainland") != "", "a blank is allowed nowhere"


def test_a_member_that_is_meant_to_leave_or_found_by_uin_may_have_any_name() -> None:
    assert read(name="old name/1", state="absent").name == "old name/1"
    assert read(name="old name/1", uin="200000000042").name == "old name/1"


@pytest.mark.parametrize(("name", "number"), PERMISSIONS.items())
def test_every_permission_goes_by_name_and_by_number(name: str, number: int) -> None:
    both = frozenset([1, 2, number])
    assert read(name="data", permissions=["view_bills", "view_balance", name]).permissions == both
    assert read(name="data", permissions=[1, 2, number]).permissions == both


def test_permissions_are_trimmed_and_may_stand_twice() -> None:
    assert read(name="data", permissions=[" view_bills ", "1", "", "2"]).permissions == frozenset([1, 2])


@pytest.mark.parametrize("unknown", ["view_bill", "0", "-7", "7.0", "VIEW_BILLS"])
def test_an_unknown_permission_is_named_together_with_the_known_ones(unknown: str) -> None:
    message = refused(name="data", permissions=["1", "2", unknown, "nonsense"])
    assert f"Unknown permissions: {unknown}, nonsense." in message
    assert "pay_on_behalf (7)" in message


@pytest.mark.parametrize("permissions", [[], [""], ["1"], ["2"], ["pay_on_behalf"], ["1", "7"]])
def test_view_bills_and_view_balance_are_always_needed(permissions: list[str]) -> None:
    assert "must hold view_bills and view_balance" in refused(name="data", permissions=permissions)


@pytest.mark.parametrize("option", ["name", "uin", "account_name", "node", "node_id", "pay_uin"])
@pytest.mark.parametrize("blank", ["", "  "])
def test_a_blank_value_is_refused_because_it_cannot_be_meant(option: str, blank: str) -> None:
    assert f"{option} is blank; leave it out" in refused(**{"name": "data", "uin": "200000000042", option: blank})


@pytest.mark.parametrize("option", ["uin", "node_id", "pay_uin"])
@pytest.mark.parametrize("text", ["data", "-1", "1.5", "2e5", "12 34", "0x10", "0", "042", "\u0664\u0662"])
def test_ids_are_digits(option: str, text: str) -> None:
    assert f"{option} must be a number, not '{text}'." in refused(**{"name": "data", option: text})


def test_ids_stay_text_and_are_trimmed() -> None:
    wish = read(uin=" 200000000042 ", node_id=2003721, pay_uin=200000000001)
    assert (wish.uin, wish.node_id, wish.pay_uin) == ("200000000042", "2003721", "200000000001")


@pytest.mark.parametrize(
    ("params", "fragment"),
    [
        ({}, "Say which member: name or uin."),
        ({"name": "data", "node": "/A", "node_id": "1"}, "node and node_id exclude each other."),
        ({"name": "{{ member }}"}, "name: '{{ member }}' is not a name"),
        ({"name": "data", "node": "{'id': 1}"}, "node: \"{'id': 1}\" is not a name"),
        ({"name": "data", "tags": {" ": "v"}}, "A tag has a blank key."),
        ({"name": "data", "identity_role_ids": [1, 0]}, "identity_role_ids must be positive"),
        ({"name": "data", "identity_role_ids": [-1]}, "identity_role_ids must be positive"),
    ],
)
def test_bad_options_get_a_sentence(params: dict[str, Any], fragment: str) -> None:
    assert fragment in refused(**params)


def test_an_assumed_department_must_be_a_name() -> None:
    assert "assume_present.nodes: '{x' is not a name" in refused(name="data", assume_present={"nodes": ["{x"]})


def test_a_member_that_exists_may_have_more_than_could_be_written() -> None:
    tags = {f"k{number}": "v" for number in range(12)}
    wish = read(name="data", remark="x" * 50, tags=tags, permissions=[1, 2, 11])
    assert (wish.remark, wish.tags, wish.permissions) == ("x" * 50, tags, frozenset([1, 2, 11]))


def test_an_empty_remark_is_kept_because_it_clears() -> None:
    assert read(name="data", remark="").remark == ""
    assert read(name="data", remark=None).remark is None


def test_tags_are_texts() -> None:
    assert read(name="data", tags={"cost-center": 4711, "empty": None}).tags == {"cost-center": "4711", "empty": ""}
    assert read(name="data", tags={}).tags == {}


def test_identities_are_sorted_and_unique() -> None:
    assert read(name="data", identity_role_ids=[3, 1, 3]).identity_role_ids == (1, 3)


def test_assumed_departments_count_in_check_mode_only() -> None:
    params: dict[str, Any] = {"name": "data", "assume_present": {"nodes": [" /A/B ", ""]}}
    assert read(check_mode=True, **params).assume_nodes == ("/A/B",)
    assert read(check_mode=False, **params).assume_nodes == ()


def test_all_problems_are_told_in_one_error() -> None:
    message = refused(
        name="a b", account_name="x" * 30, uin=None, node="", pay_uin="me", permissions=["9"], tags={"": "x"}
    )
    for option in ("name 'a b'", "account_name", "node is blank", "pay_uin must be", "view_bills", "blank key"):
        assert re.search(re.escape(option), message), option


def test_sentences_call_the_member_by_name_else_by_uin() -> None:
    assert read(name="data", uin="200000000042").called == "data"
    assert read(uin="200000000042").called == "uin 200000000042"
