"""A candidate's file: identity and enrolment, conditions, links, moves, history."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sceau.assessment import declaration, prerequisites
from sceau.assessment.errors import AssessmentError
from sceau.assessment.models import Candidate, Cohort, Link
from sceau.assessment.partners import addresses_told, brought_to, guardians_told
from sceau.assessment.queries import candidates as queries
from sceau.assessment.services import enrolment, links
from sceau.assessment.services.enrolment import WITHDRAWN_UNTIL
from sceau.assessment.services.entering import ENTERED
from sceau.assessment.states import CANDIDATE_NEXT, CandidateState, SessionState
from sceau.institutions.roles import Right
from sceau.journal.models import Act
from sceau.people import queries as people
from sceau.people.duplicates import duplicates_of
from sceau.web.desk.candidates import wording
from sceau.web.desk.candidates.finding import (
    Here,
    candidate_here,
    file_page,
    is_of_the_body,
    refuse,
    rules_here,
    to_file,
)
from sceau.web.desk.candidates.forms import ConditionsForm, EnrolmentForm, WaiverForm, WhyForm
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.desk.people.languages import language_named
from sceau.web.journal.telling import tell
from sceau.web.templatetags.words import spoken

HISTORY: Final = 100
# path → state, question, effect, verb of the button, whether a reason is asked
MOVES: Final = {
    "accept": (
        CandidateState.ENROLLED,
        gettext_lazy("Accepter cette demande ?"),
        gettext_lazy("La personne est inscrite, et prévenue par courriel."),
        gettext_lazy("Accepter la demande"),
        False,
    ),
    "refuse": (
        CandidateState.REFUSED,
        gettext_lazy("Refuser cette demande ?"),
        gettext_lazy("La personne est prévenue et lit la raison. Vous pourrez revenir sur ce refus."),
        gettext_lazy("Refuser la demande"),
        True,
    ),
    "withdraw": (
        CandidateState.WITHDRAWN,
        gettext_lazy("Enregistrer un désistement ?"),
        gettext_lazy("La personne ne passe plus les épreuves. Rien n’est effacé, et l’inscription peut être rétablie."),
        gettext_lazy("Enregistrer le désistement"),
        True,
    ),
    "restore": (
        CandidateState.ENROLLED,
        gettext_lazy("Rétablir cette inscription ?"),
        gettext_lazy("La personne passe de nouveau les épreuves, s’il reste une place."),
        gettext_lazy("Rétablir l’inscription"),
        False,
    ),
}


@desk_page(Right.SEE_SESSIONS)
@require_safe
def candidate(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Who it is, how they came, what is still to be known."""
    here, found = candidate_here(request, uuid)
    person, own = people.person_of(found.person), is_of_the_body(request, here)
    lacking = queries.missing_for_declaration(found, now=now(), brought=None if own else brought_to(here.session))
    context = {
        "own": own,
        "language": language_named(found.language),
        "addresses": list(people.addresses_of(person) if own else addresses_told(found)),
        "guardians": list(people.guardians_of(person) if own else guardians_told(found)),
        "alike": [each for each in duplicates_of(person) if not each.apart] if own else [],
        "entry": wording.entry_of(found),
        "route": wording.word_in(declaration.ACCESS_ROUTES, found.access_route),
        "initiative": wording.word_in(declaration.INITIATIVES, found.initiative),
        "declared": queries.is_declared(here.session.version.document, now=now()),
        "lacking": wording.said(lacking),
        "grave": any(each.required for each in lacking),
        "sees_people": own and request.desk.may(Right.SEE_PEOPLE),
        "links": Link.objects.filter(candidate=found, withdrawn_at__isnull=True, expires_at__gt=now()).count(),
        "moves": _moves(here, found),
    }
    return file_page(request, "candidate", (here, found), "file", context)


@desk_page(Right.MANAGE_SESSIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Change what the enrolment says."""
    here, found = _managed(request, uuid)
    cohorts = list(Cohort.objects.filter(session=here.session).order_by("name"))
    form = EnrolmentForm(request.POST if request.method == "POST" else None, initial=EnrolmentForm.values_of(found))
    form.prepare(cohorts, edits=True)
    if form.is_valid():
        values: dict[str, Any] = dict(form.cleaned_data)
        chosen = values.pop("cohort", "")
        values["cohort"] = next((each for each in cohorts if str(each.uuid) == chosen), None)
        try:
            enrolment.edit_enrolment(candidate=found, trainer=found.trainer, by=request.user, now=now(), **values)
        except AssessmentError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("L’inscription est enregistrée."))
            return to_file(request, found)
    return file_page(request, "edit", (here, found), "file", {"form": form})


@desk_page(Right.SEE_SESSIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def conditions(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """The conditions of access, and what was answered to each."""
    here, found = candidate_here(request, uuid)
    asked = prerequisites.conditions_of(rules_here(here))
    if request.method == "POST" and not here.manages:
        raise PermissionDenied
    form = ConditionsForm(
        request.POST if request.method == "POST" else None,
        conditions=asked,
        waivable=True,
        initial=ConditionsForm.values_of(found.prerequisites),
    )
    if form.is_valid():
        try:
            enrolment.answer_prerequisites(
                candidate=found,
                answers=form.answers(),
                waiver=form.cleaned_data.get("waiver", ""),
                by=request.user,
                now=now(),
            )
        except AssessmentError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Les réponses sont enregistrées."))
            return to_file(request, found, "desk_candidate_prerequisites")
    answers = found.prerequisites
    rows = [
        {
            "label": wording.condition_label(each),
            "answer": answers[each.place] if each.place < len(answers) else None,
        }
        for each in asked
    ]
    text = rules_here(here).prerequisites_text
    context = {"form": form, "rows": rows, "text": text.to(spoken()) if text else ""}
    return file_page(request, "prerequisites", (here, found), "prerequisites", context)


@desk_page(Right.MANAGE_SESSIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: DeskRequest, uuid: UUID, to: str) -> HttpResponse:
    """Ask before an application or an enrolment moves on."""
    here, found = _managed(request, uuid)
    if to not in MOVES:
        raise Http404
    _state, title, effect, verb, reasoned = MOVES[to]
    data = request.POST if request.method == "POST" else None
    form = WhyForm(data) if reasoned else WaiverForm(data) if to == "accept" and _is_unmet(here, found) else None
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            _carry_out(to, found, form, request)
        except AssessmentError as refusal:
            if form is None:
                messages.warning(request, refusal.sentence(spoken()))
                return to_file(request, found)
            refuse(form, refusal)
        else:
            messages.success(request, _("C’est enregistré."))
            return to_file(request, found)
    context = {"form": form, "title": title, "effect": effect, "verb": verb, "to": to}
    return file_page(request, "move", (here, found), "file", context)


@desk_page(Right.MANAGE_SESSIONS)
@require_POST
def link(request: DeskRequest, uuid: UUID, act: str) -> HttpResponse:
    """The link to the person's own page: mailed anew, shown once to be handed over, or withdrawn."""
    here, found = _managed(request, uuid)
    if act == "send":
        links.send_link(candidate=found, by=request.user, now=now())
        messages.success(request, _("Un nouveau lien part par courriel."))
    elif act == "withdraw":
        links.withdraw_links(candidate=found, by=request.user, now=now())
        messages.success(request, _("Plus aucun lien n’ouvre ce dossier."))
    elif act == "show":
        token = links.hand_over_link(candidate=found, by=request.user, now=now())
        context = {"address": settings.BASE_URL + reverse("candidate_open", args=[token])}
        return file_page(request, "link", (here, found), "file", context)
    else:
        raise Http404
    return to_file(request, found)


@desk_page(Right.SEE_SESSIONS)
@require_safe
def history(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Everything that was done with this file, the last first."""
    here, found = candidate_here(request, uuid)
    acts = Act.objects.filter(subject=f"candidate:{found.uuid}").order_by("-pk")[: HISTORY + 1]
    told = tell(acts)
    return file_page(
        request, "history", (here, found), "history", {"acts": told[:HISTORY], "more": len(told) > HISTORY}
    )


def _carry_out(to: str, found: Candidate, form: Any, request: DeskRequest) -> None:
    by, moment = request.user, now()
    if to == "accept":
        waiver = form.cleaned_data["waiver"] if form is not None else ""
        enrolment.accept(candidate=found, waiver=waiver, by=by, now=moment)
    elif to == "refuse":
        enrolment.refuse(candidate=found, why=form.cleaned_data["why"], by=by, now=moment)
    elif to == "withdraw":
        enrolment.withdraw(candidate=found, why=form.cleaned_data["why"], by=by, now=moment)
    else:
        enrolment.restore(candidate=found, by=by, now=moment)


def _moves(here: Here, found: Candidate) -> list[dict[str, Any]]:
    if not here.manages:
        return []
    state = CandidateState(found.state)
    offered = {
        CandidateState.APPLIED: ("accept", "refuse"),
        CandidateState.INVITED: ("withdraw",),
        CandidateState.ENROLLED: ("withdraw",),
        CandidateState.REFUSED: ("accept",),
        CandidateState.WITHDRAWN: ("restore",),
    }[state]
    stages = {"withdraw": WITHDRAWN_UNTIL, "refuse": tuple(SessionState)}
    return [
        {"to": to, "verb": MOVES[to][3]}
        for to in offered
        if MOVES[to][0] in CANDIDATE_NEXT[state] and here.session.state in stages.get(to, ENTERED)
    ]


def _is_unmet(here: Here, found: Candidate) -> bool:
    asked = prerequisites.conditions_of(rules_here(here))
    return bool(found.prerequisites and prerequisites.unmet(asked, found.prerequisites))


def _managed(request: DeskRequest, uuid: UUID) -> tuple[Here, Candidate]:
    here, found = candidate_here(request, uuid)
    if not here.manages:
        raise PermissionDenied
    return here, found
