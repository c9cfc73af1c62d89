"""Is the document as its issuer signed it? Purposes, keys, their periods, and the signatures themselves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sceau.engine.checks import ids
from sceau.engine.checks.case import Case
from sceau.engine.checks.ids import Weight
from sceau.engine.checks.issuer_keys import UnknownController, key_of_proof, key_of_token, refuse_other_issuer
from sceau.engine.checks.opening import Opened
from sceau.engine.checks.periods import judge_key_period, judge_proof_time
from sceau.engine.checks.policy import Audience
from sceau.engine.checks.report import Check, Note, Outcome, failed, in_order, passed, refused, unknown
from sceau.engine.errors import (
    EngineError,
    MalformedController,
    MalformedKey,
    NotCanonical,
    OutOfReach,
    Reason,
    TooComplex,
    UnknownContext,
    UnknownSuite,
)
from sceau.engine.keys.controller import ASSERTION, VerificationMethod
from sceau.engine.keys.reasons import UNKNOWN_METHOD_TYPE
from sceau.engine.keys.stamps import read_stamp
from sceau.engine.proofs.data_integrity import proofs_of, verify_proof
from sceau.engine.proofs.jws import KEY_ALGORITHMS
from sceau.engine.proofs.jwt import VC_JWT, Jwt, verify_jwt
from sceau.engine.proofs.reasons import UNKNOWN_CRYPTOSUITE, UNKNOWN_TYPE, WRONG_CHALLENGE, WRONG_DOMAIN
from sceau.engine.proofs.suites import suite_of
from sceau.engine.strict_json import JsonObject
from sceau.engine.values import as_text

PURPOSE_FITS = Reason(
    "proof.purpose_fits",
    fr="la signature a été faite pour attester, ce que la clé a le droit de faire",
    en="the signature was made to attest, which the key may do",
)
OTHER_PURPOSE = Reason(
    "proof.other_purpose",
    fr="la signature a été faite pour un autre usage («\u00a0{found}\u00a0»), non pour attester",
    en="the signature was made for another purpose (“{found}”), not to attest",
)
PRESENTING_FITS = Reason(
    "proof.presenting_fits",
    fr="la signature a été faite pour se présenter, ce que la clé a le droit de faire",
    en="the signature was made to present oneself, which the key may do",
)
NOT_TO_PRESENT = Reason(
    "proof.not_to_present",
    fr="la signature a été faite pour un autre usage («\u00a0{found}\u00a0»), non pour se présenter",
    en="the signature was made for another purpose (“{found}”), not to present oneself",
)
KEY_FOUND = Reason(
    "key.found",
    fr="l’émetteur publie cette clé et l’autorise à attester",
    en="the issuer publishes this key and authorises it to attest",
)
INTACT = Reason(
    "proof.intact", fr="rien n’a été modifié depuis la signature", en="nothing has been changed since it was signed"
)
INTACT_SINCE = Reason(
    "proof.intact_since", fr="rien n’a été modifié depuis le {created}", en="nothing has been changed since {created}"
)
NO_PROOF = Reason(
    "proof.none",
    fr="le document n’est pas signé\u00a0: rien ne l’atteste",
    en="the document is not signed: nothing attests it",
)
OTHERS_PROOF = Reason(
    "proof.of_another",
    fr="le document porte aussi une signature de «\u00a0{controller}\u00a0», qui n’est pas l’émetteur\u00a0: "
    "elle n’est pas jugée",
    en="the document also bears a signature of “{controller}”, who is not the issuer: it is not judged",
)
UNKNOWN_BESIDE = Reason(
    "proof.unknown_beside",
    fr="le document porte aussi une signature d’une sorte que nous ne connaissons pas ({found})",
    en="the document also bears a signature of a kind that we do not know ({found})",
)
TOO_MUCH_WORK = Reason(
    "proof.too_much_work",
    fr="il y a ici plus de signatures que nous n’en jugeons en une fois",
    en="there are more signatures here than we judge at a time",
)
NOT_LOOKED_AT = Reason(
    "procedure.not_looked_at",
    fr="non examiné\u00a0: rien n’établit que ce document vient de l’émetteur qu’il nomme",
    en="not looked at: nothing shows that this document comes from the issuer that it names",
)

_PURPOSE_FITS = passed(ids.PURPOSE, PURPOSE_FITS)
_PRESENTING_FITS = passed(ids.PURPOSE, PRESENTING_FITS)
_KEY_FOUND = passed(ids.KEY, KEY_FOUND)
_INTACT = passed(ids.PROOF, INTACT)
_PROOF_NOT_LOOKED_AT = unknown(ids.PROOF, NOT_LOOKED_AT)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_YEAR_1, _YEAR_10000 = 62_135_596_800, 253_402_300_800  # seconds before and after it: all that a datetime holds

AUTHENTICATION = "authentication"
MOST_OF_THE_ISSUER = 8  # signatures of one document: each costs a canonical form of the whole

Judged = tuple[Check, ...]
ANYBODY = Audience()


@dataclass(frozen=True, slots=True)
class Use:
    """What a signature must have been made for.

    relationship:  the purpose of the proof, under which the controller lists the key
    audience:      for whom, where that was asked
    """

    relationship: str = ASSERTION
    audience: Audience = ANYBODY

    @property
    def fits(self) -> Check:
        """That it was made for this."""
        return _PURPOSE_FITS if self.relationship == ASSERTION else _PRESENTING_FITS

    @property
    def other(self) -> Reason:
        """That it was made for something else."""
        return OTHER_PURPOSE if self.relationship == ASSERTION else NOT_TO_PRESENT


ATTESTING = Use()


@dataclass(frozen=True, slots=True)
class Secured:
    """What the signatures of a document say.

    checks:  purpose, key, its period, the proof, its date; CONTEXT only when canonicalising found a fault
    """

    checks: Judged
    notes: tuple[Note, ...] = ()

    @property
    def is_intact(self) -> bool:
        """Whether a signature of the issuer covers the document as it is."""
        return any(check.question is ids.PROOF and check.outcome is Outcome.PASSED for check in self.checks)

    @property
    def is_refused(self) -> bool:
        """Whether something shows that the document is not the issuer's."""
        return any(check.outcome is Outcome.FAILED and check.weight is Weight.AUTHENTICITY for check in self.checks)


def judge_proofs(document: JsonObject, issuer_id: str, case: Case, use: Use = ATTESTING) -> Secured:
    """Judge the Data Integrity proofs that a document carries.

    Every proof of the issuer must be good, and one at least must be there; those of a suite that we do not know count
    neither way beside a good one. What a proof of the issuer builds upon (previousProof) is judged with it.

    source:  Data Integrity 1.0, §4.4 and §4.5
    """
    try:
        proofs = proofs_of(document)
    except EngineError as error:
        return Secured((_refusal(error),))
    if not proofs:
        return Secured((failed(ids.PROOF, NO_PROOF, pointer="/proof"),))
    if len(proofs) == 1:
        return Secured(_judge_proof(document, proofs[0], issuer_id, case, "/proof", use=use))
    return _judge_several(document, proofs, issuer_id, case, use)


def judge_presenter(opened: Opened, presenter: str, case: Case, audience: Audience) -> Secured:
    """Judge the signature of whoever presents: made to show who they are, with a key that they publish for it.

    presenter:  the presentation's `holder`; "" when it names none: then whoever the key belongs to
    source:     Data Integrity 1.0, §4.4; VC-JOSE-COSE 1.0, §3.2; VC Data Model 2.0, §4.13
    """
    use = Use(AUTHENTICATION, audience)
    if opened.jwt is not None:
        kid = opened.jwt.kid or ""
        judged_token = judge_token(opened.jwt, presenter or kid.partition("#")[0], case, use)
        wrong = _not_for(opened.jwt, audience)
        return Secured(in_order([*judged_token.checks, wrong])) if wrong else judged_token
    try:
        proofs = proofs_of(opened.document)
    except EngineError as error:
        return Secured((_refusal(error),))
    if not proofs:
        return Secured((failed(ids.PROOF, NO_PROOF, pointer="/proof"),))
    if len(proofs) > MOST_OF_THE_ISSUER:
        return Secured((unknown(ids.PROOF, TOO_MUCH_WORK, pointer="/proof"),))
    judged: list[Check] = []
    for index, proof in enumerate(proofs):
        pointer = f"/proof/{index}" if isinstance(opened.document["proof"], list) else "/proof"
        judged += _judge_proof(opened.document, proof, presenter or _controller_of(proof), case, pointer, use=use)
    return Secured(in_order(judged))


def judge_token(jwt: Jwt, issuer_id: str, case: Case, use: Use = ATTESTING) -> Secured:
    """Judge the signature of a JWT.

    source:  VC-JOSE-COSE 1.0, §3 and §4; Open Badges 3.0, §8.2
    """
    if not case.work.take():
        return Secured((unknown(ids.PROOF, TOO_MUCH_WORK),))
    algorithm = KEY_ALGORITHMS[jwt.algorithm]
    found = _find_key(lambda: key_of_token(jwt.header, issuer_id, algorithm, case.reach, use.relationship), "")
    if isinstance(found, Check):
        return Secured((found, _PROOF_NOT_LOOKED_AT))
    try:
        verify_jwt(jwt, key=found.key)
    except EngineError as error:
        return Secured((_KEY_FOUND, _refusal(error)))
    created, starts, expires = (_numeric_date(jwt.payload.get(claim)) for claim in ("iat", "nbf", "exp"))
    if jwt.profile != VC_JWT:  # nbf and exp repeat the credential's dates, if it has any (Open Badges 3.0, §8.2.4.1)
        starts = None if "validFrom" in jwt.document or "issuanceDate" in jwt.document else starts
        expires = None if "validUntil" in jwt.document or "expirationDate" in jwt.document else expires
    period, proof, time = _in_time(found, created, expires, case)
    if starts is not None and not time.outcome:
        time = judge_proof_time(starts, expires, case)
    return Secured((_KEY_FOUND, period, proof, time))


def _not_for(jwt: Jwt, audience: Audience) -> Check | None:
    """Whether a token was made for somebody else, or in answer to something else. source: RFC 7519 §4.1.3"""
    claimed = jwt.payload.get("aud", [])
    named = [as_text(each) for each in (claimed if isinstance(claimed, list) else [claimed])]
    wanted = [audience.domain] if isinstance(audience.domain, str) else list(audience.domain or ())
    if not set(wanted) <= set(named):
        return failed(ids.PROOF, WRONG_DOMAIN, pointer="/aud", found=", ".join(named) or "—")
    if audience.challenge is not None and jwt.payload.get("nonce") != audience.challenge:
        return failed(ids.PROOF, WRONG_CHALLENGE, pointer="/nonce")
    return None


def _judge_several(document: JsonObject, proofs: list[JsonObject], issuer_id: str, case: Case, use: Use) -> Secured:
    """A set or a chain: the proofs of the issuer, and those that they build upon."""
    built_upon = _built_upon(proofs, issuer_id)
    to_judge = [proof for proof in proofs if _controller_of(proof) == issuer_id or _name_of(proof) in built_upon]
    if len(to_judge) > MOST_OF_THE_ISSUER:
        return Secured((unknown(ids.PROOF, TOO_MUCH_WORK, pointer="/proof"),))
    own: list[Judged] = []
    others: list[Judged] = []  # those that the issuer builds upon: they count beside a signature of the issuer only
    notes: list[Note] = []
    for index, proof in enumerate(proofs):
        pointer, controller = f"/proof/{index}", _controller_of(proof)
        if controller == issuer_id or (controller and _name_of(proof) in built_upon):
            checks = _judge_proof(document, proof, controller, case, pointer, use=use)
            (own if controller == issuer_id else others).append(checks)
            if Secured(checks).is_refused:
                return Secured(checks, tuple(notes))  # the others cannot make it better: a forger gets no more work
        elif controller:
            notes.append(Note(OTHERS_PROOF, pointer, {"controller": controller}))
        else:
            notes.append(Note(UNKNOWN_BESIDE, pointer, {"found": _kind_of(proof)}))
    if not own:
        return Secured(_judge_proof(document, proofs[0], issuer_id, case, "/proof/0", use=use))
    if all(_is_of_unknown_suite(checks) for checks in own):
        return Secured(in_order([check for checks in own for check in checks]), tuple(notes))
    judged = [*own, *others]
    unknown_ones = (checks[-1] for checks in judged if _is_of_unknown_suite(checks))
    notes += [Note(UNKNOWN_BESIDE, check.pointer, check.details) for check in unknown_ones]
    known = [check for checks in judged if not _is_of_unknown_suite(checks) for check in checks]
    return Secured(in_order(known), tuple(notes))


def _judge_proof(
    document: JsonObject, proof: JsonObject, controller: str, case: Case, pointer: str, *, use: Use = ATTESTING
) -> Judged:
    """All that is asked of one proof, whose key must be published by the controller."""
    try:
        suite_of(proof.get("type"), proof.get("cryptosuite"))
    except UnknownSuite as error:
        return (refused(ids.PROOF, error, outcome=Outcome.UNKNOWN, within=pointer),)
    if proof.get("proofPurpose") != use.relationship:
        found_purpose = as_text(proof.get("proofPurpose"))
        wrong = failed(ids.PURPOSE, use.other, pointer=f"{pointer}/proofPurpose", found=found_purpose)
        return (wrong, _PROOF_NOT_LOOKED_AT)
    if not case.work.take():
        return (unknown(ids.PROOF, TOO_MUCH_WORK, pointer=pointer),)
    method_id = proof.get("verificationMethod")

    def find() -> VerificationMethod:
        refuse_other_issuer(method_id, controller)
        return key_of_proof(method_id, case.reach, use.relationship)

    found = _find_key(find, pointer)
    if isinstance(found, Check):
        return (use.fits, found, _PROOF_NOT_LOOKED_AT)
    try:
        verify_proof(
            document,
            proof,
            key=found.key,
            contexts=case.policy.contexts,
            purpose=use.relationship,
            domain=use.audience.domain,
            challenge=use.audience.challenge,
        )
    except EngineError as error:
        if isinstance(error, TooComplex):
            case.work.signatures = 0  # whoever made this has had the work of all that stands beside it
        return (use.fits, _KEY_FOUND, _refusal(error))
    created, expires = read_stamp(proof.get("created")), read_stamp(proof.get("expires"))
    return (use.fits, _KEY_FOUND, *_in_time(found, created, expires, case))


def _find_key(find: Callable[[], VerificationMethod], pointer: str) -> VerificationMethod | Check:
    """The key, or the check that says why there is none."""
    try:
        return find()
    except (OutOfReach, UnknownController) as error:
        return refused(ids.KEY, error, outcome=Outcome.UNKNOWN, within=pointer)
    except (MalformedController, MalformedKey) as error:
        is_unknown = error.reason is UNKNOWN_METHOD_TYPE
        return refused(ids.KEY, error, outcome=Outcome.UNKNOWN if is_unknown else Outcome.FAILED, within=pointer)


def _in_time(
    method: VerificationMethod, created: datetime | None, expires: datetime | None, case: Case
) -> tuple[Check, Check, Check]:
    """The checks that follow upon a good signature."""
    return (
        judge_key_period(method, created, case),
        passed(ids.PROOF, INTACT_SINCE, created=created) if created else _INTACT,
        judge_proof_time(created, expires, case),
    )


def _refusal(error: EngineError) -> Check:
    """Which question the engine answered by refusing: the vocabulary, or the proof."""
    if isinstance(error, UnknownSuite):
        return refused(ids.PROOF, error, outcome=Outcome.UNKNOWN)
    if isinstance(error, UnknownContext) or (isinstance(error, NotCanonical) and not isinstance(error, TooComplex)):
        return refused(ids.CONTEXT, error)
    return refused(ids.PROOF, error)


def _is_of_unknown_suite(checks: Judged) -> bool:
    return checks[-1].reason in (UNKNOWN_CRYPTOSUITE, UNKNOWN_TYPE)


def _built_upon(proofs: list[JsonObject], issuer_id: str) -> set[str]:
    """The ids of the proofs that those of the issuer build upon, near and far."""
    links = {_name_of(proof): _previous(proof) for proof in proofs}
    found: set[str] = set()
    waiting = [name for proof in proofs if _controller_of(proof) == issuer_id for name in _previous(proof)]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += links.get(name, [])
    return found


def _name_of(proof: JsonObject) -> str | None:
    name = proof.get("id")
    return name if isinstance(name, str) else None


def _previous(proof: JsonObject) -> list[str]:
    names = proof.get("previousProof", [])
    return [name for name in (names if isinstance(names, list) else [names]) if isinstance(name, str)]


def _controller_of(proof: JsonObject) -> str:
    method_id = proof.get("verificationMethod")
    return method_id.partition("#")[0] if isinstance(method_id, str) else ""


def _kind_of(proof: JsonObject) -> str:
    return as_text(proof.get("cryptosuite", proof.get("type")))


def _numeric_date(seconds: Any) -> datetime | None:
    """The moment that a JWT's NumericDate stands for; None when it is anything else (some write a text)."""
    if type(seconds) not in (int, float) or not -_YEAR_1 <= seconds < _YEAR_10000:
        return None
    return _EPOCH + timedelta(seconds=seconds)
