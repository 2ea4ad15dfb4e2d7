# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A secret is a secret in every form in which it is sent."""

from __future__ import annotations

import base64
import json
from urllib.parse import quote, quote_plus, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.orgkit.cloud.plugins.module_utils._core.secrets import forms_of, masked

SECRET = 'sec/ret+"key" =ü'


@pytest.mark.parametrize(
    "form",
    [
        SECRET,
        quote(SECRET),
        quote(SECRET, safe=""),
        quote_plus(SECRET),
        quote(SECRET, safe="").lower(),
        urlencode({"api_token": SECRET}).partition("=")[2],
        json.dumps(SECRET)[1:-1],
        json.dumps(SECRET, ensure_ascii=False)[1:-1],
        json.dumps(SECRET)[1:-1].replace("/", "\\/"),
    ],
)
def test_every_form_in_which_a_secret_travels_is_masked(form: str) -> None:
    assert masked(f"<{form}>", forms_of(SECRET)) == "<***>"


def test_a_pair_is_masked_as_basic_authorization_sends_it() -> None:
    header = base64.b64encode(b"client:secret?>").decode()
    assert masked(f"Basic {header} and {header.rstrip('=')}", forms_of("client:secret?>")) == "Basic *** and ***"


def test_the_tail_of_a_longer_secret_is_not_left_by_a_shorter_one() -> None:
    assert masked("EXAMPLEKEY-and-more EXAMPLEKEY", ["EXAMPLEKEY", "EXAMPLEKEY-and-more"]) == "*** ***"


def test_nothing_is_masked_for_a_secret_that_is_not_there() -> None:
    assert (forms_of(""), masked("text", ["", *forms_of("")])) == (set(), "text")


@settings(max_examples=40, deadline=None)
@given(st.text(min_size=6), st.text())
def test_no_form_survives_wherever_it_stands(secret: str, around: str) -> None:
    forms = forms_of(secret)
    for form in forms:
        assert not [one for one in forms if one in masked(f"{around}|{form}|{around}", forms).replace("***", "|")]
