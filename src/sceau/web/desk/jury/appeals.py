"""Appeals: the register with its deadlines, one appeal, its answer; and a result that is corrected without a jury."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from sceau.assessment.errors import AssessmentError
from sceau.assessment.models import Appeal, Decision
from sceau.assessment.queries.appeals import appeals_seen_by, is_late, last_day_of_answer, window_of
from sceau.assessment.rights import may
from sceau.assessment.services.appeals import (
    LONGEST,
    Answer,
    answer_appeal,
    has_marked_candidate,
    open_appeal,
    withdraw_appeal,
)
from sceau.assessment.services.correcting import propose_correction
from sceau.assessment.services.writing import rules_for
from sceau.assessment.states import AppealEffect, AppealState, ResultState, Route
from sceau.engine.errors import EngineError
from sceau.institutions.roles import Right
from sceau.people.queries import person_of
from sceau.web.desk.days import write_day
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.desk.fields import CHOOSE, Day, DeskForm
from sceau.web.desk.jury.reading import (
    METHODS,
    RESULTS,
    appeal_here,
    decision_here,
    refuse,
    title_of,
    to_results,
)
from sceau.web.templatetags.words import spoken

PER_PAGE: Final = 25
FILTERS: Final[tuple[tuple[str, str | Promise], ...]] = (
    ("", gettext_lazy("Tous")),
    (AppealState.OPEN.value, gettext_lazy("À instruire")),
    (AppealState.ANSWERED.value, gettext_lazy("Réponse donnée")),
    (AppealState.WITHDRAWN.value, gettext_lazy("Retirés")),
)
EFFECTS: Final[dict[str, str | Promise]] = {
    AppealEffect.NONE: gettext_lazy("La décision est maintenue"),
    AppealEffect.CORRECTIVE: gettext_lazy("La décision est à rectifier"),
    AppealEffect.NEW_ATTEMPT: gettext_lazy("Un nouveau passage est ouvert"),
}
CORRECTED: Final = (
    ResultState.ACQUIRED,
    ResultState.PARTIAL,
    ResultState.NOT_ACQUIRED,
    ResultState.ABSENT,
)


class NoteForm(DeskForm):
    """What a candidate contests, as it came on paper or at the counter."""

    words = forms.CharField(
        label=gettext_lazy("Ce que la personne conteste, et pourquoi"),
        help_text=gettext_lazy("Ses mots, recopiés."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": gettext_lazy("Écrivez ce que la personne conteste.")},
    )
    received_on = Day(label=gettext_lazy("Reçu le"))


class MarksForm(DeskForm):
    """The result that is to take a decision's place, and the marks that were wrong."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Nouveau résultat"),
        help_text=gettext_lazy("Seulement si la décision est à rectifier."),
        choices=[("", gettext_lazy("Choisissez")), *((state.value, RESULTS[state][1]) for state in CORRECTED)],
        required=False,
        error_messages=CHOOSE,
    )

    def __init__(self, *args: Any, decision: Decision, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        grid, language = rules_for(decision.deliberation.session).grid, spoken()
        self.criteria = [criterion.id for criterion in grid.criteria] if decision.marks else []
        levels = [(level.code, level.label.to(language)) for level in grid.scale]
        for criterion in grid.criteria if decision.marks else ():
            self.fields[f"mark_{criterion.id}"] = forms.ChoiceField(
                label=criterion.label.to(language),
                choices=[("", gettext_lazy("Sans note")), *levels],
                initial=decision.marks.get(criterion.id, ""),
                required=False,
                error_messages=CHOOSE,
            )

    @property
    def marks(self) -> Mapping[str, str]:
        """Those that were typed."""
        typed = {name: self.cleaned_data.get(f"mark_{name}", "") for name in self.criteria}
        return {name: level for name, level in typed.items() if level}


class AnswerForm(MarksForm):
    """The reasons, and what they change."""

    words = forms.CharField(
        label=gettext_lazy("Réponse, avec ses raisons"),
        help_text=gettext_lazy("Lue par la personne qui a déposé le recours."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": gettext_lazy("Donnez les raisons de la réponse.")},
    )
    effect = forms.ChoiceField(
        label=gettext_lazy("Ce que la réponse change"),
        choices=[(effect.value, EFFECTS[effect]) for effect in AppealEffect],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choisissez ce que la réponse change.")},
    )
    field_order = ("words", "effect", "outcome")


class CorrectForm(MarksForm):
    """A correction without an appeal."""

    reason = forms.CharField(
        label=gettext_lazy("Ce qui est rectifié, et pourquoi"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Dites ce qui est rectifié, et pourquoi.")},
    )
    field_order = ("reason", "outcome")

    def __init__(self, *args: Any, decision: Decision, **kwargs: Any) -> None:
        super().__init__(*args, decision=decision, **kwargs)
        self.fields["outcome"].required, self.fields["outcome"].help_text = True, ""


@desk_page(Right.SEE_SESSIONS)
@require_safe
def appeals(request: DeskRequest) -> HttpResponse:
    """The register: what is open first, the most urgent at the top."""
    asked = request.GET.get("state", "")
    chosen = asked if asked in dict(FILTERS) else ""
    seen = appeals_seen_by(request.desk.memberships)
    page = Paginator(seen.filter(state=chosen) if chosen else seen, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [_row(each) for each in page],
        "chosen": chosen,
        "filters": FILTERS,
    }
    return render(request, "desk/awards/appeals.html", context)


@desk_page(Right.SEE_SESSIONS)
@require_safe
def appeal(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """One appeal, and its answer."""
    found = appeal_here(request, uuid)
    session, moment = found.decision.deliberation.session, now()
    answers = found.state == AppealState.OPEN and may(request.user, Right.ANSWER_APPEALS, session, now=moment)
    context = _row(found) | {
        "title": title_of(session),
        "result": RESULTS[found.decision.outcome],
        "may_answer": answers and not has_marked_candidate(found, request.user),
        "has_marked": answers and has_marked_candidate(found, request.user),
        "may_withdraw": answers,
    }
    return render(request, "desk/awards/appeal.html", context)


@desk_page(Right.MANAGE_SESSIONS)
@require_http_methods(METHODS)
def note(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Note an appeal that came on paper."""
    decision = decision_here(request, uuid, Right.MANAGE_SESSIONS)
    if decision.deliberation.released_at is None:
        raise Http404
    posted, moment = request.method == "POST", now()
    form = NoteForm(request.POST) if posted else NoteForm(initial={"received_on": write_day(localdate(moment))})
    if form.is_valid():
        try:
            found = open_appeal(decision=decision, by=request.user, now=moment, **form.cleaned_data)
        except AssessmentError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Le recours est consigné."))
            return redirect("desk_appeal", request.desk.institution.slug, found.uuid)
    context = _about(decision) | {"form": form, "window": window_of(decision, now=moment)}
    return render(request, "desk/awards/note.html", context)


@desk_page(Right.ANSWER_APPEALS)
@require_http_methods(METHODS)
def answer(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Answer with reasons."""
    found = appeal_here(request, uuid)
    decision = found.decision
    by_jury = decision.deliberation.route == Route.MINUTES
    form = AnswerForm(request.POST if request.method == "POST" else None, decision=decision)
    if by_jury:
        for name in [name for name in form.fields if name == "outcome" or name.startswith("mark_")]:
            del form.fields[name]
    if form.is_valid():
        given = form.cleaned_data
        try:
            answer_appeal(
                appeal=found,
                answer=Answer(
                    words=given["words"],
                    effect=given["effect"],
                    outcome=given.get("outcome", ""),
                    marks=form.marks,
                ),
                by=request.user,
                now=now(),
            )
        except (AssessmentError, EngineError) as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("La réponse est donnée. La personne en est avertie."))
            return redirect("desk_appeal", request.desk.institution.slug, found.uuid)
    context = _row(found) | _about(decision) | {"form": form, "by_jury": by_jury, "fields": _grouped(form)}
    return render(request, "desk/awards/answer.html", context)


@desk_page(Right.ANSWER_APPEALS)
@require_http_methods(METHODS)
def withdraw(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Note that the candidate no longer contests."""
    found = appeal_here(request, uuid)
    form = DeskForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            withdraw_appeal(appeal=found, by=request.user, now=now())
        except AssessmentError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Le retrait est consigné."))
            return redirect("desk_appeal", request.desk.institution.slug, found.uuid)
    return render(request, "desk/awards/withdraw.html", _row(found) | {"form": form})


@desk_page(Right.RELEASE_AWARDS)
@require_http_methods(METHODS)
def correct(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Propose another result in the place of one that was released, where no jury decides."""
    decision = decision_here(request, uuid, Right.RELEASE_AWARDS)
    if decision.deliberation.route == Route.MINUTES or decision.deliberation.released_at is None:
        raise Http404
    form = CorrectForm(request.POST if request.method == "POST" else None, decision=decision)
    if form.is_valid():
        try:
            deliberation = propose_correction(
                decision=decision,
                outcome=form.cleaned_data["outcome"],
                reason=form.cleaned_data["reason"],
                marks=form.marks,
                by=request.user,
                now=now(),
            )
        except (AssessmentError, EngineError) as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("La rectification est proposée. Une seconde personne la confirmera."))
            return to_results(request, deliberation)
    context = _about(decision) | {"form": form, "fields": _grouped(form)}
    return render(request, "desk/awards/correct.html", context)


def _row(found: Appeal) -> dict[str, Any]:
    deliberation = found.decision.deliberation
    return {
        "appeal": found,
        "session": deliberation.session,
        "candidate": found.decision.attempt.candidate,
        "name": str(person_of(found.decision.attempt.candidate.person)),
        "state": _state(found),
        "due_on": last_day_of_answer(found),
        "late": is_late(found, now=now()),
        "effect": EFFECTS.get(found.effect, ""),
    }


def _state(found: Appeal) -> tuple[str, str | Promise]:
    if found.state == AppealState.OPEN:
        return ("bad", _("En retard")) if is_late(found, now=now()) else ("check", _("À instruire"))
    return ("idle", _("Retiré")) if found.state == AppealState.WITHDRAWN else ("good", _("Réponse donnée"))


def _about(decision: Decision) -> dict[str, Any]:
    candidate = decision.attempt.candidate
    return {
        "decision": decision,
        "deliberation": decision.deliberation,
        "session": decision.deliberation.session,
        "candidate": candidate,
        "name": str(person_of(candidate.person)),
        "title": title_of(decision.deliberation.session),
        "result": RESULTS[decision.outcome],
    }


def _grouped(form: forms.Form) -> dict[str, list[forms.BoundField]]:
    """The fields, those of marks apart."""
    marks = [field for field in form if field.name.startswith("mark_")]
    return {"first": [field for field in form if not field.name.startswith("mark_")], "marks": marks}
