"""Signing many credentials of few structures: eddsa-rdfc-2022 without walking every document.

A structure that comes back often gets a `Template`; its documents are then signed from it, byte for byte as `secure`
would. That this holds is looked at while it happens: the first and the last document of a template, and others drawn by
chance, go both ways, and a difference stops the batch.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import orjson

from sceau.engine.canonical.template import NotThisTemplate, Place, Template, leaves, structure_of
from sceau.engine.errors import ProofError, Reason
from sceau.engine.keys.multibase import encode_base58
from sceau.engine.proofs.data_integrity import secure, verify_proof
from sceau.engine.proofs.eddsa_rdfc_2022 import SUITE

if TYPE_CHECKING:
    from sceau.engine.ports import Signer
    from sceau.engine.strict_json import JsonObject
    from sceau.engine.vocabularies.contexts import ContextLibrary

WORTHWHILE = 16  # documents of one structure before a template pays for its making, some 5 ms
MAXIMUM_FAMILIES = 64  # structures remembered: memory stays flat whatever comes
MAXIMUM_REBUILDS = 16  # a structure whose places keep growing is left to the long way
SHARE = 0.002  # of the documents, drawn by chance, that go both ways

BATCH_DIFFERS = Reason(
    "batch.differs",
    fr="la signature rapide de {credential} diffère de la signature ordinaire\u202f; le lot est arrêté avant elle",
    en="the fast signature of {credential} differs from the ordinary one; the batch is stopped before it",
)


class BatchDiffers(ProofError):
    """The template and the ordinary way do not agree on a document."""


@dataclass(slots=True)
class _Family:
    """The documents of one structure: what has been seen of them, and the template once it is worth it."""

    sample: dict[Place, Any]
    places: set[Place] = field(default_factory=set)
    seen: int = 1
    rebuilds: int = 0
    template: _SigningTemplate | None = None


@dataclass(slots=True)
class Tally:
    """How the documents of a batch were signed: from a template, the ordinary way, and both ways to compare."""

    from_template: int = 0
    ordinary: int = 0
    compared: int = 0


class Batch:
    """One batch: one key, one time, one suite, as many documents as one likes.

    verification_method:  the absolute URL of the signer's key
    created:              of every proof of the batch
    chance:               numbers from 0 to 1, such as `random.random`: draws the documents that go both ways
    share:                of the documents that go both ways, first and last apart
    """

    def __init__(
        self,
        *,
        signer: Signer,
        verification_method: str,
        created: datetime | None,
        contexts: ContextLibrary,
        chance: Callable[[], float],
        share: float = SHARE,
    ) -> None:
        self.signer = signer
        self.verification_method = verification_method
        self.created = created
        self.contexts = contexts
        self.chance = chance
        self.share = share
        self.tally = Tally()
        self._families: OrderedDict[Any, _Family] = OrderedDict()
        self._latest: dict[str, _SigningTemplate] = {}

    def sign(self, documents: Iterable[JsonObject]) -> Iterator[bytes]:
        """The secured documents as JSON, in the order of the documents.

        raises:  what `secure` raises, for the document that it refuses; BatchDiffers
        """
        waiting: JsonObject | None = None
        for document in documents:
            if waiting is not None:
                yield self._signed(waiting, is_last=False)
            waiting = document
        if waiting is not None:
            yield self._signed(waiting, is_last=True)

    def _signed(self, document: JsonObject, *, is_last: bool) -> bytes:
        hint = _hint_of(document)
        template = self._latest.get(hint)
        secured = template.secured(document) if template is not None else None
        if secured is None:
            template = self._template_for(document)
            secured = template.secured(document) if template is not None else None
        if template is None or secured is None:
            self.tally.ordinary += 1
            return orjson.dumps(self._ordinary(document))
        if self._latest.get(hint) is not template:
            self._remember(hint, template)
        if template.is_new or is_last or self.chance() < self.share:
            template.is_new = False
            self._compare(document, secured)
        self.tally.from_template += 1
        return secured

    def _remember(self, hint: str, template: _SigningTemplate) -> None:
        if len(self._latest) >= MAXIMUM_FAMILIES:
            self._latest.clear()
        self._latest[hint] = template

    def _ordinary(self, document: JsonObject) -> JsonObject:
        return secure(
            document,
            signer=self.signer,
            verification_method=self.verification_method,
            created=self.created,
            contexts=self.contexts,
            cryptosuite=SUITE.name,
        )

    def _compare(self, document: JsonObject, secured: bytes) -> None:
        """Both ways must give the same bytes, and what came out must verify as any reader would verify it."""
        self.tally.compared += 1
        if orjson.dumps(self._ordinary(document)) != secured:
            raise BatchDiffers(BATCH_DIFFERS, credential=document.get("id", "—"))
        read = orjson.loads(secured)
        verify_proof(read, read["proof"], key=self.signer.public_key, contexts=self.contexts)

    def _template_for(self, document: JsonObject) -> _SigningTemplate | None:
        """The template of the document's structure, made or widened when it is worth it."""
        if "proof" in document:
            return None
        held = dict(leaves(document))
        structure = structure_of(held.items())
        family = self._families.get(structure)
        if family is None:
            self._families[structure] = _Family(held)
            if len(self._families) > MAXIMUM_FAMILIES:
                self._families.popitem(last=False)
                self._latest.clear()
            return None
        self._families.move_to_end(structure)
        family.seen += 1
        known = len(family.places)
        family.places.update(place for place, value in held.items() if value != family.sample[place])
        is_stale = family.template is None or len(family.places) > known
        if is_stale and family.seen >= WORTHWHILE and family.rebuilds < MAXIMUM_REBUILDS:
            family.rebuilds += 1
            family.template = self._make(document, family.places)
        return family.template

    def _make(self, document: JsonObject, places: Iterable[Place]) -> _SigningTemplate:
        template = Template(document, places, self.contexts)
        proof = self._ordinary(document)["proof"]
        options = {member: value for member, value in proof.items() if member != "proofValue"}
        hashes = SUITE.signing_input(document, options, self.contexts, algorithm=self.signer.algorithm, issuing=True)
        return _SigningTemplate(template, hashes[: sha256().digest_size], options, self.signer)


def _hint_of(document: JsonObject) -> str:
    """Where to look first, when designs come mixed: what was achieved. A wrong hint costs time and nothing else."""
    try:
        return str(document["credentialSubject"]["achievement"]["id"])
    except (KeyError, TypeError, IndexError):
        return ""


class _SigningTemplate:
    """A template with what every proof of the batch has in common.

    hash_of_options:  32 bytes
    options:          the proof without its proofValue
    """

    def __init__(self, template: Template, hash_of_options: bytes, options: JsonObject, signer: Signer) -> None:
        self.template = template
        self.hash_of_options = hash_of_options
        self.before_value = b',"proof":' + orjson.dumps(options)[:-1] + b',"proofValue":"z'
        self.sign = signer.sign
        self.is_new = True

    def secured(self, document: JsonObject) -> bytes | None:
        """The document with its proof, as JSON; None when it has to go the ordinary way."""
        try:
            texts, text = self.template.read(document)
            nquads = self.template.nquads(texts)
        except NotThisTemplate:
            return None
        signature = self.sign(self.hash_of_options + sha256(nquads).digest())
        return b"".join((text[:-1], self.before_value, encode_base58(signature).encode(), b'"}}'))
