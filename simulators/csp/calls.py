# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What goes into a handler (Call) and what comes out of it (Answer or ApiError)."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

IDENTITY_MODULE = 540
AUTH_MODULE = 340


class ApiError(Exception):
    """An answer with the CSP error envelope."""

    def __init__(self, status: int, code: str, message: str, module: int = IDENTITY_MODULE) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.module = module

    def envelope(self, request_id: str) -> dict[str, Any]:
        """Give the JSON body of this error."""
        return {
            "message": self.message,
            "statusCode": self.status,
            "moduleCode": self.module,
            "errorCode": self.code,
            "cspErrorCode": f"csp.{self.module}.{self.code}",
            "requestId": request_id,
        }


@dataclass
class Answer:
    """A successful answer; a body of None means an empty one."""

    body: Any = None
    status: int = 200


@dataclass(frozen=True)
class Caller:
    """Who sends a request, read from the access token. A service account has no user name."""

    role: str
    subject: str
    username: str | None
    org_id: str


@dataclass
class Call:
    """One request, taken apart. The path is as it was sent: percent signs stay until it is split into variables."""

    method: str
    path: str
    variables: dict[str, str] = field(default_factory=dict)
    query: dict[str, list[str]] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    raw_body: bytes = b""
    caller: Caller | None = None

    @property
    def by_admin(self) -> bool:
        """Say whether an org_admin calls, who may do less than an owner."""
        return self.caller is not None and self.caller.role == "org_admin"

    def has(self, name: str) -> bool:
        """Say whether a query parameter is there at all, with whatever value."""
        return name in self.query

    def arg(self, name: str) -> str | None:
        """Give the first value of a query parameter."""
        return self.query[name][0] if name in self.query else None

    def integer(self, name: str, default: int, low: int, high: int | None = None) -> int:
        """Give a query parameter as a number between low and high, else answer 400."""
        text = self.arg(name)
        if text is None:
            return default
        value = int(text) if text.lstrip("-").isdecimal() else low - 1
        if value < low or (high is not None and value > high):
            raise ApiError(400, "invalid_parameter", f"{name} must be a number from {low} to {high or 'any'}")
        return value

    def form(self) -> dict[str, str]:
        """Give the fields of a form body; another kind of body has none."""
        if not self.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
            return {}
        fields = parse_qs(self.raw_body.decode("utf-8", "replace"), keep_blank_values=True)
        return {name: values[0] for name, values in fields.items()}

    def json(self) -> dict[str, Any]:
        """Give the JSON object of the body, else answer 400."""
        if "json" not in self.headers.get("content-type", ""):
            raise ApiError(400, "invalid_body", "a JSON body with its Content-Type is required")
        try:
            body = json.loads(self.raw_body)
        except ValueError:
            raise ApiError(400, "invalid_body", "the body is not valid JSON") from None
        if not isinstance(body, dict):
            raise ApiError(400, "invalid_body", "the body must be a JSON object")
        return body

    def texts(self, name: str, required: bool = True) -> list[str]:
        """Give a list of texts of the JSON body, else answer 400."""
        value = self.json().get(name)
        if value is None and not required:
            return []
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise ApiError(400, "invalid_body", f"{name} must be a list of strings")
        return value

    def refuse_others(self, *known: str) -> None:
        """Answer 400 when the JSON body has a field that is not carried out here: nobody shall believe that it was."""
        others = sorted(set(self.json()) - set(known))
        if others:
            raise ApiError(400, "unsupported_field", f"the simulator does not carry out {', '.join(others)}")

    def text(self, name: str) -> str | None:
        """Give a text of the JSON body, or None."""
        value = self.json().get(name)
        if value is not None and not isinstance(value, str):
            raise ApiError(400, "invalid_body", f"{name} must be a string")
        return value

    def flag(self, name: str, default: bool) -> bool:
        """Give a boolean of the JSON body; the strings "true" and "false" are tolerated as the service seems to do."""
        value = self.json().get(name)
        if value is None:
            return default
        if isinstance(value, str) and value.lower() in ("true", "false"):
            return value.lower() == "true"
        if not isinstance(value, bool):
            raise ApiError(400, "invalid_body", f"{name} must be true or false")
        return value
