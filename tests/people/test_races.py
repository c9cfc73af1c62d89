"""Two at once: one of them is told, and nothing is there twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction

from institutions.people import NOW, member, person
from people.samples import BOX, SIOBHAN, known
from sceau.institutions.services import create_institution
from sceau.people.errors import PeopleError
from sceau.people.models import Address, CivilStatus, Consent, Merge, Person
from sceau.people.services import add_address, find_or_create, give_consent, merge, set_civil_status

ROW = {"given_name": "Siobhán", "birth_name": "O’Brien", "birth_date": "1986-07-20", "email": "s@example.org"}


@pytest.fixture
def alone(transactional_db):
    """A body of its own, committed, for threads."""
    by = person("Amina Benali")
    body = create_institution(legal_name="A", name="A", slug="aa", did_host="sceau.example", by=by, now=NOW)
    member(by, body, "head")
    return body, by


def at_once(*acts):
    """Each act in a thread of its own, all let go together; what each gave, or the error that it met."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite in memory has one writer")
    barrier = Barrier(len(acts))

    def run(act):
        barrier.wait()
        try:
            return act()
        except (PeopleError, IntegrityError, OperationalError) as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_the_same_row_of_two_files_is_one_person(alone):
    body, by = alone

    def take():
        return find_or_create(institution=body, values=ROW, by=by, now=NOW, box=BOX)[0].pk

    assert len(set(at_once(take, take, take))) == 1
    assert Person.objects.count() == 1


def test_two_merges_at_once_make_no_circle(alone):
    body, by = alone
    one, other = known(body), known(body)

    answers = at_once(
        lambda: merge(kept=one, other=other, why="La même", by=by, now=NOW),
        lambda: merge(kept=other, other=one, why="La même", by=by, now=NOW),
    )

    assert sorted(isinstance(each, PeopleError) for each in answers) == [False, True]
    assert Merge.objects.count() == 1
    assert Person.objects.filter(root__isnull=True).count() == 1


def test_the_same_address_consent_and_civil_status_are_there_once(alone):
    body, by = alone
    siobhan = known(body)

    at_once(
        *[lambda: add_address(person=siobhan, kind="email", value="s@example.org", by=by, now=NOW)] * 2,
        *[lambda: give_consent(person=siobhan, subject="x", how="on_paper", by=by, now=NOW)] * 2,
        *[lambda: set_civil_status(person=siobhan, values=SIOBHAN, box=BOX, by=by, now=NOW)] * 2,
    )

    assert (Address.objects.count(), Consent.objects.count(), CivilStatus.objects.count()) == (1, 1, 1)


def test_the_database_refuses_what_a_service_would_not_write(alpes):
    siobhan = known(alpes, email="s@example.org")

    for row in (
        Address(person=siobhan, kind="email", value="s@example.org", created_at=NOW),
        Address(person=siobhan, kind="email", value="other@example.org", preferred=True, created_at=NOW),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()
    for _ in range(2):
        consent = Consent(person=siobhan, subject="x", given_at=NOW, how="on_paper")
        if Consent.objects.exists():
            with pytest.raises(IntegrityError), transaction.atomic():
                consent.save()
        else:
            consent.save()
