"""The files of credentials, kept as what they have of their own: exact bytes in, the same exact bytes out.

Two credentials of one design differ in a few hundred bytes of twenty-six thousand. A packed file is a zlib stream with
a preset dictionary (RFC 1950, section 2.2), a `Pattern` that many have in common; the stream names it by its Adler-32
and ends with that of the file itself, so that neither can be another without being noticed. Whatever is no such stream
is the file as it is: a JSON object begins with a brace.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Final

LEVEL: Final = 3  # as small as 6 makes it, but for a tenth, in half the time
LONGEST: Final = 32_768 - 262  # bytes of a pattern that zlib looks back to: the last ones
_ZLIB: Final = 0x78  # the first byte: deflate, with a window of 32 kB
_HAS_PATTERN: Final = 0x20  # of the second
_NUMBER: Final = slice(2, 6)


class Unreadable(Exception):
    """What is kept cannot be unpacked: the disk lost something, or a pattern is gone."""


class Packer:
    """Packs files that have much in common with a text.

    text:    what is common, the likeliest last
    number:  by which the streams name it
    """

    def __init__(self, text: bytes) -> None:
        self.text = text[-LONGEST:]
        self.number = zlib.adler32(self.text)
        self._primed = zlib.compressobj(LEVEL, zlib.DEFLATED, 15, 8, zlib.Z_DEFAULT_STRATEGY, self.text)

    def packed(self, file: bytes) -> bytes:
        """What is kept of a file: the file itself when it would not become shorter."""
        stream = self._primed.copy()  # to read the text anew for each file would take four times as long
        kept = stream.compress(file) + stream.flush()
        return kept if len(kept) < len(file) else file


def pattern_named_in(kept: bytes) -> int | None:
    """The number of the pattern that a packed file needs; None when it is not packed."""
    is_packed = len(kept) > 1 and kept[0] == _ZLIB and kept[1] & _HAS_PATTERN
    return int.from_bytes(kept[_NUMBER], "big") if is_packed else None


def unpacked(kept: bytes, text_of: Callable[[int], bytes]) -> bytes:
    """The file, byte for byte.

    text_of:  gives the pattern of a number
    raises:   Unreadable
    """
    number = pattern_named_in(kept)
    if number is None:
        return kept
    stream = zlib.decompressobj(15, text_of(number))
    try:
        file = stream.decompress(kept) + stream.flush()
    except zlib.error as fault:
        raise Unreadable(f"pattern {number}: {fault}") from fault
    if not stream.eof or stream.unused_data:
        raise Unreadable(f"pattern {number}: {len(kept)} bytes are not one whole stream")
    return file
