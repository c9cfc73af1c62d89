"""The proof that seals a published document: eddsa-jcs-2022, over the object as it is."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from sceau.design.errors import NotNow
from sceau.design.reasons import SIGNER_IS_NOT_THE_KEY
from sceau.engine.ports import Signer
from sceau.engine.proofs.data_integrity import secure
from sceau.engine.strict_json import JsonObject
from sceau.engine.vocabularies.contexts import shipped
from sceau.institutions.models import Institution
from sceau.keyring.documents import method_of, ref_of
from sceau.keyring.models import Purpose
from sceau.keyring.queries import active_key

CRYPTOSUITE: Final = "eddsa-jcs-2022"  # it needs no @context, which a design has not


def seal(
    document: JsonObject, institution: Institution, *, signer: Signer | None, now: datetime
) -> dict[str, Any] | None:
    """The proof by the key of credentials of the institution; None without a signer.

    raises:  NotNow when the signer is not that key, NoActiveKey, EngineError of the key
    """
    if signer is None:
        return None
    key = active_key(institution, Purpose.CREDENTIALS)
    if ref_of(key).public_key != signer.public_key:
        raise NotNow(SIGNER_IS_NOT_THE_KEY)
    sealed = secure(
        document,
        signer=signer,
        verification_method=method_of(institution.did, key),
        created=now,
        contexts=shipped(),
        cryptosuite=CRYPTOSUITE,
    )
    proof: dict[str, Any] = sealed["proof"]
    return proof
