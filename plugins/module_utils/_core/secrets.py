# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The forms that a secret takes on its way, and texts without any of them. Pure."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable
from urllib.parse import quote, quote_plus

MASK = "***"


def forms_of(secret: str) -> set[str]:
    """Every form in which a secret is sent or may be quoted: as it is, in URLs and forms, in JSON.

    A pair `user:password` (or `client_id:client_secret`) also has the Base64 of Basic authorization. A blank secret has none.
    """
    if not secret.strip():
        return set()
    data = secret.encode("utf-8", "surrogatepass")
    quoted = {quote(data), quote(data, safe=""), quote_plus(data)}
    encoded = {base64.b64encode(data).decode(), base64.urlsafe_b64encode(data).decode()} if ":" in secret else set()
    escaped = {json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1]}
    return {
        secret,
        *quoted,
        *(_lower_case_escapes(text) for text in quoted),
        *encoded,
        *(text.rstrip("=") for text in encoded),
        *escaped,
        *(text.replace("/", "\\/") for text in escaped),
    }


def masked(text: str, secrets: Iterable[str]) -> str:
    """A text without the secrets that it quotes: the longest first, so that no tail of one is left by another."""
    for secret in sorted(filter(None, secrets), key=len, reverse=True):
        text = text.replace(secret, MASK)
    return text


def _lower_case_escapes(quoted: str) -> str:
    head, *parts = quoted.split("%")
    return "%".join([head, *(part[:2].lower() + part[2:] for part in parts)])
