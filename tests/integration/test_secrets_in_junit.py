# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reports that CI systems collect hold no secret either. All secrets here are fictional."""

from __future__ import annotations

from pathlib import Path

from simulators.csp import CspSimulator
from simulators.csp.demo import demo_world
from simulators.serving import Server
from simulators.tencent import TencentSimulator
from support.playbook import play

WRONG_KEY = "EXAMPLEKEYOFNOBODYEXAMPLE"


def test_the_junit_report_of_good_and_failed_tasks_holds_no_secret(
    simulator: TencentSimulator, environment: dict[str, str], tmp_path: Path
) -> None:
    csp = CspSimulator(demo_world())
    with Server(csp.app) as server:
        # Not as options: the report names the arguments of tasks itself, whatever a module says of them.
        wrong = {"TENCENTCLOUD_SECRET_KEY": WRONG_KEY, "CSP_API_TOKEN": WRONG_KEY}
        modules = ("tencent_cic_group_user_info", "csp_group_users_info")
        tasks = [{f"orgkit.cloud.{module}": {}} for module in modules]
        tasks += [{**task, "environment": wrong, "ignore_errors": True} for task in tasks]
        report = {"ANSIBLE_CALLBACKS_ENABLED": "ansible.builtin.junit", "JUNIT_OUTPUT_DIR": str(tmp_path / "junit")}
        given = {**environment, **csp.environment(server.url), **report}
        run = play(tasks, tmp_path, given, "-vvvv", json_results=False)
    assert run.code == 0, run.output
    (path,) = (tmp_path / "junit").iterdir()
    written = path.read_text(encoding="utf-8")
    assert written.count("<testcase") == len(tasks)
    for secret in (simulator.secret_key, csp.api_token, WRONG_KEY, "Authorization", "Signature="):
        assert secret not in written, "in the report"
    assert "TC3-HMAC-SHA256" not in run.output
