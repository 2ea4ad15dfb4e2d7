# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whether the controller of a module is still there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ansible_collections.orgkit.cloud.plugins.module_utils._core import controller

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="there is no /proc")


def test_a_process_is_there_until_it_has_ended() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        mark = controller.mark_of(process.pid)
        gone = controller.gone(mark)
        assert mark.startswith(f"{process.pid}:")
        assert not gone()
        process.kill()
        # Not asked for its exit code yet, hence still listed.
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        assert gone()
    assert controller.mark_of(process.pid) == ""
    assert controller.gone(mark)() is bool(controller.mark_of(1))


def test_another_process_with_the_same_number_is_not_the_controller() -> None:
    assert controller.gone(f"{os.getpid()}:1")() is bool(controller.mark_of(1))
    assert not controller.gone(controller.mark_of(os.getpid()))()


def test_nothing_is_said_without_a_mark_or_where_processes_are_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not controller.gone("")()
    monkeypatch.setattr(controller, "mark_of", lambda process: "")
    assert not controller.gone("4711:1")()
