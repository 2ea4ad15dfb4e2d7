# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    """How requests travel, for every cloud."""

    DOCUMENTATION = r"""
options:
  timeout:
    description:
      - >-
        Connection: Seconds that a request may take, from the connection to the last byte of the answer. V(30) when it is not given.
      - The environment variable is E(ORGKIT_TIMEOUT).
    type: float
  retry_timeout:
    description:
      - >-
        Connection: Seconds, counted from its first attempt, during which a request is repeated that was throttled, or that failed
        and only reads. V(0) means never.
      - A write whose outcome is unknown is never repeated. The next look at the cloud decides what it did.
    type: float
    default: 60.0
  max_connections:
    description:
      - >-
        Connection: How many requests are under way at once.
    type: int
    default: 8
  validate_certs:
    description:
      - >-
        Connection: Whether the certificate of the server is checked. V(true) when it is not given, V(false) gives a warning.
      - The environment variable is E(ORGKIT_VALIDATE_CERTS).
    type: bool
  ca_path:
    description:
      - >-
        Connection: File or folder with the certificate authorities to trust instead of the system's.
      - A folder needs hash links, as C(openssl rehash) makes them.
      - The environment variable is E(ORGKIT_CA_PATH).
    type: path
  proxy:
    description:
      - >-
        Connection: URL of the proxy. Without it the variables E(HTTPS_PROXY), E(ALL_PROXY) and E(NO_PROXY) count.
      - Loopback addresses are always reached directly.
      - Its user and password are hidden wherever they appear in a result.
      - The environment variable is E(ORGKIT_PROXY).
    type: str
"""
