"""A paper grid keyed in, an observation, a file of a quiz: who marked, from where, once."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from assessment.grids import attempts, given, marking_session
from assessment.making import assessor, body, head
from institutions.people import NOW
from sceau.assessment.errors import AlreadyThere, NotEntitled, NotNow, WrongValue
from sceau.assessment.marks_file import SourceRow, read_marks
from sceau.assessment.models import Marking, RetainedMark
from sceau.assessment.services.keying import key_in
from sceau.assessment.services.taking_in import take_in
from sceau.assessment.services.writing import rules_for
from sceau.assessment.states import MarkingState, SessionState
from sceau.intake.table import open_table
from sceau.people.queries import email_of

pytestmark = pytest.mark.django_db
EXCEL = "mc-excel-reporting-rh"  # E1 is a quiz: C1; E2 one assessor
WHOLE = {"C1": "N2", "C2": "N1", "C3": "N3"}
STEPS = {"N0": Decimal(0), "N1": Decimal(40), "N2": Decimal(60), "N3": Decimal("82.5")}


def keyed(attempt, levels=None, **more):
    given_by = {} if "observer" in more else {"assessor": assessor(attempt.candidate.session).user}
    asked = {"event": "E1", "levels": levels or WHOLE, "by": head(body()), "now": NOW}
    return key_in(attempt=attempt, **asked | given_by | more)


def taken(session, *rows, event="E1", **more):
    return take_in(
        session=session,
        event=event,
        rows=[SourceRow(line, who, levels) for line, (who, levels) in enumerate(rows, start=2)],
        **{"source": "quiz", "by": head(body()), "now": NOW} | more,
    )


def test_a_paper_grid_is_keyed_in_with_who_marked():
    (attempt,) = attempts(marking_session())

    made = keyed(attempt, comments={"C2": "Hésite"}, assessed_on=date(2026, 11, 20), digest="a" * 64)

    assert (made.state, made.source, made.place, made.assessor.name) == ("submitted", "paper", 1, "Mona Petit")
    assert made.marks.get(criterion="C2").comment == "Hésite"
    with pytest.raises(AlreadyThere):
        keyed(attempt)
    other = keyed(attempt, assessor=assessor(attempt.candidate.session, "Nadia Roux").user)
    assert other.place == 2
    assert RetainedMark.objects.count() == 3
    attempt.refresh_from_db()
    assert attempt.assessed_on == NOW.date()


def test_it_fills_the_grid_that_was_given_to_the_assessor():
    (attempt,) = attempts(marking_session())
    marking = given(attempt)

    assert keyed(attempt).pk == marking.pk


def test_somebody_without_an_account_observed():
    (attempt,) = attempts(marking_session())

    made = keyed(attempt, observer="  Jean Roy,  tuteur ", source="observation", words="Atelier de Foix")

    assert (made.assessor, made.observer, made.source) == (None, "Jean Roy, tuteur", "observation")


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"source": "screen"}, "source"),
        ({"observer": " "}, "assessor"),
        ({"levels": {"C1": "N1"}}, "C2"),
        ({"levels": WHOLE | {"C1": "N7"}}, "C1"),
        ({"levels": WHOLE | {"C4": "N1"}}, "C4"),
        ({"comments": {"C1": "x" * 4001}}, "C1"),
        ({"event": "E9"}, "event"),
    ],
)
def test_what_cannot_be_keyed_in(more, field):
    (attempt,) = attempts(marking_session())

    with pytest.raises(WrongValue) as refusal:
        keyed(attempt, **more)

    assert refusal.value.field == field
    assert not Marking.objects.exists()


def test_who_keys_in_and_when():
    (attempt,) = attempts(marking_session())
    session = attempt.candidate.session
    mona = assessor(session).user
    with pytest.raises(NotEntitled):
        keyed(attempt, by=mona)
    with pytest.raises(NotEntitled):
        keyed(attempt, assessor=head(body()))
    session.state = SessionState.MARKED
    session.save()
    with pytest.raises(NotNow):
        keyed(attempt)


def test_a_quiz_is_taken_in_and_twice_the_same_changes_nothing():
    session = marking_session(EXCEL)
    first, second = attempts(session, 2)
    rows = [("1", {"C1": "N2"}), (email_of(second.candidate.person).upper(), {"C1": "ABS"})]

    assert taken(session, *rows, dry=True).new == 2
    assert not Marking.objects.exists()
    assert taken(session, *rows, words="Moodle", digest="b" * 64).new == 2
    again = taken(session, *rows)

    assert (again.new, again.changed, again.same, again.findings) == (0, 0, 2, [])
    assert Marking.objects.count() == 2
    assert set(RetainedMark.objects.values_list("attempt", "level")) == {(first.pk, "N2"), (second.pk, "")}
    changed = taken(session, ("1", {"C1": "N3"}))
    assert changed.changed == 1
    assert Marking.objects.filter(state=MarkingState.SET_ASIDE).count() == 1
    assert RetainedMark.objects.get(attempt=first).level == "N3"


def test_each_row_with_a_fault_is_left_out_and_told():
    session = marking_session(EXCEL)
    attempts(session, 4)

    result = taken(
        session,
        ("1", {"C1": "N2"}),
        ("99", {"C1": "N2"}),
        ("nobody@example.org", {"C1": "N2"}),
        ("2", {"C1": "N8"}),
        ("2", {"C4": "N1"}),
        ("3", {}),
        ("1", {"C1": "N3"}),
    )

    assert [(each.line, each.reason.code) for each in result.findings] == [
        (3, "marking.row_unknown"),
        (4, "marking.row_unknown"),
        (5, "marking.unknown_level"),
        (6, "marking.unknown_criterion"),
        (7, "marking.row_incomplete"),
        (8, "marking.row_twice"),
    ]
    assert result.new == 1


def test_what_people_have_marked_is_not_replaced_by_a_file():
    session = marking_session(EXCEL)
    first, second = attempts(session, 2)
    key_in(
        attempt=first,
        event="E2",
        levels={"C2": "N2", "C3": "N2", "C4": "N2"},
        assessor=assessor(session).user,
        by=head(body()),
        now=NOW,
    )
    waiting = given(second, event="E2")
    rows = [(str(number), {"C2": "N1", "C3": "N1", "C4": "N1"}) for number in (1, 2)]

    result = taken(session, *rows, event="E2", source="lms")

    assert [each.reason.code for each in result.findings] == ["marking.row_marked_by_people"]
    waiting.refresh_from_db()
    assert (result.new, waiting.state) == (1, MarkingState.SET_ASIDE)


def read(text, criteria=("C1",), steps=STEPS, name=EXCEL):
    table = open_table(text.encode())
    return read_marks(table, rules_for(marking_session(name)), criteria, steps)


@pytest.mark.parametrize(
    ("text", "criteria", "levels"),
    [
        ("Candidat;Score\n1;82,5\n", ("C1",), {"C1": "N3"}),
        ("courriel,note\na@example.org,59.9\n", ("C1",), {"C1": "N1"}),
        ("Candidat;Niveau\n1;n2\n", ("C1",), {"C1": "N2"}),
        ("numéro;C1;C2\n1;absent;40\n", ("C1", "C2"), {"C1": "ABS", "C2": "N1"}),
        ("e-mail;critère;score\na@example.org;c2;61 %\na@example.org;C1;0\n", ("C1", "C2"), {"C1": "N0", "C2": "N2"}),
    ],
)
def test_a_table_is_read_as_it_comes(text, criteria, levels):
    found = read(text, criteria)

    assert ([dict(row.levels) for row in found.rows], found.findings) == ([levels], [])


@pytest.mark.parametrize(
    ("text", "steps", "codes"),
    [
        ("Nom;Score\nX;1\n", STEPS, ["marking.no_column_of_people"]),
        ("Candidat;Commentaire\n1;bien\n", STEPS, ["marking.no_column_of_marks"]),
        ("Candidat;Score\n1;très bien\n", STEPS, ["marking.row_not_a_number"]),
        ("Candidat;Score\n1;12\n", {}, ["marking.row_not_a_number"]),
        ("Candidat;Score\n1;12\n", {"N1": Decimal(40)}, ["marking.row_below_all"]),
        ("Candidat;Score\n1;50\n1;90\n", STEPS, ["marking.row_twice"]),
        ("Candidat;Critère;Score\n1;C7;90\n", STEPS, ["marking.unknown_criterion"]),
    ],
)
def test_what_a_table_cannot_say(text, steps, codes):
    found = read(text, steps=steps)

    assert [each.reason.code for each in found.findings] == codes
    assert found.findings[0].sentence("fr").endswith(".")
