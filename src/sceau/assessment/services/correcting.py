"""A result of a route without a jury is corrected: two people again, and the first decision stays on record.

A jury corrects by a deliberation and minutes of its own: `sceau.assessment.services.deliberating`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from django.db import transaction
from django.utils.timezone import localdate

from sceau.accounts.models import User
from sceau.assessment.deciding import columns
from sceau.assessment.errors import NotEntitled, NotNow, WrongValue
from sceau.assessment.models import Decision, Deliberation, MarkChange
from sceau.assessment.queries.awards import standing_decision
from sceau.assessment.reasons.appeals import NOT_THE_LAST, WRONG_RESULT
from sceau.assessment.reasons.awards import JURY_DECIDES, NOTHING_CORRECTED, PROPOSER_HAS_NOT_MARKED, WHY_CORRECTED
from sceau.assessment.rights import may
from sceau.assessment.services.awarding import has_marked
from sceau.assessment.services.proposing import open_deliberation
from sceau.assessment.services.writing import held, move, require_state, rules_for, write
from sceau.assessment.states import DeliberationKind, ResultState, Route, SessionState
from sceau.engine.marking.outcome import judge
from sceau.institutions.roles import Right

# what a correction may say; the others are no result
SAID = frozenset({ResultState.ACQUIRED, ResultState.NOT_ACQUIRED, ResultState.PARTIAL, ResultState.ABSENT})
NOTHING: Mapping[str, str] = MappingProxyType({})


def propose_correction(
    *, decision: Decision, outcome: str, reason: str, by: User, now: datetime, marks: Mapping[str, str] = NOTHING
) -> Deliberation:
    """Propose another result in the place of one that was released; somebody else confirms it.

    decision:  the last one on this candidate
    marks:     criterion id → level, of those that were wrong
    raises:    NotEntitled, NotNow, WrongValue, NotOnTheGrid
    """
    if outcome not in SAID:
        raise WrongValue(WRONG_RESULT, field="outcome")
    if not reason.strip():
        raise WrongValue(WHY_CORRECTED, field="reason")
    with transaction.atomic():
        session = held(decision.deliberation.session)
        if session.route == Route.MINUTES:
            raise NotNow(JURY_DECIDES)
        require_state(session, SessionState.RELEASED)
        _require_may_correct(decision, by=by, now=now)
        candidate = decision.attempt.candidate
        former = standing_decision(candidate)
        if former is None or former.pk != decision.pk:
            raise NotNow(NOT_THE_LAST)
        changed = {name: level for name, level in marks.items() if former.marks.get(name) != level}
        if outcome == former.outcome and not changed:
            raise NotNow(NOTHING_CORRECTED)
        move(session, SessionState.DELIBERATION, now=now)
        deliberation = open_deliberation(
            session,
            kind=DeliberationKind.CORRECTIVE,
            source=former.deliberation.source,
            source_digest=former.deliberation.source_digest,
            corrects=former.deliberation,
            why=reason.strip(),
            by=by,
            now=now,
        )
        made = Decision.objects.create(
            deliberation=deliberation,
            attempt=former.attempt,
            outcome=outcome,
            reason=reason.strip(),
            said_on=former.said_on,
            decided_by=by,
            decided_at=now,
            **_corrected(former, changed, now=now),
        )
        MarkChange.objects.bulk_create(
            MarkChange(
                decision=made,
                criterion=name,
                before=former.marks.get(name, ""),
                after=level,
                reason=reason.strip(),
                by=by,
                at=now,
            )
            for name, level in changed.items()
        )
        write(
            "results.correction_proposed",
            session,
            by=by,
            now=now,
            candidate=candidate,
            deliberation=str(deliberation.uuid),
            corrects=str(former.deliberation.uuid),
        )
    return deliberation


def _corrected(former: Decision, changed: Mapping[str, str], *, now: datetime) -> Mapping[str, object]:
    """What the marks give with those that were put right; a result without marks keeps what it had."""
    if not changed:
        return {
            "proposed": former.outcome,
            "score": former.score,
            "marks": former.marks,
            "lines": former.lines,
            "kept": former.kept,
            "kept_until": former.kept_until,
        }
    rules = rules_for(former.deliberation.session)
    marks = {**former.marks, **changed}
    absent = [name for name in rules.criteria if name not in marks]
    return columns(judge(rules, marks, absent=absent), rules, on=localdate(now))


def _require_may_correct(decision: Decision, *, by: User, now: datetime) -> None:
    session = decision.deliberation.session
    if may(by, Right.ANSWER_APPEALS, session, now=now) or may(by, Right.RELEASE_AWARDS, session, now=now):
        return
    if may(by, Right.MARK, session, now=now) and has_marked(by.pk, decision.deliberation):
        return
    raise NotEntitled(PROPOSER_HAS_NOT_MARKED)
