"""Calling, attendance by half-day, incidents."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

import pytest

from assessment.making import a_session, assessor, body, candidates, colleague, head
from institutions.people import NOW
from sceau.assessment.errors import NotEntitled, NotNow, WrongValue
from sceau.assessment.models import Attendance, Convocation, Incident, Seat, Sheet
from sceau.assessment.queries.examday import (
    attended_by,
    calls_of,
    digests_of_sheets,
    emails_of,
    expected_on,
    halves_planned,
    lines_of,
    never_there,
    sheets_of,
)
from sceau.assessment.services.examday import (
    add_line,
    attach_scan,
    call_candidates,
    close_sheet,
    note_presence,
    open_sheet,
    sign_line,
    tell_incident,
)
from sceau.assessment.services.planning import add_slot
from sceau.assessment.services.sessions import edit_session
from sceau.assessment.strokes import stroke
from sceau.intake.errors import UnfitUpload
from sceau.journal.models import Act

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")
NINE = datetime(2026, 12, 7, 9, 0, tzinfo=PARIS)
DAY = NINE.date()
DRAWN = "M10 20L12 25L20 40L33 41L60 12L90 80"
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


class Drawer(dict):
    """A store of files in memory."""

    def put(self, content, *, limit):
        digest = sha256(content).hexdigest()
        self[digest] = content
        return digest


@pytest.fixture
def amina():
    return head(body())


@pytest.fixture
def session(amina):
    return a_session()


@pytest.fixture
def sheet(session, amina):
    candidates(session, 2)
    return open_sheet(session=session, day=DAY, half="am", by=amina, now=NOW)


def called():
    return Act.objects.filter(code="assessment.candidate_called")


# --- calling


def test_each_call_is_one_act_and_its_sequence_grows(session, amina):
    people = candidates(session, 2)

    for _ in range(2):
        call_candidates(session=session, candidates=people, way="mail", by=amina, now=NOW)

    assert [each.calendar_sequence for each in Convocation.objects.filter(candidate=people[0]).order_by("pk")] == [0, 1]
    assert called().count() == 4
    assert {each.subject for each in called()} == {f"candidate:{each.uuid}" for each in people}
    assert not any(each.person.family_name in act.details for each in people for act in called())


def test_whoever_has_no_address_is_told_about_and_called_on_paper(session, amina):
    there, nowhere = candidates(session, 2)
    nowhere.person.addresses.update(removed_at=NOW)

    by_mail = call_candidates(session=session, candidates=[there, nowhere], way="mail", by=amina, now=NOW)
    on_paper = call_candidates(session=session, candidates=[nowhere], way="print", by=amina, now=NOW)

    assert [each.candidate for each in by_mail.made] == [there]
    assert by_mail.unreachable == (nowhere,)
    assert [each.way for each in on_paper.made] == ["print"]


def test_other_days_or_places_are_to_be_told_again(session, amina):
    candidates(session, 2)
    (first, second) = (each.candidate for each in calls_of(session))
    assert all(each.is_due for each in calls_of(session))
    call_candidates(session=session, candidates=[first], way="mail", by=amina, now=NOW)

    assert [each.is_due for each in calls_of(session)] == [False, True]
    edit_session(session=session, title="Session d’hiver", by=amina, now=NOW)
    session.refresh_from_db()
    assert [each.is_stale for each in calls_of(session)] == [False, False]
    add_slot(session=session, event="E1", starts_at=NINE, ends_at=NINE + timedelta(hours=2), by=amina, now=NOW)
    assert [each.is_stale for each in calls_of(session)] == [True, False]
    assert second.number == 2


def test_those_who_left_are_not_called(session, amina):
    left = candidates(session, 1, state="withdrawn")
    elsewhere = candidates(a_session(), 1)

    for people in (left, elsewhere, []):
        with pytest.raises(WrongValue):
            call_candidates(session=session, candidates=people, way="mail", by=amina, now=NOW)
    with pytest.raises(WrongValue):
        call_candidates(session=session, candidates=candidates(session, 1), way="pigeon", by=amina, now=NOW)
    assert not called().exists()


def test_an_address_of_a_record_that_was_merged_counts(session):
    kept, merged = (each.person for each in candidates(session, 2))
    kept.addresses.update(removed_at=NOW)
    type(merged).objects.filter(pk=merged.pk).update(merged_into=kept, root=kept)
    merged.refresh_from_db()

    assert emails_of([kept, merged]) == {kept.pk: "candidate2@example.org", merged.pk: "candidate2@example.org"}


def test_calls_are_read_in_as_many_statements(session, django_assert_num_queries):
    for count in (1, 3):
        candidates(session, count)
        with django_assert_num_queries(7):
            calls_of(session)


# --- attendance


def test_a_sheet_has_a_line_for_each_who_is_expected_and_gains_those_who_come_later(session, amina, sheet):
    mona = assessor(session).user
    candidates(session, 1)

    again = open_sheet(session=session, day=DAY, half="am", by=amina, now=NOW)

    assert again == sheet
    assert [(each.candidate.number if each.candidate else None, each.user) for each in lines_of(sheet)] in (
        [(1, None), (2, None), (3, None), (None, mona)],
        [(None, mona), (1, None), (2, None), (3, None)],
    )
    assert Act.objects.filter(code="assessment.sheet_opened").count() == 2


def test_who_is_expected_follows_the_planning(session, amina):
    early, late = candidates(session, 2)
    for person, hour in ((early, 9), (late, 14)):
        start = NINE.replace(hour=hour)
        made = add_slot(
            session=session,
            event="E1",
            starts_at=start,
            ends_at=start + timedelta(hours=2),
            individual=True,
            by=amina,
            now=NOW,
        )
        made.candidates.add(person)

    assert expected_on(session, DAY, "am") == [early]
    assert expected_on(session, DAY, "pm") == [late]
    assert expected_on(session, date(2026, 12, 8), "am") == []
    assert halves_planned(session) == [(DAY, "am"), (DAY, "pm")]
    with pytest.raises(WrongValue):
        open_sheet(session=session, day=date(2026, 12, 9), half="am", by=amina, now=NOW)
    with pytest.raises(WrongValue):
        open_sheet(session=session, day=DAY, half="night", by=amina, now=NOW)


def test_the_jury_signs_on_the_day_when_it_sits(amina):
    session = a_session(deliberates_on=date(2026, 12, 15))
    candidates(session, 1)
    for name in ("Zoé Martin", "Karim Ould Ali"):
        Seat.objects.create(session=session, name=name, added_at=NOW)

    sheet = open_sheet(session=session, day=date(2026, 12, 15), half="pm", by=amina, now=NOW)

    assert sorted(each.name for each in lines_of(sheet)) == ["Karim Ould Ali", "Zoé Martin"]


def test_one_signs_on_the_day_and_by_our_clock(session, amina, sheet):
    line = sheet.lines.first()
    during = NINE + timedelta(minutes=5)

    for other in (during - timedelta(days=1), during + timedelta(days=1)):
        with pytest.raises(NotNow) as refusal:
            sign_line(line=line, drawn=DRAWN, by=amina, now=other)
        assert "7 décembre 2026" in refusal.value.sentence("fr")
    signed = sign_line(line=line, drawn=DRAWN, by=amina, now=during)

    assert (signed.presence, signed.drawn, signed.signed_at) == ("present", DRAWN, during)
    note_presence(sheet=sheet, noted={line.pk: "absent"}, by=amina, now=during)
    line.refresh_from_db()
    assert (line.presence, line.drawn, line.signed_at) == ("absent", "", None)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (DRAWN, DRAWN),
        (" M 10,20 L12 25 L20 40L33 41L60 12\nL90 80", DRAWN),
        ("M0 0L300 100L0 0M1 1L2 2L3 3", "M0 0L300 100L0 0M1 1L2 2L3 3"),
    ],
)
def test_a_drawing_is_lines_and_nothing_else(typed, kept):
    assert stroke(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "M1 1",
        "M1 1L2 2",
        "M1 1L2 2L3 3L4 4L5 5Z",
        "M1 1L2 2L3 3L4 4L5 5L301 5",
        "M1 1L2 2L3 3L4 4L5 5L5 101",
        "M1 1L2 2L3 3L4 4L5 5L-5 6",
        "M1 1L2 2L3 3L4 4L5 5A1 1 0 0 1 5 5",
        'M1 1L2 2L3 3L4 4L5 5L6 6"/><script>',
        "M1 1" + "L2 2" * 1000,
        "L1 1L2 2L3 3L4 4L5 5L6 6",
    ],
)
def test_anything_else_is_no_signature(typed):
    with pytest.raises(WrongValue):
        stroke(typed)


def test_a_sheet_is_closed_when_everybody_is_noted_and_then_does_not_change(session, amina, sheet):
    first, second = sheet.lines.order_by("pk")
    with pytest.raises(NotNow) as refusal:
        close_sheet(sheet=sheet, by=amina, now=NOW)
    assert refusal.value.details["count"] == 2
    note_presence(sheet=sheet, noted={first.pk: "present", second.pk: "absent"}, by=amina, now=NOW)
    assert note_presence(sheet=sheet, noted={first.pk: "present"}, by=amina, now=NOW) == 0

    close_sheet(sheet=sheet, by=amina, now=NOW)

    (row,) = sheets_of(session)
    assert (row.people, row.there, row.unknown) == (2, 1, 0)
    assert never_there(session) == {first.candidate_id: False, second.candidate_id: True}
    assert [each.sheet for each in attended_by(first.candidate)] == [sheet]
    assert attended_by(second.candidate) == []
    for refused in (
        lambda: close_sheet(sheet=sheet, by=amina, now=NOW),
        lambda: note_presence(sheet=sheet, noted={first.pk: "absent"}, by=amina, now=NOW),
        lambda: sign_line(line=first, drawn=DRAWN, by=amina, now=NINE),
        lambda: attach_scan(sheet=sheet, content=PDF, name="a.pdf", files=Drawer(), by=amina, now=NOW),
        lambda: open_sheet(session=session, day=DAY, half="am", by=amina, now=NOW),
        lambda: add_line(sheet=sheet, name="Zoé", quality="", by=amina, now=NOW),
    ):
        with pytest.raises(NotNow):
            refused()


def test_a_line_of_another_sheet_is_not_noted(session, amina, sheet):
    other = open_sheet(session=session, day=DAY, half="pm", by=amina, now=NOW)

    with pytest.raises(WrongValue):
        note_presence(sheet=sheet, noted={other.lines.first().pk: "present"}, by=amina, now=NOW)
    with pytest.raises(WrongValue):
        note_presence(sheet=sheet, noted={sheet.lines.first().pk: "represented"}, by=amina, now=NOW)


def test_somebody_else_who_is_there_has_a_line_once(sheet, amina):
    for _ in range(2):
        add_line(sheet=sheet, name="Zoé Martin", quality="surveillante", by=amina, now=NOW)

    assert sheet.lines.filter(name="Zoé Martin").count() == 1
    with pytest.raises(WrongValue):
        add_line(sheet=sheet, name=" ", quality="", by=amina, now=NOW)


def test_a_scan_is_what_it_says_and_kept_by_its_digest(sheet, amina):
    files = Drawer()

    with pytest.raises(UnfitUpload):
        attach_scan(sheet=sheet, content=b"MZ\x90\0not a scan", name="feuille.pdf", files=files, by=amina, now=NOW)
    stranger = head(body("certif-occitanie"))
    with pytest.raises(NotEntitled):
        attach_scan(sheet=sheet, content=PDF, name="feuille.pdf", files=files, by=stranger, now=NOW)
    assert not files
    kept = attach_scan(sheet=sheet, content=PDF, name="C:\\scans\\feuille.pdf", files=files, by=amina, now=NOW)

    assert kept.scan_name == "feuille.pdf"
    assert digests_of_sheets() == set(files) == {kept.scan_digest}


# --- incidents


def test_an_incident_is_written_down_once_and_for_all(session, amina):
    (somebody,) = candidates(session, 1)

    tell_incident(
        session=session,
        happened_at=NOW - timedelta(hours=1),
        words="Panne de courant de 9 h 10 à 9 h 25.",
        measures="Le temps perdu a été rendu.",
        candidate=somebody,
        by=amina,
        now=NOW,
    )

    incident = Incident.objects.get()
    assert (incident.candidate, incident.told_by, incident.in_minutes) == (somebody, amina, True)
    act = Act.objects.get(code="assessment.incident_told")
    assert "Panne" not in act.details


def test_a_clock_that_is_wrong_by_an_hour_is_told(session, amina):
    said = {"session": session, "words": "Panne.", "by": amina, "now": NOW}

    with pytest.raises(WrongValue) as refusal:
        tell_incident(happened_at=NOW + timedelta(hours=1), **said)
    assert "10\u00a0h\u00a030" in refusal.value.sentence("fr") or "10 h 30" in refusal.value.sentence("fr")
    assert tell_incident(happened_at=NOW + timedelta(minutes=5), **said).pk


@pytest.mark.parametrize("values", [{"words": " "}, {"words": "x" * 4001}])
def test_an_incident_says_what_happened(session, amina, values):
    with pytest.raises(WrongValue):
        tell_incident(session=session, happened_at=NOW, by=amina, now=NOW, **values)


def test_whoever_only_sees_tells_nothing(session):
    paula = colleague(session.institution, "Paula Roux", "jury_president")

    with pytest.raises(NotEntitled):
        tell_incident(session=session, happened_at=NOW, words="Panne.", by=paula, now=NOW)
    with pytest.raises(NotEntitled):
        open_sheet(session=session, day=DAY, half="am", by=paula, now=NOW)
    assert not Sheet.objects.exists()
    assert not Attendance.objects.exists()
