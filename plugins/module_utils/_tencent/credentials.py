# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where the keys of Tencent Cloud come from: one source, taken whole.

Order: task options, a profile named by the task, the environment, the default profile files, the role of the virtual
machine (CVM).
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Callable

from .._core.errors import CREDENTIALS, OrgkitError
from .._core.options import text_option
from .._transport.settings import can_be_sent, from_environment

METADATA_URL = "http://metadata.tencentyun.com/latest/meta-data/cam/security-credentials/"

_NOTHING_FOUND = (
    "No Tencent Cloud credentials were found: set the options secret_id and secret_key, or profile, or the environment "
    "variables TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY, or write a profile to ~/.tccli/default.credential or "
    "~/.tencentcloud/credentials."
)


@dataclass(frozen=True)
class Credentials:
    """Keys, the place that they come from, and the role to assume with them, if any."""

    secret_id: str = field(repr=False)
    secret_key: str = field(repr=False)
    token: str | None = field(repr=False)
    source: str
    role_arn: str | None = None
    role_session_name: str | None = None


def find_credentials(
    params: Mapping[str, Any], environment: Mapping[str, str], fetch: Callable[[str], bytes | None]
) -> Credentials:
    """The first source that has anything. Raises a credentials error for half a pair, or when there is none.

    fetch gives the body of a metadata URL, or None.
    """
    found = (
        _from_options(params)
        or _from_named_profile(params, environment, fetch)
        or _from_environment(environment)
        or _from_default_profile(environment, fetch)
        or _from_machine_role(environment, fetch)
    )
    if found is None:
        raise OrgkitError(CREDENTIALS, _NOTHING_FOUND)
    # A role in the environment is meant for the keys of the environment or the machine, not for a set that names its own.
    surrounding = {} if found.source == "options" or found.role_arn else environment
    return replace(
        found,
        role_arn=text_option(params, "role_arn")
        or found.role_arn
        or from_environment(surrounding, "TENCENTCLOUD_ROLE_ARN"),
        role_session_name=text_option(params, "role_session_name")
        or found.role_session_name
        or from_environment(surrounding, "TENCENTCLOUD_ROLE_SESSION_NAME"),
    )


def _from_options(params: Mapping[str, Any]) -> Credentials | None:
    return _pair(
        text_option(params, "secret_id"),
        text_option(params, "secret_key"),
        text_option(params, "token"),
        source="options",
        names=("secret_id", "secret_key"),
    )


def _from_environment(environment: Mapping[str, str]) -> Credentials | None:
    return _pair(
        from_environment(environment, "TENCENTCLOUD_SECRET_ID"),
        from_environment(environment, "TENCENTCLOUD_SECRET_KEY"),
        from_environment(environment, "TENCENTCLOUD_TOKEN", "TENCENTCLOUD_SECURITY_TOKEN"),
        source="environment",
        names=("TENCENTCLOUD_SECRET_ID", "TENCENTCLOUD_SECRET_KEY"),
    )


def _pair(
    secret_id: str | None, secret_key: str | None, token: str | None, *, source: str, names: tuple[str, str]
) -> Credentials | None:
    if not (secret_id or secret_key or token):
        return None
    if not (secret_id and secret_key):
        missing = [name for name, value in zip(names, (secret_id, secret_key)) if not value]
        raise OrgkitError(
            CREDENTIALS,
            f"The credentials from {source} are incomplete: {' and '.join(missing)} is missing.",
            hint="A key pair is taken from one source as a whole; nothing is filled in from another one.",
        )
    named = {names[0]: secret_id, names[1]: secret_key, "the token": token or "-"}
    if broken := [name for name, value in named.items() if not can_be_sent(value)]:
        raise OrgkitError(
            CREDENTIALS,
            f"The credentials from {source} cannot be sent: {' and '.join(broken)} holds a blank, a line break or a letter beyond ASCII.",
            hint="It was probably copied with something around it.",
        )
    return Credentials(secret_id, secret_key, token, source)


def _from_named_profile(
    params: Mapping[str, Any], environment: Mapping[str, str], fetch: Callable[[str], bytes | None]
) -> Credentials | None:
    profile = text_option(params, "profile")
    path = text_option(params, "credentials_file")
    if profile is None and path is None:
        return None
    profile = profile or from_environment(environment, "TENCENTCLOUD_PROFILE", "TCCLI_PROFILE")
    path = path or from_environment(environment, "TENCENTCLOUD_CREDENTIALS_FILE")
    return _from_files(profile or "default", path, environment, fetch, must_exist=True)


def _from_default_profile(environment: Mapping[str, str], fetch: Callable[[str], bytes | None]) -> Credentials | None:
    profile = from_environment(environment, "TENCENTCLOUD_PROFILE", "TCCLI_PROFILE")
    path = from_environment(environment, "TENCENTCLOUD_CREDENTIALS_FILE")
    must_exist = profile is not None or path is not None
    return _from_files(profile or "default", path, environment, fetch, must_exist=must_exist)


def _from_files(
    profile: str,
    path: str | None,
    environment: Mapping[str, str],
    fetch: Callable[[str], bytes | None],
    *,
    must_exist: bool,
) -> Credentials | None:
    home = environment.get("HOME") or os.path.expanduser("~")
    if path:
        paths = [os.path.join(home, path[2:]) if path.startswith("~/") else path]
    else:
        paths = [
            os.path.join(home, ".tccli", profile + ".credential"),
            os.path.join(home, ".tencentcloud", "credentials"),
        ]
    for candidate in paths:
        content = _read_file(candidate)
        values = _profile_values(content, profile, candidate) if content is not None else None
        if values:
            found = _from_values(values, profile)
            return found or _machine_role_of(profile, environment, fetch)
    if must_exist:
        raise OrgkitError(
            CREDENTIALS,
            f'The profile "{profile}" was not found in {" or ".join(paths)}.',
            hint="Check the name of the profile and the file; no other source is tried.",
        )
    return None


def _read_file(path: str) -> str | None:
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise OrgkitError(CREDENTIALS, f"The credentials file {path} cannot be read: {type(error).__name__}.") from None


def _profile_values(content: str, profile: str, path: str) -> dict[str, str] | None:
    """The values of a profile in a tccli file (JSON) or a section of an SDK file (INI); names as in the options."""
    if content.lstrip().startswith("{"):
        try:
            raw = json.loads(content)
        except ValueError:
            raise OrgkitError(CREDENTIALS, f"The credentials file {path} is not valid JSON.") from None
        names = {"secretId": "secret_id", "secretKey": "secret_key"}
        raw = {names.get(name, name.replace("-", "_")): value for name, value in raw.items()}
    else:
        import configparser

        parser = configparser.ConfigParser(interpolation=None)
        try:
            parser.read_string(content)
        except configparser.Error:
            raise OrgkitError(CREDENTIALS, f"The credentials file {path} is neither JSON nor INI.") from None
        raw = dict(parser[profile]) if parser.has_section(profile) else {}
    values = {name: str(value).strip().strip("\"'") for name, value in raw.items() if value is not None}
    return {name: value for name, value in values.items() if value} or None


def _from_values(values: Mapping[str, str], profile: str) -> Credentials | None:
    """The keys of a profile, or None for a profile that means the role of this machine."""
    if values.get("type") == "cvm-role":
        return None
    found = _pair(
        values.get("secret_id"),
        values.get("secret_key"),
        values.get("token"),
        source=f"profile {profile}",
        names=("secret_id", "secret_key"),
    )
    if found is None:
        raise OrgkitError(CREDENTIALS, f'The profile "{profile}" has neither secret_id nor secret_key.')
    return replace(found, role_arn=values.get("role_arn"), role_session_name=values.get("role_session_name"))


def _machine_role_of(profile: str, environment: Mapping[str, str], fetch: Callable[[str], bytes | None]) -> Credentials:
    """The role of this machine, which the profile names as its source."""
    found = _from_machine_role(environment, fetch)
    if found is None:
        raise OrgkitError(
            CREDENTIALS,
            f'The profile "{profile}" means the role of this machine, and the machine has none.',
            hint="Bind a CAM role to the virtual machine, or use another profile.",
        )
    return found


def _from_machine_role(environment: Mapping[str, str], fetch: Callable[[str], bytes | None]) -> Credentials | None:
    """The temporary keys of the role that is bound to this virtual machine, or None when there is no role."""
    base = from_environment(environment, "ORGKIT_METADATA_URL") or METADATA_URL
    role = (fetch(base) or b"").decode(errors="replace").strip()
    if not role:
        return None
    try:
        keys = json.loads(fetch(base + role) or b"")
        return Credentials(keys["TmpSecretId"], keys["TmpSecretKey"], keys["Token"], f"machine role {role}")
    except (ValueError, KeyError, TypeError):
        raise OrgkitError(
            CREDENTIALS,
            f"The metadata service gives no temporary keys for the role {role} of this machine.",
            hint="Check the CAM role that is bound to the virtual machine, or use another source of credentials.",
        ) from None
