"""Identity: what no longer holds is told to those who can put it right."""

from __future__ import annotations

from sceau.institutions.models import Evidence
from sceau.institutions.models.evidence import EvidenceState
from sceau.jobs.mail import address, send
from sceau.jobs.readers import heads, uuid_of
from sceau.jobs.registry import follows
from sceau.journal.models import Act


@follows("evidence.lapsed")
def tell_that_it_lapsed(act: Act) -> None:
    """All heads; unless it holds again by now, or was taken away."""
    evidence = Evidence.objects.select_related("institution").filter(uuid=uuid_of(act)).first()
    if evidence is None or evidence.state != EvidenceState.LAPSED:
        return
    for reader in heads(evidence.institution):
        send(
            act=act,
            to=reader,
            template="evidence_lapsed",
            institution=evidence.institution,
            evidence=evidence,
            link=address("desk_identity", evidence.institution.slug),
        )
