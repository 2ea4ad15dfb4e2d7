# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Writes every task result as a line of JSON to the file named by RESULTS_FILE, beside the normal output."""

from __future__ import annotations

import json
import os
from typing import Any

from ansible.plugins.callback import CallbackBase

DOCUMENTATION = """
name: results_file
type: aggregate
short_description: Results of tasks as lines of JSON
description: For the tests of this collection.
requirements: []
"""


class CallbackModule(CallbackBase):
    """Notes results in the order in which tasks end."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "aggregate"
    CALLBACK_NAME = "results_file"
    CALLBACK_NEEDS_ENABLED = True

    def _note(self, result: Any, **more: Any) -> None:
        with open(os.environ["RESULTS_FILE"], "a", encoding="utf-8") as file:
            file.write(json.dumps({**result._result, **more}, default=str) + "\n")

    def v2_runner_on_ok(self, result: Any) -> None:
        self._note(result, failed=False)

    def v2_runner_on_failed(self, result: Any, ignore_errors: bool = False) -> None:
        self._note(result, failed=True)

    def v2_runner_on_skipped(self, result: Any) -> None:
        self._note(result, failed=False, skipped=True)
