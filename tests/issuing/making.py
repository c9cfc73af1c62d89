"""Awards, keys and batches of these tests, each thing made in one line.

first, second = awards(2)                  # of Alpes Numérique, by the shortest way: a decision of two people
(real,) = awards_of_a_jury(1)              # by minutes that were sealed
key = a_key()                              # that signs credentials, in `the_store()`
batch = a_batch(awards(3))                 # in preparation, by Sonia who manages sessions
batch = a_released_batch(awards(3))        # and released by Amina who heads the institution
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from hashlib import sha256

from django.db.models import Max

from assessment.deciders import BEST, jury_session
from assessment.juries import a_key as key_for
from assessment.juries import the_store
from assessment.making import a_person, a_session, body, colleague, head, version
from institutions.people import NOW
from issuing.keeping import mark
from sceau.accounts.models import User
from sceau.assessment.models import Attempt, Award, Candidate, Decision, Deliberation
from sceau.assessment.services.awarding import make_awards
from sceau.assessment.states import CandidateState, Entry, Route
from sceau.engine.model.code import RANDOM_BYTES, make_code
from sceau.institutions.models import Institution
from sceau.issuing.models import Batch, Content, Credential, Line, StatusList
from sceau.issuing.services.preparing import prepare_batch
from sceau.issuing.services.releasing import ask_release, release_batch
from sceau.keyring.models import KeyState, Purpose, SigningKey
from sceau.people.models import Address, Person
from sceau.people.states import AddressKind

__all__ = [
    "NOW",
    "a_batch",
    "a_credential",
    "a_key",
    "a_preparer",
    "a_released_batch",
    "an_award",
    "awards",
    "awards_of_a_jury",
    "body",
    "colleague",
    "head",
    "the_store",
    "without_address",
]

FEW = 20  # people made one by one as a desk makes them; more are put in at once


def a_key(institution: Institution | None = None) -> SigningKey:
    """The key that signs the credentials of the institution, made when there is none; its private half is in
    `the_store()`."""
    owner = institution or body()
    there = SigningKey.objects.filter(institution=owner, purpose=Purpose.CREDENTIALS, state=KeyState.ACTIVE).first()
    return there or key_for(owner, Purpose.CREDENTIALS)


def a_preparer(institution: Institution | None = None) -> User:
    """Who may prepare what is issued there, and not release it."""
    owner = institution or body()
    return colleague(owner, f"Sonia{owner.pk} Gestion", "session_manager")


def awards(
    n: int = 1,
    institution: Institution | None = None,
    *,
    email: bool = True,
    people: Sequence[Person] = (),
    **values,
) -> list[Award]:
    """So many awards by the decision of two people, all of one session.

    email:   False: nobody has an address
    people:  whose they are; others, one a number, where none is given
    values:  of `Award`, such as version, language, awarded_on, score
    """
    owner = institution or body()
    frozen = values.pop("version", None) or version(institution=owner)
    session = a_session(owner, version=frozen, route=Route.DECISION, state="decided")
    people = people or _people(owner, n, email=email)
    decides = head(owner)
    made = Candidate.objects.bulk_create(
        Candidate(
            session=session,
            person=person,
            number=number,
            entry=Entry.DESK,
            state=CandidateState.ENROLLED,
            enrolled_on=NOW.date(),
            created_at=NOW,
            changed_at=NOW,
        )
        for number, person in enumerate(people, start=1)
    )
    attempts = Attempt.objects.bulk_create(
        Attempt(candidate=candidate, number=1, round=1, state="acquired", opened_at=NOW) for candidate in made
    )
    deliberation = Deliberation.objects.create(
        session=session,
        number=1,
        round=1,
        route=Route.DECISION,
        source="Registre",
        source_digest="ab" * 32,
        opened_at=NOW,
        opened_by=colleague(owner, "Claire Dumas", "designer"),
    )
    decisions = Decision.objects.bulk_create(
        Decision(
            deliberation=deliberation,
            attempt=attempt,
            proposed="acquired",
            outcome="acquired",
            decided_by=decides,
            decided_at=NOW,
        )
        for attempt in attempts
    )
    Deliberation.objects.filter(pk=deliberation.pk).update(closed_at=NOW, closed_by=decides)
    given = {
        "language": "fr",
        "awarded_on": NOW.date(),
        "basis": {
            "route": "decision",
            "people": [{"name": "Claire Dumas", "role": "proposition"}, {"name": decides.name, "role": "décision"}],
            "source": "Registre",
            "digest": "ab" * 32,
        },
        "made_at": NOW,
    }
    Award.objects.bulk_create(
        Award(institution=owner, decision=decision, person=person, version=frozen, **given | values)
        for decision, person in zip(decisions, people, strict=True)
    )
    return list(Award.objects.filter(decision__deliberation=deliberation).select_related("person").order_by("pk"))


def an_award(institution: Institution | None = None, **values) -> Award:
    """One of them."""
    return awards(1, institution, **values)[0]


def awards_of_a_jury(n: int = 1) -> list[Award]:
    """As a jury gives them: minutes closed and sealed, everybody acquired."""
    return make_awards(deliberation=jury_session([BEST] * n), by=None, now=NOW)


def without_address(person: Person) -> Person:
    """The same person, whom no e-mail reaches any more."""
    Address.objects.filter(person=person, kind=AddressKind.EMAIL, removed_at__isnull=True).update(removed_at=NOW)
    return person


def a_batch(of: Sequence[Award], *, by: User | None = None, name: str = "Promotion 2026", **values) -> Batch:
    """A batch in preparation."""
    owner = of[0].institution
    return prepare_batch(
        institution=owner, awards=of, name=name, by=by or a_preparer(owner), now=values.pop("now", NOW), **values
    )


def a_released_batch(of: Sequence[Award], *, now=NOW, **values) -> Batch:
    """A batch that somebody prepared and somebody else released; the key is made when there is none."""
    owner = of[0].institution
    a_key(owner)
    batch = a_batch(of, now=now, **values)
    ask_release(batch=batch, by=a_preparer(owner), now=now)
    return release_batch(batch=batch, by=head(owner), now=now, keys=the_store())


def a_credential(award: Award | None = None, *, state: str = "valid", edition: int = 1) -> Credential:
    """A credential that stands in the tables without having been signed: for what does not read its bytes."""
    of = award or an_award()
    batch = Batch.objects.filter(institution=of.institution, name="Déjà délivrées").first()
    if batch is None:
        batch = Batch.objects.create(
            institution=of.institution,
            number=(Batch.objects.filter(institution=of.institution).aggregate(last=Max("number"))["last"] or 0) + 1,
            name="Déjà délivrées",
            state="done",
            prepared_at=NOW,
        )
    place = Credential.objects.count()
    line = Line.objects.create(batch=batch, number=batch.lines.count() + 1, award=of, state="signed")
    seed = f"{of.uuid}{edition}".encode()
    made = Credential.objects.create(
        code=make_code(sha256(seed).digest()[:RANDOM_BYTES]),
        institution=of.institution,
        award=of,
        edition=edition,
        line=line,
        key=a_key(of.institution),
        list=StatusList.objects.filter(institution=of.institution).first()
        or StatusList.objects.create(
            institution=of.institution, seed=bytes(32), revocations=bytes(16384), notices=bytes(32768)
        ),
        index=place,
        digest=sha256(seed).hexdigest(),
        leaf=place,
        opening="o" * 43,
        issued_at=NOW,
        state=state,
    )
    Content.objects.create(credential=made, body=b"{}", record=b"{}")
    mark([of.pk])
    return made


def _people(institution: Institution, n: int, *, email: bool) -> list[Person]:
    if n <= FEW:
        made = [a_person(institution, place) for place in range(n)]
        return made if email else [without_address(person) for person in made]
    known = Person.objects.filter(institution=institution).count()
    people = Person.objects.bulk_create(
        Person(
            institution=institution,
            given_name=f"Élodie{number}",
            family_name="Étienne",
            folded=f"elodie{number} etienne",
            sort_name=f"etienne elodie{number}",
            created_at=NOW - timedelta(days=30),
        )
        for number in range(known, known + n)
    )
    if email:
        Address.objects.bulk_create(
            Address(
                person=person,
                kind=AddressKind.EMAIL,
                value=f"holder{person.pk}@example.org",
                preferred=True,
                created_at=NOW,
            )
            for person in people
        )
    return people
