"""An institution whose identifier is on its own domain: chosen before the first key, for ever."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from sceau.accounts.models import User
from sceau.engine.errors import Reason
from sceau.engine.keys.did_web import did_of
from sceau.institutions.models import Evidence, Institution
from sceau.institutions.models.evidence import EvidenceState
from sceau.institutions.queries import memberships_of, rights_held
from sceau.institutions.roles import Right
from sceau.institutions.services.evidence import OF_DOMAINS
from sceau.journal.services import record
from sceau.keyring import reasons
from sceau.keyring.errors import KeyringError, NotEntitled
from sceau.keyring.models import SigningKey

KEY_IS_THERE = Reason(
    "own_domain.key_is_there",
    fr="l’organisme a déjà une clé : son identifiant est dans ce qu’elle a signé, et ne change plus",
    en="the institution has a key already: its identifier is in what that key signed, and changes no more",
)
NOT_PROVED = Reason(
    "own_domain.not_proved",
    fr="le domaine n’est pas vérifié, ou ne l’est plus : vérifiez-le d’abord",
    en="the domain is not verified, or no longer: verify it first",
)
TAKEN = Reason(
    "own_domain.taken",
    fr="un autre organisme d’ici a déjà son identifiant sur ce domaine",
    en="another institution here has its identifier on this domain already",
)


class CannotMove(KeyringError):
    """The identifier stays where it is."""


def adopt_domain(*, evidence: Evidence, by: User, now: datetime) -> Institution:
    """Put the identifier of an institution on a domain that it proved, before any key is made.

    Afterwards the DID document has to be found on that domain: our server answers for it once the domain leads here,
    or the institution publishes the file itself.

    raises:  NotEntitled, CannotMove
    """
    held = rights_held(memberships_of(by, now=now).filter(institution=evidence.institution))
    if not {Right.PROVE_IDENTITY, Right.MANAGE_KEYS} <= held:
        raise NotEntitled(reasons.NOT_ENTITLED)
    try:
        with transaction.atomic():
            institution = Institution.objects.select_for_update().get(pk=evidence.institution_id)
            current = Evidence.objects.filter(pk=evidence.pk).first()
            if current is None or current.kind not in OF_DOMAINS or current.state != EvidenceState.CONFIRMED:
                raise CannotMove(NOT_PROVED)
            if SigningKey.objects.filter(institution=institution).exists():
                raise CannotMove(KEY_IS_THERE)
            institution.domain, institution.did = current.subject, did_of(current.subject)
            institution.save(update_fields=["domain", "did"])
            record(
                "institution.domain_adopted",
                subject=f"evidence:{current.uuid}",
                by=by.uuid,
                at=now,
                institution=institution.uuid,
            )
    except IntegrityError as error:
        raise CannotMove(TAKEN) from error
    return institution
