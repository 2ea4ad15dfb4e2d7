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
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Callable

from .._core.errors import CREDENTIALS, OrgkitError
from .._core.options import text_option
from .._core.secrets import forms_of
from .._transport.settings import blank_options, can_be_sent, from_environment
from .profiles import checked_profile, profile_files, read_profile

METADATA_URL = "http://metadata.tencentyun.com/latest/meta-data/cam/security-credentials/"
_ROLE_NAME = re.compile(r"(?!\.+\Z)[A-Za-z0-9_.=,@+-]{1,128}")

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

    def secrets(self) -> set[str]:
        """What must never be shown, in every form in which it is sent or quoted."""
        return {form for part in (self.secret_id, self.secret_key, self.token or "") for form in forms_of(part)}


@dataclass(frozen=True)
class Keys:
    """Keys as they were given in one place; each part may be missing."""

    secret_id: str | None = field(repr=False)
    secret_key: str | None = field(repr=False)
    token: str | None = field(repr=False)


@dataclass(frozen=True)
class Role:
    """A role to assume, as it was given in one place."""

    arn: str | None
    session_name: str | None


@dataclass(frozen=True)
class Sources:
    """Everything that a task and its environment say about keys."""

    options: Keys
    role: Role
    profile: str | None
    credentials_file: str | None
    environment: Keys
    environment_role: Role
    environment_profile: str | None
    environment_file: str | None
    home: str
    metadata_url: str


def read_sources(params: Mapping[str, Any], environment: Mapping[str, str]) -> Sources:
    """What the options and the environment say. Raises OrgkitError for a blank key and for a profile that is no name.

    A blank option for a key is an error: an empty variable of a vault must not become the identity of the environment.
    """
    if blank := blank_options(params, ("secret_id", "secret_key", "token")):
        raise OrgkitError(
            CREDENTIALS,
            f"The options for the credentials are incomplete: {' and '.join(blank)} is blank.",
            hint="Give a value, or leave the option out (default(omit)) to use the keys of another source.",
        )
    return Sources(
        options=Keys(*(text_option(params, name) for name in ("secret_id", "secret_key", "token"))),
        role=Role(text_option(params, "role_arn"), text_option(params, "role_session_name")),
        profile=checked_profile(text_option(params, "profile"), "profile"),
        credentials_file=text_option(params, "credentials_file"),
        environment=Keys(
            from_environment(environment, "TENCENTCLOUD_SECRET_ID"),
            from_environment(environment, "TENCENTCLOUD_SECRET_KEY"),
            from_environment(environment, "TENCENTCLOUD_TOKEN", "TENCENTCLOUD_SECURITY_TOKEN"),
        ),
        environment_role=Role(
            from_environment(environment, "TENCENTCLOUD_ROLE_ARN"),
            from_environment(environment, "TENCENTCLOUD_ROLE_SESSION_NAME"),
        ),
        environment_profile=checked_profile(
            from_environment(environment, "TENCENTCLOUD_PROFILE", "TCCLI_PROFILE"),
            "TENCENTCLOUD_PROFILE or TCCLI_PROFILE",
        ),
        environment_file=from_environment(environment, "TENCENTCLOUD_CREDENTIALS_FILE"),
        home=environment.get("HOME") or os.path.expanduser("~"),
        metadata_url=from_environment(environment, "ORGKIT_METADATA_URL") or METADATA_URL,
    )


def find_credentials(
    sources: Sources, fetch: Callable[[str], bytes | None], warn: Callable[[str], object]
) -> Credentials:
    """The first source that has anything. Raises a credentials error for half a pair, or when there is none.

    fetch gives the body of a metadata URL, or None. warn is told what the user should know about a file.
    """
    found = (
        _pair(sources.options, source="options", names=("secret_id", "secret_key"))
        or _from_named_profile(sources, fetch, warn)
        or _from_environment(sources)
        or _from_default_profile(sources, fetch, warn)
        or _with_environment_role(_from_machine_role(sources, fetch), sources)
    )
    if found is None:
        raise OrgkitError(CREDENTIALS, _NOTHING_FOUND)
    return replace(
        found,
        role_arn=sources.role.arn or found.role_arn,
        role_session_name=sources.role.session_name or found.role_session_name,
    )


def temporary_keys(answer: Any) -> tuple[str, str, str | None] | None:
    """Id, secret and token of temporary keys as STS and the metadata service give them, or None when they cannot be used."""
    if not isinstance(answer, dict):
        return None
    secret_id, secret_key, token = (answer.get(name) for name in ("TmpSecretId", "TmpSecretKey", "Token"))
    if not (isinstance(secret_id, str) and isinstance(secret_key, str) and isinstance(token, str)):
        return None
    if not all(can_be_sent(part) for part in (secret_id, secret_key, token or "-")):
        return None
    return secret_id, secret_key, token or None


def _pair(keys: Keys, *, source: str, names: tuple[str, str]) -> Credentials | None:
    secret_id, secret_key, token = keys.secret_id, keys.secret_key, keys.token
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


def _from_environment(sources: Sources) -> Credentials | None:
    names = ("TENCENTCLOUD_SECRET_ID", "TENCENTCLOUD_SECRET_KEY")
    return _with_environment_role(_pair(sources.environment, source="environment", names=names), sources)


def _with_environment_role(found: Credentials | None, sources: Sources) -> Credentials | None:
    """A role in the environment is meant for keys of the environment or the machine, not for a set that was chosen by name."""
    if found is None:
        return None
    role = sources.environment_role
    return replace(found, role_arn=role.arn, role_session_name=role.session_name)


def _from_named_profile(
    sources: Sources, fetch: Callable[[str], bytes | None], warn: Callable[[str], object]
) -> Credentials | None:
    if sources.profile is None and sources.credentials_file is None:
        return None
    profile = sources.profile or sources.environment_profile or "default"
    files = profile_files(sources.home, profile, sources.credentials_file or sources.environment_file)
    return _from_profile(profile, read_profile(files, profile, warn, must_exist=True), sources, fetch)


def _from_default_profile(
    sources: Sources, fetch: Callable[[str], bytes | None], warn: Callable[[str], object]
) -> Credentials | None:
    profile = sources.environment_profile or "default"
    files = profile_files(sources.home, profile, sources.environment_file)
    must_exist = sources.environment_profile is not None or sources.environment_file is not None
    return _from_profile(profile, read_profile(files, profile, warn, must_exist=must_exist), sources, fetch)


def _from_profile(
    profile: str, values: Mapping[str, str] | None, sources: Sources, fetch: Callable[[str], bytes | None]
) -> Credentials | None:
    """The keys of a profile, which may mean the role of this machine; None for a profile that is not there."""
    if values is None:
        return None
    if values.get("type") == "cvm-role":
        found = _from_machine_role(sources, fetch)
        if found is None:
            raise OrgkitError(
                CREDENTIALS,
                f'The profile "{profile}" means the role of this machine, and the machine has none.',
                hint="Bind a CAM role to the virtual machine, or use another profile.",
            )
        return found
    keys = Keys(values.get("secret_id"), values.get("secret_key"), values.get("token"))
    found = _pair(keys, source=f"profile {profile}", names=("secret_id", "secret_key"))
    if found is None:
        raise OrgkitError(CREDENTIALS, f'The profile "{profile}" has neither secret_id nor secret_key.')
    return replace(found, role_arn=values.get("role_arn"), role_session_name=values.get("role_session_name"))


def _from_machine_role(sources: Sources, fetch: Callable[[str], bytes | None]) -> Credentials | None:
    """The temporary keys of the role that is bound to this virtual machine, or None when there is no role."""
    role = (fetch(sources.metadata_url) or b"").decode(errors="replace").strip()
    if not role:
        return None
    if not _ROLE_NAME.fullmatch(role):
        # The answer is not quoted: it may be the keys themselves.
        raise OrgkitError(
            CREDENTIALS,
            "The metadata service answered with something that is not the name of a role.",
            hint="ORGKIT_METADATA_URL must end before the name of the role, with a slash.",
        )
    try:
        keys = temporary_keys(json.loads(fetch(sources.metadata_url + role) or b""))
    except (ValueError, RecursionError):
        keys = None
    if keys is None:
        raise OrgkitError(
            CREDENTIALS,
            f"The metadata service gives no temporary keys for the role {role} of this machine.",
            hint="Check the CAM role that is bound to the virtual machine, or use another source of credentials.",
        )
    return Credentials(*keys, f"machine role {role}")
