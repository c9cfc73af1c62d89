"""A file of candidates that says something else of people who are in the session already."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessment import making
from institutions.people import NOW
from people.samples import BOX
from sceau.assessment import rows
from sceau.assessment.errors import NotEntitled
from sceau.assessment.models import Arrangement, Candidate, Control, ImportDraft
from sceau.assessment.rows import RowState
from sceau.assessment.services import importing
from sceau.assessment.services.taking_changes import take_changes
from sceau.institutions.models import Membership, Unit
from sceau.people.models import Address, Person
from sceau.people.queries import civil_status_of, email_of
from sceau.people.services.addresses import remove_address, verify_address

pytestmark = pytest.mark.django_db
HEADER = (
    "Nom de naissance;Nom d’usage;Prénom;Date de naissance;Courriel;Téléphone;Groupe;Langue;Numéro EDOF;"
    "Aménagement;Matricule\n"
)
NAIMA = "Haddad;;Naïma;05/03/1991;naima@example.org;06 11 22 33 44;Matin;fr;;;\n"
BJORN = "Öberg;;Björn;;bjorn@example.org;;Matin;fr;;;\n"


@pytest.fixture
def session():
    return making.a_session(capacity=None)


@pytest.fixture
def amina(session):
    return making.head(session.institution)


@pytest.fixture
def enrolled(session, amina):
    """Naïma and Björn, from a file."""
    importing.confirm(draft=staged(session, amina, NAIMA + BJORN), by=amina, now=NOW, box=BOX)
    return list(Candidate.objects.order_by("number"))


def staged(session, by, lines):
    return importing.stage(session=session, content=(HEADER + lines).encode(), name="juin.csv", by=by, now=NOW)


def read(draft):
    draft.refresh_from_db()
    return rows.read(draft, today=NOW.date())


def changes(draft):
    return {each.line: {(d.field, d.before, d.after) for d in each.changes} for each in read(draft).lines}


def taken(draft, by, lines=None, most=100):
    return take_changes(draft=draft, lines=lines, by=by, now=NOW, box=BOX, most=most)


def test_each_thing_that_a_row_says_otherwise_is_shown_and_taken_over_once(session, amina, enrolled):
    said = "Haddad;Le Goff;Naïma;05/03/1991;naima@new.example;06 99 88 77 66;Soir;en;;tiers-temps;N-17\n"
    draft = staged(session, amina, said + BJORN)
    assert [each.state for each in read(draft).lines] == [RowState.CHANGED, RowState.ALREADY]
    assert changes(draft) == {
        2: {
            ("family_name", "Haddad", "Le Goff"),
            ("reference", "", "N-17"),
            ("email", "naima@example.org", "naima@new.example"),
            ("phone", "06 11 22 33 44", "06 99 88 77 66"),
            ("civil_status", "", "used_name"),
            ("cohort", "Matin", "Soir"),
            ("language", "fr", "en"),
            ("arrangement", "", "tiers-temps"),
        },
        3: set(),
    }

    done = taken(draft, amina)

    assert (done.taken, done.refused, done.waiting) == (1, (), 0)
    naima = Candidate.objects.select_related("person", "cohort").get(number=1)
    assert (str(naima.person), naima.person.reference) == ("Naïma Le Goff", "N-17")
    assert (naima.cohort.name, naima.language, email_of(naima.person)) == ("Soir", "en", "naima@new.example")
    assert Arrangement.objects.get(candidate=naima).extra_percent == 33
    assert "used_name" in civil_status_of(naima.person).parts
    assert changes(draft) == {2: set(), 3: set()}
    assert importing.confirm(draft=draft, by=amina, now=NOW, box=BOX).already == 2
    again = staged(session, amina, said + BJORN)
    assert {each.state for each in read(again).lines} == {RowState.ALREADY}
    assert taken(again, amina).taken == 0
    assert (Person.objects.count(), Candidate.objects.count()) == (2, 2)


def test_an_empty_cell_capitals_and_an_address_taken_away_change_nothing(session, amina, enrolled):
    [old] = Address.objects.filter(value="bjorn@example.org")
    remove_address(address=old, by=amina, now=NOW)
    said = "HADDAD;;NAÏMA;05/03/1991;NAIMA@example.org;+33 6 11 22 33 44;matin;;;;\n"

    draft = staged(session, amina, said)

    assert [each.state for each in read(draft).lines] == [RowState.ALREADY]
    assert email_of(enrolled[1].person) == ""


def test_a_name_in_use_is_not_undone_by_a_file_that_has_the_name_at_birth_only(session, amina):
    importing.confirm(
        draft=staged(session, amina, NAIMA.replace("Haddad;;", "Haddad;Roux;")), by=amina, now=NOW, box=BOX
    )

    assert changes(staged(session, amina, NAIMA)) == {2: set()}


def test_one_row_is_taken_over_and_another_left_aside(session, amina, enrolled):
    draft = staged(session, amina, NAIMA.replace("Matin", "Soir") + BJORN.replace("Matin", "Soir"))

    assert taken(draft, amina, lines=[3]).taken == 1
    importing.leave(draft=draft, line=2, left=True, by=amina, now=NOW)

    assert [each.state for each in read(draft).lines] == [RowState.LEFT, RowState.ALREADY]
    assert [each.cohort.name for each in Candidate.objects.order_by("number")] == ["Matin", "Soir"]
    assert taken(draft, amina, lines=[2]).taken == 0


def test_rows_are_taken_over_some_at_a_time(session, amina, enrolled):
    draft = staged(session, amina, NAIMA.replace("Matin", "Soir") + BJORN.replace("Matin", "Soir"))

    first, second = taken(draft, amina, most=1), taken(draft, amina, most=1)

    assert [(each.taken, each.waiting) for each in (first, second)] == [(1, 1), (1, 0)]


def test_a_name_under_which_an_identity_was_verified_is_not_changed_by_a_file(session, amina, enrolled):
    Control.objects.filter(attempt__candidate=enrolled[1]).update(outcome="verified")
    draft = staged(session, amina, BJORN.replace("Björn", "Bjørn").replace("Matin", "Soir"))
    [line] = read(draft).lines
    assert {(each.field, each.kept.code if each.kept else "") for each in line.changes} == {
        ("given_name", "assessment.name_kept_identity_checked"),
        ("cohort", ""),
    }

    assert taken(draft, amina).taken == 1

    bjorn = Candidate.objects.select_related("person", "cohort").get(number=2)
    assert (bjorn.person.given_name, bjorn.cohort.name) == ("Björn", "Soir")
    assert [each.field for each in read(draft).lines[0].changes] == ["given_name"]
    assert taken(draft, amina).taken == 0


def test_where_the_person_confirmed_an_address_the_file_adds_and_does_not_replace(session, amina, enrolled):
    verify_address(address=Address.objects.get(value="naima@example.org"), by=None, now=NOW)
    draft = staged(session, amina, NAIMA.replace("naima@example.org", "naima@new.example"))

    assert taken(draft, amina).taken == 1

    assert email_of(enrolled[0].person) == "naima@example.org"
    assert changes(draft) == {2: set()}


def test_who_only_works_in_a_unit_changes_the_enrolment_and_no_person(session, amina, enrolled):
    unit = Unit.objects.create(institution=session.institution, name="Site de Gap")
    session.unit = unit
    session.save()
    gaelle = making.colleague(session.institution, "Gaëlle Roux", "session_manager")
    Membership.objects.filter(user=gaelle).update(unit=unit)
    draft = staged(session, amina, NAIMA.replace("naima@", "autre@").replace("Matin", "Soir"))

    assert taken(draft, gaelle).taken == 1

    assert Candidate.objects.get(number=1).cohort.name == "Soir"
    assert changes(draft) == {2: {("email", "naima@example.org", "autre@example.org")}}
    assert taken(draft, gaelle).taken == 0


def test_somebody_elsewhere_takes_nothing_over(session, amina, enrolled):
    draft = staged(session, amina, NAIMA.replace("Matin", "Soir"))

    with pytest.raises(NotEntitled):
        taken(draft, making.head(making.body("certif-occitanie")))


def test_a_row_that_cannot_be_taken_over_is_told_and_leaves_nothing_half_done(session, amina, enrolled):
    draft = staged(session, amina, NAIMA.replace("Matin", "Soir").replace(";fr;;;", f";fr;;{'x' * 250};"))
    Arrangement.objects.bulk_create(
        Arrangement(candidate=enrolled[0], kind="other", words=f"{n}", state="asked", asked_at=NOW) for n in range(20)
    )

    done = taken(draft, amina)

    assert (done.taken, [each.line for each in done.refused]) == (0, [2])
    assert Candidate.objects.get(number=1).cohort.name == "Matin"


def test_comparing_asks_as_much_of_the_database_for_many_as_for_one(session, amina):
    def lines(count):
        return "".join(NAIMA.replace("Haddad", f"Haddad{chr(97 + n)}").replace("naima", f"n{n}") for n in range(count))

    importing.confirm(draft=staged(session, amina, lines(20)), by=amina, now=NOW, box=BOX)
    ImportDraft.objects.all().delete()

    def statements(count):
        draft = staged(session, amina, lines(count).replace("Matin", f"Soir {count}"))
        with CaptureQueriesContext(connection) as asked:
            assert len(rows.read(draft, today=NOW.date()).of(RowState.CHANGED)) == count
        return len(asked)

    assert statements(1) == statements(20)
