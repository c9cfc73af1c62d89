"""A stranger's picture: the square codes on it, whatever took it."""

from __future__ import annotations

import io
import warnings

import zxingcpp
from PIL import Image, ImageOps, UnidentifiedImageError

from sceau.engine.ports import Carried, Contents
from sceau.outside.strangers import limits

FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF")
_SQUARES = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
TOO_LARGE, NOT_A_PICTURE, BROKEN = "too_many_pixels", "not_a_picture", "broken"


def read_picture(data: bytes) -> Contents:
    """The square codes on a picture. Never raises for anything in it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what is odd in a file: it is read or it is not
            with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
                return _searched(picture)
    except (UnidentifiedImageError, Image.DecompressionBombError):
        return Contents("picture", fault=NOT_A_PICTURE)
    except (OSError, ValueError, SyntaxError, EOFError, ArithmeticError, MemoryError):
        return Contents("picture", fault=BROKEN)


def codes_of(picture: Image.Image) -> list[bytes]:
    """What the square codes on a picture say, as UTF-8, each once."""
    found = zxingcpp.read_barcodes(picture, formats=_SQUARES)
    return list(dict.fromkeys(each.text.encode() for each in found[: limits.MOST_CODES] if each.text))


def _searched(picture: Image.Image) -> Contents:
    width, height = picture.size
    if width * height > limits.MOST_PIXELS:
        return Contents("picture", fault=TOO_LARGE)
    picture.draft("L", (limits.LONG_SIDE, limits.LONG_SIDE))  # a JPEG is then decoded smaller
    upright = ImageOps.exif_transpose(picture) or picture
    grey = _on_white(upright).convert("L")
    grey.thumbnail((limits.LONG_SIDE, limits.LONG_SIDE))
    return Contents("picture", tuple(Carried("code", "", text) for text in codes_of(grey)))


def _on_white(picture: Image.Image) -> Image.Image:
    """What is transparent is paper."""
    if picture.mode not in ("RGBA", "LA", "PA") and "transparency" not in picture.info:
        return picture
    solid = picture.convert("RGBA")
    paper = Image.new("RGBA", solid.size, "white")
    paper.alpha_composite(solid)
    return paper
