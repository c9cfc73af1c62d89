"""Routes without a jury: somebody proposes what the marks give, samples are looked at, somebody else confirms."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from sceau.assessment.errors import AssessmentError
from sceau.assessment.models import AuditCheck, Decision, Deliberation, Marking, Session
from sceau.assessment.queries.awards import sessions_judged_within
from sceau.assessment.queries.sessions import attempts_to_decide
from sceau.assessment.services.proposing import check_result, confirm_results, propose_results, send_back
from sceau.assessment.services.results import judged
from sceau.assessment.services.writing import rules_for
from sceau.assessment.states import MarkingState, Route, SessionState
from sceau.institutions.roles import Right
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.desk.fields import DeskForm, why_field
from sceau.web.desk.jury.reading import (
    METHODS,
    RESULTS,
    decision_here,
    deliberation_here,
    refuse,
    session_judged_here,
    title_of,
    to_results,
)
from sceau.web.templatetags.words import spoken

MOST = 50  # of each list: who has more to do at once finds the rest when these are done


class ProposeForm(DeskForm):
    """What goes with a proposal."""

    remarks = forms.CharField(
        label=gettext_lazy("Remarques pour la personne qui confirmera"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SourceForm(ProposeForm):
    """The same, with the system that says so."""

    source = forms.CharField(
        label=gettext_lazy("Source des résultats"),
        help_text=gettext_lazy("Écrite dans chaque preuve : le nom de la plateforme ou du questionnaire."),
        max_length=300,
        error_messages={"required": gettext_lazy("Nommez la source.")},
    )
    field_order = ("source", "remarks")


class SendBackForm(DeskForm):
    """Why marks are to be looked at again."""

    why = why_field(gettext_lazy("Ce qui est à revoir"), gettext_lazy("Lu par qui a proposé ces résultats."))


class CheckForm(DeskForm):
    """Whether one comes to the same result."""

    agrees = forms.ChoiceField(
        label=gettext_lazy("Arrivez-vous au même résultat ?"),
        choices=[("yes", gettext_lazy("Oui, le résultat est bon")), ("no", gettext_lazy("Non"))],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choisissez une réponse.")},
    )
    words = forms.CharField(
        label=gettext_lazy("Ce que vous avez constaté"),
        help_text=gettext_lazy("Nécessaire si la réponse est non."),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@desk_page(Right.MARK)
@require_safe
def proposals(request: DeskRequest) -> HttpResponse:
    """What somebody who assesses has to propose or to check, and what became of it."""
    here = sessions_judged_within(request.desk.memberships, Right.MARK)
    marked = here.filter(
        candidates__attempts__markings__assessor=request.user,
        candidates__attempts__markings__state=MarkingState.SUBMITTED,
    )
    to_propose = marked.filter(route=Route.ASSESSOR, state=SessionState.MARKED).distinct()
    to_check = (
        AuditCheck.objects.filter(
            decision__deliberation__session__in=here,
            decision__deliberation__closed_at__isnull=True,
            decision__deliberation__adjourned_at__isnull=True,
            agrees__isnull=True,
        )
        .select_related("decision__attempt__candidate", "decision__deliberation__session__version")
        .order_by("drawn_at", "pk")
    )
    mine = Deliberation.objects.filter(session__in=here, opened_by=request.user).exclude(route=Route.MINUTES)
    context = {
        "to_propose": [_named(each) for each in _with_version(to_propose)[:MOST]],
        "to_check": [
            {"check": each, "session": each.decision.deliberation.session, "candidate": each.decision.attempt.candidate}
            for each in to_check.defer("decision__deliberation__session__version__document")[:MOST]
        ],
        "mine": list(mine.select_related("session", "closed_by").order_by("-opened_at")[:MOST]),
    }
    return render(request, "desk/awards/proposals.html", context)


@desk_page(Right.MARK)
@require_http_methods(METHODS)
def propose(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Propose the results of a session in which one has marked."""
    session = session_judged_here(request, uuid, Right.MARK)
    if session.route != Route.ASSESSOR:
        raise Http404
    form = ProposeForm(request.POST if request.method == "POST" else None)
    marked = Marking.objects.filter(
        attempt__candidate__session=session, state=MarkingState.SUBMITTED, assessor=request.user
    )
    return _propose(request, session, form, reads=marked.exists())


@desk_page(Right.MANAGE_SESSIONS)
@require_http_methods(METHODS)
def propose_source(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Propose results that a system gave."""
    session = session_judged_here(request, uuid, Right.MANAGE_SESSIONS)
    if session.route != Route.AUTOMATIC:
        raise Http404
    source = rules_for(session).source
    initial = {"source": source.to(spoken()) if source else ""}
    form = SourceForm(request.POST) if request.method == "POST" else SourceForm(initial=initial)
    return _propose(request, session, form, reads=True)


@desk_page(Right.RELEASE_AWARDS)
@require_http_methods(METHODS)
def confirm(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """The second person confirms; then the awards exist."""
    deliberation = deliberation_here(request, uuid)
    form = DeskForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            confirm_results(deliberation=deliberation, by=request.user, now=now())
        except AssessmentError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Les résultats sont confirmés. Ils restent à diffuser."))
            return to_results(request, deliberation)
    acquired = Decision.objects.filter(deliberation=deliberation, outcome="acquired").count()
    context = {
        "deliberation": deliberation,
        "title": title_of(deliberation.session),
        "form": form,
        "acquired": acquired,
    }
    return render(request, "desk/awards/confirm.html", context)


@desk_page(Right.RELEASE_AWARDS)
@require_http_methods(METHODS)
def back(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Send a proposal back, with the reason."""
    deliberation = deliberation_here(request, uuid)
    form = SendBackForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            send_back(deliberation=deliberation, why=form.cleaned_data["why"], by=request.user, now=now())
        except AssessmentError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("La proposition est renvoyée. Elle reste lisible ici."))
            return to_results(request, deliberation)
    context = {"deliberation": deliberation, "title": title_of(deliberation.session), "form": form}
    return render(request, "desk/awards/send_back.html", context)


@desk_page(Right.MARK)
@require_http_methods(METHODS)
def check(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Look again at one result that was drawn."""
    decision = decision_here(request, uuid, Right.MARK)
    found = AuditCheck.objects.filter(decision=decision).first()
    if found is None:
        raise Http404
    posted = request.method == "POST"
    initial = {"agrees": {None: "", True: "yes", False: "no"}[found.agrees], "words": found.words}
    form = CheckForm(request.POST) if posted else CheckForm(initial=initial)
    if form.is_valid():
        try:
            check_result(
                deliberation=decision.deliberation,
                decision=decision,
                agrees=form.cleaned_data["agrees"] == "yes",
                words=form.cleaned_data["words"],
                by=request.user,
                now=now(),
            )
        except AssessmentError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Votre contrôle est noté."))
            return redirect("desk_proposals", request.desk.institution.slug)
    session = decision.deliberation.session
    grid = rules_for(session).grid
    language = spoken()
    context = {
        "decision": decision,
        "session": session,
        "title": title_of(session),
        "result": RESULTS[decision.outcome],
        "marks": [
            {
                "criterion": criterion.label.to(language),
                "level": grid.level(decision.marks[criterion.id]).label.to(language),
            }
            for criterion in grid.criteria
            if criterion.id in decision.marks
        ],
        "form": form,
    }
    return render(request, "desk/awards/check.html", context)


def _propose(request: DeskRequest, session: Session, form: ProposeForm, *, reads: bool) -> HttpResponse:
    """reads: whether results are shown before; whoever assesses elsewhere finds nothing to propose"""
    if form.is_valid():
        try:
            deliberation = propose_results(session=session, by=request.user, now=now(), **form.cleaned_data)
        except AssessmentError as refusal:
            refuse(form, refusal)
        else:
            return _proposed(request, deliberation)
    attempts = list(attempts_to_decide(session)) if reads and session.state == SessionState.MARKED else []
    outcomes = judged(rules_for(session), attempts)
    context = {
        "session": session,
        "title": title_of(session),
        "form": form,
        "rows": [
            {
                "candidate": each.candidate,
                "name": str(each.candidate.person),
                "result": RESULTS[outcomes[each.pk].state.value],
                "score": outcomes[each.pk].score,
            }
            for each in attempts
        ],
    }
    return render(request, "desk/awards/propose.html", context)


def _proposed(request: DeskRequest, deliberation: Deliberation) -> HttpResponse:
    count = deliberation.decisions.count()
    said = ngettext(
        "%(n)s résultat est proposé. Une seconde personne le confirmera.",
        "%(n)s résultats sont proposés. Une seconde personne les confirmera.",
        count,
    )
    messages.success(request, said % {"n": count})
    if request.desk.may(Right.SEE_SESSIONS):
        return to_results(request, deliberation)
    return redirect("desk_proposals", request.desk.institution.slug)


def _with_version(sessions: Any) -> Any:
    return sessions.select_related("version").defer("version__document", "version__source", "version__gate")


def _named(session: Session) -> dict[str, Any]:
    return {"session": session, "title": title_of(session)}
