# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The unmodified official SDK, pointed at a served simulator."""

from __future__ import annotations

from typing import Any

from tencentcloud.cam.v20190116 import models as cam_models
from tencentcloud.cam.v20190116.cam_client import CamClient
from tencentcloud.common.credential import Credential
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
from tencentcloud.organization.v20210331 import models
from tencentcloud.organization.v20210331.organization_client import OrganizationClient

from simulators.serving import Server


def connect(server: Server, secret_id: str, secret_key: str) -> Any:
    """The SDK's client for the organization service."""
    return OrganizationClient(Credential(secret_id, secret_key), "", _profile(server))


def connect_cam(server: Server, secret_id: str, secret_key: str) -> Any:
    """The SDK's client for access management."""
    return CamClient(Credential(secret_id, secret_key), "", _profile(server))


def call(client: Any, action: str, **arguments: Any) -> Any:
    """One call through the SDK's typed models."""
    request = getattr(cam_models if isinstance(client, CamClient) else models, action + "Request")()
    for name, value in arguments.items():
        setattr(request, name, value)
    return getattr(client, action)(request)


def code(client: Any, action: str, **arguments: Any) -> str:
    """The code of the error that the SDK raises, "" if it raises none."""
    try:
        call(client, action, **arguments)
    except TencentCloudSDKException as problem:
        return str(problem.code)
    return ""


def record(kind: str, **fields: Any) -> Any:
    """One of the SDK's objects inside a request."""
    made = getattr(models, kind)()
    for name, value in fields.items():
        setattr(made, name, value)
    return made


def pages(client: Any, action: str, key: str, **arguments: Any) -> list[Any]:
    """All rows of a list with NextToken."""
    found: list[Any] = []
    token = None
    while True:
        page = call(client, action, NextToken=token, **arguments)
        found += getattr(page, key)
        token = page.NextToken
        if not page.IsTruncated:
            assert token is None
            assert page.TotalCounts == len(found)
            return found


def wait(client: Any, zone: str, task: Any, poll: str = "GetTaskStatus") -> Any:
    """The end of a task that an answer told of. The field for its state has two names."""
    status = getattr(task, "Status", None) or task.TaskStatus
    for _look in range(20):
        if status != "InProgress":
            break
        answer = call(client, poll, ZoneId=zone, TaskId=task.TaskId).TaskStatus
        assert answer.TaskId == task.TaskId
        status, task = answer.Status, answer
    return task


def _profile(server: Server) -> ClientProfile:
    http = HttpProfile(protocol="http", endpoint=server.url.split("//")[1], reqTimeout=10)
    return ClientProfile(httpProfile=http)
