"""Identity and supervision: for one candidate, and for a whole event on the day of the exam."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from sceau.assessment.errors import AssessmentError
from sceau.assessment.models import Attempt, Control
from sceau.assessment.queries import candidates as queries
from sceau.assessment.queries.sessions import attempts_of_round
from sceau.assessment.services.controls import Checked, record_control, record_controls, watched_of
from sceau.institutions.roles import Right
from sceau.web.desk.candidates import wording
from sceau.web.desk.candidates.finding import candidate_here, file_page, refuse, rules_here, session_here, to_file
from sceau.web.desk.candidates.forms import ControlForm
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.desk.sessions.finding import frame


@desk_page(Right.SEE_SESSIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def controls(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """What was seen of one candidate, attempt by attempt, event by event."""
    here, found = candidate_here(request, uuid)
    labels = wording.event_labels(rules_here(here))
    attempts = queries.attempts_of(found)
    last = attempts[-1] if attempts else None
    form, event = None, request.POST.get("event") or request.GET.get("event", "")
    if request.method == "POST" and (not here.manages or last is None or event not in labels):
        raise PermissionDenied
    if here.manages and last is not None and event in labels:
        there = next((each for each in last.controls.all() if each.event == event), None)
        initial = _values(there, here.session) if there else {}
        form = ControlForm(request.POST if request.method == "POST" else None, initial=initial)
        if form.is_valid():
            last.candidate = found
            try:
                record_control(attempt=last, event=event, seen=_seen(form), by=request.user, now=now())
            except AssessmentError as refusal:
                refuse(form, refusal)
            else:
                messages.success(request, _("Le contrôle est noté."))
                return to_file(request, found, "desk_candidate_controls")
    context = {
        "attempts": [
            {"attempt": each, "rows": [_row(control, labels) for control in each.controls.all()]} for each in attempts
        ],
        "last": last,
        "form": form,
        "event": event,
        "event_label": labels.get(event, ""),
    }
    return file_page(request, "controls", (here, found), "controls", context)


@desk_page(Right.SEE_SESSIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def many(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """The same for everybody who is there, in one go."""
    here = session_here(request, uuid)
    labels = wording.event_labels(rules_here(here))
    event = request.POST.get("event") or request.GET.get("event") or next(iter(labels), "")
    if request.method == "POST" and (not here.manages or event not in labels):
        raise PermissionDenied
    attempts = list(attempts_of_round(here.session).prefetch_related("controls"))
    initial = {"supervisor": request.user.name, "watched": "online" if here.session.mode == "remote" else "onsite"}
    form = ControlForm(request.POST if request.method == "POST" else None, initial=initial)
    chosen = set(request.POST.getlist("chosen"))
    if form.is_valid():
        picked = [each for each in attempts if str(each.uuid) in chosen]
        if not picked:
            form.add_error(None, _("Choisissez les personnes que ce contrôle concerne."))
        else:
            try:
                count = record_controls(
                    session=here.session, event=event, attempts=picked, seen=_seen(form), by=request.user, now=now()
                )
            except AssessmentError as refusal:
                refuse(form, refusal)
            else:
                told = ngettext("Contrôle noté pour %(n)s personne.", "Contrôle noté pour %(n)s personnes.", count)
                messages.success(request, told % {"n": count})
                answer = redirect("desk_session_controls", request.desk.institution.slug, here.session.uuid)
                answer["Location"] += f"?event={event}"
                return answer
    context = {
        **frame(request, here.session, "desk_session_day"),
        "here": here,
        "form": form,
        "event": event,
        "events": [{"id": key, "label": label, "current": key == event} for key, label in labels.items()],
        "event_label": labels.get(event, ""),
        "rows": [_line(each, event, labels, chosen) for each in attempts],
    }
    return render(request, "desk/candidates/many_controls.html", context)


def _seen(form: ControlForm) -> Checked:
    values = form.cleaned_data
    return Checked(
        watched=values["watched"],
        supervisor=values["supervisor"],
        method=values["method"],
        document=values["document"],
        outcome=values["outcome"],
        presence=values["presence"] or None,
    )


def _values(control: Control, session: Any) -> dict[str, Any]:
    return {
        "presence": control.presence,
        "watched": watched_of(control, session),
        "supervisor": control.supervisor,
        "method": control.method,
        "document": control.document,
        "outcome": control.outcome,
    }


def _row(control: Control, labels: dict[str, str]) -> dict[str, Any]:
    return {
        "control": control,
        "event": labels.get(control.event, control.event),
        "presence": wording.PRESENCES.get(control.presence, ""),
        "supervision": wording.SUPERVISIONS[control.supervision],
        "method": wording.METHODS[control.method],
        "document": wording.DOCUMENTS[control.document] if control.document else "",
        "outcome": wording.OUTCOMES[control.outcome] if control.outcome else "",
    }


def _line(attempt: Attempt, event: str, labels: dict[str, str], chosen: set[str]) -> dict[str, Any]:
    control = next((each for each in attempt.controls.all() if each.event == event), None)
    return {
        "attempt": attempt,
        "candidate": attempt.candidate,
        "name": wording.name_of(attempt.candidate),
        "told": _row(control, labels) if control is not None and control.checked_at else None,
        "chosen": str(attempt.uuid) in chosen,
    }
