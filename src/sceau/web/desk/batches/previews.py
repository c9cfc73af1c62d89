"""One line of a batch as it will be: its page, its picture, its letter, and the exact document before its signature."""

from __future__ import annotations

from secrets import token_urlsafe
from typing import Any, Final
from uuid import UUID

import orjson
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from sceau.assessment.models import Award
from sceau.engine.errors import EngineError
from sceau.engine.model.code import group_code, make_code
from sceau.engine.model.validity import day_of
from sceau.engine.model.wording import choose_language
from sceau.institutions.roles import Right
from sceau.issuing.making import Made, Maker
from sceau.issuing.models import Batch, Line
from sceau.issuing.renewals import first_letter, renewal_values
from sceau.issuing.states import LineState
from sceau.issuing.wordings import preview as letter_preview
from sceau.people.queries import email_of, person_of
from sceau.web.desk.batches.finding import batch_here
from sceau.web.desk.batches.lines import ABOUT, HEAVY, renewed_by
from sceau.web.desk.batches.wording import state_of
from sceau.web.desk.designs.wording import said
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.public.credentials.reading import shown
from sceau.web.templatetags.words import spoken

NO_LIST: Final = "00000000-0000-4000-8000-000000000000"  # the place in a status list is drawn at the signature
ENTROPY: Final = bytes(9)  # of a code that no credential has: a specimen


@desk_page(Right.SEE_CREDENTIALS)
@require_safe
def preview(request: DeskRequest, uuid: UUID, number: int) -> HttpResponse:
    """What its holder, a reader and a machine will see. A line that was signed has its credential instead."""
    batch = batch_here(request, uuid)
    line = _line(batch, number)
    credential = getattr(line, "credential", None)
    if credential is not None:
        return redirect("desk_credential", request.desk.institution.slug, credential.uuid)
    award = line.award
    version = award.version
    person = person_of(award.person)
    context: dict[str, Any] = {
        "batch": batch,
        "state": state_of(batch, now=now()),
        "line": line,
        "renews": renewed_by(line),
        "name": line.name or str(person),
        "title": said(version.titles, spoken()),
        "email": email_of(person),
        "seal": reverse("achievement_drawing", args=[version.design.uuid, version.number]),
        "achievement": reverse("micro_credential", args=[version.design.uuid, version.number]),
        "around": _around(batch, number),
        "refusal": "",
    }
    try:
        made, code = _made(batch, line)
    except EngineError as refusal:
        context["refusal"] = refusal.sentence(spoken())
    else:
        context |= _said(made) | {"letter": _letter(batch, line, made, code), "grouped": group_code(code)}
    return render(request, "desk/batches/preview.html", context)


def _line(batch: Batch, number: int) -> Line:
    found = (
        Line.objects.filter(batch=batch, number=number)
        .exclude(state=LineState.DROPPED)
        .select_related(*ABOUT, "award__version__design", "award__decision__attempt__candidate")
        .defer(*HEAVY)
        .first()
    )
    if found is None:
        raise Http404
    return found


def _made(batch: Batch, line: Line) -> tuple[Made, str]:
    """The document as it would be signed now; its code, its salt and its place are those of a specimen."""
    maker = Maker(batch.institution, base=settings.BASE_URL)
    code = make_code(ENTROPY)
    return (
        maker.unsigned(
            line.award,
            code=code,
            salt=token_urlsafe(16),
            now=now(),
            place=maker.status_place(NO_LIST, 0),
            name=line.name,
            renewal=renewal_values(line.renewal),
        ),
        code,
    )


def _said(made: Made) -> dict[str, Any]:
    record = orjson.loads(made.record)
    return {
        "page": shown(made.document, record, language=spoken()),
        "document": _pretty(made.document),
        "record": _pretty(record),
    }


def _pretty(value: Any) -> str:
    return orjson.dumps(value, option=orjson.OPT_INDENT_2).decode()


def _letter(batch: Batch, line: Line, made: Made, code: str) -> dict[str, Any]:
    """What its holder will read. language: of the letter"""
    award: Award = line.award
    language = choose_language(award.language, "fr")
    kind = first_letter(batch.cause, stands_instead=line.instead_of_id is not None)
    worded = letter_preview(
        batch.institution,
        kind,
        language,
        name=line.name or str(person_of(award.person)),
        title=said(award.version.titles, language),
        link=f"{settings.BASE_URL}/v/{code}",
        code=code,
        until=day_of(made.valid_until) if made.valid_until else None,
    )
    return {"language": language, "subject": worded.subject, "paragraphs": worded.paragraphs, "button": worded.button}


def _around(batch: Batch, number: int) -> dict[str, int | None]:
    """The numbers of the lines before and after, None at an end."""
    lines = Line.objects.filter(batch=batch, state__in=(LineState.WAITING, LineState.FAILED))
    return {
        "before": lines.filter(number__lt=number).order_by("-number").values_list("number", flat=True).first(),
        "after": lines.filter(number__gt=number).order_by("number").values_list("number", flat=True).first(),
    }
