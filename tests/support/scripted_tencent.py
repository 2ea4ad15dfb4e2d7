# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A Tencent Cloud whose answers are written down beforehand, for tests of its client."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx

from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.client import (
    TencentClient,
)
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.credentials import Credentials
from ansible_collections.orgkit.cloud.plugins.module_utils._transport.client import Http
from ansible_collections.orgkit.cloud.plugins.module_utils._transport.settings import TransportSettings

CONTRACT: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "simulators" / "tencent" / "contract.json").read_text(encoding="utf-8")
)


CAM_ACTIONS: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "simulators" / "tencent" / "cam_contract.json").read_text(encoding="utf-8")
)["actions"]


ACTIONS: dict[str, dict[str, Any]] = {**CONTRACT["actions"], **CAM_ACTIONS}


URL = "https://organization.intl.tencentcloudapi.com"


CAM_URL = "https://cam.intl.tencentcloudapi.com"


NOW = 1700000000


KEYS = Credentials("AKIDEXAMPLE", "EXAMPLEKEY", None, "options")


class Cloud:
    """Gives prepared answers in turn and notes what was asked."""

    def __init__(self, *answers: Any, retry_timeout: float = 60.0, **options: Any) -> None:
        self.answers = list(answers)
        self.requests: list[httpx.Request] = []
        self.slept: list[float] = []
        settings = TransportSettings(30.0, retry_timeout, 20.0, 8, True, None, None)
        self.client = TencentClient(
            Http(
                settings,
                URL,
                transport=httpx.MockTransport(self.answer),
                clock=lambda: 0.0,
                sleep=self.slept.append,
            ),
            options.pop("credentials", KEYS),
            URL,
            clock=lambda: NOW,
            **{"cam_url": CAM_URL, "region": None, "language": "en-US", "org_id": None, "check_mode": False, **options},
        )

    def answer(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, httpx.Response):
            return answer
        return httpx.Response(200, json={"Response": {"RequestId": "r-1", **answer}})

    @property
    def bodies(self) -> list[dict[str, Any]]:
        return [json.loads(request.content) for request in self.requests]

    def actions(self) -> list[str]:
        return [request.headers["X-TC-Action"] for request in self.requests]


def refusal(code: str, message: str = "no", **headers: str) -> httpx.Response:
    body = {"Response": {"Error": {"Code": code, "Message": message}, "RequestId": "r-9"}}
    return httpx.Response(200, json=body, headers=headers)


def rows(name: str, start: int, stop: int) -> list[dict[str, Any]]:
    return [{name: number} for number in range(start, stop)]


def token_pages(count: int, size: int = 100) -> list[dict[str, Any]]:
    """What ListUsers answers for so many users."""
    pages = []
    for start in range(0, max(count, 1), size):
        page = {"Users": rows("UserId", start, min(start + size, count)), "TotalCounts": count, "IsTruncated": False}
        if start + size < count:
            page.update(IsTruncated=True, NextToken=f"after {start + size}")
        pages.append(page)
    return pages


def offset_pages(count: int, size: int = 50) -> list[dict[str, Any]]:
    """What DescribeOrganizationMembers answers for so many members."""
    return [
        {"Items": rows("MemberUin", start, min(start + size, count)), "Total": count}
        for start in range(0, max(count, 1), size)
    ]
