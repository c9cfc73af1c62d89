"""From what was handed in to the pieces that are judged: ZIP opened once, each file read, lists gone through."""

from __future__ import annotations

import re
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Final

from sceau.engine.checks.carried import NO_CREDENTIAL, Held, NothingCarried, kind_of_file, opened_file
from sceau.engine.checks.written import OLD_OFFICE as OLD
from sceau.engine.checks.written import kind_of_writing
from sceau.engine.errors import EngineError, Reason
from sceau.engine.ports import Contents, Reader
from sceau.verification.judging import OUT_OF_TIME, Handed
from sceau.verification.pile.lists import decoded, listed, reads_as_a_list
from sceau.verification.pile.pieces import (
    ELSEWHERE,
    NOTHING,
    ONLY_PARTLY,
    Nothing,
    Piece,
    Unseen,
    is_credential,
    or_unseen,
    unseen,
)
from sceau.verification.pile.places import Place, Places
from sceau.verification.pile.reading import NOT_OFFICE, beside_of, of_document, of_pdf, related
from sceau.verification.zips import MARKS, NOTHING_BESIDE, Bounds, count_members, members

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
AT_ONCE: Final = 2  # files of a pile opened at a time
AHEAD: Final = 2  # files that wait for them, in memory
LONGEST_LIST: Final = 1_000_000  # signs: a thousand links are a tenth of it

_room = threading.BoundedSemaphore(
    AT_ONCE
)  # for all piles of this process: whoever hands in one file has a reader left
_ARCHIVES: Final = frozenset(".zip .7z .rar .gz .tgz .bz2 .xz .tar".split())
_OFFICE: Final = frozenset(".docx .xlsx .pptx .odt .ods .odp".split())
_OLD: Final = frozenset((".doc", ".xls", ".ppt"))  # of which some are pages or formatted text in truth
_OPENED: Final = (
    _OFFICE
    | _OLD
    | frozenset(
        " .json .jsonld .jwt .txt .text .csv .tsv .png .svg .pdf .jpg .jpeg .webp .gif .bmp .tif .tiff .rtf .html .htm "
        ".xhtml".split(" ")
    )
)
_TEXTS: Final = frozenset(" .txt .text .csv .tsv .json .jsonld .jwt".split(" "))
_PROSE: Final = frozenset((".txt", ".text"))  # a list, or a CV
_IN_ARCHIVES: Final = frozenset((".pages", ".numbers", ".key", ".epub"))  # archives that are no folder of files
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
OLD_OFFICE = Reason(
    "pile.old_office",
    fr="c’est un ancien fichier Word ou Excel, ou un fichier protégé par un mot de passe\u00a0: enregistrez-le sans "
    "mot de passe, en DOCX, en XLSX ou en PDF",
    en="this is an old Word or Excel file, or one protected by a password: save it without a password, as DOCX, XLSX "
    "or PDF",
)
EMPTY = Reason("pile.empty", fr="ce fichier est vide", en="this file is empty")


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


def count_files(handed: Sequence[Handed]) -> int:
    """How many files will be opened, those in a ZIP each on its own."""
    contents = [(each.name, each.content) for each in handed if isinstance(each.content, bytes)]
    return sum(count_members(it, UNPACKED, wanted=_is_wanted) if _is_folder(name, it) else 1 for name, it in contents)


def _is_folder(name: str, content: bytes) -> bool:
    """Whether it is a ZIP of files, and not a document that is packed as one."""
    suffix = PurePosixPath(name).suffix.lower()
    return content.startswith(MARKS) and suffix not in _OFFICE | _IN_ARCHIVES and not kind_of_writing(content)


def _files(handed: Sequence[Handed]) -> Iterator[_File]:
    for each in handed:
        if not isinstance(each.content, bytes):
            continue
        if not _is_folder(each.name, each.content):
            is_other = each.content.startswith(MARKS) and PurePosixPath(each.name).suffix.lower() in _IN_ARCHIVES
            yield _File(each.name, Unseen(OTHER_FILE) if is_other else each.content, NOTHING_BESIDE)
            continue
        for member in members(each.content, UNPACKED, wanted=_is_wanted, refused=_refused):
            name = f"{each.name} › {member.name}" if member.name else each.name
            content = member.content
            if isinstance(content, bytes):
                yield _File(
                    name, content, NOTHING_BESIDE if kind_of_writing(content) else related(content, member.beside)
                )
            else:
                yield _File(name, unseen(content), NOTHING_BESIDE)


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
    content = file.content
    if isinstance(content, EngineError):
        return [Piece(file.name, content)]
    kind, writing = kind_of_file(content), kind_of_writing(content)
    try:
        with _room if kind or writing else nullcontext():
            if writing:
                return of_document(file.name, reader.read(content), places)
            if kind == "pdf":
                return of_pdf(file.name, reader.read(content), places)
            if kind == "picture":
                return _of_picture(file, opened_file(content, reader), places)
            return _of_bytes(file, content, reader, places)
    except NothingCarried as nothing:
        is_none = nothing.reason is NO_CREDENTIAL
        return [Piece(file.name, Nothing(NOTHING) if is_none else unseen(nothing))]


def _of_picture(file: _File, held: list[Held], places: Places) -> list[Piece]:
    found = []
    for each in held:
        if isinstance(each.content, bytes):
            found.append(Piece(file.name, each.content, each.where, file.beside, "picture" if held else ""))
            continue
        place = places.of_link(each.content)
        content: Place | str | EngineError = Nothing(ELSEWHERE) if place is None else or_unseen(place)
        found.append(Piece(file.name, content, each.where, carrier="picture"))
    return found


def _of_bytes(file: _File, content: bytes, reader: Reader, places: Places) -> list[Piece]:
    if not content.strip():
        return [Piece(file.name, Nothing(EMPTY))]
    suffix = PurePosixPath(file.name).suffix.lower()
    if content.startswith(OLD):
        return [Piece(file.name, Unseen(OLD_OFFICE))]
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[", b"<") or is_credential(content):
        held = opened_file(content, reader)
        return [
            Piece(file.name, each.content, each.where, file.beside if each.resources is None else beside_of(each))
            for each in held
            if isinstance(each.content, bytes)
        ]
    text = decoded(content)
    if text is None or suffix not in _TEXTS:
        return [Piece(file.name, Unseen(NOT_OFFICE if suffix in _OFFICE else OTHER_FILE))]
    if suffix in _PROSE and not reads_as_a_list(text, places):
        is_long = len(text) > LONGEST_LIST
        return of_document(
            file.name, Contents("text", words=text[:LONGEST_LIST], fault="long" if is_long else ""), places
        )
    return _of_text(file.name, text, places) or [Piece(file.name, Nothing(NOTHING))]


def _of_text(name: str, text: str, places: Places) -> list[Piece]:
    """A credential that was pasted, or a list of links and codes."""
    if is_credential(text):
        return [Piece(name, text.encode("utf-8", "replace"))]
    found = []
    for row in listed(text[:LONGEST_LIST], places):
        content = or_unseen(row.content)
        is_link = isinstance(content, Place | str)
        found.append(Piece(name, content, str(row.line), carrier="address" if is_link else "", named=row.named))
    return [*found, Piece(name, Unseen(ONLY_PARTLY))] if len(text) > LONGEST_LIST else found
