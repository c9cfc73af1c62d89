"""Every write of the keys by people: ceremonies, rotation, withdrawal, certificates. Those by whoever runs: `care`.

A key comes from the store before the transaction opens, for a store may be far and slow; of two people who agree at the
same moment one finds the ceremony over, and the key made for nothing is used by nobody.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import Max

from sceau.accounts.models import User
from sceau.engine.keys.multikey import encode_public
from sceau.engine.ports import KeyRef
from sceau.institutions.models import Institution
from sceau.journal.services import record
from sceau.keyring import certificates, reasons
from sceau.keyring.acts import note_key
from sceau.keyring.documents import MOST_KEYS, ref_of
from sceau.keyring.errors import (
    AskedAlready,
    CeremonyOver,
    NotEntitled,
    NotYet,
    UnusableCertificate,
    UnusableStore,
    WrongReport,
)
from sceau.keyring.known import is_known_to_all
from sceau.keyring.models import Ceremony, KeyState, Purpose, SigningKey
from sceau.keyring.ports import KeyStore
from sceau.keyring.queries import manages_keys, may_hold_key

ALGORITHMS = {Purpose.CREDENTIALS: "Ed25519", Purpose.DOCUMENTS: "P-256", Purpose.PERSON: "Ed25519"}
_PROBE = b"sceau: does this key sign?"


def ask_for_key(
    *, institution: Institution, purpose: Purpose, by: User, now: datetime, delay: timedelta, holder: User | None = None
) -> Ceremony:
    """Ask for a first key, or for one that replaces the key in service.

    delay:   after it, whoever asks may make the key alone
    holder:  for the purpose "person": whoever asks, and nobody else
    raises:  NotEntitled, AskedAlready
    """
    if purpose == Purpose.PERSON:
        if holder != by or not may_hold_key(by, institution, now=now):
            raise NotEntitled(reasons.MAY_NOT_HOLD)
    elif holder is not None or not manages_keys(by, institution, now=now):
        raise NotEntitled(reasons.NOT_ENTITLED)
    try:
        with transaction.atomic():
            ceremony = Ceremony.objects.create(
                institution=institution,
                purpose=purpose,
                holder=holder,
                asked_by=by,
                asked_at=now,
                alone_from=now + delay,
            )
            _note("key.asked", ceremony, by, now, purpose=purpose)
    except IntegrityError as error:
        raise AskedAlready(reasons.ASKED_ALREADY) from error
    return ceremony


def agree(*, ceremony: Ceremony, by: User, store: KeyStore, now: datetime) -> SigningKey:
    """Agree to what somebody else asked for: the key is made and takes over at this moment.

    raises:  NotEntitled, NotYet, CeremonyOver, UnusableStore, EngineError of the store: then nothing is made
    """
    if not manages_keys(by, ceremony.institution, now=now):
        raise NotEntitled(reasons.NOT_ENTITLED)
    if ceremony.asked_by_id == by.pk:
        raise NotYet(reasons.SAME_PERSON)
    return _make(ceremony, by=by, agreed_by=by, store=store, now=now)


def make_alone(*, ceremony: Ceremony, by: User, store: KeyStore, now: datetime) -> SigningKey:
    """Make the key that one asked for oneself, once the delay is over and nobody stopped it.

    raises:  as `agree`
    """
    if ceremony.asked_by_id != by.pk:
        raise NotEntitled(reasons.NOT_THE_ASKER)
    if now < ceremony.alone_from:
        raise NotYet(reasons.TOO_EARLY)
    return _make(ceremony, by=by, agreed_by=None, store=store, now=now)


def stop_ceremony(*, ceremony: Ceremony, by: User, now: datetime, why: str = "") -> Ceremony:
    """Stop what was asked for: whoever asked, and whoever manages the keys.

    raises:  NotEntitled, CeremonyOver
    """
    if ceremony.asked_by_id != by.pk and not manages_keys(by, ceremony.institution, now=now):
        raise NotEntitled(reasons.NOT_ENTITLED)
    with transaction.atomic():
        _alone_at_work(ceremony.institution)
        current = _still_open(ceremony)
        current.stopped_by, current.ended_at = by, now
        current.save(update_fields=["stopped_by", "ended_at"])
        _note("key.ceremony_stopped", current, by, now, why=why, purpose=current.purpose)
    return current


def report_compromise(*, key: SigningKey, since: datetime, by: User, now: datetime, why: str) -> SigningKey:
    """Tell the world that a key, in service or former, may have been in other hands since a moment.

    From now on it signs nothing; what bears its signature is to be checked. A later report may only put the moment
    earlier.

    raises:  NotEntitled, WrongReport
    """
    if key.holder_id != by.pk and not manages_keys(by, key.institution, now=now):
        raise NotEntitled(reasons.NOT_ENTITLED)
    if since > now:
        raise WrongReport(reasons.NOT_YET)
    if not why.strip():
        raise WrongReport(reasons.NO_REASON)
    with transaction.atomic():
        _alone_at_work(key.institution)
        current = SigningKey.objects.get(pk=key.pk)
        earliest = max(since, current.created_at)
        if current.compromised_from is not None and earliest >= current.compromised_from:
            raise WrongReport(reasons.WITHDRAWN_EARLIER)
        current.state, current.compromised_from = KeyState.COMPROMISED, earliest
        current.retired_at = current.retired_at or now
        current.save(update_fields=["state", "compromised_from", "retired_at"])
        note_key("key.compromised", current, by, now, why=why.strip(), since=earliest.isoformat())
    return current


def certificate_request(*, key: SigningKey, store: KeyStore) -> str:
    """A request for a certificate, as PEM, for the body's own authority.

    raises:  UnusableCertificate, EngineError of the store
    """
    _refuse_without_certificate(key)
    return certificates.request(key.institution, store.signer(ref_of(key)))


def import_certificate(*, key: SigningKey, text: str, by: User, now: datetime) -> SigningKey:
    """Take the certificate that an authority made for a key of documents, in place of the one at hand.

    text:    PEM, the certificate and then those of the authorities
    raises:  NotEntitled, UnusableCertificate
    """
    if not manages_keys(by, key.institution, now=now):
        raise NotEntitled(reasons.NOT_ENTITLED)
    _refuse_without_certificate(key)
    public_key = ref_of(key).public_key
    pem = certificates.read_certificate(text, key=public_key, institution=key.institution, now=now)
    with transaction.atomic():
        _alone_at_work(key.institution)
        current = SigningKey.objects.get(pk=key.pk)
        _refuse_without_certificate(current)
        current.certificate = pem
        current.save(update_fields=["certificate"])
        digest = sha256(pem.encode()).hexdigest()
        note_key("key.certificate_imported", current, by, now, digest=digest)
    return current


def _make(ceremony: Ceremony, *, by: User, agreed_by: User | None, store: KeyStore, now: datetime) -> SigningKey:
    _still_open(ceremony)
    purpose, uuid = Purpose(ceremony.purpose), uuid4()
    ref = _new_key(store, ALGORITHMS[purpose], uuid)
    certificate = ""
    if purpose == Purpose.DOCUMENTS:
        certificate = certificates.self_signed(ceremony.institution, store.signer(ref), now=now)
    try:
        with transaction.atomic():
            institution = _alone_at_work(ceremony.institution)
            current = _still_open(ceremony)
            _refuse_if_asker_gone(current, now)
            key = _take_over(institution, current, ref, uuid, by=by, now=now, certificate=certificate)
            current.key, current.agreed_by, current.ended_at = key, agreed_by, now
            current.save(update_fields=["key", "agreed_by", "ended_at"])
            note_key(
                "key.made",
                key,
                by,
                now,
                number=key.number,
                purpose=key.purpose,
                ceremony=str(current.uuid),
                alone=agreed_by is None,
                public=key.public_key,
            )
    except IntegrityError as error:
        raise UnusableStore(reasons.NOT_NEW) from error
    return key


def _new_key(store: KeyStore, algorithm: str, uuid: UUID) -> KeyRef:
    """A key of the store that signs, and that nobody else can sign with. raises: UnusableStore"""
    ref = store.create(algorithm, str(uuid))
    if is_known_to_all(ref.public_key) or SigningKey.objects.filter(public_key=encode_public(ref.public_key)).exists():
        raise UnusableStore(reasons.NOT_NEW)
    is_as_asked = ref.public_key.algorithm == algorithm and ref.label == str(uuid) and ref.store == store.name
    if not (is_as_asked and ref.public_key.verify(store.signer(ref).sign(_PROBE), _PROBE)):
        raise UnusableStore(reasons.DOES_NOT_SIGN)
    return ref


def _take_over(
    institution: Institution, ceremony: Ceremony, ref: KeyRef, uuid: UUID, *, by: User, now: datetime, certificate: str
) -> SigningKey:
    """The new row, the former key being retired at the same moment. Numbers go on over all purposes, for ever."""
    keys = SigningKey.objects.filter(institution=institution)
    if ceremony.purpose == Purpose.CREDENTIALS and keys.filter(purpose=Purpose.CREDENTIALS).count() >= MOST_KEYS:
        raise UnusableStore(reasons.TOO_MANY, limit=MOST_KEYS)
    former = keys.filter(purpose=ceremony.purpose, holder=ceremony.holder, state=KeyState.ACTIVE).first()
    if former is not None:
        former.state, former.retired_at = KeyState.RETIRED, now
        former.save(update_fields=["state", "retired_at"])
        note_key("key.retired", former, by, now, number=former.number)
    highest = keys.aggregate(highest=Max("number"))["highest"] or 0
    return SigningKey.objects.create(
        uuid=uuid,
        institution=institution,
        purpose=ceremony.purpose,
        holder=ceremony.holder,
        number=highest + 1,
        algorithm=ref.public_key.algorithm,
        public_key=encode_public(ref.public_key),
        certificate=certificate,
        store=ref.store,
        reference=ref.reference,
        created_at=now,
    )


def _refuse_if_asker_gone(ceremony: Ceremony, now: datetime) -> None:
    """A role that was taken away in the meantime gives no key."""
    may = may_hold_key if ceremony.purpose == Purpose.PERSON else manages_keys
    if not may(ceremony.asked_by, ceremony.institution, now=now):
        raise NotEntitled(reasons.ASKER_GONE)


def _alone_at_work(institution: Institution) -> Institution:
    """One change at a time to the keys of an institution: the row is held until the end of the transaction."""
    return Institution.objects.select_for_update().get(pk=institution.pk)


def _still_open(ceremony: Ceremony) -> Ceremony:
    current = Ceremony.objects.select_related("institution", "asked_by", "holder").get(pk=ceremony.pk)
    if current.ended_at is not None:
        raise CeremonyOver(reasons.OVER)
    return current


def _refuse_without_certificate(key: SigningKey) -> None:
    if key.purpose != Purpose.DOCUMENTS or key.state != KeyState.ACTIVE:
        raise UnusableCertificate(reasons.NO_CERTIFICATE_HERE)


def _note(code: str, ceremony: Ceremony, by: User, now: datetime, *, why: str = "", **details: object) -> None:
    record(
        code,
        subject=f"ceremony:{ceremony.uuid}",
        by=by.uuid,
        at=now,
        institution=ceremony.institution.uuid,
        why=why,
        **details,
    )
