"""What a list of issuers that waits would change, and what in it asks to be looked at twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sceau.engine.checks.words import date_in_words
from sceau.engine.errors import Reason
from sceau.engine.keys.stamps import read_stamp
from sceau.engine.lookalikes import mixes_alphabets, skeleton
from sceau.institutions.models import Institution
from sceau.verification.models import KnownIssuer, KnownList

KINDS: Final = ("warned", "added", "removed", "changed")

OWN_ID: Final = Reason(
    "known_list.own_id",
    fr="porte l’identifiant de « {name} », un organisme de cette installation : ce que vous avez vérifié de lui compte "
    "d’abord, et sinon c’est ce nom-ci qui se lirait",
    en="bears the identifier of “{name}”, a body of this installation: what you verified of it counts first, and "
    "otherwise this name would be read",
)
OWN_PLACE: Final = Reason(
    "known_list.own_place",
    fr="a son identifiant sous l’adresse de cette installation, où aucun organisme ne le porte",
    en="has its identifier under the address of this installation, where no body bears it",
)
SAME_NAME: Final = Reason(
    "known_list.same_name",
    fr="s’appelle comme « {name} », un organisme de cette installation, et a un autre identifiant",
    en="is called as “{name}” is, a body of this installation, and has another identifier",
)
LOOKS_LIKE: Final = Reason(
    "known_list.looks_like",
    fr="se lit comme « {name} », un organisme de cette installation, et s’écrit avec d’autres signes",
    en="reads like “{name}”, a body of this installation, and is written with other signs",
)
MIXED: Final = Reason(
    "known_list.mixed",
    fr="mêle dans un mot des lettres de plusieurs alphabets, qui se ressemblent",
    en="mixes letters of several alphabets, which look alike, in one word",
)
CLEANED: Final = Reason(
    "known_list.cleaned",
    fr="contenait des signes que l’on ne voit pas : ils ont été retirés",
    en="held signs that nobody sees: they were left out",
)
ENDED: Final = Reason(
    "known_list.ended",
    fr="ne valait que jusqu’au {until} : cette entrée ne fait connaître personne",
    en="was good only until {until}: nobody is known by this entry",
)
OLDER: Final = Reason(
    "known_list.older",
    fr="ce fichier est plus ancien que celui qui est en service : il se dit du {found}, l’autre du {there}",
    en="this file is older than the one in use: it says {found}, the other {there}",
)


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something about an entry that asks to be looked at twice."""

    reason: Reason
    details: Mapping[str, object]

    def sentence(self, language: str) -> str:
        """What it is, in "fr" or "en", after the name of the entry, without full stop."""
        told = {
            name: date_in_words(value, language) if isinstance(value, datetime) else value
            for name, value in self.details.items()
        }
        return self.reason.sentence(language, told)


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of the comparison.

    kind:      of KINDS
    before:    as it is in use; None for what is added, and for what is only warned of
    after:     as it would be; None for what is removed
    doubts:    about `after`
    """

    kind: str
    before: KnownIssuer | None
    after: KnownIssuer | None
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Changes:
    """What a list that waits would change, all of it, by kind, each in the order of its file.

    older:  that its publisher says it was made before the one in use; None otherwise
    """

    of_kind: Mapping[str, list[Change]]
    older: Doubt | None = None

    def count(self, kind: str) -> int:
        """How many there are of a kind."""
        return len(self.of_kind[kind])

    def all(self) -> Iterator[Change]:
        """Every change, kind by kind."""
        return (change for kind in KINDS[1:] for change in self.of_kind[kind])


def changes_of(waiting: KnownList, *, base: str, now: datetime) -> Changes:
    """Compared with the list that it would replace; with nothing when it is new.

    base:  the address of this installation
    """
    former = waiting.instead_of
    new = {each.issuer_id: each for each in waiting.issuers.order_by("row")}
    old = {} if former is None else {each.issuer_id: each for each in former.issuers.order_by("row")}
    looks = _Looks(base, now)
    warned = {key: looks.of(each) for key, each in new.items()}
    both = [(old[key], each) for key, each in new.items() if key in old]
    return Changes(
        {
            "warned": [Change("warned", None, each, warned[key]) for key, each in new.items() if warned[key]],
            "added": [Change("added", None, each, warned[key]) for key, each in new.items() if key not in old],
            "removed": [Change("removed", each, None) for key, each in old.items() if key not in new],
            "changed": [Change("changed", a, b, warned[b.issuer_id]) for a, b in both if _said(a) != _said(b)],
        },
        _older(waiting, former),
    )


def ended(listed: KnownList, now: datetime) -> int:
    """How many entries of a list in use have ended."""
    return listed.issuers.filter(until__lte=now).count()


def _said(issuer: KnownIssuer) -> tuple[object, ...]:
    return issuer.name, issuer.evidence, issuer.until


def _older(waiting: KnownList, former: KnownList | None) -> Doubt | None:
    found, there = _moment(waiting.updated), _moment(former.updated) if former is not None else None
    is_older = found is not None and there is not None and found < there
    return Doubt(OLDER, {"found": found, "there": there}) if is_older else None


def _moment(said: str) -> datetime | None:
    """When a publisher says that its list was changed: a moment, or a day alone."""
    return read_stamp(said) or read_stamp(f"{said}T00:00:00Z")


class _Looks:
    """What stands against the entries of one list. The bodies of the house are read once."""

    def __init__(self, base: str, now: datetime) -> None:
        self._now = now
        host = base.partition("://")[2].rstrip("/")
        self._own_ids = (f"did:web:{host.replace(':', '%3A')}", f"https://{host}", f"http://{host}")
        bodies = list(Institution.objects.values_list("did", "name", "legal_name"))
        self._by_id = {did: name for did, name, _ in bodies}
        self._named = {each: did for did, *names in bodies for each in names if each}
        self._alike = {skeleton(each): each for each in self._named}

    def of(self, issuer: KnownIssuer) -> tuple[Doubt, ...]:
        """All that is doubtful about an entry."""
        found: list[Doubt | None] = [self._about_id(issuer), self._about_name(issuer)]
        if mixes_alphabets(issuer.name):
            found.append(Doubt(MIXED, {}))
        if issuer.cleaned:
            found.append(Doubt(CLEANED, {}))
        if issuer.until is not None and issuer.until <= self._now:
            found.append(Doubt(ENDED, {"until": issuer.until}))
        return tuple(each for each in found if each is not None)

    def _about_id(self, issuer: KnownIssuer) -> Doubt | None:
        if issuer.issuer_id in self._by_id:
            return Doubt(OWN_ID, {"name": self._by_id[issuer.issuer_id]})
        is_ours = any(
            issuer.issuer_id == each or issuer.issuer_id.startswith((f"{each}:", f"{each}/")) for each in self._own_ids
        )
        return Doubt(OWN_PLACE, {}) if is_ours else None

    def _about_name(self, issuer: KnownIssuer) -> Doubt | None:
        if issuer.name in self._named:
            is_itself = self._named[issuer.name] == issuer.issuer_id
            return None if is_itself else Doubt(SAME_NAME, {"name": issuer.name})
        alike = self._alike.get(skeleton(issuer.name))
        if alike is None or self._named[alike] == issuer.issuer_id:
            return None
        return Doubt(LOOKS_LIKE, {"name": alike})
