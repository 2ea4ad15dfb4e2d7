# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The body of an answer is never larger than an answer may be, however small it was on the way."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib
from collections.abc import Iterator

import pytest

from ansible_collections.orgkit.cloud.plugins.module_utils._transport.body import UnusableBody, body_of

MEGABYTE = 1024 * 1024


def bomb(megabytes: int) -> bytes:
    packer = zlib.compressobj(9, wbits=31)
    return b"".join(packer.compress(bytes(MEGABYTE)) for _number in range(megabytes)) + packer.flush()


@pytest.mark.parametrize("size", [1, 7, 10_000])
@pytest.mark.parametrize("encoding", ["gzip", "GZIP", "x-gzip", "deflate"])
def test_a_packed_body_is_unpacked_whatever_its_chunks_are(encoding: str, size: int) -> None:
    body = b'{"Response": {}}' * 500
    packed = zlib.compress(body) if encoding == "deflate" else gzip.compress(body)
    chunks = [packed[start : start + size] for start in range(0, len(packed), size)]
    assert body_of(chunks, encoding) == body


@pytest.mark.parametrize("encoding", ["", "identity", "gzip"])
def test_an_empty_body_is_empty(encoding: str) -> None:
    assert body_of([], encoding) == body_of([b""], encoding) == b""


def test_a_bomb_stops_while_it_is_unpacked() -> None:
    packed = bomb(200)
    tracemalloc.start()
    try:
        with pytest.raises(UnusableBody, match="longer than 2 MB"):
            body_of([packed], "gzip", 2 * MEGABYTE)
        assert tracemalloc.get_traced_memory()[1] < 20 * MEGABYTE
    finally:
        tracemalloc.stop()


def test_a_long_body_is_not_read_to_its_end() -> None:
    read = []

    def endless() -> Iterator[bytes]:
        while True:
            read.append(1)
            yield bytes(MEGABYTE)

    with pytest.raises(UnusableBody, match="longer than 2 MB"):
        body_of(endless(), "", 2 * MEGABYTE)
    assert len(read) == 3


@pytest.mark.parametrize(
    ("chunks", "encoding"),
    [
        ([b"no gzip"], "gzip"),
        ([gzip.compress(b"half of it" * 99)[:-12]], "gzip"),
        ([b"x"], "br"),
        ([b"x"], "gzip, gzip"),
    ],
)
def test_a_body_that_is_not_what_its_header_says_is_refused(chunks: list[bytes], encoding: str) -> None:
    with pytest.raises(UnusableBody):
        body_of(chunks, encoding)
