"""What is arranged for somebody: asked, granted or refused; never why."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sceau.assessment.errors import AssessmentError
from sceau.assessment.models import Arrangement
from sceau.assessment.queries import candidates as queries
from sceau.assessment.services.arrangements import ask_arrangement, decide_arrangement, drop_arrangement
from sceau.institutions.roles import Right
from sceau.web.desk.candidates import wording
from sceau.web.desk.candidates.finding import candidate_here, file_page, refuse, to_file
from sceau.web.desk.candidates.forms import ArrangementForm
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.templatetags.words import spoken


@desk_page(Right.SEE_SESSIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def arrangements(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """What was asked, and what became of it."""
    here, found = candidate_here(request, uuid)
    may_ask = here.manages or here.arranges
    if request.method == "POST" and not may_ask:
        raise PermissionDenied
    form = ArrangementForm(request.POST if request.method == "POST" else None, initial={"extra_percent": 33})
    if form.is_valid():
        try:
            ask_arrangement(candidate=found, by=request.user, now=now(), **form.cleaned_data)
        except AssessmentError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("La demande est notée."))
            return to_file(request, found, "desk_candidate_arrangements")
    rows = [
        {
            "arrangement": each,
            "label": wording.arrangement_label(each),
            "state": wording.ARRANGEMENT_STATES[each.state],
        }
        for each in queries.arrangements_of(found)
    ]
    context = {"form": form, "rows": rows, "may_ask": may_ask}
    return file_page(request, "arrangements", (here, found), "arrangements", context)


@desk_page(Right.MANAGE_ARRANGEMENTS)
@require_POST
def decide(request: DeskRequest, uuid: UUID, to: str) -> HttpResponse:
    """Grant, refuse, or take the request away."""
    found = Arrangement.objects.filter(uuid=uuid).select_related("candidate__session").first()
    if found is None or to not in ("grant", "refuse", "drop"):
        raise Http404
    here, candidate = candidate_here(request, found.candidate.uuid)
    if not here.arranges:
        raise PermissionDenied
    try:
        if to == "drop":
            drop_arrangement(arrangement=found, by=request.user, now=now())
        else:
            decide_arrangement(arrangement=found, granted=to == "grant", by=request.user, now=now())
    except AssessmentError as refusal:
        messages.warning(request, refusal.sentence(spoken()))
    else:
        messages.success(request, _("C’est enregistré."))
    return to_file(request, candidate, "desk_candidate_arrangements")
