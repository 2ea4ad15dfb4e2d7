# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Options and environment variables of a connection. Blank counts as not given."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from .._core.errors import invalid_input
from .._core.options import text_option

TRANSPORT_SPEC: dict[str, dict[str, Any]] = {
    "timeout": {"type": "float"},
    "retry_timeout": {"type": "float", "default": 60.0},
    "requests_per_second": {"type": "float"},
    "max_connections": {"type": "int", "default": 8},
    "validate_certs": {"type": "bool"},
    "ca_path": {"type": "path"},
    "proxy": {"type": "str", "no_log": True},
}

DEFAULT_TIMEOUT = 30.0
_TRUE = ("1", "true", "yes", "on", "y", "t")
_FALSE = ("0", "false", "no", "off", "n", "f")


@dataclass(frozen=True)
class TransportSettings:
    """How requests travel. timeout and retry_timeout are seconds."""

    timeout: float
    retry_timeout: float
    requests_per_second: float
    max_connections: int
    validate_certs: bool
    ca_path: str | None
    proxy: str | None


def from_environment(environment: Mapping[str, str], *names: str) -> str | None:
    """The first variable of the names that is set and not blank, trimmed."""
    for name in names:
        text = (environment.get(name) or "").strip()
        if text:
            return text
    return None


def setting(params: Mapping[str, Any], option: str, environment: Mapping[str, str], *variables: str) -> str | None:
    """The option, else the first of the variables that is not blank, else None."""
    return text_option(params, option) or from_environment(environment, *variables)


def transport_settings(
    params: Mapping[str, Any], environment: Mapping[str, str], *, requests_per_second: float
) -> TransportSettings:
    """The transport options of a task; requests_per_second is the cloud's default. Raises invalid_input."""
    timeout = params.get("timeout")
    if timeout is None:
        timeout = _number("ORGKIT_TIMEOUT", from_environment(environment, "ORGKIT_TIMEOUT"), DEFAULT_TIMEOUT)
    validate_certs = params.get("validate_certs")
    if validate_certs is None:
        validate_certs = _boolean("ORGKIT_VALIDATE_CERTS", from_environment(environment, "ORGKIT_VALIDATE_CERTS"), True)
    rate = params.get("requests_per_second")
    settings = TransportSettings(
        timeout=timeout,
        retry_timeout=params["retry_timeout"],
        requests_per_second=requests_per_second if rate is None else rate,
        max_connections=params["max_connections"],
        validate_certs=validate_certs,
        ca_path=setting(params, "ca_path", environment, "ORGKIT_CA_PATH"),
        proxy=setting(params, "proxy", environment, "ORGKIT_PROXY"),
    )
    problems = [
        f"{name} must be greater than 0, not {value}."
        for name, value in (
            ("timeout", settings.timeout),
            ("requests_per_second", settings.requests_per_second),
            ("max_connections", settings.max_connections),
        )
        if not value > 0
    ]
    if settings.retry_timeout < 0:
        problems.append(f"retry_timeout must not be negative, not {settings.retry_timeout}.")
    if problems:
        raise invalid_input(problems)
    return settings


def can_be_sent(secret: str) -> bool:
    """Whether a secret fits into a header: printable ASCII without blanks."""
    return re.fullmatch(r"[!-~]+", secret) is not None


def is_loopback(url: str) -> bool:
    """Whether the URL's host is this machine, so that plain http reveals nothing."""
    import ipaddress

    host = urlsplit(url).hostname or ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def base_url(value: str, option: str) -> str:
    """A host or URL as `scheme://host[:port]`. Plain http is for loopback only. Raises invalid_input."""
    url = value if "://" in value else "https://" + value
    try:
        parts = urlsplit(url)
        valid = bool(parts.hostname) and not re.search(r"\s", url) and (parts.port is None or parts.port > 0)
    except ValueError:
        valid = False
    if not valid or parts.scheme not in ("http", "https"):
        raise invalid_input([f"{option} must be a host name or an https URL."])
    if "@" in parts.netloc or parts.query or parts.fragment or parts.path not in ("", "/"):
        raise invalid_input([f"{option} must be a host with an optional port: no user, path, query or fragment."])
    if parts.scheme == "http" and not is_loopback(url):
        raise invalid_input([f"{option} must use https: plain http is allowed for loopback addresses only."])
    return f"{parts.scheme}://{parts.netloc}"


def _number(name: str, text: str | None, default: float) -> float:
    if text is None:
        return default
    try:
        return float(text)
    except ValueError:
        raise invalid_input([f"The environment variable {name} must be a number of seconds."]) from None


def _boolean(name: str, text: str | None, default: bool) -> bool:
    if text is None:
        return default
    if text.lower() in _TRUE:
        return True
    if text.lower() in _FALSE:
        return False
    raise invalid_input([f"The environment variable {name} must be true or false."])
