"""How the members of a jury sign: with their account, by a one-time link, on the president's tablet, or on paper.

Each is a simple electronic signature (eIDAS, article 3, 10) of the digest of the minutes, or paper that the president
attests, and is called nothing more. Whoever does not agree says so in words, which stand in the minutes.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import transaction

from sceau.accounts.models import User
from sceau.assessment.errors import NotEntitled, NotNow, WrongValue
from sceau.assessment.keepers import delegation_for, require_attester
from sceau.assessment.models import Minutes, Seat, Signature
from sceau.assessment.ports import Files
from sceau.assessment.reasons import minutes as reasons
from sceau.assessment.services.answers import awaited, require_shown, signed, with_all
from sceau.assessment.services.signing_links import (
    require_link,
    send_link,
    sign_by_link,
    signature_for,
    token_of,
    withdraw_link,
)
from sceau.assessment.services.writing import write
from sceau.assessment.states import SignatureWay
from sceau.assessment.strokes import stroke
from sceau.engine.errors import EngineError
from sceau.engine.keys.stamps import write_stamp
from sceau.engine.proofs.data_integrity import secure
from sceau.engine.strict_json import JsonObject
from sceau.engine.vocabularies.contexts import shipped
from sceau.institutions.models import Delegation
from sceau.intake.errors import UnfitUpload
from sceau.intake.uploads import SCANS, examine
from sceau.keyring.documents import method_of, ref_of
from sceau.keyring.errors import NoActiveKey
from sceau.keyring.models import Purpose
from sceau.keyring.ports import KeyStore
from sceau.keyring.queries import active_key

__all__ = [
    "FACTORS",
    "LARGEST_SCAN",
    "note_prevented",
    "refuse",
    "send_link",
    "sign_by_link",
    "sign_on_paper",
    "sign_on_tablet",
    "sign_with_account",
    "signature_for",
    "token_of",
    "withdraw_link",
]

FACTORS: Final = ("totp", "recovery_codes", "webauthn")  # as the factors of accounts are called
LARGEST_SCAN: Final = 20_000_000  # bytes: thirty pages of a scanner in colour
CRYPTOSUITE: Final = "eddsa-jcs-2022"


def sign_with_account(
    *, signature: Signature, by: User, factor: str, shown: str, keys: KeyStore, now: datetime
) -> Signature:
    """Sign with one's own account, for oneself or by delegation; also with one's own key, where one has one.

    factor:  the kind of second factor that was asked for at this moment
    shown:   the digest of the minutes that were on the screen
    keys:    may be far and slow: asked before the transaction opens
    raises:  NotEntitled, NotNow, WrongValue: then nothing is signed
    """
    if factor not in FACTORS:
        raise NotNow(reasons.FACTOR_NEEDED)
    there = with_all(signature)
    delegation = _in_whose_name(there, by, now=now)
    require_shown(there.minutes, shown)
    proof = _proof(there, by, keys, now)
    with transaction.atomic():
        session, current = awaited(there)
        if _in_whose_name(current, by, now=now) != delegation:
            raise NotEntitled(reasons.NOT_YOURS_TO_SIGN)
        current.way, current.factor, current.proof = SignatureWay.ACCOUNT, factor, proof
        current.signed_by, current.delegation = by, delegation
        return signed(current, session, by=by, now=now, delegated=delegation is not None, key=proof is not None)


def sign_on_tablet(*, signature: Signature, drawn: str, shown: str, by: User, now: datetime) -> Signature:
    """The member draws a signature on the president's screen, the president being there.

    drawn:   see `sceau.assessment.strokes`
    raises:  NotEntitled, NotNow, WrongValue
    """
    if not drawn.strip():
        raise WrongValue(reasons.STROKE_NEEDED, field="drawn")
    path = stroke(drawn)
    with transaction.atomic():
        session, current = awaited(signature)
        require_attester(by, session, now=now)
        require_shown(current.minutes, shown)
        current.way, current.drawn, current.attested_by = SignatureWay.TABLET, path, by
        return signed(current, session, by=by, now=now)


def sign_on_paper(
    *,
    minutes: Minutes,
    signatures: Sequence[Signature],
    content: bytes,
    name: str,
    files: Files,
    by: User,
    now: datetime,
) -> list[Signature]:
    """The president, or who attests in their place, deposits the scan of the printed minutes and says who signed it.

    raises:  NotEntitled, NotNow, WrongValue: then no scan is named anywhere
    """
    if not signatures:
        raise WrongValue(reasons.NOBODY_CHOSEN, field="signatures")
    require_attester(by, minutes.deliberation.session, now=now)
    try:
        examine(content, name, limit=LARGEST_SCAN, allowed=SCANS)
    except UnfitUpload as error:
        raise WrongValue(
            reasons.UNFIT_SCAN, field="file", why=error.sentence("fr"), why_en=error.sentence("en")
        ) from error
    digest = files.put(content, limit=LARGEST_SCAN)
    given = []
    with transaction.atomic():
        for signature in signatures:
            session, current = awaited(signature)
            require_attester(by, session, now=now)
            if current.minutes_id != minutes.pk:
                raise WrongValue(reasons.NOBODY_CHOSEN, field="signatures")
            current.way, current.scan_digest, current.attested_by = SignatureWay.PAPER, digest, by
            given.append(signed(current, session, by=by, now=now, scan=digest))
    return given


def refuse(*, signature: Signature, words: str, now: datetime, by: User | None = None, token: str = "") -> Signature:
    """Say that one does not sign, and why: with one's account, or by the link.

    raises:  NotEntitled, NotNow, WrongValue
    """
    if not words.strip():
        raise WrongValue(reasons.WORDS_NEEDED, field="words")
    with transaction.atomic():
        session, current = awaited(signature)
        if by is not None:
            if current.seat.user_id != by.pk:
                raise NotEntitled(reasons.NOT_YOURS_TO_SIGN)
        else:
            require_link(current, token, now)
        if current.seat.presides:
            raise NotNow(reasons.PRESIDENT_MAY_NOT_REFUSE)
        current.dissent, current.dissented_at, current.signed_by = words.strip(), now, by
        current.digest = current.minutes.digest
        current.save()
        write("minutes.refused", session, by=by, now=now, signature=str(current.uuid))
    return current


def note_prevented(*, signature: Signature, words: str, by: User, now: datetime) -> Signature:
    """The president writes that a member who does not answer is prevented, and by what.

    raises:  NotEntitled, NotNow, WrongValue
    """
    if not words.strip():
        raise WrongValue(reasons.WORDS_NEEDED, field="words")
    with transaction.atomic():
        session, current = awaited(signature)
        require_attester(by, session, now=now)
        if current.seat.presides:
            raise NotNow(reasons.PRESIDENT_MAY_NOT_REFUSE)
        current.dissent, current.dissented_at, current.attested_by = words.strip(), now, by
        current.save()
        write("minutes.prevented", session, by=by, now=now, signature=str(current.uuid))
    return current


def _in_whose_name(signature: Signature, by: User, *, now: datetime) -> Delegation | None:
    """None for one's own signature, else the act under which one signs for the member. raises: NotEntitled"""
    if not by.is_active:
        raise NotEntitled(reasons.NOT_YOURS_TO_SIGN)
    if signature.seat.user_id == by.pk:
        return None
    session = signature.minutes.deliberation.session
    found = delegation_for(by, signature.seat.user, session, now=now)
    if found is None:
        raise NotEntitled(reasons.NOT_YOURS_TO_SIGN)
    if Seat.objects.filter(session=session, user=by, removed_at__isnull=True).exists():
        raise NotEntitled(reasons.DELEGATE_SITS)
    return found


def _proof(signature: Signature, by: User, keys: KeyStore, now: datetime) -> JsonObject | None:
    """What is signed, and its proof, by the member's own key; None for somebody who has none."""
    minutes = signature.minutes
    try:
        key = active_key(minutes.institution, Purpose.PERSON, holder=by)
    except NoActiveKey:
        return None
    document = {
        "type": "sceau.minutes-signature/1",
        "minutes": minutes.number,
        "digest": minutes.digest,
        "seat": str(signature.seat.uuid),
        "signed_at": write_stamp(now),
    }
    try:
        return secure(
            document,
            signer=keys.signer(ref_of(key)),
            verification_method=method_of(minutes.institution.did, key),
            created=now,
            contexts=shipped(),
            cryptosuite=CRYPTOSUITE,
        )
    except EngineError as error:
        raise NotNow(reasons.PERSON_KEY_DOES_NOT_SIGN, why=error.sentence("fr"), why_en=error.sentence("en")) from error
