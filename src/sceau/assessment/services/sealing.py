"""The seal of the institution on signed minutes, and on the extract that each candidate may have.

Pages and seal are made before the transaction opens, for a store of keys may be far and slow; what was sealed is
looked at again in it. Stopped in between, it is simply done again: nothing says that the minutes are sealed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from sceau.accounts.models import User
from sceau.assessment.errors import NotNow
from sceau.assessment.hindrances import before_sealing
from sceau.assessment.keepers import require_keeper
from sceau.assessment.minutes_data import text_of
from sceau.assessment.minutes_paper import paper_of
from sceau.assessment.minutes_words import Words
from sceau.assessment.models import Candidate, Minutes, Signature
from sceau.assessment.ports import Files, Sealer, Typesetter
from sceau.assessment.reasons import minutes as reasons
from sceau.assessment.services.awarding import make_awards
from sceau.assessment.services.minutes import JSON, LARGEST, data_file, to_be_signed
from sceau.assessment.services.writing import held, move, write
from sceau.assessment.states import MinutesState, SessionState
from sceau.engine.errors import EngineError
from sceau.engine.keys.stamps import write_stamp
from sceau.engine.ports import Attachment, Signer
from sceau.engine.strict_json import JsonObject
from sceau.institutions.models import Institution
from sceau.keyring.documents import ref_of
from sceau.keyring.errors import NoActiveKey
from sceau.keyring.models import Purpose, SigningKey
from sceau.keyring.ports import KeyStore
from sceau.keyring.queries import active_key


@dataclass(frozen=True, slots=True)
class Press:
    """What a sealed page is made with: the typesetter, the sealer, the store of keys, the place for files."""

    typesetter: Typesetter
    sealer: Sealer
    keys: KeyStore
    files: Files


def seal(*, minutes: Minutes, by: User, press: Press, now: datetime) -> Minutes:
    """Seal minutes that everybody has signed or answered: the decisions stand, awards are made.

    raises:  NotEntitled; NotNow, also without a key of documents: then nothing is written, and signatures are kept
    """
    there = _whole(minutes)
    session = there.deliberation.session
    require_keeper(by, session, now=now)
    if there.state != MinutesState.SIGNING:
        raise NotNow(reasons.NOT_TO_SIGN)
    signatures = signatures_of(there)
    _require_signed(signatures)
    key, signer = _key_of(there.institution, press.keys)
    words = Words(there.data["language"])
    told = signatures_data(there, signatures)
    described = words.say("attached_signatures", number=there.number)
    pdf = press.typesetter.document(
        "minutes",
        paper_of(there, signatures, is_sealed=True),
        at=now,
        attachments=[
            data_file(there),
            Attachment(f"{there.number}-signatures.json", text_of(told), JSON, "data", described),
        ],
    )
    reason = words.say("reason_minutes", number=there.number)
    sealed = _sealed(pdf, (key, signer), there, reason=reason, press=press, now=now)
    digest = press.files.put(sealed, limit=LARGEST)
    with transaction.atomic():
        session = held(session)
        current = to_be_signed(there)
        if signatures_data(current, signatures_of(current)) != told:
            raise NotNow(reasons.CHANGED_WHILE_SEALING)
        if not SigningKey.objects.filter(pk=key.pk, state=key.state).exists():
            raise NotNow(reasons.CHANGED_WHILE_SEALING)
        current.state, current.sealed_digest, current.sealed_at = MinutesState.SEALED, digest, now
        current.save(update_fields=["state", "sealed_digest", "sealed_at"])
        move(session, SessionState.DECIDED, now=now)
        write(
            "minutes.sealed",
            session,
            by=by,
            now=now,
            minutes=str(current.uuid),
            number=current.number,
            digest=current.digest,
            pdf=digest,
            key=key.number,
        )
        make_awards(deliberation=there.deliberation, by=by, now=now)
    return current


def extract_for(*, minutes: Minutes, candidate: Candidate, press: Press, now: datetime) -> bytes:
    """The minutes with the other candidates left out, sealed: made from the data whenever it is asked for.

    raises:  NotNow while the minutes are not sealed, for somebody who is not in them, and without a key of documents
    """
    there = _whole(minutes)
    if there.state != MinutesState.SEALED:
        raise NotNow(reasons.NOT_SEALED)
    only = str(candidate.uuid)
    if not any(each["candidate"] == only for each in there.data["candidates"]):
        raise NotNow(reasons.NOT_IN_THESE_MINUTES)
    pair = _key_of(there.institution, press.keys)
    words = Words(there.data["language"])
    pdf = press.typesetter.document(
        "minutes",
        paper_of(there, [], is_sealed=True, only=only),
        at=now,
        attachments=[
            Attachment(
                f"{there.number}-extract.json",
                text_of(extract_data(there, only)),
                JSON,
                "source",
                words.say("attached_extract", number=there.number),
            )
        ],
    )
    reason = words.say("reason_extract", number=there.number)
    return _sealed(pdf, pair, there, reason=reason, press=press, now=now)


def extract_data(minutes: Minutes, only: str) -> JsonObject:
    """The data of the minutes with nothing of any other candidate, and the digest of the whole."""
    data: JsonObject = minutes.data
    mine = [each for each in data["candidates"] if each["candidate"] == only]
    numbers = {each["number"] for each in mine}
    return {
        **data,
        "format": "sceau.minutes-extract/1",
        "extract_of": {"number": minutes.number, "digest": minutes.digest},
        "candidates": mine,
        "candidates_in_all": len(data["candidates"]),
        "incidents": [each for each in data["incidents"] if each["candidate"] in numbers],
        "deliberation": {**data["deliberation"], "remarks": ""},
    }


def signatures_of(minutes: Minutes) -> list[Signature]:
    """With what the page of signatures needs, whoever presides first."""
    rows = Signature.objects.filter(minutes=minutes).select_related(
        "seat", "seat__user", "signed_by", "attested_by", "delegation"
    )
    return list(rows.order_by("-seat__presides", "seat__pk"))


def signatures_data(minutes: Minutes, signatures: Sequence[Signature]) -> JsonObject:
    """Who signed how, as it is attached to the sealed PDF."""
    return {
        "format": "sceau.minutes-signatures/1",
        "minutes": {"number": minutes.number, "digest": minutes.digest},
        "signatures": [_told(each) for each in signatures],
    }


def _told(each: Signature) -> JsonObject:
    told: dict[str, Any] = {
        "seat": str(each.seat.uuid),
        "name": each.seat.name,
        "presides": each.seat.presides,
        "way": each.way,
        "digest": each.digest,
        "signed_at": write_stamp(each.signed_at) if each.signed_at else None,
        "signed_by": each.signed_by.name if each.signed_by else None,
        "delegation": each.delegation.act_digest if each.delegation else None,
        "factor": each.factor,
        "proof": each.proof,
        "drawn": each.drawn,
        "scan": each.scan_digest,
        "attested_by": each.attested_by.name if each.attested_by else None,
        "dissent": each.dissent,
        "dissented_at": write_stamp(each.dissented_at) if each.dissented_at else None,
    }
    return {name: value for name, value in told.items() if value not in (None, "")}


def _whole(minutes: Minutes) -> Minutes:
    return Minutes.objects.select_related(
        "institution",
        "deliberation",
        "deliberation__session",
        "deliberation__session__institution",
        "deliberation__session__version",
    ).get(pk=minutes.pk)


def _require_signed(signatures: Sequence[Signature]) -> None:
    finding = next(iter(before_sealing(signatures)), None)
    if finding is not None:
        raise NotNow(finding.reason, **finding.details)


def _key_of(institution: Institution, store: KeyStore) -> tuple[SigningKey, Signer]:
    try:
        key = active_key(institution, Purpose.DOCUMENTS)
    except NoActiveKey as error:
        raise NotNow(reasons.NO_KEY_OF_DOCUMENTS) from error
    try:
        return key, store.signer(ref_of(key))
    except EngineError as error:
        raise _key_fails(error) from error


def _sealed(
    pdf: bytes, pair: tuple[SigningKey, Signer], minutes: Minutes, *, reason: str, press: Press, now: datetime
) -> bytes:
    key, signer = pair
    try:
        return press.sealer.seal(
            pdf,
            signer=signer,
            certificate_pem=key.certificate,
            reason=reason,
            location=minutes.institution.city,
            name=minutes.institution.legal_name,
            now=now,
        )
    except EngineError as error:
        raise _key_fails(error) from error


def _key_fails(error: EngineError) -> NotNow:
    return NotNow(reasons.KEY_DOES_NOT_SIGN, why=error.sentence("fr"), why_en=error.sentence("en"))
