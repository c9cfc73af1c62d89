"""What this room tells somebody of themselves: see `sceau.people.export`. What an erasure does is in `erasing`.

Every credential with its exact bytes, how it stood since when, what was written to the person; and what waits. Who of
the institution did it is somebody else's data.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson
from django.conf import settings
from django.utils.timezone import localtime

from sceau.engine.model.texts import read_text
from sceau.engine.model.validity import day_of
from sceau.issuing.models import Content, CorrectionRequest, Credential, Line
from sceau.issuing.reasons.personal import CREDENTIAL, LABELS, STATES
from sceau.people import export
from sceau.people.export import Part
from sceau.people.exportpage import Section
from sceau.people.models import Person


def register() -> None:
    """Tell the room of people."""
    export.register("issuing", tell)


def tell(records: Sequence[Person], language: str) -> Part:
    """Every credential of these records, the papers that were made of it, and the lines of batches about them."""
    credentials = list(
        Credential.objects.filter(award__person__in=records)
        .select_related("award__version", "content")
        .prefetch_related("turns", "letters", "papers", "requests", "files_faults")
        .defer("award__version__document", "award__version__source", "award__version__gate")
        .order_by("issued_at", "pk")
    )
    lines = Line.objects.filter(award__person__in=records).select_related("batch", "award").order_by("pk")
    whole = [_credential(each, language) for each in credentials]
    data = {"credentials": whole, "lines": [_line(each) for each in lines]}
    files = {
        f"preuves/{each.code}-{paper.kind}.pdf": paper.digest for each in credentials for paper in each.papers.all()
    }
    return Part(data, [_section(each, language) for each in whole], files)


def _credential(credential: Credential, language: str) -> dict[str, Any]:
    title = read_text(credential.award.version.titles, "fr")
    content: Content | None = getattr(credential, "content", None)
    return {
        "uuid": credential.uuid,
        "code": credential.code,
        "address": f"{settings.BASE_URL}/v/{credential.code}",
        "opening": credential.opening,
        "edition": credential.edition,
        "award": credential.award.uuid,
        "title": title.to(language) if title else "",
        "state": credential.state,
        "state_at": credential.state_at,
        "why": credential.why,
        "issued_at": credential.issued_at,
        "valid_until": credential.valid_until,
        "digest": credential.digest,
        "document": orjson.loads(bytes(content.body)) if content else None,
        "record": bytes(content.record).decode() if content else None,
        "turns": [{"state": each.state, "at": each.at, "why": each.why} for each in credential.turns.all()],
        "letters": [
            {"kind": each.kind, "state": each.state, "made_at": each.made_at, "ended_at": each.ended_at}
            for each in credential.letters.all()
        ],
        "requests": [_request(each) for each in credential.requests.all()],
        "papers": [
            {"kind": each.kind, "digest": each.digest, "made_at": each.made_at} for each in credential.papers.all()
        ],
        "missing": [each.code for each in credential.files_faults.all()],
    }


def _request(request: CorrectionRequest) -> dict[str, Any]:
    return {
        "uuid": request.uuid,
        "about": request.about,
        "name": request.name,
        "words": request.words,
        "state": request.state,
        "asked_at": request.asked_at,
        "answered_at": request.answered_at,
        "answer": request.answer,
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "batch": line.batch.number,
        "prepared_at": line.batch.prepared_at,
        "award": line.award.uuid,
        "state": line.state,
        "name": line.name,
        "renewal": line.renewal,
        "code": line.code,
    }


def _section(whole: dict[str, Any], language: str) -> Section:
    """The few lines that a reader looks for; the rest is in donnees.json."""
    shown = {
        "title": whole["title"],
        "state": STATES[whole["state"]].sentence(language, {}),
        "issued_at": localtime(whole["issued_at"]).strftime("%d/%m/%Y"),
        "valid_until": day_of(whole["valid_until"]).strftime("%d/%m/%Y") if whole["valid_until"] else "",
        "address": whole["address"],
        "letters": str(len(whole["letters"]) or ""),
        "requests": str(len(whole["requests"]) or ""),
    }
    rows = [(LABELS[name].sentence(language, {}), str(value)) for name, value in shown.items() if value]
    return Section(f"{CREDENTIAL.sentence(language, {})} {whole['code']}", rows)
