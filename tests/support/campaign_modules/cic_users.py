# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Users of Identity Center: tencent_cic_user."""

from __future__ import annotations

from random import Random
from typing import Any

from simulators.tencent import World
from support.campaign_module import Params, Row, Scenario, State
from support.campaign_modules.cic_groups import BoundObjects
from support.campaign_modules.objects import Facts, Fields
from support.worlds import PEOPLE, chance

NAME = "tencent_cic_user"
TEXTS = ("first_name", "last_name", "display_name", "description", "email")


class CicUsers(BoundObjects):
    """A user's name is for ever."""

    name = NAME
    word, plural, collection = "user", "users", "users"
    id_option = "user_id"

    def scenario(self, seed: int, key: str, rng: Random, *, plain: bool, big: bool) -> Scenario:
        """A task about some users."""
        scenario = super().scenario(seed, key, rng, plain=plain, big=big)
        if chance(rng, 0.2):
            scenario.params["return_password"] = True
        return scenario

    def facts(self, world: World, rng: Random) -> Facts:
        """The users of the zone, and people who may be there or not."""
        things = [(user.id, user.name) for user in world.users.values()]
        new = [rng.choice((name, f"{name}@example.com")) for name in rng.sample(PEOPLE, 5)]
        return Facts(things, ["quentin", "wendy@example.com", *new], _wish, "user_id", "users", can_rename=False)

    def blank(self, row: Row, world: World, before: State) -> Fields:
        """A user of whom only the name is known."""
        texts: Fields = {(name,): "" for name in TEXTS}
        name = row["subject"]["name"]
        return {**texts, ("name",): name, ("user_type",): "Manual", ("status",): "Enabled", ("need_reset",): False}

    def fields(self, after: Params) -> Fields:
        """Texts, status, and whether a new password is needed."""
        values: Fields = {(name,): after[name] for name in TEXTS if after.get(name) is not None}
        if after.get("status") is not None:
            values["status",] = after["status"].capitalize()
        if after.get("need_reset_password") is not None:
            values["need_reset",] = after["need_reset_password"]
        return values

    def add(self, world: World, after: Params) -> object:
        """A user with all fields."""
        user: Any = world.users[world.add_user(after["name"])]
        for (field,), value in self.fields(after).items():
            setattr(user, field, value)
        return user


def _wish(rng: Random) -> Params:
    wish: Params = {
        "first_name": rng.choice(("", "Alice", "Fresh", None)),
        "last_name": rng.choice(("Example", "Other")),
        "display_name": rng.choice(("Alice Example", "")),
        "description": rng.choice(("", "Engineer", None)),
        "email": rng.choice(("", f"{rng.choice(PEOPLE)}@example.com", f"{rng.choice(PEOPLE)}.new@example.org")),
        "status": rng.choice(("enabled", "disabled")),
        "need_reset_password": chance(rng, 0.5),
    }
    return {name: value for name, value in wish.items() if chance(rng, 0.3)}
