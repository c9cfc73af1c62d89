"""The bits of a status list: set, read, written as text and read back within bounds.

source:  W3C Bitstring Status List 1.0, §2.2 and §3.3–3.4; RFC 1952 (gzip); RFC 4648 §5 (base64url)
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Collection

from sceau.engine.errors import MalformedKey, MalformedStatusList
from sceau.engine.keys.multibase import decode_base64url, encode_base64url
from sceau.engine.status.reasons import (
    LIST_FULL,
    LIST_TOO_LARGE,
    LIST_TOO_SHORT,
    NOT_BASE64URL,
    NOT_GZIP,
    NOT_MULTIBASE,
    OUT_OF_RANGE,
    SIZE_UNUSABLE,
    TRAILING_BYTES,
    TRUNCATED,
    VALUE_TOO_LARGE,
)

MINIMUM_ENTRIES = 131_072  # §6.1: a shorter list points at people
LARGEST_SIZE = 8  # bits an entry: 256 messages are more than any table of them that we have seen
LARGEST_LIST = 2_097_152  # bytes decompressed: 16 million entries of one bit, and 3 ms of work at most

_GZIP_HEADER = bytes.fromhex("1f8b08000000000000ff")  # deflate, no name, no time, no system: the same bytes everywhere
_RANDOM_TRIES = 32


class StatusList:
    """A row of entries of `size` bits each, all 0 at first.

    Index 0 is the left-most, most significant, bit of the first byte (§2.2).
    """

    __slots__ = ("bits", "size")

    def __init__(self, bits: bytearray, size: int = 1) -> None:
        refuse_size(size)
        self.bits = bits
        self.size = size

    @classmethod
    def new(cls, entries: int = MINIMUM_ENTRIES, size: int = 1) -> StatusList:
        """A list of so many entries, all 0.

        raises:  MalformedStatusList when it would be shorter than the standard allows
        """
        if entries < MINIMUM_ENTRIES:
            raise MalformedStatusList(LIST_TOO_SHORT, entries=entries, minimum=MINIMUM_ENTRIES)
        refuse_size(size)
        return cls(bytearray((entries * size + 7) // 8), size)

    @classmethod
    def decode(
        cls, text: str, *, size: int = 1, minimum: int = MINIMUM_ENTRIES, limit: int = LARGEST_LIST
    ) -> StatusList:
        """The list that an `encodedList` holds.

        size:    bits an entry, the `statusSize` of the credential's entry
        limit:   bytes that it may decompress to
        raises:  MalformedStatusList
        source:  §3.4, and §3.2 step 9 for the length
        """
        refuse_size(size)
        bits = _expand(_bytes_of(text), limit)
        if len(bits) * 8 // size < minimum:
            raise MalformedStatusList(LIST_TOO_SHORT, entries=len(bits) * 8 // size, minimum=minimum)
        return cls(bytearray(bits), size)

    def with_size(self, size: int) -> StatusList:
        """The same bits as entries of that size; they are shared, not copied.

        raises:  MalformedStatusList when they make fewer entries than the standard allows
        """
        same = StatusList(self.bits, size)
        if len(same) < MINIMUM_ENTRIES:
            raise MalformedStatusList(LIST_TOO_SHORT, entries=len(same), minimum=MINIMUM_ENTRIES)
        return same

    def encode(self) -> str:
        """The `encodedList`: "u", then base64url without padding of the gzipped bits; equal lists give equal texts.

        source:  §3.3 step 3
        """
        # bits are mostly runs: run-length coding is both faster and smaller than the general search (see decisions)
        compressor = zlib.compressobj(6, zlib.DEFLATED, -15, 8, zlib.Z_RLE)
        body = compressor.compress(self.bits) + compressor.flush()
        tail = zlib.crc32(self.bits).to_bytes(4, "little") + (len(self.bits) & 0xFFFFFFFF).to_bytes(4, "little")
        return "u" + encode_base64url(_GZIP_HEADER + body + tail)

    def __len__(self) -> int:
        return len(self.bits) * 8 // self.size

    def get(self, index: int) -> int:
        """The value of an entry, 0 to 2^size - 1.

        raises:  MalformedStatusList when there is no such entry (RANGE_ERROR, §3.2 step 10)
        """
        size = self.size
        first = self._position(index)
        if size == 1:
            return self.bits[first >> 3] >> (7 - (first & 7)) & 1
        two_bytes = int.from_bytes(self.bits[first >> 3 : (first >> 3) + 2].ljust(2, b"\0"))
        return two_bytes >> (16 - (first & 7) - size) & ((1 << size) - 1)

    def set(self, index: int, value: int = 1) -> None:
        """Give an entry a value.

        raises:  MalformedStatusList when there is no such entry, or when the value does not fit in its bits
        """
        if not 0 <= value < 1 << self.size:
            raise MalformedStatusList(VALUE_TOO_LARGE, value=value, size=self.size)
        first = self._position(index)
        for place in range(self.size):
            at = first + place
            mask = 0x80 >> (at & 7)
            if value >> (self.size - 1 - place) & 1:
                self.bits[at >> 3] |= mask
            else:
                self.bits[at >> 3] &= ~mask

    def _position(self, index: int) -> int:
        if not 0 <= index < len(self):
            raise MalformedStatusList(OUT_OF_RANGE, index=index, entries=len(self))
        return index * self.size


def refuse_size(size: int) -> None:
    """Refuse a `statusSize` that no list of ours or of others has.

    raises:  MalformedStatusList
    """
    if not 1 <= size <= LARGEST_SIZE:
        raise MalformedStatusList(SIZE_UNUSABLE, size=size, limit=LARGEST_SIZE)


def random_index(taken: Collection[int], below: Callable[[int], int], *, entries: int = MINIMUM_ENTRIES) -> int:
    """An entry that nobody has, every free one as likely as another (§2.1: an index must tell nothing).

    taken:   the indices in use, a set
    below:   randomness: a whole number from 0 to n - 1, evenly, such as `secrets.randbelow`
    raises:  MalformedStatusList when the list is full
    """
    for _ in range(_RANDOM_TRIES):
        index = below(entries)
        if index not in taken:
            return index
    free = [index for index in range(entries) if index not in taken]  # nearly full: choose among what is left
    if not free:
        raise MalformedStatusList(LIST_FULL, entries=entries)
    return free[below(len(free))]


def _bytes_of(text: str) -> bytes:
    """Multibase "u", nothing else, and exactly what an encoder would have written."""
    if text[:1] != "u":
        raise MalformedStatusList(NOT_MULTIBASE)
    try:
        return decode_base64url(text[1:])
    except MalformedKey as error:
        raise MalformedStatusList(NOT_BASE64URL) from error


def _expand(data: bytes, limit: int) -> bytes:
    """What one gzip member holds, if it is whole, alone, and no larger than the limit."""
    expander = zlib.decompressobj(31)  # 31: the gzip container and no other
    try:
        bits = expander.decompress(data, limit + 1)
    except zlib.error as error:
        raise MalformedStatusList(NOT_GZIP) from error
    if len(bits) > limit:
        raise MalformedStatusList(LIST_TOO_LARGE, limit=limit)
    if not expander.eof:
        raise MalformedStatusList(TRUNCATED)
    if expander.unused_data:
        raise MalformedStatusList(TRAILING_BYTES)
    return bits
