# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Faults that the CSP simulator injects on demand, over real HTTP."""

from __future__ import annotations

import httpx
import pytest

from support.csp_session import Session

# Faults of a write by the HTTP status that the client sees; None is a closed connection.
WRITE_FAULTS: dict[int | None, list[str]] = {
    None: ["cut_before", "cut_after"],
    200: ["malformed", "malformed_after", "neither_list", "missing_fields", "charset"],
    401: ["unauthorized"],
    429: ["throttled"],
    500: ["internal_error", "internal_error_after"],
    502: ["http_502_after", "html_after"],
    503: ["http_503", "html"],
}
NOT_EXECUTED = {"cut_before", "malformed", "unauthorized", "throttled", "internal_error", "http_503", "html"}


@pytest.mark.parametrize(("status", "kinds"), WRITE_FAULTS.items())
def test_10_faults_of_writes(session: Session, status: int | None, kinds: list[str]) -> None:
    for count, kind in enumerate(kinds, 1):
        session.simulator.faults.add(kind, "add_group_users")
        try:
            seen = session.add("team", "carol@example.com").status_code
        except httpx.TransportError:
            seen = None
        assert seen == session.simulator.log.entries[-1]["status"] == status
        assert ("carol@example.com" in session.world.members_of("team")) is (kind not in NOT_EXECUTED)
        assert session.simulator.faults.injected == count
        assert session.add("team", "carol@example.com").json()["succeeded"] == ["carol@example.com"]
        session.world.leave("team", "carol@example.com")


def test_10_faults_of_lists(session: Session) -> None:
    faults, path = session.simulator.faults, session.members("team")
    faults.add("list_errors", "list_group_users")
    short = session.get(path)
    assert (len(short["results"]), short["totalResults"], len(short["errors"])) == (1, 1, 1)
    faults.add("repeat_page", "list_group_users")
    first, second = ({"pageLimit": "1", "pageStart": start} for start in ("1", "2"))
    assert session.listed("team", **second) == session.listed("team", **first)
    faults.add("null_lists", "list_group_users")
    assert session.get(session.members("owners"))["results"] is None
    faults.add("missing_fields", "list_group_users")
    assert set(session.get(path)["results"][0]) == {"userId", "username"}
    faults.add("malformed", "list_group_users")
    with pytest.raises(ValueError, match="Unterminated"):
        session.get(path)
    for seconds, header in ((None, None), (2, "2"), ("date", "GMT")):
        faults.add("throttled", "list_group_users", seconds=seconds)
        given = session.call("GET", path).headers.get("retry-after")
        assert given is header or str(given).endswith(str(header))
