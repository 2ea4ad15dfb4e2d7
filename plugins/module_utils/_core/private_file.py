# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Files that only their owner reads, and that appear under their name only when they are complete."""

from __future__ import annotations

import os
import secrets

from .errors import invalid_input


def write_private(path: str, text: str) -> None:
    """Put a text into a file of mode 0600; a reader sees the old file or the new one. Raises invalid_input."""
    part = f"{path}.{secrets.token_hex(8)}.part"
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            os.replace(part, path)
        except BaseException:
            os.unlink(part)
            raise
    except OSError as error:
        raise invalid_input(
            [f"The file {path!r} cannot be written: {error.strerror}."],
            hint="Give a path in a folder that exists and that you may write.",
        ) from None
