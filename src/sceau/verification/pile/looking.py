"""The pass: everything is opened, what this house issued is looked up at once, each credential is judged once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from itertools import chain
from time import monotonic
from typing import Final, NotRequired, Protocol, TypedDict, Unpack, cast

from sceau.engine.checks import ids
from sceau.engine.checks.carried import NO_CREDENTIAL
from sceau.engine.checks.opening import NOT_A_CREDENTIAL
from sceau.engine.checks.policy import Policy
from sceau.engine.checks.reach import Memory
from sceau.engine.checks.report import Outcome, Report, refused
from sceau.engine.checks.verify import verify
from sceau.engine.errors import EngineError, OutOfReach, Reason
from sceau.engine.images.baked import NOTHING_BAKED
from sceau.engine.model.kinds import KINDS
from sceau.engine.ports import Fetched, Fetcher, Reader
from sceau.engine.strict_json import JsonObject
from sceau.verification.judging import OUT_OF_TIME, Handed, InTime, Judged, told_as
from sceau.verification.pile.names import compared
from sceau.verification.pile.pieces import Nothing, Piece, Unseen
from sceau.verification.pile.places import Place, Places
from sceau.verification.pile.unpacking import Seen, count_files, pieces_of, seen_of

MOST_ITEMS: Final = 1_000  # credentials and links for one question
NO_FILE_AFTER: Final = 25.0  # seconds: a thousand CVs in two processes take 18
NO_QUESTION_AFTER: Final = 20.0
NO_VERDICT_AFTER: Final = 35.0
MOST_QUESTIONS: Final = 200  # asked of other people's servers
MOST_BYTES: Final = 60 * 1024 * 1024  # of what waits to be judged
MOST_UNKNOWN: Final = 100  # codes that nobody has: beyond, somebody tries codes

TOO_MANY = Reason(
    "pile.too_many",
    fr="plus de {limit} preuves et liens à la fois\u00a0: présentez les suivants dans une autre demande",
    en="more than {limit} credentials and links at a time: present the rest in another request",
)
GUESSING = Reason(
    "pile.guessing",
    fr="plus de {limit} codes sont inconnus ici\u00a0: les suivants n’ont pas été cherchés",
    en="more than {limit} codes are unknown here: the rest were not looked for",
)


TOO_MUCH = Reason(
    "pile.too_much",
    fr="plus de {limit} octets de preuves à la fois\u00a0: présentez les suivantes dans une autre demande",
    en="more than {limit} bytes of credentials at a time: present the rest in another request",
)
ASKED_ENOUGH = Reason(
    "pile.asked_enough",
    fr="les autres sites ont déjà été interrogés {limit} fois pour ce lot\u00a0: présentez cette preuve seule",
    en="other sites were already asked {limit} times for this pile: present this credential alone",
)


GUESSED_ENOUGH = Reason(
    "pile.guessed_enough",
    fr="trop de codes ou de liens inconnus ont été présentés depuis votre connexion\u00a0: celui-ci n’a pas été "
    "cherché\u202f; recommencez dans une minute",
    en="too many unknown codes or links came from your connection: this one was not looked for; try again in a minute",
)


class FewQuestions:
    """A Fetcher that asks other people's servers so many things: a pile is not to be turned on one of them."""

    def __init__(self, fetcher: Fetcher, *, most: int = MOST_QUESTIONS) -> None:
        self._fetcher, self._most, self._asked = fetcher, most, 0

    def fetch(self, url: str, *, accept: str = "application/json") -> Fetched:
        """Ask for a document. raises: OutOfReach"""
        if self._asked >= self._most:
            raise OutOfReach(ASKED_ENOUGH, limit=self._most)
        self._asked += 1
        return self._fetcher.fetch(url, accept=accept)


class NotHere(EngineError):
    """No credential of this house has this code."""


class House(Protocol):
    """What this house gives of its own credentials, to whoever asks and no more."""

    def given(self, places: Sequence[Place]) -> Mapping[Place, bytes | EngineError]:
        """Each place, with the exact bytes of its credential or why they are not given: NotHere, or another refusal."""

    def issued(self, claims: Collection[tuple[str, str]]) -> Collection[tuple[str, str]]:
        """Of these codes, each with a SHA-256, those under which the house issued exactly the bytes of that digest."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the result.

    file, where:  what it was found in
    judged:       None where there was nothing to judge, and `why` says so
    is_missing:   whether something was not looked at that may be a credential
    found_name:   the name that the file or the list gives, where one was compared
    """

    file: str
    where: str
    judged: Judged | None
    why: EngineError | None = None
    is_missing: bool = False
    found_name: str = ""

    @property
    def rank(self) -> int:
        """Problems first."""
        if self.judged is None:
            return 2 if self.is_missing else 4
        return {"invalid": 0, "check": 1, "valid": 3}[self.judged.report.verdict]


@dataclass(frozen=True, slots=True)
class Pass:
    """What came of it. entries: problems first; files: what was handed in"""

    at: datetime
    files: tuple[Seen, ...]
    entries: tuple[Entry, ...]

    @property
    def counts(self) -> Mapping[str, int]:
        """How many are valid, to check, invalid, not looked at; and files without a credential."""
        ranks = Counter(entry.rank for entry in self.entries)
        names = ("invalid", "check", "missing", "valid", "without")
        return {name: ranks[rank] for rank, name in enumerate(names)}


@dataclass(frozen=True, slots=True)
class Step:
    """How far a pass is.

    found:   credentials, links, and files without any
    opened:  files, of so many
    judged:  of so many, which are none while files are opened
    """

    found: int
    opened: int = 0
    files: int = 0
    judged: int = 0
    total: int = 0


def without_end(code: str) -> bool:
    """For who counts no codes that are none."""
    return True


def look_through(handed: Sequence[Handed], items: Sequence[Piece] = (), **how: Unpack[How]) -> Pass:
    """Judge everything, as `steps_through` does."""
    return the_end_of(steps_through(handed, items, **how))


def the_end_of(steps: Generator[Step, None, Pass]) -> Pass:
    """What comes of a pass, for whoever asks not how far it is."""
    while True:
        try:
            next(steps)
        except StopIteration as done:
            return cast(Pass, done.value)


class How(TypedDict):
    """With what a pass is made; see `steps_through`."""

    places: Places
    house: House
    policy: Policy
    reader: Reader
    fetcher: Fetcher
    now: datetime
    clock: NotRequired[Callable[[], float]]
    may_miss: NotRequired[Callable[[str], bool]]


def steps_through(
    handed: Sequence[Handed], items: Sequence[Piece] = (), **how: Unpack[How]
) -> Generator[Step, None, Pass]:
    """Judge everything, and say now and then how far it is. Nothing in what was handed in raises.

    items:     pieces that a program handed in one by one, see `items`
    house:     gives credentials of ours in bulk
    reader:    opens files in processes that can be ended
    fetcher:   the way to other documents, our own lists and keys among them
    may_miss:  counts a code of nobody, or an opening that opens nothing; False when it is one too many
    """
    clock, fetcher = how.get("clock", monotonic), how["fetcher"]
    started = clock()
    opened = pieces_of(
        handed, places=how["places"], reader=how["reader"], in_time=lambda: clock() - started <= NO_FILE_AFTER
    )
    pieces, cut = yield from _bounded(chain(items, opened), count_files(handed))
    pieces = _without_what_is_attached(pieces, how["house"])
    given = _given(pieces, how["house"], how.get("may_miss", without_end))
    bounded = InTime(fetcher, since=started, clock=clock, seconds=NO_QUESTION_AFTER)
    judge = _Judge(
        how["policy"],
        bounded,
        now=how["now"],
        places=how["places"],
        given=given,
        in_time=lambda: clock() - started <= NO_VERDICT_AFTER,
    )
    last = sorted(_each_once(pieces), key=lambda piece: isinstance(piece.content, str))
    entries = []
    for piece in last:
        entries.append(judge.entry(piece))
        yield Step(len(pieces), judged=len(entries), total=len(last))
    if cut is not None:
        entries.append(Entry("", "", None, cut, is_missing=True))
    return Pass(how["now"], seen_of(handed), tuple(sorted(entries, key=lambda entry: entry.rank)))


def _bounded(pieces: Iterator[Piece], files: int) -> Generator[Step, None, tuple[list[Piece], Unseen | None]]:
    """As many as are judged at a time, and why there are no more. files: that will be opened"""
    found: list[Piece] = []
    left = MOST_BYTES
    opened, last = 0, ""
    for piece in pieces:
        if len(found) >= MOST_ITEMS:
            return found, Unseen(TOO_MANY, limit=MOST_ITEMS)
        left -= len(piece.content) if isinstance(piece.content, bytes) else 0
        left -= sum(len(each) for each in piece.beside.values()) + len(piece.words or "")
        if left < 0:
            return found, Unseen(TOO_MUCH, limit=MOST_BYTES)
        found.append(piece)
        opened, last = opened + (piece.file != last), piece.file
        yield Step(len(found), min(opened, files), files)
    return found, None


def _each_once(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """A credential that lies twice in one folder, such as beside the file that carries it along, counts once."""
    there: set[tuple[str, bytes]] = set()
    for piece in pieces:
        if isinstance(piece.content, bytes) and piece.words is None:
            key = (piece.file.rpartition("/")[0], sha256(piece.content).digest())
            if key in there:
                continue
            there.add(key)
        yield piece


def _without_what_is_attached(pieces: Sequence[Piece], house: House) -> list[Piece]:
    """A PDF that carries what its own link leads to tells it once. Of a forgery the link is told beside it."""
    claimed = [
        (each.file, (each.claims, sha256(each.content).hexdigest()))
        for each in pieces
        if each.claims and isinstance(each.content, bytes)
    ]
    issued = house.issued({claim for _, claim in claimed}) if claimed else ()
    true = {(file, claim[0]) for file, claim in claimed if claim in issued}
    return [each for each in pieces if not (isinstance(each.content, Place) and (each.file, each.content.code) in true)]


def _given(pieces: Sequence[Piece], house: House, may_miss: Callable[[str], bool]) -> dict[Place, bytes | EngineError]:
    """What the house gives of all places that were named, asked at once; a machine that tries codes is not answered."""
    asked = list(dict.fromkeys(piece.content for piece in pieces if isinstance(piece.content, Place)))
    found: dict[Place, bytes | EngineError] = {}
    unknown = 0
    enough: Unseen | None = None
    given = house.given(asked)
    for place in asked:
        answer = given[place]
        if enough is None and (isinstance(answer, NotHere) or (place.opening and isinstance(answer, EngineError))):
            unknown += 1
            if unknown > MOST_UNKNOWN:
                enough = Unseen(GUESSING, limit=MOST_UNKNOWN)
            elif not may_miss(place.code):
                enough = Unseen(GUESSED_ENOUGH)
        found[place] = enough or answer
    return found


class _Judge:
    """Judges pieces, and what comes again once."""

    def __init__(
        self,
        policy: Policy,
        fetcher: Fetcher,
        *,
        now: datetime,
        places: Places,
        given: Mapping[Place, bytes | EngineError],
        in_time: Callable[[], bool],
    ) -> None:
        self._policy, self._fetcher, self._now, self._places = policy, fetcher, now, places
        self._given, self._in_time = given, in_time
        self._memory = Memory()
        self._known: dict[bytes | str, Judged] = {}

    def entry(self, piece: Piece) -> Entry:
        content, address = piece.content, ""
        if isinstance(content, Place):
            address, content = self._places.address(replace(content, opening="")), self._given[content]
            if isinstance(content, EngineError) and not isinstance(content, Unseen):
                report = Report((refused(ids.READABLE, content, outcome=Outcome.UNKNOWN),))
                judged = Judged(piece.file, {"fr": "", "en": ""}, "address", report, address)
                return Entry(piece.file, piece.where, judged)
        if isinstance(content, EngineError):
            return Entry(piece.file, piece.where, None, content, is_missing=not isinstance(content, Nothing))
        if not self._in_time():
            return Entry(piece.file, piece.where, None, Unseen(OUT_OF_TIME), is_missing=True)
        judged = self._judged(content, piece)
        something_else = _something_else(judged.report)
        if something_else is not None and not address:
            return Entry(piece.file, piece.where, None, something_else)
        document = judged.document or _document_of(judged)
        report, name = compared(judged.report, document, words=piece.words, named=piece.named)
        told = replace(judged, name=piece.file, report=report, carrier=piece.carrier or judged.carrier)
        return Entry(piece.file, piece.where, replace(told, address=address or told.address), found_name=name)

    def _judged(self, content: bytes | str, piece: Piece) -> Judged:
        """The verdict, once for the same bytes with the same documents beside them."""
        key = content if isinstance(content, str) else sha256(content).digest() + _digests(piece.beside)
        judged = self._known.get(key)
        if judged is None:
            policy = replace(self._policy, resources=piece.beside)
            report = verify(content, policy=policy, fetcher=self._fetcher, now=self._now, memory=self._memory)
            judged = self._known[key] = told_as(piece.file, content, "", report)
        return judged


def _digests(beside: Mapping[str, bytes]) -> bytes:
    """What tells apart copies that have other documents beside them."""
    return b"".join(sha256(each.encode() + b"\0" + sha256(beside[each]).digest()).digest() for each in sorted(beside))


def _document_of(judged: Judged) -> JsonObject:
    """What an address led to says of itself."""
    said = judged.report.credential
    return said.document if said is not None else {}


def _something_else(report: Report) -> EngineError | None:
    """Why a file is no credential, where we know what it is instead."""
    first = report.checks[0]
    is_known = first.reason is NOT_A_CREDENTIAL and first.details.get("what_en") != KINDS["unknown"][1]
    if is_known or first.reason in (NOTHING_BAKED, NO_CREDENTIAL):
        return Nothing(first.reason, pointer=first.pointer, **first.details)
    return None
