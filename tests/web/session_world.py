"""A session for the world of the tests of pages, with one of each thing that hangs on it."""

from __future__ import annotations

from datetime import date, timedelta

from assessment.making import a_session, candidates
from institutions.people import NOW
from sceau.accounts.models import User
from sceau.assessment.models import (
    Arrangement,
    Assessor,
    Attendance,
    Candidate,
    Cohort,
    Conflict,
    ImportDraft,
    Incident,
    Piece,
    Session,
    Sheet,
    Slot,
)
from sceau.design.models import DesignVersion
from sceau.institutions.models import Institution
from sceau.web.ports import ports

DAY = date(2026, 12, 7)


def things_of_a_session(institution: Institution, version: DesignVersion, head: User) -> dict[str, object]:
    """A session that is open, with somebody in it, a group, a slot, a sheet and an incident."""
    session = a_session(institution, version=version, created_by=head)
    cohort = Cohort.objects.create(session=session, name="Groupe du matin")
    (candidate,) = candidates(session, 1, cohort=cohort)
    start = NOW.replace(year=2026, month=12, day=7, hour=8)
    slot = Slot.objects.create(
        session=session, event="E1", starts_at=start, ends_at=start + timedelta(hours=2), individual=True, room="B12"
    )
    sheet = Sheet.objects.create(session=session, day=DAY, half="am", place="Maison de la formation")
    line = Attendance.objects.create(sheet=sheet, candidate=candidate, presence="present")
    incident = Incident.objects.create(
        session=session,
        happened_at=NOW,
        words="Panne de courant de 9 h 10 à 9 h 25.",
        measures="Le temps perdu a été rendu.",
        told_by=head,
        told_at=NOW,
    )
    assessor = Assessor.objects.create(session=session, user=head, added_at=NOW, declared_at=NOW)
    tie = Conflict.objects.create(candidate=candidate, user=head, nature="colleague", told_at=NOW, told_by=head)
    return {
        "assessor": assessor,
        "tie": tie,
        "attempt": candidate.attempts.get(),
        "arrangement": Arrangement.objects.create(candidate=candidate, kind="breaks", state="asked", asked_at=NOW),
        "piece": _piece(candidate),
        "staged": _staged(session, head),
        "session": session,
        "cohort": cohort,
        "candidate": candidate,
        "slot": slot,
        "sheet": sheet,
        "line": line,
        "incident": incident,
    }


def _piece(candidate: Candidate) -> Piece:
    """A file in a candidate's dossier, kept where files are."""
    content = b"Mon carnet d'atelier."
    digest = ports().files.put(content, limit=1000)
    return Piece.objects.create(
        attempt=candidate.attempts.get(),
        kind="file",
        name="Carnet",
        text="carnet.txt",
        digest=digest,
        media_type="text/plain; charset=utf-8",
        size=len(content),
        sent_at=NOW,
    )


def _staged(session: Session, head: User) -> ImportDraft:
    """A file of candidates with a row that is right and one that is not."""
    return ImportDraft.objects.create(
        session=session,
        name="juin.csv",
        digest="0" * 64,
        headers=["Nom", "Prénom", "Date de naissance", "Courriel"],
        rows=[
            [2, ["Haddad", "Naïma", "05/03/1991", "naima@example.org"]],
            [3, ["Le Goff", "Élodie", "31/06/1992", "elodie@example.org"]],
        ],
        created_by=head,
        created_at=NOW,
        changed_at=NOW,
    )
