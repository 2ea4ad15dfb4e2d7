# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Options and environment variables of a connection, read once. Blank counts as not given, except where it could hide an identity."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit

from .._core.errors import invalid_input
from .._core.options import text_option
from .._core.secrets import forms_of

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
# Beyond these a task would hang, or send as fast as it can.
MOST = {"timeout": 3600, "retry_timeout": 86400, "requests_per_second": 1000, "max_connections": 256}
SLOWEST_RATE = 0.01
_TRUE = ("1", "true", "yes", "on", "y", "t")
_FALSE = ("0", "false", "no", "off", "n", "f")


@dataclass(frozen=True)
class TransportSettings:
    """How requests travel. timeout and retry_timeout are seconds.

    proxy_source is the option or variable that names the proxy; no_proxy are the hosts that are reached without it.
    cert_file and cert_dir are the authorities that the environment names; ca_path comes before them.
    """

    timeout: float
    retry_timeout: float
    requests_per_second: float
    max_connections: int
    validate_certs: bool
    ca_path: str | None
    proxy: str | None = field(repr=False)
    proxy_source: str = field(default="proxy", compare=False)
    no_proxy: str | None = None
    cert_file: str | None = None
    cert_dir: str | None = None

    def secrets(self) -> set[str]:
        """What must never be shown: user and password of the proxy, in every form."""
        return url_secrets(self.proxy or "")

    def warnings(self) -> list[str]:
        """What the user of these settings should know."""
        if self.validate_certs:
            return []
        return [
            "The certificate of the server is not checked (validate_certs or ORGKIT_VALIDATE_CERTS is false): whoever stands "
            "on the way can read the keys and answer for the API. Give the private authority in ca_path instead."
        ]


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


def named_organization(params: Mapping[str, Any], environment: Mapping[str, str], variable: str) -> str | None:
    """The organization that the task or its environment names, or None. Raises invalid_input.

    A blank option is an error: it would switch off the check that the keys belong to the organization.
    """
    if blank_options(params, ("org_id",)):
        raise invalid_input(["org_id is blank."], hint="Give the id of the organization, or leave the option out.")
    org_id = setting(params, "org_id", environment, variable)
    if org_id is not None and not is_organization_id(org_id):
        name = "org_id" if text_option(params, "org_id") else variable
        raise invalid_input([f"{name} must be the id of an organization: letters, digits, - and _. It is {org_id}."])
    return org_id


def is_organization_id(text: object) -> bool:
    """Whether this can be the id of an organization, and thus a part of a path."""
    return isinstance(text, str) and re.fullmatch(r"(?!\.+\Z)[A-Za-z0-9_.-]{1,128}", text) is not None


def blank_options(params: Mapping[str, Any], names: Iterable[str]) -> list[str]:
    """The options of the names that were given, but with nothing in them."""
    return [name for name in names if params.get(name) is not None and text_option(params, name) is None]


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
    proxy, proxy_source, no_proxy = _proxy(params, environment)
    settings = TransportSettings(
        timeout=timeout,
        retry_timeout=params["retry_timeout"],
        requests_per_second=requests_per_second if rate is None else rate,
        max_connections=params["max_connections"],
        validate_certs=validate_certs,
        ca_path=setting(params, "ca_path", environment, "ORGKIT_CA_PATH"),
        proxy=proxy,
        proxy_source=proxy_source,
        no_proxy=no_proxy,
        cert_file=from_environment(environment, "SSL_CERT_FILE"),
        cert_dir=from_environment(environment, "SSL_CERT_DIR"),
    )
    problems = [problem for name in MOST if (problem := _fault_of_number(name, getattr(settings, name)))]
    if problems:
        raise invalid_input(problems)
    return settings


def url_secrets(url: str) -> set[str]:
    """User and password of a URL in every form in which they are sent or quoted; nothing for a URL without."""
    # Not by urlsplit: what cannot be parsed may hold a password too.
    login, at, _host = url.split("://", 1)[-1].rpartition("@")
    if not at:
        return set()
    user, _colon, password = login.partition(":")
    basic = base64.b64encode(f"{unquote(user)}:{unquote(password)}".encode(errors="replace")).decode()
    parts = (url, login, user, password, unquote(user), unquote(password), basic)
    return {form for part in parts for form in forms_of(part)}


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
        valid = bool(parts.hostname) and can_be_sent(url) and (parts.port is None or parts.port > 0)
    except ValueError:
        valid = False
    if not valid or parts.scheme not in ("http", "https"):
        raise invalid_input([f"{option} must be a host name or an https URL."])
    if "@" in parts.netloc or parts.query or parts.fragment or parts.path not in ("", "/"):
        raise invalid_input([f"{option} must be a host with an optional port: no user, path, query or fragment."])
    if parts.scheme == "http" and not is_loopback(url):
        raise invalid_input([f"{option} must use https: plain http is allowed for loopback addresses only."])
    return f"{parts.scheme}://{parts.netloc}"


def _proxy(params: Mapping[str, Any], environment: Mapping[str, str]) -> tuple[str | None, str, str | None]:
    """The proxy, the option or variable that names it, and the hosts to reach without it (for the usual variables only)."""
    if option := text_option(params, "proxy"):
        return option, "proxy", None
    if own := from_environment(environment, "ORGKIT_PROXY"):
        return own, "ORGKIT_PROXY", None
    for name in ("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        if usual := from_environment(environment, name):
            return usual, name, from_environment(environment, "no_proxy", "NO_PROXY")
    return None, "proxy", None


def _fault_of_number(name: str, value: float) -> str:
    """Why the number makes no sense, or an empty text. What is not a number compares false with everything."""
    if name == "retry_timeout":
        if not value >= 0:
            return f"{name} must not be negative, not {value}."
    elif not value > 0:
        return f"{name} must be greater than 0, not {value}."
    if name == "requests_per_second" and value < SLOWEST_RATE:
        return f"{name} must be at least {SLOWEST_RATE}, not {value}."
    return "" if value <= MOST[name] else f"{name} must be at most {MOST[name]}, not {value}."


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
