"""Incidents: what happened, written down once and for all."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from sceau.assessment.errors import AssessmentError
from sceau.assessment.models import Candidate, Session
from sceau.assessment.queries.examday import incidents_of
from sceau.assessment.queries.planning import people_of_round
from sceau.assessment.services.examday import tell_incident
from sceau.assessment.states import SessionState
from sceau.institutions.roles import Right
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.desk.fields import CHOOSE, Day, DeskForm
from sceau.web.desk.hours import Hour, moment_of
from sceau.web.desk.sessions.finding import back_to, frame, may_with, refuse, session_or_404
from sceau.web.desk.sessions.wording import person_named
from sceau.web.desk.turned_away import without_right
from sceau.web.templatetags.words import spoken

LONGEST: Final = 4000


class IncidentForm(DeskForm):
    """What happened, when, to whom, and what was done."""

    day = Day(label=gettext_lazy("Jour"))
    hour = Hour(label=gettext_lazy("Heure"))
    candidate = forms.ChoiceField(
        required=False,
        label=gettext_lazy("Qui est concerné ?"),
        error_messages=CHOOSE,
    )
    words = forms.CharField(
        max_length=LONGEST,
        label=gettext_lazy("Ce qui s’est passé"),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Dites ce qui s’est passé.")},
    )
    measures = forms.CharField(
        required=False,
        max_length=LONGEST,
        label=gettext_lazy("Ce qui a été fait"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    in_minutes = forms.BooleanField(
        required=False,
        label=gettext_lazy("Le dire au procès-verbal"),
        help_text=gettext_lazy("Sinon, il reste au dossier de la session."),
    )

    def __init__(self, *args: Any, people: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["candidate"].choices = [("", _("Tout le monde")), *people]  # type: ignore[attr-defined]  # it is a choice

    def clean(self) -> dict[str, Any]:
        """The moment as well."""
        values = super().clean() or {}
        if values.get("day") and values.get("hour"):
            try:
                values["happened_at"] = moment_of(values["day"], values["hour"])
            except ValidationError as error:
                self.add_error("hour", error)
        return values


@desk_page(Right.SEE_SESSIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def incidents(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Those that were told; by POST, one more."""
    session = session_or_404(request, uuid)
    moment = localtime()
    people = {str(each.uuid): each for each in people_of_round(session)}
    form = IncidentForm(
        request.POST if request.method == "POST" else None,
        people=[(uuid, f"{each.number}. {person_named(each.person)}") for uuid, each in people.items()],
        initial={"day": moment.date(), "hour": moment.time(), "in_minutes": True},
    )
    if request.method == "POST" and not may_with(request.desk, session, Right.MANAGE_SESSIONS):
        return without_right(request)
    if form.is_valid():
        try:
            _told(request, session, form, people)
        except AssessmentError as refusal:
            if refusal.field == "happened_at":
                form.add_error("hour", refusal.sentence(spoken()))
            else:
                refuse(form, refusal)
        else:
            messages.success(request, _("L’incident est consigné. Il ne sera pas réécrit."))
            return back_to("desk_session_incidents", request, session)
    rows = [
        {"incident": each, "name": person_named(each.candidate.person) if each.candidate else ""}
        for each in incidents_of(session)
    ]
    manages = may_with(request.desk, session, Right.MANAGE_SESSIONS)
    context = frame(request, session, "desk_session_incidents") | {
        "rows": rows,
        "form": form,
        "may_tell": manages and session.state != SessionState.CANCELLED,
    }
    return render(request, "desk/sessions/incidents.html", context)


def _told(request: DeskRequest, session: Session, form: IncidentForm, people: dict[str, Candidate]) -> None:
    values = form.cleaned_data
    tell_incident(
        session=session,
        happened_at=values["happened_at"],
        words=values["words"],
        measures=values["measures"],
        in_minutes=values["in_minutes"],
        candidate=people.get(values["candidate"]),
        by=request.user,
        now=now(),
    )
