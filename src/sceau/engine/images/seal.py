"""The default picture of a credential: an engraved seal whose pattern comes from the id of its design."""

from __future__ import annotations

import math
import re
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from sceau.engine.images.guilloche import FAINT, pattern
from sceau.engine.images.lettering import Title, fit_arc, fit_title, shorten

FONTS = "'Sceau Serif', 'Source Serif Pro', 'Source Serif 4', Georgia, serif"


class Ink(NamedTuple):
    """The colours of an engraver: of the lines, of the title, of the paper. Lines have 5:1 at least on their paper."""

    line: str
    deep: str
    paper: str


INKS = {
    "cire": Ink("#14573f", "#0c3d2c", "#f3f8f4"),
    "encre": Ink("#1f4468", "#142f4a", "#f2f6fa"),
    "garance": Ink("#8a3324", "#64231a", "#fbf4f1"),
    "sienne": Ink("#7a4a12", "#573409", "#fbf6ec"),
    "ardoise": Ink("#3a4856", "#26313c", "#f4f6f7"),
    "sapin": Ink("#3f5618", "#2b3c0f", "#f6f8ef"),
}

_SHARE = 0.26  # of the ink in the rose: what FAINT says
_ROOM = 140.0  # radius of the disc in which the title stands
_BODY_RADIUS, _FOOT_RADIUS = 158, 169
_ARC = 0.92  # share of a half circle that its words may take
_LONGEST_LABEL = 400
_NOT_XML = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SPACES = str.maketrans({"\u202f": "\u00a0", "\t": " ", "\n": " ", "\r": " "})  # the font has no narrow space


def draw_seal(
    *,
    design_id: str,
    title: str,
    body: str,
    level: str = "",
    load: str = "",
    ink: str = "cire",
    prefix: str = "s",
    printed: bool = False,
) -> bytes:
    """The seal as an SVG image of 600 by 600.

    design_id:  gives the pattern: same id, same pattern, for ever
    title:      what can be earned, in the middle
    body:       who certifies, above; level and load below, such as "Niveau 6" and "42 heures"
    ink:        one of INKS
    prefix:     begins the ids inside, so that two seals may stand in one page: letters and digits
    printed:    drawn so that it enters a PDF in half the time; it looks the same
    raises:     KeyError for an ink that is not one of INKS
    """
    colours = INKS[ink]
    title, body, level, load = (_clean(text) for text in (title, body, level, load))
    foot = " · ".join(text for text in (level, load) if text)
    # a group that can be seen through is set apart in a PDF, and measured line by line; an ink mixed beforehand is not
    faint, veil = (f'stroke="{_mixed(colours)}"', "fill-opacity") if printed else (FAINT, "opacity")
    outer, inner, rose = pattern(design_id, prefix, faint=faint, whole=printed)
    label = quoteattr(shorten(", ".join(text for text in (title, body, foot) if text), _LONGEST_LABEL))
    line, _, paper = colours
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 600" role="img" aria-label={label}>
<g transform="translate(300 300)" stroke="{line}">
<circle r="290" fill="{paper}" stroke="none"/>{_reeds()}
<circle r="274" fill="none" stroke-width="2.5"/><circle r="268.5" fill="none" stroke-width=".8"/>
{outer}
<circle r="263" fill="none" stroke-width=".8"/><circle r="214" fill="none" stroke-width=".8"/>
{inner}
<circle r="184" fill="{paper}" stroke-width="2.5"/><circle r="179" fill="none" stroke-width=".8"/>
{rose}
<circle r="143" fill="{paper}" stroke="none" {veil}=".72"/>
{_words(title, body, foot, colours, prefix)}
</g>
</svg>
""".encode()


def _mixed(ink: Ink) -> str:
    """The faint lines of the rose, as they look on their paper."""
    pairs = ((int(ink.line[at : at + 2], 16), int(ink.paper[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(_SHARE * line + (1 - _SHARE) * paper):02x}" for line, paper in pairs)


def _words(title: str, body: str, foot: str, ink: Ink, prefix: str) -> str:
    """The title, the two arcs of words around it, and the points that part them."""
    above, above_size = fit_arc(body.upper(), math.pi * _BODY_RADIUS * _ARC, [17.5, 16, 14.5, 13, 11.5, 10], 1.6)
    below, below_size = fit_arc(foot, math.pi * _FOOT_RADIUS * _ARC, [17.5, 16, 14.5, 13, 11.5, 10], 0.8)
    return "\n".join(
        (
            f'<g stroke="none" font-family="{FONTS}" font-weight="600" text-anchor="middle" fill="{ink.line}">',
            _lines(fit_title(title, _ROOM), ink.deep),
            _arc(above, _BODY_RADIUS, above_size, 1.6, f"{prefix}t", sweep=1),
            _arc(below, _FOOT_RADIUS, below_size, 0.8, f"{prefix}u", sweep=0),
            '<circle cx="-164" r="3.4"/><circle cx="164" r="3.4"/></g>',
        )
    )


def _lines(title: Title, colour: str) -> str:
    rows = zip(title.lines, title.feet, strict=True)
    texts = "".join(f'<text y="{foot:.1f}">{escape(line)}</text>' for line, foot in rows)
    return f'<g font-size="{title.size:g}" fill="{colour}">{texts}</g>'


def _arc(text: str, radius: int, size: float, spacing: float, name: str, *, sweep: int) -> str:
    """Words on half a circle: the upper one read clockwise (sweep 1), the lower one counter-clockwise (0)."""
    if not text:
        return ""
    return (
        f'<path id="{name}" fill="none" d="M-{radius} 0A{radius} {radius} 0 0 {sweep} {radius} 0"/>'
        f'<text font-size="{size:g}" letter-spacing="{spacing:g}">'
        f'<textPath href="#{name}" startOffset="50%">{escape(text)}</textPath></text>'
    )


def _reeds() -> str:
    """The reeded edge: 180 strokes drawn as one dashed circle."""
    radius = 284
    stroke = 2 * math.pi * radius / 180
    dashes = f"{stroke * 0.42:.4f} {stroke * 0.58:.4f}"
    return f'<circle r="{radius}" fill="none" stroke-width="11" stroke-dasharray="{dashes}"/>'


def _clean(text: str) -> str:
    """A text that XML and the font can hold."""
    return _NOT_XML.sub("\ufffd", text.translate(_SPACES)).strip()
