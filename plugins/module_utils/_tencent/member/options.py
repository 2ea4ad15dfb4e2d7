# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options of tencent_org_member, and everything that can be said about them before the first request. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..._core.errors import invalid_input
from ..._core.options import fault_of_name, names
from ..names import tencent_name_fault
from .account import PERMISSION_NAMES, PERMISSIONS, POLICY_TYPE

MEMBER_SPEC: dict[str, dict[str, Any]] = {
    "name": {"type": "str"},
    "uin": {"type": "str"},
    "account_name": {"type": "str"},
    "node": {"type": "str", "aliases": ["department"]},
    "node_id": {"type": "str"},
    "permissions": {"type": "list", "elements": "str", "aliases": ["permission_ids"]},
    "policy_type": {"type": "str", "choices": [POLICY_TYPE], "default": POLICY_TYPE},
    "remark": {"type": "str"},
    "pay_uin": {"type": "str"},
    "identity_role_ids": {"type": "list", "elements": "int"},
    "auth_relation_id": {"type": "int"},
    "record_id": {"type": "int"},
    "tags": {"type": "dict"},
    "allow_quit": {"type": "bool"},
    "sync_nickname": {"type": "bool", "default": False},
    "allow_create": {"type": "bool", "default": True},
    "rename": {"type": "bool", "default": False},
    "assume_present": {"type": "dict", "options": {"nodes": {"type": "list", "elements": "str"}}},
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
}

NAME_LENGTH = 25
# What the API accepts when it writes. A member may have more already, and keeps it.
REMARK_LENGTH = 40
MOST_TAGS = 10
ALWAYS_NEEDED = frozenset((PERMISSIONS["view_bills"], PERMISSIONS["view_balance"]))
_NUMBER = re.compile("[1-9][0-9]*")
_NAME_LETTERS = r"A-Za-z0-9+@&._\[\]\-:,"


@dataclass(frozen=True)
class MemberWish:
    """What a task asks for. None means not managed; remark "" clears. Permissions are numbers."""

    name: str | None
    uin: str | None
    account_name: str | None
    node: str | None
    node_id: str | None
    permissions: frozenset[int] | None
    policy_type: str
    remark: str | None
    pay_uin: str | None
    identity_role_ids: tuple[int, ...] | None
    auth_relation_id: int | None
    record_id: int | None
    tags: dict[str, str] | None
    allow_quit: bool | None
    sync_nickname: bool
    allow_create: bool
    rename: bool
    assume_nodes: tuple[str, ...]
    state: str
    site: str

    @property
    def called(self) -> str:
        """How sentences call the member."""
        return self.name or f"uin {self.uin}"


def read_member_options(params: Mapping[str, Any], *, site: str, check_mode: bool) -> MemberWish:
    """Check the options of a task. Raises invalid_input with everything that is wrong."""
    problems: list[str] = []
    name, uin = _text(params, "name", problems), _text(params, "uin", problems)
    node, node_id = _text(params, "node", problems), _text(params, "node_id", problems)
    pay_uin, account_name = _text(params, "pay_uin", problems), _text(params, "account_name", problems)
    for option, digits in (("uin", uin), ("node_id", node_id), ("pay_uin", pay_uin)):
        if digits is not None and not is_number(digits):
            problems.append(f"{option} must be a number, not {digits!r}.")
    for option, text in (("name", name), ("node", node)):
        if text is not None and (fault := fault_of_name(text)):
            problems.append(f"{option}: {fault}")
    if name is None and uin is None:
        problems.append("Say which member: name or uin.")
    if node is not None and node_id is not None:
        problems.append("node and node_id exclude each other.")
    # A member that is found by its uin may have a name that nobody could choose today.
    if name is not None and uin is None and params["state"] == "present":
        problems.extend(filter(None, [name_fault("name", name, site)]))
    if account_name is not None:
        problems.extend(filter(None, [name_fault("account_name", account_name, site)]))
    assumed = names((params.get("assume_present") or {}).get("nodes"), "assume_present.nodes", problems)
    wish = MemberWish(
        name=name,
        uin=uin,
        account_name=account_name,
        node=node,
        node_id=node_id,
        permissions=_permissions(params.get("permissions"), problems),
        policy_type=params["policy_type"],
        remark=params.get("remark"),
        pay_uin=pay_uin,
        identity_role_ids=_identities(params.get("identity_role_ids"), problems),
        auth_relation_id=params.get("auth_relation_id"),
        record_id=params.get("record_id"),
        tags=_tags(params.get("tags"), problems),
        allow_quit=params.get("allow_quit"),
        sync_nickname=params["sync_nickname"],
        allow_create=params["allow_create"],
        rename=params["rename"],
        assume_nodes=(assumed or ()) if check_mode else (),
        state=params["state"],
        site=site,
    )
    if problems:
        raise invalid_input(problems, hint="Nothing was sent.")
    return wish


def is_number(text: str) -> bool:
    """Whether a text is an id as the API writes it: digits without a leading zero."""
    return bool(_NUMBER.fullmatch(text))


def survives(text: str, option: str = "name") -> bool:
    """Whether a text that the cloud has means the same when it is given as an option."""
    problems: list[str] = []
    return _text({option: text}, option, problems) == text and not fault_of_name(text)


def name_fault(option: str, text: str, site: str) -> str:
    """Why a text cannot be the name of a member or account on the site, or an empty text."""
    return tencent_name_fault(option, text, site=site, letters=_NAME_LETTERS, length=NAME_LENGTH)


def faults_of_remark(remark: str | None) -> Iterator[str]:
    """Why a remark cannot be written."""
    if remark is not None and len(remark) > REMARK_LENGTH:
        yield f"remark has {len(remark)} characters; at most {REMARK_LENGTH} are allowed."


def faults_of_tags(tags: Mapping[str, str] | None) -> Iterator[str]:
    """Why tags cannot be given to a new account."""
    if tags and len(tags) > MOST_TAGS:
        yield f"{len(tags)} tags are given; at most {MOST_TAGS} are allowed."


def faults_of_permissions(wished: frozenset[int] | None, held: frozenset[int]) -> Iterator[str]:
    """Numbers that nobody knows are kept where the member has them, and never given."""
    unknown = sorted((wished or frozenset()) - held - set(PERMISSION_NAMES))
    if unknown:
        yield _unknown_permissions(map(str, unknown))


def _text(params: Mapping[str, Any], option: str, problems: list[str]) -> str | None:
    value = params.get(option)
    if value is None:
        return None
    text = str(value).strip()
    if not text:
        problems.append(f"{option} is blank; leave it out when it is not to be managed.")
    return text or None


def _permissions(values: list[str] | None, problems: list[str]) -> frozenset[int] | None:
    """Numbers of the permissions that are named or numbered; a member may have numbers that have no name here."""
    if values is None:
        return None
    numbers: set[int] = set()
    unknown = []
    for text in (str(value).strip() for value in values):
        if text in PERMISSIONS or is_number(text):
            numbers.add(PERMISSIONS.get(text) or int(text))
        elif text:
            unknown.append(text)
    if unknown:
        problems.append(_unknown_permissions(unknown))
    elif not numbers >= ALWAYS_NEEDED:
        problems.append("permissions is the complete set and must hold view_bills and view_balance.")
    return frozenset(numbers)


def _identities(values: list[int] | None, problems: list[str]) -> tuple[int, ...] | None:
    if values is None:
        return None
    if any(value <= 0 for value in values):
        problems.append("identity_role_ids must be positive numbers.")
    return tuple(sorted(set(values)))


def _tags(values: dict[str, Any] | None, problems: list[str]) -> dict[str, str] | None:
    if values is None:
        return None
    if any(not str(key).strip() for key in values):
        problems.append("A tag has a blank key.")
    return {str(key): "" if value is None else str(value) for key, value in values.items()}


def _unknown_permissions(texts: Iterable[str]) -> str:
    """The sentence about permissions that do not exist."""
    known = ", ".join(f"{name} ({number})" for name, number in PERMISSIONS.items())
    return f"Unknown permissions: {', '.join(texts)}. Known are {known}."
