"""The lines of a batch, by how they stand; those of a draft may be left out."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from sceau.assessment.queries.examday import emails_of
from sceau.engine.model.code import group_code
from sceau.institutions.roles import Right
from sceau.issuing.errors import IssuingError
from sceau.issuing.models import Batch, Line
from sceau.issuing.services.preparing import drop_lines
from sceau.issuing.states import BatchState, Cause, LineState
from sceau.people.queries import person_of
from sceau.web.desk.batches.finding import batch_here, told
from sceau.web.desk.batches.wording import line_state, state_of, why
from sceau.web.desk.designs.wording import said
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.templatetags.words import spoken

PER_PAGE: Final = 50
MOST_DIGITS: Final = 9


@desk_page(Right.SEE_CREDENTIALS)
@require_safe
def lines(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Line by line, with why one failed."""
    batch = batch_here(request, uuid)
    counts = counts_of(batch)
    asked = request.GET.get("state", "")
    chosen = asked if asked in LineState.values else ""
    found = Line.objects.filter(batch=batch, **({"state": chosen} if chosen else {}))
    page = Paginator(found.select_related(*ABOUT).defer(*HEAVY).order_by("number"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    may_drop = request.desk.may(Right.PREPARE_CREDENTIALS) and batch.state == BatchState.DRAFT
    context = {
        "batch": batch,
        "state": state_of(batch, now=now()),
        "page": page,
        "rows": rows_of(list(page)),
        "chosen": chosen,
        "filters": [("", _("Toutes"), sum(counts.values()))]
        + [(each.value, _capital(str(each.label)), counts[each]) for each in LineState if counts[each]],
        "may_drop": may_drop,
    }
    return render(request, "desk/batches/lines.html", context)


@desk_page(Right.PREPARE_CREDENTIALS)
@require_POST
def drop(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Those that were ticked are left out of the batch."""
    batch = batch_here(request, uuid)
    numbers = [int(each) for each in request.POST.getlist("line") if each.isdecimal() and len(each) <= MOST_DIGITS]
    chosen = list(Line.objects.filter(batch=batch, number__in=numbers, state=LineState.WAITING))
    if not chosen:
        messages.warning(request, _("Cochez au moins une ligne à écarter."))
    else:
        try:
            drop_lines(batch=batch, lines=chosen, by=request.user, now=now())
        except IssuingError as refusal:
            told(request, refusal)
        else:
            n = len(chosen)
            words = ngettext("%(n)s ligne est écartée.", "%(n)s lignes sont écartées.", n)
            again = _("L’attribution pourra entrer dans un autre lot.")
            messages.success(request, f"{words % {'n': n}} {again}")
    return redirect("desk_batch_lines", request.desk.institution.slug, batch.uuid)


ABOUT: Final = (
    "award__person__root",
    "award__version",
    "award__decision__deliberation__session",
    "batch",
    "credential__replaces",
    "instead_of",
)
HEAVY: Final = ("award__version__document", "award__version__source", "award__version__gate")


def rows_of(lines: list[Line]) -> list[dict[str, Any]]:
    """How lines are listed. credential: None before it is signed; renews: the code of the one that it renews, or ''"""
    language = spoken()
    emails = emails_of([each.award.person for each in lines])
    return [
        {
            "line": each,
            "name": each.name or str(person_of(each.award.person)),
            "title": said(each.award.version.titles, language),
            "session": each.award.decision.deliberation.session,
            "state": line_state(each),
            "why": why(each, language) if each.state == LineState.FAILED else "",
            "by_paper": not emails.get(each.award.person_id),
            "credential": getattr(each, "credential", None),
            "renews": renewed_by(each),
        }
        for each in lines
    ]


def renewed_by(line: Line) -> str:
    """The code of what the line renews, as its credential has it once there is one; "" for nothing."""
    credential = getattr(line, "credential", None)
    old = credential.replaces if credential is not None else line.instead_of
    return "" if old is None or line.batch.cause == Cause.CORRECTION else group_code(old.code)


def counts_of(batch: Batch) -> dict[str, int]:
    """How many lines stand how. One statement."""
    counted = {str(each.value): Count("pk", filter=Q(state=each)) for each in LineState}
    return dict(Line.objects.filter(batch=batch).aggregate(**counted))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
