# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Access management: where it is asked, and what a name or an id of a system policy means."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from ansible_collections.orgkit.cloud.plugins.module_utils._core.errors import ApiError, OrgkitError
from ansible_collections.orgkit.cloud.plugins.module_utils._core.plan import Ref
from ansible_collections.orgkit.cloud.plugins.module_utils._core.resource import Task
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.cam import SystemPolicies
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.login import CONNECTION_SPEC, connect
from support.road import validated
from support.scripted_tencent import Cloud, refusal

KEYS = {"secret_id": "AKIDEXAMPLE", "secret_key": "EXAMPLEKEY"}
NAME = "Qcloud?x=1&y=/../#z"


def policies(*rows: tuple[Any, Any]) -> dict[str, Any]:
    """What ListPolicies answers."""
    return {"TotalNum": len(rows), "List": [{"PolicyId": number, "PolicyName": name} for number, name in rows]}


@pytest.mark.parametrize(
    ("given", "environment", "url"),
    [
        ({}, {}, "https://cam.intl.tencentcloudapi.com/"),
        ({"site": "mainland"}, {}, "https://cam.tencentcloudapi.com/"),
        ({}, {"TENCENTCLOUD_SITE": "mainland"}, "https://cam.tencentcloudapi.com/"),
        ({"endpoint": "api.example.com"}, {}, "https://api.example.com/"),
        ({"site": "mainland"}, {"TENCENTCLOUD_ENDPOINT": "http://127.0.0.1:8701"}, "http://127.0.0.1:8701/"),
    ],
)
def test_an_own_endpoint_serves_both_services_and_the_sites_have_hosts_of_their_own(
    given: dict[str, str], environment: dict[str, str], url: str
) -> None:
    sent: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        return httpx.Response(200, json={"Response": policies((201, NAME))})

    params = validated({"argument_spec": CONNECTION_SPEC}, {**KEYS, **given})
    task = Task(params, {"HOME": "/nowhere", **environment}, transport=httpx.MockTransport(answer))
    catalog = SystemPolicies(connect(task))
    assert catalog.look_up([NAME]) == []
    assert [str(request.url) for request in sent] == [url]
    assert sent[0].headers["Host"] == url.split("/")[2]
    assert "EXAMPLEKEY" not in str(sent[0].headers)


def test_only_the_exact_name_is_meant_and_it_is_asked_for_once() -> None:
    cloud = Cloud(policies((1, "Read"), (2, "read"), (3, "ReadOnly")))
    catalog = SystemPolicies(cloud.client)
    assert catalog.look_up(["Read", "Read"]) == []
    assert catalog.look_up(["Read"]) == []
    assert (catalog.get("Read"), catalog.get("read"), cloud.actions()) == (Ref("1", "Read"), None, ["ListPolicies"])
    assert cloud.bodies == [{"Scope": "QCS", "Keyword": "Read", "Page": 1, "Rp": 200}]


def test_an_id_is_asked_for_by_its_number() -> None:
    cloud = Cloud({"PolicyName": "Read", "Type": 2})
    catalog = SystemPolicies(cloud.client)
    assert catalog.look_up(["17"]) == []
    assert (catalog.get("17"), cloud.bodies) == (Ref("17", "Read"), [{"PolicyId": 17}])


def test_what_means_none_or_several_is_told_with_all_names() -> None:
    answers = policies((1, "read")), policies((1, "Twice"), (2, "Twice")), refusal("ResourceNotFound.PolicyIdNotFound")
    catalog = SystemPolicies(Cloud(*answers, policies()).client)
    several, none = catalog.look_up(["Read", "Twice", "99", "Other"])
    assert (several.code, "Twice (1), Twice (2)" in several.message) == ("ambiguous_name", True)
    assert none.message == 'Unknown system policies: "Read" (near: read), id 99, "Other".'
    assert [row["name"] for row in none.items] == ["Read", "99", "Other"]


@pytest.mark.parametrize(
    "answer",
    [
        {"TotalNum": 1, "List": None},
        {"TotalNum": 1, "List": [None]},
        {"TotalNum": 1, "List": [{"PolicyId": None, "PolicyName": "Read"}]},
        {"TotalNum": 1, "List": [{"PolicyId": 1, "PolicyName": None}]},
        {"TotalNum": 2, "List": [{"PolicyId": 1, "PolicyName": "Read"}]},
    ],
)
def test_rows_that_cannot_be_right_are_not_believed(answer: dict[str, Any]) -> None:
    with pytest.raises(OrgkitError) as caught:
        SystemPolicies(Cloud(*[answer] * 9, retry_timeout=0).client).look_up(["Read"])
    assert caught.value.code == "bad_response"


def test_a_missing_right_is_an_error_and_no_unknown_name() -> None:
    cloud = Cloud(refusal("AuthFailure.UnauthorizedOperation", "cam:GetPolicy"))
    with pytest.raises(ApiError, match="cam:GetPolicy"):
        SystemPolicies(cloud.client).look_up(["17"])
