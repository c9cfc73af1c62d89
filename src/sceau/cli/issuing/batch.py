"""From rows to files: each right row becomes a credential with its record, and each row gets an outcome."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import islice
from pathlib import Path

from sceau.cli.issuing.files import write_file
from sceau.cli.issuing.lists import list_url
from sceau.cli.issuing.pictures import Pictures
from sceau.cli.issuing.register import Entry, Register
from sceau.cli.issuing.rows import Reading, examine, make_award
from sceau.cli.issuing.signing import Signing
from sceau.cli.issuing.site import Site
from sceau.engine import images
from sceau.engine.errors import MalformedDesign, Reason
from sceau.engine.keys.stamps import write_stamp
from sceau.engine.model.addresses import image_url
from sceau.engine.model.annex_one import annex_one_record, record_bytes
from sceau.engine.model.awards import Issuer, StatusPlace
from sceau.engine.model.code import RANDOM_BYTES, make_code
from sceau.engine.model.describe import describe
from sceau.engine.model.designs import Design
from sceau.engine.strict_json import JsonObject
from sceau.intake import CheckedRow, Finding, Kind, Severity, State

CHUNK = 128  # rows between two writings of the register
SALT_BYTES = 16

DOES_NOT_FIT = Kind(
    Reason(
        "does_not_fit", "La preuve ne peut pas être écrite\u00a0: {why}", "The credential cannot be written: {why_en}"
    ),
    Severity.ERROR,
)


@dataclass(frozen=True, slots=True)
class Chance:
    """Where randomness comes from: `secrets` in the command, something repeatable in a test.

    below:     a number below another, evenly
    new_uuid:  a version 4 UUID
    """

    bytes: Callable[[int], bytes]
    below: Callable[[int], int]
    new_uuid: Callable[[], str]


@dataclass(frozen=True, slots=True)
class Work:
    """What a call issues with, once everything has been read.

    designs, issuers, pictures:  by the name of the design in the catalogue
    headers:                     field → header of the file
    formats:                     some of json, jwt, png, svg
    """

    designs: Mapping[str, Design]
    issuers: Mapping[str, Issuer]
    pictures: Mapping[str, Pictures]
    headers: Mapping[str, str]
    reading: Reading
    formats: tuple[str, ...]
    own_picture: bool
    folder: Path
    site: Site
    signing: Signing
    register: Register
    chance: Chance


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a row: its state, and the credential that it has, from this call or an earlier one."""

    row: CheckedRow
    code: str = ""
    files: tuple[str, ...] = ()
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A row that is right: what it will be known by, its record and its document without a proof."""

    entry: Entry
    record: bytes
    document: JsonObject


def issue_rows(rows: Iterable[CheckedRow], work: Work) -> Iterator[Outcome]:
    """Issue what is right, in the order of the rows, some of them at a time.

    raises:  what signing refuses: then the rows of the chunk in hand are only begun, and the same call takes them up
    """
    rows = iter(rows)
    while chunk := list(islice(rows, CHUNK)):
        examined = [_examined(row, work) for row in chunk]
        prepared: dict[int, _Prepared] = {}
        for place, row in enumerate(examined):
            if row.state is State.READY:
                try:
                    prepared[place] = _prepare(row, work)
                except MalformedDesign as error:
                    examined[place] = _refused(row, error)
        files = _write_all(list(prepared.values()), work)
        for place, row in enumerate(examined):
            yield _outcome(row, prepared.get(place), files, work)


def _examined(row: CheckedRow, work: Work) -> CheckedRow:
    design = work.designs.get(row.values.get("design", ""))
    return examine(row, design, work.headers) if design else row


def _refused(row: CheckedRow, error: MalformedDesign) -> CheckedRow:
    details: dict[str, object] = {"why": error.sentence("fr"), "why_en": error.sentence("en")}
    finding = Finding(work_header(row), DOES_NOT_FIT, "", "", details)
    return replace(row, state=State.TO_CORRECT, findings=(*row.findings, finding))


def work_header(row: CheckedRow) -> str:
    """The column to look at when it is the whole row that does not fit."""
    return next(iter(row.others), "—")


def _prepare(row: CheckedRow, work: Work) -> _Prepared:
    """A code and a place in a list for the row, those it was given before an interruption if any, and its document.

    raises:  MalformedDesign
    """
    name = row.values["design"]
    design, issuer = work.designs[name], work.issuers[name]
    entry = work.register.entry_of(row.keys, name) or _new_entry(row, name, work)
    award = make_award(
        row,
        design,
        work.reading,
        code=entry.code,
        place=StatusPlace(list_url(issuer.base, entry.list), entry.index),
        salt=work.chance.bytes(SALT_BYTES).hex(),
        image=_picture_url(design, issuer, work.pictures[name], own=work.own_picture),
    )
    record = record_bytes(annex_one_record(design, issuer, award))
    return _Prepared(entry, record, describe(design, issuer, award, record=record))


def _new_entry(row: CheckedRow, design: str, work: Work) -> Entry:
    code = make_code(work.chance.bytes(RANDOM_BYTES))
    while work.register.has(code):
        code = make_code(work.chance.bytes(RANDOM_BYTES))
    uuid, index = work.register.new_place(work.chance.below, work.chance.new_uuid)
    at = write_stamp(work.signing.created)
    return Entry(code, design, row.keys, row.fingerprint, uuid, index, at)


def _picture_url(design: Design, issuer: Issuer, pictures: Pictures, *, own: bool) -> str | None:
    """The achievement's own picture is the default; a picture of another form has another name."""
    if not own or pictures.main == "png":
        return None
    return image_url(issuer.base, design).removesuffix("png") + pictures.main


def _write_all(prepared: list[_Prepared], work: Work) -> dict[str, dict[str, str]]:
    """Begin, sign, write, finish. Gives for each code its files with their digests."""
    if not prepared:
        return {}
    work.register.begin(each.entry for each in prepared)
    work.site.publish_lists(work.register, work.signing)
    signed: Iterable[bytes] = (b"" for _ in prepared)
    if work.signing.suite:
        signed = work.signing.secure_all([each.document for each in prepared])
    written = {each.entry.code: _write(each, secured, work) for each, secured in zip(prepared, signed, strict=True)}
    work.register.finish(written)
    return written


def _write(each: _Prepared, secured: bytes, work: Work) -> dict[str, str]:
    """The files of one credential, name → SHA-256.

    secured:  the document with its proof; b"" when the key makes JWTs only
    """
    code, pictures = each.entry.code, work.pictures[each.entry.design].by_form
    token = work.signing.as_jwt(each.document) if "jwt" in work.formats or not secured else ""
    text = secured.decode() if secured else token
    contents = {f"{code}.annex-1.json": each.record}
    if "json" in work.formats and secured:
        contents[f"{code}.json"] = secured
    if "jwt" in work.formats:
        contents[f"{code}.jwt"] = token.encode()
    for form in ("png", "svg"):
        if form in work.formats and form in pictures:
            contents[f"{code}.{form}"] = images.bake(pictures[form], text)
    for name, data in contents.items():
        write_file(work.folder / name, data)
    return {name: sha256(data).hexdigest() for name, data in contents.items()}


def _outcome(
    row: CheckedRow, prepared: _Prepared | None, files: Mapping[str, Mapping[str, str]], work: Work
) -> Outcome:
    if prepared is not None:
        code = prepared.entry.code
        return Outcome(row, code, tuple(files[code]), is_new=True)
    if row.state in (State.ALREADY_ISSUED, State.CHANGED):
        entry = work.register.entry_of(row.keys, row.values["design"])
        if entry is not None:
            return Outcome(row, entry.code, tuple(entry.files))
    return Outcome(row)
