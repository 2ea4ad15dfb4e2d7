# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From the connection options of a task to a client of Tencent Cloud Organization."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from .._core.errors import CREDENTIALS, OrgkitError, invalid_input
from .._core.options import text_option
from .._core.resource import Task
from .._transport.client import Http, Request, Response, fetch
from .._transport.settings import TRANSPORT_SPEC, base_url, setting, transport_settings
from .client import TencentClient, read_answer, signed_request
from .credentials import Credentials, find_credentials

SITES = {
    "intl": "https://organization.intl.tencentcloudapi.com",
    "mainland": "https://organization.tencentcloudapi.com",
}
STS_URL = "https://sts.tencentcloudapi.com"
STS_VERSION = "2018-08-13"
STS_REGION = "ap-guangzhou"
ROLE_SECONDS = 7200
METADATA_SECONDS = 1.0
REQUESTS_PER_SECOND = 20.0

CONNECTION_SPEC: dict[str, dict[str, Any]] = {
    "secret_id": {"type": "str", "no_log": True},
    "secret_key": {"type": "str", "no_log": True},
    "token": {"type": "str", "no_log": True},
    "profile": {"type": "str"},
    "credentials_file": {"type": "path"},
    "role_arn": {"type": "str"},
    "role_session_name": {"type": "str"},
    "org_id": {"type": "str"},
    "site": {"type": "str"},
    "endpoint": {"type": "str"},
    "region": {"type": "str"},
    "language": {"type": "str", "choices": ["en-US", "zh-CN"], "default": "en-US"},
    **TRANSPORT_SPEC,
}


def site_of(params: Mapping[str, Any], environment: Mapping[str, str]) -> str:
    """The site that a task works with: intl or mainland. Raises invalid_input."""
    site = setting(params, "site", environment, "TENCENTCLOUD_SITE") or "intl"
    if site not in SITES:
        name = "site" if text_option(params, "site") else "TENCENTCLOUD_SITE"
        raise invalid_input([f"{name} must be one of {', '.join(SITES)}, not {site}."])
    return site


def connect(task: Task) -> TencentClient:
    """A client for the task. Asks STS when a role is to be assumed. Raises OrgkitError."""
    params, environment = task.params, task.environment
    site = site_of(params, environment)
    endpoint = setting(params, "endpoint", environment, "TENCENTCLOUD_ENDPOINT")
    url = base_url(endpoint, "endpoint") if endpoint else SITES[site]
    settings = transport_settings(params, environment, requests_per_second=REQUESTS_PER_SECOND)
    credentials = find_credentials(
        params, environment, lambda address: fetch(address, METADATA_SECONDS, task.transport)
    )
    task.secrets.update(_secrets_of(credentials))
    http = Http(
        settings,
        environment,
        url,
        progress=task.progress,
        abandoned=task.abandoned,
        transport=task.transport,
        sleep=task.sleep,
    )
    task.secrets.update(http.secrets)
    if credentials.role_arn:
        # The built-in hosts serve STS elsewhere; an endpoint of one's own is expected to serve both.
        credentials = _assume_role(task, http, credentials, url if endpoint else STS_URL)
        task.secrets.update(_secrets_of(credentials))
    return TencentClient(
        http,
        credentials,
        url,
        region=setting(params, "region", environment, "TENCENTCLOUD_REGION"),
        language=params["language"],
        org_id=setting(params, "org_id", environment, "TENCENTCLOUD_ORG_ID"),
        check_mode=task.check_mode,
        clock=task.clock,
    )


def _secrets_of(credentials: Credentials) -> set[str]:
    return {secret for secret in (credentials.secret_id, credentials.secret_key, credentials.token) if secret}


def _assume_role(task: Task, http: Http, credentials: Credentials, url: str) -> Credentials:
    """Temporary keys of the role (STS AssumeRole, version 2018-08-13). Logging in is not a write."""
    session = credentials.role_session_name or "orgkit-cloud"
    body = {"RoleArn": credentials.role_arn, "RoleSessionName": session, "DurationSeconds": ROLE_SECONDS}
    payload = json.dumps(body).encode()
    headers = {"X-TC-Region": STS_REGION}

    def build() -> Request:
        timestamp = int(task.clock())
        return signed_request(credentials, url, "sts", STS_VERSION, "AssumeRole", payload, timestamp, headers)

    def read(response: Response) -> dict[str, Any]:
        return read_answer("AssumeRole", response, task.clock())

    answer = http.exchange("AssumeRole", build, read, bucket="AssumeRole")
    try:
        keys = answer["Credentials"]
        return replace(
            credentials,
            secret_id=keys["TmpSecretId"],
            secret_key=keys["TmpSecretKey"],
            token=keys["Token"],
            source=f"{credentials.source}, role {credentials.role_arn}",
        )
    except (KeyError, TypeError):
        raise OrgkitError(CREDENTIALS, f"STS gave no temporary keys for {credentials.role_arn}.") from None
