# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whatever stands in an option, the answer is a sentence: never a crash, and never a write of a task in check mode."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.orgkit.cloud.plugins.module_utils._core.errors import OrgkitError
from support.cases import cases_of, modules
from support.documented import options_of
from support.stage import stage

TEXTS = (
    "{{ lookup('pipe', 'false') }}",
    "a\nb",
    "\x1b[31mred",
    "x" * 5000,
    " ",
    "",
    "../..",
    "\u202egnp",
    "0",
    "-1",
    "\ud800",
)
VALUES: dict[str, tuple[Any, ...]] = {
    "str": (*TEXTS, 7, True, ["a"], {"a": 1}),
    "int": ("seven", -1, 2**70, 1.5, ""),
    "float": ("seven", -1, "nan", "inf", ""),
    "bool": ("perhaps", 7, ""),
    "list": ({"a": 1}, [[1]], [None], [{}], ["{{ x }}"], ["a\nb"], "", "a,b", [""]),
    "dict": ("text", [], {"a": None}, {"": "x"}, {"a": {"b": 1}}, ""),
    "raw": (*TEXTS, 7, None, [], {}),
    "path": TEXTS[:4],
}
CONNECTION = ("endpoint", "base_url", "proxy", "timeout", "retry_timeout", "ca_path", "credentials_file")


@pytest.mark.parametrize("module", modules())
def test_every_option_takes_or_refuses_what_it_gets(module: str) -> None:
    cases = cases_of(module)
    usual = cases.CASES[0].params
    wrong = []
    with stage(module, cases.world()) as one:
        for name, option in options_of(module).items():
            if name in CONNECTION:
                continue
            for value in VALUES[option.get("type", "str")]:
                try:
                    result = one.run({**usual, name: value}, check_mode=True)
                except (ValueError, OrgkitError):
                    # The check of arguments refuses it before the road begins.
                    continue
                if result["failed"] and (result["error"]["code"] == "unexpected" or not result["msg"].strip()):
                    wrong.append(f"{name}={value!r}: {result['msg']}")
                if one.writes():
                    wrong.append(f"{name}={value!r} was written in check mode")
    assert not wrong, "\n".join(wrong[:20])
