"""The procedure for Open Badges 2.0: an assertion is its issuer's word by the place where it stands, or by a JWS."""

from __future__ import annotations

from dataclasses import dataclass, field

from sceau.engine.addresses import parts_of
from sceau.engine.checks import ids
from sceau.engine.checks.case import Case
from sceau.engine.checks.issuer import judge_issuer
from sceau.engine.checks.opening import Opened
from sceau.engine.checks.periods import judge_validity
from sceau.engine.checks.procedure import not_looked_at, read_check
from sceau.engine.checks.reach import NOT_A_DOCUMENT, REDIRECTED
from sceau.engine.checks.recipient import judge_recipient
from sceau.engine.checks.report import Check, Note, Outcome, Report, failed, in_order, passed, refused, unknown
from sceau.engine.checks.secured import INTACT, KEY_FOUND, NO_PROOF
from sceau.engine.checks.status import LIST_READ, NO_STATUS, NOT_REVOKED, OUT_OF_REACH
from sceau.engine.checks.words import Because
from sceau.engine.errors import EngineError, MalformedCredential, OutOfReach, Reason
from sceau.engine.keys.pem import from_pem
from sceau.engine.model import open_badges_2 as ob2
from sceau.engine.model import open_badges_2_ties as ties
from sceau.engine.proofs.jwt import Jwt, verify_jwt
from sceau.engine.strict_json import JsonObject, parse_object

ACCEPT = "application/ld+json, application/json;q=0.9"  # Open Badges 2.0, "Content negotiation"

FORM_FITS = Reason("ob2.form_fits", fr="sa forme est celle d’Open Badges 2.0", en="its form is that of Open Badges 2.0")
PUBLISHED = Reason(
    "ob2.published",
    fr="l’émetteur publie lui-même cette attestation, à {url}",
    en="the issuer publishes this assertion themselves, at {url}",
)
WITHDRAWN = Reason(
    "ob2.withdrawn",
    fr="l’adresse {url} dit qu’elle est révoquée\u202f; son contenu n’y est plus, et n’a pas pu être comparé",
    en="the address {url} says that it is revoked; its content is no longer there, and could not be compared",
)
DIFFERS = Reason(
    "ob2.differs",
    fr="ce que l’émetteur publie à {url} est différent («\u00a0{member}\u00a0»)",
    en="what the issuer publishes at {url} is different (“{member}”)",
)
NO_BADGE = Reason(
    "ob2.no_badge",
    fr="on ne trouve pas de quel badge et de quel émetteur il s’agit",
    en="there is no finding which badge and which issuer this is about",
)
ISSUER_WITHOUT_ADDRESS = Reason(
    "ob2.issuer_without_address",
    fr="l’émetteur est décrit dans le document lui-même, sans adresse où le confirmer",
    en="the issuer is described in the document itself, without an address to confirm it",
)
REVOKED = Reason("ob2.revoked", fr="l’émetteur a révoqué cette preuve", en="the issuer has revoked this credential")
REVOKED_BECAUSE = Reason(
    "ob2.revoked_because",
    fr="l’émetteur a révoqué cette preuve\u00a0: «\u00a0{why}\u00a0»",
    en="the issuer has revoked this credential: “{why}”",
)

# what is attested, to whom and when: published and presented must say the same; of the rest, nothing may be added
_ATTESTED = ("recipient", "issuedOn", "expires", "badge")
_NOT_ADDED = ("evidence", "narrative")

_FORM_FITS = passed(ids.FORMAT, FORM_FITS)
_KEY_FOUND = passed(ids.KEY, KEY_FOUND)
_INTACT = passed(ids.PROOF, INTACT)
_NOT_REVOKED = passed(ids.REVOCATION, NOT_REVOKED)
_LIST_READ = passed(ids.STATUS, LIST_READ)


@dataclass(slots=True)
class _Findings:
    """What has been found so far.

    assertion:  as presented; for a hosted one, as published once that has been read
    """

    assertion: JsonObject
    checks: list[Check]
    notes: list[Note] = field(default_factory=list)
    badge: JsonObject | None = None
    issuer: JsonObject | None = None


class _Stop(Exception):
    """Nothing more can be found out; holds the check that says why."""

    def __init__(self, check: Check) -> None:
        super().__init__(check)
        self.check = check


def judge_assertion(opened: Opened, case: Case) -> Report:
    """Judge an Open Badges 2.0 assertion.

    opened:  of kind "ob2"
    source:  Open Badges 2.0, "Verification of Badges"
    """
    findings = _Findings(opened.document, [read_check(opened)])
    try:
        _judge_form(findings)
        if ob2.is_signed(findings.assertion):
            _judge_signed(findings, opened.jwt, case)
        else:
            _judge_hosted(findings, case)
        _judge_the_rest(findings, case)
    except _Stop as stop:
        findings.checks += (stop.check, *not_looked_at())
    said = ob2.read_assertion(findings.assertion, findings.badge, findings.issuer)
    return Report(in_order(findings.checks), tuple(findings.notes), said)


def _judge_form(findings: _Findings) -> None:
    faults = ob2.assertion_faults(findings.assertion)
    if faults:
        raise _Stop(refused(ids.FORMAT, faults[0]))
    findings.checks.append(_FORM_FITS)


def _judge_hosted(findings: _Findings, case: Case) -> None:
    """The assertion that stands at its own address is the one that counts.

    source:  Open Badges 2.0, "Hosted Verification"
    """
    presented, url = findings.assertion, str(findings.assertion["id"])
    published = _published(url, case)
    if isinstance(published, ties.Revocation):
        findings.checks.append(_revoked(published))
        raise _Stop(unknown(ids.HOSTED, WITHDRAWN, url=url))
    for member in (*_ATTESTED, *(name for name in _NOT_ADDED if name in presented)):
        if _name_of(published.get(member)) != _name_of(presented.get(member)):
            raise _Stop(failed(ids.HOSTED, DIFFERS, pointer=f"/{member}", url=url, member=member))
    findings.assertion = published
    _find_issuer(findings, ids.HOSTED, case)
    faults = ties.hosted_faults(published, findings.issuer or {}, found_at=url)
    if faults:
        raise _Stop(refused(ids.HOSTED, faults[0]))
    findings.checks += (passed(ids.HOSTED, PUBLISHED, url=url), _NOT_REVOKED)


def _judge_signed(findings: _Findings, jwt: Jwt | None, case: Case) -> None:
    """The assertion is signed with a key that the issuer publishes.

    source:  Open Badges 2.0, "Signed Verification"
    """
    if jwt is None:
        raise _Stop(failed(ids.PROOF, NO_PROOF))
    _find_issuer(findings, ids.KEY, case)
    issuer = findings.issuer or {}
    reference = ob2.key_reference(findings.assertion, issuer)
    key = _document(reference, ids.KEY, case) if isinstance(reference, str) else reference or {}
    faults = ties.key_faults(key, issuer, found_at=reference if isinstance(reference, str) else None)
    if faults:
        raise _Stop(refused(ids.KEY, faults[0]))
    try:
        public_key = from_pem(ties.public_key_pem(key))
    except EngineError as error:
        raise _Stop(refused(ids.KEY, error)) from error
    findings.checks.append(_KEY_FOUND)
    try:
        verify_jwt(jwt, key=public_key)
    except EngineError as error:
        raise _Stop(refused(ids.PROOF, error)) from error
    findings.checks.append(_INTACT)
    _judge_revocation_list(findings, issuer, case)


def _judge_revocation_list(findings: _Findings, issuer: JsonObject, case: Case) -> None:
    """Signed assertions are revoked in a list of the issuer's.

    source:  Open Badges 2.0, RevocationList
    """
    url = ob2.revocation_list_reference(issuer)
    if url is None:
        findings.notes.append(Note(NO_STATUS))
        return
    try:
        revocation = ties.revocation_in(case.reach.document(url, accept=ACCEPT, follow=True), findings.assertion)
    except OutOfReach as error:
        findings.checks.append(unknown(ids.STATUS, OUT_OF_REACH, why=Because(error.reason, error.details)))
    except MalformedCredential as error:
        findings.checks.append(refused(ids.STATUS, error))
    else:
        findings.checks += (_LIST_READ, _revoked(revocation) if revocation else _NOT_REVOKED)


def _judge_the_rest(findings: _Findings, case: Case) -> None:
    said = ob2.read_assertion(findings.assertion, findings.badge, findings.issuer)
    findings.checks += (
        judge_issuer(said.issuer_id or "", case.policy.trusted),
        judge_validity(said.valid_from, said.valid_until, case),
    )
    if case.policy.holder is not None:
        findings.checks.append(judge_recipient(findings.assertion, case.policy.holder))


def _find_issuer(findings: _Findings, question: ids.Question, case: Case) -> None:
    """Read the badge, and the issuer at its own address: what others write of the issuer proves nothing."""
    badge = ob2.badge_reference(findings.assertion)
    url = badge if isinstance(badge, str) else None
    findings.badge = _document(url, question, case) if url else badge if isinstance(badge, dict) else {}
    _refuse(ob2.badge_faults(findings.badge, found_at=url), question)
    issuer = ob2.issuer_reference(findings.badge)
    url = issuer if isinstance(issuer, str) else issuer.get("id") if isinstance(issuer, dict) else None
    if not isinstance(url, str):
        raise _Stop(failed(question, NO_BADGE))
    if not url.startswith(("https://", "http://")):
        raise _Stop(unknown(question, ISSUER_WITHOUT_ADDRESS))
    findings.issuer = _document(url, question, case)
    _refuse(ob2.issuer_faults(findings.issuer, found_at=url), question)


def _refuse(faults: list[MalformedCredential], question: ids.Question) -> None:
    if faults:
        raise _Stop(refused(question, faults[0]))


def _published(url: str, case: Case) -> JsonObject | ties.Revocation:
    """What the address of a hosted assertion answers."""
    try:
        answer = case.reach.fetch(url, accept=ACCEPT)
        body = _object_or_none(answer.body)
        revocation = ties.revocation_in_answer(answer.status, body)
        if revocation is not None:
            return revocation
        case.reach.successful(url, accept=ACCEPT)
        if not _is_same_place(url, answer.url):
            raise OutOfReach(REDIRECTED, url=url, found=answer.url)
        if body is None:
            raise OutOfReach(NOT_A_DOCUMENT, url=url)
    except OutOfReach as error:
        raise _Stop(refused(ids.HOSTED, error, outcome=Outcome.UNKNOWN)) from error
    return body


def _document(url: str, question: ids.Question, case: Case) -> JsonObject:
    """The document at an address of a badge, an issuer or a key."""
    try:
        answer = case.reach.successful(url, accept=ACCEPT)
        if not _is_same_place(url, answer.url):
            raise OutOfReach(REDIRECTED, url=url, found=answer.url)
        return case.reach.document(url, accept=ACCEPT, follow=True)
    except OutOfReach as error:
        raise _Stop(refused(question, error, outcome=Outcome.UNKNOWN)) from error


def _is_same_place(asked: str, answered: str) -> bool:
    """The same address, or the same with TLS: many old badges say http and are served over https."""
    one, other = parts_of(asked), parts_of(answered)
    is_one = one.netloc.lower() == other.netloc.lower() != ""
    return is_one and other.scheme in ("https", one.scheme)


def _object_or_none(body: bytes) -> JsonObject | None:
    try:
        return parse_object(body)
    except EngineError:
        return None


def _name_of(value: object) -> object:
    """A referred object and its URL are the same thing said in two ways."""
    return value["id"] if isinstance(value, dict) and isinstance(value.get("id"), str) else value


def _revoked(revocation: ties.Revocation) -> Check:
    if revocation.reason:
        return failed(ids.REVOCATION, REVOKED_BECAUSE, why=revocation.reason)
    return failed(ids.REVOCATION, REVOKED)
