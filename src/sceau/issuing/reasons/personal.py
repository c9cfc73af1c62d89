"""What this room calls the things that it holds about somebody, in an export of their data."""

from __future__ import annotations

from typing import Final

from sceau.engine.errors import Reason

CREDENTIAL = Reason("issuing.personal_credential", fr="Preuve", en="Credential")
LABELS: Final = {
    "title": Reason("issuing.personal_label_title", fr="micro-certification", en="micro-credential"),
    "state": Reason("issuing.personal_label_state", fr="situation", en="how it stands"),
    "issued_at": Reason("issuing.personal_label_issued_at", fr="délivrée le", en="issued on"),
    "valid_until": Reason("issuing.personal_label_valid_until", fr="valable jusqu’au", en="valid until"),
    "address": Reason("issuing.personal_label_address", fr="adresse", en="address"),
    "letters": Reason("issuing.personal_label_letters", fr="lettres", en="letters"),
    "requests": Reason("issuing.personal_label_requests", fr="demandes de correction", en="requests for a correction"),
}
STATES: Final = {
    "valid": Reason("issuing.personal_valid", fr="valide", en="valid"),
    "suspended": Reason("issuing.personal_suspended", fr="suspendue", en="suspended"),
    "revoked": Reason("issuing.personal_revoked", fr="révoquée", en="revoked"),
    "replaced": Reason("issuing.personal_replaced", fr="remplacée", en="replaced"),
    "cancelled": Reason("issuing.personal_cancelled", fr="annulée avant remise", en="called off before delivery"),
    "erased": Reason("issuing.personal_erased", fr="effacée", en="erased"),
}
