# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The inventory plugin tencent_org under a real ansible-inventory."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from simulators.serving import Server
from simulators.tencent import TencentSimulator, World
from support.inventory import listed, source_file
from support.playbook import play

READS = {"DescribeOrganizationNodes": 1, "DescribeOrganizationMembers": 1}
WRONG = "EXAMPLEKEYEXAMPLEKEYEXAMPLEKEY11"
# A template that would leave a file behind, were it ever rendered.
TEMPLATE = "{{ lookup('pipe', 'touch rendered') }}"


def test_departments_are_nested_groups_and_accounts_are_hosts(
    simulator: TencentSimulator, environment: dict[str, str], tmp_path: Path
) -> None:
    found = listed(source_file(tmp_path), environment)
    assert found.code == 0, found.told
    assert found.told == ""
    assert simulator.log.calls() == READS
    assert sorted(found.groups["department_Root"]["children"]) == ["department_Engineering", "department_Finance"]
    assert found.groups["department_Engineering"] == {"children": ["department_Platform"]}
    assert sorted(found.groups["department_Platform"]["hosts"]) == ["data-lake", "web-shop"]
    assert found.groups["department_Finance"] == {"hosts": ["partner"]}
    shop = found.hosts["web-shop"]["tencent_account"]
    assert shop["node"]["path"] == "/Engineering/Platform"
    assert shop["tags"] == {"stage": "production"}
    assert set(found.hosts["web-shop"]) == {"tencent_account"}


def test_groups_and_variables_are_made_from_what_an_account_has(environment: dict[str, str], tmp_path: Path) -> None:
    source = source_file(
        tmp_path,
        strict=True,
        keyed_groups=[{"key": "tencent_account.tags", "prefix": "tag"}],
        groups={"invited": "tencent_account.member_type == 'Invite'"},
        compose={"where": "tencent_account.node.path | lower"},
    )
    found = listed(source, environment)
    assert found.code == 0, found.told
    assert found.groups["tag_stage_production"] == {"hosts": ["web-shop"]}
    assert "partner" in found.groups["invited"]["hosts"]
    assert "data-lake" not in found.groups["invited"]["hosts"]
    assert found.hosts["data-lake"]["where"] == "/engineering/platform"


WRONG_EXPRESSIONS: dict[str, Any] = {
    "compose": {"x": "nothing.at.all"},
    "groups": {"x": "nothing.at.all"},
    "keyed_groups": [{"key": "nothing.at.all"}],
}


def test_what_cannot_be_computed_is_left_out(environment: dict[str, str], tmp_path: Path) -> None:
    found = listed(source_file(tmp_path, **WRONG_EXPRESSIONS), environment)
    assert found.code == 0, found.told
    assert "data-lake" in found.hosts


@pytest.mark.parametrize("option", WRONG_EXPRESSIONS)
def test_strict_refuses_what_cannot_be_computed(environment: dict[str, str], tmp_path: Path, option: str) -> None:
    found = listed(source_file(tmp_path, strict=True, **{option: WRONG_EXPRESSIONS[option]}), environment)
    assert found.code != 0
    assert "Could not" in found.told


def test_the_second_run_takes_the_organization_from_the_cache(
    world: World, simulator: TencentSimulator, environment: dict[str, str], tmp_path: Path
) -> None:
    world.add_member("later", remark=TEMPLATE)
    kept = tmp_path / "kept"
    source = source_file(
        tmp_path, cache=True, cache_plugin="ansible.builtin.jsonfile", cache_connection=str(kept), cache_timeout=3600
    )
    first = listed(source, environment)
    assert simulator.log.calls() == READS
    simulator.log.clear()
    second = listed(source, environment)
    assert simulator.log.calls() == {}
    assert (second.code, second.groups, second.hosts) == (0, first.groups, first.hosts)
    assert TEMPLATE not in second.unmarked
    for file in kept.iterdir():
        text = file.name + file.read_text(encoding="utf-8")
        assert simulator.secret_key not in text
        assert simulator.secret_id not in text
    # Other keys are another identity: what was kept for the first one is not theirs.
    other = listed(source, {**environment, "TENCENTCLOUD_SECRET_ID": "AKIDEXAMPLEEXAMPLEEXAMPLEEXAMPLE1111"})
    assert other.code != 0
    assert list(simulator.log.calls()) == ["DescribeOrganizationNodes"]


def test_a_wrong_key_is_one_sentence_without_the_key(
    simulator: TencentSimulator, environment: dict[str, str], tmp_path: Path
) -> None:
    found = listed(source_file(tmp_path), {**environment, "TENCENTCLOUD_SECRET_KEY": WRONG})
    assert found.code != 0
    assert (
        "The secret key does not belong to the secret id" in found.told or "AuthFailure.SignatureFailure" in found.told
    )
    assert WRONG not in found.told
    assert "Traceback" not in found.told
    assert simulator.secret_id not in found.told


def test_a_key_in_the_file_is_not_shown_with_the_lines_around_an_error(
    simulator: TencentSimulator, environment: dict[str, str], tmp_path: Path
) -> None:
    for options in (
        {},
        {"org_id": "{{ nothing }}"},
        {"orgid": "1"},
        {"timeout": "soon"},
        {"keyed_groups": [{"key": "a.b"}]},
    ):
        source = source_file(tmp_path, secret_id=simulator.secret_id, secret_key=WRONG, strict=True, **options)
        found = listed(source, environment)
        assert found.code != 0
        assert WRONG not in found.told, found.told


def test_options_of_the_file_count_and_may_be_templates(
    simulator: TencentSimulator, server: Server, environment: dict[str, str], tmp_path: Path
) -> None:
    source = source_file(
        tmp_path,
        secret_id=simulator.secret_id,
        secret_key="{{ lookup('env', 'MY_KEY') }}",
        endpoint=server.url,
        org_id="10001",
        retry_timeout=0,
    )
    wrong = {
        **environment,
        "TENCENTCLOUD_SECRET_KEY": "x",
        "TENCENTCLOUD_ENDPOINT": "http://127.0.0.1:9",
        "MY_KEY": simulator.secret_key,
    }
    found = listed(source, wrong)
    assert found.code == 0, found.told
    assert simulator.log.calls() == {"DescribeOrganization": 1, **READS}


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"orgid": "10001"}, "Unknown option: orgid"),
        ({"org_id": "10002"}, "belong to organization"),
        ({"org_id": ""}, "org_id is blank"),
        ({"secret_key": ""}, "secret_key is blank"),
        ({"site": "moon"}, "site must be one of intl, mainland"),
        ({"endpoint": "http://example.com"}, "endpoint must use https"),
        ({"profile": "nobody"}, 'The profile "nobody" was not found'),
        ({"endpoint": "https://someone:hidden-word@example.com"}, "no user, path, query or fragment"),
    ],
)
def test_wrong_options_are_refused_in_one_sentence(
    simulator: TencentSimulator, environment: dict[str, str], tmp_path: Path, options: dict[str, str], words: str
) -> None:
    found = listed(source_file(tmp_path, **options), environment)
    assert found.code != 0
    # Ansible breaks lines where the terminal ends.
    assert words in " ".join(found.told.split())
    assert "hidden-word" not in found.told
    assert "DescribeOrganizationMembers" not in simulator.log.calls()


@pytest.mark.parametrize("name", ["tencent_org.yaml", "my.tencent_org.yml", "my_tencent_org.yml"])
def test_the_name_of_the_file_decides(environment: dict[str, str], tmp_path: Path, name: str) -> None:
    found = listed(source_file(tmp_path, name), environment)
    assert (found.code == 0) == (name in ("tencent_org.yaml", "my.tencent_org.yml"))


def test_foreign_names_neither_run_nor_take_the_place_of_others(
    world: World, environment: dict[str, str], tmp_path: Path
) -> None:
    world.add_node(TEMPLATE, "Engineering")
    world.add_node("Data-1", "Engineering")
    world.add_node("Data 1", "Finance")
    for name in (
        TEMPLATE,
        "localhost",
        "all",
        "web:shop",
        "partner",
        "department_Platform",
        "owned",
        "-x",
        "12345",
        "a\nb",
    ):
        world.add_member(name, TEMPLATE, remark=TEMPLATE, tags={TEMPLATE: TEMPLATE})
    source = source_file(
        tmp_path,
        keyed_groups=[{"key": "tencent_account.tags", "prefix": "tag"}],
        groups={"owned": "tencent_account.member_type == 'Invite'"},
        compose={"copied": "tencent_account.remark", "joined": "tencent_account.name ~ tencent_account.remark"},
    )
    found = listed(source, environment)
    assert found.code == 0, found.told
    strange = {account.name for account in world.members.values()} - {"data-lake", "web-shop", "example-management"}
    hosts = {row["tencent_account"]["uin"]: host for host, row in found.hosts.items()}
    for uin, account in world.members.items():
        assert hosts.get(str(uin)) in ({str(uin)} if account.name in strange else {account.name}), account.name
    assert len(found.hosts) == len(world.members)
    assert all(re.fullmatch(r"\w+", name) for name in found.groups)
    assert "department_Data_1" not in found.groups
    assert TEMPLATE not in found.unmarked
    tasks = [
        {"ansible.builtin.debug": {"var": name}}
        for name in ("copied", "joined", "tencent_account", "groups", "inventory_hostname", "group_names")
    ]
    arguments = ("-i", str(source), "-e", "ansible_connection=local")
    run = play(tasks, tmp_path, environment, *arguments, play_options={"hosts": "all"}, json_results=False)
    assert run.code == 0, run.output
    assert TEMPLATE in run.output.replace("\\", "")
    assert not list(tmp_path.rglob("rendered"))


def test_an_account_never_becomes_a_host_that_another_source_has(
    world: World, environment: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "a.yml").write_text(
        yaml.safe_dump({"web": {"hosts": {"data-lake": {"real": "yes"}}}}), encoding="utf-8"
    )
    world.add_member("web")
    source_file(tmp_path)
    found = listed(tmp_path, environment)
    assert found.code == 0, found.told
    assert found.hosts["data-lake"] == {"real": "yes"}
    assert "web" not in found.hosts
    uins = {row.name: str(uin) for uin, row in world.members.items()}
    assert {uins["data-lake"], uins["web"]} <= set(found.hosts)


def test_the_example_of_the_documentation_works(
    simulator: TencentSimulator, environment: dict[str, str], tmp_path: Path
) -> None:
    from ansible_collections.orgkit.cloud.plugins.inventory.tencent_org import EXAMPLES

    source = tmp_path / "prod.tencent_org.yml"
    source.write_text(EXAMPLES, encoding="utf-8")
    found = listed(source, environment)
    assert found.code == 0, found.told
    assert found.groups["stage_production"]["hosts"] == ["web-shop"]
    assert found.groups["paid_by_others"]["hosts"] == ["web-shop"]
    assert found.hosts["partner"]["account_uin"] == found.hosts["partner"]["tencent_account"]["uin"]
    assert list((tmp_path / ".cache" / "orgkit").iterdir())


def test_a_large_organization_takes_one_request_for_fifty_rows(
    world: World, simulator: TencentSimulator, environment: dict[str, str], tmp_path: Path
) -> None:
    world.member_quota = 1000
    for number in range(120 - len(world.members)):
        world.add_member(f"account-{number}", "Platform")
    found = listed(source_file(tmp_path), environment)
    assert found.code == 0, found.told
    assert len(found.hosts) == 120
    assert simulator.log.calls() == {"DescribeOrganizationNodes": 1, "DescribeOrganizationMembers": 3}
