"""What a partner that holds a session for a body may meet of that body's people: those it brought, and nobody else.

Whom the body knows is the body's: a partner that types a name learns nothing from the answer, and writes in no record
that was there before. What looks alike is shown to the body, which decides.
"""

from __future__ import annotations

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from sceau.assessment.models import Candidate, Session
from sceau.people.models import Address, Guardian, Person
from sceau.people.queries import addresses_of, behind, guardians_of
from sceau.people.states import AddressKind


def is_held_by_a_partner(session: Session) -> bool:
    """Whether another body than the one that certifies holds it."""
    return session.organiser_id != session.institution_id


def brought_to(session: Session) -> QuerySet[Person] | None:
    """The records made with an enrolment in a session of the same partner; None where the body holds it itself."""
    if not is_held_by_a_partner(session):
        return None
    made = Candidate.objects.filter(
        person=OuterRef("pk"),
        session__organiser=session.organiser_id,
        session__institution=session.institution_id,
        created_at=OuterRef("created_at"),  # in one go: somebody who was known before is older
    )
    return Person.objects.filter(Exists(made), institution=session.institution_id)


def seen_by_the_partner_of(session: Session) -> Q:
    """The condition on people that the partner meets them in a session that it holds."""
    there = Candidate.objects.filter(
        session__organiser=session.organiser_id, session__institution=session.institution_id
    )
    return Q(pk__in=there.values("person"))


def may_be_meant(person: Person, session: Session) -> bool:
    """Whether a row of a table for this session may be said to mean a person whom the body knows."""
    if person.institution_id != session.institution_id:
        return False
    if not is_held_by_a_partner(session):
        return True
    return Person.objects.filter(seen_by_the_partner_of(session), pk=person.pk).exists()


def addresses_told(candidate: Candidate) -> QuerySet[Address]:
    """How a partner reaches somebody: by what was typed for its session, and nothing that the body knows besides."""
    brought = _brought(candidate)
    if brought.exists():
        return Address.objects.filter(person__in=brought, removed_at__isnull=True).order_by("kind", "-preferred", "pk")
    return addresses_of(candidate.person).filter(kind=AddressKind.EMAIL, preferred=True)


def guardians_told(candidate: Candidate) -> QuerySet[Guardian]:
    """Who answers for somebody under age, as far as it was said for a session of the partner."""
    return guardians_of(candidate.person).filter(person__in=_brought(candidate))


def _brought(candidate: Candidate) -> QuerySet[Person]:
    session, standing = candidate.session, candidate.person.root_id or candidate.person_id
    made = Candidate.objects.filter(
        session__organiser=session.organiser_id,
        session__institution=session.institution_id,
        created_at=F("person__created_at"),
    ).filter(behind(candidate.person))
    return Person.objects.filter(Q(pk=standing) | Q(root=standing), pk__in=made.values("person"))
