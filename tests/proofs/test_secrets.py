# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""No secret stands in a result, whatever goes wrong. All secrets here are fictional."""

from __future__ import annotations

import base64
import json
from urllib.parse import quote

import pytest

from support.cases import cases_of, modules
from support.stage import Stage, stage

FAULTS = ("cut_before", "html", "malformed", "http_503", "throttled")
WRONG = {
    "tencent": {
        "secret_id": "AKIDEXAMPLEUNKNOWN",
        "secret_key": "EXAMPLE/UNKNOWN+KEY",
        "token": "example token".replace(" ", "/"),
    },
    "csp": {"api_token": "example/unknown+token"},
}


def secrets_of(one: Stage) -> set[str]:
    """Everything that the environment of a stage keeps secret, in every form in which it may be sent."""
    names = ("SECRET", "TOKEN", "KEY")
    plain = {value for name, value in one.environment.items() if any(part in name for part in names)}
    plain |= {value for values in WRONG.values() for value in values.values()}
    return (
        plain
        | {quote(value, safe="") for value in plain}
        | {base64.b64encode(value.encode()).decode() for value in plain}
    )


@pytest.mark.parametrize("module", modules())
def test_a_result_holds_no_secret(module: str) -> None:
    cases = cases_of(module)
    for fault in (None, *FAULTS):
        with stage(module, cases.world()) as one:
            if fault:
                one.simulator.faults.add(fault, times=1000)
            told = json.dumps(one.run({**cases.CASES[0].params, "retry_timeout": 0}))
            assert not [secret for secret in secrets_of(one) if secret in told], fault


@pytest.mark.parametrize("module", modules())
def test_wrong_keys_are_told_without_the_keys(module: str) -> None:
    cases = cases_of(module)
    with stage(module, cases.world()) as one:
        result = one.run({**cases.CASES[0].params, **WRONG[module.split("_")[0]]})
        told = json.dumps(result)
        assert result["failed"]
        assert not [secret for secret in secrets_of(one) if secret in told]
