"""Convocations: who was called and how, who is to be called again."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from sceau.assessment.errors import AssessmentError
from sceau.assessment.models import Session
from sceau.assessment.queries.examday import Call, calls_of
from sceau.assessment.services.cohorts import PLANNED
from sceau.assessment.services.examday import call_candidates
from sceau.assessment.services.links import make_links
from sceau.engine.errors import EngineError
from sceau.institutions.roles import Right
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.desk.sessions.day import pdf
from sceau.web.desk.sessions.finding import back_to, frame, may_with, session_or_404, uuids
from sceau.web.desk.sessions.printing.calls import convocations
from sceau.web.desk.sessions.printing.common import language_of
from sceau.web.desk.sessions.wording import person_named
from sceau.web.desk.turned_away import without_right
from sceau.web.ports import ports
from sceau.web.templatetags.words import spoken

PER_PAGE: Final = 50


@desk_page(Right.SEE_SESSIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def calls(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """The list; by POST, call those who are chosen, or all who are due."""
    session = session_or_404(request, uuid)
    if request.method == "POST":
        if not may_with(request.desk, session, Right.MANAGE_SESSIONS):
            return without_right(request)
        return _call(request, session)
    found = calls_of(session)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = frame(request, session, "desk_session_day") | {
        "page": page,
        "rows": [{"call": each, "name": person_named(each.candidate.person), "state": _state(each)} for each in page],
        "due_by_mail": sum(each.is_due and bool(each.email) for each in found),
        "due_on_paper": sum(each.is_due and not each.email for each in found),
        "may_call": may_with(request.desk, session, Right.MANAGE_SESSIONS) and session.state in PLANNED,
    }
    return render(request, "desk/sessions/calls.html", context)


def _call(request: DeskRequest, session: Session) -> HttpResponse:
    """By mail those who are due and have an address; on paper those who have none; or those who were chosen."""
    way = request.POST.get("way", "")
    chosen = set(uuids(request.POST.getlist("candidate")))
    found = [
        each
        for each in calls_of(session)
        if (each.candidate.uuid in chosen if chosen else each.is_due and bool(each.email) == (way == "mail"))
    ]
    try:
        if way == "print":
            return _print(request, session, found)
        called = call_candidates(
            session=session, candidates=[each.candidate for each in found], way=way, by=request.user, now=now()
        )
    except AssessmentError as refusal:
        messages.error(request, refusal.sentence(spoken()))
        return back_to("desk_session_calls", request, session)
    count, without = len(called.made), len(called.unreachable)
    if count:
        told = ngettext("%(n)s convocation part par message.", "%(n)s convocations partent par message.", count)
        messages.success(request, told % {"n": count})
    if without:
        told = ngettext(
            "%(n)s personne n’a pas d’adresse : imprimez sa convocation.",
            "%(n)s personnes n’ont pas d’adresse : imprimez leurs convocations.",
            without,
        )
        messages.warning(request, told % {"n": without})
    return back_to("desk_session_calls", request, session)


def _print(request: DeskRequest, session: Session, found: list[Call]) -> HttpResponse:
    """One PDF for each language that is asked for; nothing is noted when it cannot be made.

    Papers of several languages are printed one language after the other: the button is pressed again for the next.
    """
    language = language_of(found[0].candidate) if found else "fr"
    those = [each for each in found if language_of(each.candidate) == language]
    moment = now()
    try:
        with transaction.atomic():
            call_candidates(
                session=session,
                candidates=[each.candidate for each in those],
                way="print",
                by=request.user,
                now=moment,
            )
            tokens = make_links([each.candidate for each in those], moment)
            urls = {pk: settings.BASE_URL + reverse("candidate_open", args=[token]) for pk, token in tokens.items()}
            data: Any = convocations(session, those, urls=urls, by=request.user, at=moment, language=language)
            content = ports().typesetter.document("convocation", data, at=moment)
    except EngineError as refusal:
        messages.error(request, f"{refusal.sentence(spoken())}.")
        return back_to("desk_session_calls", request, session)
    return pdf(content, f"{_('convocations')}-{session.code}")


def _state(call: Call) -> tuple[str, str]:
    """The kind of mark and the word."""
    if call.is_stale:
        return "check", _("À renvoyer")
    if call.last is None:
        return "idle", _("À convoquer")
    return "good", _("Par message") if call.last.way == "mail" else _("Sur papier")
