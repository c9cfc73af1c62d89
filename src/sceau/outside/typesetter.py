"""PDF pages and documents, set by Typst in a process of its own that can be ended.

A template is a file of ours; whatever is said on a page is data, read by the template as text: no source is ever made
of it. The process gets so much time and memory and no more, so that a page that cannot be set harms nobody else.
"""

from __future__ import annotations

import logging
import os
import re
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

from sceau.engine.errors import EngineError, Reason
from sceau.engine.images.qr import modules_of
from sceau.engine.ports import Attachment
from sceau.outside.letters import legible, of_many_scripts, unsteered
from sceau.outside.papers import ready

TEMPLATES: Final = Path(str(files("sceau.outside"))) / "typst"
SECONDS: Final = 20  # of one page: it takes a fifth of a second on an idle machine
MINUTE: Final = 60  # of a document of many pages: minutes of 500 candidates take two seconds
MEMORY: Final = 4_000_000_000  # bytes of addresses, of which Typst reserves many more than it uses
MOST_BYTES: Final = 1_000_000  # of data for one page
MOST_BYTES_OF_DOCUMENT: Final = (
    30_000_000  # with what is attached: letters to 500 candidates, each with its square, take 5
)

TRIES: Final = 2  # a machine that is busy may be late once
QUIET: Final = 2  # modules of white around a square, on white paper
_DARK: Final = re.compile("1+")

log = logging.getLogger(__name__)

NOT_SET = Reason(
    "typesetting.not_set",
    fr="cette page n’a pas pu être mise en forme ({problem})",
    en="this page could not be typeset ({problem})",
)


class NotTypeset(EngineError):
    """The page could not be made: it takes too long, too much memory, or does not fit."""


class TypstTypesetter:
    """Makes PDF pages: tagged for readers of screens (PDF/UA-1), letters embedded, the same bytes for the same data.

    fonts:  a folder of more fonts for documents, "" for none
    """

    def __init__(self, fonts: str = "") -> None:
        self.fonts = fonts

    def page(self, template: str, variants: Sequence[Mapping[str, Any]], *, at: datetime) -> bytes:
        """The first variant that stands on one page.

        template:  the name of a file of ours, without its suffix
        variants:  the same page, ever shorter; each is JSON values, whose texts are shown and never read as source
        at:        the moment that the document bears, to the second
        raises:    NotTypeset, when the shortest does not fit either
        """
        asked = orjson.dumps({"template": template, "variants": list(variants), "at": _second(at)})
        return _made(asked, template, most=MOST_BYTES, seconds=SECONDS)

    def document(
        self, template: str, data: Mapping[str, Any], *, at: datetime, attachments: Sequence[Attachment] = ()
    ) -> bytes:
        """A document of many pages: PDF/A-3a and PDF/UA-1. See `sceau.assessment.papers` for the data.

        at:      the moment that the document bears, to the second
        raises:  NotTypeset; StrangePaper for a stroke or an address that is none
        """
        asked = orjson.dumps(asked_for(template, data, at, attachments, self.fonts))
        return _made(asked, template, most=MOST_BYTES_OF_DOCUMENT, seconds=MINUTE)

    def legible(self, text: str) -> tuple[str, bool]:
        """A text as the letters of one page can print it, and whether it is whole. See `sceau.outside.letters`."""
        return legible(text)

    def printable(self, text: str) -> bool:
        """Whether the letters of documents have every sign of a text."""
        return legible(unsteered(text), of_many_scripts(self.fonts))[1]

    def square_code(self, address: str) -> str:
        """The square that a telephone reads, as SVG."""
        return _square_code(address)

    def fingerprint(self, template: str) -> str:
        """SHA-256 of a template, in hexadecimal: what was made of another is not kept."""
        return _fingerprint(template)


class WarmTypesetter(TypstTypesetter):
    """Makes documents in this very process, one after the other: for many of them, and for data of our own only.

    Nothing bounds the time and the memory that they take.
    """

    def document(
        self, template: str, data: Mapping[str, Any], *, at: datetime, attachments: Sequence[Attachment] = ()
    ) -> bytes:
        """See `TypstTypesetter.document`."""
        from typst import TypstError  # noqa: PLC0415 -- Typst is for its own process otherwise

        from sceau.outside.typesetting import document_of  # noqa: PLC0415 -- same

        try:
            return document_of(asked_for(template, data, at, attachments, self.fonts), _warm(template, self.fonts))
        except TypstError as error:
            raise NotTypeset(NOT_SET, problem=str(error)[:200]) from error


@cache
def _warm(template: str, fonts: str) -> Any:
    from sceau.outside.typesetting import compiler_of  # noqa: PLC0415 -- same

    return compiler_of(template, fonts)


def asked_for(
    template: str, data: Mapping[str, Any], at: datetime, attachments: Sequence[Attachment], fonts: str = ""
) -> dict[str, Any]:
    """A document as the process that sets it is asked for it."""
    told = ready(data, square_code=_square_code, faces=of_many_scripts(fonts))
    return {
        "template": template,
        "data": told,
        "fonts": fonts,
        "at": _second(at),
        "attachments": [_attached(each) for each in attachments],
    }


def _second(at: datetime) -> str:
    return at.replace(microsecond=0).isoformat()


def _attached(attachment: Attachment) -> dict[str, Any]:
    """As JSON: its text when it is one, else its bytes as numbers, for the process takes texts only."""
    try:
        content: str | list[int] = attachment.content.decode("utf-8")
    except UnicodeDecodeError:
        content = list(attachment.content)
    return {
        "name": attachment.name,
        "media-type": attachment.media_type,
        "relationship": attachment.relationship,
        "description": attachment.description,
        "content": content,
    }


def _made(asked: bytes, template: str, *, most: int, seconds: float) -> bytes:
    """What the process answers, asked again when it was late once. raises: NotTypeset"""
    if len(asked) > most:
        raise NotTypeset(NOT_SET, problem=f"{len(asked)} > {most}")
    for attempt in range(TRIES):
        try:
            return _set(asked, seconds)
        except NotTypeset as refusal:
            log.warning("typesetting.failed %s: %s", template, refusal.details["problem"])
            if not isinstance(refusal.__cause__, subprocess.TimeoutExpired) or attempt + 1 == TRIES:
                raise
    raise AssertionError("unreachable")


def _set(asked: bytes, seconds: float) -> bytes:
    """What the process answers. raises: NotTypeset"""
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "sceau.outside.typesetting"],
            input=asked,
            capture_output=True,
            timeout=seconds,
            check=False,
            env={**os.environ, "RAYON_NUM_THREADS": "1"},  # one page has no work for several
        )
    except subprocess.TimeoutExpired as error:
        raise NotTypeset(NOT_SET, problem=f"{seconds} s") from error
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


@lru_cache(maxsize=256)
def _square_code(address: str) -> str:
    """The square that a telephone reads, as SVG."""
    rows = modules_of(address.encode())
    dark = "".join(
        f"M{run.start() + QUIET} {row}h{len(run[0])}v1h-{len(run[0])}z"
        for row, signs in enumerate(rows, start=QUIET)
        for run in _DARK.finditer(signs)
    )
    side = len(rows) + 2 * QUIET
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}">'
        f'<path fill="#fff" d="M0 0h{side}v{side}H0z"/><path fill="#000" d="{dark}"/></svg>'
    )
