# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is saved is what is loaded, and none of it is a template."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible.errors import AnsibleFilterError
from ansible.parsing.dataloader import DataLoader
from ansible.template import Templar
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.orgkit.cloud.plugins.filter.to_data_file import to_data_file

NASTY = [
    "{{ lookup('pipe', 'exit 1') }}", "{% if true %}x{% endif %}", "{# gone #}", "!vault |", "$ANSIBLE_VAULT;1.1;AES256",
    "!unsafe x", "yes", "null", "~", "1.5", "2026-01-01", "", " a ", "a: b # c", "- x", "'", '"', "\\", "a\nb", "a\r\n", "\t",
    "\x00\x1b[31m", "\u0085\u2028\ufeff\u00a0", "Jürgen 李 😀", "*alias", "&anchor", "<<", "=", "%x", "---", "...", "[a]", "{'a': 1}",
]  # fmt: skip
TEXT = st.text(st.characters(exclude_categories=["Cs"])) | st.sampled_from(NASTY)
SCALARS = TEXT | st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False)
KEYS = TEXT.filter(lambda key: len(key) < 80)
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(KEYS, inner), max_leaves=12)


class PlainLoader(yaml.SafeLoader):
    """YAML as Ansible reads it, without Ansible."""


def unsafe(loader: PlainLoader, node: yaml.ScalarNode) -> Any:
    """As ansible-core 2.19 and newer read it; older ones take every text as it is."""
    resolved = loader.resolve(yaml.ScalarNode, node.value, (True, False))
    return loader.construct_object(yaml.ScalarNode(resolved, node.value, node.start_mark, node.end_mark))


PlainLoader.add_constructor("!unsafe", unsafe)


def loaded(text: str) -> Any:
    return yaml.load(text, Loader=PlainLoader)


@given(TEXT)
def test_every_text_that_could_be_a_template_is_marked(text: str) -> None:
    line = to_data_file({"data": text}).splitlines()[2]
    assert line.startswith('data: !unsafe "') or not set(text) & set("{}%#")


@given(VALUES)
def test_every_value_is_read_back_as_it_was(value: Any) -> None:
    assert loaded(to_data_file({"data": value})) == {"data": value}


@pytest.mark.parametrize("text", NASTY)
@pytest.mark.parametrize("place", ["value", "item", "key", "key in a list"])
def test_ansible_reads_back_what_was_saved_and_runs_none_of_it(tmp_path: Path, text: str, place: str) -> None:
    data: dict[str, Any] = {
        "value": {"data": text}, "item": {"data": [text, [text]]}, "key": {"data": {text: {text: text}}},
        "key in a list": {"data": [{text: 1, "b": 2}]},
    }[place]  # fmt: skip
    path = tmp_path / "data.yml"
    path.write_text(to_data_file(data), encoding="utf-8")
    loader = DataLoader()
    variables = loader.load_from_file(str(path))
    assert variables == data
    assert Templar(loader, variables=variables).template(variables["data"]) == data["data"]


def test_the_file_is_one_that_a_person_can_edit() -> None:
    text = to_data_file(
        {"people": [{"group": "admins", "users": ["alice@example.com"], "exclusive": True}], "none": []}
    )
    assert text.splitlines()[2:] == [
        "people:",
        '  - group: !unsafe "admins"',
        "    users:",
        '      - !unsafe "alice@example.com"',
        "    exclusive: true",
        "none: []",
    ]


@pytest.mark.parametrize("data", [[], "text", {"{{ x }}": 1}, {"a b": 1}, {1: 2}, {"yes": 1}])
def test_what_is_no_set_of_variables_is_refused(data: Any) -> None:
    with pytest.raises(AnsibleFilterError, match="mapping from names of variables"):
        to_data_file(data)


@pytest.mark.parametrize(
    ("value", "reason"),
    [("\ud800", "half of a character"), ({1, 2}, "is a set"), ({"k" * 2000 + "-": 1}, "longer than YAML allows")],
)
def test_what_a_file_cannot_hold_is_refused_by_its_place(value: Any, reason: str) -> None:
    with pytest.raises(AnsibleFilterError, match=reason):
        to_data_file({"people": [value]})
