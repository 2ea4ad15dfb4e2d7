# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What every module returns is described once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ansible_collections.orgkit.cloud.plugins.module_utils._core import errors
from support.documented import returned

ROOT = Path(__file__).parents[2]
MODULES = sorted(path.stem for path in (ROOT / "plugins" / "modules").glob("[!_]*.py"))
OF_A_CLOUD = [module for module in MODULES if module.startswith(("tencent_", "csp_"))]
CODES = [value for name, value in vars(errors).items() if name.isupper() and isinstance(value, str)]


@pytest.mark.parametrize("module", MODULES)
def test_every_module_documents_every_error_code(module: str) -> None:
    told = re.findall(r"V\((\w+)\)", returned(module)["error"]["description"][0])
    assert told == CODES


@pytest.mark.parametrize("module", OF_A_CLOUD)
def test_every_module_of_a_cloud_documents_when_and_where_it_looked(module: str) -> None:
    wanted = {"collected_at", "organization", "api", "auth", "error"}
    if not module.endswith(("_info", "_snapshot")):
        wanted |= {"plan_id", "changes", "summary", "diff"}
    assert wanted <= set(returned(module))


@pytest.mark.parametrize("module", MODULES)
def test_every_module_says_how_a_template_reads_the_items_of_an_error(module: str) -> None:
    assert "error['items']" in " ".join(returned(module)["error"]["description"])
