"""What a candidate takes away: the appointments for a calendar, and the letter that says they were there."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import now

from sceau.assessment.calendar import calendar_of
from sceau.assessment.models import Convocation
from sceau.assessment.queries.examday import attended_by
from sceau.assessment.queries.planning import appointments_of
from sceau.assessment.services.writing import rules_for
from sceau.assessment.summons import events_of_call
from sceau.engine.errors import EngineError
from sceau.web.desk.candidates import wording
from sceau.web.desk.sessions.printing.attendance import attestation
from sceau.web.holder.doors import HolderRequest, holder_page
from sceau.web.ports import ports
from sceau.web.templatetags.words import spoken


@holder_page
def calendar(request: HolderRequest) -> HttpResponse:
    """My appointments, each replacing what was told of it before."""
    candidate, session = request.candidate, request.candidate.session
    appointments = appointments_of(session, [candidate]).get(candidate.pk, [])
    if not appointments:
        raise Http404
    called = Convocation.objects.filter(candidate=candidate, round=session.round).order_by("-calendar_sequence").first()
    events = events_of_call(
        session=session,
        candidate=candidate,
        appointments=appointments,
        names=wording.event_labels(rules_for(session)),
        title=wording.session_title(session, spoken()).partition(" – ")[2],
        sequence=called.calendar_sequence if called else 0,
        changed=called.made_at if called else session.changed_at,
        host=urlsplit(settings.BASE_URL).hostname or "",
        url=settings.BASE_URL + reverse("candidate", args=[candidate.uuid]),
    )
    return _saved(calendar_of(events, spoken()), "text/calendar; charset=utf-8", "rendez-vous.ics")


@holder_page
def attendance(request: HolderRequest) -> HttpResponse:
    """That I was there: a plain letter, in the name of whoever closed the last sheet; never a credential."""
    candidate = request.candidate
    lines = attended_by(candidate)
    signer = next((each.sheet.closed_by for each in reversed(lines) if each.sheet.closed_by), None)
    if signer is None:
        raise Http404
    data = attestation(candidate.session, candidate, lines, by=signer, at=now())
    try:
        pdf = ports().typesetter.document("attestation", data, at=now())
    except EngineError as refusal:
        messages.warning(request, refusal.sentence(spoken()))
        return redirect("candidate", candidate.uuid)
    return _saved(pdf, "application/pdf", "presence.pdf")


def has_attended(request: HolderRequest) -> bool:
    """Whether there is such a letter."""
    return any(each.sheet.closed_by_id for each in attended_by(request.candidate))


def _saved(content: bytes, media_type: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
