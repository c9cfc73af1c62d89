"""Two grids of one event side by side, for those who filled them in: they agree, or ask for a third one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sceau.assessment.errors import AssessmentError
from sceau.assessment.models import Marking
from sceau.assessment.queries.marking import Compared, comparison_for, still_assesses
from sceau.assessment.services import comparing as services
from sceau.assessment.settling import ABSENT, Settled, choices
from sceau.assessment.states import Kept, SessionState
from sceau.engine.marking.comparing import Agreement
from sceau.web.assessor.doors import AssessorRequest, assessor_page
from sceau.web.assessor.wording import ABSENCE, event_name, frame, person_name, told
from sceau.web.templatetags.words import spoken


@assessor_page
@require_http_methods(["GET", "HEAD", "POST"])
def comparison(request: AssessorRequest, uuid: UUID, event: str) -> HttpResponse:
    """What both gave, the differences first."""
    found = comparison_for(request.user, uuid, event)
    if found is None or not still_assesses(request.user, found.attempt.candidate.session, now=now()):
        raise Http404
    if request.method == "POST":
        _act(request, found)
        return redirect("assess_comparison", uuid, event)
    rows = [_row(found, each) for each in found.result.settled]
    context = frame(
        found.attempt.candidate.session,
        compared=found,
        name=person_name(found.attempt.candidate),
        event_name=event_name(found.result.event),
        people=[_marker(each) for each in found.result.markings],
        rows=sorted(rows, key=lambda each: not each["waits"]),
        waits=sum(each["waits"] for each in rows),
        open=found.attempt.candidate.session.state == SessionState.EVENTS,
        pair=len(found.result.markings) == 2,  # noqa: PLR2004 -- with a third one, nothing is left to agree on
        third=found.third,
    )
    return render(request, "assessor/comparison.html", context)


def _act(request: AssessorRequest, found: Compared) -> None:
    """Propose, agree, or ask for a third marking, as the button says."""
    criterion, level = request.POST.get("criterion", ""), request.POST.get("level", "")
    attempt, event, by, moment = found.attempt, found.result.event.id, request.user, now()
    try:
        if "third" in request.POST:
            services.call_third(attempt=attempt, event=event, by=by, now=moment)
            messages.success(request, _("Une troisième notation est demandée. La gestion de session choisira par qui."))
            return
        settle = services.agree if "agree" in request.POST else services.propose
        proposal = settle(attempt=attempt, event=event, criterion=criterion, level=level, by=by, now=moment)
        agreed = proposal.agreed_at is not None
        messages.success(request, _("Le niveau est convenu.") if agreed else _("Votre proposition est envoyée."))
    except AssessmentError as refusal:
        messages.warning(request, refusal.sentence(spoken()))


def _row(found: Compared, row: Settled) -> dict[str, Any]:
    criterion = found.rules.grid.criterion(row.criterion)
    proposal = found.proposals.get(row.criterion)
    at_stake = row.waits and row.agreement is Agreement.TO_AGREE
    return {
        "id": row.criterion,
        "label": told(criterion.label),
        "given": [
            {"level": _level(found, code), "words": found.comments.get(at, {}).get(row.criterion, "")}
            for at, code in enumerate(row.levels)
        ],
        "gap": row.gap,
        "waits": row.waits,
        "level": _level(found, row.level),
        "how": "" if row.how is None else Kept(row.how).label,
        "third_needed": row.waits and row.agreement is Agreement.THIRD_NEEDED,
        "choices": [(code, _level(found, code)) for code in choices(found.rules, row.levels)] if at_stake else [],
        "proposal": proposal if at_stake else None,
        "proposed": _level(found, proposal.level) if proposal else "",
        "is_mine": proposal is not None and proposal.proposed_by_id == found.result.markings[found.mine].assessor_id,
    }


def _level(found: Compared, code: str | None) -> str:
    if not code:
        return ""
    if code == ABSENT:
        return str(ABSENCE)
    return f"{code} – {told(found.rules.grid.level(code).label)['words']}"


def _marker(marking: Marking) -> str:
    return marking.assessor.name if marking.assessor else marking.observer
