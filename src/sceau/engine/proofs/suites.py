"""The cryptosuites that we know."""

from __future__ import annotations

from sceau.engine.errors import UnknownSuite
from sceau.engine.proofs import (
    ecdsa_jcs_2019,
    ecdsa_rdfc_2019,
    ed25519_signature_2020,
    eddsa_jcs_2022,
    eddsa_rdfc_2022,
)
from sceau.engine.proofs.reasons import UNKNOWN_CRYPTOSUITE, UNKNOWN_TYPE
from sceau.engine.proofs.suite import Suite
from sceau.engine.values import as_text

DEFAULT = eddsa_rdfc_2022.SUITE.name

WRITTEN: dict[str, Suite] = {
    module.SUITE.name: module.SUITE for module in (eddsa_rdfc_2022, eddsa_jcs_2022, ecdsa_rdfc_2019, ecdsa_jcs_2019)
}
READ_BY_TYPE: dict[str, Suite] = {ed25519_signature_2020.SUITE.name: ed25519_signature_2020.SUITE}


def suite_named(cryptosuite: object) -> Suite:
    """The suite that proofs are written with.

    raises:  UnknownSuite
    """
    suite = WRITTEN.get(cryptosuite) if isinstance(cryptosuite, str) else None
    if suite is None:
        raise UnknownSuite(UNKNOWN_CRYPTOSUITE, found=as_text(cryptosuite)[:80])
    return suite


def suite_of(kind: object, cryptosuite: object) -> Suite:
    """The suite of a proof with this `type` and this `cryptosuite`.

    raises:  UnknownSuite
    source:  Data Integrity 1.0, §2.1 "Proofs", type and cryptosuite
    """
    if kind == "DataIntegrityProof":
        return suite_named(cryptosuite)
    suite = READ_BY_TYPE.get(kind) if isinstance(kind, str) and cryptosuite is None else None
    if suite is None:
        raise UnknownSuite(UNKNOWN_TYPE, found=as_text(kind)[:80])
    return suite
