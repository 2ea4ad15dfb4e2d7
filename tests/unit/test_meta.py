# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the collection promises about its modules: action groups, documented options, hidden secrets."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible.plugins.loader import fragment_loader
from ansible.utils.plugin_docs import get_docstring

ROOT = Path(__file__).parents[2]
MODULES = sorted((ROOT / "plugins" / "modules").glob("[!_]*.py"))
OF_A_CLOUD = [module for module in MODULES if module.stem.startswith(("tencent_", "csp_"))]
COLLECTION = "ansible_collections.orgkit.cloud.plugins"
SECRETS = {"secret_id", "secret_key", "token", "access_token", "api_token", "client_secret", "proxy"}
# What Ansible takes for granted when neither spec nor documentation says it.
DEFAULTS = {"type": "str", "required": False, "default": None, "elements": None}


def spec_of(module: Path) -> dict[str, Any]:
    """The arguments that the module gives to AnsibleModule."""
    spec: dict[str, Any] = importlib.import_module(f"{COLLECTION}.modules.{module.stem}").spec()
    return spec


def documentation_of(module: Path) -> dict[str, Any]:
    """The module's documentation with all fragments joined."""
    documentation, *_rest = get_docstring(
        str(module), fragment_loader, collection_name="orgkit.cloud", plugin_type="module"
    )
    assert isinstance(documentation, dict)
    return documentation


def as_told(options: dict[str, dict[str, Any]], suboptions: str) -> dict[str, dict[str, Any]]:
    """What matters about options, whether they come from a spec or from documentation."""
    told = {}
    for name, option in options.items():
        row = {key: option.get(key, default) for key, default in DEFAULTS.items()}
        row["choices"] = list(option.get("choices") or ())
        row["aliases"] = sorted(option.get("aliases") or ())
        if option.get(suboptions):
            row["suboptions"] = as_told(option[suboptions], suboptions)
        told[name] = row
    return told


def text_of(node: ast.Module, name: str) -> str:
    """A constant text of a module, such as RETURN."""
    for statement in node.body:
        if isinstance(statement, ast.Assign) and [getattr(target, "id", None) for target in statement.targets] == [
            name
        ]:
            return str(ast.literal_eval(statement.value))
    return ""


def undescribed(options: dict[str, dict[str, Any]]) -> list[str]:
    """Names of the options without a description, suboptions too."""
    names = [name for name, option in options.items() if not option.get("description")]
    return names + [name for option in options.values() for name in undescribed(option.get("suboptions") or {})]


def test_there_are_modules_to_look_at() -> None:
    assert len(MODULES) >= 4


@pytest.mark.parametrize("prefix", ["tencent", "csp"])
def test_the_action_groups_hold_exactly_the_modules_of_their_cloud(prefix: str) -> None:
    groups = yaml.safe_load((ROOT / "meta" / "runtime.yml").read_text(encoding="utf-8"))["action_groups"]
    assert sorted(groups[prefix]) == [module.stem for module in MODULES if module.stem.startswith(prefix + "_")]
    assert set(groups) == {"tencent", "csp"}


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.stem)
def test_every_module_documents_exactly_the_options_that_it_takes(module: Path) -> None:
    documented = as_told(documentation_of(module)["options"], "suboptions")
    taken = as_told(spec_of(module)["argument_spec"], "options")
    assert sorted(documented) == sorted(taken)
    for name, option in taken.items():
        assert documented[name] == option, name


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.stem)
def test_every_option_has_a_description(module: Path) -> None:
    assert undescribed(documentation_of(module)["options"]) == []


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.stem)
def test_every_module_is_documented_for_people(module: Path) -> None:
    documentation = documentation_of(module)
    assert documentation["module"] == module.stem
    tree = ast.parse(module.read_text(encoding="utf-8"))
    tasks = yaml.safe_load(text_of(tree, "EXAMPLES"))
    assert any(f"orgkit.cloud.{module.stem}" in task for task in tasks)
    assert all(task.get("name") for task in tasks)
    told = {"api", "auth", "error"} if module in OF_A_CLOUD else {"error"}
    assert told <= set(yaml.safe_load(text_of(tree, "RETURN")))


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.stem)
def test_secrets_are_hidden_and_nothing_else_is_mistaken_for_one(module: Path) -> None:
    options = spec_of(module)["argument_spec"]
    hidden = {name for name, option in options.items() if option.get("no_log")}
    assert hidden == SECRETS & set(options)


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.stem)
def test_every_module_works_in_check_mode(module: Path) -> None:
    assert spec_of(module)["supports_check_mode"] is True
    assert documentation_of(module)["attributes"]["check_mode"]["support"] == "full"


@pytest.mark.parametrize("module", OF_A_CLOUD, ids=lambda module: module.stem)
def test_every_module_of_a_cloud_documents_its_action_group(module: Path) -> None:
    attribute = documentation_of(module)["attributes"].get("action_group", {})
    assert attribute.get("membership") == ["orgkit.cloud." + module.stem.split("_")[0]]
