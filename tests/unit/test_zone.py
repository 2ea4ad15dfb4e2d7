# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The zone: asked for once and only when needed, and never guessed."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.orgkit.cloud.plugins.module_utils._core.errors import OrgkitError
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.zone import Zone

OPEN = {"ZoneId": "z-1", "ServiceStatus": "Enabled", "ScimSyncStatus": "Enabled"}


class Client:
    def __init__(self, **answers: Any) -> None:
        self.answers = answers
        self.calls: list[str] = []
        self.zone_id: str | None = None

    def call(self, action: str, body: dict[str, Any] | None = None) -> Any:
        self.calls.append(action)
        return self.answers[action]


def zone(zone_id: str | None = None, **answers: Any) -> tuple[Zone, Client]:
    client: Any = Client(**answers)
    return Zone(client, zone_id), client


def test_the_zone_and_scim_cost_one_request() -> None:
    found, client = zone(DescribeIdentityCenter=OPEN)
    assert (found.id, found.id, found.is_synchronized()) == ("z-1", "z-1", True)
    assert (client.calls, client.zone_id) == (["DescribeIdentityCenter"], "z-1")


def test_a_named_zone_is_not_asked_for() -> None:
    found, client = zone("z-2")
    assert (found.id, client.zone_id, client.calls) == ("z-2", "z-2", [])


@pytest.mark.parametrize("answer", [{**OPEN, "ServiceStatus": "Disabled"}, {"ServiceStatus": "Enabled"}])
def test_a_service_that_is_off_is_told(answer: dict[str, str]) -> None:
    found, _client = zone(DescribeIdentityCenter=answer)
    with pytest.raises(OrgkitError, match="switched off"):
        assert found.id


@pytest.mark.parametrize(
    ("statistics", "refused"),
    [
        ({"UserQuota": 5, "UserCount": 3}, False),
        ({"UserQuota": 5, "UserCount": 4}, True),
        ({"UserQuota": 5}, False),
        ({}, False),
    ],
)
def test_what_cannot_fit_is_refused_and_what_is_not_known_is_not(statistics: dict[str, int], refused: bool) -> None:
    found, _client = zone("z-1", GetZoneStatistics={"ZoneStatistics": statistics})
    assert bool(found.refused_creations(["kim", "lee"], "user", "User")) is refused


def test_nothing_is_read_when_nothing_is_created_or_synchronized() -> None:
    found, client = zone("z-1")
    assert (found.refused_creations([], "user", "User"), found.refused_changes([], "user"), client.calls) == (
        [],
        [],
        [],
    )


def test_statistics_that_are_none_are_a_bad_response() -> None:
    found, _client = zone("z-1", GetZoneStatistics={"ZoneStatistics": None})
    with pytest.raises(OrgkitError, match="ZoneStatistics"):
        found.statistics()
