# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The way of a connection: which authorities it trusts and which proxy it takes."""

from __future__ import annotations

import os
import ssl
from functools import lru_cache
from urllib.parse import urlsplit
from urllib.request import proxy_bypass_environment  # type: ignore[attr-defined]

from .._core.errors import invalid_input
from .settings import TransportSettings, is_loopback


def tls_context(settings: TransportSettings, base_url: str) -> ssl.SSLContext:
    """The authorities that a connection trusts. Raises invalid_input for files that cannot be read."""
    if base_url.startswith("http:"):
        # Loading the store takes 20 ms and loopback does not need it; without authorities nothing is trusted.
        return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    path = settings.ca_path
    if path is not None:
        folder = os.path.isdir(path)
        return _trusting(settings.validate_certs, None if folder else path, path if folder else None)
    return _trusting(settings.validate_certs, settings.cert_file, settings.cert_dir)


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


def proxy_for(settings: TransportSettings, base_url: str) -> str | None:
    """The URL of the proxy between this machine and the API, or None."""
    proxy = settings.proxy
    if proxy is None or is_loopback(base_url):
        return None
    if settings.no_proxy and proxy_bypass_environment(urlsplit(base_url).netloc, {"no": settings.no_proxy}):
        return None
    return proxy if "://" in proxy else "http://" + proxy
