# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the campaign has to know of a module: random tasks in random worlds, and in plain words what a result claims."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any, Callable, Union

from simulators.csp import CspSimulator
from simulators.tencent import TencentSimulator

Params = dict[str, Any]
Row = dict[str, Any]
Key = tuple[str, ...]
State = dict[Key, Any]
Simulator = Union[TencentSimulator, CspSimulator]
# The kinds of fault that only one cloud has.
OF_TENCENT = ("access_denied", "clock_jumps")
OF_CSP = ("unauthorized", "list_errors", "neither_list", "token_revoked")
OVERTAKEN = ("overtaken", "overtaken_outage")


class Waiting(tuple[Any, ...]):
    """A value that was asked for and waits for somebody's consent."""


class UnderWay(Waiting):
    """A value that a task of the service brings about, unless the task fails."""


@dataclass
class Scenario:
    """A world, a task in it, and what an earlier task of the same play creates there (assume_present).

    simulator gives a new simulator around the same world each time. login is how a task logs in to CSP.
    """

    module: str
    seed: int
    params: Params
    simulator: Callable[[], Simulator]
    arrive: Callable[[Any], object] = lambda world: None
    assumes: bool = False
    login: str = "api_token"


class CampaignModule:
    """One writing module. Nothing here uses the code of the collection: it says again, naively, what the module says."""

    name: str
    # Kinds of fault beyond those that every module meets.
    faults: tuple[str, ...]
    # Codes of errors that no plan can foresee; None: any.
    unforeseen: frozenset[str] | None = None
    # Whether the service mails people when the task says nothing about that.
    mails = False
    # Parts of a result, beside its changes, that a check run and the real run have in common.
    same_parts: tuple[str, ...] = ("failed", "changed", "diff", "warnings", "plan_id")

    def scenario(self, seed: int, key: str, rng: Random, *, plain: bool, big: bool) -> Scenario:
        """A task, random by rng, in a world that is random by key.

        plain avoids names that optional fields tell; big fills several pages of a list.
        """
        raise NotImplementedError

    def known(self, world: Any) -> frozenset[str]:
        """The ids of what the organization has now: in a state they stand for themselves, what is new has a name only."""
        raise NotImplementedError

    def state(self, world: Any, known: frozenset[str]) -> State:
        """Everything that a task could change."""
        raise NotImplementedError

    def foreseen(self, row: Row, world: Any, before: State, params: Params) -> State:
        """The values that the state has when the change of a result took effect; None for what is gone."""
        raise NotImplementedError

    def by_name(self, key: Key, value: Any, state: State) -> tuple[Key, Any]:
        """The pair as it was planned when what an earlier run made was new: by its name."""
        return key, value

    def carry_out(self, world: Any, row: Row) -> object:
        """Somebody else makes a planned change, if there is still something to do."""
        raise NotImplementedError

    def by_itself(self, key: Key, before: Any, after: Any) -> bool:
        """Whether the service made this of a value, as no change of a result says: a task that was under way is over."""
        return isinstance(before, UnderWay)

    def later(self, world: Any) -> None:
        """What happens by itself until somebody looks much later."""
        return

    def unmet(self, params: Params, world: Any) -> Iterator[str]:
        """What a task that succeeded wished for, and what is not so in the world."""
        return iter(())

    def contradictions(self, result: Row) -> Iterator[str]:
        """Where the parts of the result of a real run, that wrote, contradict its changes."""
        return iter(())

    def differences(self, planned: Row, done: Row) -> Iterator[str]:
        """Where the results of a check run and of its real run differ, beside changes and same_parts."""
        return iter(())

    def unplanned(self, planned: Row, done: Row) -> Iterator[str]:
        """What the result of a run that could not do everything holds and the plan did not."""
        return iter(())
