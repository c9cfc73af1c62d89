"""Files that people hand in: known by their bytes, whatever they are called, and taken only when on the list.

Taken is not safe: such a file is given back as a file to save, never shown as a page of ours.
"""

from __future__ import annotations

import os
import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO, Final

from sceau.intake import media
from sceau.intake import upload_reasons as reasons
from sceau.intake.archives import office_kind
from sceau.intake.errors import UnfitUpload
from sceau.intake.filenames import file_name
from sceau.intake.limits import MEGABYTE


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file. fr, en: « une image PNG »; media_type, ending: as it is given back."""

    media_type: str
    ending: str
    fr: str
    en: str


_OPEN = "application/vnd.oasis.opendocument."
_OFFICE = "application/vnd.openxmlformats-officedocument."
KINDS: Final = {
    "pdf": Kind("application/pdf", ".pdf", "un PDF", "a PDF"),
    "png": Kind("image/png", ".png", "une image PNG", "a PNG picture"),
    "jpeg": Kind("image/jpeg", ".jpg", "une photo JPEG", "a JPEG picture"),
    "webp": Kind("image/webp", ".webp", "une image WebP", "a WebP picture"),
    "heic": Kind("image/heic", ".heic", "une photo HEIC", "a HEIC picture"),
    "mp4": Kind("video/mp4", ".mp4", "un film MP4", "an MP4 film"),
    "mov": Kind("video/quicktime", ".mov", "un film QuickTime", "a QuickTime film"),
    "m4a": Kind("audio/mp4", ".m4a", "un son M4A", "an M4A sound"),
    "mp3": Kind("audio/mpeg", ".mp3", "un son MP3", "an MP3 sound"),
    "docx": Kind(f"{_OFFICE}wordprocessingml.document", ".docx", "un document Word", "a Word document"),
    "xlsx": Kind(f"{_OFFICE}spreadsheetml.sheet", ".xlsx", "un classeur Excel", "an Excel workbook"),
    "pptx": Kind(f"{_OFFICE}presentationml.presentation", ".pptx", "un diaporama PowerPoint", "a PowerPoint deck"),
    "odt": Kind(f"{_OPEN}text", ".odt", "un document OpenDocument", "an OpenDocument text"),
    "ods": Kind(f"{_OPEN}spreadsheet", ".ods", "un classeur OpenDocument", "an OpenDocument workbook"),
    "odp": Kind(f"{_OPEN}presentation", ".odp", "un diaporama OpenDocument", "an OpenDocument deck"),
    "txt": Kind("text/plain; charset=utf-8", ".txt", "un texte", "a text"),
    "csv": Kind("text/csv; charset=utf-8", ".csv", "un tableau CSV", "a CSV table"),
}
EVERYTHING: Final = frozenset(KINDS)
SCANS: Final = frozenset({"pdf", "png", "jpeg", "webp", "heic"})  # what comes out of a scanner or a telephone
_ENDING: Final = re.compile(
    rf"(?:{'|'.join(re.escape(k.ending) for k in KINDS.values())}|\.jpeg|\.heif|\.tsv)\Z", re.IGNORECASE
)
_MOST_TEXT: Final = 20 * MEGABYTE

_BINARIES: Final = (  # how others begin, and what they are
    (b"MZ", "un programme Windows", "a Windows program"),
    (b"\x7fELF", "un programme Linux", "a Linux program"),
    (b"\xcf\xfa\xed\xfe", "un programme macOS", "a macOS program"),
    (b"\xca\xfe\xba\xbe", "un programme", "a program"),
    (b"L\0\0\0\x01\x14\x02\0", "un raccourci Windows", "a Windows shortcut"),
    (b"Rar!", "une archive RAR", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "une archive 7z", "a 7z archive"),
    (b"\x1f\x8b", "une archive gzip", "a gzip archive"),
    (b"GIF8", "une image GIF", "a GIF picture"),
    (b"II*\0", "une image TIFF", "a TIFF picture"),
    (b"MM\0*", "une image TIFF", "a TIFF picture"),
    (b"BM", "une image BMP", "a BMP picture"),
)
_SOURCES: Final = (
    (b"#!", "un programme (script)", "a program (script)"),
    (b"{\\rtf", "un texte RTF", "an RTF text"),
)
_SVG: Final = ("une image SVG, qui peut contenir un programme", "an SVG picture, which may hold a program")
_PAGE: Final = ("une page web", "a web page")
_XML: Final = ("du XML", "XML")
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")
# no control code but ends of lines and pages; the eight-bit sets of Windows use all the others
_LETTERS: Final = bytes([*b"\t\n\f\r", *range(0x20, 0x7F), *range(0x80, 0x100)])
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that may be kept.

    kind:        a key of KINDS, found from its bytes
    media_type:  to give it back with
    name:        what it may be called: the name it came with, with the ending of what it is
    size:        bytes
    """

    kind: str
    media_type: str
    name: str
    size: int


def examine(source: bytes | BinaryIO, name: str, *, limit: int, allowed: AbstractSet[str] = EVERYTHING) -> Upload:
    """What a file is, when it may be taken.

    source:   its bytes, or a file that can be gone back in, which is left at its start
    name:     as it came; only what a file may be called is kept of it
    limit:    bytes at most
    allowed:  keys of KINDS
    raises:   UnfitUpload, with a sentence that says what was found and what to do
    """
    file = BytesIO(source) if isinstance(source, bytes) else source
    size = file.seek(0, os.SEEK_END)
    if size == 0:
        raise UnfitUpload(reasons.EMPTY)
    if size > limit:
        raise too_large(size, limit)
    try:
        kind = _known(file, size, name, allowed)
    finally:
        file.seek(0)
    if kind not in allowed:
        raise _not_taken(KINDS[kind].fr, KINDS[kind].en, allowed)
    called = file_name(_ENDING.sub("", name.rstrip()), KINDS[kind].ending, otherwise="document")
    return Upload(kind, KINDS[kind].media_type, called, size)


def too_large(size: int, limit: int) -> UnfitUpload:
    """The refusal of a file of so many bytes."""
    return UnfitUpload(reasons.TOO_LARGE, **_sizes(size, limit))


def _known(file: BinaryIO, size: int, name: str, allowed: AbstractSet[str]) -> str:
    file.seek(0)
    head = file.read(media.HEAD)
    kind = media.kind_of(head)
    if kind:
        told = {"found": KINDS[kind].fr, "found_en": KINDS[kind].en}
        if media.holds_a_page(head):
            raise UnfitUpload(reasons.TWO_THINGS, **told, hidden="une page web", hidden_en="a web page")
        if not media.is_whole(kind, file, size):
            raise UnfitUpload(reasons.CUT, **told)
        if media.holds_an_archive(file, size):
            raise UnfitUpload(reasons.TWO_THINGS, **told, hidden="une archive", hidden_en="an archive")
        return kind
    if head.startswith(_OLE):
        raise UnfitUpload(reasons.OLD_OR_LOCKED)
    if head.startswith(b"PK\x03\x04"):
        found = office_kind(file)
        if not found:
            raise _not_taken("une archive ZIP", "a ZIP archive", allowed)
        return found
    is_text = not head.translate(None, delete=_LETTERS)
    for mark, fr, en in _SOURCES if is_text else _BINARIES:
        if head.startswith(mark):
            raise _not_taken(fr, en, allowed)
    return _text(file, size, head, name, allowed)


def _text(file: BinaryIO, size: int, head: bytes, name: str, allowed: AbstractSet[str]) -> str:
    """ "csv" or "txt", for what can be read as text and is no page."""
    letters = head.decode("utf-16" if head[:2] in _UTF16 else "latin-1", "replace")
    start = letters.lstrip("\ufeffï»¿ \t\r\n").lower()
    if start.startswith("<"):
        if "<svg" in start:
            raise _not_taken(*_SVG, allowed)
        raise _not_taken(*(_PAGE if media.holds_a_page(start.encode()) else _XML), allowed)
    if size > _MOST_TEXT or not _is_text(file):
        raise UnfitUpload(reasons.UNKNOWN, **_wanted(allowed))
    return "csv" if name.lower().endswith((".csv", ".tsv")) else "txt"


def _is_text(file: BinaryIO) -> bool:
    """Letters and ends of lines, in UTF-8, UTF-16 with its mark, or one of the eight-bit sets of Windows."""
    file.seek(0)
    content = file.read()
    if content[:2] in _UTF16:
        try:
            content = content.decode("utf-16").encode()
        except UnicodeDecodeError:
            return False
    return not content.translate(None, delete=_LETTERS)


def _not_taken(fr: str, en: str, allowed: AbstractSet[str]) -> UnfitUpload:
    return UnfitUpload(reasons.NOT_TAKEN, found=fr, found_en=en, **_wanted(allowed))


def _wanted(allowed: AbstractSet[str]) -> dict[str, str]:
    """What may be handed in, by the endings that people know: « un fichier .pdf, .png ou .jpg »."""
    endings = [kind.ending for code, kind in KINDS.items() if code in allowed]
    *most, last = endings
    return {
        "wanted": f"un fichier {', '.join(most)} ou {last}" if most else f"un fichier {last}",
        "wanted_en": f"a file {', '.join(most)} or {last}" if most else f"a file {last}",
    }


def _sizes(size: int, limit: int) -> dict[str, str]:
    told = {"size_en": f"{size / MEGABYTE:.1f}", "limit_en": f"{limit / MEGABYTE:.1f}".removesuffix(".0")}
    return told | {key.replace("_en", "_fr"): value.replace(".", ",") for key, value in told.items()}
