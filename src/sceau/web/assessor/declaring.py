"""An assessor says which candidates they know, before marking anybody."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sceau.assessment.errors import AssessmentError
from sceau.assessment.queries.marking import Declaration, declaration_of, still_assesses
from sceau.assessment.services.assessors import LONGEST_WORDS, Tie, declare
from sceau.web.assessor.doors import AssessorRequest, assessor_page
from sceau.web.assessor.wording import NATURES, frame, person_name
from sceau.web.templatetags.words import spoken


@assessor_page
@require_http_methods(["GET", "HEAD", "POST"])
def declaration(request: AssessorRequest, uuid: UUID) -> HttpResponse:
    """Ask, for each candidate, whether they are known and how."""
    found = declaration_of(request.user, uuid)
    if found is None or not still_assesses(request.user, found.assessor.session, now=now()):
        raise Http404
    refusal = ""
    if request.method == "POST":
        try:
            declare(session=found.assessor.session, ties=_ties(request, found), by=request.user, now=now())
        except AssessmentError as fault:
            refusal = fault.sentence(spoken())
        else:
            messages.success(request, _("Votre déclaration est enregistrée."))
            return redirect("assess")
    context = frame(
        found.assessor.session,
        declared_at=found.assessor.declared_at,
        new=found.new,
        natures=NATURES.items(),
        rows=[
            {
                "candidate": each,
                "name": person_name(each),
                "nature": found.natures.get(each.pk, ""),
                "told": NATURES.get(found.natures.get(each.pk, ""), ""),
                "field": f"tie-{each.uuid}",
            }
            for each in found.candidates
        ],
        refusal=refusal,
        most=LONGEST_WORDS,
    )
    return render(request, "assessor/declaration.html", context, status=200 if not refusal else 409)


def _ties(request: AssessorRequest, found: Declaration) -> list[Tie]:
    words = " ".join(request.POST.get("words", "").split())[:LONGEST_WORDS]
    chosen = ((each, request.POST.get(f"tie-{each.uuid}", "")) for each in found.candidates)
    return [Tie(candidate, nature, words) for candidate, nature in chosen if nature]
