# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Both simulated clouds, served, for the onboarding roles."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from simulators.serving import Server
from support.role_runs import Clouds


@pytest.fixture
def clouds(tmp_path: Path) -> Iterator[Clouds]:
    found = Clouds(tmp_path)
    with Server(found.tencent.app) as tencent, Server(found.csp.app) as csp:
        found.environment = {**found.tencent.environment(tencent.url), **found.csp.environment(csp.url)}
        yield found
