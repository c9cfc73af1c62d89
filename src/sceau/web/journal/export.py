"""The journal as a file: a table for people, JSON for machines; streamed, so that its length does not matter."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import islice

import orjson
from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from sceau.intake.cells import guarded
from sceau.journal.models import Act
from sceau.web.journal.telling import Told, tell

CHUNK = 500  # acts told at a time: three queries for their names
FORMATS = {"csv": "text/csv; charset=utf-8", "json": "application/json"}


def file_of(acts: QuerySet[Act], *, form: str, name: str) -> StreamingHttpResponse:
    """The acts as a file to keep.

    form:  "csv" (UTF-8 with its mark, semicolons: opens as it is in a French spreadsheet) or "json"
    """
    lines = as_csv(acts) if form == "csv" else as_json(acts)
    return StreamingHttpResponse(
        lines,
        content_type=FORMATS[form],
        headers={"Content-Disposition": f'attachment; filename="{name}.{form}"', "Cache-Control": "no-store"},
    )


def as_csv(acts: QuerySet[Act]) -> Iterator[bytes]:
    """One line an act, after a line of titles."""
    writer = csv.writer(_Echo(), delimiter=";")
    titles = [
        _("numéro"),
        _("date"),
        _("personne"),
        _("acte"),
        _("motif"),
        "code",
        "subject",
        "actor",
        "details",
        "sha256",
    ]
    yield b"\xef\xbb\xbf"
    yield str(writer.writerow(titles)).encode()
    for told in _told(acts):
        act = told.act
        cells = [str(act.number), localtime(told.at).isoformat(), told.who, told.what, told.why, act.code, act.subject]
        cells += [str(act.actor or ""), act.details, bytes(act.digest).hex()]
        yield str(writer.writerow([guarded(cell) for cell in cells])).encode()


def as_json(acts: QuerySet[Act]) -> Iterator[bytes]:
    """One array of objects; with `details` and `sha256` as they are chained."""
    yield b"["
    for place, told in enumerate(_told(acts)):
        act = told.act
        yield (b",\n" if place else b"\n") + orjson.dumps(
            {
                "number": act.number,
                "at": told.at,
                "at_microseconds": act.at,
                "actor": act.actor,
                "who": told.who,
                "sentence": told.what,
                "code": act.code,
                "subject": act.subject,
                "details": act.details,
                "why": told.why,
                "why_sha256": bytes(act.why).hex(),
                "sha256": bytes(act.digest).hex(),
            }
        )
    yield b"\n]\n"


def _told(acts: QuerySet[Act]) -> Iterator[Told]:
    rows = acts.iterator(chunk_size=CHUNK)
    while chunk := list(islice(rows, CHUNK)):
        yield from tell(chunk)


class _Echo:
    """What csv writes to: it gives the line back."""

    def write(self, line: str) -> str:
        return line
