# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From the connection options of a task to a client of the Cloud Services Platform."""

from __future__ import annotations

from typing import Any

from .._core.resource import Task
from .._transport.client import Http
from .._transport.settings import TRANSPORT_SPEC, base_url, setting, transport_settings
from .client import CspClient
from .credentials import find_login

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


def connect(task: Task) -> CspClient:
    """A client for the task; it logs in with the first request. Raises OrgkitError."""
    params, environment = task.params, task.environment
    url = base_url(setting(params, "base_url", environment, "CSP_BASE_URL") or BASE_URL, "base_url")
    settings = transport_settings(params, environment, requests_per_second=REQUESTS_PER_SECOND)
    login = find_login(params, environment)
    task.secrets.update(login.secrets())
    return CspClient(
        Http(
            settings,
            environment,
            url,
            progress=task.progress,
            abandoned=task.abandoned,
            transport=task.transport,
            sleep=task.sleep,
        ),
        url,
        login,
        org_id=setting(params, "org_id", environment, "CSP_ORG_ID"),
        check_mode=task.check_mode,
        secrets=task.secrets,
        clock=task.clock,
    )
