"""A candidate's own page: where they stand, when and where, what is asked of them."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sceau.assessment import prerequisites
from sceau.assessment.errors import AssessmentError
from sceau.assessment.models import Candidate
from sceau.assessment.queries import candidates as queries
from sceau.assessment.queries.awards import decision_shown_to
from sceau.assessment.queries.planning import appointments_of
from sceau.assessment.services import enrolment
from sceau.assessment.services.arrangements import ask_arrangement, drop_arrangement
from sceau.assessment.services.entering import ENTERED
from sceau.assessment.services.writing import rules_for
from sceau.assessment.states import CandidateState, SessionState
from sceau.issuing.queries.opening import credentials_shown_to
from sceau.web.desk.candidates import wording
from sceau.web.desk.candidates.finding import refuse
from sceau.web.desk.candidates.forms import ArrangementForm, ConditionsForm, text
from sceau.web.desk.fields import DeskForm
from sceau.web.holder.doors import HolderRequest, holder_page, shown
from sceau.web.holder.papers import has_attended
from sceau.web.templatetags.words import spoken

ENDED: Final = (SessionState.CANCELLED, SessionState.RELEASED, SessionState.DECIDED)


class MotivationForm(DeskForm):
    """What somebody who comes by experience says of it."""

    motivation = text(
        gettext_lazy("Ce que vous savez faire, et où vous l’avez appris"),
        gettext_lazy("Quelques phrases, avec vos mots."),
        rows=6,
        required=True,
    )


@holder_page
def home(request: HolderRequest) -> HttpResponse:
    """Where I stand, and what comes next."""
    candidate = request.candidate
    labels = wording.event_labels(rules_for(candidate.session))
    appointments = [
        {"appointment": each, "title": labels.get(each.slot.event, ""), "room": each.slot.room}
        for each in appointments_of(candidate.session, [candidate]).get(candidate.pk, [])
    ]
    arrangements = [
        {"arrangement": each, "label": wording.arrangement_label(each), "state": wording.ARRANGEMENT_STATES[each.state]}
        for each in queries.arrangements_of(candidate)
    ]
    context = {
        "title": wording.session_title(candidate.session, spoken()).partition(" – ")[2],
        "stand": _stand(candidate),
        "appointments": appointments,
        "arrangements": arrangements,
        "pieces": queries.pieces_of(candidate).count(),
        "has_attended": has_attended(request),
        "credentials": credentials_shown_to(candidate).count(),
        "has_results": decision_shown_to(candidate) is not None,
        "is_open": candidate.session.state in ENTERED,
        "takes_evidence": takes_evidence(candidate),
        "may_withdraw": candidate.session.state in ENTERED
        and candidate.state in (CandidateState.APPLIED, CandidateState.ENROLLED, CandidateState.INVITED),
    }
    return shown(request, "home", context)


@holder_page
def answer(request: HolderRequest) -> HttpResponse:
    """Take the place that was offered: conditions one by one."""
    candidate = request.candidate
    if candidate.state != CandidateState.INVITED:
        return redirect("candidate", candidate.uuid)
    rules = rules_for(candidate.session)
    data = request.POST if request.method == "POST" else None
    asking = ConditionsForm(data, conditions=prerequisites.conditions_of(rules))
    saying = MotivationForm(data) if candidate.by_experience else None
    faults = [each for each in (asking, saying) if each is not None and not each.is_valid()]
    if data is not None and not faults:
        try:
            enrolment.answer_invitation(
                candidate=candidate,
                prerequisites=asking.answers(),
                motivation=saying.cleaned_data["motivation"] if saying else "",
                under_age=candidate.under_age,
                now=now(),
            )
        except AssessmentError as refusal:
            refuse(saying if saying is not None and refusal.field in saying.fields else asking, refusal)
        else:
            messages.success(request, _("Votre place est prise."))
            return redirect("candidate", candidate.uuid)
    text_of = rules.prerequisites_text
    context = {"asking": asking, "saying": saying, "text": text_of.to(spoken()) if text_of else ""}
    return shown(request, "answer", context)


@holder_page
def arrangements(request: HolderRequest) -> HttpResponse:
    """Ask for something to be arranged; nobody asks why."""
    candidate = request.candidate
    form = ArrangementForm(request.POST if request.method == "POST" else None, initial={"extra_percent": 33})
    if request.method == "POST" and request.POST.get("drop"):
        return _drop(request, request.POST["drop"])
    if form.is_valid():
        try:
            ask_arrangement(candidate=candidate, by=None, now=now(), **form.cleaned_data)
        except AssessmentError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Votre demande est envoyée. La réponse s’affichera ici."))
            return redirect("candidate_arrangements", candidate.uuid)
    rows = [
        {"arrangement": each, "label": wording.arrangement_label(each), "state": wording.ARRANGEMENT_STATES[each.state]}
        for each in queries.arrangements_of(candidate)
    ]
    return shown(request, "arrangements", {"form": form, "rows": rows, "is_open": candidate.session.state in ENTERED})


@holder_page
def withdraw(request: HolderRequest) -> HttpResponse:
    """Give one's place up, after being asked once."""
    candidate = request.candidate
    if request.method == "POST":
        try:
            enrolment.withdraw(candidate=candidate, why=request.POST.get("why", ""), by=None, now=now())
        except AssessmentError as refusal:
            messages.warning(request, refusal.sentence(spoken()))
        else:
            messages.success(request, _("Votre désistement est enregistré."))
        return redirect("candidate", candidate.uuid)
    return shown(request, "withdraw", {})


def takes_evidence(candidate: Candidate) -> bool:
    """Whether the candidate may put evidence into the file now."""
    return candidate.session.state in ENTERED and candidate.state in (CandidateState.APPLIED, CandidateState.ENROLLED)


def _drop(request: HolderRequest, uuid: str) -> HttpResponse:
    found = next((each for each in queries.arrangements_of(request.candidate) if str(each.uuid) == uuid), None)
    if found is not None:
        try:
            drop_arrangement(arrangement=found, by=None, now=now())
        except AssessmentError as refusal:
            messages.warning(request, refusal.sentence(spoken()))
    return redirect("candidate_arrangements", request.candidate.uuid)


def _stand(candidate: Candidate) -> dict[str, Any]:
    """A sentence on where somebody stands: kind and words."""
    session = candidate.session
    if session.state == SessionState.CANCELLED:
        return {"kind": "bad", "words": _("La session est annulée.")}
    said = {
        CandidateState.INVITED: ("check", _("Une place vous est proposée. Elle attend votre réponse.")),
        CandidateState.APPLIED: ("info", _("Votre demande est reçue. L’organisme l’examine.")),
        CandidateState.REFUSED: ("bad", _("Votre demande n’a pas été acceptée.")),
        CandidateState.WITHDRAWN: ("info", _("Vous vous êtes désisté de cette session.")),
    }
    if candidate.state in said:
        kind, words = said[CandidateState(candidate.state)]
        return {"kind": kind, "words": words}
    stages = {
        SessionState.OPEN: _("Vous avez une place dans la session."),
        SessionState.EVENTS: _("Vous avez une place dans la session. Les épreuves ont lieu en ce moment."),
        SessionState.MARKED: _("Les épreuves sont passées. Les résultats se préparent."),
        SessionState.DELIBERATION: _("Les épreuves sont passées. Les résultats se préparent."),
        SessionState.DECIDED: _("Les décisions sont prises. Les résultats seront bientôt diffusés."),
        SessionState.RELEASED: _("Vos résultats sont là."),
    }
    return {"kind": "good", "words": stages[SessionState(session.state)]}
