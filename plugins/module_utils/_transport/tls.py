# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The way of a connection: which authorities it trusts and which proxy it takes."""

from __future__ import annotations

import os
import re
import ssl
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote, urlsplit
from urllib.request import proxy_bypass_environment  # type: ignore[attr-defined]

from .._core.errors import OrgkitError, invalid_input
from .._core.secrets import forms_of
from .settings import TransportSettings, is_loopback

_HASH_LINK = re.compile(r"[0-9a-f]{8}\.[0-9]+")


class Proxy(NamedTuple):
    """A proxy, and the option or variable that names it. Only `place` may be shown."""

    url: str
    origin: str

    @property
    def place(self) -> str:
        """The proxy for people: without user and password."""
        scheme, _separator, rest = self.url.partition("://")
        return f"{scheme}://{rest.rpartition('@')[2]}"

    @property
    def secrets(self) -> set[str]:
        """Every form of its password, and of user and password as they are sent.

        The user alone is none: it may be a common word, and would be missing in every result. It is never shown here.
        """
        user, _separator, password = self.userinfo.partition(":")
        pair = f"{unquote(user)}:{unquote(password)}" if password else ""
        return {form for text in (password, unquote(password), self.userinfo, pair) for form in forms_of(text)}

    @property
    def userinfo(self) -> str:
        """User and password as the address has them."""
        return self.url.partition("://")[2].rpartition("@")[0]

    @property
    def is_socks(self) -> bool:
        """Whether it is a SOCKS proxy, which httpx serves with a further library only."""
        return self.url.lower().startswith("socks")


def tls_context(settings: TransportSettings, base_url: str) -> ssl.SSLContext:
    """The authorities that a connection trusts. Raises invalid_input for files that cannot be read."""
    if base_url.startswith("http:"):
        # Loading the store takes 20 ms and loopback does not need it; without authorities nothing is trusted.
        return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    path = settings.ca_path
    if path is not None:
        folder = os.path.isdir(path)
        if folder and settings.validate_certs:
            _check_links(path)
        return _trusting(settings.validate_certs, None if folder else path, path if folder else None)
    return _trusting(settings.validate_certs, settings.cert_file, settings.cert_dir)


def _check_links(folder: str) -> None:
    """OpenSSL finds certificates in a folder by links that are named after their hash, and is silent without them."""
    try:
        names = os.listdir(folder)
    except OSError as error:
        raise invalid_input([f"The certificates in {folder} cannot be read: {error}."]) from None
    if not any(_HASH_LINK.fullmatch(name) for name in names):
        raise invalid_input(
            [f"The folder {folder} (ca_path) has no hash links such as 5ed36f99.0, so no certificate in it is found."],
            hint=f"Run openssl rehash {folder}, or give one file with all certificates.",
        )


@lru_cache(maxsize=8)
def _trusting(validate_certs: bool, cafile: str | None, capath: str | None) -> ssl.SSLContext:
    """A context for these authorities, or the system's; kept for the next loop item of the same controller process."""
    if not validate_certs:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        return context
    try:
        return ssl.create_default_context(cafile=cafile, capath=capath)
    except OSError as error:
        raise invalid_input([f"The certificates in {cafile or capath} cannot be read: {error}."]) from None


def proxy_for(settings: TransportSettings, base_url: str) -> Proxy | None:
    """The proxy between this machine and the API, or None."""
    address = settings.proxy
    if address is None or is_loopback(base_url):
        return None
    if settings.no_proxy and proxy_bypass_environment(urlsplit(base_url).netloc, {"no": settings.no_proxy}):
        return None
    named = settings.proxy_source
    origin = "the option proxy" if named == "proxy" else f"the variable {named}"
    return Proxy(address if "://" in address else "http://" + address, origin)


def unusable_proxy(proxy: Proxy | None) -> OrgkitError:
    """The error for a proxy that httpx does not take; its own text may hold the proxy's password."""
    origin = proxy.origin if proxy else "the option proxy"
    if proxy is not None and proxy.is_socks:
        return invalid_input(
            [f"The proxy {proxy.place} (from {origin}) is a SOCKS proxy: httpx cannot use it here."],
            hint="Name an HTTP proxy in the option proxy, or install the Python library socksio.",
        )
    return invalid_input([f"The proxy from {origin} must be a URL such as http://proxy.example.com:3128."])
