# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The error that a handler raises and the app turns into an answer."""

from __future__ import annotations


class ApiError(Exception):
    """An error of the API: a documented code, and a message (default: the catalogue's sentence for the code)."""

    def __init__(self, code: str, message: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.message = message
