# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a simulator was asked: one entry for each request, without any secret."""

from __future__ import annotations

import threading
import time
from typing import Any

MASK = "***"
SECRET_HEADERS = frozenset({"authorization", "x-tc-token", "csp-auth-token", "cookie", "proxy-authorization"})
SECRET_KEYS = frozenset(
    {
        "token",
        "access_token",
        "refresh_token",
        "api_token",
        "id_token",
        "assertion",
        "client_secret",
        "clientsecret",
        "secretkey",
        "secret_key",
        "tmpsecretkey",
        "password",
    }
)


def masked(value: Any) -> Any:
    """A copy of a decoded body in which the values of secret fields are replaced."""
    if isinstance(value, dict):
        return {key: MASK if str(key).lower() in SECRET_KEYS else masked(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [masked(item) for item in value]
    return value


def masked_headers(headers: Any) -> dict[str, str]:
    """Headers with lower-case names, secret ones replaced."""
    return {
        str(name).lower(): MASK if str(name).lower() in SECRET_HEADERS else str(value)
        for name, value in dict(headers).items()
    }


class RequestLog:
    """Entries in order of arrival. `time` is the monotonic clock, fit for measuring distances. Thread safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.entries: list[dict[str, Any]] = []

    def add(
        self,
        action: str,
        write: bool = False,
        body: Any = None,
        headers: Any = None,
        url: str = "",
        status: int | None = None,
        error: str | None = None,
    ) -> dict[str, Any]:
        """Note a request (body decoded, not as text) and give its entry, in which status and error may be filled in
        when the answer is known; a status of None means that no answer was sent."""
        entry: dict[str, Any] = {
            "action": action,
            "write": write,
            "body": masked(body),
            "headers": masked_headers(headers or {}),
            "url": url,
            "status": status,
            "error": error,
            "time": time.monotonic(),
        }
        with self._lock:
            self.entries.append(entry)
        return entry

    def clear(self) -> None:
        """Forget all entries."""
        with self._lock:
            self.entries.clear()

    def calls(self) -> dict[str, int]:
        """How often each action was asked for."""
        counts: dict[str, int] = {}
        with self._lock:
            for entry in self.entries:
                counts[entry["action"]] = counts.get(entry["action"], 0) + 1
        return counts

    def writes(self) -> list[dict[str, Any]]:
        """The entries of writing actions, in order."""
        with self._lock:
            return [entry for entry in self.entries if entry["write"]]
