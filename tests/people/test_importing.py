"""A row of a table is somebody we know when that is certain, and somebody new when it is not."""

from __future__ import annotations

import pytest

from institutions.people import NOW
from people.samples import BOX, SIOBHAN, known
from sceau.people.duplicates import suspected_duplicates
from sceau.people.errors import WrongValue
from sceau.people.models import Address, Person
from sceau.people.queries import addresses_of, missing_for_declaration
from sceau.people.services import How, find_or_create, merge, read_civil_status, remove_address

ROW = {
    "given_name": "Siobhán",
    "given_name_2": "Mary",
    "birth_name": "O’Brien",
    "birth_date": "1986-07-20",
    "sex": "F",
    "birth_insee_code": "99136",
    "birth_postcode": "33000",
    "email": "siobhan@example.org",
    "phone": "06 39 98 17 44",
}
NAMES = {"given_name": "Siobhán", "birth_name": "O’Brien"}


def _import(institution, values, by=None):
    return find_or_create(institution=institution, values=values, by=by, now=NOW, box=BOX)


def test_somebody_new_is_made_with_all_that_the_row_says(alpes, amina):
    found, how = _import(alpes, ROW | {"usage_name": "Kerr", "language": "ga", "identifier": "A0001"}, amina)

    assert how is How.CREATED
    assert (found.given_name, found.family_name, found.language, found.reference) == ("Siobhán", "Kerr", "ga", "A0001")
    assert [(each.kind, each.value) for each in addresses_of(found)] == [
        ("email", "siobhan@example.org"),
        ("phone", "06 39 98 17 44"),
    ]
    kept = read_civil_status(person=found, by=amina, now=NOW, box=BOX)
    assert (kept.first_names, kept.birth_name, kept.used_name) == (("Siobhán", "Mary"), "O’Brien", "Kerr")
    assert (kept.insee_code, kept.postcode) == ("99136", "")
    assert missing_for_declaration(found) == ()


@pytest.mark.parametrize(
    "row",
    [
        ROW,
        ROW | {"email": "autre@example.org", "given_name": "SIOBHAN", "birth_name": "O'brien"},
        {name: value for name, value in ROW.items() if name in ("given_name", "birth_name", "birth_date")},
    ],
)
def test_the_same_civil_status_is_the_same_person(alpes, row):
    there, _ = _import(alpes, ROW)

    assert _import(alpes, row) == (there, How.CIVIL_STATUS)
    assert Person.objects.count() == 1


@pytest.mark.parametrize(
    "row",
    [
        ROW | {"sex": "M", "email": ""},
        ROW | {"birth_insee_code": "33063", "email": ""},
        ROW | {"birth_date": "1986", "email": ""},
        ROW | {"birth_date": "1986-07-21"},
        ROW | {"birth_date": "1986-07-21", "email": ""},
        {"given_name": "Siobhán", "birth_name": "O’Brien"},
        {"given_name": "Maeve", "birth_name": "O’Brien", "email": "siobhan@example.org"},
        {"given_name": "Maeve", "birth_name": "O’Brien", "email": "siobhan@example.org", "birth_date": "1986-07-20"},
    ],
)
def test_where_it_is_not_certain_somebody_new_is_made_and_shown_beside_the_other(alpes, row):
    there, _ = _import(alpes, ROW)

    found, how = _import(alpes, row)

    assert how is How.CREATED
    assert {there.pk, found.pk} == {suspected_duplicates(alpes)[0].one.pk, suspected_duplicates(alpes)[0].other.pk}


def test_the_same_address_and_names_are_the_same_person(alpes):
    there, _ = _import(alpes, NAMES | {"email": "siobhan@example.org"})

    assert _import(alpes, ROW | {"email": "Siobhan@Example.org"})[:2] == (there, How.EMAIL)
    assert missing_for_declaration(there) == ()
    assert _import(alpes, NAMES | {"usage_name": "O’Brien", "email": "siobhan@example.org"}) == (there, How.EMAIL)


def test_homonyms_with_one_address_are_nobody_certain(alpes):
    for civil in (SIOBHAN, SIOBHAN | {"birth_date": "1999-01-01"}):
        known(alpes, civil=civil, email="siobhan@example.org")

    found, how = _import(alpes, NAMES | {"email": "siobhan@example.org"})
    assert how is How.CREATED
    assert _import(alpes, ROW)[1] is How.CIVIL_STATUS
    assert found.pk not in {_import(alpes, ROW)[0].pk}


def test_nothing_is_overwritten_and_what_was_taken_away_is_not_put_back(alpes, amina):
    there, _ = _import(alpes, ROW)
    remove_address(address=Address.objects.get(kind="phone"), by=amina, now=NOW)

    _import(alpes, ROW | {"birth_place": "Cork", "phone": "06 39 98 17 44", "given_name_2": "Anne"})

    kept = read_civil_status(person=there, by=amina, now=NOW, box=BOX)
    assert (kept.commune, kept.first_names) == ("Cork", ("Siobhán", "Mary"))
    assert [each.kind for each in addresses_of(there)] == ["email"]


def test_a_merged_record_leads_to_the_person_who_stands(alpes, amina):
    other, _ = _import(alpes, ROW)
    kept = known(alpes, "Siobhán", "Kerr")
    merge(kept=kept, other=other, why="La même", by=amina, now=NOW)

    assert _import(alpes, ROW) == (kept, How.CIVIL_STATUS)


def test_a_row_that_cannot_be_leaves_nothing_behind(alpes):
    with pytest.raises(WrongValue):
        _import(alpes, ROW | {"birth_date": "1986-02-30"})

    assert not Person.objects.exists()


def test_a_language_that_is_no_tag_does_not_lose_the_row(alpes):
    assert _import(alpes, NAMES | {"language": "français (France)"})[0].language == "fr"


def test_another_institution_knows_its_own(alpes, occitanie):
    there, _ = _import(alpes, ROW)

    assert _import(occitanie, ROW)[0] != there


def _by_a_partner(institution, values, *brought):
    mine = Person.objects.filter(pk__in=[each.pk for each in brought])
    return find_or_create(institution=institution, values=values, by=None, now=NOW, box=BOX, brought=mine)


def test_what_another_body_typed_meets_nobody_that_it_did_not_bring(alpes):
    there, _ = _import(alpes, ROW)

    found, how = _by_a_partner(alpes, ROW)

    assert (how, found == there) == (How.CREATED, False)
    assert _by_a_partner(alpes, ROW, found) == (found, How.CIVIL_STATUS)
    assert {each.one for each in suspected_duplicates(alpes)} == {there}


def test_a_name_and_an_address_to_the_letter_are_the_person_and_nothing_is_added(alpes):
    there = known(alpes, "Siobhán", "O’Brien", email="siobhan@example.org")
    bare = NAMES | {"email": "Siobhan@example.org"}

    assert _by_a_partner(alpes, bare) == (there, How.EMAIL)
    for more in ({"phone": "06 39 98 17 44"}, {"birth_date": "1986-07-20"}, {"given_name": "Siobhan"}):
        found, how = _by_a_partner(alpes, bare | more)
        assert (how, found == there) == (How.CREATED, False), more
    assert [each.value for each in addresses_of(there)] == ["siobhan@example.org"]


def test_two_people_at_one_address_under_one_name_are_nobody_certain_for_a_partner(alpes):
    for _ in range(2):
        known(alpes, "Siobhán", "O’Brien", email="siobhan@example.org")

    assert _by_a_partner(alpes, NAMES | {"email": "siobhan@example.org"})[1] is How.CREATED
