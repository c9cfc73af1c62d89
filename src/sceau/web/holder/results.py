"""Results, once they are released: the decision, how it was reached line by line, the paper, an appeal."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sceau.assessment.errors import AssessmentError
from sceau.assessment.models import Appeal
from sceau.assessment.queries.appeals import window_of
from sceau.assessment.queries.awards import decision_shown_to
from sceau.assessment.results_paper import results_data
from sceau.assessment.services.appeals import open_appeal, withdraw_appeal
from sceau.assessment.states import AppealState, ResultState
from sceau.engine.errors import EngineError
from sceau.web.desk.candidates import wording
from sceau.web.desk.candidates.finding import refuse
from sceau.web.desk.candidates.forms import text
from sceau.web.desk.fields import DeskForm
from sceau.web.holder.doors import HolderRequest, holder_page, shown
from sceau.web.ports import ports
from sceau.web.templatetags.words import spoken


class AppealForm(DeskForm):
    """What is contested, and why."""

    words = text(
        gettext_lazy("Ce que vous contestez, et pourquoi"),
        gettext_lazy("Avec vos mots. L’organisme vous répond par écrit."),
        rows=8,
        required=True,
    )


@holder_page
def results(request: HolderRequest) -> HttpResponse:
    """What was decided of me."""
    candidate = request.candidate
    decision = decision_shown_to(candidate)
    data = results_data(candidate, spoken(), now=now())
    if decision is None or data is None:
        return shown(request, "no_results", {})
    appeals = list(Appeal.objects.filter(decision__attempt__candidate=candidate).order_by("-opened_at"))
    standing = next((each for each in appeals if each.state == AppealState.OPEN), None)
    window = window_of(decision, now=now())
    form = AppealForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and request.POST.get("act") == "withdraw" and standing is not None:
        withdraw_appeal(appeal=standing, by=None, now=now())
        messages.success(request, _("Votre recours est retiré."))
        return redirect("candidate_results", candidate.uuid)
    if form.is_valid():
        try:
            open_appeal(decision=decision, words=form.cleaned_data["words"], by=None, now=now())
        except AssessmentError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Votre recours est reçu. La réponse s’affichera ici."))
            return redirect("candidate_results", candidate.uuid)
    outcome = ResultState(decision.outcome)
    context = {
        "data": data,
        "kind": wording.RESULTS[outcome],
        "decision": decision,
        "appeals": appeals,
        "standing": standing,
        "window": window,
        "form": form,
    }
    return shown(request, "results", context)


@holder_page
def paper(request: HolderRequest) -> HttpResponse:
    """The same as a PDF."""
    data = results_data(request.candidate, spoken(), now=now())
    if data is None:
        raise Http404
    try:
        pdf = ports().typesetter.document("results", data, at=now())
    except EngineError as refusal:
        messages.warning(request, refusal.sentence(spoken()))
        return redirect("candidate_results", request.candidate.uuid)
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer.headers["Content-Disposition"] = 'attachment; filename="resultats.pdf"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
