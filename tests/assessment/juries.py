"""Juries of these tests: three people, marks that give results, and a deliberation brought as far as one wants.

session = decided_session()            # marked, with a jury of three, everybody there, open
minutes = closed(session)              # everybody as the marks say
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from functools import cache

from assessment.making import a_session, body, candidates, colleague, head
from institutions.people import NOW, member, person
from sceau.assessment.models import Attempt, Candidate, Deliberation, Minutes, RetainedMark, Seat, Session
from sceau.assessment.services.deliberating import decide_as_proposed, note_presence, open_deliberation
from sceau.assessment.services.jury import add_seat, declare
from sceau.assessment.services.minutes import close
from sceau.assessment.services.results import judged
from sceau.assessment.services.sealing import Press
from sceau.assessment.services.writing import rules_for
from sceau.assessment.states import Kept, SessionState
from sceau.institutions.models import Institution
from sceau.keyring.documents import ref_of
from sceau.keyring.models import Purpose, SigningKey
from sceau.keyring.services import agree, ask_for_key
from sceau.outside.files import DiskFiles
from sceau.outside.keystores.sealed import KekRing, SealedStore
from sceau.outside.sealing import PdfSealer
from sceau.outside.typesetter import TypstTypesetter
from sceau.people.models import Person

MADE = NOW - timedelta(days=2)
HOUR = timedelta(hours=1)


@cache
def the_store() -> SealedStore:
    return SealedStore(KekRing({1: secrets.token_bytes(32)}))


def a_key(institution: Institution, purpose: Purpose = Purpose.DOCUMENTS, holder=None) -> SigningKey:
    """A key in service; a second head agreed."""
    asks = holder or head(institution)
    ceremony = ask_for_key(
        institution=institution, purpose=purpose, by=asks, now=MADE, delay=timedelta(hours=48), holder=holder
    )
    second = person(f"second{SigningKey.objects.count()}-{institution.slug} Head")
    member(second, institution, "head")
    return agree(ceremony=ceremony, by=second, store=the_store(), now=MADE)


def signer_of(key: SigningKey):
    return the_store().signer(ref_of(key))


def a_press(folder, **parts) -> Press:
    """Real pages, real seals, files in a folder of the test."""
    made = {
        "typesetter": TypstTypesetter(),
        "sealer": PdfSealer(),
        "keys": the_store(),
        "files": DiskFiles(folder / "files"),
    }
    return Press(**{**made, **parts})


def marked(attempt: Attempt, *levels: str) -> Attempt:
    """Marks that count, in the grid's order, the last one for all the rest; and what they give."""
    rules = rules_for(attempt.candidate.session)
    for place, criterion in enumerate(rules.criteria):
        level = levels[min(place, len(levels) - 1)]
        RetainedMark.objects.update_or_create(
            attempt=attempt, criterion=criterion, defaults={"level": level, "how": Kept.SINGLE, "settled_at": NOW}
        )
    outcome = judged(rules, [attempt])[attempt.pk]
    attempt.state, attempt.score = str(outcome.state), outcome.score
    attempt.save(update_fields=["state", "score"])
    return attempt


def a_jury(session: Session, *, outsiders: int = 1, declared: bool = True) -> list[Seat]:
    """Its president (Mireille), a colleague (Karim), and so many people from outside, who have no account."""
    by = head(session.institution)
    seats = [
        add_seat(
            session=session,
            user=colleague(session.institution, "Mireille Fabre", "jury_president"),
            presides=True,
            by=by,
            now=NOW,
        ),
        add_seat(session=session, user=colleague(session.institution, "Karim Ould", "jury_member"), by=by, now=NOW),
    ]
    for place in range(outsiders):
        seats.append(
            add_seat(
                session=session,
                name=("Sofia Marques", "Paul Delmas", "Inès Roux", "Marc Vial")[place],
                email=f"outsider{place}@example.com",
                quality="cheffe d’entreprise",
                external=True,
                by=by,
                now=NOW,
            )
        )
    if declared:
        for seat in seats:
            declare(seat=seat, by=seat.user or by, now=NOW)
    return seats


def marked_session(n: int = 3, *, levels: tuple[tuple[str, ...], ...] = (("N2",),), **values) -> Session:
    """A session whose marking is closed, with so many candidates; levels are taken in turn."""
    session = a_session(state=SessionState.MARKED, capacity=600, **values)
    for place, candidate in enumerate(candidates(session, n)):
        marked(candidate.attempts.get(), *levels[place % len(levels)])
    return session


def crowded_session(n: int) -> Session:
    """The same with so many candidates that each is not made by itself; one in four has failed, one in five agreed."""
    session = a_session(state=SessionState.MARKED, capacity=n)
    there = {"institution": session.institution, "created_at": NOW}
    people = Person.objects.bulk_create(Person(given_name="Noé", family_name=f"Roux {i}", **there) for i in range(n))
    dated = {"entry": "desk", "state": "enrolled", "created_at": NOW, "changed_at": NOW}
    made = Candidate.objects.bulk_create(
        Candidate(session=session, person=each, number=place, **dated) for place, each in enumerate(people, start=1)
    )
    criteria = rules_for(session).criteria
    attempts = Attempt.objects.bulk_create(
        Attempt(candidate=each, number=1, round=1, scope=list(criteria), opened_at=NOW) for each in made
    )
    RetainedMark.objects.bulk_create(
        RetainedMark(attempt=each, criterion=name, level="N3" if i % 4 else "N0", how="same" if i % 5 else "agreed")
        for i, each in enumerate(attempts)
        for name in criteria
    )
    return session


def everybody_there(deliberation: Deliberation) -> Deliberation:
    seats = {row.seat.uuid: ("present", None) for row in deliberation.seated.select_related("seat")}
    president = presiding(deliberation.session)
    return note_presence(deliberation=deliberation, presences=seats, by=president, now=NOW)


def presiding(session: Session):
    return Seat.objects.get(session=session, presides=True, removed_at=None).user


def opened(n: int = 3, **values) -> Deliberation:
    """A deliberation that is open, everybody being there."""
    session = marked_session(n, **values)
    a_jury(session)
    return everybody_there(open_deliberation(session=session, by=presiding(session), now=NOW))


def closed(n: int = 3, **values) -> Minutes:
    """Minutes to be signed, everybody decided as the marks say."""
    deliberation = opened(n, **values)
    by = presiding(deliberation.session)
    decide_as_proposed(deliberation=deliberation, by=by, now=NOW)
    return close(deliberation=deliberation, by=by, now=NOW + HOUR)


__all__ = ["a_jury", "a_key", "a_press", "body", "closed", "everybody_there", "marked", "marked_session", "opened"]
