# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What ansible-doc shows is told in the same way everywhere: connection, money, links."""

from __future__ import annotations

import importlib
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.client import LISTING, READING, WRITING
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.member.account import PERMISSIONS
from support.documented import documentation

ROOT = Path(__file__).parents[2]
MODULES = sorted(path.stem for path in (ROOT / "plugins" / "modules").glob("*.py"))
WRITES = [
    module
    for module in MODULES
    if module.startswith(("tencent_", "csp_")) and not module.endswith(("_info", "_snapshot"))
]
CONNECTION = ("tencent", "csp", "transport")
TENCENT_PAGE = re.compile(r"https://www\.tencentcloud\.com/document/product/1031/\d+")
CSP_PAGE = re.compile(
    r"https://developer\.broadcom\.com/xapis/identity-and-access-management-cloud-services-platform/v1\.0/(.+)/(\w+)/"
)


def options_of(fragment: str) -> dict[str, Any]:
    """The options of a documentation fragment."""
    name = f"ansible_collections.orgkit.cloud.plugins.doc_fragments.{fragment}"
    options: dict[str, Any] = yaml.safe_load(importlib.import_module(name).ModuleDocFragment.DOCUMENTATION)["options"]
    return options


def links(module: str) -> list[dict[str, str]]:
    """What the module refers to outside of Ansible."""
    return [row for row in documentation(module).get("seealso", []) if "link" in row]


@pytest.mark.parametrize("fragment", CONNECTION)
def test_every_option_of_a_connection_says_so(fragment: str) -> None:
    others = [
        name for name, row in options_of(fragment).items() if not row["description"][0].startswith("Connection: ")
    ]
    assert others == []


def test_no_other_option_says_that_it_is_one_of_a_connection() -> None:
    for module in MODULES:
        for name, row in documentation(module)["options"].items():
            assert "Connection: " not in str(row["description"]), f"{module}: {name}"


def test_financial_options_say_so_and_name_every_choice() -> None:
    options = documentation("tencent_org_member")["options"]
    financial = [name for name, row in options.items() if row["description"][0].startswith("Financial: ")]
    assert financial == ["permissions", "policy_type", "pay_uin"]
    (choices,) = [text for text in options["permissions"]["description"] if text.startswith("Choices: ")]
    # The spec has none: a member may have a number that has no name here, and Ansible would refuse it.
    assert {name: int(number) for name, number in re.findall(r"V\((\w+)\) \((\d+)\)", choices)} == PERMISSIONS
    assert options["policy_type"]["choices"] == ["Financial"]


@pytest.mark.parametrize("module", WRITES)
def test_a_writing_module_leads_to_the_page_of_its_request(module: str) -> None:
    pages = {row["name"]: row["link"] for row in links(module)}
    if module.startswith("tencent_"):
        assert [name for name in pages if name in WRITING and TENCENT_PAGE.fullmatch(pages[name])]
        return
    ((name, link),) = pages.items()
    found = CSP_PAGE.fullmatch(link)
    assert found
    verb, path = name.split(" ")
    assert found[2].upper() == verb
    assert found[1] == f"csp/gateway/am/api/orgs/orgId/{re.sub('[{}]', '', path)}"


def test_links_lead_to_one_page_each_and_never_to_a_front_page() -> None:
    rows = [row for module in MODULES for row in links(module)]
    assert all(TENCENT_PAGE.fullmatch(row["link"]) or CSP_PAGE.fullmatch(row["link"]) for row in rows)
    assert len({row["link"] for row in rows}) == len({row["name"] for row in rows}) == len(rows)
    actions = {*READING, *LISTING, *WRITING}
    guides = [row["name"] for row in rows if TENCENT_PAGE.fullmatch(row["link"]) and row["name"] not in actions]
    assert guides == ["Provisioning"]
