"""PNG pictures of the SVG that we draw."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

import resvg_py

WIDTH = 512  # pixels: sharp on a telephone, and small enough to be sent to many

_FONT = str(files("font_source_serif_pro") / "files" / "SourceSerifPro-Semibold.ttf")
_FAMILY = "Source Serif Pro"
_END_OF_CYRILLIC = "\u0530"  # the font has Latin, Greek and Cyrillic


@lru_cache(maxsize=32)  # one picture serves every learner of a design
def picture_of(svg: bytes, *, width: int = WIDTH) -> bytes:
    """The PNG picture of a square SVG image that we drew ourselves, such as a seal; never of a stranger's.

    width:   in pixels
    source:  the letters come from the font that we bring, so that every machine draws the same; other scripts, which
             it lacks, from the fonts of the system
    """
    text = svg.decode("utf-8")
    return resvg_py.svg_to_bytes(
        svg_string=text,
        width=width,
        height=width,
        skip_system_fonts=max(text) < _END_OF_CYRILLIC or not _has_other_letters(text),
        font_files=[_FONT],
        serif_family=_FAMILY,
        font_family=_FAMILY,
    )


def _has_other_letters(text: str) -> bool:
    return any(letter >= _END_OF_CYRILLIC and letter.isalpha() for letter in text)
