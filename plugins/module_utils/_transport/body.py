# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The body of an answer: decoded while it is read, and never more of it than an answer may have."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

# The longest lists have pages of some hundred kilobytes.
MOST_BYTES = 64 * 1024 * 1024
# What requests ask for; nothing else is decoded.
ENCODING = "gzip"
_GZIP_OR_ZLIB = zlib.MAX_WBITS | 32


class UnusableBody(Exception):
    """The body is too long, or it is not what its header says."""


def body_of(chunks: Iterable[bytes], encoding: str, most: int = MOST_BYTES) -> bytes:
    """The decoded body; encoding is the header Content-Encoding, most is in decoded bytes. Raises UnusableBody."""
    encoding = encoding.strip().lower()
    if encoding not in ("", "identity", "gzip", "x-gzip", "deflate"):
        raise UnusableBody("it is encoded in a way that was not asked for")
    pieces: list[bytes] = []
    length = 0
    for piece in chunks if encoding in ("", "identity") else _inflated(chunks, most):
        length += len(piece)
        if length > most:
            raise UnusableBody(f"it is longer than {most // (1024 * 1024)} MB")
        pieces.append(piece)
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)


def _inflated(chunks: Iterable[bytes], most: int) -> Iterator[bytes]:
    """Decoded pieces, none much longer than the whole may be: a few bytes can stand for gigabytes."""
    decoder = zlib.decompressobj(_GZIP_OR_ZLIB)
    begun = False
    try:
        for chunk in chunks:
            begun = begun or bool(chunk)
            while chunk:
                yield decoder.decompress(chunk, most + 1)
                chunk = decoder.unconsumed_tail
    except zlib.error:
        raise UnusableBody("it is not the gzip that its header says") from None
    if begun and not decoder.eof:
        raise UnusableBody("it ends in the middle")
