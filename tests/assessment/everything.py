"""One candidate with one row of each table that can say something of them, each text with a mark of its own."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from uuid import uuid4

from assessment.deciding import deliberated, marked
from assessment.making import a_session, assessor, body, candidates, head
from institutions.people import NOW
from people.samples import BOX, SIOBHAN
from sceau.assessment import models
from sceau.assessment.models import Attempt, Candidate, Control, Decision, Deliberation, Minutes
from sceau.people.models import Apart, Change, Merge, Person
from sceau.people.services import add_guardian, give_consent, merge, set_civil_status
from sceau.people.services.persons import create_person


def sha(text: str) -> str:
    """A digest that nothing else has."""
    return sha256(text.encode()).hexdigest()


def everything(outcome: str = "", levels: str = "3333", **of_session) -> Candidate:
    """A candidate of whom a jury decided, not yet told: `told` does that."""
    session = a_session(**of_session)
    cohort = session.cohorts.create(name="words-Cohort")
    (candidate,) = candidates(session, motivation="words-Candidate", reason="words-Reason", cohort=cohort)
    candidate.prerequisites = [{"met": True, "words": "words-Prerequisite"}]
    candidate.save()
    attempt = candidate.attempts.get()
    _before_the_day(candidate)
    _on_the_day(candidate)
    marking = marked(attempt, levels, comment="words-Marking")
    marking.marks.update(comment="words-Mark")
    marker = assessor(session, "Nils Berg").user
    models.MarkWrite.objects.create(
        uuid=uuid4(), marking=marking, criterion="C1", level="N1", comment="words-MarkWrite", arrived_at=NOW, outcome="applied"
    )  # fmt: skip
    models.RetainedMark.objects.create(attempt=attempt, criterion="C1", level="N3", how="agreed")
    models.Proposal.objects.create(
        attempt=attempt, event="E1", criterion="C1", level="N3", proposed_by=marker, proposed_at=NOW
    )
    Attempt.objects.filter(pk=attempt.pk).update(said_why="words-Attempt")
    result = f"{levels} {outcome}" if outcome else levels
    (decision,) = deliberated(session, {attempt: result}, closed=False)
    Decision.objects.filter(pk=decision.pk).update(reason="words-Decision")
    models.MarkChange.objects.create(
        decision=decision, criterion="C1", before="N2", after="N3", reason="words-MarkChange", by=head(body()), at=NOW
    )
    models.AuditCheck.objects.create(decision=decision, drawn_at=NOW, words="words-AuditCheck")
    Deliberation.objects.filter(pk=decision.deliberation_id).update(
        adjourned_at=None, closed_at=NOW, closed_by=head(body())
    )
    _jury(candidate, decision)
    _award(candidate, decision)
    _person(candidate.person)
    candidate.refresh_from_db()
    return candidate


def told(candidate: Candidate, at=NOW) -> None:
    """The results of the session are released at a moment, and nothing more is expected of it."""
    Deliberation.objects.filter(session=candidate.session).update(released_at=at, released_by=head(body()))
    models.Session.objects.filter(pk=candidate.session_id).update(state="released")


def _before_the_day(candidate: Candidate) -> None:
    models.Arrangement.objects.create(
        candidate=candidate, kind="reader", words="words-Arrangement", state="granted", asked_at=NOW
    )
    models.Link.objects.create(
        candidate=candidate,
        token_digest=sha(f"link {candidate.pk}"),
        created_at=NOW,
        expires_at=NOW + timedelta(days=30),
    )
    models.Convocation.objects.create(candidate=candidate, way="mail", made_at=NOW, made_by=head(body()))
    slot = models.Slot.objects.create(
        session=candidate.session, event="E1", starts_at=NOW, ends_at=NOW + timedelta(hours=1), room="words-Slot"
    )
    candidate.slots.add(slot)
    user = assessor(candidate.session).user
    models.Conflict.objects.create(
        candidate=candidate, user=user, nature="trainer", words="words-Conflict", told_at=NOW, told_by=user
    )
    models.Application.objects.create(
        session=candidate.session, nonce="n", token_digest=sha(f"application {candidate.pk}"), created_at=NOW,
        expires_at=NOW + timedelta(days=3), candidate=candidate,
    )  # fmt: skip
    models.ImportDraft.objects.create(
        session=candidate.session, name="words-ImportDraft", digest=sha("draft"), headers=["nom"], rows=[[1, ["Haddad"]]],
        created_by=head(body()), created_at=NOW, changed_at=NOW,
    )  # fmt: skip
    past = models.ResultsFile.objects.create(
        institution=body(), source="words-ResultsFile", name="registre.csv", digest=sha("past"), headers=["nom"],
        created_by=head(body()), created_at=NOW, changed_at=NOW,
    )  # fmt: skip
    models.ResultsRow.objects.create(file=past, line=2, cells=["words-ResultsRow"], state="ready")
    models.ResultsPiece.objects.create(file=past, name="words-ResultsPiece", digest=sha("piece beside"), line=2)
    models.ColumnsKnown.objects.get_or_create(
        institution=body(), kind="results", headers=sha("nom"), defaults={"mapping": {"nom": None}, "changed_at": NOW}
    )


def _on_the_day(candidate: Candidate) -> None:
    attempt, session = candidate.attempts.get(), candidate.session
    Control.objects.filter(attempt=attempt).update(
        method="onsite", document="passport", outcome="verified", supervisor="words-Control", checked_at=NOW
    )
    sheet = models.Sheet.objects.create(
        session=session, day=NOW.date(), half="am", scan_digest=sha("sheet"), scan_name="words-Sheet"
    )
    models.Attendance.objects.create(
        sheet=sheet, candidate=candidate, presence="present", drawn="words-Attendance", signed_at=NOW
    )
    models.Incident.objects.create(
        session=session, candidate=candidate, happened_at=NOW, words="words-Incident", told_by=head(body()), told_at=NOW
    )
    for name, values in {
        "words-Piece": {"digest": sha("piece")},
        "words-Shown": {"digest": sha("shown"), "in_credential": True},
        "words-Removed": {"digest": sha("removed"), "removed_at": NOW, "removed_by": head(body())},
        "words-Recording": {"digest": sha("recording"), "media_type": "video/mp4", "sent_by": head(body())},
    }.items():
        models.Piece.objects.create(
            attempt=attempt, **{"kind": "file", "name": name, "text": f"{name}.pdf", "sent_at": NOW} | values
        )


def _jury(candidate: Candidate, decision: Decision) -> None:
    seat = models.Seat.objects.create(
        session=candidate.session, name="words-Seat", email="seat@example.org", added_at=NOW
    )
    models.SeatConflict.objects.create(
        seat=seat, candidate=candidate, nature="relative", words="words-SeatConflict", told_at=NOW, told_by=head(body())
    )
    models.Seated.objects.create(deliberation=decision.deliberation, seat=seat, presence="present")
    minutes = Minutes.objects.create(
        institution=body(), deliberation=decision.deliberation, number=f"PV-2026-{76 + Minutes.objects.count() + 1:04}", state="sealed", data={"a": 1},
        digest=sha("minutes"), sealed_digest=sha("sealed"), pdf_digest=sha("pdf"), made_at=NOW, made_by=head(body()),
    )  # fmt: skip
    models.Signature.objects.create(minutes=minutes, seat=seat, scan_digest=sha("scan"))
    models.Appeal.objects.create(
        decision=decision, state="withdrawn", words="words-Appeal", opened_at=NOW, due_at=NOW, answered_at=NOW
    )


def _award(candidate: Candidate, decision: Decision) -> None:
    models.Award.objects.create(
        institution=body(), decision=decision, person=candidate.person, version=candidate.session.version,
        language="fr", awarded_on=NOW.date(), basis={"route": "minutes"}, evidence={"minutes": "words-Award"}, made_at=NOW,
    )  # fmt: skip


def _person(person: Person) -> None:
    set_civil_status(person=person, values=SIOBHAN, box=BOX, by=None, now=NOW)
    add_guardian(person=person, name="words-Guardian", relation="mère", by=None, now=NOW)
    give_consent(person=person, subject="words-Consent", how="on_screen", by=None, now=NOW)
    other = create_person(institution=body(), given_name="words-Merge", family_name="Haddad", by=None, now=NOW)
    merge(kept=person, other=other, why="La même", by=head(body()), now=NOW)
    third = create_person(institution=body(), given_name="Zoé", family_name="Haddad", by=None, now=NOW)
    Apart.objects.create(one=person, other=third, by=head(body()), at=NOW)
    Change.objects.create(person=person, at=NOW, fields=["given_name"], before={"given_name": "words-Change"})
    assert Merge.objects.exists()
