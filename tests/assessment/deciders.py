"""Results of these tests, marked and decided in a line each."""

from __future__ import annotations

from datetime import timedelta

from assessment.making import a_session, assessor, body, candidates, colleague, head
from institutions.people import NOW
from sceau.assessment.models import (
    Attempt,
    Candidate,
    Decision,
    Deliberation,
    Mark,
    Marking,
    Minutes,
    Seat,
    Seated,
    Session,
)
from sceau.assessment.services.results import refresh_all
from sceau.assessment.services.writing import rules_for

ASSESSOR_ROUTE, AUTOMATIC_ROUTE, JURY_ROUTE = (
    "mc-clarte-sinistre-simple",
    "mc-rgpd-poste-de-travail",
    "mc-gestion-projet-agile",
)
BEST, WORST = "N3", "N0"
LATER = NOW + timedelta(days=1)


def marked(session: Session, levels: list[str], by=None, source: str = "screen", at=NOW) -> list[Candidate]:
    """One candidate a level, marked so on every criterion by one person, or by a system when `by` is None."""
    rules = rules_for(session)
    made = candidates(session, len(levels))
    for candidate, level in zip(made, levels, strict=True):
        attempt = Attempt.objects.get(candidate=candidate)
        for event in rules.events:
            for place in range(1, max(1, event.assessors) + 1):
                somebody = by if place == 1 else assessor(session, f"Autre{place} Bernard").user
                marking = Marking.objects.create(
                    attempt=attempt,
                    event=event.id,
                    place=place,
                    assessor=somebody if by is not None else None,
                    source=source,
                    state="submitted",
                    assigned_at=at,
                    submitted_at=at,
                )
                Mark.objects.bulk_create(
                    Mark(marking=marking, criterion=name, level=level, marked_at=at) for name in event.criteria
                )
                if source != "screen":
                    break
    refresh_all(session, list(Attempt.objects.filter(candidate__in=made)), now=at)
    return made


def assessed_session(levels=(BEST, WORST), **values) -> tuple[Session, object]:
    """A session of the route « assessor », marked by Mona and closed to marks."""
    session = a_session(name=ASSESSOR_ROUTE, **values)
    mona = assessor(session).user
    marked(session, list(levels), by=mona)
    return closed(session), mona


def quiz_session(count: int = 4, **values) -> Session:
    """A session of the route « automatic », whose marks a quiz gave."""
    session = a_session(version=_automatic(), **values)
    marked(session, [BEST] * count, source="quiz")
    return closed(session)


def closed(session: Session, state: str = "marked") -> Session:
    session.state = state
    session.save()
    return session


def jury_session(levels=(BEST, WORST), *, seal: bool = True, president=None, at=NOW, **values) -> Deliberation:
    """A session decided by a jury of three, whose minutes are sealed unless a test says otherwise."""
    session = a_session(name=JURY_ROUTE, **values)
    mona = assessor(session).user
    marked(session, list(levels), by=mona)
    closed(session, "decided" if seal else "deliberation")
    return deliberated(session, seal=seal, president=president, at=at)


def deliberated(session: Session, *, seal: bool = True, president=None, at=NOW, **values) -> Deliberation:
    chair = president or colleague(session.institution, "Odile Perrin", "jury_president")
    number = Deliberation.objects.filter(session=session).count() + 1
    deliberation = Deliberation.objects.create(
        session=session,
        number=number,
        round=session.round,
        route="minutes",
        opened_at=at,
        opened_by=chair,
        **values,
    )
    if number == 1:
        seats = [
            Seat(session=session, user=chair, name=chair.name, presides=True, added_at=at),
            Seat(session=session, name="Karim Saïdi", quality="chef d’entreprise", external=True, added_at=at),
            Seat(session=session, name="Nadia Ferrand", quality="formatrice", added_at=at),
        ]
        Seat.objects.bulk_create(seats)
    for seat in Seat.objects.filter(session=session):
        there = "absent" if seat.name.startswith("Nadia") else "present"
        Seated.objects.create(deliberation=deliberation, seat=seat, presence=there)
    if not values.get("kind"):
        for attempt in Attempt.objects.filter(candidate__session=session).order_by("pk"):
            decide(deliberation, attempt, attempt.state, at=at)
    if seal:
        sealed(deliberation, chair, at=at)
    return deliberation


def decide(deliberation: Deliberation, attempt: Attempt, outcome: str, at=NOW, **values) -> Decision:
    marks = {each.criterion: each.level for each in attempt.retained.exclude(level="")}
    return Decision.objects.create(
        deliberation=deliberation,
        attempt=attempt,
        proposed=attempt.state,
        outcome=outcome,
        score=attempt.score,
        marks=marks,
        decided_by=deliberation.opened_by,
        decided_at=at,
        **values,
    )


def sealed(deliberation: Deliberation, by, at=NOW) -> Minutes:
    deliberation.closed_at, deliberation.closed_by = at, by
    deliberation.save()
    return Minutes.objects.create(
        institution=deliberation.session.institution,
        deliberation=deliberation,
        number=f"PV-2026-{deliberation.pk:04}",
        state="sealed",
        data={},
        digest="ab" * 32,
        made_at=at,
        made_by=by,
        sealed_at=at,
    )


def releaser():
    return head(body())


def _automatic():
    from assessment.making import version
    from design.samples import sample

    document = sample(AUTOMATIC_ROUTE)
    assessment = document["assessment"] | {
        "route": {"kind": "automatic", "source": {"fr": "Plateforme du questionnaire"}, "audit_percent": 25}
    }
    title = {"fr": "Données personnelles, par questionnaire"}
    return version(AUTOMATIC_ROUTE, body(), assessment=assessment, title=title)
