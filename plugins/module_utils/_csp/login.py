# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From the connection options of a task to a client of the Cloud Services Platform."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .._core.resource import Task
from .._transport.client import Http
from .._transport.settings import (
    TRANSPORT_SPEC,
    TransportSettings,
    base_url,
    named_organization,
    setting,
    transport_settings,
    url_secrets,
)
from .client import CspClient
from .credentials import Login, find_login

BASE_URL = "https://console.cloud.vmware.com"
REQUESTS_PER_SECOND = 5.0

CONNECTION_SPEC: dict[str, dict[str, Any]] = {
    "access_token": {"type": "str", "no_log": True},
    "api_token": {"type": "str", "no_log": True},
    "client_id": {"type": "str"},
    "client_secret": {"type": "str", "no_log": True},
    "base_url": {"type": "str"},
    "org_id": {"type": "str"},
    **TRANSPORT_SPEC,
}


@dataclass(frozen=True)
class Connection:
    """How a task reaches the platform, read once from its options and its environment."""

    url: str
    org_id: str | None
    transport: TransportSettings
    login: Login


def read_connection(task: Task) -> Connection:
    """The connection that the task and its environment ask for. Raises OrgkitError."""
    params, environment = task.params, task.environment
    address = setting(params, "base_url", environment, "CSP_BASE_URL") or BASE_URL
    # Before anything is refused, since the refused address is shown with the arguments of the task.
    task.secrets.update(url_secrets(address))
    return Connection(
        url=base_url(address, "base_url"),
        org_id=named_organization(params, environment, "CSP_ORG_ID"),
        transport=transport_settings(params, environment, requests_per_second=REQUESTS_PER_SECOND),
        login=find_login(params, environment),
    )


def connect(task: Task) -> CspClient:
    """A client for the task; it logs in with the first request. Raises OrgkitError."""
    connection = read_connection(task)
    task.secrets.update(connection.transport.secrets() | connection.login.secrets())
    task.warnings.extend(connection.transport.warnings())
    return CspClient(
        Http(
            connection.transport,
            connection.url,
            progress=task.progress,
            abandoned=task.abandoned,
            identity=" ".join(sorted(connection.login.secrets())),
            transport=task.transport,
            sleep=task.sleep,
        ),
        connection.url,
        connection.login,
        org_id=connection.org_id,
        check_mode=task.check_mode,
        secrets=task.secrets,
        clock=task.clock,
    )
