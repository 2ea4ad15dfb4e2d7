# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Secrets in every form in which they can come back, and texts without them. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable
from urllib.parse import quote, quote_plus


def forms_of(secret: str) -> set[str]:
    """The secret as it is, URL-encoded and JSON-escaped: every form in which it is sent or quoted. Nothing for a blank one."""
    forms = {secret, quote(secret, safe="", errors="replace"), quote_plus(secret, errors="replace")}
    forms |= {json.dumps(secret, ensure_ascii=ascii_only)[1:-1] for ascii_only in (True, False)}
    return {form for form in forms if form.strip()}


def masked(text: str, secrets: Iterable[str]) -> str:
    """The text without the secrets; the longest goes first, so that no tail of it stays."""
    for secret in sorted(secrets, key=len, reverse=True):
        text = text.replace(secret, "***")
    return text
