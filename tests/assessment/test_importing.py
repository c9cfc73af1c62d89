"""Many candidates from a file."""

from __future__ import annotations

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessment import making
from institutions.people import NOW
from people.samples import BOX
from sceau.assessment import rows
from sceau.assessment.errors import NotEntitled, WrongValue
from sceau.assessment.models import Arrangement, Candidate, Cohort, ImportDraft
from sceau.assessment.rows import RowState
from sceau.assessment.services import importing
from sceau.intake.corrections import write_corrections
from sceau.journal.models import Act
from sceau.people.models import Person
from sceau.people.services.persons import create_person
from sceau.web.desk.candidates.staged import as_checked

pytestmark = pytest.mark.django_db
HEADER = "Nom de naissance;Prénom;Date de naissance;Courriel;Voie d’accès;Groupe;Aménagement\n"
FILE = (
    HEADER + "Haddad;Naïma;05/03/1991;naima@example.org;VAE;Matin;tiers-temps\n"
    "Le Goff;Élodie;31/06/1992;elodie@example.org;formation continue;Matin;\n"
    "Şahin;Ilyès;12/11/2010;ilyes@example.org;alternance;Soir;\n"
).encode()


@pytest.fixture
def session():
    return making.a_session(capacity=None)


@pytest.fixture
def amina(session):
    return making.head(session.institution)


def staged(session, amina, content=FILE):
    return importing.stage(session=session, content=content, name="juin.csv", by=amina, now=NOW)


def read(draft):
    draft.refresh_from_db()
    return rows.read(draft, today=NOW.date())


def confirmed(draft, amina):
    return importing.confirm(draft=draft, by=amina, now=NOW, box=BOX)


def test_rows_are_sorted_by_what_is_to_be_done(session, amina):
    reading = read(staged(session, amina))

    assert [each.state for each in reading.lines] == ["ready", "to_correct", "ready"]
    assert reading.mapping["Voie d’accès"] == "access_route"
    wrong = reading.lines[1].findings[0]
    assert (wrong.column, wrong.value, wrong.code) == ("Date de naissance", "31/06/1992", "impossible_date")
    assert {each.code for each in reading.lines[2].findings} == {"unknown_access_route", "under_age", "new_cohort"}


def test_ready_rows_are_enrolled_and_the_others_stay(session, amina):
    draft = staged(session, amina)

    done = confirmed(draft, amina)

    assert (done.enrolled, done.already, done.refused, done.left) == (2, 0, (), 1)
    naima, ilyes = Candidate.objects.order_by("number")
    assert (naima.access_route, naima.by_experience, naima.cohort.name, naima.under_age) == (
        "VAE",
        True,
        "Matin",
        False,
    )
    assert (ilyes.access_route, ilyes.under_age, ilyes.entry) == ("", True, "import")
    assert Arrangement.objects.get().extra_percent == 33
    assert Cohort.objects.count() == 2
    assert [row[0] for row in ImportDraft.objects.get().rows] == [3]


def test_a_cell_is_corrected_in_place_and_nothing_is_left(session, amina):
    draft = staged(session, amina)
    confirmed(draft, amina)
    importing.correct(draft=draft, line=3, header="Date de naissance", value="30/06/1992", by=amina, now=NOW)

    assert confirmed(ImportDraft.objects.get(), amina).enrolled == 1
    assert not ImportDraft.objects.exists()
    assert Candidate.objects.count() == 3


def test_the_same_file_again_changes_nothing(session, amina):
    confirmed(staged(session, amina), amina)
    people = Person.objects.count()
    ImportDraft.objects.all().delete()
    again = staged(session, amina)

    assert staged(session, amina) == again
    assert [each.state for each in read(again).lines] == ["already", "to_correct", "already"]
    done = confirmed(again, amina)
    assert (done.enrolled, done.already) == (0, 2)
    assert (Candidate.objects.count(), Person.objects.count()) == (2, people)


def test_somebody_of_the_same_name_is_a_doubt_that_a_person_settles(session, amina):
    known = create_person(institution=session.institution, given_name="Élodie", family_name="Le Goff", by=None, now=NOW)
    content = (HEADER + "Le Goff;Élodie;;elodie@example.org;;;\n").encode()
    draft = staged(session, amina, content)
    line = read(draft).lines[0]
    assert (line.state, line.person, line.alike) == (RowState.SUSPICIOUS, None, (known,))
    assert confirmed(draft, amina).enrolled == 0

    importing.settle(draft=draft, line=2, as_person=known, by=amina, now=NOW)
    draft.refresh_from_db()
    assert confirmed(draft, amina).enrolled == 1
    assert Candidate.objects.get().person == known


def test_a_row_may_be_left_aside_and_taken_back(session, amina):
    draft = staged(session, amina)
    importing.leave(draft=draft, line=2, left=True, by=amina, now=NOW)
    assert read(draft).lines[0].state == RowState.LEFT
    importing.leave(draft=draft, line=2, left=False, by=amina, now=NOW)
    assert read(draft).lines[0].state == RowState.READY


def test_the_capacity_stops_the_rows_that_come_too_many(amina, session):
    session.capacity = 1
    session.save()

    done = confirmed(staged(session, amina), amina)

    assert (done.enrolled, [each.line for each in done.refused]) == (1, [4])
    assert done.refused[0].reason.code == "assessment.session_full"


def test_files_that_are_no_table_or_too_long_are_refused(session, amina):
    many = HEADER.encode() + b"".join(b"Nom%d;Jean;;n%d@example.org;;;\n" % (n, n) for n in range(10_000))
    for content in (b"%PDF-1.7 not a table", b"", many):
        with pytest.raises(WrongValue) as refusal:
            staged(session, amina, content)
        assert refusal.value.field == "file"
    assert not ImportDraft.objects.exists()


def test_somebody_elsewhere_stages_nothing(session):
    bruno = making.head(making.body("certif-occitanie"))

    with pytest.raises(NotEntitled):
        staged(session, bruno)


def test_checking_asks_as_much_of_the_database_for_five_hundred_rows(session, amina):
    def statements(count):
        lines = "".join(f"Nom{n:03};Jean;0{n % 9 + 1}/03/1991;n{n}@example.org;VAE;Matin;\n" for n in range(count))
        draft = staged(session, amina, (HEADER + lines).encode())
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert len(rows.read(draft, today=NOW.date()).lines) == count
        return len(asked)

    assert statements(3) == statements(500)


def name(n):
    return "".join("abcdefghij"[int(each)] for each in f"{n:03}")


def many(count, start=0):
    lines = "".join(
        f"Nom{name(n)};Jean;0{n % 9 + 1}/03/1991;n{n}@example.org;VAE;Matin;tiers-temps\n"
        for n in range(start, start + count)
    )
    return (HEADER + lines).encode()


def test_a_chunk_of_rows_costs_few_statements_each(session, amina):
    confirmed(staged(session, amina, many(1)), amina)  # what a process asks once

    def statements(count, start):
        draft = staged(session, amina, many(count, start))
        with CaptureQueriesContext(connection) as asked:
            assert confirmed(draft, amina).enrolled == count
        return len(asked)

    assert statements(50, 100) <= 50 * 2
    assert statements(100, 200) <= 100 * 2
    assert Candidate.objects.count() == 151


def test_people_who_are_known_cost_few_statements_too(session, amina):
    confirmed(staged(session, amina, many(50)), amina)
    again = making.a_session(capacity=None)
    draft = staged(again, amina, many(50))

    with CaptureQueriesContext(connection) as asked:
        assert confirmed(draft, amina).enrolled == 50
    assert len(asked) <= 50 * 2
    assert Person.objects.count() == 50


def test_two_rows_of_one_new_person_are_one_person_once_in_the_session(session, amina):
    content = (HEADER + "Haddad;Naïma;05/03/1991;;;;\nBâ;Oumar;;;;;\nHADDAD;Naima;05/03/1991;;;;\n").encode()

    draft = staged(session, amina, content)
    importing.settle(draft=draft, line=4, by=amina, now=NOW)
    draft.refresh_from_db()
    done = confirmed(draft, amina)

    assert (done.enrolled, [each.line for each in done.refused]) == (2, [4])
    assert done.refused[0].details["number"] == 1
    assert Person.objects.count() == 2


def test_a_row_that_is_refused_leaves_nothing_behind_and_takes_no_place(session, amina):
    session.capacity = 2
    session.save()
    content = (
        HEADER + f"Haddad;Naïma;;;;Aube;{'x' * 400}\nBâ;Oumar;;;;Midi;\nMartin;Léa;;;;Midi;\nÖberg;Björn;;;;Soir;\n"
    ).encode()

    done = confirmed(staged(session, amina, content), amina)

    assert (done.enrolled, [each.line for each in done.refused]) == (2, [2, 5])
    assert [each.number for each in Candidate.objects.order_by("number")] == [1, 2]
    assert {each.name for each in Cohort.objects.all()} == {"Midi"}
    assert Person.objects.count() == 2


def test_every_act_of_a_file_is_in_the_journal(session, amina):
    confirmed(staged(session, amina), amina)

    codes = list(
        Act.objects.filter(chain_id=session.institution.uuid).order_by("number").values_list("code", flat=True)
    )
    counted = {code: codes.count(code) for code in codes if code.startswith(("person.", "candidate."))}
    assert counted == {
        "candidate.import_staged": 1,
        "person.created": 2,
        "person.civil_status_set": 2,
        "candidate.enrolled": 2,
        "candidate.arrangement_asked": 1,
        "candidate.imported": 1,
    }


def test_a_session_that_was_cancelled_meanwhile_enrols_nobody(session, amina):
    draft = staged(session, amina)
    session.state = "cancelled"
    session.save()

    done = confirmed(draft, amina)

    assert (done.enrolled, [each.line for each in done.refused]) == (0, [2, 4])
    assert not Person.objects.exists()


def test_the_wrong_rows_come_back_mended_into_the_draft_that_they_left(session, amina):
    draft = staged(session, amina)
    target = io.StringIO(newline="")
    wrong = [as_checked(each) for each in read(draft).of(RowState.TO_CORRECT)]
    write_corrections(wrong, rows.table_of(draft), target)
    mended = target.getvalue().replace("31/06/1992", "30/06/1992").encode("utf-8-sig")

    assert staged(session, amina, mended).pk == draft.pk

    assert ImportDraft.objects.count() == 1
    assert [each.state for each in read(draft).lines] == ["ready", "ready", "ready"]
    other = mended.decode("utf-8-sig").replace("Courriel", "Adresse postale").encode()
    assert staged(session, amina, other).pk != draft.pk


def test_what_columns_hold_is_remembered_for_the_next_file_of_the_source(session, amina):
    table = "Truc;Prénom;Courriel\nHaddad;Naïma;naima@example.org\n"
    first = staged(session, amina, table.encode())
    said = {"Truc": "birth_name", "Prénom": "given_name", "Courriel": "email"}
    importing.map_columns(draft=first, mapping=said, revision=0, by=amina, now=NOW)

    again = staged(session, amina, "Courriel;Truc;Prénom\nbjorn@example.org;Öberg;Björn\n".encode())

    assert [each.state for each in read(again).lines] == ["ready"]
