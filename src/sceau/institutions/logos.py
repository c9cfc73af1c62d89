"""A picture from a stranger, drawn anew: nothing of its file is kept but what one sees.

Its kind and its size are read here from its first bytes before any decoder runs, for a decoder may take memory for the
whole canvas that a few bytes announce.

source:  PNG, third edition, §5.2, §11.2.2; WebP Container Specification (RFC 9649), §2.5 to §2.7; ITU-T T.81, §B.2.2
"""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from struct import error as StructError  # noqa: N812 -- an error, named as one
from struct import unpack_from

from PIL import Image, ImageOps

from sceau.institutions import reasons
from sceau.institutions.errors import UnsafePicture

BYTES = 2_000_000
PIXELS = 12_000_000  # 48 MB once open
SIDE = 8_000
LEAST_SIDE = 32
DRAWN_SIDE = 512
LIGHTEST = 40_000  # bytes of a PNG that a document may bear as it is: it is unpacked and packed again for each
SCANS = 40  # each scan of a progressive JPEG goes over the whole picture: ordinary ones have ten
_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
_FRAMES_OF_JPEG = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # SOF0 to SOF15; the others are no frames
_ANIMATED = 0x02  # the flag of RFC 9649, §2.7


@dataclass(frozen=True, slots=True)
class Drawn:
    """A PNG that we made.

    png:     at most 512 px a side
    digest:  its SHA-256 in hexadecimal
    """

    png: bytes
    digest: str
    width: int
    height: int


def redraw(sent: bytes) -> Drawn:
    """The picture as a PNG of our own: small, upright, its transparency kept, without anything else.

    raises:  UnsafePicture
    """
    if not sent:
        raise UnsafePicture(reasons.PICTURE_EMPTY, field="logo")
    if len(sent) > BYTES:
        size = f"{len(sent) / 1_000_000:.1f}"
        raise UnsafePicture(reasons.PICTURE_TOO_HEAVY, field="logo", size_fr=size.replace(".", ","), size_en=size)
    try:
        kind, width, height = _announced(sent)
        _within_budget(width, height)
        return _drawn(sent, kind, (width, height))
    except UnsafePicture:
        raise
    # decoders of hostile bytes raise all these; anything else is a fault of ours
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError, StructError) as error:
        raise UnsafePicture(reasons.PICTURE_DAMAGED, field="logo") from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError) as error:
        raise UnsafePicture(reasons.PICTURE_DAMAGED, field="logo") from error


@dataclass(frozen=True, slots=True)
class Printed:
    """A logo to be printed on white.

    svg:    a drawing that holds it and nothing else; "" for none
    ratio:  its width for a height of 1
    """

    svg: str = ""
    ratio: float = 1.0


def printed(png: bytes) -> Printed:
    """A kept logo as documents bear it, checked once more: the same bytes for the same picture.

    A heavy one becomes a JPEG on white, which goes into a PDF without being unpacked.
    raises:  UnsafePicture
    """
    drawn = redraw(png)
    kind, content = "png", drawn.png
    if len(content) > LIGHTEST:
        kind, content = "jpeg", _on_white(content)
    size = f'width="{drawn.width}" height="{drawn.height}"'
    return Printed(
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {drawn.width} {drawn.height}">'
        f'<image {size} href="data:image/{kind};base64,{b64encode(content).decode()}"/></svg>',
        drawn.width / drawn.height,
    )


def _on_white(png: bytes) -> bytes:
    out = BytesIO()
    with Image.open(BytesIO(png), formats=["PNG"]) as opened:
        clear = opened.convert("RGBA")
    paper = Image.new("RGBA", clear.size, "white")
    Image.alpha_composite(paper, clear).convert("RGB").save(out, format="JPEG", quality=92, subsampling=0)
    return out.getvalue()


def _announced(sent: bytes) -> tuple[str, int, int]:
    """The kind of picture, and the width and height that its header announces."""
    if sent.startswith(_PNG) and sent[12:16] == b"IHDR":
        if b"acTL" in sent[: sent.find(b"IDAT")]:
            raise UnsafePicture(reasons.PICTURE_MOVES, field="logo")
        return "PNG", *unpack_from(">II", sent, 16)
    if sent.startswith(_JPEG):
        if sent.count(b"\xff\xda") > SCANS:
            raise UnsafePicture(reasons.PICTURE_DAMAGED, field="logo")
        return "JPEG", *_size_of_jpeg(sent)
    if sent[:4] == b"RIFF" and sent[8:12] == b"WEBP":
        return "WEBP", *_size_of_webp(sent)
    if re.search(rb"<svg[\s>:]|<!DOCTYPE\s+svg", sent[:4096], re.IGNORECASE):
        raise UnsafePicture(reasons.PICTURE_IS_SVG, field="logo")
    raise UnsafePicture(reasons.PICTURE_UNKNOWN, field="logo")


def _size_of_jpeg(sent: bytes) -> tuple[int, int]:
    """Of its frame header, found by walking the segments."""
    at = 2
    while True:
        mark, code, length = unpack_from(">BBH", sent, at)
        if mark != 0xFF or length < 2:  # noqa: PLR2004 -- a length counts itself
            raise UnsafePicture(reasons.PICTURE_DAMAGED, field="logo")
        if code in _FRAMES_OF_JPEG:
            height, width = unpack_from(">HH", sent, at + 5)
            return width, height
        at += 2 + length


def _size_of_webp(sent: bytes) -> tuple[int, int]:
    """Of its canvas, whichever of the three forms it has."""
    form = sent[12:16]
    if form == b"VP8X":
        if sent[20] & _ANIMATED:
            raise UnsafePicture(reasons.PICTURE_MOVES, field="logo")
        return int.from_bytes(sent[24:27], "little") + 1, int.from_bytes(sent[27:30], "little") + 1
    if form == b"VP8L":
        bits = int.from_bytes(sent[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if form == b"VP8 ":
        width, height = unpack_from("<HH", sent, 26)
        return width & 0x3FFF, height & 0x3FFF
    raise UnsafePicture(reasons.PICTURE_DAMAGED, field="logo")


def _within_budget(width: int, height: int) -> None:
    if width * height > PIXELS or max(width, height) > SIDE:
        raise UnsafePicture(reasons.PICTURE_TOO_LARGE, field="logo", width=width, height=height)
    if min(width, height) < LEAST_SIDE:
        raise UnsafePicture(reasons.PICTURE_TOO_SMALL, field="logo", width=width, height=height)


def _drawn(sent: bytes, kind: str, size: tuple[int, int]) -> Drawn:
    with Image.open(BytesIO(sent), formats=[kind]) as opened:
        if opened.size != size:  # a second header, which the decoder believes and we did not read
            raise UnsafePicture(reasons.PICTURE_DAMAGED, field="logo")
        if kind != "JPEG" and getattr(opened, "n_frames", 1) > 1:
            raise UnsafePicture(reasons.PICTURE_MOVES, field="logo")
        opened.load()
        upright = ImageOps.exif_transpose(opened)
        clear = _in_plain_colours(upright)
    clear.thumbnail((DRAWN_SIDE, DRAWN_SIDE), Image.Resampling.LANCZOS)
    bare = Image.frombytes(clear.mode, clear.size, clear.tobytes())
    out = BytesIO()
    bare.save(out, format="PNG", optimize=True)
    png = out.getvalue()
    return Drawn(png, sha256(png).hexdigest(), *bare.size)


def _in_plain_colours(picture: Image.Image) -> Image.Image:
    """Eight bits a colour, with opacity when there was any."""
    if picture.mode.startswith("I"):  # sixteen bits of grey
        picture = picture.convert("I").point(lambda grey: grey / 256).convert("L")
    clear = picture.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in picture.info
    return picture.convert("RGBA" if clear else "RGB")
