# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The inventory and the commands of docs/scale.md run as they stand there, each organization with keys of its own."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml

from support.many_organizations import Organization, Organizations
from support.playbook import Run, play

PAGE = Path(__file__).parents[2] / "docs" / "scale.md"
pytestmark = pytest.mark.skipif(not PAGE.exists(), reason="needs the documentation")
NEWCOMER = "new@example.com"


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


def commands() -> dict[str, list[str]]:
    """The arguments of the two commands, by playbook, whose name stands beside that of another one here."""
    lines = [shlex.split(line) for line in blocks("shell")[0].splitlines()]
    return {line[3].rpartition(".")[2]: [line[3], *line[1:3], *line[4:]] for line in lines}


def prepare(organizations: Organizations, folder: Path) -> list[Organization]:
    """Write the inventory, its neighbours, and the profiles that it names; gives the organizations in its order."""
    text = blocks("yaml")[0]
    (folder / "organizations.yml").write_text(text, encoding="utf-8")
    hosts: dict[str, Any] = yaml.safe_load(text)["organizations"]["hosts"]
    tokens = {}
    for one, (host, variables) in zip(organizations.all, hosts.items()):
        one.tencent.world.org_id = int(variables["orgkit_environment"]["TENCENTCLOUD_ORG_ID"])
        one.csp.world.add_user(NEWCOMER)
        tokens[f"vault_{host}_csp_token"] = one.csp.api_token
        profile = {"secretId": one.secret_id, "secretKey": one.secret_key}
        (folder / ".tccli").mkdir(exist_ok=True)
        file = folder / ".tccli" / f"{host}.credential"
        file.write_text(json.dumps(profile), encoding="utf-8")
        file.chmod(0o600)
        data = {"orgkit_people": [{"user": NEWCOMER, "csp": [one.group]}]}
        (folder / "host_vars").mkdir(exist_ok=True)
        (folder / "host_vars" / f"{host}.yml").write_text(yaml.safe_dump(data), encoding="utf-8")
    (folder / "group_vars").mkdir()
    (folder / "group_vars" / "organizations.yml").write_text(yaml.safe_dump(tokens), encoding="utf-8")
    return organizations.all


def run(organizations: Organizations, folder: Path, arguments: list[str], **variables: str) -> Run:
    environment = {name: value for name, value in organizations.environment().items() if "EXAMPLE" not in value}
    return play([], folder, {**environment, **variables}, *arguments)


def test_the_inventory_and_the_commands_of_the_guide(tmp_path: Path) -> None:
    with Organizations(2) as organizations:
        shop, bank = prepare(organizations, tmp_path)
        planned = run(organizations, tmp_path, commands()["onboard"])
        assert planned.code == 0, planned.output
        told = planned.output + json.dumps(planned.results)
        for one in (shop, bank):
            assert f"{NEWCOMER} to {one.group}" in told
            assert one.csp.log.writes() == []
        assert [key for one in (shop, bank) for key in (one.secret_key, one.csp.api_token) if key in told] == []
        dest = f"access_audit_dest={tmp_path}/access/{{{{ inventory_hostname }}}}"
        audited = run(organizations, tmp_path, [*commands()["audit"], "-e", dest], ANSIBLE_STRATEGY="host_pinned")
        # The newcomer is missing in both.
        assert audited.code == 2, audited.output
        assert organizations.unknown == []
    for host, one in (("shop", shop), ("bank", bank)):
        snapshot = (tmp_path / "access" / host / "tencent.jsonl").read_text(encoding="utf-8")
        assert one.account in snapshot
        assert (tmp_path / "access" / host / "report" / "report.json").exists()
