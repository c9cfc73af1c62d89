"""PDF pages, set by Typst in a process of its own that can be ended.

A template is a file of ours; whatever is said on a page is data, read by the template as text: no source is ever made
of it. The process gets so much time and memory and no more, so that a page that cannot be set harms nobody else.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache, lru_cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import orjson
import qrcode
from qrcode.constants import ERROR_CORRECT_M

from sceau.engine.errors import EngineError, Reason
from sceau.outside.glyphs import glyphs_of

TEMPLATES: Final = Path(str(files("sceau.outside"))) / "typst"
FONTS: Final = Path(str(files("font_source_serif_pro"))) / "files"
FACES: Final = ("Regular", "Semibold")
SECONDS: Final = 20  # of one page: it takes a fifth of a second on an idle machine
MEMORY: Final = 4_000_000_000  # bytes of addresses, of which Typst reserves many more than it uses
MOST_BYTES: Final = 1_000_000  # of data for one page
LONGEST_WORD: Final = 24  # signs of a word, after which a line may break
BREAK: Final = "\u200b"  # where a line may break without a sign
LEFT_OUT: Final = "[…]"  # signs that our letters cannot print
_ALIKE: Final = str.maketrans({"\u202f": "\u00a0", "\u2009": "\u00a0", "\u2011": "-", "\u200b": "", "\ufeff": ""})

TRIES: Final = 2  # a machine that is busy may be late once

log = logging.getLogger(__name__)

NOT_SET = Reason(
    "typesetting.not_set",
    fr="cette page n’a pas pu être mise en forme ({problem})",
    en="this page could not be typeset ({problem})",
)


class NotTypeset(EngineError):
    """The page could not be made: it takes too long, too much memory, or does not fit."""


class TypstTypesetter:
    """Makes PDF pages: tagged for readers of screens (PDF/UA-1), letters embedded, the same bytes for the same data."""

    def page(self, template: str, variants: Sequence[Mapping[str, Any]], *, at: datetime) -> bytes:
        """The first variant that stands on one page.

        template:  the name of a file of ours, without its suffix
        variants:  the same page, ever shorter; each is JSON values, whose texts are shown and never read as source
        at:        the moment that the document bears, to the second
        raises:    NotTypeset, when the shortest does not fit either
        """
        asked = orjson.dumps(
            {"template": template, "variants": list(variants), "at": at.replace(microsecond=0).isoformat()}
        )
        if len(asked) > MOST_BYTES:
            raise NotTypeset(NOT_SET, problem=f"{len(asked)} > {MOST_BYTES}")
        for attempt in range(TRIES):
            try:
                return _set(asked)
            except NotTypeset as refusal:
                log.warning("typesetting.failed %s: %s", template, refusal.details["problem"])
                if not isinstance(refusal.__cause__, subprocess.TimeoutExpired) or attempt + 1 == TRIES:
                    raise
        raise AssertionError("unreachable")

    def legible(self, text: str) -> tuple[str, bool]:
        """A text as our letters can print it, and whether it is whole. See `_legible`."""
        return _legible(text)

    def square_code(self, address: str) -> str:
        """The square that a telephone reads, as SVG."""
        return _square_code(address)

    def fingerprint(self, template: str) -> str:
        """SHA-256 of a template, in hexadecimal: what was made of another is not kept."""
        return _fingerprint(template)


def _set(asked: bytes) -> bytes:
    """What the process answers. raises: NotTypeset"""
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "sceau.outside.typesetting"],
            input=asked,
            capture_output=True,
            timeout=SECONDS,
            check=False,
            env={**os.environ, "RAYON_NUM_THREADS": "1"},  # one page has no work for several
        )
    except subprocess.TimeoutExpired as error:
        raise NotTypeset(NOT_SET, problem=f"{SECONDS} s") from error
    if done.returncode != 0 or not done.stdout.startswith(b"%PDF-"):
        raise NotTypeset(NOT_SET, problem=_last_line(done.stderr) or done.returncode)
    return done.stdout


def _last_line(told: bytes) -> str:
    """The end of what a process said of its failure: what went wrong, without where."""
    lines = told.decode("utf-8", "replace").strip().splitlines()
    return lines[-1][:200] if lines else ""


@cache
def _fingerprint(template: str) -> str:
    """SHA-256 in hexadecimal."""
    return sha256((TEMPLATES / f"{template}.typ").read_bytes()).hexdigest()


def _legible(text: str) -> tuple[str, bool]:
    """A text as our letters can print it, and whether it is whole.

    Signs that the font lacks are left out, with « […] » in their place; a word longer than a line gets places to break.
    """
    known = _known()
    parts: list[str] = []
    for sign in text.translate(_ALIKE):
        if sign in known:
            parts.append(sign)
        elif sign.isspace():
            parts.append(" ")
        elif not parts or parts[-1] != LEFT_OUT:
            parts.append(LEFT_OUT)
    printed = "".join(parts)
    return " ".join(_breakable(word) for word in printed.split(" ")), LEFT_OUT not in parts


@lru_cache(maxsize=256)
def _square_code(address: str) -> str:
    """The square that a telephone reads, as SVG."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=2)
    code.add_data(address)
    rows = code.get_matrix()
    dark = "".join(
        f"M{column} {row}h1v1h-1z" for row, cells in enumerate(rows) for column, is_dark in enumerate(cells) if is_dark
    )
    side = len(rows)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}">'
        f'<path fill="#fff" d="M0 0h{side}v{side}H0z"/><path fill="#000" d="{dark}"/></svg>'
    )


@cache
def _known() -> frozenset[str]:
    """The signs that every face of our font has."""
    faces = ((FONTS / f"SourceSerifPro-{face}.ttf").read_bytes() for face in FACES)
    return frozenset.intersection(*map(glyphs_of, faces))


def _breakable(word: str) -> str:
    if len(word) <= LONGEST_WORD:
        return word
    return BREAK.join(word[start : start + LONGEST_WORD] for start in range(0, len(word), LONGEST_WORD))
