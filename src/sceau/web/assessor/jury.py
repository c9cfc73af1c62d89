"""What waits for a member of a jury who has an account: ties to declare, minutes to sign."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sceau.assessment.composition import tied
from sceau.assessment.errors import AssessmentError
from sceau.assessment.models import Candidate, Minutes
from sceau.assessment.queries.jury import awaited_from, seats_held_by
from sceau.assessment.services.jury import declare
from sceau.assessment.states import CandidateState, MinutesState
from sceau.web.assessor.doors import AssessorRequest, assessor_page
from sceau.web.assessor.wording import NATURES, person_name, session_name
from sceau.web.templatetags.words import spoken


@assessor_page
@require_safe
def juries(request: AssessorRequest) -> HttpResponse:
    """My juries, and the minutes that await my signature."""
    moment = now()
    awaited = awaited_from(request.user, on=localdate(moment))
    seats = list(seats_held_by(request.user))
    sealed = Minutes.objects.filter(state=MinutesState.SEALED, signatures__seat__user=request.user).select_related(
        "institution", "deliberation__session__version"
    )
    context = {
        "awaited": [
            {
                "signature": each,
                "name": session_name(each.minutes.deliberation.session),
                "for_whom": "" if each.seat.user_id == request.user.pk else each.seat.name,
            }
            for each in awaited
        ],
        "seats": [{"seat": each, "name": session_name(each.session)} for each in seats],
        "undeclared": sum(each.declared_at is None for each in seats),
        "sealed": [
            {"minutes": each, "name": session_name(each.deliberation.session)}
            for each in sealed.defer("data").order_by("-sealed_at")[:25]
        ],
    }
    return render(request, "assessor/juries.html", context)


@assessor_page
@require_http_methods(["GET", "HEAD", "POST"])
def ties(request: AssessorRequest, uuid: UUID) -> HttpResponse:
    """Say which candidates one knows."""
    seat = get_object_or_404(seats_held_by(request.user), uuid=uuid)
    people = list(
        Candidate.objects.filter(session=seat.session, state=CandidateState.ENROLLED)
        .select_related("person", "person__root")
        .order_by("number")
    )
    refusal = ""
    if request.method == "POST":
        chosen = {each: request.POST.get(f"tie-{each.uuid}", "") for each in people}
        told = {each: nature for each, nature in chosen.items() if nature}
        words = request.POST.get("words", "")[:300]
        try:
            declare(seat=seat, ties=told, words=words, by=request.user, now=now())
        except AssessmentError as fault:
            refusal = fault.sentence(spoken())
        else:
            messages.success(request, _("Votre déclaration est enregistrée."))
            return redirect("assess_juries")
    found = tied([seat], [each.pk for each in people])
    context = {
        "seat": seat,
        "session_name": session_name(seat.session),
        "natures": NATURES.items(),
        "rows": [
            {"name": person_name(each), "candidate": each, "field": f"tie-{each.uuid}", "tied": each.pk in found}
            for each in people
        ],
        "refusal": refusal,
    }
    return render(request, "assessor/jury_ties.html", context, status=409 if refusal else 200)
