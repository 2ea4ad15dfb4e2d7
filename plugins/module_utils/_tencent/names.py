# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which letters names may hold at the sites of Tencent Cloud. Pure."""

from __future__ import annotations

import re

from .._core.names import name_fault

_CHINESE = "\u4e00-\u9fff"


def tencent_name_fault(option: str, text: str, *, site: str, letters: str, length: int) -> str:
    """Why a text cannot be a name on the site, or an empty text. The mainland allows Chinese letters too."""
    extra = _CHINESE if site == "mainland" else ""
    marks = " ".join(re.sub(r"A-Za-z0-9|\\", "", letters))
    return name_fault(option, text, letters=letters + extra, length=length, allowed=f"letters, digits and {marks}")
