# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: tencent_org
short_description: Member accounts of a Tencent Cloud Organization as hosts
version_added: 1.0.0
author:
  - orgkit.cloud contributors (@orgkit)
description:
  - Every member account is a host, every department a group that holds the groups of the departments below it.
  - The file must be named C(tencent_org.yml) or C(tencent_org.yaml), or end in C(.tencent_org.yml) or C(.tencent_org.yaml).
  - A host is named after its account. Where the name could mean something else the account id (uin) stands for it. That is so when two
    accounts share the name, when a host or a group has it already, or when it has other letters than those of words, C(.), C(-) and C(_).
  - The group of the department C(data platform) is C(department_data_platform). When two departments would share it, their ids stand
    in place of the names.
  - A host has one variable, C(tencent_account), with the keys of a row of C(members) of M(orgkit.cloud.tencent_org_member_info). The
    department is C(tencent_account.node), tags are C(tencent_account.tags).
  - What comes from the cloud is never a template. Groups that O(keyed_groups) makes from tags should have a C(prefix), so that nobody
    can tag an account into a group of yours.
  - The plugin sets no connection. An account is no machine, so give C(ansible_connection=local) and
    C(ansible_python_interpreter) in the variables of the inventory.
  - Credentials come from the same places as those of the modules, mostly from the environment. An option that the plugin does not
    know is an error.
options:
  plugin:
    description: Names this plugin.
    type: str
    required: true
    choices: [orgkit.cloud.tencent_org]
extends_documentation_fragment:
  - ansible.builtin.constructed
  - ansible.builtin.inventory_cache
  - orgkit.cloud.tencent
  - orgkit.cloud.transport
seealso:
  - module: orgkit.cloud.tencent_org_member_info
"""

EXAMPLES = r"""
# prod.tencent_org.yml, with keys in the environment. The first line is enough
plugin: orgkit.cloud.tencent_org
# Keys of another organization are refused
org_id: "10001"
# What cannot be computed is an error
strict: true
# Groups by a tag, such as stage_production
keyed_groups:
  - key: tencent_account.tags.stage | default('none')
    prefix: stage
groups:
  paid_by_others: tencent_account.pay_uin | length > 0
compose:
  account_uin: tencent_account.uin
# Kept for an hour, during which another run sends nothing
cache: true
cache_plugin: ansible.builtin.jsonfile
cache_connection: ~/.cache/orgkit
cache_timeout: 3600
"""

import hashlib
import json
import os
import re
from collections.abc import Mapping, Sequence
from typing import Any

from ansible.errors import AnsibleError, AnsibleParserError
from ansible.inventory.data import InventoryData
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible.parsing.dataloader import DataLoader
from ansible.plugins.inventory import BaseInventoryPlugin, Cacheable, Constructable
from ansible.utils.unsafe_proxy import wrap_var

from ansible_collections.orgkit.cloud.plugins.module_utils._core.errors import (
    INVALID_INPUT,
    OrgkitError,
    invalid_input,
)
from ansible_collections.orgkit.cloud.plugins.module_utils._core.masking import masked
from ansible_collections.orgkit.cloud.plugins.module_utils._core.resource import Task
from ansible_collections.orgkit.cloud.plugins.module_utils._core.run import attempt, read_only
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.client import TencentClient
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.login import (
    CONNECTION_SPEC,
    Connection,
    connect,
    read_connection,
)
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.member.account import view
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.member.listing import (
    list_departments,
    list_members,
)
from ansible_collections.orgkit.cloud.plugins.plugin_utils._accounts import groups_of, host_names
from ansible_collections.orgkit.cloud.plugins.plugin_utils._arguments import cleaned

FILE_NAME = re.compile(r"(?:.*\.)?tencent_org\.ya?ml")
VARIABLE = "tencent_account"


class InventoryModule(BaseInventoryPlugin, Constructable, Cacheable):
    """Reads the organization once, or takes it from the cache, and makes hosts and groups of it."""

    NAME = "orgkit.cloud.tencent_org"

    def verify_file(self, path: str) -> bool:
        """Whether the file is meant for this plugin, by its name."""
        return bool(super().verify_file(path)) and FILE_NAME.fullmatch(os.path.basename(path)) is not None

    def parse(self, inventory: InventoryData, loader: DataLoader, path: str, cache: bool = True) -> None:
        """Add the organization to the inventory. Raises AnsibleParserError with one sentence."""
        super().parse(inventory, loader, path, cache)
        self._refuse_unknown(self._read_config_data(path))
        organization = self._organization(path, cache)
        try:
            self._populate(organization["departments"], organization["accounts"])
        except AnsibleParserError:
            raise
        except AnsibleError as error:
            raise AnsibleParserError(str(error)) from None

    def _refuse_unknown(self, config: Mapping[str, Any]) -> None:
        """A misspelt org_id must not switch off what it was written for."""
        unknown = sorted(set(map(str, config)) - set(self.option_definitions))
        if unknown:
            raise AnsibleParserError(f"Unknown option: {', '.join(unknown)}. Nothing was sent.")

    def _organization(self, path: str, cache: bool) -> dict[str, Any]:
        """Departments and accounts as plain rows. Raises AnsibleParserError."""
        task = Task({}, dict(os.environ))
        result = attempt(lambda task: self._find(task, path, cache), task)
        for warning in result["warnings"]:
            self.display.warning(warning)
        if result["failed"]:
            raise AnsibleParserError(result["msg"])
        return result

    def _find(self, task: Task, path: str, cache: bool) -> dict[str, Any]:
        """The rows from the cache when that is allowed, else from the cloud. Raises OrgkitError or Failure."""
        task.params = _validated({name: self._option(name) for name in CONNECTION_SPEC}, task)
        if not self.get_option("cache"):
            return _read(task)
        key = f"{self.get_cache_key(path)}_{_identity(read_connection(task))}"
        kept = self._kept(key) if cache else None
        if kept is None:
            # Masked now: when it is taken from there, nobody knows the secrets.
            kept = self._cache[key] = masked(_read(task), task.secrets)
        return kept

    def _kept(self, key: str) -> dict[str, Any] | None:
        try:
            kept: dict[str, Any] = self._cache[key]
        except KeyError:
            return None
        except AnsibleError as error:
            raise OrgkitError(INVALID_INPUT, f"The cache of the inventory cannot be read: {error}") from None
        return kept

    def _option(self, name: str) -> Any:
        """An option of the file, which may be a template, as in a playbook. Raises invalid_input."""
        try:
            value = self.templar.template(self.get_option(name))
        except AnsibleError as error:
            raise invalid_input([f"The option {name} cannot be read: {error}"]) from None
        # The plain text: without tags and marks.
        return str(value) if isinstance(value, str) else value

    def _populate(self, departments: Sequence[Mapping[str, Any]], accounts: Sequence[Mapping[str, Any]]) -> None:
        """Hosts and groups. What can make a group of a foreign text comes last, when no host is looked for by name any more."""
        groups = groups_of(departments)
        for group in groups.values():
            self.inventory.add_group(group.name)
            if group.parent:
                self.inventory.add_child(group.parent, group.name)
        composed = map(self._sanitize_group_name, self.get_option("groups"))
        hosts = host_names(accounts, {*self.inventory.groups, *self.inventory.hosts, *composed})
        for account in accounts:
            department = groups.get(account["node"]["id"])
            self.inventory.add_host(hosts[account["uin"]], group=department.name if department else None)
            self.inventory.set_variable(hosts[account["uin"]], VARIABLE, wrap_var(account))
        strict = self.get_option("strict")
        for host in hosts.values():
            self._set_composite_vars(self.get_option("compose"), self._variables(host), host, strict)
        for host in hosts.values():
            self._add_host_to_composed_groups(self.get_option("groups"), self._variables(host), host, strict, False)
        for host in hosts.values():
            self._add_host_to_keyed_groups(self.get_option("keyed_groups"), self._variables(host), host, strict, False)

    def _variables(self, host: str) -> dict[str, Any]:
        variables: dict[str, Any] = self.inventory.hosts[host].get_vars()
        return variables


def _validated(given: dict[str, Any], task: Task) -> dict[str, Any]:
    """The connection options by the rules of the modules; the task learns the secrets among them. Raises invalid_input."""
    validation = ArgumentSpecValidator(CONNECTION_SPEC).validate(cleaned(CONNECTION_SPEC, given))
    task.secrets.update(validation._no_log_values)
    if validation.error_messages:
        raise invalid_input(validation.error_messages, hint="Nothing was sent.")
    return dict(validation.validated_parameters)


def _read(task: Task) -> dict[str, Any]:
    """Departments and accounts as plain rows. Raises OrgkitError or Failure."""
    client = connect(task)
    return read_only(client, task, lambda: _rows(client))


def _rows(client: TencentClient) -> dict[str, Any]:
    departments = list_departments(client)
    return {
        "departments": [
            {"id": row.id, "parent_id": row.parent_id, "name": row.name, "depth": row.depth} for row in departments.rows
        ],
        "accounts": [view(member, departments.get(member.node_id)) for member in list_members(client)],
    }


def _identity(connection: Connection) -> str:
    """What tells the organization of one connection from that of another: a cache is never read with other keys."""
    sources = connection.sources
    parts = (
        (connection.url, connection.org_id, sources.home),
        (sources.options.secret_id, sources.role, sources.profile, sources.credentials_file),
        (
            sources.environment.secret_id,
            sources.environment_role,
            sources.environment_profile,
            sources.environment_file,
        ),
    )
    return hashlib.sha256(json.dumps(parts, default=str).encode()).hexdigest()[:16]
