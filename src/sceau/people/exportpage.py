"""The page of an access export: one file, read without us and without a network, in the person's language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from django.utils.timezone import localtime

from sceau.people.models import Person
from sceau.people.reasons import EXPORT_INTRODUCTION, EXPORT_NOTHING, EXPORT_TITLE

_STYLE = (
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem;color:#111}"
    "h1{font-size:1.5rem}h2{font-size:1.1rem;border-bottom:1px solid #767676;padding-bottom:.25rem;margin-top:2rem}"
    "dt{font-weight:600;margin-top:.5rem}dd{margin:0;overflow-wrap:anywhere}"
)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page. rows: label and value, both for a reader"""

    title: str
    rows: Sequence[tuple[str, str]]


def page_of(person: Person, sections: Sequence[Section], language: str, *, now: datetime) -> bytes:
    """The HTML, in UTF-8."""
    day = localtime(now).strftime("%d/%m/%Y")
    details: dict[str, object] = {"name": str(person) or "–", "institution": person.institution.name, "day": day}
    title = escape(EXPORT_TITLE.sentence(language, details))
    body = "".join(_section(each) for each in sections if each.rows)
    body = body or f"<p>{escape(EXPORT_NOTHING.sentence(language, {}))}</p>"
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><style>{_STYLE}</style></head>'
        f"<body><main><h1>{title}</h1><p>{escape(EXPORT_INTRODUCTION.sentence(language, details))}</p>{body}</main>"
        "</body></html>"
    ).encode()


def _section(section: Section) -> str:
    rows = "".join(f'<dt>{escape(label)}</dt><dd dir="auto">{escape(value)}</dd>' for label, value in section.rows)
    return f"<section><h2>{escape(section.title)}</h2><dl>{rows}</dl></section>"
