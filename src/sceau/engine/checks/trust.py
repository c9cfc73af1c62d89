"""Whom a reader knows: issuers by id, and the files in which others publish theirs.

Four shapes are read: our own; the registries of the Digital Credentials Consortium; a list of profiles as Open Badges
writes them; and statements of a federation (OpenID Federation 1.0), as the registries of 1EdTech and DCC exchange them.
Nothing in such a file is verified: whoever hands it in answers for where it comes from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any, Final

from sceau.engine.errors import EngineError, Reason
from sceau.engine.keys.stamps import read_stamp, write_stamp
from sceau.engine.lookalikes import hidden_in, seen
from sceau.engine.strict_json import parse

TRUST_LIST_VERSION: Final = 1
MOST_TRUSTED: Final = 100_000
MAXIMUM_TRUST_LIST: Final = 32 * 1024 * 1024
LONGEST_ID: Final = 500
LONGEST_NAME: Final = 300
LONGEST_EVIDENCE: Final = 600

NOT_A_TRUST_LIST = Reason(
    "trust.unknown_shape",
    fr='ce n’est pas une liste de confiance que nous lisons : {{"version":1,"issuers":[…]}}, un registre du DCC '
    '{{"registry":{{"did:…":{{"name":…}}}}}}, une liste de profils Open Badges ou d’énoncés OpenID Federation',
    en='this is not a trust list that we read: {{"version":1,"issuers":[…]}}, a registry of the DCC '
    '{{"registry":{{"did:…":{{"name":…}}}}}}, a list of Open Badges profiles or of OpenID Federation statements',
)
TOO_MANY = Reason(
    "trust.too_many",
    fr="cette liste a {found} entrées ; nous n’en lisons pas plus de {limit}",
    en="this list has {found} entries; we read no more than {limit}",
)
NOT_AN_ISSUER = Reason(
    "trust.not_an_issuer",
    fr="l’entrée n° {row} n’a pas un « id » (DID ou adresse https) et un nom",
    en="entry no. {row} lacks an “id” (a DID or an https address) or a name",
)
TOO_LONG = Reason(
    "trust.too_long",
    fr="l’entrée n° {row} a un identifiant ou un texte plus long que {limit} signes",
    en="entry no. {row} has an id or a text longer than {limit} signs",
)
TWICE = Reason(
    "trust.twice",
    fr="l’entrée n° {row} répète « {found} », qui se trouve déjà plus haut",
    en="entry no. {row} repeats “{found}”, which stands further up already",
)

NOT_A_MOMENT = Reason(
    "trust.not_a_moment",
    fr="l’entrée n° {row} a une date de fin que nous ne lisons pas",
    en="entry no. {row} has a date of its end that we cannot read",
)

_DID: Final = re.compile(r"did:[a-z0-9]+:[A-Za-z0-9._:%-]+")
_HTTPS: Final = re.compile(r"https://[A-Za-z0-9._-]+(:[0-9]{1,5})?([/?#][!-~]*)?")
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST: Final = 253_402_300_799  # seconds: 9999-12-31


class MalformedTrustList(EngineError):
    """A trust list that cannot be read."""


@dataclass(frozen=True, slots=True)
class TrustedIssuer:
    """An issuer whom the reader knows.

    id:         a DID, or an https origin for all issuers on that host
    name:       how the reader calls it
    evidence:   why, in a sentence or a link; "" when not said
    listed_in:  the name of the list in which it stands, where the reader has several; "" otherwise
    is_of_the_house:  whether the reader itself verified who it is, the evidence being what was found
    until:      from when on the entry says nothing any more; None when it does not say
    """

    id: str
    name: str
    evidence: str = ""
    listed_in: str = ""
    is_of_the_house: bool = False
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class TrustList:
    """The issuers whom a reader knows, by id."""

    issuers: Mapping[str, TrustedIssuer] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def of(cls, *issuers: TrustedIssuer) -> TrustList:
        """The list of these issuers."""
        return cls(MappingProxyType({issuer.id: issuer for issuer in issuers}))

    def find(self, issuer_id: str) -> TrustedIssuer | None:
        """The entry for this issuer: its own, or that of the origin under which its https id stands."""
        if found := self.issuers.get(issuer_id):
            return found
        if issuer_id.startswith("https://"):
            return self.issuers.get("/".join(issuer_id.split("/", 3)[:3]))
        return None

    def __bool__(self) -> bool:
        return bool(self.issuers)


NOBODY = TrustList()


@dataclass(frozen=True, slots=True)
class Registry:
    """A file of issuers that was read.

    kind:     "sceau", "dcc", "profiles" or "federation"
    issuers:  in the order of the file, each id once
    updated:  when its publisher says that it was last changed, as written there; "" when it does not say
    cleaned:  the ids of those in whose name or evidence stood signs that nobody sees, which were left out
    """

    kind: str
    issuers: tuple[TrustedIssuer, ...]
    updated: str = ""
    cleaned: frozenset[str] = frozenset()


def read_trust_list(text: bytes | str, *, now: datetime | None = None) -> TrustList:
    """The issuers of a file, in any shape that we read.

    now:     entries that have ended by then are left out; None leaves none out
    raises:  MalformedJson, MalformedTrustList; a shape that we do not know is refused rather than half read
    """
    found = read_registry(text).issuers
    return TrustList.of(*(each for each in found if now is None or each.until is None or each.until > now))


def read_registry(text: bytes | str, *, limit: int = MAXIMUM_TRUST_LIST, most: int = MOST_TRUSTED) -> Registry:
    """A file of issuers, with what it says of itself.

    limit, most:  bytes and entries, above which nothing of it is read
    raises:       MalformedJson, MalformedTrustList
    """
    document = parse(text, limit=limit)
    kind, entries, updated = _shape_of(document)
    if len(entries) > most:
        raise MalformedTrustList(TOO_MANY, found=len(entries), limit=most)
    issuers: dict[str, TrustedIssuer] = {}
    cleaned: set[str] = set()
    for row, (pointer, members) in enumerate(entries, start=1):
        issuer, is_cleaned = _issuer_of(members, pointer, row)
        if is_cleaned:
            cleaned.add(issuer.id)
        if issuer.id in issuers:
            raise MalformedTrustList(TWICE, pointer=pointer, row=row, found=issuer.id)
        issuers[issuer.id] = issuer
    return Registry(kind, tuple(issuers.values()), updated, frozenset(cleaned))


_Entries = list[tuple[str, Any]]
"""Where each entry stands, and its id, name and evidence, or whatever stands there instead."""


def _shape_of(document: Any) -> tuple[str, _Entries, str]:
    if isinstance(document, list):
        return _profiles(document, "")
    if not isinstance(document, dict):
        raise MalformedTrustList(NOT_A_TRUST_LIST)
    listed, registry = document.get("issuers"), document.get("registry", document.get("entries"))
    if isinstance(listed, list) and document.get("version") == TRUST_LIST_VERSION:
        entries = [(f"/issuers/{index}", entry) for index, entry in enumerate(listed)]
        return "sceau", entries, _day_said(document.get("updated"))
    if isinstance(registry, dict) and "version" not in document and listed is None:
        name = "registry" if "registry" in document else "entries"
        meta = document.get("meta")
        entries = [(_pointer(name, did), _of_the_dcc(did, entry)) for did, entry in registry.items()]
        return "dcc", entries, _day_said(meta.get("updated") if isinstance(meta, dict) else None)
    for name in ("profiles", "entities"):
        if isinstance(document.get(name), list) and listed is None and registry is None:
            return _profiles(document[name], f"/{name}")
    raise MalformedTrustList(NOT_A_TRUST_LIST)


def _day_said(value: Any) -> str:
    return seen(value)[:LONGEST_NAME] if isinstance(value, str) else ""


def _pointer(name: str, member: str) -> str:
    """source: RFC 6901, §3"""
    return f"/{name}/{member.replace('~', '~0').replace('/', '~1')}"


def _of_the_dcc(did: str, entry: Any) -> Any:
    """source: the registries of the Digital Credentials Consortium: {did: {name, url, location}}"""
    if not isinstance(entry, dict):
        return entry
    return {"id": did, "name": entry.get("name"), "evidence": _joined(entry, "url", "location")}


def _profiles(listed: list[Any], place: str) -> tuple[str, _Entries, str]:
    if not listed:
        raise MalformedTrustList(NOT_A_TRUST_LIST, pointer=place)
    is_federation = any(isinstance(entry, dict) and "sub" in entry for entry in listed)
    read = _statement if is_federation else _profile
    entries = [(f"{place}/{index}", read(entry)) for index, entry in enumerate(listed)]
    made = [_moment(entry.get("iat")) for entry in listed if isinstance(entry, dict)]
    last = max((each for each in made if each is not None), default=None) if is_federation else None
    updated = write_stamp(last) if last is not None else ""
    return ("federation" if is_federation else "profiles"), entries, updated


def _profile(entry: Any) -> Any:
    """source: Open Badges 3.0, Profile: id, name, url"""
    if not isinstance(entry, dict):
        return entry
    return {"id": entry.get("id"), "name": entry.get("name"), "evidence": _joined(entry, "url")}


def _statement(entry: Any) -> Any:
    """source: OpenID Federation 1.0, §3 and §5.2.2: sub, metadata.federation_entity.organization_name"""
    metadata = entry.get("metadata") if isinstance(entry, dict) else None
    about = metadata.get("federation_entity") if isinstance(metadata, dict) else None
    if not isinstance(about, dict):
        return None
    uri = _joined(about, "organization_uri") or _joined(about, "homepage_uri")
    told = {"id": entry.get("sub"), "name": about.get("organization_name"), "evidence": uri}
    return told | ({"until": entry["exp"]} if "exp" in entry else {})


def _joined(members: Mapping[str, Any], *names: str) -> str:
    """What is told beside the name, where it is a text; whatever else stands there says nothing to a reader."""
    return ", ".join(_each(members, names))


def _each(members: Mapping[str, Any], names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        value = members.get(name)
        if isinstance(value, str) and value.strip():
            yield value.strip()


def _moment(value: Any) -> datetime | None:
    """A moment as a text (RFC 3339) or as seconds since 1970 (RFC 7519 §2); None for anything else."""
    if type(value) in (int, float) and 0 <= value <= _LATEST:
        return _EPOCH + timedelta(seconds=int(value))
    return read_stamp(value)


def _issuer_of(entry: Any, pointer: str, row: int) -> tuple[TrustedIssuer, bool]:
    """The issuer of an entry, and whether signs that nobody sees were left out of it."""
    members = entry if isinstance(entry, dict) else {}
    issuer_id, name, evidence = members.get("id"), members.get("name"), members.get("evidence", "")
    if not isinstance(issuer_id, str) or not isinstance(name, str) or not isinstance(evidence, str):
        raise MalformedTrustList(NOT_AN_ISSUER, pointer=pointer, row=row)
    issuer_id = issuer_id.rstrip("/") if issuer_id.startswith("https://") else issuer_id
    (name, evidence), written = (seen(name), seen(evidence)), (name, evidence)
    until = _moment(members["until"]) if members.get("until") is not None else None
    if members.get("until") is not None and until is None:
        raise MalformedTrustList(NOT_A_MOMENT, pointer=pointer, row=row)
    if not (_DID.fullmatch(issuer_id) or _HTTPS.fullmatch(issuer_id)) or not name:
        raise MalformedTrustList(NOT_AN_ISSUER, pointer=pointer, row=row)
    for text, limit in ((issuer_id, LONGEST_ID), (name, LONGEST_NAME), (evidence, LONGEST_EVIDENCE)):
        if len(text) > limit:
            raise MalformedTrustList(TOO_LONG, pointer=pointer, row=row, limit=limit)
    is_cleaned = any(hidden_in(text) for text in written)
    return TrustedIssuer(issuer_id, name, evidence, until=until), is_cleaned
