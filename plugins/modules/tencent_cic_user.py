#!/usr/bin/python
# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: tencent_cic_user
short_description: Manage Identity Center users of Tencent Cloud
version_added: 1.0.0
description:
  - Creates, changes, enables, disables and deletes users of the Identity Center, one or many in one task.
  - Lists all users once, plans, shows the plan in check mode, writes in parallel at the rate limit of the API, and looks again.
  - Users that SCIM delivers are refused before anything is written, while synchronization is on.
  - The quota of the Identity Center is read when something is to be created; what cannot fit is refused before anything is written.
  - With O(force) a deletion first removes role assignments, then CAM synchronizations, then memberships; a synchronization that
    was made with the deletion strategy C(Delete) takes the CAM users with it.
author:
  - orgkit.cloud contributors (@orgkit)
options:
  name:
    description:
      - The user name, at most 64 letters, digits and C(+ = , . @ _ -). The API cannot change it.
    type: str
  user_id:
    description:
      - The id of the user. It is never created then.
    type: str
  first_name:
    description:
      - The first name, at most 64 characters. Blank clears it.
    type: str
  last_name:
    description:
      - The last name, at most 64 characters. Blank clears it.
    type: str
  display_name:
    description:
      - The name that is shown, at most 256 characters. Blank clears it.
    type: str
  description:
    description:
      - A free text, at most 1024 characters. Blank clears it.
    type: str
  email:
    description:
      - The e-mail address. No other user of the space may have it. Blank clears it.
    type: str
  status:
    description:
      - Whether the user can log in, V(enabled) or V(disabled). A new user is enabled.
    type: str
  need_reset_password:
    description:
      - Whether a new user has to change the initial password. For the creation only; it is not compared.
    type: bool
  users:
    description:
      - Many users in one task. Excludes O(name) and O(user_id). What an entry does not give it takes from the task's options.
    type: list
    elements: dict
    suboptions:
      name:
        description: The user name.
        type: str
      user_id:
        description: The id of the user.
        type: str
      first_name:
        description: The first name, at most 64 characters. Blank clears it.
        type: str
      last_name:
        description: The last name, at most 64 characters. Blank clears it.
        type: str
      display_name:
        description: The name that is shown, at most 256 characters. Blank clears it.
        type: str
      description:
        description: A free text, at most 1024 characters. Blank clears it.
        type: str
      email:
        description: The e-mail address. No other user of the space may have it. Blank clears it.
        type: str
      status:
        description: Whether the user can log in, V(enabled) or V(disabled). A new user is enabled.
        type: str
      need_reset_password:
        description: Whether a new user has to change the initial password. For the creation only; it is not compared.
        type: bool
      state:
        description: V(present) or V(absent).
        type: str
      allow_create:
        description: Whether the user may be created.
        type: bool
      allow_similar:
        description: Whether a name may be near to an existing one.
        type: bool
      force:
        description: Whether V(absent) first takes away what stands in the way.
        type: bool
  return_password:
    description:
      - Whether the generated initial password of a user that this run creates stands under C(password) in its row. It is
        told only once and cannot be read later. Set C(no_log=true) on the task, and hand the result on to a secret store.
      - Without it the password is masked and kept nowhere; an administrator sets another one in the console.
      - When the answer of the creation is lost on the way, the password is lost too, and C(password) is missing.
    type: bool
    default: false
  zone_id:
    description:
      - Id of the Identity Center space. Without it the only space of the organization is used, which costs one request.
    type: str
  task_timeout:
    description:
      - Seconds to wait for each asynchronous task that takes an assignment or a synchronization away. What is not over by then is
        told with an unknown outcome.
    type: int
    default: 300
extends_documentation_fragment:
  - orgkit.cloud.attributes
  - orgkit.cloud.attributes.actiongroup_tencent
  - orgkit.cloud.objects
  - orgkit.cloud.plan
  - orgkit.cloud.tencent
  - orgkit.cloud.transport
seealso:
  - module: orgkit.cloud.tencent_cic_user_info
  - module: orgkit.cloud.tencent_cic_group_user
  - name: DeleteUser
    description: The API page of the action that deletes a user, with what must be gone before.
    link: https://www.tencentcloud.com/document/product/1031/61834
"""

EXAMPLES = r"""
- name: Kim joins
  orgkit.cloud.tencent_cic_user:
    name: kim@example.com
    first_name: Kim
    last_name: Example
    display_name: Kim Example
    email: kim@example.com
    need_reset_password: true

- name: One is disabled, and one leaves with all that was granted
  orgkit.cloud.tencent_cic_user:
    users:
      - name: heidi@example.com
        status: disabled
      - name: judy@example.com
        state: absent
        force: true
    max_deletions: 1
"""

RETURN = r"""
users:
  description:
    - The users that shall be present, as M(orgkit.cloud.tencent_cic_user_info) gives them; in check mode as they would be.
    - With O(return_password) C(password) stands in the rows of the users that this run created.
  type: list
  elements: dict
  returned: always
  sample:
    - id: u-4f0ttq3cq8d1
      name: kim@example.com
      first_name: Kim
      last_name: Example
      display_name: Kim Example
      description: ""
      email: kim@example.com
      status: enabled
      type: Manual
      create_time: "2026-01-01 00:00:00"
      update_time: "2026-01-01 00:00:00"
"""

from typing import Any

from ansible_collections.orgkit.cloud.plugins.module_utils._core.module import run_module
from ansible_collections.orgkit.cloud.plugins.module_utils._core.options import text_option
from ansible_collections.orgkit.cloud.plugins.module_utils._core.resource import Task
from ansible_collections.orgkit.cloud.plugins.module_utils._core.run import run
from ansible_collections.orgkit.cloud.plugins.module_utils._object.objects import Objects
from ansible_collections.orgkit.cloud.plugins.module_utils._object.options import read_options
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.login import CONNECTION_SPEC, connect
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.tasks import TASK_SPEC, TaskPolls, read_task_timeout
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.user import FORM, UserKind, clean_field
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.zone import Zone


def spec() -> dict[str, Any]:
    """Arguments of AnsibleModule."""
    own = {"zone_id": {"type": "str"}, "return_password": {"type": "bool", "default": False, "no_log": False}}
    return {"argument_spec": {**CONNECTION_SPEC, **FORM.spec(), **TASK_SPEC, **own}, "supports_check_mode": True}


def run_task(task: Task) -> dict[str, Any]:
    """Bring the users that the task names into the wished state. Raises OrgkitError or Failure."""
    options = read_options(task.params, FORM, clean=clean_field)
    timeout = read_task_timeout(task.params["task_timeout"])
    client = connect(task)
    zone = Zone(client, text_option(task.params, "zone_id"))
    polls = TaskPolls(client, lambda: zone.id, client.http.sleep, task.clock, timeout)
    kind = UserKind(
        client,
        zone,
        polls=polls,
        secrets=task.secrets,
        return_password=task.params["return_password"],
    )
    return run(Objects(kind, options), task)


def main() -> None:
    run_module(spec(), run_task)


if __name__ == "__main__":
    main()
