"""The papers of credentials: each made once, sealed by the institution, and the same bytes afterwards.

A page is set and sealed before the transaction opens, for a store of keys may be far and slow. Two who ask at once both
make it; the first one's is kept and given to both.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import transaction

from sceau.assessment.ports import Files, Sealer, Typesetter
from sceau.engine.errors import EngineError
from sceau.engine.ports import Signer
from sceau.issuing.errors import NotNow
from sceau.issuing.models import Content, Credential, Paper
from sceau.issuing.papers import PARCHMENT, attachments_of, certificate, contents_of, kinds_of
from sceau.issuing.reasons import papers as reasons
from sceau.issuing.states import CredentialState
from sceau.keyring.documents import ref_of
from sceau.keyring.errors import NoActiveKey
from sceau.keyring.models import Purpose, SigningKey
from sceau.keyring.ports import KeyStore
from sceau.keyring.queries import active_key

LARGEST: Final = 20_000_000  # bytes of a paper with what it carries: one takes 60 kB
_GONE: Final = (CredentialState.CANCELLED, CredentialState.ERASED)


@dataclass(frozen=True, slots=True)
class Press:
    """What papers are made with: the typesetter, the sealer, the store of keys, the place for files."""

    typesetter: Typesetter
    sealer: Sealer
    keys: KeyStore
    files: Files


def paper_of(credential: Credential, kind: str, *, press: Press, now: datetime) -> bytes:
    """A paper of a credential, made when nobody has asked for it yet.

    kind:    of `kinds_of` its record
    raises:  NotNow for one that was called off or erased, for a kind that it has not, and without a key of documents
    """
    there = _whole(credential)
    _, record = contents_of(there)
    if kind not in kinds_of(record):
        raise NotNow(reasons.NO_PARCHMENT)
    kept = Paper.objects.filter(credential=there, kind=kind).first()
    if kept is not None and (former := _read(kept, press)) is not None:
        return former
    made = _made(there, kind, press, now)
    try:
        digest = press.files.put(made, limit=LARGEST)
    except EngineError as error:  # a disk that is full, a bucket out of reach
        raise NotNow(reasons.NOT_KEPT) from error
    with transaction.atomic():
        standing = Credential.objects.select_for_update(of=("self",)).get(pk=there.pk)
        if standing.state in _GONE or standing.opening != there.opening:
            raise NotNow(reasons.CHANGED_MEANWHILE)
        paper, is_new = Paper.objects.get_or_create(
            credential=standing, kind=kind, defaults={"digest": digest, "made_at": now}
        )
        if is_new or paper.digest == digest:
            return made
        former = _read(paper, press)
        if former is None:  # the file was lost, or is damaged: this one takes its place
            Paper.objects.filter(pk=paper.pk).update(digest=digest, made_at=now)
    return made if former is None else former


def _read(paper: Paper, press: Press) -> bytes | None:
    """Its file; None where it cannot be given: lost, damaged, out of reach."""
    try:
        return press.files.read(paper.digest)
    except EngineError:
        return None


def _whole(credential: Credential) -> Credential:
    """With all that a paper needs. raises: NotNow"""
    there = Credential.objects.select_related("institution__logo", "award__version", "content").get(pk=credential.pk)
    if there.state in _GONE or not Content.objects.filter(pk=there.pk).exists():
        raise NotNow(reasons.GONE)
    return there


def _made(credential: Credential, kind: str, press: Press, now: datetime) -> bytes:
    key, signer = _key_of(credential, press.keys)
    data = certificate(credential, kind, base=settings.BASE_URL)
    if not press.typesetter.printable(data["name"]):
        raise NotNow(reasons.NAME_NOT_PRINTED)
    reason = reasons.SEALED_PARCHMENT if kind == PARCHMENT else reasons.SEALED_CERTIFICATE
    try:
        pdf = press.typesetter.document(
            "certificate", data, at=credential.issued_at, attachments=attachments_of(credential)
        )
        return press.sealer.seal(
            pdf,
            signer=signer,
            certificate_pem=key.certificate,
            reason=reason[data["language"]].format(number=data["number"]),
            location=credential.institution.city,
            name=credential.institution.legal_name,
            now=now,
        )
    except EngineError as error:
        raise NotNow(reasons.NOT_MADE, why=error.sentence("fr"), why_en=error.sentence("en")) from error


def _key_of(credential: Credential, keys: KeyStore) -> tuple[SigningKey, Signer]:
    try:
        key = active_key(credential.institution, Purpose.DOCUMENTS)
    except NoActiveKey as error:
        raise NotNow(reasons.NO_KEY_OF_DOCUMENTS) from error
    try:
        return key, keys.signer(ref_of(key))
    except EngineError as error:
        raise NotNow(reasons.NOT_MADE, why=error.sentence("fr"), why_en=error.sentence("en")) from error
