# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tencent Cloud Organization and Identity Center, simulated.

Serve `TencentSimulator(World()).app` with `simulators.serving.Server` and talk to `server.url` with the simulator's
`secret_id` and `secret_key`.
"""

from __future__ import annotations

from simulators.tencent.app import TencentSimulator
from simulators.tencent.world import World

__all__ = ["TencentSimulator", "World"]
