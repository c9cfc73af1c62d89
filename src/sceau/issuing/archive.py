"""Everything of many credentials in one ZIP that is written while it is sent, and their links in one table."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterator
from datetime import datetime
from io import StringIO
from typing import IO, Final, Protocol, cast
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.db.models import QuerySet

from sceau.assessment.ports import Files
from sceau.engine.errors import EngineError
from sceau.engine.images import bake
from sceau.engine.images.portrait import seal_of
from sceau.engine.model.code import group_code
from sceau.engine.model.designs import read_design
from sceau.intake.cells import guarded
from sceau.issuing.letter_words import link_of
from sceau.issuing.models import BatchFiles, Credential, FilesFault, Paper
from sceau.issuing.papers import contents_of, kinds_of
from sceau.issuing.queries.files import why_missing
from sceau.issuing.reasons.files import NOT_THERE
from sceau.issuing.states import CredentialState

WIDTH: Final = 600  # pixels of a picture
AT_ONCE: Final = 200  # credentials in memory
INDEX: Final = "index.csv"
_GONE: Final = (CredentialState.CANCELLED, CredentialState.ERASED)
_LONGEST_NAME: Final = 60  # signs of a person's name in the name of a file
_BOM: Final = "\ufeff"  # tells spreadsheets that this is UTF-8


class Painter(Protocol):
    """Makes pictures of what we draw ourselves."""

    def __call__(self, svg: bytes, *, width: int) -> bytes:
        """The PNG of a square SVG image, so many pixels wide."""


def links_csv(credentials: QuerySet[Credential]) -> Iterator[bytes]:
    """A line for each credential that stands: code, name, micro-credential, link for its holder."""
    yield _line(_BOM + "code", "name", "micro_credential", "link", "state")
    for each in _all(credentials):
        document, _ = contents_of(each)
        yield _line(group_code(each.code), _name(document), document["name"], link_of(each), each.state)


def stream(credentials: QuerySet[Credential], *, files: Files, painter: Painter, now: datetime) -> Iterator[bytes]:
    """A ZIP of them: for each the credential, its record, its pictures and its papers, and a table of all at the end.

    Papers are those that were made before: see `sceau.issuing.services.filing`. One that is missing is left out, and
    the table says why; the credential itself is always there.
    """
    sink = _Sink()
    seals: dict[int, tuple[bytes, bytes]] = {}
    index = [_line(_BOM + "code", "name", "micro_credential", "link", "state", "files", "remarks")]
    with ZipFile(cast(IO[bytes], sink), "w", ZIP_DEFLATED) as archive:
        for each in _all(credentials):
            if not _stands(each):
                continue
            document, record = contents_of(each)
            folder = f"{_safe(_name(document))} {group_code(each.code)}"
            own = [
                ("preuve.json", bytes(each.content.body)),
                ("annexe-1.json", bytes(each.content.record)),
                *_pictures(each, seals, painter),
            ]
            papers, remark = _papers(each, kinds_of(record), files)
            for name, data in [*own, *papers]:
                _put(archive, f"{folder}/{name}", data, each.issued_at)
                yield from sink.taken()
            names = " ".join(name for name, _ in [*own, *papers])
            index.append(
                _line(
                    group_code(each.code), _name(document), document["name"], link_of(each), each.state, names, remark
                )
            )
        _put(archive, INDEX, b"".join(index), now)
        yield from sink.taken()
    yield from sink.taken()


def _all(credentials: QuerySet[Credential]) -> Iterator[Credential]:
    """Those that stand, some at a time, in the order in which they were made."""
    rows = credentials.exclude(state__in=_GONE).order_by("pk")
    last = 0
    while some := list(rows.filter(pk__gt=last).select_related("content", "institution", "award__version")[:AT_ONCE]):
        yield from some
        last = some[-1].pk


def _stands(credential: Credential) -> bool:
    """Whether it does still: a ZIP of many is long in the making, and an erasure may come meanwhile."""
    return Credential.objects.filter(pk=credential.pk).exclude(state__in=_GONE).exists()


def _papers(credential: Credential, kinds: tuple[str, ...], files: Files) -> tuple[list[tuple[str, bytes]], str]:
    """Its papers that are there, and why one is not; looked for at the last moment, for one may be made anew."""
    digests = dict(Paper.objects.filter(credential=credential).values_list("kind", "digest"))
    there: list[tuple[str, bytes]] = []
    for kind in kinds:
        try:
            there.append((f"{kind}.pdf", files.read(digests[kind])))
        except (KeyError, EngineError):  # never made; or lost, damaged, out of reach
            return there, _why(credential)
    return there, ""


def _why(credential: Credential) -> str:
    language = "en" if credential.award.language == "en" else "fr"
    fault = FilesFault.objects.filter(credential=credential).values_list("code", "details").first()
    if fault is None:  # what all of them lack
        of_all = BatchFiles.objects.filter(batch__lines__credential=credential).exclude(code="")
        fault = of_all.values_list("code", "details").first()
    return why_missing(*fault, language) if fault else why_missing(NOT_THERE.code, {}, language)


def _pictures(
    credential: Credential, seals: dict[int, tuple[bytes, bytes]], painter: Painter
) -> list[tuple[str, bytes]]:
    """Its seal with the credential inside, for networks and for paper; drawn once a version."""
    version = credential.award.version
    if version.pk not in seals:
        drawn = seal_of(read_design(version.document), credential.institution.legal_name)
        seals[version.pk] = painter(drawn, width=WIDTH), drawn
    inside = bytes(credential.content.body).decode()
    as_png, as_svg = seals[version.pk]
    return [("preuve.png", bake(as_png, inside)), ("preuve.svg", bake(as_svg, inside))]


def _name(document: dict[str, object]) -> str:
    subject = cast(dict[str, list[dict[str, object]]], document["credentialSubject"])
    return next((str(each["identityHash"]) for each in subject["identifier"] if not each["hashed"]), "")


def _safe(name: str) -> str:
    """A name as every system takes it in the name of a file."""
    kept = "".join(
        sign if unicodedata.category(sign)[0] in "LMN" or sign in "'’-. " else " "
        for sign in unicodedata.normalize("NFC", name)
    )
    words = (word.strip(".") if ".." in word else word for word in kept.split())
    return " ".join(filter(None, words))[:_LONGEST_NAME].strip(" .") or "-"


def _line(*cells: str) -> bytes:
    text = StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerow([guarded(cell) for cell in cells])
    return text.getvalue().encode()


def _put(archive: ZipFile, name: str, data: bytes, at: datetime) -> None:
    entry = ZipInfo(name, date_time=(at.year, at.month, at.day, at.hour, at.minute, at.second))
    entry.compress_type = ZIP_STORED if name.endswith(".pdf") else ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, data)


class _Sink:
    """What a ZIP is written into when it is sent at once: it cannot be wound back, and keeps nothing."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._pieces.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing waits here."""

    def taken(self) -> Iterator[bytes]:
        """What came since it was last asked."""
        pieces, self._pieces = self._pieces, []
        yield from pieces
