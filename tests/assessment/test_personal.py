"""What is held of candidates ends when the schedule says, is erased but for what must stay, and is told to them."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta

import orjson
import pytest

from assessment.deciding import appealed, deliberated, marked
from assessment.making import a_session, body, candidates, colleague, head
from institutions.people import NOW
from people.samples import BOX, Shelf
from sceau.assessment.models import (
    Arrangement,
    Attempt,
    Award,
    Candidate,
    Control,
    Decision,
    Deliberation,
    Link,
    Mark,
    Piece,
    RetainedMark,
)
from sceau.assessment.personal.files import known_digests
from sceau.people import archive, erasure, retention
from sceau.people.export import export_of
from sceau.people.models import Person
from sceau.people.states import DataKind, Step

pytestmark = pytest.mark.django_db

YEARS = timedelta(days=366)
FILE = "a" * 64


def a_piece(attempt, **values):
    given = {"kind": "file", "name": "Rapport", "text": "rapport.pdf", "digest": FILE, "sent_at": NOW}
    return Piece.objects.create(attempt=attempt, **given | values)


def told_to(session, at=NOW):
    Deliberation.objects.filter(session=session).update(released_at=at, released_by=head(session.institution))


def decided(at=NOW, levels="3333"):
    """Somebody who was assessed, decided on and told, with one of each thing."""
    session = a_session()
    (candidate,) = candidates(session, motivation="Dix ans de métier")
    attempt = candidate.attempts.get()
    marked(attempt, levels)
    RetainedMark.objects.create(attempt=attempt, criterion="C1", level="N3", how="agreed")
    a_piece(attempt)
    Arrangement.objects.create(candidate=candidate, kind="reader", state="granted", asked_at=NOW)
    Link.objects.create(candidate=candidate, token_digest="b" * 64, created_at=NOW, expires_at=NOW)
    Control.objects.filter(attempt=attempt).update(
        method="onsite", document="passport", outcome="verified", supervisor="X", checked_at=at
    )
    (decision,) = deliberated(session, {attempt: levels})
    told_to(session, at)
    return candidate, attempt, decision


def counts(institution, now):
    return {(each.kind.value, each.step.value): each.count for each in retention.preview(institution, now)}


def dpo(institution):
    return colleague(institution, "Dora Petit", "dpo")


def test_nothing_is_due_before_its_time_nor_before_somebody_was_told():
    candidate, _attempt, _ = decided()
    told_to(candidate.session, None)

    assert counts(body(), NOW + 20 * YEARS) == {}
    told_to(candidate.session)
    assert counts(body(), NOW + timedelta(days=300)) == {}


def test_answers_and_traces_end_after_a_year_and_the_day_of_the_check_stays():
    _candidate, attempt, _ = decided()
    shown = a_piece(attempt, digest="c" * 64, in_credential=True)
    later = NOW + YEARS
    n = Control.objects.filter(attempt=attempt).count()
    assert counts(body(), later) == {
        ("answers", "delete"): 1,
        ("identity_checks", "delete"): n,
        ("enrolment", "delete"): 1,  # motivation, arrangement and link of the same person
    }

    retention.run(body(), later, by=dpo(body()))

    assert list(Piece.objects.all()) == [shown]
    control = Control.objects.filter(attempt=attempt).first()
    assert (control.method, control.document, control.supervisor, control.outcome) == ("", "", "", "verified")
    assert control.checked_at == NOW
    assert Mark.objects.exists()
    assert retention.run(body(), later, by=dpo(body())) == {}


def test_an_open_appeal_holds_everything_and_its_answer_begins_the_time_anew():
    _, _, decision = decided()
    appeal = appealed(decision)
    later = NOW + YEARS
    assert ("answers", "delete") not in counts(body(), later)

    type(appeal).objects.filter(pk=appeal.pk).update(
        state="answered", answer="…", effect="upheld", answered_at=NOW + timedelta(days=200), answered_by=head(body())
    )
    assert ("answers", "delete") not in counts(body(), later)
    assert ("answers", "delete") in counts(body(), later + timedelta(days=210))


def test_marks_are_put_away_after_three_years_and_end_after_ten_and_what_was_decided_stays():
    _, attempt, decision = decided()
    retention.run(body(), NOW + 4 * YEARS, by=dpo(body()))
    assert archive.archived(DataKind.SCORES, [attempt.uuid]) == {attempt.uuid}
    assert Mark.objects.exists()
    assert ("scores", "restrict") not in counts(body(), NOW + 4 * YEARS)

    retention.run(body(), NOW + 11 * YEARS, by=dpo(body()))

    assert not Mark.objects.exists()
    assert not RetainedMark.objects.exists()
    assert not archive.archived(DataKind.SCORES, [attempt.uuid])
    kept = Decision.objects.get()
    assert (kept.outcome, kept.marks) == (decision.outcome, decision.marks)
    assert counts(body(), NOW + 11 * YEARS) == {}


def test_an_enrolment_that_came_to_nothing_is_forgotten_and_then_the_person():
    session = a_session()
    gone, stays = candidates(session, 2)
    Candidate.objects.filter(pk=gone.pk).update(state="withdrawn")
    a_piece(gone.attempts.get())
    later = NOW + YEARS

    done = retention.run(body(), later, by=dpo(body()))
    assert done["prospects.delete"] >= 1
    retention.run(body(), later, by=dpo(body()))

    assert list(Candidate.objects.all()) == [stays]
    assert not Piece.objects.exists()
    assert str(Person.objects.get(pk=gone.person_id)) == ""
    assert Person.objects.get(pk=stays.person_id).erased_at is None


def test_a_withdrawn_candidate_whom_somebody_marked_is_kept():
    session = a_session()
    (candidate,) = candidates(session)
    marked(candidate.attempts.get(), "3333")
    Candidate.objects.filter(pk=candidate.pk).update(state="withdrawn")

    assert counts(body(), NOW + YEARS) == {}
    assert retention._HOLDINGS["assessment.unfinished"].apply(body(), Step.DELETE, [candidate.uuid], NOW) == 0
    assert Candidate.objects.exists()


def test_one_attempt_that_was_marked_keeps_the_enrolment_though_the_next_was_not():
    session = a_session()
    candidate, idle = candidates(session, 2)
    marked(candidate.attempts.get(), "3333")
    for each in (candidate, idle):
        Attempt.objects.create(candidate=each, number=2, round=1, scope=["C1"], opened_at=NOW)
    Candidate.objects.all().update(state="withdrawn")

    due = retention._HOLDINGS["assessment.unfinished"].due(body(), Step.DELETE, NOW + YEARS)

    assert due == [idle.uuid]


def test_another_institution_runs_its_own_only():
    candidate, _, _ = decided()
    other = body("certif-occitanie")

    assert counts(other, NOW + 20 * YEARS) == {}
    for holding in retention._HOLDINGS.values():
        uuids = [candidate.uuid, *Attempt.objects.values_list("uuid", flat=True), Piece.objects.get().uuid]
        holding.apply(other, Step.DELETE, uuids, NOW)
    assert Piece.objects.exists()
    assert Mark.objects.exists()


def test_an_erasure_takes_what_it_may_and_touches_no_result():
    candidate, attempt, decision = decided()
    (idle,) = candidates(a_session(), person=candidate.person)
    found = erasure.preview_of(candidate.person)
    assert found.keeps_name
    goes = {line.words.code.removeprefix("assessment.personal_"): line.count for line in found.goes}
    stays = {line.words.code.removeprefix("assessment.personal_") for line in found.stays}
    assert (goes["pieces"], goes["arrangements"], goes["links"], goes["words"], goes["unfinished"]) == (1, 1, 1, 1, 1)
    assert {"decisions", "marks", "enrolments"} <= stays

    erasure.erase(person=candidate.person, why="Demande", by=head(body()), now=NOW)

    assert list(Candidate.objects.all()) == [candidate]
    candidate.refresh_from_db()
    assert candidate.motivation == ""
    assert not (Piece.objects.exists())
    assert not (Arrangement.objects.exists())
    assert not (Link.objects.exists())
    assert not Candidate.objects.filter(pk=idle.pk).exists()
    assert Decision.objects.get().outcome == decision.outcome
    assert Mark.objects.filter(marking__attempt=attempt).exists()
    assert str(Person.objects.get(pk=candidate.person_id)) != ""
    after = erasure.preview_of(candidate.person)
    assert {line.words.code for line in after.goes} <= {"people.goes_history"}


def test_somebody_is_told_marks_once_the_result_is_and_never_who_assessed():
    candidate, _attempt, _ = decided()
    told_to(candidate.session, None)

    def told():
        data = export_of(person=candidate.person, by=head(body()), now=NOW, box=BOX, files=Shelf(**{FILE: b"%PDF"}))
        archive_ = zipfile.ZipFile(io.BytesIO(data))
        return archive_, orjson.loads(archive_.read("donnees.json"))["assessment"]["enrolments"][0]

    files, before = told()
    assert before["attempts"][0]["marks"] == []
    assert before["motivation"] == "Dix ans de métier"
    assert [name for name in files.namelist() if name.endswith("-rapport.pdf")]
    told_to(candidate.session)

    files, after = told()
    assert after["attempts"][0]["marks"][0] == {"criterion": "C1", "level": "N3", "comment": ""}
    assert after["attempts"][0]["decisions"][0]["outcome"] == "acquired"
    whole = b"".join(files.read(name) for name in files.namelist())
    assert b"Mona" not in whole


def test_a_file_that_a_row_knows_is_never_swept():
    _, _attempt, _ = decided()

    assert FILE in known_digests()
    Piece.objects.all().delete()
    assert FILE not in known_digests()
    assert Award.objects.count() == 0
