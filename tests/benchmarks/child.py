# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Programs that are measured in a process of their own. Reads a job from standard input, tells what it took as JSON."""

from __future__ import annotations

import http.client
import importlib
import json
import os
import statistics
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Callable

PLUGINS = "ansible_collections.orgkit.cloud.plugins."
UTILS = PLUGINS + "module_utils._"


def peak() -> float:
    """The most memory that this process had so far, in MB."""
    try:
        with open("/proc/self/status", encoding="ascii") as status:
            # getrusage would count what the parent had when it made this process.
            lines = [line for line in status if line.startswith("VmHWM")]
        return int(lines[0].split()[1]) / 1024
    except OSError:
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 1024)


def road(job: dict[str, Any]) -> dict[str, Any]:
    """A module's road with its argument validation."""
    from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

    importlib.import_module("httpx")
    resource = importlib.import_module(PLUGINS + "modules." + job["module"])
    run = importlib.import_module(UTILS + "core.run")
    at_start = peak()
    started = time.perf_counter()
    params = ArgumentSpecValidator(resource.spec()["argument_spec"]).validate(job["params"]).validated_parameters
    task = importlib.import_module(UTILS + "core.resource").Task(
        params=params, environment=dict(os.environ), check_mode=job["check_mode"]
    )
    result = run.attempt(resource.run_task, task)
    seconds = time.perf_counter() - started
    if result["failed"]:
        raise SystemExit(result["msg"])
    told = {"seconds": seconds, "peak": peak(), "at_start": at_start, "msg": result["msg"], "api": result.get("api")}
    return {**told, "result_mb": len(json.dumps(result)) / 2**20}


def bare(job: dict[str, Any]) -> dict[str, Any]:
    """The median time of a signed request on an open connection, without any client in between."""
    url = os.environ["TENCENTCLOUD_ENDPOINT"]
    credentials = importlib.import_module(UTILS + "tencent.credentials").Credentials(
        os.environ["TENCENTCLOUD_SECRET_ID"], os.environ["TENCENTCLOUD_SECRET_KEY"], None, "environment"
    )
    client = importlib.import_module(UTILS + "tencent.client")
    body = json.dumps({"ZoneId": job["zone"], "GroupId": job["group"]}).encode()
    connection = http.client.HTTPConnection(url.split("//")[1])
    times = []
    for _number in range(job["times"]):
        request = client.signed_request(
            credentials, url, client.ORGANIZATION, "ListGroupMembers", body, int(time.time()), {}
        )
        started = time.perf_counter()
        connection.request("POST", "/", request.body, request.headers)
        answer = json.load(connection.getresponse())["Response"]
        times.append(time.perf_counter() - started)
        if "Error" in answer:
            raise SystemExit(str(answer))
    return {"seconds": statistics.median(times)}


def sdk(job: dict[str, Any]) -> dict[str, Any]:
    """A script on the official SDK that adds users to a group: one after the other, or in a pool of threads."""
    add = _sdk_call(job)
    started = time.perf_counter()
    if job["threads"] == 1:
        for user in job["users"]:
            add(user)
    else:
        with ThreadPoolExecutor(job["threads"]) as pool:
            list(pool.map(add, job["users"]))
    return {"seconds": time.perf_counter() - started}


def _sdk_call(job: dict[str, Any]) -> Callable[[str], object]:
    from tencentcloud.common.credential import Credential
    from tencentcloud.common.profile.client_profile import ClientProfile
    from tencentcloud.common.profile.http_profile import HttpProfile
    from tencentcloud.organization.v20210331 import models
    from tencentcloud.organization.v20210331.organization_client import OrganizationClient

    secrets = os.environ["TENCENTCLOUD_SECRET_ID"], os.environ["TENCENTCLOUD_SECRET_KEY"]
    own = threading.local()

    def add(user: str) -> object:
        if not hasattr(own, "client"):
            where = HttpProfile(protocol="http", endpoint=os.environ["TENCENTCLOUD_ENDPOINT"].split("//")[1])
            own.client = OrganizationClient(Credential(*secrets), "", ClientProfile(httpProfile=where))
        request = models.AddUserToGroupRequest()
        request.ZoneId, request.GroupId, request.UserId = job["zone"], job["group"], user
        return own.client.AddUserToGroup(request)

    return add


if __name__ == "__main__":
    order = json.load(sys.stdin)
    print(json.dumps({"road": road, "bare": bare, "sdk": sdk}[order["program"]](order)))
