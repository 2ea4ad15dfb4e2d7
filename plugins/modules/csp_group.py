#!/usr/bin/python
# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: csp_group
short_description: Manage custom groups of VMware Cloud Services and the roles that they give
version_added: 1.0.0
description:
  - Creates, renames and deletes custom groups of an organization of the VMware / Broadcom Cloud Services Platform, and sets their
    descriptions and the organization and service roles that their members have; one or many in one task.
  - Lists all groups once, plans, shows the plan in check mode, writes, and looks again.
  - Members are not managed here; M(orgkit.cloud.csp_group_users) does that.
  - Enterprise, shared and domain groups cannot be changed here. A task that would change one is refused before anything is written.
author:
  - orgkit.cloud contributors (@orgkit)
options:
  name:
    description:
      - The name of the group, without V(@).
    type: str
  group_id:
    description:
      - The id of the group. It is never created then.
      - Together with another O(name) and with O(rename=true), the group is renamed.
    type: str
  description:
    description:
      - A free text. Blank clears it.
    type: str
  organization_roles:
    description:
      - The organization roles that the group gives to its members, such as V(org_member). The complete set; V([]) is none.
    type: list
    elements: str
  service_roles:
    description:
      - The service roles that the group gives to its members. The complete set, over all services; V([]) is none.
      - Custom roles are left alone.
    type: list
    elements: dict
    suboptions:
      service:
        description: The service, by its definition id.
        type: str
      roles:
        description: The names of the roles.
        type: list
        elements: str
  notify_users:
    description:
      - Whether the service tells the members by mail that roles changed or that the group is gone.
    type: bool
    default: false
  rename:
    description:
      - Whether the group with O(group_id) may get the name O(name).
    type: bool
    default: false
  force:
    description:
      - Whether O(state=absent) may delete a group that has members. Its deletion is for good, and they lose what it gave them;
        the change names them.
      - Without it that is refused before anything is written.
  groups:
    description:
      - Many groups in one task. Excludes O(name) and O(group_id). What an entry does not give it takes from the task's options.
    type: list
    elements: dict
    suboptions:
      name:
        description: The name of the group.
        type: str
      group_id:
        description: The id of the group.
        type: str
      description:
        description: A free text. Blank clears it.
        type: str
      organization_roles:
        description: The complete set of organization roles.
        type: list
        elements: str
      service_roles:
        description: The complete set of service roles.
        type: list
        elements: dict
        suboptions:
          service:
            description: The service, by its definition id.
            type: str
          roles:
            description: The names of the roles.
            type: list
            elements: str
      state:
        description: V(present) or V(absent).
        type: str
      allow_create:
        description: Whether the group may be created.
        type: bool
      allow_similar:
        description: Whether a name may be near to an existing one.
        type: bool
      force:
        description: Whether the group may be deleted while it has members.
        type: bool
      rename:
        description: Whether the group may be renamed.
        type: bool
extends_documentation_fragment:
  - orgkit.cloud.attributes
  - orgkit.cloud.attributes.actiongroup_csp
  - orgkit.cloud.objects
  - orgkit.cloud.plan
  - orgkit.cloud.csp
  - orgkit.cloud.transport
notes:
  - >-
    Rights: V(org_owner), or V(org_admin) for groups that do not hold V(org_owner); check mode needs the same. An application may do
    it too.
seealso:
  - module: orgkit.cloud.csp_group_info
  - module: orgkit.cloud.csp_group_users
  - name: POST groups
    description: The API page of the request that creates a custom group.
    link: >-
      https://developer.broadcom.com/xapis/identity-and-access-management-cloud-services-platform/v1.0/csp/gateway/am/api/orgs/orgId/groups/post/
"""

EXAMPLES = r"""
- name: There is a group that may look at clusters
  orgkit.cloud.csp_group:
    name: cluster-viewers
    description: Look at clusters, change nothing
    organization_roles: [org_member]
    service_roles:
      - service: cluster-service
        roles: [cluster-viewer]

- name: Two groups, and one that is empty goes
  orgkit.cloud.csp_group:
    groups:
      - name: auditors
        description: Read everything
      - name: cost-viewers
        service_roles:
          - service: cost-service
            roles: [cost-viewer]
      - name: cluster-viewers
        state: absent
    max_deletions: 1
"""

RETURN = r"""
groups:
  description: The groups that shall be present, as M(orgkit.cloud.csp_group_info) gives them; in check mode as they would be.
  type: list
  elements: dict
  returned: unless options or credentials were refused
  sample:
    - id: 66666666-7777-8888-9999-000000000000
      name: cluster-viewers
      description: Look at clusters, change nothing
      organization_roles: [org_member]
      service_roles:
        - service: cluster-service
          roles: [cluster-viewer]
      type: USER_GROUP
      users_count: 0
# From tools/returned: object_changes, object_summary, plan, about
changes:
  description:
    - The writes that are planned or were tried, in the order in which they are sent.
    - Check mode and real run agree on everything but RV(changes[].status), RV(changes[].error), RV(changes[].request_id),
      RV(changes[].time), and ids that do not exist yet.
  returned: unless options or credentials were refused
  type: list
  elements: dict
  contains:
    action:
      description: V(create), V(update), V(rename) or V(delete).
      type: str
      returned: always
      sample: create
    kind:
      description: V(group).
      type: str
      returned: always
      sample: group
    subject:
      description: The group, by C(id) and C(name).
      type: dict
      returned: always
      sample: {id: 66666666-7777-8888-9999-000000000000, name: auditors}
    target:
      description: The group itself.
      type: dict
      returned: always
      sample: {id: 66666666-7777-8888-9999-000000000000, name: auditors}
    before:
      description: The fields that change, as they were. Null for what was not there.
      type: dict
      returned: always
    after:
      description: The fields that change, as they shall be. Null for what is not there any more.
      type: dict
      returned: always
      sample: {description: Read everything}
    text:
      description: The change in words.
      type: str
      returned: always
      sample: create group auditors
    status:
      description:
        - V(planned) in check mode or when the task was refused, else V(done), V(pending), V(failed), V(outcome_unknown) or V(not_tried).
        - V(pending) means that somebody else has to agree. V(outcome_unknown) means that the answer was lost and the change does not show.
      type: str
      returned: always
      sample: done
    error:
      description: Why the change failed, with the keys of RV(error).
      type: dict
      returned: when the change failed or its outcome is unknown
    request_id:
      description: Id of the request, for the support of the vendor.
      type: str
      returned: when the answer brought one
    time:
      description: When the change was sent, in UTC.
      type: str
      returned: when the change was sent
      sample: "2026-01-02T03:04:05Z"
summary:
  description: Counts of what was done or is planned.
  returned: unless options or credentials were refused
  type: dict
  sample:
    created: 1
    updated: 0
    renamed: 0
    deleted: 0
    unchanged: 0
    pending: 0
    failed: 0
    not_tried: 0
    outcome_unknown: 0
diff:
  description: What changes, C(before) and C(after), one line each.
  returned: in diff mode
  type: dict
plan_id:
  description:
    - Names the plan. The same in check mode and in the real run as long as the same changes are due.
    - Give it to O(expect_plan) to do what was approved and nothing else. Null when the task failed before it could plan.
  returned: unless options or credentials were refused
  type: str
  sample: 3f786850e387550f
collected_at:
  description: When the cloud was read, in UTC. Null when it could not be read.
  returned: unless options or credentials were refused
  type: str
  sample: "2026-01-02T03:04:05Z"
organization:
  description:
    - C(id) and C(name) of the organization, as far as they are known without a further request.
    - From O(org_id) or the token.
  returned: unless options or credentials were refused
  type: dict
  sample: {id: 99999999-8888-7777-6666-555555555555, name: null}
api:
  description: The requests of the task. C(calls) by action, C(writes), C(retries) and C(throttled_seconds).
  returned: unless options or credentials were refused
  type: dict
  sample:
    calls: {list_groups: 1, token: 1}
    writes: 0
    retries: 0
    throttled_seconds: 0.0
auth:
  description: C(source) of the credentials and C(endpoint).
  returned: unless options or credentials were refused
  type: dict
  sample: {source: "environment: API token", endpoint: "https://console.cloud.vmware.com"}
error:
  description:
    - Why the task failed. C(code) is the code of the API or C(http_) with the status, or one of
      V(unresolved_names), V(ambiguous_name), V(removal_limit), V(empty_refused), V(protected), V(not_editable),
      V(not_removable), V(credentials), V(organization_mismatch), V(outcome_unknown), V(partial_failure),
      V(invalid_input), V(refused), V(connection_failed), V(bad_response), V(missing_library), V(plan_changed),
      V(unexpected), V(blocked), V(conflict).
    - C(message) and C(hint) are sentences, C(request_id) and C(http_status) come from the API, C(items) lists the names
      that the error is about, with C(kind), C(group) and C(candidates).
    - In a template write C(result.error['items']). What stands behind C(result.error.items) is a function of Jinja's dictionaries.
  returned: failure
  type: dict
  sample:
    code: unresolved_names
    message: 'Unknown group: "platfrom-operators" (near: platform-operators).'
    hint: Nothing was written.
    request_id:
    http_status:
    items:
      - name: platfrom-operators
        kind: group
        group: null
        candidates: [{id: 66666666-7777-8888-9999-000000000000, name: platform-operators}]
"""

from typing import Any

from ansible_collections.orgkit.cloud.plugins.module_utils._core.module import run_module
from ansible_collections.orgkit.cloud.plugins.module_utils._core.resource import Task
from ansible_collections.orgkit.cloud.plugins.module_utils._core.run import run
from ansible_collections.orgkit.cloud.plugins.module_utils._csp.group import FORM, GroupKind, clean_field
from ansible_collections.orgkit.cloud.plugins.module_utils._csp.login import CONNECTION_SPEC, connect
from ansible_collections.orgkit.cloud.plugins.module_utils._object.objects import Objects
from ansible_collections.orgkit.cloud.plugins.module_utils._object.options import read_options


def spec() -> dict[str, Any]:
    """Arguments of AnsibleModule."""
    own = {"notify_users": {"type": "bool", "default": False}}
    return {"argument_spec": {**CONNECTION_SPEC, **FORM.spec(), **own}, "supports_check_mode": True}


def run_task(task: Task) -> dict[str, Any]:
    """Bring the groups that the task names into the wished state. Raises OrgkitError or Failure."""
    options = read_options(task.params, FORM, clean=clean_field)
    return run(Objects(GroupKind(connect(task), notify=task.params["notify_users"]), options), task)


def main() -> None:
    run_module(spec(), run_task)


if __name__ == "__main__":
    main()
