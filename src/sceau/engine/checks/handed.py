"""A credential that comes with its own documents: what they are worth, and what they are not.

Whoever hands over a bundle may have written all of it: a DID document with another key reads like the true one. So a
key that only the bundle shows is nobody's until the reader has confirmed it, and a state is that of the day on which
its issuer signed it. The documents answer for the issuer of the credential and for its status lists, and for no more.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

import orjson

from sceau.engine.checks import ids
from sceau.engine.checks.issuer import BY_DOMAIN
from sceau.engine.checks.opening import open_anything
from sceau.engine.checks.policy import Policy
from sceau.engine.checks.reach import Memory
from sceau.engine.checks.report import HANDED_KEY, Check, Note, Outcome, Report, in_order, passed, unknown
from sceau.engine.checks.status import LAPSED
from sceau.engine.checks.verify import verify
from sceau.engine.errors import EngineError, OutOfReach, Reason
from sceau.engine.keys import did_web
from sceau.engine.keys.controller import ASSERTION, verification_methods
from sceau.engine.keys.multikey import encode_public
from sceau.engine.model.bundle import MAXIMUM_BUNDLE, Bundle
from sceau.engine.model.credential import read_credential
from sceau.engine.model.dates import parse_datetime
from sceau.engine.ports import Fetched, Fetcher
from sceau.engine.strict_json import JsonObject, parse_object

HANDED_ISSUER = Reason(
    "handed.issuer",
    fr="le fichier nomme {issuer}\u202f; rien de ce qui est joint ne montre que c’est bien lui",
    en="the file names {issuer}; nothing that came with it shows that it is really them",
)
CONFIRMED_KEY = Reason(
    "handed.confirmed_key",
    fr="la clé est de celles que vous avez confirmées, et peut servir à attester",
    en="the key is one of those that you have confirmed, and may be used to attest",
)
CONFIRMED_ISSUER = Reason(
    "handed.confirmed_issuer",
    fr="l’émetteur est {issuer}, dont vous avez confirmé la clé",
    en="the issuer is {issuer}, whose key you have confirmed",
)
HANDED_STATUS = Reason(
    "handed.status",
    fr="l’état joint est celui du {at}\u00a0: ce qui a suivi n’est pas connu ici",
    en="the status that came with it is that of {at}: what followed is not known here",
)
HANDED_STATUS_NOTE = Reason(
    "handed.status_as_of",
    fr="l’état est celui du {at}, tel qu’il est joint au fichier\u00a0: une révocation plus récente ne s’y verrait pas",
    en="the status is that of {at}, as it came with the file: a later revocation would not show in it",
)
HANDED_NOTE = Reason(
    "handed.documents",
    fr="vérifiée avec les documents joints, que le fichier dit du {at}",
    en="verified with the documents that came with it, which the file says are of {at}",
)
CONFIRMED_NOTE = Reason(
    "handed.confirmed",
    fr="vous avez confirmé la clé de l’organisme",
    en="you have confirmed the key of the institution",
)
NOT_CONFIRMED_NOTE = Reason(
    "handed.not_confirmed",
    fr="la clé que vous avez donnée n’est pas celle qui a signé\u00a0: demandez à l’organisme toutes celles qu’il "
    "publie",
    en="the key that you gave is not the one that signed: ask the institution for all those that it publishes",
)
SHOWN_KEY_NOTE = Reason(
    "handed.shown_key", fr="clé jointe au fichier\u00a0: {key}", en="key that came with the file: {key}"
)

MOST_CONFIRMED: Final = 50
MOST_SHOWN: Final = 10  # keys, in the notes of a report
_OK: Final = 200
_KEY = re.compile(r"\bz[1-9A-HJ-NP-Za-km-z]{40,90}\b")
_STATE: Final = (ids.STATUS, ids.REVOCATION, ids.SUSPENSION, ids.REPLACEMENT)


@dataclass(frozen=True, slots=True)
class ShownKey:
    """A key of the issuer as the bundle shows it. id: of the method; key: its publicKeyMultibase"""

    id: str
    key: str


def keys_in(text: str) -> frozenset[str]:
    """The public keys that stand in a text, written as `publicKeyMultibase`: a page that somebody copied will do.

    Of a DID document, or of all keys of an institution, not those that were withdrawn because others may have them.
    """
    try:
        document = parse_object(text, limit=MAXIMUM_BUNDLE)
    except EngineError:
        return frozenset(_KEY.findall(text)[:MOST_CONFIRMED])
    listed = document.get("verificationMethod", document.get("keys"))
    methods = listed if isinstance(listed, list) else [listed]
    kept = [each for each in methods if isinstance(each, dict) and "revoked" not in each]
    found = [key for each in kept for key in _KEY.findall(str(each.get("publicKeyMultibase")))]
    return frozenset(found[:MOST_CONFIRMED])


def shown_keys(bundle: Bundle) -> tuple[ShownKey, ...]:
    """The keys that the bundle says are its issuer's, to be compared with those that are published."""
    try:
        document = parse_object(bundle.documents[place_of_keys(_issuer_of(bundle))])
        methods = verification_methods(document)
    except (EngineError, KeyError):
        return ()
    seen = {key: ShownKey(method.id, key) for method in reversed(methods) if (key := _name_of(method.key))}
    return tuple(reversed(seen.values()))


def verify_handed(bundle: Bundle, *, policy: Policy, fetcher: Fetcher, now: datetime) -> Report:
    """Judge the credential of a bundle. What servers say goes before what came with it.

    fetcher:  the way to other people's servers, which may be none
    """
    issuer = _issuer_of(bundle)
    mine = replace(policy, resources=dict(bundle.resources) or policy.resources)
    way = _Handed(fetcher, _believed(bundle, issuer))
    case = _Case(bundle.credential, mine, now)
    report = case.report(way)
    keys_at = place_of_keys(issuer)
    notes: list[Note] = []
    is_known = True
    if keys_at in way.used:
        cut = way.with_keys(keys_at, policy.confirmed)
        again = case.report(cut) if policy.confirmed else None
        is_known = again is not None and again.authenticity is Outcome.PASSED
        if again is not None and is_known:
            report, way = again, cut
        notes = [Note(CONFIRMED_NOTE if is_known else NOT_CONFIRMED_NOTE)] if policy.confirmed else []
    told = _with_state_of_the_day(report, way, case)
    if keys_at in way.used and is_known:
        told = replace(told, checks=tuple(_confirmed(check, issuer) for check in told.checks))
    if not is_known:
        told = _without_issuer(told, issuer, bundle.made_at)
        notes += [Note(SHOWN_KEY_NOTE, "", {"key": shown.key}) for shown in shown_keys(bundle)[:MOST_SHOWN]]
    if way.used:
        told = replace(told, notes=(Note(HANDED_NOTE, "", {"at": bundle.made_at}), *notes, *told.notes))
    return told


@dataclass(frozen=True, slots=True)
class _Case:
    content: bytes
    policy: Policy
    now: datetime

    def report(self, way: _Handed, *, now: datetime | None = None) -> Report:
        """What is said with these documents; nothing of it is remembered for other credentials."""
        policy = replace(self.policy, at=self.policy.at or self.now)
        return verify(self.content, policy=policy, fetcher=way, now=now or self.now, memory=Memory())


@dataclass(slots=True)
class _Handed:
    """A Fetcher that asks the servers first; what they do not give comes from the bundle.

    used:     the addresses that the bundle answered for
    answers:  what was answered: the same to the same question
    """

    fetcher: Fetcher
    documents: Mapping[str, bytes]
    used: set[str] = field(default_factory=set)
    answers: dict[str, Fetched] = field(default_factory=dict)

    def fetch(self, url: str, *, accept: str = "application/json") -> Fetched:
        """What the server says, or else the bundle. raises: OutOfReach"""
        if url not in self.answers:
            self.answers[url] = self._asked(url, accept)
        return self.answers[url]

    def _asked(self, url: str, accept: str) -> Fetched:
        if url not in self.documents:
            return self.fetcher.fetch(url, accept=accept)
        with suppress(OutOfReach):
            answer = self.fetcher.fetch(url, accept=accept)
            if answer.status == _OK:
                return answer
        self.used.add(url)
        return Fetched(url, _OK, accept.partition(",")[0], self.documents[url])

    def with_keys(self, url: str, confirmed: frozenset[str]) -> _Handed:
        """The same way, on which the issuer has the confirmed keys only."""
        return _Handed(self.fetcher, {**self.documents, url: _only(self.documents[url], confirmed)})


def _believed(bundle: Bundle, issuer: str) -> dict[str, bytes]:
    """The documents that answer for this credential: of its issuer and of its status lists, not of anybody else."""
    places = {place_of_keys(issuer)}
    for entry in _entries(bundle):
        url = entry.get("statusListCredential") if isinstance(entry, dict) else None
        places |= {url, f"{url}/notices"} if isinstance(url, str) else set()
    return {url: body for url, body in bundle.documents.items() if url in places}


def _with_state_of_the_day(report: Report, way: _Handed, case: _Case) -> Report:
    """The report, in which a list that came with the bundle tells of the day on which its issuer signed it."""
    moments = [moment for url in way.used if (moment := _signed_at(way.documents[url])) is not None]
    if not moments:
        return report
    at, last = min(moments), max(moments)
    has_lapsed = any(check.reason is LAPSED for check in report.checks)
    if not has_lapsed or last > case.now:
        return replace(report, notes=(Note(HANDED_STATUS_NOTE, "", {"at": at}), *report.notes))
    then = [check for check in case.report(way, now=last).checks if check.question in _STATE]
    if any(check.question is ids.STATUS and check.outcome for check in then):
        return report  # it was of no use on that day either
    others = [check for check in report.checks if check.question not in _STATE]
    kept = [check for check in then if check.question is not ids.STATUS]
    return replace(report, checks=in_order([*others, *kept, unknown(ids.STATUS, HANDED_STATUS, at=at)]))


def _without_issuer(report: Report, issuer: str, at: datetime) -> Report:
    """The report, in which a key that only the bundle shows is nobody's."""
    return replace(report, checks=tuple(_doubted(check, issuer, at) for check in report.checks))


def _doubted(check: Check, issuer: str, at: datetime) -> Check:
    if check.outcome is not Outcome.PASSED:
        return check
    if check.question is ids.KEY:
        return unknown(ids.KEY, HANDED_KEY, issuer=issuer, at=at)
    return unknown(ids.ISSUER, HANDED_ISSUER, issuer=issuer) if check.question is ids.ISSUER else check


def _confirmed(check: Check, issuer: str) -> Check:
    """The check, in which nothing is said of a site that nobody asked."""
    if check.outcome is not Outcome.PASSED:
        return check
    if check.question is ids.KEY:
        return passed(ids.KEY, CONFIRMED_KEY)
    return passed(ids.ISSUER, CONFIRMED_ISSUER, issuer=issuer) if check.reason is BY_DOMAIN else check


def _only(body: bytes, confirmed: frozenset[str]) -> bytes:
    """The DID document with the confirmed keys and no other; what cannot be read has none."""
    try:
        document = parse_object(body)
        kept = {method.id for method in verification_methods(document) if _name_of(method.key) in confirmed}
    except EngineError:
        return b"{}"
    for member in ("verificationMethod", ASSERTION):
        entries = document.get(member, [])
        listed = entries if isinstance(entries, list) else [entries]
        document[member] = [each for each in listed if _id_of(each, document) in kept]
    return orjson.dumps(document)


def _id_of(entry: Any, document: JsonObject) -> str:
    name = entry.get("id") if isinstance(entry, dict) else entry
    if not isinstance(name, str):
        return ""
    return f"{document.get('id')}{name}" if name.startswith("#") else name


def _name_of(key: Any) -> str:
    try:
        return encode_public(key)
    except EngineError:
        return ""  # of a kind that has no such name


def _issuer_of(bundle: Bundle) -> str:
    document = _document_of(bundle)
    return (read_credential(document).issuer_id if document else "") or ""


def _entries(bundle: Bundle) -> list[Any]:
    listed = _document_of(bundle).get("credentialStatus", [])
    return listed if isinstance(listed, list) else [listed]


def _document_of(bundle: Bundle) -> JsonObject:
    """The credential as data; nothing of what is none."""
    try:
        opened = open_anything(bundle.credential)
    except EngineError:
        return {}
    return opened.document if opened.kind == "credential" else {}


def place_of_keys(issuer: str) -> str:
    """The address under which an issuer publishes its keys, as its identifier says; "" where it is malformed."""
    try:
        return did_web.url_of(issuer) if issuer.startswith(did_web.PREFIX) else issuer
    except EngineError:
        return ""


def _signed_at(body: bytes) -> datetime | None:
    """Since when a status list speaks; None for any other document."""
    try:
        document = open_anything(body).document
        return parse_datetime(document.get("validFrom")) if "credentialSubject" in document else None
    except EngineError:
        return None
