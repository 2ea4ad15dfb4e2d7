# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    """Connection options of VMware Cloud Services."""

    DOCUMENTATION = r"""
options:
  api_token:
    description:
      - >-
        Connection: API token of a user. It is exchanged for an access token that lives in memory during the task.
      - Give one of O(api_token), O(access_token), and O(client_id) with O(client_secret). Without any, the environment is asked
        for E(CSP_ACCESS_TOKEN), then E(CSP_API_TOKEN), then E(CSP_CLIENT_ID) with E(CSP_CLIENT_SECRET).
      - A blank value in one of them is an error, so that an empty variable of a vault does not become another identity.
    type: str
  access_token:
    description:
      - >-
        Connection: Access token that is ready to use. It is not renewed.
      - The environment variable is E(CSP_ACCESS_TOKEN).
    type: str
  client_id:
    description:
      - >-
        Connection: Id of an application (OAuth client credentials). Goes with O(client_secret).
      - The environment variable is E(CSP_CLIENT_ID).
    type: str
  client_secret:
    description:
      - >-
        Connection: Secret of the application.
      - The environment variable is E(CSP_CLIENT_SECRET).
    type: str
  base_url:
    description:
      - >-
        Connection: Host or URL of the platform, V(https://console.cloud.vmware.com) when it is not given. Tokens are bound to a host, so no
        other host is tried. Plain http is accepted for loopback addresses only.
      - The environment variable is E(CSP_BASE_URL).
    type: str
  org_id:
    description:
      - >-
        Connection: Id of the organization, the one of the token when it is not given. The task fails when the token is of another one, or
        does not tell its organization. A blank value is an error.
      - The environment variable is E(CSP_ORG_ID).
    type: str
  requests_per_second:
    description:
      - >-
        Connection: How many requests may be sent in a second, by all connections together. V(5) when it is not given; the platform does not
        publish its limit.
    type: float
requirements:
  - httpx (Python library) on the host that runs the task
"""
