"""A credential of which its holder was written to, and which they say is wrong, for the world of the tests of pages."""

from __future__ import annotations

from institutions.people import NOW
from issuing.lettering import put_in
from sceau.assessment.models import Award, Decision
from sceau.institutions.models import Institution
from sceau.issuing.models import CorrectionRequest
from sceau.issuing.services.letters import queue
from sceau.issuing.states import Kind
from sceau.keyring.models import SigningKey


def things_of_letters(institution: Institution, decision: Decision, key: SigningKey) -> dict[str, object]:
    """One, which was put in and not signed."""
    award = Award.objects.create(
        institution=institution,
        decision=decision,
        person=decision.attempt.candidate.person,
        version=decision.deliberation.session.version,
        language="fr",
        awarded_on=NOW.date(),
        basis={"route": "automatic", "people": [], "source": "Plateforme"},
        made_at=NOW,
    )
    (told,) = put_in([award], key)
    queue([told], Kind.ISSUED, due=NOW, now=NOW)
    request = CorrectionRequest.objects.create(
        credential=told, about="name", name="Naïma Haddad-Lévy", words="Mon nom d’usage.", asked_at=NOW
    )
    return {"told": told, "correction_request": request}
