"""The numbered procedure for a credential: form, proofs, related documents, issuer, dates, state, endorsements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sceau.engine.checks import ids
from sceau.engine.checks.case import DEEPEST, Case
from sceau.engine.checks.endorsements import has_endorsements, judge_endorsements
from sceau.engine.checks.issuer import judge_issuer
from sceau.engine.checks.opening import NOT_A_CREDENTIAL, READ, READ_FROM_IMAGE, READ_FROM_JWT, Opened
from sceau.engine.checks.periods import judge_validity
from sceau.engine.checks.recipient import judge_recipient
from sceau.engine.checks.report import Check, Note, Outcome, Report, failed, in_order, passed, refused, unknown
from sceau.engine.checks.resources import judge_resources
from sceau.engine.checks.secured import ANYBODY, NOT_LOOKED_AT, Secured, Use, judge_proofs, judge_token
from sceau.engine.checks.status import judge_status
from sceau.engine.errors import MalformedCredential, Reason
from sceau.engine.model.credential import Credential, faults, read_credential
from sceau.engine.model.kinds import KINDS
from sceau.engine.model.named_schemas import named_schemas, schema_faults_of
from sceau.engine.model.reasons import NOT_AN_OBJECT, STATUS_WRITTEN_OTHERWISE
from sceau.engine.strict_json import JsonObject
from sceau.engine.vocabularies.contexts import NOT_ON_THE_LIST, ContextLibrary
from sceau.engine.vocabularies.schemas import known_schema

FORM_FITS = Reason(
    "format.fits", fr="sa forme est celle que demande le standard", en="its form is what the standard asks for"
)
NO_ISSUER = Reason("format.no_issuer", fr="elle ne nomme pas d’émetteur", en="it names no issuer")
CONTEXT_KNOWN = Reason(
    "context.known", fr="les vocabulaires qu’elle cite sont connus", en="the vocabularies that it names are known"
)
INLINE_CONTEXT = Reason(
    "context.inline",
    fr="le document définit lui-même le sens de ses mots\u00a0: un vocabulaire publié est demandé",
    en="the document defines the meaning of its words itself: a published vocabulary is asked for",
)
SCHEMA_FITS = Reason(
    "schema.fits",
    fr="elle suit le schéma auquel elle dit se conformer",
    en="it follows the schema that it claims to follow",
)
SCHEMA_UNKNOWN = Reason(
    "schema.not_at_hand",
    fr="elle dit suivre le schéma {id}, que nous n’avons pas\u00a0: ce n’est pas vérifié",
    en="it claims to follow the schema {id}, which we do not have: this is not verified",
)

SELF_ASSERTED = Reason(
    "proof.self_asserted",
    fr="le titulaire l’affirme lui-même\u00a0: sa signature de la présentation la couvre",
    en="the holder asserts it themselves: their signature of the presentation covers it",
)

MOST_SCHEMAS = 8

_READ = passed(ids.READABLE, READ)
_READ_FROM_JWT = passed(ids.READABLE, READ_FROM_JWT)
_READ_FROM_IMAGE = passed(ids.READABLE, READ_FROM_IMAGE)
_SELF_ASSERTED = passed(ids.PROOF, SELF_ASSERTED)
_FORM_FITS = passed(ids.FORMAT, FORM_FITS)
_CONTEXT_KNOWN = passed(ids.CONTEXT, CONTEXT_KNOWN)
_SCHEMA_FITS = passed(ids.SCHEMA, SCHEMA_FITS)
_NOT_LOOKED_AT = tuple(unknown(question, NOT_LOOKED_AT) for question in (ids.ISSUER, ids.VALIDITY, ids.STATUS))


def judge_credential(opened: Opened, case: Case) -> Report:
    """Judge a credential, whatever secures it.

    opened:  anything; what is no credential fails at the first question
    """
    return _judge(opened, case, is_list=False).report()


def judge_list(opened: Opened, case: Case) -> Report:
    """Judge a status list as the credential that it is: authentic, and in force; its own status is not followed."""
    return _judge(opened, case, is_list=True).report()


def read_check(opened: Opened) -> Check:
    """The first check of something that could be opened."""
    if opened.carrier:
        return _READ_FROM_IMAGE
    return _READ_FROM_JWT if opened.jwt is not None else _READ


def not_looked_at() -> tuple[Check, ...]:
    """The checks that make no sense when nothing shows that the document is its issuer's."""
    return _NOT_LOOKED_AT


@dataclass(slots=True)
class _Findings:
    """What has been found so far."""

    checks: list[Check]
    notes: list[Note]
    credential: Credential | None = None

    def add(self, found: tuple[list[Check], list[Note]]) -> None:
        self.checks += found[0]
        self.notes += found[1]

    def report(self) -> Report:
        return Report(in_order(self.checks), tuple(self.notes), self.credential)


def _judge(opened: Opened, case: Case, *, is_list: bool) -> _Findings:
    findings = _Findings([read_check(opened)], [])
    if opened.kind != "credential":
        french, english = KINDS.get(opened.kind, KINDS["unknown"])
        findings.checks = [failed(ids.READABLE, NOT_A_CREDENTIAL, what_fr=french, what_en=english)]
        return findings
    document = opened.document
    credential = findings.credential = read_credential(document)
    findings.checks += _judge_form(opened, credential, case)
    if findings.checks[-1].outcome is Outcome.FAILED:
        return findings
    findings.add(_judge_schema(document, credential.kind))
    issuer_id = credential.issuer_id or ""
    use = Use(audience=(case.policy.presented_to if case.depth == 0 else None) or ANYBODY)
    if case.holder and issuer_id == case.holder and "proof" not in document and not opened.jwt:
        secured = Secured((_SELF_ASSERTED,))
    elif opened.jwt:
        secured = judge_token(opened.jwt, issuer_id, case, use)
    else:
        secured = judge_proofs(document, issuer_id, case, use)
    findings.add((list(secured.checks), list(secured.notes)))
    if not secured.is_intact or secured.is_refused:
        findings.checks += _NOT_LOOKED_AT
        return findings
    validity = judge_validity(credential.valid_from, credential.valid_until, case)
    if is_list:
        findings.checks.append(validity)
    else:
        _judge_the_rest(findings, credential, validity, case)
    return findings


def _judge_the_rest(findings: _Findings, credential: Credential, validity: Check, case: Case) -> None:
    """What is asked of a credential that its issuer has signed."""
    document, issuer_id, policy = credential.document, credential.issuer_id or "", case.policy
    if "relatedResource" in document:
        findings.add(judge_resources(document, policy))
    findings.checks += (judge_issuer(issuer_id, policy.trusted), validity)
    findings.add(judge_status(document, issuer_id, case, judge_list))
    if case.depth < DEEPEST and has_endorsements(document):
        findings.add(judge_endorsements(document, case, judge_credential))
    if policy.holder is not None and case.depth == 0:
        findings.checks.append(judge_recipient(document, policy.holder))


def _judge_form(opened: Opened, credential: Credential, case: Case) -> list[Check]:
    """FORMAT, and CONTEXT when the form is right."""
    document = opened.document
    for fault in faults(document):
        if not _is_left_to_status(fault):
            return [refused(ids.FORMAT, fault)]
    if not credential.issuer_id:
        return [failed(ids.FORMAT, NO_ISSUER, pointer="/issuer")]
    return [_FORM_FITS, _judge_context(document, case.policy.contexts, in_depth=not _is_canonicalised(opened))]


def _is_left_to_status(fault: MalformedCredential) -> bool:
    """Whether a fault is judged, strictly, with the state: how that is published makes a credential no less authentic.

    An entry that a holder may have rewritten, its signature intact, is not how its issuer published it.
    """
    if not fault.pointer.startswith("/credentialStatus"):
        return False
    is_rewritten = fault.reason is NOT_AN_OBJECT and fault.pointer != "/credentialStatus"
    return not is_rewritten and fault.reason is not STATUS_WRITTEN_OTHERWISE


def _is_canonicalised(opened: Opened) -> bool:
    """Whether verifying the proof walks every context of the document anyway, and refuses what it does not know."""
    proofs = opened.document.get("proof")
    first = proofs[0] if isinstance(proofs, list) and len(proofs) == 1 else proofs
    return isinstance(first, dict) and "rdfc" in str(first.get("cryptosuite")) and opened.jwt is None


def _judge_context(document: JsonObject, contexts: ContextLibrary, *, in_depth: bool) -> Check:
    """Whether every vocabulary is on the list.

    in_depth:  look at the contexts inside the document too
    source:    VC Data Model 2.0, §4.3 and B.1; Data Integrity 1.0, §2.4.1
    """
    for pointer, named in _contexts_in(document, "") if in_depth else [("/@context", document.get("@context"))]:
        for url in named if isinstance(named, list) else [named]:
            if not isinstance(url, str):
                return failed(ids.CONTEXT, INLINE_CONTEXT, pointer=pointer)
            if url not in contexts:
                return failed(ids.CONTEXT, NOT_ON_THE_LIST, pointer=pointer, url=url)
    return _CONTEXT_KNOWN


def _contexts_in(value: Any, pointer: str) -> list[tuple[str, Any]]:
    """Every `@context` of a value, with its pointer. The depth was bounded when it was read."""
    found: list[tuple[str, Any]] = []
    if isinstance(value, dict):
        if "@context" in value:
            found.append((f"{pointer}/@context", value["@context"]))
        for name, member in value.items():
            if name != "@context" and isinstance(member, dict | list):
                found += _contexts_in(member, f"{pointer}/{name}")
    elif isinstance(value, list):
        for index, member in enumerate(value):
            if isinstance(member, dict | list):
                found += _contexts_in(member, f"{pointer}/{index}")
    return found


def _judge_schema(document: JsonObject, kind: str) -> tuple[list[Check], list[Note]]:
    """The schemas that the document names, when we have them.

    source:  VC Data Model 2.0, §4.11; Open Badges 3.0, §8.3
    """
    if "credentialSchema" not in document:
        return [], []
    named = named_schemas(document)
    unknown_ones = [url for url in named if not known_schema(url)]
    notes = [Note(SCHEMA_UNKNOWN, "/credentialSchema", {"id": url}) for url in unknown_ones[:MOST_SCHEMAS]]
    if len(unknown_ones) == len(named):
        return [], notes
    wrong = schema_faults_of(document, kind=kind)
    return [refused(ids.SCHEMA, wrong[0]) if wrong else _SCHEMA_FITS], notes
