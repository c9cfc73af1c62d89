"""Who may be the same person, why, and what somebody decides of it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from institutions.people import NOW
from people.samples import SIOBHAN, known
from sceau.journal.models import Act
from sceau.people.duplicates import duplicates_of, suspected_duplicates
from sceau.people.errors import NotEntitled, WrongValue
from sceau.people.services import merge, propose_again, tell_apart


def _pairs(institution, **options):
    found = suspected_duplicates(institution, **options)
    return [({each.one.pk, each.other.pk}, [str(reason) for reason in each.reasons]) for each in found]


@pytest.mark.parametrize(
    ("other", "reasons"),
    [
        (SIOBHAN, ["identity"]),
        (SIOBHAN | {"birth_name": "O'BRIEN", "first_names": "Siobhan"}, ["identity"]),
        (SIOBHAN | {"birth_date": "1986-07-21"}, ["year"]),
        (SIOBHAN | {"birth_date": "1986"}, ["year"]),
        (SIOBHAN | {"birth_name": "Le Goff", "used_name": "O’Brien"}, ["named"]),
    ],
)
def test_two_records_are_alike_by_their_civil_status(alpes, other, reasons):
    one = known(alpes, civil=SIOBHAN)
    two = known(alpes, "Autre", "Nom", civil=other)

    assert _pairs(alpes) == [({one.pk, two.pk}, reasons)]


def test_day_and_month_may_be_exchanged(alpes):
    one = known(alpes, civil=SIOBHAN | {"birth_date": "1986-07-08"})
    two = known(alpes, "Autre", "Nom", civil=SIOBHAN | {"birth_date": "1986-08-07"})

    assert _pairs(alpes) == [({one.pk, two.pk}, ["swapped"])]


def test_twins_and_families_share_an_address_and_are_shown(alpes):
    one = known(alpes, "Yao", "N’Guessan", email="famille@example.org")
    two = known(alpes, "Aya", "N’Guessan", email="Famille@example.org")

    assert _pairs(alpes) == [({one.pk, two.pk}, ["email"])]


def test_homonyms_born_in_two_years_are_not_proposed(alpes):
    known(alpes, civil=SIOBHAN)
    known(alpes, civil=SIOBHAN | {"birth_date": "1990-01-01"})

    assert _pairs(alpes) == []


def test_same_names_are_proposed_where_nothing_tells_them_apart(alpes):
    one, two = known(alpes, civil=SIOBHAN), known(alpes, "o'brien", "SIOBHAN")

    assert _pairs(alpes) == [({one.pk, two.pk}, ["name"])]


def test_another_institution_has_its_own_people(alpes, occitanie):
    known(alpes, civil=SIOBHAN, email="s@example.org")
    known(occitanie, civil=SIOBHAN, email="s@example.org")

    assert _pairs(alpes) == _pairs(occitanie) == []


def test_an_address_that_a_whole_office_has_says_nothing(alpes):
    for number in range(13):
        known(alpes, "Collègue", f"Numéro {number:02}", email="accueil@example.org")

    assert _pairs(alpes) == []


def test_two_people_are_told_apart_and_can_be_proposed_again(alpes, amina):
    one, two = known(alpes, civil=SIOBHAN), known(alpes, civil=SIOBHAN)

    tell_apart(one=two, other=one, by=amina, now=NOW)
    tell_apart(one=one, other=two, by=amina, now=NOW)
    assert _pairs(alpes) == []
    assert _pairs(alpes, dismissed=True) == [({one.pk, two.pk}, ["identity"])]
    assert [each.apart for each in duplicates_of(one)] == [True]
    assert Act.objects.filter(code="person.told_apart").count() == 1

    propose_again(one=one, other=two, by=amina, now=NOW)
    assert _pairs(alpes) == [({one.pk, two.pk}, ["identity"])]


def test_what_is_said_of_a_record_is_said_of_its_person(alpes, amina):
    one, two, three = (known(alpes, civil=SIOBHAN) for _ in range(3))
    tell_apart(one=one, other=two, by=amina, now=NOW)

    merge(kept=three, other=two, why="La même personne", by=amina, now=NOW)

    assert _pairs(alpes) == []
    assert _pairs(alpes, dismissed=True) == [({one.pk, three.pk}, ["identity"])]


def test_merged_records_are_not_proposed_and_those_behind_still_speak(alpes, amina):
    one, two = known(alpes, civil=SIOBHAN), known(alpes, "Autre", "Nom", email="x@example.org")
    merge(kept=one, other=two, why="La même personne", by=amina, now=NOW)
    assert _pairs(alpes) == []

    three = known(alpes, "Encore", "Autre", email="x@example.org")
    assert _pairs(alpes) == [({one.pk, three.pk}, ["email"])]
    (seen,) = duplicates_of(two)
    assert {seen.one.pk, seen.other.pk} == {one.pk, three.pk}


def test_only_those_who_may_edit_people_decide(alpes, occitanie, dora, bruno, amina):
    one, two = known(alpes), known(alpes)

    for stranger in (dora, bruno):
        with pytest.raises(NotEntitled):
            tell_apart(one=one, other=two, by=stranger, now=NOW)
    with pytest.raises(WrongValue):
        tell_apart(one=one, other=one, by=amina, now=NOW)
    with pytest.raises(WrongValue):
        tell_apart(one=one, other=known(occitanie), by=amina, now=NOW)


def test_the_number_of_queries_does_not_follow_the_number_of_people(alpes):
    def asked(act):
        with CaptureQueriesContext(
            connection,
        ) as seen:
            act()
        return len(seen)

    one = known(alpes, civil=SIOBHAN, email="un@example.org")
    known(alpes, civil=SIOBHAN, email="un@example.org")
    few = asked(lambda: suspected_duplicates(alpes)), asked(lambda: duplicates_of(one))
    for number in range(6):
        known(alpes, "Siobhán", f"Autre{number // 2}", civil=SIOBHAN, email="un@example.org")
    assert (asked(lambda: suspected_duplicates(alpes)), asked(lambda: duplicates_of(one))) == few
