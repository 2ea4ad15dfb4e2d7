# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Files that only their owner reads, and that appear under their name only when they are complete."""

from __future__ import annotations

import hashlib
import os
import secrets
from contextlib import suppress
from types import TracebackType

from .errors import OrgkitError, invalid_input


class PrivateFile:
    """A text file in the making: written beside its place with mode 0600, and moved there by `keep`.

    Without `keep` nothing stays. Raises invalid_input when the folder or the file cannot be written.
    """

    def __init__(self, path: str) -> None:
        self.path = os.path.abspath(path)
        folder, name = os.path.split(self.path)
        self._part = os.path.join(folder, f".{name[:100]}.{secrets.token_hex(8)}.part")
        self._hash = hashlib.sha256()
        self._kept = False
        try:
            if os.path.exists(self.path) and not os.path.isfile(self.path):
                # What would be lost in place of a device or a pipe cannot be made again.
                raise IsADirectoryError(f"{self.path} is a folder or a device, and no file")
            descriptor = os.open(self._part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except (OSError, ValueError) as error:
            raise _refused(path, error) from None
        self._file = os.fdopen(descriptor, "wb", buffering=1 << 16)

    def write(self, text: str) -> None:
        """Add text. Half a character, which no file can hold, is written as its escape."""
        data = text.encode("utf-8", "backslashreplace")
        self._hash.update(data)
        try:
            self._file.write(data)
        except OSError as error:
            raise _refused(self.path, error) from None

    @property
    def sha256(self) -> str:
        """Of all that was written so far, in hexadecimal."""
        return self._hash.hexdigest()

    def keep(self) -> None:
        """Move the file to its place; a reader sees the old one or the new one, never a part."""
        try:
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            os.replace(self._part, self.path)
        except OSError as error:
            raise _refused(self.path, error) from None
        self._kept = True

    def __enter__(self) -> PrivateFile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._kept:
            return
        # The disk may be full, which was told already; what is left in memory is not wanted any more.
        with suppress(OSError):
            self._file.close()
        with suppress(OSError):
            os.unlink(self._part)


def write_private(path: str, text: str) -> None:
    """Put a text into a private file. Raises invalid_input."""
    with PrivateFile(path) as file:
        file.write(text)
        file.keep()


def _refused(path: str, error: Exception) -> OrgkitError:
    reason = getattr(error, "strerror", None) or str(error)
    return invalid_input(
        [f"The file {path!r} cannot be written: {reason}."],
        hint="Give a path in a folder that exists and that you may write.",
    )
