"""From what somebody hands in to judged things: each with what it is, its report, and where it was found."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from time import monotonic
from typing import Final

from sceau.engine.checks import ids
from sceau.engine.checks.carried import Held, NothingCarried, kind_of_file, opened_file
from sceau.engine.checks.opening import BLOCKCERTS, CLR, EDC, OB1, SD_JWT, Opened, Recognised, open_anything
from sceau.engine.checks.policy import Policy
from sceau.engine.checks.reach import Memory
from sceau.engine.checks.report import Outcome, Report, refused
from sceau.engine.checks.verify import verify
from sceau.engine.checks.written import OLD_OFFICE, kind_of_writing
from sceau.engine.errors import EngineError, OutOfReach, Reason
from sceau.engine.model.kinds import KINDS, kind_of
from sceau.engine.ports import Fetched, Fetcher, Reader
from sceau.engine.strict_json import JsonObject

MOST_CREDENTIALS: Final = 50  # judged for one question, whatever the files hold
# together with what one file and one server may take at most, an answer comes within 15 seconds
NO_FILE_AFTER: Final = 6.0
NO_QUESTION_AFTER: Final = 10.0

OUT_OF_TIME = Reason(
    "judging.out_of_time",
    fr="le temps que nous donnons à une demande est écoulé\u00a0: présentez cette preuve seule, ou plus tard",
    en="the time that we give to one request is over: present this credential alone, or later",
)
TOO_MANY = Reason(
    "judging.too_many",
    fr="plus de {limit} preuves à la fois\u00a0: présentez les suivantes dans une autre demande",
    en="more than {limit} credentials at a time: present the rest in another request",
)
ZIP = Reason(
    "judging.zip",
    fr="c’est un dossier ZIP\u00a0: présentez-le à la page «\u00a0Vérifier un lot\u00a0», qui l’ouvre",
    en="this is a ZIP: present it on the page “Verify a pile”, which opens it",
)
WRITING = Reason(
    "judging.writing",
    fr="c’est un document, et non une preuve\u00a0: présentez-le à la page «\u00a0Vérifier un lot\u00a0», qui y "
    "cherche les preuves et les liens qui y mènent",
    en="this is a document, and no credential: present it on the page “Verify a pile”, which looks in it for "
    "credentials and for links that lead to them",
)

_NAMED: Final = {CLR.code: "clr", EDC.code: "edc", SD_JWT.code: "sd-jwt", OB1.code: "ob1"}
_NOTHING: Final = {"fr": "", "en": ""}
_ZIPS: Final = (b"PK\x03\x04", b"PK\x05\x06")


class NotLookedAt(EngineError):
    """Something that was handed in, and that we do not open here."""


@dataclass(frozen=True, slots=True)
class Handed:
    """What somebody hands in. name: of the file, "" for a text; content: its bytes, or the text"""

    name: str
    content: bytes | str


@dataclass(frozen=True, slots=True)
class Judged:
    """One thing that was judged.

    name:      of the file and of the place in it; "" for a text
    what:      what it is, after “it is”, in both languages; "" when nobody can tell
    carrier:   what it stood in: "pdf", "picture", "png", "svg", "jwt", "address" or ""
    address:   that was asked for, when it was one
    document:  what it says, when it is authentic; empty otherwise, for nothing attests it
    """

    name: str
    what: Mapping[str, str]
    carrier: str
    report: Report
    address: str = ""
    document: JsonObject | None = None


class InTime:
    """A Fetcher that asks nothing more once the time of a request is over, and remembers nothing."""

    def __init__(
        self, fetcher: Fetcher, *, since: float, clock: Callable[[], float], seconds: float = NO_QUESTION_AFTER
    ) -> None:
        self._fetcher, self._end, self._clock = fetcher, since + seconds, clock

    def fetch(self, url: str, *, accept: str = "application/json") -> Fetched:
        """Ask for a document. raises: OutOfReach"""
        if self._clock() > self._end:
            raise OutOfReach(OUT_OF_TIME)
        return self._fetcher.fetch(url, accept=accept)


def judge(
    handed: Sequence[Handed],
    *,
    policy: Policy,
    reader: Reader,
    fetcher: Fetcher,
    now: datetime,
    clock: Callable[[], float] = monotonic,
) -> list[Judged]:
    """Judge everything, in the order in which it was handed in. Nothing in it raises.

    reader:   opens PDF and pictures in a process that can be ended
    fetcher:  the way to other people's documents
    """
    started = clock()
    bounded = InTime(fetcher, since=started, clock=clock)
    memory = Memory()
    found: list[Judged] = []
    for each in handed:
        for name, held in _opened(each, reader, in_time=lambda: clock() - started <= NO_FILE_AFTER):
            if len(found) >= MOST_CREDENTIALS:
                return [
                    *found,
                    Judged(each.name, _NOTHING, "", _not_looked_at(NotLookedAt(TOO_MANY, limit=MOST_CREDENTIALS))),
                ]
            if isinstance(held, Report):
                found.append(Judged(name, _NOTHING, _carrier_of(each), held))
                continue
            mine = policy if held.resources is None else replace(policy, resources=held.resources)
            report = verify(held.content, policy=mine, fetcher=bounded, now=now, memory=memory)
            found.append(told_as(name, held.content, _carrier_of(each), report))
    return found


def worst_first(judged: Sequence[Judged]) -> list[Judged]:
    """Problems first; else in their order."""
    return sorted(judged, key=lambda each: ("invalid", "check", "valid").index(each.report.verdict))


def _opened(each: Handed, reader: Reader, *, in_time: Callable[[], bool]) -> Iterator[tuple[str, Held | Report]]:
    if isinstance(each.content, str):
        yield each.name, Held("", each.content)
        return
    if kind_of_writing(each.content) or each.content.startswith((*_ZIPS, OLD_OFFICE)):
        is_folder = each.content.startswith(_ZIPS) and not kind_of_writing(each.content)
        yield each.name, _not_looked_at(NotLookedAt(ZIP if is_folder else WRITING))
        return
    if not in_time():
        yield each.name, _not_looked_at(NotLookedAt(OUT_OF_TIME))
        return
    try:
        held_there = opened_file(each.content, reader)
    except NothingCarried as nothing:
        yield each.name, Report((refused(ids.READABLE, nothing, outcome=nothing.outcome),))
        return
    for held in held_there:
        yield (f"{each.name} › {held.where}" if held.where else each.name), held


def _not_looked_at(why: NotLookedAt) -> Report:
    return Report((refused(ids.READABLE, why, outcome=Outcome.UNKNOWN),))


def _carrier_of(each: Handed) -> str:
    return kind_of_file(each.content) if isinstance(each.content, bytes) else ""


def told_as(name: str, content: bytes | str, carrier: str, report: Report) -> Judged:
    """A judged thing, with what it is. content: as it was judged"""
    try:
        opened = open_anything(content)
    except Recognised as known:
        return Judged(name, _named(known), carrier, report)
    except EngineError:
        return Judged(name, _NOTHING, carrier, report)
    is_authentic = report.authenticity is Outcome.PASSED
    if opened.kind == "url":
        said = report.credential
        return Judged(name, _in_both(said.kind) if said else _NOTHING, carrier or "address", report, opened.url)
    kind = kind_of(opened.document)
    return Judged(
        name,
        _in_both(kind),
        opened.carrier or carrier or _form(opened),
        report,
        document=opened.document if is_authentic else None,
    )


def _form(opened: Opened) -> str:
    return "jwt" if opened.jwt is not None else ""


def _named(known: Recognised) -> Mapping[str, str]:
    if known.reason is BLOCKCERTS:
        return {"fr": "un Blockcerts", "en": "a Blockcerts"}
    kind = _NAMED.get(known.reason.code)
    return _in_both(kind) if kind else _NOTHING


def _in_both(kind: str) -> Mapping[str, str]:
    french, english = KINDS.get(kind, ("", ""))
    return {"fr": french, "en": english}
