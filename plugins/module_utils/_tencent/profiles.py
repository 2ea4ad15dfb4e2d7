# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Profiles in the credential files of Tencent Cloud: the JSON files of tccli and the INI file of the SDK."""

from __future__ import annotations

import json
import os
import re
import stat
from collections.abc import Sequence
from typing import Any, Callable

from .._core.errors import CREDENTIALS, OrgkitError, invalid_input

# Far more than all profiles of a person; a device or a wrong file may never end.
LARGEST_FILE = 1024 * 1024
_NAMES = ("secret_id", "secret_key", "token", "role_arn", "role_session_name", "type")


def checked_profile(profile: str | None, name: str) -> str | None:
    """A profile's name as it was given by the option or variable `name`: it is a part of a path. Raises invalid_input."""
    if profile is None or re.fullmatch(r"(?!\.)[^/\\\x00-\x1f\x7f]{1,128}", profile):
        return profile
    raise invalid_input(
        [f"{name} must be the name of a profile, not a path: {profile}."],
        hint="To read a file somewhere else, give credentials_file.",
    )


def profile_files(home: str, profile: str, path: str | None) -> list[str]:
    """The files that may hold a profile: the one that was named, else the usual ones."""
    if path:
        return [os.path.join(home, path[2:]) if path.startswith("~/") else path]
    return [
        os.path.join(home, ".tccli", profile + ".credential"),
        os.path.join(home, ".tencentcloud", "credentials"),
    ]


def read_profile(
    files: Sequence[str], profile: str, warn: Callable[[str], object], *, must_exist: bool
) -> dict[str, str] | None:
    """The values of the profile from the first file that has it, named as the options are; None when there is none.

    warn is told about a file that others may read. Raises a credentials error for a file that cannot be used, and for a
    missing profile that must exist.
    """
    for path in files:
        content = _read_file(path, warn)
        values = _profile_values(content, profile, path) if content is not None else None
        if values:
            return values
    if must_exist:
        raise OrgkitError(
            CREDENTIALS,
            f'The profile "{profile}" was not found in {" or ".join(files)}.',
            hint="Check the name of the profile and the file; no other source is tried.",
        )
    return None


def _read_file(path: str, warn: Callable[[str], object]) -> str | None:
    try:
        kind = os.stat(path).st_mode
        if stat.S_ISDIR(kind):
            raise IsADirectoryError
        if not stat.S_ISREG(kind):
            raise _unusable(path, "it is no regular file")
        # What was a file a moment ago may be a pipe now, and opening one would wait for its writer.
        with open(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
            now = os.fstat(file.fileno()).st_mode
            content = file.read(LARGEST_FILE + 1) if stat.S_ISREG(now) else b""
        if len(content) > LARGEST_FILE:
            raise _unusable(path, f"it has more than {LARGEST_FILE} bytes")
        text = content.decode()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError) as error:
        raise _unusable(path, type(error).__name__) from None
    if now & stat.S_IROTH:
        warn(
            f"The credentials file {path} can be read by every user of this machine: allow it to its owner only (chmod 600)."
        )
    return text


def _unusable(path: str, reason: str) -> OrgkitError:
    return OrgkitError(CREDENTIALS, f"The credentials file {path} cannot be read: {reason}.")


def _profile_values(content: str, profile: str, path: str) -> dict[str, str] | None:
    """The values of a profile in a tccli file (JSON) or a section of an SDK file (INI); names as in the options."""
    values = _from_json(content, path) if content.lstrip().startswith("{") else _from_ini(content, profile, path)
    if any(isinstance(values.get(name), (dict, list, bool)) for name in _NAMES):
        raise OrgkitError(CREDENTIALS, f"The credentials file {path} has a value that is no text.")
    texts = {name: str(value).strip().strip("\"'") for name, value in values.items() if value is not None}
    return {name: text for name, text in texts.items() if text} or None


def _from_json(content: str, path: str) -> dict[str, Any]:
    try:
        values = json.loads(content)
    except (ValueError, RecursionError):
        raise OrgkitError(CREDENTIALS, f"The credentials file {path} is not valid JSON.") from None
    names = {"secretId": "secret_id", "secretKey": "secret_key"}
    return {names.get(name, name.replace("-", "_")): value for name, value in values.items()}


def _from_ini(content: str, profile: str, path: str) -> dict[str, Any]:
    import configparser

    # A section that gives its values to all others would complete half a pair; no section can be called like this.
    parser = configparser.ConfigParser(interpolation=None, default_section="\n")
    try:
        parser.read_string(content)
    except configparser.Error:
        raise OrgkitError(CREDENTIALS, f"The credentials file {path} is neither JSON nor INI.") from None
    return dict(parser[profile]) if parser.has_section(profile) else {}
