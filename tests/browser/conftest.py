# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One Chromium for all tests of this folder, and the pages that they look at. No test may make a page do what nobody asked for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Callable

import pytest
from playwright.sync_api import Browser, expect

from support.browser import MISSING, Opened, browsing, chromium

Open = Callable[..., Opened]
PEOPLE, TEAMS = 1000, 50


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One worker takes them all, so that one browser starts. Say SKIP and why where there is none."""
    for item in [one for one in items if one.path.parent == Path(__file__).parent]:
        item.add_marker(pytest.mark.xdist_group("browser"))
        if chromium() is None:
            item.add_marker(pytest.mark.skip(reason=MISSING))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=30_000)
    with browsing() as found:
        yield found


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Open]:
    """Opens a page; the options are those of a browser context."""
    opened: list[Opened] = []

    def opener(file: Path, **context: Any) -> Opened:
        opened.append(Opened(browser, file, **context))
        return opened[-1]

    yield opener
    told = [text for one in opened for text in one.unasked]
    for one in opened:
        one.close()
    assert told == []


@pytest.fixture(scope="session")
def audits(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Pages of the demo organizations: quiet, busy, unreachable."""
    from support.audit_story import audit_pages

    return audit_pages(tmp_path_factory.mktemp("audits"))


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page with 50,000 rows of access: each of 1,000 people is in each of 50 groups, one of which has a role in an account."""
    from ansible_collections.orgkit.cloud.plugins.module_utils._access import kinds
    from ansible_collections.orgkit.cloud.plugins.module_utils._access.formats import write_report
    from ansible_collections.orgkit.cloud.plugins.module_utils._access.lines import Places
    from ansible_collections.orgkit.cloud.plugins.module_utils._access.report import make_report
    from ansible_collections.orgkit.cloud.plugins.module_utils._access.snapshot import read_snapshot
    from support.access_worlds import TODAY, account, group, role_configuration, user, write

    folder = tmp_path_factory.mktemp("large")
    people = [user(f"user{number}@example.com", str(number), enabled=number % 10 != 0) for number in range(PEOPLE)]
    teams = [group(f"team-{number}", str(number)) for number in range(TEAMS)]
    place, job = account("billing", "1"), role_configuration("admin", "1")
    rows = [*people, *teams, place, job, kinds.assignment(teams[0], "group", job, place)]
    write(folder / "new.jsonl", [*rows, *(kinds.membership(one, team) for one in people for team in teams)])
    report = make_report([read_snapshot(str(folder / "new.jsonl"))], [], today=TODAY, created="2026-06-01T00:00:00Z")
    (row,) = write_report(report, str(folder), ["html"], Places([]))
    return Path(row["path"])
