# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the road of a task needs: the task, a connection to a cloud, and one kind of thing to manage."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Callable, Protocol, TypeVar

from .plan import Change, Plan

Row = TypeVar("Row")
Result = TypeVar("Result")
PlanType = TypeVar("PlanType", bound=Plan)


@dataclass
class Task:
    """What a task asks for: validated parameters, and the environment that it runs in.

    secrets collects the secrets that are found while the task runs, warnings what its user should know whatever happens.
    progress is told how long work goes on; abandoned tells whether nobody waits for the task any more, so that it stops
    writing. transport, clock (Unix seconds) and sleep (seconds) are for tests.
    """

    params: Mapping[str, Any]
    environment: Mapping[str, str]
    check_mode: bool = False
    diff: bool = False
    secrets: set[str] = field(default_factory=set)
    warnings: list[str] = field(default_factory=list)
    progress: Callable[[str], object] | None = None
    abandoned: Callable[[], bool] | None = None
    transport: Any = None
    clock: Callable[[], float] = time.time
    sleep: Callable[[float], object] | None = None


class Traffic(Protocol):
    """What the road needs of the transport below a client."""

    sleep: Callable[[float], object]

    def map(self, function: Callable[[Row], Result], rows: Iterable[Row]) -> list[Result]:
        """Call the function for every row, some at once; results in the order of the rows. The first exception ends it."""

    def usage(self) -> dict[str, Any]:
        """The `api` key of a result."""

    def close(self) -> None:
        """Close all connections; nothing is sent any more."""


class Connection(Protocol):
    """What the road needs of a client."""

    cloud: str

    @property
    def http(self) -> Traffic:
        """The transport that counts and sends the requests."""

    def verify(self) -> None:
        """Prove that this is the organization that the task means. Raises OrgkitError."""

    def auth(self) -> dict[str, Any]:
        """Where the credentials came from and which endpoint they were used at."""

    def known_organization(self) -> dict[str, str | None]:
        """id and name of the organization, as far as they are known without a further request."""

    def scope(self) -> str:
        """The id of the organization or of the part of it that the task works in, as far as it is known."""


class Resource(Protocol[PlanType]):
    """One kind of thing that a module manages."""

    @property
    def client(self) -> Connection:
        """The client that reads and writes it."""

    def observe(self) -> Any:
        """Read what is there. Only reads."""

    def no_plan(self) -> PlanType:
        """The plan of a task that failed before it could plan."""

    def plan(self, state: Any) -> PlanType:
        """The changes that lead from the state to the wish. Pure."""

    def apply(self, plan: PlanType) -> None:
        """Write the changes and set the status of each."""

    def look_again_delays(self, changes: Sequence[Change]) -> Sequence[float]:
        """Seconds to wait before each look at what was written."""

    def not_visible(self, changes: Sequence[Change]) -> list[Change]:
        """Read again and give the changes that do not show yet. May set the status pending."""

    def result(self, plan: PlanType, check_mode: bool) -> dict[str, Any]:
        """The keys of the result that belong to this resource, with msg, summary and (always) diff."""
