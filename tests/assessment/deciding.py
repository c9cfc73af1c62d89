"""Results of a session, put there as they stand once a jury has closed its deliberation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assessment.making import assessor, candidates, head
from institutions.people import NOW
from sceau.assessment.models import Appeal, Attempt, Candidate, Decision, Deliberation, Mark, Marking, Session
from sceau.assessment.services.writing import rules_for
from sceau.assessment.states import AppealState, MarkingState, Route, Source
from sceau.engine.marking.outcome import judge


def marks_of(levels: str) -> dict[str, str]:
    """ "3210" as {"C1": "N3", "C2": "N2", "C3": "N1", "C4": "N0"}; "-" for no mark."""
    return {f"C{place}": f"N{level}" for place, level in enumerate(levels, start=1) if level != "-"}


def deliberated(session: Session, results: Mapping[Attempt, str], *, closed: bool = True) -> list[Decision]:
    """One more deliberation of the session and what it decided.

    results:  attempt → its levels, with what was decided after a space where the marks do not say it: "---- absent"
    closed:   False: it was adjourned
    """
    deliberation = Deliberation.objects.create(
        session=session,
        number=session.deliberations.count() + 1,
        round=session.round,
        route=Route.MINUTES,
        opened_at=NOW,
        opened_by=head(session.institution),
    )
    made = [_decided(deliberation, attempt, *result.split()) for attempt, result in results.items()]
    ended = {"closed_at": NOW, "closed_by": head(session.institution)} if closed else {"adjourned_at": NOW}
    Deliberation.objects.filter(pk=deliberation.pk).update(**ended)
    return made


def _decided(deliberation: Deliberation, attempt: Attempt, levels: str, outcome: str = "") -> Decision:
    marks = marks_of(levels)
    state = judge(rules_for(deliberation.session), marks).state
    return Decision.objects.create(
        deliberation=deliberation, attempt=attempt, proposed=state, outcome=outcome or state, marks=marks
    )


def with_results(session: Session, results: Sequence[str], *, closed: bool = True) -> list[Candidate]:
    """So many candidates, and a deliberation on their first attempts."""
    made = candidates(session, len(results))
    attempts = [candidate.attempts.get() for candidate in made]
    deliberated(session, dict(zip(attempts, results, strict=True)), closed=closed)
    return made


def marked(attempt: Attempt, levels: str, *, place: int = 1, event: str = "E1", seconds: int = 0, **values) -> Marking:
    """A marking that somebody has submitted."""
    session = attempt.candidate.session
    who = assessor(session, ("Mona Petit", "Nils Berg", "Oria Lune")[place - 1]).user
    given = {"state": MarkingState.SUBMITTED, "source": Source.SCREEN, "assigned_at": NOW, "submitted_at": NOW}
    marking = Marking.objects.create(
        attempt=attempt, event=event, place=place, assessor=who, seconds=seconds, **given | values
    )
    Mark.objects.bulk_create(
        Mark(marking=marking, criterion=name, level=level, marked_at=NOW) for name, level in marks_of(levels).items()
    )
    return marking


def appealed(decision: Decision, effect: str = "") -> Appeal:
    """An appeal that waits for its answer, or has one."""
    answer = {
        "state": AppealState.ANSWERED,
        "effect": effect,
        "answer": "…",
        "answered_at": NOW,
        "answered_by": head(decision.deliberation.session.institution),
    }
    return Appeal.objects.create(decision=decision, words="…", opened_at=NOW, due_at=NOW, **(answer if effect else {}))
