# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""System policies of access management (CAM), found by name or by id. Only reads.

API pages: ListPolicies and GetPolicy of CAM, version 2019-01-16.
"""

from __future__ import annotations

from collections.abc import Iterable

from .._core import rows
from .._core.errors import UNRESOLVED_NAMES, ApiError
from .._core.names import NEAR_NAMES, ambiguous, did_you_mean
from .._core.plan import Problem, Ref, item
from .client import TencentClient

LIST = "ListPolicies"
GET = "GetPolicy"
POLICY = "policy"
SYSTEM_POLICIES = "QCS"
SYSTEM_TYPE = 2
ID_LENGTH = 18
UNKNOWN_ID = ("InvalidParameter.PolicyIdError", "ResourceNotFound.PolicyIdNotFound")


def is_policy_id(reference: str) -> bool:
    """Whether a text means a policy by its id, which is a number."""
    return reference.isascii() and reference.isdigit()


class SystemPolicies:
    """The system policies that a task has looked up. References are exact names, or ids in digits."""

    def __init__(self, client: TencentClient) -> None:
        self._client = client
        self._found: dict[str, Ref] = {}

    def get(self, reference: str) -> Ref | None:
        """The policy of a reference; None when it was not looked up, or means none or several."""
        return self._found.get(reference)

    def look_up(self, references: Iterable[str]) -> list[Problem]:
        """Find policies, each by one request, and only once; the problems of those that mean none or several. Raises OrgkitError."""
        new = [reference for reference in dict.fromkeys(references) if reference not in self._found]
        near: dict[str, list[Ref]] = {}
        problems = []
        for reference, candidates in zip(new, self._client.http.map(self._candidates, new)):
            meant = [one for one in candidates if reference in (one.id, one.name)]
            if len(meant) > 1:
                problems.append(ambiguous("system policy", reference, meant, use="the id, as a number"))
            elif meant:
                self._found[reference] = meant[0]
            else:
                near[reference] = sorted(candidates, key=lambda one: (len(one.name), one.name))[:NEAR_NAMES]
        return problems + ([_unknown(near)] if near else [])

    def _candidates(self, reference: str) -> list[Ref]:
        """The policy of an id, or all whose names hold the text, whatever the case of its letters."""
        if not is_policy_id(reference):
            found = self._client.pages(LIST, {"Scope": SYSTEM_POLICIES, "Keyword": reference})
            return [Ref(rows.identity(row, "PolicyId", LIST), rows.name(row, "PolicyName", LIST)) for row in found]
        try:
            policy = self._client.call(GET, {"PolicyId": int(reference)})
        except ApiError as error:
            if error.code not in UNKNOWN_ID:
                raise
            return []
        # A custom policy of access management is no system policy.
        is_system = rows.number(policy, "Type", GET) == SYSTEM_TYPE
        return [Ref(reference, rows.name(policy, "PolicyName", GET))] if is_system else []


def _unknown(near: dict[str, list[Ref]]) -> Problem:
    """One problem for all references that no system policy has."""
    told = ", ".join(
        f"id {reference}" if is_policy_id(reference) else f'"{reference}"{did_you_mean(others)}'
        for reference, others in near.items()
    )
    policies = "system policies" if len(near) > 1 else "system policy"
    items = tuple(item(reference, POLICY, None, others) for reference, others in near.items())
    return Problem(UNRESOLVED_NAMES, f"Unknown {policies}: {told}.", items)
