# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A faithful fake of the VMware / Broadcom Cloud Services identity API, for tests and demos."""

from __future__ import annotations

from .app import CspSimulator
from .world import CspWorld

__all__ = ["CspSimulator", "CspWorld"]
