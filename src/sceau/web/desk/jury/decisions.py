"""One candidate before the jury: what each assessor gave, how the result comes about, and the decision."""

from __future__ import annotations

from collections import defaultdict
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sceau.assessment.errors import AssessmentError
from sceau.assessment.keepers import keeps
from sceau.assessment.models import Decision, Deliberation, Mark, Marking
from sceau.assessment.queries.jury import rows_of
from sceau.assessment.services import deliberating as services
from sceau.assessment.services.writing import rules_for
from sceau.assessment.states import MarkingState, ResultState
from sceau.engine.marking.rules import AssessmentRules
from sceau.institutions.roles import Right
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.desk.jury import wording
from sceau.web.desk.jury.deliberation import head, line
from sceau.web.desk.jury.finding import METHODS, deliberation_here, refuse, require_keeper, shown, to_deliberation
from sceau.web.desk.jury.forms import DecideForm, MarkForm
from sceau.web.templatetags.words import spoken


@desk_page(Right.SEE_SESSIONS)
@require_http_methods(METHODS)
def decision(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Read one candidate's marks and decide; in the list where a script asks for it, else on a page."""
    there, current = _here(request, uuid)
    rules = rules_for(there.session)
    posted = None
    if request.method == "POST":
        require_keeper(request, there.session)
        posted = request.POST.dict()
        posted |= {"outcome": current.proposed} if "as_proposed" in posted else {}
        if "reopen" in posted:
            return _reopened(request, there, current, rules, posted)
    form = _decide_form(current, rules, there, posted)
    if form.is_valid():
        values = form.cleaned_data
        try:
            services.decide(decision=current, by=request.user, now=now(), **values)
        except AssessmentError as refusal:
            refuse(form, refusal)
        else:
            return _done(request, there, current, rules)
    return _page(request, there, current, rules, form)


@desk_page(Right.SEE_SESSIONS)
@require_POST
def mark(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Change a mark, with its reason; then the candidate is shown again."""
    there, current = _here(request, uuid)
    require_keeper(request, there.session)
    rules = rules_for(there.session)
    form = MarkForm(request.POST, rules=rules, auto_id=f"mark-{current.attempt.candidate.number}-%s")
    if form.is_valid():
        try:
            services.change_mark(decision=current, by=request.user, now=now(), **form.cleaned_data)
        except AssessmentError as refusal:
            refuse(form, refusal)
        else:
            there, current = _here(request, uuid)
            messages.success(
                request, _("La note est changée : le résultat a été recalculé, la décision reste à prendre.")
            )
            return _page(request, there, current, rules, _decide_form(current, rules, there))
    asked = _decide_form(current, rules, there)
    return _page(request, there, current, rules, asked, mark_form=form)


def _reopened(
    request: DeskRequest, there: Deliberation, current: Decision, rules: AssessmentRules, posted: dict[str, str]
) -> HttpResponse:
    """Put the decision back among those to be taken."""
    seen = int(posted["seen"]) if posted.get("seen", "").isdecimal() else None
    try:
        services.decide(decision=current, outcome="", by=request.user, now=now(), seen=seen)
    except AssessmentError as refusal:
        messages.error(request, refusal.sentence(spoken()))
        there, current = _here(request, current.uuid)
        return _page(request, there, current, rules, _decide_form(current, rules, there))
    return _done(request, there, current, rules)


def _here(request: DeskRequest, uuid: UUID) -> tuple[Deliberation, Decision]:
    found = (
        Decision.objects.filter(uuid=uuid)
        .select_related("deliberation", "attempt__candidate__person__root", "decided_by")
        .first()
    )
    if found is None:
        raise Http404
    there = deliberation_here(request, found.deliberation.uuid)
    found.deliberation = there
    return there, found


def _decide_form(current: Decision, rules: AssessmentRules, there: Deliberation, posted: Any = None) -> DecideForm:
    """Several may be open on one page: their ids have the candidate's number."""
    initial = {"outcome": current.outcome, "reason": current.reason, "seen": there.revision}
    number = current.attempt.candidate.number
    return DecideForm(posted, outcomes=_outcomes(rules), initial=initial, auto_id=f"decide-{number}-%s")


def _mark_form(current: Decision, rules: AssessmentRules, there: Deliberation) -> MarkForm:
    number = current.attempt.candidate.number
    return MarkForm(rules=rules, initial={"seen": there.revision}, auto_id=f"mark-{number}-%s")


def _outcomes(rules: AssessmentRules) -> list[tuple[str, Any]]:
    """Those that this design allows."""
    return [
        (state.value, state.label)
        for state in services.OUTCOMES
        if state != ResultState.PARTIAL or rules.partial.is_allowed
    ]


def _done(request: DeskRequest, there: Deliberation, current: Decision, rules: AssessmentRules) -> HttpResponse:
    """The row anew, and what stands above; without a script, the list."""
    if not request.headers.get("HX-Request"):
        return to_deliberation(request, there, f"r-{current.attempt.candidate.number}")
    there, _current = _here(request, current.uuid)
    rows = rows_of(there, rules)
    row = next(each for each in rows if each.pk == current.pk)
    context = head(request, there, rows) | {"row": line(row), "rows": [line(row)], "desk": request.desk}
    return render(request, "desk/jury/decided.html", context)


def _page(
    request: DeskRequest,
    there: Deliberation,
    current: Decision,
    rules: AssessmentRules,
    form: DecideForm,
    *,
    mark_form: MarkForm | None = None,
) -> HttpResponse:
    rows = rows_of(there, rules)
    place = next(index for index, row in enumerate(rows) if row.pk == current.pk)
    is_open = there.closed_at is None and there.adjourned_at is None
    context = {
        "deliberation": there,
        "decision": current,
        "row": line(rows[place]),
        "candidate": current.attempt.candidate,
        "away": rows[place].away,
        "lines": [each.get(spoken(), "") for each in current.lines],
        "sentence": _sentence(current),
        "grid": _grid(current, rules),
        "events": _events(current, rules),
        "changes": list(current.changes.select_related("by").order_by("pk")),
        "incidents": list(current.attempt.candidate.incidents.order_by("happened_at")),
        "controls": list(current.attempt.controls.exclude(outcome="").exclude(outcome="verified")),
        "earlier": _earlier(current),
        "pieces": current.attempt.pieces.filter(removed_at=None).count(),
        "form": form,
        "mark_form": mark_form or _mark_form(current, rules, there),
        "mark_open": mark_form is not None,
        "may_decide": is_open and keeps(request.user, there.session, now=now()),
        "before": rows[place - 1] if place else None,
        "after": rows[place + 1] if place + 1 < len(rows) else None,
        "desk": request.desk,
    }
    if request.headers.get("HX-Request"):
        return render(request, "desk/jury/decision_open.html", context)
    return shown(request, "decision", there.session, context | {"title": wording.named(there)})


def _sentence(current: Decision) -> str:
    """What the marks give, in a line."""
    word = wording.result(current.proposed)[1]
    if current.attempt.said_why:
        return f"{word} · {current.attempt.said_why}"
    return str(word)


def _grid(current: Decision, rules: AssessmentRules) -> list[dict[str, Any]]:
    """Criterion by criterion: what each assessor gave and wrote, and the level that counts."""
    language = spoken()
    kept = {each.criterion: each for each in current.attempt.retained.all()}
    given: dict[str, list[dict[str, str]]] = defaultdict(list)
    marks = Mark.objects.filter(marking__attempt=current.attempt, marking__state=MarkingState.SUBMITTED)
    for each in marks.select_related("marking__assessor").order_by("marking__event", "marking__place"):
        who = each.marking.assessor.name if each.marking.assessor else each.marking.observer
        given[each.criterion].append(
            {"who": who or each.marking.get_source_display(), "level": each.level, "comment": each.comment}
        )
    return [
        {
            "id": criterion.id,
            "label": criterion.label.to(language),
            "eliminatory": criterion.eliminatory,
            "given": given[criterion.id],
            "level": kept[criterion.id].level if criterion.id in kept else "",
            "how": kept[criterion.id].get_how_display() if criterion.id in kept else "",
            "differs": len({each["level"] for each in given[criterion.id] if each["level"]}) > 1,
        }
        for criterion in rules.grid.criteria
    ]


def _events(current: Decision, rules: AssessmentRules) -> list[dict[str, str]]:
    """What assessors wrote of an event as a whole."""
    language = spoken()
    labels = {event.id: event.label.to(language) for event in rules.events}
    said = Marking.objects.filter(attempt=current.attempt, state=MarkingState.SUBMITTED).exclude(comment="")
    return [
        {
            "event": labels.get(each.event, each.event),
            "who": each.assessor.name if each.assessor else each.observer,
            "comment": each.comment,
        }
        for each in said.select_related("assessor").order_by("event", "place")
    ]


def _earlier(current: Decision) -> list[dict[str, Any]]:
    """What was decided before for this candidate, in this session."""
    rows = Decision.objects.filter(
        attempt__candidate=current.attempt.candidate_id, deliberation__closed_at__isnull=False
    ).exclude(pk=current.pk)
    found = rows.select_related("deliberation", "attempt").defer("lines", "marks").order_by("deliberation__number")
    return [{"decision": each, "result": wording.result(each.outcome)} for each in found]
