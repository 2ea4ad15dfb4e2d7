# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What playbooks/awx/configure.yml asks AWX for, run once."""

from __future__ import annotations

import pytest

from support.awx import Asked, configure

SETTINGS = {
    "awx_webhook_url": "https://hooks.example.com/cloud-access",
    "awx_tencent_inputs": {
        "secret_id": "AKIDEXAMPLEEXAMPLEEXAMPLEEXAMPLE0000",
        "secret_key": "EXAMPLEKEYEXAMPLEKEYEXAMPLEKEY00",
    },
    "awx_network_inputs": {"skip_certificate_check": True},
}


@pytest.fixture(scope="session")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    """With a webhook, and with keys of one cloud."""
    found = configure(tmp_path_factory.mktemp("awx"), **SETTINGS)
    assert found.code == 0, found.output
    return found
