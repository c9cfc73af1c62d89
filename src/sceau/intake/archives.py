"""Office documents, which are ZIP archives: what they are, and that they hold no program and unfold within bounds."""

from __future__ import annotations

import os
import re
import zipfile
import zlib
from io import BytesIO
from typing import BinaryIO

from sceau.intake import upload_reasons as reasons
from sceau.intake.errors import UnfitUpload

_MEMBERS = 5_000
_UNFOLDED = 400_000_000  # bytes, all members together, as the archive itself says
_SMALL = 20_000_000  # bytes, below which no proportion is asked for: an empty sheet folds into next to nothing
_PROPORTION = 120  # times: large tables of text reach forty
_EMBEDDED = 20_000_000  # bytes of a document inside a document that is opened to be looked at
_MOST_EMBEDDED = 20  # of them
_PART = 1_000_000  # bytes of a list of relations or of types: a long report has a tenth of that
_LIST = 2_000_000  # bytes of the archive's own list of contents: five thousand members with long names
_ENCRYPTED = 0x1
_MIMETYPE = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.presentation": "odp",
}
_MAIN = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "ppt/presentation.xml": "pptx"}
_MACROS = re.compile(r"(?:.*/)?vbaproject\.bin|(?:.*/)?vbadata\.xml|(?:basic|scripts)/.+|.*/activex/.+", re.IGNORECASE)
_OFFICE = re.compile(r".*\.(?:docx|xlsx|pptx|odt|ods|odp)", re.IGNORECASE)
_STRANGERS = re.compile(
    r".*\.(?:zip|rar|7z|gz|tgz|bz2|xz|jar|cab|iso|exe|dll|com|scr|msi|bat|cmd|ps1|vbs|js|jse|wsf|hta|lnk|sh|html?|svg|doc|"
    r"xls|ppt|docm|xlsm|pptm|dotm|xlsb)",
    re.IGNORECASE,
)
_TAG = re.compile(rb"<[^<>]*>")
_FETCHED = (b"attachedtemplate", b"/oleobject", b"/frame")


def office_kind(file: BinaryIO, *, depth: int = 0) -> str:
    """ "docx", "xlsx", "pptx", "odt", "ods" or "odp"; "" for an archive of another kind.

    raises:  UnfitUpload for a document with macros, a password, a remote template, or that unfolds without measure
    """
    refuse_long_list(file)
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            kind = _kind(archive, members)
            if kind:
                _refuse_hostile(archive, members, depth)
            return kind
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, ValueError, RuntimeError) as error:
        raise UnfitUpload(reasons.CUT, found="document bureautique", found_en="office document") from error


def refuse_long_list(file: BinaryIO) -> None:
    """A list of millions of members fills the memory of whoever reads it. source: APPNOTE 4.3.14, 4.3.16"""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - 66_000))
    tail = file.read()
    end = tail[tail.rfind(b"PK\x05\x06") :] if b"PK\x05\x06" in tail else b""
    if b"PK\x06\x07" in tail or int.from_bytes(end[12:16], "little") > _LIST:  # the former: 64 bits
        raise UnfitUpload(reasons.UNFOLDS_TOO_MUCH)


def _kind(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> str:
    names = {member.filename for member in members}
    if "[Content_Types].xml" in names:
        return next((kind for name, kind in _MAIN.items() if name in names), "")
    if "mimetype" in names and "content.xml" in names:
        with archive.open("mimetype") as file:
            return _MIMETYPE.get(file.read(100).strip(), "")
    return ""


def _refuse_hostile(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], depth: int) -> None:
    folded, unfolded = (sum(sizes) for sizes in zip(*((m.compress_size, m.file_size) for m in members), strict=True))
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise UnfitUpload(reasons.OLD_OR_LOCKED)
    if len(members) > _MEMBERS or unfolded > _UNFOLDED or (unfolded > _SMALL and unfolded > _PROPORTION * folded):
        raise UnfitUpload(reasons.UNFOLDS_TOO_MUCH)
    refuse_overlaps(members)
    embedded = [member for member in members if _OFFICE.fullmatch(member.filename)]
    if len(embedded) > _MOST_EMBEDDED:
        raise UnfitUpload(reasons.HOLDS_OTHERS, name=embedded[-1].filename[-60:])
    for member in members:
        name = member.filename
        if _MACROS.fullmatch(name):
            raise UnfitUpload(reasons.MACROS)
        if _STRANGERS.fullmatch(name):
            raise UnfitUpload(reasons.HOLDS_OTHERS, name=name[-60:])
        if name == "[Content_Types].xml" and b"macroenabled" in _part(archive, member):
            raise UnfitUpload(reasons.MACROS)
        if name.endswith(".rels") and any(map(_is_fetched, _TAG.findall(_part(archive, member)))):
            raise UnfitUpload(reasons.REMOTE)
    for member in embedded:
        _refuse_unfit_inside(archive, member, depth)


def _is_fetched(relation: bytes) -> bool:
    """Whether a relation names something elsewhere that is fetched when the document is opened; a link is not."""
    return b"external" in relation and any(kind in relation for kind in _FETCHED)


def refuse_overlaps(members: list[zipfile.ZipInfo]) -> None:
    """Members that share their bytes unfold into far more than the archive (a “zip bomb” without nesting)."""
    end = 0
    for member in sorted(members, key=lambda member: member.header_offset):
        if member.header_offset < end:
            raise UnfitUpload(reasons.UNFOLDS_TOO_MUCH)
        end = member.header_offset + 30 + len(member.filename) + member.compress_size  # APPNOTE 4.3.7, at least


def _refuse_unfit_inside(archive: zipfile.ZipFile, member: zipfile.ZipInfo, depth: int) -> None:
    """A table behind a chart is a document in the document; one in that one is not."""
    if depth or member.file_size > _EMBEDDED:
        raise UnfitUpload(reasons.HOLDS_OTHERS, name=member.filename[-60:])
    with archive.open(member) as file:
        office_kind(BytesIO(file.read(_EMBEDDED)), depth=depth + 1)


def _part(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """A small member, in lower case."""
    if member.file_size > _PART:
        raise UnfitUpload(reasons.UNFOLDS_TOO_MUCH)
    with archive.open(member) as file:
        return file.read(_PART).lower()
