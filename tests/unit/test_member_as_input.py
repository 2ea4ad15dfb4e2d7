# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What tencent_org_member_info gives as as_input is found unchanged by tencent_org_member, whatever the organization holds."""

from __future__ import annotations

from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from ansible_collections.orgkit.cloud.plugins.modules.tencent_org_member_info import _members
from support.organization import HOST, MemoryOrganization, member_row, node_row

NOTHING = {"uin": None, "name": None, "node": None, "node_id": None}
texts = st.one_of(
    st.sampled_from(
        ["", " ", "data", "Data", " data", "data ", "{data", "{{ data }}", "a\nb", "\x1b[2J", "42", "/", "a/b"]
    ),
    st.text(st.characters(exclude_categories=("Cs",)), max_size=30),
)
permissions = st.lists(st.integers(1, 14), max_size=8).flatmap(
    lambda numbers: st.sampled_from([[1, 2, *numbers], numbers])
)
members = st.builds(
    lambda uin, name, node, remark, numbers, allowed, tags, status, payer: member_row(
        uin,
        name,
        NodeId=node,
        Remark=remark,
        OrgPermission=[{"Id": number} for number in numbers],
        IsAllowQuit=allowed,
        Tags=[{"TagKey": key or "key", "TagValue": value} for key, value in tags.items()],
        PermissionStatus=status,
        PayUin=payer,
    ),
    st.integers(200000000042, 200000000049),
    texts,
    st.integers(10, 16),
    st.one_of(texts, st.just("x" * 90)),
    permissions,
    st.sampled_from(["Allow", "Denied", "allow"]),
    st.dictionaries(texts, texts, max_size=12),
    st.sampled_from(["Confirmed", "UnConfirmed"]),
    st.sampled_from(["", HOST, int(HOST), None, "none", "0", " 7"]),
)
# Departments 11 to 15 hang anywhere, also below one that the list does not show; 16 is not listed at all.
nodes = st.lists(st.tuples(texts, st.sampled_from([10, 11, 12, 99])), min_size=5, max_size=5)


@settings(derandomize=True, max_examples=150, deadline=None)
@given(st.lists(members, max_size=5, unique_by=lambda row: row["MemberUin"]), nodes)
@example(
    [member_row(name="data "), member_row(200000000043, "data")],
    [("a/b", 10), ("a", 10), ("b", 12), (" a", 10), ("a", 13)],
)
@example([member_row(Tags=[{"TagKey": f"k{n}", "TagValue": "v"} for n in range(12)], Remark="x" * 41)], [("a", 10)] * 5)
@example(
    [member_row(NodeId=12), member_row(200000000043, NodeId=13)], [("a", 10), ("A", 10), ("a", 10), ("", 10), ("", 13)]
)
def test_every_member_is_found_unchanged_from_as_input(rows: list[dict[str, Any]], tree: list[tuple[str, int]]) -> None:
    below = [node_row(number, name, parent) for number, (name, parent) in enumerate(tree, 11)]
    organization = MemoryOrganization(rows, [node_row(10, "Root", 0), *below])
    listed = _members(organization, NOTHING)["as_input"]  # type: ignore[arg-type]
    assert sorted(row["uin"] for row in listed) == sorted(str(row["MemberUin"]) for row in rows)
    for params in listed:
        result = organization(**params)
        assert (result["failed"], result["changes"]) == (False, []), (params, result["msg"])
    assert organization.written == []
