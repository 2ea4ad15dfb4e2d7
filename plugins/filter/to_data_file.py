# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The filter to_data_file: variables as a YAML file whose strings Ansible never takes for templates."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Callable

import yaml
from ansible.errors import AnsibleFilterError

HEADER = "# A string with !unsafe is plain text: Ansible looks for no template in it. Keep the mark for names that others can choose.\n"
_PLAIN_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
# YAML does not read longer keys back.
_LONGEST_KEY = 1000
_RESOLVER = yaml.resolver.Resolver()


def to_data_file(data: Any) -> str:
    """The text of a file that gives back exactly `data` when it is loaded as variables. Raises AnsibleFilterError."""
    if not isinstance(data, Mapping) or not all(isinstance(name, str) and _is_word(name) for name in data):
        raise AnsibleFilterError("to_data_file takes a mapping from names of variables to their values.")
    return "---\n" + HEADER + "".join(f"{line}\n" for line in _mapping_lines(data, str, ""))


def _mapping_lines(data: Mapping[Any, Any], key_text: Callable[[Any], str], path: str) -> Iterator[str]:
    for key, value in data.items():
        here = f"{path}.{key}" if path else str(key)
        yield from _entry_lines(f"{key_text(key)}:", value, here)


def _entry_lines(start: str, value: Any, path: str) -> Iterator[str]:
    """The lines of a value that stands behind `start`, a key or the dash of a list."""
    if isinstance(value, Mapping) and value:
        yield start
        yield from (f"  {line}" for line in _mapping_lines(value, _key_text, path))
    elif isinstance(value, (list, tuple)) and value:
        yield start
        for item in value:
            yield from (f"  {line}" for line in _item_lines(item, path))
    else:
        yield f"{start} {_scalar_text(value, path)}"


def _item_lines(item: Any, path: str) -> Iterator[str]:
    """A mapping begins on the line of its dash, as people write it."""
    if not isinstance(item, Mapping) or not item:
        yield from _entry_lines("-", item, path)
        return
    for number, line in enumerate(_mapping_lines(item, _key_text, path)):
        yield f"{'  ' if number else '- '}{line}"


def _scalar_text(value: Any, path: str) -> str:
    if isinstance(value, str):
        return _text(value, path)
    if isinstance(value, Mapping):
        return "{}"
    if isinstance(value, (list, tuple)):
        return "[]"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, (int, float)):
        # The plain number: newer versions of ansible-core hand on subclasses, which YAML does not know.
        plain = int(value) if isinstance(value, int) else float(value)
        return str(yaml.safe_dump(plain).splitlines()[0])
    raise AnsibleFilterError(
        f"{path} is a {type(value).__name__}. to_data_file takes texts, numbers, truth values, lists and mappings."
    )


def _key_text(key: Any) -> str:
    """A key as YAML reads it back. It can come from the cloud as well, as those of tags do."""
    if not isinstance(key, str):
        return _scalar_text(key, "A key")
    if _is_word(key):
        return key
    text = _text(key, "A key")
    if len(text) > _LONGEST_KEY:
        raise AnsibleFilterError(f"A key is longer than YAML allows: {text[:60]}...")
    return text


def _is_word(text: str) -> bool:
    """Whether YAML reads the bare word as this text: it takes "yes" and "null" for something else."""
    return bool(_PLAIN_WORD.fullmatch(text)) and _reads_as_text(text)


def _reads_as_text(text: str) -> bool:
    """Whether YAML takes these characters, without quotes, for a text and not for a number, a date, a null and so on."""
    return bool(_RESOLVER.resolve(yaml.ScalarNode, text, (True, False)) == "tag:yaml.org,2002:str")


def _text(text: str, path: str) -> str:
    """A text in quotes, with the mark. What reads as a number or the like needs quotes only, and holds no template.

    ansible-core 2.19 and newer forget the quotes of a text with the mark: !unsafe "1.5" is a number there.
    """
    return f"{'!unsafe ' if _reads_as_text(text) else ''}{_quoted(text, path)}"


def _quoted(text: str, path: str) -> str:
    return '"' + "".join(_escaped(character, path) for character in text) + '"'


def _escaped(character: str, path: str) -> str:
    """One character inside double quotes; what cannot be seen, and what ends a line, by its number."""
    if character in '"\\':
        return "\\" + character
    if character.isprintable():
        return character
    number = ord(character)
    if 0xD800 <= number <= 0xDFFF:
        raise AnsibleFilterError(f"{path} holds half of a character (U+{number:04X}), which no file can hold.")
    return f"\\U{number:08x}" if number > 0xFFFF else f"\\u{number:04x}"


class FilterModule:
    """What Ansible loads."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"to_data_file": to_data_file}
