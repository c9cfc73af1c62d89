"""What encoding a text file is in: marks at its head first, then proof, then likelihood."""

from __future__ import annotations

import codecs
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from sceau.intake import reasons
from sceau.intake.errors import UnreadableFile

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# One byte a letter, in the order that settles a tie: Windows, then the ISO form with œ and €, then Macintosh, then DOS.
_ONE_BYTE = ("cp1252", "iso8859-15", "mac_roman", "cp850")
_ASCII = bytes(range(128))
_STRAY = 50  # good sequences for one bad: a UTF-8 file that somebody pasted into

# How often a sign is met in French lists of people, roughly, against é = 1.
_OFTEN = {
    "é": 1.0, "è": 0.5, "à": 0.3, "ê": 0.25, "ç": 0.25, "ô": 0.2, "î": 0.15, "ï": 0.2, "ë": 0.2, "û": 0.1, "ù": 0.1,
    "â": 0.15, "ü": 0.15, "ö": 0.15, "ä": 0.1, "á": 0.1, "í": 0.1, "ó": 0.1, "ñ": 0.1, "ã": 0.08, "œ": 0.2, "æ": 0.05,
    "É": 0.25, "È": 0.1, "À": 0.05, "Ç": 0.05, "Ê": 0.05, "Ô": 0.03, "Œ": 0.05, "’": 0.4, "«": 0.05, "»": 0.05,
    "–": 0.05, "…": 0.05, "€": 0.05, "°": 0.05, "\u00a0": 0.05,
}  # fmt: skip
_OTHER_LETTER, _OTHER_SIGN, _CONTROL, _NO_SIGN = 0.02, -0.1, -2.0, -4.0

NAMES = {
    "utf-8": "UTF-8", "utf-8-sig": "UTF-8", "utf-16": "UTF-16", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16",
    "utf-32": "UTF-32", "cp1252": "windows-1252", "iso8859-15": "ISO-8859-15", "mac_roman": "macintosh",
    "cp850": "IBM850",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Encoding:
    """How the bytes of a text become characters.

    codec:   Python's name of it
    certain: a mark at the head, or UTF-8 that could be nothing else; otherwise a person should look at the accents
    errors:  "strict", or "replace" for a UTF-8 file with a few foreign bytes
    lines:   ends of lines counted on the way: about as many rows
    """

    codec: str
    certain: bool
    errors: str = "strict"
    lines: int = 0

    @property
    def name(self) -> str:
        """Its usual name, for a person."""
        return NAMES.get(self.codec, self.codec)


def detect_encoding(chunks: Iterable[bytes], *, asked: str | None = None) -> Encoding:
    """Find the encoding of a text given in pieces, each read once; nothing of it is kept.

    asked:   the name of an encoding that a person chose: it is tried and nothing else
    raises:  UnreadableFile when the bytes are no text, or not in the encoding asked for
    """
    pieces = iter(chunks)
    first = next(pieces, b"")
    codec = _codec(asked) if asked else _marked(first) or _without_mark(first)
    if codec:
        return _proven(codec, first, pieces, certain=asked is not None or _marked(first) is not None)
    return _likely(first, pieces)


def _codec(asked: str) -> str:
    try:
        codec = codecs.lookup(asked)
    except (LookupError, ValueError) as error:
        raise UnreadableFile(reasons.UNKNOWN_ENCODING, encoding=asked[:40]) from error
    if not codec._is_text_encoding:  # "base64" and "zlib" are codecs too
        raise UnreadableFile(reasons.UNKNOWN_ENCODING, encoding=asked[:40])
    return codec.name


def _marked(head: bytes) -> str | None:
    return next((codec for mark, codec in _MARKS if head.startswith(mark)), None)


def _without_mark(head: bytes) -> str | None:
    """UTF-16 without its mark: in a header line, every other byte is nought."""
    even, odd = head[0:4096:2], head[1:4096:2]
    if len(odd) < 4:  # noqa: PLR2004 -- too short to show a pattern
        return None
    if odd.count(0) * 10 > len(odd) * 7 and even.count(0) * 10 < len(even):
        return "utf-16-le"
    if even.count(0) * 10 > len(even) * 7 and odd.count(0) * 10 < len(odd):
        return "utf-16-be"
    return None


def _proven(codec: str, first: bytes, pieces: Iterable[bytes], *, certain: bool) -> Encoding:
    decoder = codecs.getincrementaldecoder(codec)()
    lines = 0
    try:
        for piece in _chain(first, pieces):
            text = decoder.decode(piece)
            lines += text.count("\n") or text.count("\r")
            if "\0" in text:
                raise UnreadableFile(reasons.NOT_A_TABLE, kind="un fichier binaire", kind_en="a binary file")
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise UnreadableFile(reasons.WRONG_ENCODING, encoding=NAMES.get(codec, codec)) from error
    return Encoding(codec, certain, lines=lines)


def _likely(first: bytes, pieces: Iterable[bytes]) -> Encoding:
    """UTF-8 when the bytes obey it, else the one-byte encoding whose letters are met in French."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    high: Counter[int] = Counter()
    good = bad = lines = 0
    for piece in _chain(first, pieces):
        if b"\0" in piece:
            raise UnreadableFile(reasons.NOT_A_TABLE, kind="un fichier binaire", kind_en="a binary file")
        lines += piece.count(b"\n") or piece.count(b"\r")
        if piece.isascii():
            continue
        high.update(piece.translate(None, _ASCII))
        text = decoder.decode(piece)
        wrong = text.count("\ufffd")
        bad += wrong
        good += len(text) - len(text.encode("ascii", "ignore")) - wrong
    bad += decoder.decode(b"", final=True).count("\ufffd")
    if not bad:
        return Encoding("utf-8", certain=True, lines=lines)
    if good >= _STRAY * bad:
        return Encoding("utf-8", certain=False, errors="replace", lines=lines)
    scores = {codec: _likelihood(codec, high) for codec in _ONE_BYTE}
    best = max(_ONE_BYTE, key=lambda codec: scores[codec])
    return Encoding(best, certain=False, errors="replace", lines=lines)


def _likelihood(codec: str, high: Counter[int]) -> float:
    return sum(count * _weight(bytes([byte]).decode(codec, "replace")) for byte, count in high.items())


def _weight(sign: str) -> float:
    if sign == "\ufffd":
        return _NO_SIGN
    if "\x80" <= sign <= "\x9f":
        return _CONTROL
    return _OFTEN.get(sign, _OTHER_LETTER if sign.isalpha() else _OTHER_SIGN)


def _chain(first: bytes, rest: Iterable[bytes]) -> Iterable[bytes]:
    yield first
    yield from rest
