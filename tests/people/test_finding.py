"""Names in any order, accents ignored, beginnings of words, an address, the end of a telephone number."""

from __future__ import annotations

import pytest

from institutions.people import NOW, member, person
from people.samples import known
from sceau.people.models import Address
from sceau.people.queries import find, people_seen_by, person_seen_by
from sceau.people.services import edit_person, remove_address, restore_address


@pytest.fixture
def three(alpes):
    return [
        known(alpes, "Siobhán", "O’Brien", email="siobhan.ob@example.net", phone="06 39 98 17 44", reference="A0001"),
        known(alpes, "Jean-Pierre", "Le Goff", native_name="让-皮埃尔", phone="+33 6 39 98 20 10"),
        known(alpes, "Yasmine", "N’Guessan-Œuvrard", native_name="ياسمين"),
    ]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("siobhan", [0]),
        ("OBRIEN", [0]),
        ("brien siob", [0]),
        ("o'brien", [0]),
        ("siobhan.ob@exam", [0]),
        ("1744", [0]),
        ("98 17 44", [0]),
        ("0639982010", [1]),
        ("A0001", [0]),
        ("jeanpierre", [1]),
        ("pierre goff jean", [1]),
        ("让", [1]),
        ("نغ", []),
        ("ياس", [2]),
        ("œuvrard", [2]),
        ("nguessan", [2]),
        ("", [1, 2, 0]),
        ("  ", [1, 2, 0]),
        ("%", [1, 2, 0]),
        ("personne", []),
        ("siobhan goff", []),
    ],
)
def test_somebody_is_found(alpes, amina, three, typed, found):
    seen = people_seen_by(amina.memberships.all())

    assert list(find(seen, alpes, typed)) == [three[number] for number in found]


def test_what_changes_is_found_anew(alpes, amina, three):
    seen = people_seen_by(amina.memberships.all())
    edit_person(
        person=three[0], given_name="Siobhán", family_name="Kerr", native_name="", language="fr", reference="",
        by=amina, now=NOW,
    )  # fmt: skip
    address = Address.objects.get(kind="email")
    remove_address(address=address, by=amina, now=NOW)

    assert list(find(seen, alpes, "kerr")) == [three[0]]
    assert list(find(seen, alpes, "brien")) == list(find(seen, alpes, "siobhan.ob@example.net")) == []
    restore_address(address=address, by=amina, now=NOW)
    assert list(find(seen, alpes, "siobhan.ob@example.net")) == [three[0]]


def test_who_sees_whom(alpes, occitanie, gap, amina, bruno, claire, three):
    organiser = person("Ursule Nicolas")
    member(organiser, alpes, "session_manager", unit=gap)

    assert people_seen_by(amina.memberships.all()).count() == 3
    for stranger in (bruno, claire, organiser):
        assert not people_seen_by(stranger.memberships.all()).exists()
        assert person_seen_by(stranger.memberships.all(), three[0].uuid) is None
    assert person_seen_by(amina.memberships.all(), three[0].uuid) == three[0]
