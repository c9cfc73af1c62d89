"""A credential that comes alone, and documents that were brought beside it: its issuer's keys, or bundles of others.

What lies beside proves no more than what lies in a bundle: a key that only the reader's pile shows is nobody's until it
is confirmed. Documents that came with other credentials can make this one intact and never false: who hands over a
forged file must not be able to spoil the file of somebody else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

import orjson

from sceau.engine.checks import ids
from sceau.engine.checks.handed import HANDED_NOTE, NOT_CONFIRMED_NOTE, SHOWN_KEY_NOTE, place_of_keys, verify_handed
from sceau.engine.checks.opening import Opened, open_anything
from sceau.engine.checks.policy import Policy
from sceau.engine.checks.reach import Memory
from sceau.engine.checks.report import BESIDE_KEY, HANDED_KEY, Check, Note, Outcome, Report
from sceau.engine.checks.verify import verify
from sceau.engine.errors import EngineError, OutOfReach, Reason
from sceau.engine.model.bundle import MAXIMUM_BUNDLE, Bundle
from sceau.engine.model.credential import objects_in, read_credential
from sceau.engine.model.kinds import kind_of
from sceau.engine.ports import Fetched, Fetcher
from sceau.engine.strict_json import parse_object

BESIDE_NOTE = Reason(
    "beside.documents",
    fr="vérifiée avec des documents apportés à côté d’elle",
    en="verified with documents that were brought beside it",
)
BESIDE_SHOWN_KEY_NOTE = Reason(
    "beside.shown_key",
    fr="clé apportée à côté de la preuve\u00a0: {key}",
    en="key brought beside the credential: {key}",
)
NONE_FITS_NOTE = Reason(
    "beside.none_fits",
    fr="aucune des clés apportées n’est celle qui a signé cette preuve, ou la preuve a été changée depuis",
    en="none of the keys that were brought is the one that signed this credential, or the credential was changed since",
)

MOST_TRIED: Final = 10  # sets of documents, and keys, for one credential
_SHOWN: Final = {HANDED_NOTE: BESIDE_NOTE, SHOWN_KEY_NOTE: BESIDE_SHOWN_KEY_NOTE}

Documents = Mapping[str, bytes]
"""Address → what was published there, as whoever brought it says."""


@dataclass(frozen=True, slots=True)
class Brought:
    """What lies beside a credential.

    own:   documents brought with this credential and no other: they count like those of its bundle
    seen:  documents that came with others
    """

    own: tuple[Documents, ...] = ()
    seen: tuple[Documents, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.own or self.seen)


def keys_document(data: bytes) -> Documents | None:
    """The document of an issuer's keys, under the address where its identifier says that it is; None for a file that
    is none.
    """
    try:
        document = parse_object(data, limit=MAXIMUM_BUNDLE)
    except EngineError:
        return None
    name = document.get("id")
    place = place_of_keys(name) if isinstance(name, str) and kind_of(document) == "controller" else ""
    return {place: data} if place else None


def place_of_issuer(content: bytes | str) -> str:
    """The address under which the issuer that a credential names publishes its keys; "" where it names none."""
    opened = _opened(content)
    return place_of_keys(read_credential(opened.document).issuer_id or "") if opened else ""


def verify_beside(content: bytes | str, brought: Brought, *, policy: Policy, fetcher: Fetcher, now: datetime) -> Report:
    """Judge a credential whose key is not in it. What servers say goes before all that was brought."""
    once = _Once(fetcher)
    plain = verify(content, policy=policy, fetcher=once, now=now, memory=Memory())
    opened = _opened(content)
    if opened is None or not _lacks_its_key(plain):
        return plain
    issuer = read_credential(opened.document).issuer_id or ""
    trial = _Trial(content, place_of_keys(issuer), policy, once, now)
    reports = list(trial.of_documents(brought))
    intact = [told for told in reports if told.authenticity is Outcome.PASSED or told.wants_only_its_key_confirmed]
    known = [told for told in intact if told.authenticity is Outcome.PASSED]
    if policy.confirmed and not known:
        known = [told for told in trial.of_keys(opened, issuer) if told.authenticity is Outcome.PASSED]
    for told in (*known, *intact, *(each for each in reports if each.authenticity is Outcome.FAILED)):
        return told
    notes = [Note(NOT_CONFIRMED_NOTE)] if policy.confirmed else []
    notes += [Note(NONE_FITS_NOTE)] if trial.has_tried else []
    return replace(plain, notes=(*notes, *plain.notes))


@dataclass(slots=True)
class _Trial:
    """One credential, judged with one set of documents after another."""

    content: bytes | str
    place: str
    policy: Policy
    fetcher: Fetcher
    now: datetime
    has_tried: bool = False

    def of_documents(self, brought: Brought) -> Iterator[Report]:
        """The reports that count."""
        tried: set[bytes] = set()
        for documents, is_own in (*((each, True) for each in brought.own), *((each, False) for each in brought.seen)):
            body = documents.get(self.place)
            if body is None or (body in tried and not is_own) or len(tried) >= MOST_TRIED:
                continue
            tried.add(body)
            self.has_tried = True
            told = self.judged(documents)
            if not is_own and told.authenticity is not Outcome.PASSED:
                told = self.judged({self.place: body})  # a list that nobody confirmed revokes nothing of others
            is_false = told.authenticity is Outcome.FAILED
            if not is_false or (is_own and _answer(told, ids.PROOF) is not Outcome.UNKNOWN):
                yield told

    def of_keys(self, opened: Opened, issuer: str) -> Iterator[Report]:
        """What the confirmed keys make of it where nothing shows the issuer's document: it names the key itself."""
        method = _method_of(opened, issuer)
        for key in sorted(self.policy.confirmed)[:MOST_TRIED]:
            described = {"id": method, "type": "Multikey", "controller": issuer, "publicKeyMultibase": key}
            document = {"id": issuer, "verificationMethod": [described], "assertionMethod": [method]}
            told = self.judged({self.place: orjson.dumps(document)})
            yield replace(told, notes=tuple(note for note in told.notes if note.reason is not BESIDE_NOTE))

    def judged(self, documents: Documents) -> Report:
        """The report, in which nobody says of when the documents are."""
        content = self.content.encode() if isinstance(self.content, str) else self.content
        bundle = Bundle("", content, self.now, documents)
        told = verify_handed(bundle, policy=self.policy, fetcher=self.fetcher, now=self.now)
        notes = tuple(_said_beside(note) for note in told.notes)
        return replace(told, checks=tuple(_undated(check) for check in told.checks), notes=notes)


def _undated(check: Check) -> Check:
    if check.reason is not HANDED_KEY:
        return check
    return replace(check, reason=BESIDE_KEY, details={"issuer": check.details["issuer"]})


def _said_beside(note: Note) -> Note:
    if note.reason not in _SHOWN:
        return note
    return replace(note, reason=_SHOWN[note.reason], details={k: v for k, v in note.details.items() if k == "key"})


def _lacks_its_key(report: Report) -> bool:
    return _answer(report, ids.KEY) is Outcome.UNKNOWN


def _answer(report: Report, question: ids.Question) -> Outcome | None:
    return next((check.outcome for check in report.checks if check.question is question), None)


def _opened(content: bytes | str) -> Opened | None:
    try:
        opened = open_anything(content)
    except EngineError:
        return None
    return opened if opened.kind == "credential" else None


def _method_of(opened: Opened, issuer: str) -> str:
    """The name under which the credential says that its issuer publishes the key."""
    if opened.jwt is not None:
        named = str(opened.jwt.header.get("kid", ""))
        named = named if named.startswith(f"{issuer}#") else f"{issuer}#{named.lstrip('#') or 'key-1'}"
        return named if "#" not in named.partition("#")[2] else f"{issuer}#key-1"
    names = [proof.get("verificationMethod") for proof in objects_in(opened.document, "proof")]
    return next((name for name in names if isinstance(name, str) and name.startswith(f"{issuer}#")), f"{issuer}#key-1")


@dataclass(slots=True)
class _Once:
    """A Fetcher that asks each question once, also one that nobody answered."""

    fetcher: Fetcher
    answers: dict[str, Fetched | OutOfReach] = field(default_factory=dict)

    def fetch(self, url: str, *, accept: str = "application/json") -> Fetched:
        """What was answered. raises: OutOfReach"""
        if url not in self.answers:
            try:
                self.answers[url] = self.fetcher.fetch(url, accept=accept)
            except OutOfReach as refusal:
                self.answers[url] = refusal
        answer = self.answers[url]
        if isinstance(answer, OutOfReach):
            raise OutOfReach(answer.reason, pointer=answer.pointer, **answer.details)
        return answer
