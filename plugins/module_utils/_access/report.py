# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The report: what is made of snapshots, declarations, rules and exceptions, before it is written in any format. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from .._core.errors import invalid_input
from .._core.plan import Ref
from .compare import compare
from .declared import Wishes, read_declared
from .differences import Difference, differences
from .exceptions import apply_exceptions, read_exceptions
from .findings import Finding, counts, finding, in_order
from .kinds import CLOUDS
from .rules import check_rules
from .snapshot import Snapshot
from .world import World


@dataclass(frozen=True)
class Failed:
    """A cloud of which no snapshot could be taken, and why."""

    cloud: str
    reason: str


@dataclass(frozen=True)
class Report:
    """Everything that the formats show. declared tells whether anything was declared, so that silence is not taken for order.

    rules are those that were asked for.
    """

    created: str
    snapshots: Sequence[Snapshot]
    baselines: Sequence[Snapshot]
    failed: Sequence[Failed]
    declared: bool
    rules: Mapping[str, Any]
    findings: Sequence[Finding]
    differences: Sequence[Difference]
    warnings: Sequence[str]

    @property
    def clouds(self) -> list[str]:
        """The clouds that the report is about."""
        told = {one.cloud for one in self.snapshots} | {one.cloud for one in self.failed}
        return [cloud for cloud in CLOUDS if cloud in told | {one.cloud for one in self.findings}]

    @property
    def counts(self) -> dict[str, dict[str, int]]:
        """Findings by class and cloud."""
        return counts(self.findings, self.clouds)

    @property
    def complete(self) -> bool:
        """Whether everything that was to be looked at could be read."""
        return not self.failed and all(one.complete for one in self.snapshots)

    @property
    def open(self) -> int:
        """How many findings nobody has accepted."""
        return sum(one.name != "excepted" for one in self.findings)


def make_report(
    snapshots: Sequence[Snapshot],
    baselines: Sequence[Snapshot],
    *,
    failed: Sequence[Failed] = (),
    declared: Mapping[str, Any] | None = None,
    rules: Mapping[str, Any] | None = None,
    exceptions: Sequence[Any] = (),
    today: date,
    created: str,
) -> Report:
    """Compare, check and sort everything. Raises invalid_input for what does not fit together."""
    blind = {one.cloud for one in failed}
    pairs = _pairs(snapshots, baselines, blind)
    accepted = read_exceptions(exceptions)
    wishes = [read_declared(declared, cloud, today) for cloud in CLOUDS] if declared else []
    if declared:
        _one_of_each_cloud(snapshots)
    worlds = [World(snapshot) for snapshot in snapshots]
    found = [*_not_read(worlds, failed)]
    for wish in wishes:
        mine = [world for world in worlds if world.cloud == wish.cloud]
        for world in mine:
            found += compare(world, wish)
        found += _nothing_to_compare(wish) if not mine and wish.cloud not in blind else ()
    found += check_rules(worlds, rules or {}, today)
    findings, unused = apply_exceptions(in_order(found), accepted, today)
    return Report(
        created=created,
        snapshots=snapshots,
        baselines=[old for old, _new in pairs],
        failed=failed,
        declared=bool(declared),
        rules=rules or {},
        findings=in_order(findings),
        differences=[one for old, new in pairs for one in differences(old, new)],
        warnings=[
            f"{one.path!r} has nothing to be compared with: there is no snapshot of {one.cloud} today."
            for one in baselines
            if one.place not in {new.place for new in snapshots}
        ]
        + [
            f"The exception of {one.owner} for {one.name} {one.subject} fits no finding: it can be taken out."
            for one in unused
        ],
    )


def _pairs(
    snapshots: Sequence[Snapshot], baselines: Sequence[Snapshot], blind: set[str]
) -> list[tuple[Snapshot, Snapshot]]:
    """(old, new) of the same place. Raises invalid_input for two of one place, and for a baseline of another place.

    An old one of a blind cloud, which could not be read today, has nothing to be compared with.
    """
    problems = []
    new: dict[tuple[str, str, str], Snapshot] = {}
    old: dict[tuple[str, str, str], Snapshot] = {}
    for option, given, table in (("snapshots", snapshots, new), ("baseline", baselines, old)):
        for one in given:
            if one.place in table:
                problems.append(f"{option}: {table[one.place].path!r} and {one.path!r} are of the same organization.")
            table[one.place] = one
    for place, one in old.items():
        if place not in new and one.cloud in blind:
            continue
        if place not in new:
            problems.append(f"baseline: {one.path!r} is of organization {place[1]} of {place[0]}, and no snapshot is.")
        elif one.header["started"] > new[place].header["started"]:
            problems.append(f"baseline: {one.path!r} is newer than the snapshot {new[place].path!r}.")
    if problems:
        raise invalid_input(problems, hint="Nothing was reported.")
    return [(one, new[place]) for place, one in old.items() if place in new]


def _one_of_each_cloud(snapshots: Sequence[Snapshot]) -> None:
    """Raises invalid_input for two organizations of a cloud: what is declared would be missing in one of them."""
    clouds = [one.cloud for one in snapshots]
    problems = [
        f"declared says what shall be in one organization of {cloud}, and the snapshots are of {clouds.count(cloud)}."
        for cloud in dict.fromkeys(clouds)
        if clouds.count(cloud) > 1
    ]
    if problems:
        raise invalid_input(problems, hint="Nothing was reported. Make one report for each organization.")


def _not_read(worlds: Sequence[World], failed: Sequence[Failed]) -> Iterator[Finding]:
    for one in failed:
        text = f"No snapshot of {one.cloud} could be taken: {one.reason}"
        yield finding(one.cloud, "unreadable", "snapshot", Ref(None, one.cloud), None, text)
    for world in worlds:
        for row in world.snapshot.of("unreadable").values():
            subject = row["subject"] or {"id": None, "name": f"all rows of kind {row['kind']}"}
            text = f"{row['kind']} of {subject['name']} could not be read: {row['reason']}"
            yield finding(world.cloud, "unreadable", row["kind"], Ref(subject["id"], subject["name"]), None, text)


def _nothing_to_compare(wishes: Wishes) -> Iterator[Finding]:
    """Something is declared for a cloud of which there is no snapshot: that is not order."""
    if wishes.things or wishes.groups or wishes.grants:
        text = f"{wishes.cloud} is declared, and there is no snapshot of it: nothing of it was looked at."
        yield finding(wishes.cloud, "unreadable", "snapshot", Ref(None, wishes.cloud), None, text)
