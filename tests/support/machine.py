# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A machine on which keys of Tencent Cloud are looked for: a home folder, an environment, a metadata service."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.orgkit.cloud.plugins.module_utils._core.errors import OrgkitError
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.credentials import (
    METADATA_URL,
    Credentials,
    find_credentials,
    read_sources,
)

SECRET = "EXAMPLEKEY"
FROM_ENVIRONMENT = {"TENCENTCLOUD_SECRET_ID": "ID-environment", "TENCENTCLOUD_SECRET_KEY": SECRET + "-environment"}
ROLE = "qcs::cam::uin/100000000001:roleName/example"


class Machine:
    """A home folder, an environment and a metadata service."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.environment = {"HOME": str(home)}
        self.metadata: dict[str, bytes] = {}
        self.fetched: list[str] = []
        self.warnings: list[str] = []

    def fetch(self, url: str) -> bytes | None:
        self.fetched.append(url)
        return self.metadata.get(url)

    def tccli(self, profile: str = "default", **values: Any) -> None:
        """A credential file as tccli writes it."""
        content = {"secretId": f"ID-{profile}", "secretKey": f"{SECRET}-{profile}", **values}
        self.write(f".tccli/{profile}.credential", json.dumps(content))

    def ini(self, content: str) -> None:
        """The credentials file of the SDK."""
        self.write(".tencentcloud/credentials", content)

    def write(self, name: str, content: str) -> Path:
        path = self.home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
        path.chmod(0o600)
        return path

    def role(self, name: str = "vm-role", url: str = METADATA_URL) -> None:
        """A CAM role that is bound to this virtual machine."""
        keys = {"TmpSecretId": "ID-machine", "TmpSecretKey": SECRET + "-machine", "Token": "EXAMPLETOKEN"}
        self.metadata = {url: name.encode(), url + name: json.dumps(keys).encode()}

    def find(self, environment: dict[str, str] | None = None, **params: Any) -> Credentials:
        sources = read_sources(params, {**self.environment, **(environment or {})})
        return find_credentials(sources, self.fetch, self.warnings.append)

    def failure(
        self, environment: dict[str, str] | None = None, code: str = "credentials", **params: Any
    ) -> OrgkitError:
        with pytest.raises(OrgkitError) as caught:
            self.find(environment, **params)
        assert caught.value.code == code
        assert SECRET not in str(caught.value.report()) + repr(caught.value)
        return caught.value
