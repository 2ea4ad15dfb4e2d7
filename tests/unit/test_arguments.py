# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What counts as given: null, blank and text, for every option of every module."""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterator
from typing import Any

import pytest
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.orgkit.cloud.plugins.module_utils._core.errors import OrgkitError
from ansible_collections.orgkit.cloud.plugins.plugin_utils._arguments import cleaned
from support.playbook import tree

MODULES = sorted(path.stem for path in (tree() / "ansible_collections/orgkit/cloud/plugins/modules").glob("*.py"))
SPEC: dict[str, Any] = {
    "name": {"type": "str", "aliases": ["title"]},
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
    "limit": {"type": "str", "default": "25%"},
    "number": {"type": "int"},
    "flag": {"type": "bool", "default": True},
    "users": {"type": "list", "elements": "str"},
    "ids": {"type": "list", "elements": "int"},
    "tags": {"type": "dict"},
    "assumed": {"type": "dict", "options": {"users": {"type": "list", "elements": "str"}}},
    "entries": {
        "type": "list",
        "elements": "dict",
        "options": {
            "name": {"type": "str"},
            "state": {"type": "str"},
            "limit": {"type": "str"},
            "flag": {"type": "bool"},
            "users": {"type": "list", "elements": "str"},
        },
    },
}
# No typed blank may hide here: keys, tokens and organizations are refused by the road, remarks are cleared.
KEPT_BLANK = (
    "secret_id",
    "secret_key",
    "token",
    "access_token",
    "api_token",
    "client_id",
    "client_secret",
    "org_id",
    "remark",
)


def options_of(module: str) -> dict[str, Any]:
    spec = importlib.import_module(f"ansible_collections.orgkit.cloud.plugins.modules.{module}").spec()
    options: dict[str, Any] = spec["argument_spec"]
    return options


def with_defaults() -> Iterator[tuple[str, str]]:
    for module in MODULES:
        for name, option in options_of(module).items():
            if option.get("required"):
                continue
            if option.get("default") is not None or option.get("type", "str") not in ("str", "path", "raw"):
                yield module, name


@pytest.mark.parametrize("nothing", [None, "", "  "], ids=repr)
@pytest.mark.parametrize(("module", "option"), list(with_defaults()))
def test_null_and_blank_are_the_default(module: str, option: str, nothing: str | None) -> None:
    options = options_of(module)
    needed = {name: "x" for name, spec in options.items() if spec.get("required")}
    result = ArgumentSpecValidator(options).validate(cleaned(options, {**needed, option: nothing}))
    assert result.error_messages == []
    assert result.validated_parameters[option] == options[option].get("default")


@pytest.mark.parametrize("module", [module for module in MODULES if "org_id" in options_of(module)])
def test_blank_keys_and_remarks_reach_the_road(module: str) -> None:
    blank = {name: "" for name in options_of(module) if name in KEPT_BLANK}
    assert cleaned(options_of(module), blank) == blank


@pytest.mark.parametrize(
    ("given_arguments", "expected"),
    [
        ({"title": None, "name": ""}, {"name": ""}),
        ({"flag": False, "number": 0, "limit": 0}, {"flag": False, "number": 0, "limit": 0}),
        ({"users": ["a", None, ""]}, {"users": ["a", ""]}),
        ({"ids": [1, "", None]}, {"ids": [1]}),
        ({"tags": {"stage": None}}, {"tags": {"stage": None}}),
        ({"assumed": {"users": None}}, {"assumed": {}}),
        ({"entries": [{"name": "", "state": " ", "limit": "", "flag": None}, None]}, {"entries": [{"name": ""}]}),
        ({"unknown": None}, {"unknown": None}),
        ({"users": "a, b"}, {"users": "a, b"}),
        ({"users": "- a\n- b\n"}, {"users": ["a", "b"]}),
        ({"users": '["a", "b"]'}, {"users": ["a", "b"]}),
        ({"users": "[a@example.com, b]"}, {"users": ["a@example.com", "b"]}),
        ({"users": "[]"}, {"users": []}),
        ({"users": '["a"]'}, {"users": ["a"]}),
        ({"users": "[ops] admins"}, {"users": "[ops] admins"}),
        ({"users": "a\nb"}, {"users": "a\nb"}),
        ({"ids": "1,2"}, {"ids": "1,2"}),
        ({"tags": "stage=test"}, {"tags": {"stage": "test"}}),
        ({"tags": "since: 2026-12-01"}, {"tags": {"since": "2026-12-01"}}),
        ({"assumed": '{"users": null}'}, {"assumed": {}}),
        ({"entries": '[{"name": "a", "users": null}]'}, {"entries": [{"name": "a"}]}),
        ({"entries": "- name: a\n  users: [b]\n"}, {"entries": [{"name": "a", "users": ["b"]}]}),
    ],
    ids=str,
)
def test_what_counts_as_given(given_arguments: dict[str, Any], expected: dict[str, Any]) -> None:
    assert cleaned(SPEC, given_arguments) == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ({"entries": "platform-admins"}, "entries is text that cannot be read as a list"),
        ({"entries": "- [unclosed"}, "entries is text that cannot be read as a list"),
        ({"entries": "name: a"}, "entries is text that cannot be read as a list"),
        ({"entries": "[" * 100_000}, "entries is text that cannot be read as a list"),
        ({"entries": "&a [*a]"}, "entries is text that cannot be read as a list"),
        ({"users": '["a", "b"'}, "users is text that cannot be read as a list"),
        ({"users": "[ops]"}, "either a list of one name or a name in brackets"),
        ({"entries": [{}, {"users": '["a"'}]}, "entries[1].users is text"),
        ({"tags": "stage"}, "tags is text that cannot be read as a dictionary"),
        ({"assumed": "{users: [a}"}, "assumed is text that cannot be read as a dictionary"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_text_that_is_no_list_is_refused_with_a_sentence(text: dict[str, Any], words: str) -> None:
    with pytest.raises(OrgkitError) as caught:
        cleaned(SPEC, text)
    assert words in caught.value.message


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(OrgkitError) as caught:
        cleaned(SPEC, {"entries": "x", "tags": "y"})
    assert "entries" in caught.value.message
    assert "tags" in caught.value.message


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text("ab=,: -[]{}\"'\n&*", max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(sorted(SPEC)), inner, max_size=3),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(sorted(SPEC)), VALUES, max_size=6))
def test_cleaning_is_done_once_and_never_breaks(arguments: dict[str, Any]) -> None:
    before = json.dumps(arguments)
    try:
        once = cleaned(SPEC, arguments)
    except OrgkitError:
        return
    assert json.dumps(arguments) == before
    assert cleaned(SPEC, once) == once
    assert None not in once.values()


PLAIN_ENTRIES = st.lists(
    st.fixed_dictionaries(
        {"name": st.text("abc", min_size=1), "users": st.lists(st.text("abc@.", min_size=1), max_size=3)},
        optional={"flag": st.booleans()},
    ),
    min_size=1,
)


@given(PLAIN_ENTRIES)
def test_a_list_and_its_json_are_the_same(entries: list[dict[str, Any]]) -> None:
    assert (
        cleaned(SPEC, {"entries": json.dumps(entries)}) == cleaned(SPEC, {"entries": entries}) == {"entries": entries}
    )
