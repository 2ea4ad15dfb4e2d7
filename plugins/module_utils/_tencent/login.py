# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From the connection options of a task to a client of Tencent Cloud Organization."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Callable

from .._core.errors import CREDENTIALS, OrgkitError, invalid_input
from .._core.options import text_option
from .._core.resource import Task
from .._transport.client import Http, Request, Response, fetch
from .._transport.settings import (
    TRANSPORT_SPEC,
    TransportSettings,
    base_url,
    can_be_sent,
    from_environment,
    named_organization,
    setting,
    transport_settings,
    url_secrets,
)
from .client import Service, TencentClient, read_answer, signed_request
from .credentials import Credentials, Sources, find_credentials, read_sources, temporary_keys

SITES = {
    "intl": "https://organization.intl.tencentcloudapi.com",
    "mainland": "https://organization.tencentcloudapi.com",
}
CAM_URLS = {
    "intl": "https://cam.intl.tencentcloudapi.com",
    "mainland": "https://cam.tencentcloudapi.com",
}
STS_URL = "https://sts.tencentcloudapi.com"
STS = Service("sts", "2018-08-13")
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


@dataclass(frozen=True)
class Connection:
    """How a task reaches the API, read once from its options and its environment.

    own_endpoint tells whether url was given; then STS and access management (CAM) are asked there too.
    """

    url: str
    own_endpoint: bool
    site: str
    region: str | None
    language: str
    org_id: str | None
    transport: TransportSettings
    sources: Sources

    @property
    def sts_url(self) -> str:
        """Where to ask for a role. The built-in hosts serve STS elsewhere; an endpoint of one's own serves both."""
        return self.url if self.own_endpoint else STS_URL

    @property
    def cam_url(self) -> str:
        """Where access management is asked. The built-in hosts serve it elsewhere; an endpoint of one's own serves both."""
        return self.url if self.own_endpoint else CAM_URLS[self.site]


def site_of(params: Mapping[str, Any], environment: Mapping[str, str]) -> str:
    """The site that a task works with: intl or mainland. Raises invalid_input."""
    site = setting(params, "site", environment, "TENCENTCLOUD_SITE") or "intl"
    if site not in SITES:
        name = "site" if text_option(params, "site") else "TENCENTCLOUD_SITE"
        raise invalid_input([f"{name} must be one of {', '.join(SITES)}, not {site}."])
    return site


def read_connection(task: Task) -> Connection:
    """The connection that the task and its environment ask for. Raises OrgkitError."""
    params, environment = task.params, task.environment
    endpoint = setting(params, "endpoint", environment, "TENCENTCLOUD_ENDPOINT")
    # Before anything is refused, since the refused address is shown with the arguments of the task.
    task.secrets.update(url_secrets(endpoint or ""))
    task.secrets.update(url_secrets(from_environment(environment, "ORGKIT_METADATA_URL") or ""))
    site = site_of(params, environment)
    url = base_url(endpoint, "endpoint") if endpoint else SITES[site]
    region = setting(params, "region", environment, "TENCENTCLOUD_REGION")
    if region is not None and not can_be_sent(region):
        raise invalid_input(["region (TENCENTCLOUD_REGION) must be the name of a region such as ap-guangzhou."])
    return Connection(
        url=url,
        own_endpoint=endpoint is not None,
        site=site,
        region=region,
        language=params["language"],
        org_id=named_organization(params, environment, "TENCENTCLOUD_ORG_ID"),
        transport=transport_settings(params, environment, requests_per_second=REQUESTS_PER_SECOND),
        sources=read_sources(params, environment),
    )


def connect(task: Task) -> TencentClient:
    """A client for the task. Asks STS when a role is to be assumed. Raises OrgkitError."""
    connection = read_connection(task)
    task.secrets.update(connection.transport.secrets())
    task.warnings.extend(connection.transport.warnings())
    credentials = find_credentials(
        connection.sources,
        lambda address: fetch(address, METADATA_SECONDS, task.transport),
        task.warnings.append,
    )
    task.secrets.update(credentials.secrets())
    http = Http(
        connection.transport,
        connection.url,
        progress=task.progress,
        abandoned=task.abandoned,
        identity=f"{credentials.secret_id} {credentials.role_arn or ''}",
        transport=task.transport,
        sleep=task.sleep,
    )
    task.secrets.update(http.secrets)
    if credentials.role_arn:
        credentials = _assume_role(http, credentials, credentials.role_arn, connection.sts_url, task.clock)
        task.secrets.update(credentials.secrets())
    return TencentClient(
        http,
        credentials,
        connection.url,
        cam_url=connection.cam_url,
        region=connection.region,
        language=connection.language,
        org_id=connection.org_id,
        check_mode=task.check_mode,
        clock=task.clock,
    )


def _assume_role(
    http: Http, credentials: Credentials, role_arn: str, url: str, clock: Callable[[], float]
) -> Credentials:
    """Temporary keys of the role (STS AssumeRole, version 2018-08-13). Logging in is not a write."""
    session = credentials.role_session_name or "orgkit-cloud"
    payload = json.dumps({"RoleArn": role_arn, "RoleSessionName": session, "DurationSeconds": ROLE_SECONDS}).encode()
    headers = {"X-TC-Region": STS_REGION}

    def build() -> Request:
        return signed_request(credentials, url, STS, "AssumeRole", payload, int(clock()), headers)

    def read(response: Response) -> dict[str, Any]:
        return read_answer("AssumeRole", response, clock())

    answer = http.exchange("AssumeRole", build, read, bucket="AssumeRole")
    keys = temporary_keys(answer.get("Credentials"))
    if keys is None:
        raise OrgkitError(
            CREDENTIALS,
            f"STS gave no temporary keys that can be used for {role_arn}.",
            hint="Check role_arn, endpoint and proxy: something else than STS may have answered.",
        )
    secret_id, secret_key, token = keys
    return replace(
        credentials,
        secret_id=secret_id,
        secret_key=secret_key,
        token=token,
        source=f"{credentials.source}, role {role_arn}",
    )
