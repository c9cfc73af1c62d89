"""Credentials in PNG files: chunks read strictly and written without touching the picture.

source:  Open Badges 3.0, §5.3.1 (iTXt, keyword "openbadgecredential", not compressed, once); Open Badges 2.0 baking
         specification (keyword "openbadges"); PNG, third edition, §5 and §11.3.3
"""

from __future__ import annotations

import zlib
from functools import lru_cache
from struct import Struct
from typing import NamedTuple

from sceau.engine.errors import MalformedImage, Reason
from sceau.engine.images.baked import (
    BAKED_TWICE,
    CREDENTIAL_TOO_LARGE,
    NOT_UTF_8,
    NOTHING_BAKED,
    Baked,
    Standard,
    found,
    refuse_large_image,
    text_to_bake,
)
from sceau.engine.strict_json import MAXIMUM_BYTES

SIGNATURE = b"\x89PNG\r\n\x1a\n"
KEYWORDS: dict[Standard, bytes] = {"ob3": b"openbadgecredential", "ob2": b"openbadges"}
MOST_CHUNKS = 4_096  # a picture of 8 MB in the smallest usual pieces has a thousand

NOT_A_PNG = Reason("png.not_a_png", fr="ce n’est pas une image PNG", en="this is not a PNG image")
CHUNK_TRUNCATED = Reason(
    "png.truncated",
    fr="l’image PNG est coupée : il manque sa fin",
    en="the PNG image is cut short: its end is missing",
)
LENGTH_LIES = Reason(
    "png.length_lies",
    fr="l’octet {at} annonce un bloc de {length} octets, il n’en reste que {left}",
    en="byte {at} announces a chunk of {length} bytes, but only {left} are left",
)
CHUNK_NAME = Reason(
    "png.chunk_name",
    fr="à l’octet {at}, le nom du bloc n’est pas fait de quatre lettres",
    en="at byte {at}, the name of the chunk is not four letters",
)
CRC_WRONG = Reason(
    "png.crc_wrong",
    fr="le bloc {kind} à l’octet {at} est abîmé : sa somme de contrôle est fausse",
    en="the {kind} chunk at byte {at} is damaged: its checksum is wrong",
)
HEADER_NOT_FIRST = Reason(
    "png.header_not_first",
    fr="l’image commence par un bloc {kind} au lieu de son en-tête IHDR",
    en="the image begins with a {kind} chunk instead of its IHDR header",
)
HEADER_MALFORMED = Reason(
    "png.header_malformed",
    fr="l’en-tête IHDR est malformé ou répété",
    en="the IHDR header is malformed or repeated",
)
AFTER_THE_END = Reason(
    "png.after_the_end",
    fr="il y a {count} octets après la fin de l’image (IEND)",
    en="there are {count} bytes after the end of the image (IEND)",
)
TOO_MANY_CHUNKS = Reason(
    "png.too_many_chunks",
    fr="l’image a plus de {limit} blocs",
    en="the image has more than {limit} chunks",
)
COMPRESSED = Reason(
    "png.compressed",
    fr="la preuve est compressée dans l’image ; la norme le défend",
    en="the credential is compressed in the image, which the standard forbids",
)
WRONG_CHUNK = Reason(
    "png.wrong_chunk",
    fr="la preuve est dans un bloc {kind} ; la norme la veut dans un bloc iTXt",
    en="the credential is in a {kind} chunk; the standard wants it in an iTXt chunk",
)
TEXT_MALFORMED = Reason(
    "png.text_malformed",
    fr="le bloc de texte qui contient la preuve est malformé",
    en="the text chunk that holds the credential is malformed",
)

_HEAD = Struct(">I4s")
_WORD = Struct(">I")
_AROUND = 12  # length, name and checksum of a chunk
_HEADER_END = len(SIGNATURE) + _AROUND + 13
_TEXT_KINDS = (b"tEXt", b"zTXt", b"iTXt")


class Chunk(NamedTuple):
    """A chunk by its name and by where it lies: bytes start to end, its data between start + 8 and end - 4."""

    kind: bytes
    start: int
    end: int


def is_png(image: bytes) -> bool:
    """Whether the bytes begin as a PNG does."""
    return image.startswith(SIGNATURE)


def bake(image: bytes, credential: str, *, standard: Standard = "ob3") -> bytes:
    """The picture with the credential right after its header, in place of an older one.

    raises:  MalformedImage
    """
    text = text_to_bake(credential)
    keyword = KEYWORDS[standard]
    rest = _without(image, keyword)
    # keyword, NUL, not compressed, method 0, no language NUL, no translated keyword NUL (PNG, §11.3.3.4)
    return b"".join((image[:_HEADER_END], _chunk(b"iTXt", keyword + b"\0\0\0\0\0" + text), rest))


def unbake(image: bytes) -> Baked:
    """The credential in a picture.

    raises:  MalformedImage
    """
    texts = [(chunk, _keyword_of(image, chunk)) for chunk in chunks_of(image) if chunk.kind in _TEXT_KINDS]
    for standard, keyword in KEYWORDS.items():
        held = [chunk for chunk, name in texts if name == keyword]
        if len(held) > 1:
            raise MalformedImage(BAKED_TWICE, count=len(held))
        if held:
            return found(standard, _text_of(image, held[0], standard))
    raise MalformedImage(NOTHING_BAKED)


def chunks_of(image: bytes) -> list[Chunk]:
    """Every chunk of a picture, whole, undamaged, from its header to its end and nothing beyond.

    raises:  MalformedImage
    """
    refuse_large_image(image)
    if not is_png(image):
        raise MalformedImage(NOT_A_PNG)
    view = memoryview(image)
    chunks: list[Chunk] = []
    at, size = len(SIGNATURE), len(image)
    while not chunks or chunks[-1].kind != b"IEND":
        if len(chunks) >= MOST_CHUNKS:
            raise MalformedImage(TOO_MANY_CHUNKS, limit=MOST_CHUNKS)
        chunk = _chunk_at(view, at, size)
        chunks.append(chunk)
        at = chunk.end
    if at != size:
        raise MalformedImage(AFTER_THE_END, count=size - at)
    _refuse_header(chunks)
    return chunks


def _chunk_at(view: memoryview, at: int, size: int) -> Chunk:
    if size - at < _AROUND:
        raise MalformedImage(CHUNK_TRUNCATED)
    length, kind = _HEAD.unpack_from(view, at)
    if length > size - at - _AROUND:
        raise MalformedImage(LENGTH_LIES, at=at, length=length, left=size - at - _AROUND)
    if not (kind.isascii() and kind.isalpha()):
        raise MalformedImage(CHUNK_NAME, at=at)
    end = at + length + _AROUND
    if zlib.crc32(view[at + 4 : end - 4]) != _WORD.unpack_from(view, end - 4)[0]:
        raise MalformedImage(CRC_WRONG, kind=kind.decode("ascii"), at=at)
    return Chunk(kind, at, end)


def _refuse_header(chunks: list[Chunk]) -> None:
    first = chunks[0]
    if first.kind != b"IHDR":
        raise MalformedImage(HEADER_NOT_FIRST, kind=first.kind.decode("ascii"))
    if first.end != _HEADER_END or any(chunk.kind == b"IHDR" for chunk in chunks[1:]):
        raise MalformedImage(HEADER_MALFORMED)


@lru_cache(maxsize=8)  # one picture is baked with thousands of credentials: it is read once
def _without(image: bytes, keyword: bytes) -> bytes:
    """What follows the header, less the text chunks of that keyword."""
    kept, at = [], _HEADER_END
    for chunk in chunks_of(image):
        if chunk.kind in _TEXT_KINDS and _keyword_of(image, chunk) == keyword:
            kept.append(image[at : chunk.start])
            at = chunk.end
    kept.append(image[at:])
    return b"".join(kept)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return b"".join((_HEAD.pack(len(data), kind), data, _WORD.pack(zlib.crc32(data, zlib.crc32(kind)))))


def _keyword_of(image: bytes, chunk: Chunk) -> bytes:
    """What stands before the first NUL; at most 79 bytes (PNG, §11.3.3.2)."""
    return image[chunk.start + 8 : min(chunk.end - 4, chunk.start + 88)].partition(b"\0")[0]


def _text_of(image: bytes, chunk: Chunk, standard: Standard) -> str:
    """The text of the chunk that holds a credential.

    source:  Open Badges 2.0 and 3.0 want iTXt, not compressed; badges before 2.0 had a URL in tEXt
    """
    _, _, data = image[chunk.start + 8 : chunk.end - 4].partition(b"\0")
    if chunk.kind == b"zTXt" or (chunk.kind == b"iTXt" and data[:1] != b"\0"):
        raise MalformedImage(COMPRESSED)
    if chunk.kind == b"tEXt" and standard == "ob3":
        raise MalformedImage(WRONG_CHUNK, kind="tEXt")
    if chunk.kind == b"iTXt":
        _language, language_end, after = data[2:].partition(b"\0")
        _translated, keyword_end, data = after.partition(b"\0")
        if not (language_end and keyword_end):
            raise MalformedImage(TEXT_MALFORMED)
    if len(data) > MAXIMUM_BYTES:
        raise MalformedImage(CREDENTIAL_TOO_LARGE, limit=MAXIMUM_BYTES)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise MalformedImage(NOT_UTF_8) from error
