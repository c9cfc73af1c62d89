"""From what was handed in to the pieces that are judged: ZIP opened once, PDF and pictures read, lists gone through."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Final

from sceau.engine.checks.carried import NO_CREDENTIAL, Held, NothingCarried, held_in, kind_of_file, opened_file
from sceau.engine.checks.opening import Recognised, open_anything
from sceau.engine.errors import EngineError, ProofError, Reason
from sceau.engine.model.code import MalformedCode
from sceau.engine.ports import Contents, Reader
from sceau.verification.judging import OUT_OF_TIME, Handed
from sceau.verification.pile.lists import NoLink, decoded, listed
from sceau.verification.pile.places import Place, Places
from sceau.verification.zips import MARKS, NOTHING_BESIDE, Bounds, members

MEGABYTE: Final = 1024 * 1024
MOST_FILES: Final = 1_000
UNPACKED: Final = Bounds(
    files=MOST_FILES,
    largest=20 * MEGABYTE,
    bytes=120 * MEGABYTE,
    listed=2 * MEGABYTE,
    beside=40 * MEGABYTE,
    is_wary=True,
)
AT_ONCE: Final = 2  # files opened at a time: so many processes there are
AHEAD: Final = 2  # files that wait for them, in memory
LONGEST_LIST: Final = 1_000_000  # signs: a thousand links are a tenth of it
MOST_RELATED: Final = 10  # documents that a credential names

_ARCHIVES: Final = frozenset(".zip .7z .rar .gz .tgz .bz2 .xz .tar".split())
_OPENED: Final = frozenset(
    " .json .jsonld .jwt .txt .csv .tsv .png .svg .pdf .jpg .jpeg .webp .gif .bmp .tif .tiff".split(" ")
)
_OFFICE: Final = frozenset(".docx .xlsx .pptx .odt .ods .odp .pages .numbers".split())
_PAGES: Final = frozenset((".html", ".htm"))  # such as the verifier that lies in a bundle: no credential stands in one
_OF_SYSTEMS: Final = re.compile(r"(?:.*/)?(?:__MACOSX/.*|\.[^/]*|thumbs\.db|desktop\.ini)", re.IGNORECASE)

NESTED = Reason(
    "pile.nested",
    fr="c’est un dossier compressé dans un autre\u00a0: ouvrez-le, et présentez les fichiers qu’il contient",
    en="this is an archive inside another: open it, and present the files that it holds",
)
OTHER_FILE = Reason(
    "pile.other_file",
    fr="ce genre de fichier n’est pas ouvert ici\u00a0: enregistrez-le en PDF, et une liste en CSV",
    en="this kind of file is not opened here: save it as PDF, and a list as CSV",
)
EMPTY = Reason("pile.empty", fr="ce fichier est vide", en="this file is empty")
NOTHING = Reason(
    "pile.nothing",
    fr="aucune preuve dans ce fichier\u00a0: ni pièce jointe, ni lien ou code d’une preuve délivrée ici",
    en="no credential in this file: neither an attachment, nor a link or code of a credential issued here",
)
ONLY_PARTLY = Reason(
    "pile.only_partly",
    fr="ce fichier est très grand\u00a0: seul son début a été examiné",
    en="this file is very large: only its beginning was looked at",
)
ELSEWHERE = Reason(
    "pile.elsewhere",
    fr="ce code carré mène à une autre plateforme, que nous n’interrogeons pas pour un CV\u00a0: présentez ce lien "
    "dans une liste, ou seul",
    en="this square code leads to another platform, which we do not ask for a CV: present this link in a "
    "list, or alone",
)


class Nothing(EngineError):
    """There is no credential here, and there need not be one."""


class Unseen(EngineError):
    """Something that was not looked at, or not to its end."""


def unseen(error: EngineError) -> Unseen:
    """The same, as something that was not looked at."""
    return Unseen(error.reason, pointer=error.pointer, **error.details)


@dataclass(frozen=True, slots=True)
class Piece:
    """Something to be judged, or why there is nothing.

    file:       as whoever hands it in calls it; where: the attachment, the page, the line; "" for the file itself
    content:    the credential's bytes, a place of ours, an address elsewhere, or why there is none of them
    beside:     documents that belong to it, by their id
    carrier:    "pdf", "picture", "address" or ""
    words:      of the CV in which it stands; None for any other file
    claims:     the code of ours that an attachment of a PDF gives itself, which anybody may write; "" for none
    named:      whom a list names beside it, "" for nobody
    """

    file: str
    content: bytes | str | Place | EngineError
    where: str = ""
    beside: Mapping[str, bytes] = field(default_factory=lambda: NOTHING_BESIDE)
    carrier: str = ""
    words: str | None = None
    named: str = ""
    claims: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """A file that was handed in. digest: SHA-256, in hexadecimal"""

    name: str
    size: int
    digest: str


@dataclass(frozen=True, slots=True)
class _File:
    name: str
    content: bytes | EngineError
    beside: Mapping[str, bytes]


def seen_of(handed: Sequence[Handed]) -> tuple[Seen, ...]:
    """What was handed in as files, so that a report can be tied to them."""
    files = [(each.name, each.content) for each in handed if isinstance(each.content, bytes)]
    return tuple(Seen(name, len(content), sha256(content).hexdigest()) for name, content in files)


def pieces_of(
    handed: Sequence[Handed], *, places: Places, reader: Reader, in_time: Callable[[], bool]
) -> Iterator[Piece]:
    """All pieces, in order. Nothing in what was handed in raises.

    in_time:  whether there is time left to open one more file
    """
    texts = [each for each in handed if isinstance(each.content, str)]
    for text in texts:
        yield from _of_text(text.name, str(text.content), places)
    for found in _read_ahead(_files(handed), reader, places, in_time):
        yield from found


def _files(handed: Sequence[Handed]) -> Iterator[_File]:
    for each in handed:
        if not isinstance(each.content, bytes):
            continue
        suffix = PurePosixPath(each.name).suffix.lower()
        if not each.content.startswith(MARKS) or suffix in _OFFICE:
            why = Unseen(OTHER_FILE) if suffix in _OFFICE else None
            yield _File(each.name, why or each.content, NOTHING_BESIDE)
            continue
        for member in members(each.content, UNPACKED, wanted=_is_wanted, refused=_refused):
            name = f"{each.name} › {member.name}" if member.name else each.name
            content = member.content
            if isinstance(content, bytes):
                yield _File(name, content, _related(content, member.beside))
            elif PurePosixPath(member.name).suffix.lower() in _PAGES:
                yield _File(name, Nothing(NOTHING), NOTHING_BESIDE)
            else:
                yield _File(name, unseen(content), NOTHING_BESIDE)


def _related(content: bytes, beside: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """Of the documents that lie beside a credential, those that it names: the ZIP is closed when it is judged."""
    try:
        named = [] if kind_of_file(content) == "pdf" else open_anything(content).document.get("relatedResource")
    except EngineError:
        return NOTHING_BESIDE
    ids = [each.get("id") for each in (named if isinstance(named, list) else [named]) if isinstance(each, dict)]
    asked = [each for each in ids[:MOST_RELATED] if isinstance(each, str)]
    return {each: beside[each] for each in asked if beside.get(each) is not None}


def _is_wanted(name: str) -> bool:
    return _OF_SYSTEMS.fullmatch(name) is None


def _refused(name: str) -> Reason | None:
    suffix = PurePosixPath(name).suffix.lower()
    if suffix in _ARCHIVES:
        return NESTED
    return None if suffix in _OPENED else OTHER_FILE


def _read_ahead(
    files: Iterator[_File], reader: Reader, places: Places, in_time: Callable[[], bool]
) -> Iterator[list[Piece]]:
    """The pieces of each file: the next files are opened while those of one are judged."""
    waiting: deque[Future[list[Piece]]] = deque()
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="pile") as pool:
        for file in files:
            known = file if in_time() else replace(file, content=Unseen(OUT_OF_TIME))
            waiting.append(pool.submit(_pieces, known, reader, places))
            if len(waiting) > AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _pieces(file: _File, reader: Reader, places: Places) -> list[Piece]:
    if isinstance(file.content, EngineError):
        return [Piece(file.name, file.content)]
    kind = kind_of_file(file.content)
    try:
        if kind == "pdf":
            return _of_pdf(file.name, reader.read(file.content), places)
        if kind == "picture":
            return _of_picture(file, opened_file(file.content, reader), places)
        return _of_bytes(file, file.content, reader, places)
    except NothingCarried as nothing:
        is_none = nothing.reason is NO_CREDENTIAL
        return [Piece(file.name, Nothing(NOTHING) if is_none else unseen(nothing))]


def _of_pdf(name: str, contents: Contents, places: Places) -> list[Piece]:
    """What is attached, what its links, its squares and its words name; each of these once, the surest way first.

    raises:  NothingCarried, when nothing can be found and not all of it was seen
    """
    attached = _held(contents, "attachment")
    found = [
        Piece(
            name, each.content, each.where, _beside(each), "pdf", contents.words, claims=_claimed(each.content, places)
        )
        for each in attached
        if isinstance(each.content, bytes)
    ]
    by_code: dict[str, tuple[str, Place]] = {}
    wrong: list[Piece] = []
    elsewhere = False
    for each in contents.carried:
        if each.how == "attachment":
            continue
        place = places.of_link(each.content.decode("utf-8", "replace"))
        if isinstance(place, Place):
            _keep(by_code, each.where, place)
        elif place is not None:
            wrong.append(Piece(name, unseen(place), each.where))
        elif each.how == "code" and _is_credential(each.content):
            found.append(Piece(name, each.content, each.where, carrier="pdf", words=contents.words))
        elsewhere = elsewhere or (place is None and each.how == "code" and each.content.startswith(b"http"))
    for place in places.printed(contents.words):
        _keep(by_code, "", place)
    found += [Piece(name, place, where, carrier="pdf", words=contents.words) for where, place in by_code.values()]
    found += wrong
    if not found and contents.fault:
        held_in(replace(contents, carried=()))  # which says why
    if not found:
        return [Piece(name, Nothing(ELSEWHERE if elsewhere else NOTHING))]
    return [*found, Piece(name, Unseen(ONLY_PARTLY))] if contents.fault else found


def _beside(held: Held) -> Mapping[str, bytes]:
    there = held.resources
    return NOTHING_BESIDE if there is None or isinstance(held.content, str) else _related(held.content, there)


def _held(contents: Contents, how: str) -> list[Held]:
    try:
        return held_in(replace(contents, carried=tuple(each for each in contents.carried if each.how == how)))
    except NothingCarried:
        return []


def _keep(by_code: dict[str, tuple[str, Place]], where: str, place: Place) -> None:
    """One place a credential: the one that opens it."""
    former = by_code.get(place.code)
    if former is None or (place.opening and not former[1].opening):
        by_code[place.code] = (where, place)


def _claimed(content: bytes | str, places: Places) -> str:
    """The code of a credential of ours, by the id that it gives itself; "" for any other."""
    try:
        place = places.of_link(str(open_anything(content).document.get("id") or ""))
    except EngineError:
        return ""
    return place.code if isinstance(place, Place) else ""


def _of_picture(file: _File, held: list[Held], places: Places) -> list[Piece]:
    found = []
    for each in held:
        if isinstance(each.content, bytes):
            found.append(Piece(file.name, each.content, each.where, file.beside, "picture" if held else ""))
            continue
        place = places.of_link(each.content)
        content: Place | str | EngineError = Nothing(ELSEWHERE) if place is None else _orunseen(place)
        found.append(Piece(file.name, content, each.where, carrier="picture"))
    return found


def _of_bytes(file: _File, content: bytes, reader: Reader, places: Places) -> list[Piece]:
    if not content.strip():
        return [Piece(file.name, Nothing(EMPTY))]
    suffix = PurePosixPath(file.name).suffix.lower()
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[", b"<") or _is_credential(content):
        held = opened_file(content, reader)
        return [
            Piece(file.name, each.content, each.where, file.beside if each.resources is None else _beside(each))
            for each in held
            if isinstance(each.content, bytes)
        ]
    text = decoded(content)
    if text is None or suffix not in _OPENED:
        return [Piece(file.name, Unseen(OTHER_FILE))]
    return _of_text(file.name, text, places) or [Piece(file.name, Nothing(NOTHING))]


def _of_text(name: str, text: str, places: Places) -> list[Piece]:
    """A credential that was pasted, or a list of links and codes."""
    if _is_credential(text):
        return [Piece(name, text.encode("utf-8", "replace"))]
    found = []
    for row in listed(text[:LONGEST_LIST], places):
        content = _orunseen(row.content)
        is_link = isinstance(content, Place | str)
        found.append(Piece(name, content, str(row.line), carrier="address" if is_link else "", named=row.named))
    return [*found, Piece(name, Unseen(ONLY_PARTLY))] if len(text) > LONGEST_LIST else found


def _orunseen(found: Place | str | EngineError) -> Place | str | EngineError:
    if isinstance(found, MalformedCode):
        return unseen(found)
    return Nothing(found.reason) if isinstance(found, NoLink) else found


def _is_credential(content: bytes | str) -> bool:
    """Whether it opens as something that can be judged or named, and is no mere address."""
    try:
        return open_anything(content).kind != "url"
    except (Recognised, ProofError):
        return True
    except EngineError:
        return False
