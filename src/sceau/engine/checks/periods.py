"""When: the period of a key, the date of a signature, the validity of a credential."""

from __future__ import annotations

from datetime import datetime

from sceau.engine.checks import ids
from sceau.engine.checks.case import Case
from sceau.engine.checks.report import Check, failed, passed, unknown
from sceau.engine.errors import Reason
from sceau.engine.keys.controller import VerificationMethod

KEY_IN_SERVICE = Reason("key.in_service", fr="la clé est en service", en="the key is in service")
KEY_EXPIRED_AFTER = Reason(
    "key.expired_after",
    fr="la clé a cessé de servir le {expires}\u202f; la signature est antérieure ({created})",
    en="the key went out of service on {expires}; the signature is earlier ({created})",
)
KEY_EXPIRED_BEFORE = Reason(
    "key.expired_before",
    fr="la clé avait cessé de servir le {expires}, avant la signature ({created})",
    en="the key had gone out of service on {expires}, before the signature ({created})",
)
KEY_EXPIRED_UNDATED = Reason(
    "key.expired_undated",
    fr="la clé a cessé de servir le {expires}, et la signature n’est pas datée",
    en="the key went out of service on {expires}, and the signature bears no date",
)
KEY_REVOKED = Reason(
    "key.revoked",
    fr="l’émetteur a retiré cette clé le {revoked}, car d’autres ont pu s’en servir\u202f; rien d’indépendant ne "
    "montre que la preuve existait avant\u00a0: demandez-lui de la confirmer",
    en="the issuer withdrew this key on {revoked}, because others may have used it; nothing independent shows that the "
    "credential existed before: ask the issuer to confirm it",
)
KEY_REVOKED_AFTER = Reason(
    "key.revoked_after",
    fr="l’émetteur a retiré cette clé le {revoked}\u202f; la preuve existait déjà le {existed}",
    en="the issuer withdrew this key on {revoked}; the credential already existed on {existed}",
)
TIME_FITS = Reason(
    "proof.time_fits", fr="la date de la signature est plausible", en="the date of the signature is plausible"
)
CREATED_LATER = Reason(
    "proof.created_later",
    fr="la signature est datée du {created}, après le moment considéré ({at})",
    en="the signature is dated {created}, after the moment in question ({at})",
)
PROOF_EXPIRED = Reason(
    "proof.expired",
    fr="la signature ne valait que jusqu’au {expires}",
    en="the signature was good only until {expires}",
)
VALID_WITHOUT_END = Reason(
    "validity.without_end", fr="valable depuis le {start}, sans date de fin", en="valid since {start}, with no end"
)
VALID_UNTIL = Reason("validity.until", fr="valable jusqu’au {end}", en="valid until {end}")
VALID_WITHOUT_DATES = Reason(
    "validity.without_dates", fr="aucune date ne limite sa validité", en="no date limits its validity"
)
NOT_YET = Reason("validity.not_yet", fr="valable à partir du {start} seulement", en="valid only from {start}")
EXPIRED = Reason("validity.expired", fr="expirée depuis le {end}", en="expired since {end}")

_KEY_IN_SERVICE = passed(ids.KEY_TIME, KEY_IN_SERVICE)
_TIME_FITS = passed(ids.PROOF_TIME, TIME_FITS)
_WITHOUT_DATES = passed(ids.VALIDITY, VALID_WITHOUT_DATES)


def judge_key_period(method: VerificationMethod, created: datetime | None, case: Case) -> Check:
    """Whether the key was its issuer's alone when it signed.

    A key that merely expired signed what its owner dates before that. A revoked key may be in other hands, which can
    write any date: only evidence from elsewhere says that the document existed before.

    created:  when the signature says that it was made
    source:   Controlled Identifiers 1.0, §2.2 "expires" and "revoked"
    """
    revoked, expires = method.revoked, method.expires
    if revoked is not None and revoked <= case.now:
        existed = case.policy.existed_by
        if existed is None or existed >= revoked:
            return unknown(ids.KEY_TIME, KEY_REVOKED, revoked=revoked)
        return passed(ids.KEY_TIME, KEY_REVOKED_AFTER, revoked=revoked, existed=existed)
    if expires is None or (expires > case.now and (created is None or created < expires)):
        return _KEY_IN_SERVICE
    if created is None:
        return unknown(ids.KEY_TIME, KEY_EXPIRED_UNDATED, expires=expires)
    if created >= expires:
        return failed(ids.KEY_TIME, KEY_EXPIRED_BEFORE, expires=expires, created=created)
    return passed(ids.KEY_TIME, KEY_EXPIRED_AFTER, expires=expires, created=created)


def judge_proof_time(created: datetime | None, expires: datetime | None, case: Case) -> Check:
    """Whether the signature had been made, and was still good, at the moment in question.

    source:  Data Integrity 1.0, §2.1 "created" and "expires"
    """
    if created is not None and created - case.at > case.policy.clock_skew:
        return failed(ids.PROOF_TIME, CREATED_LATER, created=created, at=case.at)
    if expires is not None and expires <= case.at:
        return failed(ids.PROOF_TIME, PROOF_EXPIRED, expires=expires)
    return _TIME_FITS


def judge_validity(start: datetime | None, end: datetime | None, case: Case) -> Check:
    """Whether the credential is in force at the moment in question.

    source:  VC Data Model 2.0, §4.9
    """
    if end is not None and end < case.at:
        return failed(ids.VALIDITY, EXPIRED, end=end)
    if start is not None and start - case.at > case.policy.clock_skew:
        return failed(ids.VALIDITY, NOT_YET, start=start)
    if end is not None:
        return passed(ids.VALIDITY, VALID_UNTIL, end=end)
    return passed(ids.VALIDITY, VALID_WITHOUT_END, start=start) if start is not None else _WITHOUT_DATES
