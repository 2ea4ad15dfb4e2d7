# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tasks that use what Ansible offers, for both roads of the modules, and the secrets in them. All are fictional."""

from __future__ import annotations

from typing import Any

from simulators.tencent import TencentSimulator

Task = dict[str, Any]
IN_CONTROLLER, IN_PROCESS = "true", "false"
CIC, CIC_INFO = "orgkit.cloud.tencent_cic_group_user", "orgkit.cloud.tencent_cic_group_user_info"
MEMBER, MEMBER_INFO = "orgkit.cloud.tencent_org_member", "orgkit.cloud.tencent_org_member_info"
CSP, CSP_INFO = "orgkit.cloud.csp_group_users", "orgkit.cloud.csp_group_users_info"
ALICE, BOB, CAROL, DAVE = (f"{name}@example.com" for name in ("alice", "bob", "carol", "dave"))
# Keys that only some tasks use; fictional like all others.
OTHER_ID, OTHER_KEY = "AKIDEXAMPLEOFTHEOTHERTEAM", "EXAMPLEKEYOFTHEOTHERTEAM"
VAULTED = "EXAMPLEKEYOUTOFTHEVAULT"
# What a secret could look like; it must not turn other values of the result into stars.
ODD_KEY = "EXAMPLEKEYWITH\\'quotes\" and spaces"
SECRETS = (
    OTHER_ID, OTHER_KEY, VAULTED, ODD_KEY[:14], TencentSimulator.secret_id, TencentSimulator.secret_key,
    "fictional-api-token", "example-proxy-secret", "TC3-HMAC-SHA256", "Bearer ",
)  # fmt: skip
HELD_BACK = {
    "OTHER_ID": OTHER_ID, "OTHER_KEY": OTHER_KEY, "ODD_KEY": ODD_KEY,
    "PROXY": "http://example-user:example-proxy-secret@127.0.0.1:9",
}  # fmt: skip


def lookup(name: str) -> str:
    """An option that is read from the controller's environment, so that the playbook holds no secret."""
    return f"{{{{ lookup('ansible.builtin.env', '{name}') }}}}"


ADD = {"group": "auditors", "users": [ALICE, "frank"]}
SWAP = {"group": "viewers", "users": [ALICE, BOB, CAROL, DAVE], "exclusive": True}
ACCOUNT = {"name": "new-account", "node": "/Engineering/Platform", "permissions": [1, 2], "tags": {"stage": "test"}}
CSP_ADD = {"group": "auditors", "usernames": [ALICE, CAROL]}
KEYS = {"secret_id": lookup("OTHER_ID"), "secret_key": lookup("OTHER_KEY")}
CHECK = {"check_mode": True, "diff": True}
# Name -> task. The simulators keep what a task changed, so the order matters. "!" at the end: the task fails.
MEMBERSHIPS: dict[str, Task] = {
    "check": {CIC: SWAP, **CHECK},
    "real": {CIC: SWAP, "diff": True},
    "many": {CIC: {"memberships": [ADD, {"group": "viewers", "users": [ALICE], "state": "absent"}], "return_members": True}},
    "leaver": {CIC: {"all_groups": True, "users": [BOB], "state": "absent"}, "diff": True},
    "warnings": {CIC: {**ADD, "state": "absent", "users": ["nobody"], "protected_users": ["niemand"]}},
    "assumed": {CIC: {"group": "later", "users": ["new"], "assume_present": {"users": ["new"], "groups": ["later"]}}, **CHECK},
    "unknown group!": {CIC: {**ADD, "group": "auditor"}, "diff": True},
    "removal limit!": {CIC: {**SWAP, "users": [ALICE]}, "diff": True},
    "unknown option!": {CIC: {**ADD, "usres": ["x"], "grop": "y"}},
    "wrong type!": {CIC: {**ADD, "max_connections": "many"}},
    "no_log": {CIC_INFO: {"groups": ["viewers"], **KEYS}, "no_log": True},
    "no_log failure!": {CIC: {**ADD, "group": "auditor", **KEYS}, "no_log": True},
    "loop!": {
        CIC: {"group": "{{ item.0 }}", "users": ["{{ item.1 }}"]},
        "loop": [["viewers", CAROL], ["viewers", "frank"], ["viewer", BOB]],
        "loop_control": {"label": "{{ item.1 }}"},
    },
    "delegated": {CIC_INFO: {"groups": "{{ registered.groups | map(attribute='name') }}"}, "delegate_to": "localhost"},
    "run once": {
        CIC: {**ADD, "zone_id": "{{ zone }}"}, "vars": {"zone": "{{ registered.zone_id }}"},
        "run_once": True, "changed_when": True,
    },
    "async": {CIC: {"group": "platform-admins", "users": ["frank"]}, "async": 30, "poll": 0, "register": "job"},
    "async result": {
        "ansible.builtin.async_status": {"jid": "{{ job.ansible_job_id }}"},
        "register": "job_result", "until": "job_result.finished", "retries": 100, "delay": 0.1,
    },
}  # fmt: skip
OTHERS: dict[str, Task] = {
    "account": {MEMBER: ACCOUNT, "diff": True},
    "alias": {MEMBER: {"name": "data-lake", "department": "Finance", "remark": ""}, "diff": True},
    "both alias and option": {MEMBER: {"name": "web-shop", "department": "Finance", "node": "Platform"}, **CHECK},
    "numbers as text": {
        MEMBER: {"uin": "{{ 200030000001 }}", "permissions": ["1", 2], "retry_timeout": "1.5"}, **CHECK,
    },
    "no options": {MEMBER_INFO: None},
    "csp": {CSP: CSP_ADD, "diff": True},
    "csp info": {CSP_INFO: {"groups": ["auditors"], "include_inherited": True}},
    "csp unknown user!": {CSP: {"group": "auditors", "users": ["carroll@example.com"]}},
    "csp wrong token!": {CSP: {**CSP_ADD, "api_token": lookup("OTHER_KEY"), "retry_timeout": 0}},
    "secret that reads like truth!": {CIC_INFO: {"secret_id": "False", "secret_key": "None", "retry_timeout": 0}},
    "proxy!": {CIC: {**ADD, "endpoint": "https://192.0.2.1", "proxy": lookup("PROXY"), "timeout": 2, "retry_timeout": 0}},
    "keys in options": {CIC_INFO: {"groups": ["viewers"], **KEYS}},
    "odd key!": {CIC_INFO: {"secret_id": lookup("OTHER_ID"), "secret_key": lookup("ODD_KEY")}},
    "key in vault": {CIC_INFO: {"groups": ["viewers"], "secret_id": "AKIDEXAMPLEVAULT", "secret_key": "{{ vaulted }}"}},
    "environment": {
        CIC_INFO: {"groups": ["viewers"]},
        "environment": {"TENCENTCLOUD_SECRET_ID": lookup("OTHER_ID"), "TENCENTCLOUD_SECRET_KEY": lookup("OTHER_KEY")},
    },
    "wrong environment!": {CIC_INFO: {"groups": ["viewers"]}, "environment": [{"ORGKIT_TIMEOUT": "soon"}, {"ORGKIT_PROXY": ""}]},
}  # fmt: skip
# Two parts, which xdist runs side by side.
PARTS = {"memberships": MEMBERSHIPS, "others": OTHERS}
# What shows that a scenario does what it is for.
SHOWN = {
    "warnings": "Protected users who are in none of the groups",
    "delegated": '"DescribeOrganization": 1',
    "both alias and option": "Both option node and its alias department are set.",
    "unknown option!": "Unsupported parameters for (orgkit.cloud.tencent_cic_group_user) module",
    "no_log": '"censored"',
    "wrong environment!": "ORGKIT_TIMEOUT must be a number",
    "loop!": "near: viewers",
    "secret that reads like truth!": '"changed": false',
    "async result": '"changed": true',
}
