"""Results, awards and appeals for the world of the tests of pages, one of each."""

from __future__ import annotations

from datetime import timedelta

from assessment.making import a_session, candidates
from institutions.people import NOW
from sceau.accounts.models import User
from sceau.assessment.models import (
    Appeal,
    Attempt,
    AuditCheck,
    Award,
    Decision,
    Deliberation,
    ResultsFile,
    ResultsRow,
    Session,
)
from sceau.design.models import DesignVersion
from sceau.institutions.models import Institution


def things_of_awards(institution: Institution, version: DesignVersion, head: User, other: User) -> dict[str, object]:
    """A session to propose by each route, one that waits for a second person, and one whose results are released."""
    made: dict[str, object] = {}
    for name, route in (("assessed", "assessor"), ("quizzed", "automatic")):
        made[name] = _session(institution, version, head, route=route, state="marked")
    waiting = _session(institution, version, head, route="automatic", state="deliberation")
    made["waiting"], decision = _decided(waiting, other)
    made["drawn"] = decision
    AuditCheck.objects.create(decision=decision, drawn_at=NOW)
    released = _session(institution, version, head, route="assessor", state="released")
    deliberation, decision = _decided(released, other)
    Deliberation.objects.filter(pk=deliberation.pk).update(
        closed_at=NOW, closed_by=head, released_at=NOW, released_by=head
    )
    made["results"], made["decision"] = deliberation, decision
    made["attested"] = decision.attempt.candidate
    made["award"] = Award.objects.create(
        institution=institution,
        decision=decision,
        person=decision.attempt.candidate.person,
        version=version,
        language="fr",
        awarded_on=NOW.date(),
        basis={"route": "assessor", "people": [{"name": other.name, "role": "évaluation"}]},
        made_at=NOW,
    )
    made["appeal"] = Appeal.objects.create(
        decision=decision, words="Ma grille est celle d’une autre.", opened_at=NOW, due_at=NOW + timedelta(days=3650)
    )
    made["results_file"] = _results_file(institution, version, head)
    return made


def _results_file(institution: Institution, version: DesignVersion, head: User) -> ResultsFile:
    """A file of past results with one row that is ready."""
    file = ResultsFile.objects.create(
        institution=institution,
        version=version,
        source="Registre papier",
        name="registre.csv",
        digest="0" * 64,
        reading={"kind": "csv", "delimiter": ";", "samples": [["Haddad"], ["Naïma"]]},
        headers=["Nom", "Prénom"],
        state="checked",
        is_opened=True,
        expected=1,
        counts={"ready": 1},
        created_by=head,
        created_at=NOW,
        changed_at=NOW,
    )
    ResultsRow.objects.create(file=file, line=2, cells=["Haddad", "Naïma"], state="ready", name="Naïma Haddad")
    return file


def _session(institution: Institution, version: DesignVersion, head: User, **values: str) -> Session:
    session = a_session(institution, version=version, created_by=head, **values)
    candidates(session, 1)
    Attempt.objects.filter(candidate__session=session).update(state="acquired", score=80)
    return session


def _decided(session: Session, by: User) -> tuple[Deliberation, Decision]:
    deliberation = Deliberation.objects.create(
        session=session,
        number=1,
        round=1,
        route=session.route,
        source="Plateforme" if session.route == "automatic" else "",
        opened_at=NOW,
        opened_by=by,
    )
    decision = Decision.objects.create(
        deliberation=deliberation,
        attempt=Attempt.objects.select_related("candidate__person").get(candidate__session=session),
        proposed="acquired",
        outcome="acquired",
        score=80,
        decided_by=by,
        decided_at=NOW,
    )
    return deliberation, decision
