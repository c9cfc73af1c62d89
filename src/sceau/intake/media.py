"""What pictures, sound, films and PDF look like from their bytes: where they begin, and that they end.

Nothing is decoded. A file that is two things at once (a picture with a page behind it) is given away by what stands
after its end, or by a page's words at its beginning.
"""

from __future__ import annotations

import re
import struct
from typing import BinaryIO

HEAD = 4096  # bytes that are read to know a file; browsers look at the first 1445 (WHATWG MIME Sniffing, §5.2)
TAIL = 66_000  # bytes: a ZIP says what it holds in its last 65,557 (APPNOTE 4.3.16)
_PNG = b"\x89PNG\r\n\x1a\n"
_PAGE = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|script|iframe|svg|\?php)[\s>]|<\?php|javascript:", re.IGNORECASE
)
_ZIP_LIST, _ZIP_END = b"PK\x01\x02", b"PK\x05\x06"
_MOST_CHUNKS = 100_000  # of a PNG: fifty million bytes in pieces of the smallest that encoders write
_SIMPLE_PDF = re.compile(rb"%PDF-[12]\.[0-9]")
# the brand of an ISO base media file (ISO/IEC 14496-12, §4.3), and what it is
_BRANDS = {
    "mp4": b"isom iso2 iso3 iso4 iso5 iso6 mp41 mp42 avc1 MSNV M4V  M4VH dash 3gp4 3gp5 3gp6",
    "mov": b"qt  ",
    "m4a": b"M4A  M4B ",
    "heic": b"heic heix heim heis hevc mif1 msf1",
}
BRANDS = {brands[at : at + 4]: kind for kind, brands in _BRANDS.items() for at in range(0, len(brands), 5)}


def kind_of(head: bytes) -> str:
    """ "pdf", "png", "jpeg", "webp", "heic", "mp4", "mov", "m4a" or "mp3"; "" for anything else."""
    if _SIMPLE_PDF.match(head):
        return "pdf"
    if head.startswith(_PNG):
        return "png"
    if head.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head[4:8] == b"ftyp":
        return BRANDS.get(head[8:12], "")
    if head.startswith(b"ID3") or _is_mp3_frame(head):
        return "mp3"
    return ""


def holds_a_page(head: bytes) -> bool:
    """Whether a browser that looks for itself could take the beginning for a web page."""
    return _PAGE.search(head[:2048]) is not None


def is_whole(kind: str, file: BinaryIO, size: int) -> bool:
    """Whether the file ends as its kind does. Sound and films are played as far as they go: they always do."""
    match kind:
        case "pdf":
            return b"%%EOF" in _tail(file, size, 1024)
        case "png":
            return _png_end(file, size) > 0
        case "jpeg":
            return b"\xff\xd9" in _tail(file, size, TAIL)
        case "webp":
            file.seek(4)
            return int(struct.unpack("<I", file.read(4))[0]) + 8 <= size + 1
        case _:
            return True


def holds_an_archive(file: BinaryIO, size: int) -> bool:
    """Whether a ZIP ends in the file: its end says where its list of contents stands, and it stands there.

    source:  PKWARE APPNOTE 4.3.12, 4.3.16
    """
    tail = _tail(file, size, TAIL)
    for found in re.finditer(_ZIP_END, tail):
        if found.start() + 22 <= len(tail):
            at, length = (
                size - len(tail) + found.start(),
                int.from_bytes(tail[found.start() + 12 : found.start() + 16], "little"),
            )
            file.seek(max(0, at - length))
            if file.read(4) in (_ZIP_LIST, _ZIP_END):
                return True
    return False


def _tail(file: BinaryIO, size: int, most: int) -> bytes:
    file.seek(max(0, size - most))
    return file.read(most)


def _png_end(file: BinaryIO, size: int) -> int:
    """Where IEND ends, 0 when the file ends before it. source: PNG, third edition, §5.3"""
    at = len(_PNG)
    for _ in range(_MOST_CHUNKS):
        if at + 12 > size:
            break
        file.seek(at)
        length, name = struct.unpack(">I4s", file.read(8))
        at += 12 + length
        if name == b"IEND":
            return at if at <= size else 0
    return 0


def _is_mp3_frame(head: bytes) -> bool:
    """Whether two frames of MPEG audio, layer III, stand one behind the other. source: ISO/IEC 11172-3, §2.4.1.3"""
    length = _frame_length(head)
    return length > 0 and _frame_length(head[length:]) > 0


_BITRATES = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)  # thousands, of version 1
_BITRATES_2 = (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_RATES = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}


def _frame_length(frame: bytes) -> int:
    if len(frame) < 4 or frame[0] != 0xFF or frame[1] & 0xE6 != 0xE2:  # noqa: PLR2004 -- sync, layer III
        return 0
    version, bitrate, rate, padding = (frame[1] >> 3) & 3, frame[2] >> 4, (frame[2] >> 2) & 3, (frame[2] >> 1) & 1
    if version not in _RATES or not 0 < bitrate < 15 or rate == 3:  # noqa: PLR2004 -- reserved values
        return 0
    first = version == 3  # noqa: PLR2004 -- MPEG 1
    kilobits = (_BITRATES if first else _BITRATES_2)[bitrate - 1]
    return (144_000 if first else 72_000) * kilobits // _RATES[version][rate] + padding
