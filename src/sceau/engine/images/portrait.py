"""The pictures of a design: its seal, and the card that a social network shows beside a link."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

from sceau.engine.images.lettering import shorten, width_of
from sceau.engine.images.seal import FONTS, INKS, draw_seal
from sceau.engine.model.designs import Design

INK_OF_USAGE = {
    "company": "ardoise",
    "technical": "encre",
    "product": "sienne",
    "regulatory": "garance",
    "soft_skills": "sapin",
}
CARD = (1200, 627)  # what networks cut least

_NOT_XML = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LEFT, _RIGHT = 72, 700  # where the words of a card begin and end
_TITLE_SIZES = (64, 58, 52, 46, 40, 36)
_MOST_TITLE_LINES = 5


def seal_of(design: Design, body: str, *, prefix: str = "s", printed: bool = False) -> bytes:
    """The seal of a version under a body's name, as SVG: always the same for the same version. See `draw_seal`."""
    french = design.language.startswith("fr")
    level = f"{'Niveau' if french else 'Level'} {design.level.eqf}" if design.level else ""
    hours = f"{design.workload.hours:g} {'heures' if french else 'hours'}" if design.workload else ""
    return draw_seal(
        design_id=str(design.uuid),
        title=design.title.to(design.language),
        body=body,
        level=level,
        load=hours,
        ink=ink_of(design),
        prefix=prefix,
        printed=printed,
    )


def ink_of(design: Design) -> str:
    """The ink that its designers chose, else the one of its kind."""
    look = design.document.get("look")
    chosen = look.get("ink") if isinstance(look, dict) else None
    return chosen if isinstance(chosen, str) and chosen in INKS else INK_OF_USAGE.get(design.usage, "cire")


def draw_card(design: Design, *, title: str, body: str, facts: str, address: str) -> bytes:
    """A card of 1200 by 627, as SVG: what can be earned, who awards it, and its seal.

    facts:    a line such as "Niveau 6 · 42 heures"; address: of the installation, "sceau.example"
    """
    ink = INKS[ink_of(design)]
    title, body, facts, address = (_NOT_XML.sub("\ufffd", text).strip() for text in (title, body, facts, address))
    size, lines = _set_title(title)
    step = size * 1.14
    first = 300 - step * (len(lines) - 1) / 2
    rows = "".join(
        f'<text x="{_LEFT}" y="{first + step * at:.0f}">{escape(line)}</text>' for at, line in enumerate(lines)
    )
    seal = seal_of(design, body, prefix="c").decode()
    drawing = seal[seal.index("<g") : seal.rindex("</svg>")]
    width, height = CARD
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">
<rect width="{width}" height="{height}" fill="#fdfdfb"/><rect width="{width}" height="10" fill="{ink.line}"/>
<g font-family="{FONTS}" font-weight="600" fill="{ink.deep}">
<text x="{_LEFT}" y="104" font-size="28" fill="#444d5a">{escape(_cut(body, 28))}</text>
<g font-size="{size}">{rows}</g>
<text x="{_LEFT}" y="520" font-size="28" fill="#444d5a">{escape(_cut(facts, 28))}</text>
<text x="{_LEFT}" y="566" font-size="26" fill="{ink.line}">{escape(_cut(address, 26))}</text></g>
<svg x="728" y="92" width="440" height="440" viewBox="0 0 600 600">{drawing}</svg>
</svg>
""".encode()


def _set_title(title: str) -> tuple[int, list[str]]:
    """The largest letters in which the title stands in few lines; cut when none do."""
    for size in _TITLE_SIZES:
        lines = _wrap(title, size)
        if len(lines) <= (3 if size > 46 else _MOST_TITLE_LINES):  # noqa: PLR2004 -- large letters, few lines
            return size, lines
    smallest = _TITLE_SIZES[-1]
    lines = _wrap(title, smallest)[:_MOST_TITLE_LINES]
    return smallest, [*lines[:-1], shorten(lines[-1] + "…", max(2, len(lines[-1])))]


def _wrap(text: str, size: float) -> list[str]:
    """Lines that stay within the room of the words; a word that is longer than a line is cut in pieces."""
    lines = [""]
    for word in text.split():
        for piece in _pieces(word, size):
            longer = f"{lines[-1]} {piece}".strip()
            if lines[-1] and width_of(longer, size) > _RIGHT - _LEFT:
                lines.append(piece)
            else:
                lines[-1] = longer
    return lines


def _pieces(word: str, size: float) -> list[str]:
    most = max(1, int((_RIGHT - _LEFT) / (size * 0.6)))
    if width_of(word, size) <= _RIGHT - _LEFT:
        return [word]
    return [word[start : start + most] for start in range(0, len(word), most)]


def _cut(text: str, size: float) -> str:
    while len(text) > 1 and width_of(text, size) > _RIGHT - _LEFT:
        text = text[:-2].rstrip() + "…"
    return text
