"""Mend the widths of the web fonts, and cut from them the letters that French and English pages need: a first visit
is light.

    python -m venv /tmp/fonts && /tmp/fonts/bin/pip install fonttools brotli
    /tmp/fonts/bin/python fonts/subset.py          # writes sceau-*-core.woff2 beside the whole files

The whole files, made from Source Sans Pro and Source Serif Pro (SIL OFL 1.1) under a name of their own, hold all of
Latin, small capitals and every kind of figures; a page that shows another letter fetches them. `unicode-range` in
tokens.css names the same letters as CORE below, which a test compares.
"""

from __future__ import annotations

from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parent.parent / "src" / "sceau" / "web" / "static" / "fonts"
CORE = [
    *range(0x20, 0x7F),
    *map(ord, "\u00a0«°·»–—’“”•…\u202f€→−"),
    *map(ord, "ÀÂÆÇÈÉÊËÎÏÔÙÛÜŒŸàâæçèéêëîïôùûüÿœ"),  # French
    *map(ord, "ßáäåíñóöøú"),  # names of neighbours
]
FACES = {
    "sans-400": ["kern", "liga", "smcp", "c2sc", "lnum", "tnum"],
    "sans-600": ["kern", "liga", "lnum", "tnum"],
    "serif-400": ["kern", "liga"],
}


USE_MY_METRICS = 0x0200  # of a part of a glyph. source: OpenType 1.9.1, table glyf, component glyph flags


def mend(path: Path) -> int:
    """Give back its width to each glyph that claims that of a narrower part; gives how many there were.

    « was as broad as ‹ wherever widths are rounded to pixels, and the space after it was lost.
    """
    font = TTFont(path)
    outlines, widths = font["glyf"], font["hmtx"]
    wrong = [
        part
        for name in font.getGlyphOrder()
        if outlines[name].isComposite()
        for part in outlines[name].components
        if part.flags & USE_MY_METRICS and widths[part.glyphName][0] != widths[name][0]
    ]
    for part in wrong:
        part.flags &= ~USE_MY_METRICS
    if wrong:
        font.flavor = "woff2"
        font.save(path)
    return len(wrong)


def write(face: str, features: list[str]) -> None:
    """One file, with what a page of prose asks of it."""
    font = TTFont(FONTS / f"sceau-{face}.woff2")
    options = Options()
    options.flavor, options.layout_features, options.hinting = "woff2", features, False
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=CORE)
    subsetter.subset(font)
    font.flavor = "woff2"
    font.save(FONTS / f"sceau-{face}-core.woff2")


if __name__ == "__main__":
    for path in FONTS.glob("*.woff2"):
        mend(path)
    for face, features in FACES.items():
        write(face, features)
