"""Attempts and results of a candidate, and what people say of an attempt."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpResponse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sceau.assessment.errors import AssessmentError
from sceau.assessment.models import Decision
from sceau.assessment.queries import candidates as queries
from sceau.assessment.queries.awards import final
from sceau.assessment.services.saying import say_of_attempt
from sceau.assessment.states import ResultState, SessionState
from sceau.institutions.roles import Right
from sceau.people.states import DataKind
from sceau.web.archive import closed_to, told
from sceau.web.desk.candidates import wording
from sceau.web.desk.candidates.finding import are_results_hidden, candidate_here, file_page, refuse, to_file
from sceau.web.desk.candidates.forms import SayForm
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.desk.sessions.wording import stage_of


@desk_page(Right.SEE_SESSIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def results(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Attempt by attempt: what is known, what was decided."""
    here, found = candidate_here(request, uuid)
    attempts = queries.attempts_of(found)
    last = attempts[-1] if attempts else None
    sayable = here.manages and last is not None and here.session.state in (SessionState.OPEN, SessionState.EVENTS)
    if request.method == "POST" and not sayable:
        raise PermissionDenied
    initial = {"said": last.said, "why": last.said_why} if last else {}
    form = SayForm(request.POST if request.method == "POST" else None, initial=initial) if sayable else None
    if form is not None and form.is_valid() and last is not None:
        last.candidate = found
        try:
            say_of_attempt(attempt=last, by=request.user, now=now(), **form.cleaned_data)
        except AssessmentError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("C’est noté au dossier."))
            return to_file(request, found, "desk_candidate_results")
    own = here.session.institution_id == request.desk.institution.pk
    # a partner that organises learns what was decided when candidates do, and so what a jury made of the marks
    decisions = Decision.objects.filter(final() if own else Q(deliberation__released_at__isnull=False))
    decisions = decisions.filter(attempt__candidate=found)
    is_hidden = are_results_hidden(request, here)
    decided = {each.attempt_id: each for each in decisions.select_related("deliberation").order_by("pk")}
    body = here.session.institution
    away = closed_to(request.user, body, DataKind.SCORES, [each.uuid for each in attempts])
    rows = []
    for each in attempts:
        decision = decided.get(each.pk)
        waits = is_hidden and each.round == here.session.round
        rows.append(
            {
                "attempt": each,
                "state": stage_of(here.session) if waits else wording.result_state(each),
                "score": None if waits or each.uuid in away else each.score,
                "put_away": told(body, DataKind.SCORES, away[each.uuid]) if each.uuid in away else "",
                "decision": decision,
                "outcome": ResultState(decision.outcome).label if decision and decision.outcome else "",
            }
        )
    return file_page(request, "results", (here, found), "results", {"rows": rows, "form": form})
