"""PNG pictures of the SVG that we draw."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

import resvg_py

from sceau.outside.palette import with_palette

WIDTH = 600  # pixels: one for each unit of a seal

_FONT = str(files("font_source_serif_pro") / "files" / "SourceSerifPro-Semibold.ttf")
_FAMILY = "Source Serif Pro"
_END_OF_CYRILLIC = "\u0530"  # the font has Latin, Greek and Cyrillic


@lru_cache(maxsize=32)  # one picture serves every learner of a design
def picture_of(svg: bytes, *, width: int = WIDTH, height: int = 0) -> bytes:
    """The PNG picture of an SVG image that we drew ourselves, such as a seal; never of a stranger's.

    width:   in pixels; height: the same, for an image that is not square
    source:  the letters come from the font that we bring, so that every machine draws the same; other scripts, which
             it lacks, from the fonts of the system
    """
    text = svg.decode("utf-8")
    image = resvg_py.svg_to_bytes(
        svg_string=text,
        width=width,
        height=height or width,
        skip_system_fonts=not any(letter >= _END_OF_CYRILLIC and letter.isalpha() for letter in text),
        font_files=[_FONT],
        serif_family=_FAMILY,
        font_family=_FAMILY,
    )
    return with_palette(image)
