"""Where signing happens, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import orjson

from sceau.cli.issuing.errors import NO_SUITE_FOR_KEY, NOT_FOR_THIS_KEY, CannotIssue
from sceau.engine.ports import Signer
from sceau.engine.proofs import eddsa_rdfc_2022, suites
from sceau.engine.proofs.batch import Batch
from sceau.engine.proofs.data_integrity import secure
from sceau.engine.proofs.jwt import OPEN_BADGES, VC_JWT, sign_jwt
from sceau.engine.strict_json import JsonObject
from sceau.engine.vocabularies.contexts import ContextLibrary

DEFAULT_SUITES = {"Ed25519": "eddsa-rdfc-2022", "P-256": "ecdsa-rdfc-2019", "P-384": "ecdsa-rdfc-2019"}


@dataclass(slots=True)
class Signing:
    """One key, one suite, one moment.

    did:      whose key it is
    method:   the absolute URL of the key; jwt_method: the same key as wallets read it
    suite:    a cryptosuite, "" when only JWTs are written
    created:  of every proof
    chance:   see Batch
    """

    signer: Signer
    did: str
    method: str
    jwt_method: str
    suite: str
    created: datetime
    contexts: ContextLibrary
    chance: Callable[[], float]
    _batch: Batch | None = field(default=None, repr=False)

    def secure_all(self, documents: Sequence[JsonObject]) -> Iterator[bytes]:
        """The documents with their proofs, as JSON, in the same order."""
        if self.suite != eddsa_rdfc_2022.SUITE.name:
            return (self.secure_one(document) for document in documents)
        if self._batch is None:
            self._batch = Batch(
                signer=self.signer,
                verification_method=self.method,
                created=self.created,
                contexts=self.contexts,
                chance=self.chance,
            )
        return self._batch.sign(documents)

    def secure_one(self, document: JsonObject) -> bytes:
        """A document with its proof, as JSON; as a JWT when the key makes no proofs."""
        if not self.suite:
            return self.as_jwt(document).encode()
        secured = secure(
            document,
            signer=self.signer,
            verification_method=self.method,
            created=self.created,
            contexts=self.contexts,
            cryptosuite=self.suite,
        )
        return orjson.dumps(secured)

    def as_jwt(self, document: JsonObject) -> str:
        """A document as a JWT: of the Open Badges profile when its subject has an identifier, which that one needs."""
        subject = document.get("credentialSubject")
        profile = OPEN_BADGES if isinstance(subject, dict) and "id" in subject and "issuer" in document else VC_JWT
        return sign_jwt(document, signer=self.signer, kid=self.jwt_method, profile=profile, created=self.created)


def choose_suite(asked: str, algorithm: str, formats: tuple[str, ...]) -> str:
    """The cryptosuite for a key, "" when none is needed and none exists.

    raises:  CannotIssue when the key cannot sign so, UnknownSuite
    """
    if not asked:
        if algorithm not in DEFAULT_SUITES and formats != ("jwt",):
            raise CannotIssue(NO_SUITE_FOR_KEY, algorithm=algorithm)
        return DEFAULT_SUITES.get(algorithm, "")
    suite = suites.suite_named(asked)
    if algorithm not in suite.signature_length:
        raise CannotIssue(NOT_FOR_THIS_KEY, algorithm=algorithm, suite=asked)
    return asked
