"""Everything that is held about a person, in one file that the person can read and a machine too (GDPR, 15 and 20).

Rooms above call `register` when they are ready, and each gives its part.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from itertools import chain
from typing import Any, Final

import orjson
from django.db import transaction
from django.utils.timezone import localtime

from sceau.accounts.models import User
from sceau.engine.errors import EngineError, Reason
from sceau.institutions.directories.ports import SecretBox
from sceau.institutions.roles import Right
from sceau.people import civil, reasons
from sceau.people.exportpage import Section, page_of
from sceau.people.models import CivilStatus, Person
from sceau.people.ports import FileReader
from sceau.people.queries import (
    addresses_of,
    changes_of,
    consents_of,
    everybody_behind,
    guardians_of,
    is_oneself,
    merges_of,
    person_of,
)
from sceau.people.rights import require
from sceau.people.writing import write

FORMAT: Final = "sceau.person/1"
LARGEST: Final = 200_000_000  # bytes of files in one export, which is made in memory


@dataclass(frozen=True, slots=True)
class Part:
    """What one room holds about a person.

    data:      plain values, under the room's name in donnees.json
    sections:  the same for a reader
    files:     path below fichiers/ -> digest under which the file is kept
    """

    data: Any
    sections: Sequence[Section] = ()
    files: dict[str, str] = field(default_factory=dict)


Teller = Callable[[Sequence[Person], str], Part]
_TELLERS: Final[dict[str, Teller]] = {}


def register(name: str, teller: Teller) -> None:
    """Say how a room tells what it holds.

    teller:  (all records of one person, "fr" or "en") -> `Part`; the same name again replaces what was said
    """
    _TELLERS[name] = teller


def export_of(*, person: Person, by: User | None, now: datetime, box: SecretBox, files: FileReader) -> bytes:
    """A ZIP: donnees.json, a page to read in the person's language, and files. That it was made is an act.

    A file that is gone, or beyond `LARGEST` in all, is named in fichiers/manquants.txt instead.

    by:      somebody who may see civil status, or the person; None: the person, whom a page knows by a secret link
    raises:  NotEntitled; EngineError when the civil status does not open
    """
    standing = person_of(person)
    if by is not None and not is_oneself(standing, by):
        require(by, Right.SEE_CIVIL_STATUS, standing.institution, now=now)
    language = "fr" if standing.language.partition("-")[0] == "fr" else "en"
    records = everybody_behind(standing)
    parts = {"person": _own(standing, records, language, box=box)}
    parts |= {name: teller(records, language) for name, teller in _TELLERS.items()}
    document = {
        "format": FORMAT,
        "institution": standing.institution.legal_name,
        "made_at": now.isoformat(),
        **{name: part.data for name, part in parts.items()},
    }
    sections = [section for part in parts.values() for section in part.sections]
    with transaction.atomic():
        write("person.exported", standing, by=by, now=now)
    name = "lisez-moi.html" if language == "fr" else "read-me.html"
    kept = {path: digest for part in parts.values() for path, digest in part.files.items()}
    return _zipped(
        {
            "donnees.json": orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS, default=str),
            name: page_of(standing, sections, language, now=now),
        },
        _read(kept, files),
        now,
    )


def _own(standing: Person, records: Sequence[Person], language: str, *, box: SecretBox) -> Part:
    statuses = CivilStatus.objects.filter(person__in=records).select_related("person")
    data = {
        "uuid": str(standing.uuid),
        "records": [_record(each) for each in records],
        "civil_status": [asdict(civil.unseal(each.sealed, each.person.uuid, box=box)) for each in statuses],
        "addresses": [
            {"kind": each.kind, "value": each.value, "verified_at": each.verified_at, "preferred": each.preferred}
            for each in addresses_of(standing)
        ],
        "guardians": [
            {
                "name": each.name,
                "relation": each.relation,
                "email": each.email,
                "phone": each.phone,
                "consented_at": each.consented_at,
                "withdrawn_at": each.withdrawn_at,
            }
            for each in guardians_of(standing)
        ],
        "consents": [
            {
                "subject": each.subject,
                "given_at": each.given_at,
                "how": each.how,
                "withdrawn_at": each.withdrawn_at,
            }
            for each in consents_of(standing)
        ],
        "changes": [
            {
                "at": each.at,
                "fields": each.fields,
                "before": each.before
                | ({"civil_status": _former(each.sealed, each.person, box=box)} if each.sealed else {}),
            }
            for each in changes_of(standing).select_related("person")
        ],
        "merges": [
            {"kept": each.kept.uuid, "other": each.other.uuid, "at": each.at, "undone_at": each.undone_at}
            for each in merges_of(standing)
        ],
    }
    return Part(data, _own_sections(data, language))


def _former(sealed: str, person: Person, *, box: SecretBox) -> dict[str, Any]:
    return asdict(civil.unseal(sealed, person.uuid, box=box))


def _record(person: Person) -> dict[str, Any]:
    names = ("uuid", "given_name", "family_name", "native_name", "language", "reference", "created_at")
    return {name: getattr(person, name) for name in names}


def _own_sections(data: dict[str, Any], language: str) -> list[Section]:
    def title(reason: Reason) -> str:
        return reason.sentence(language, {})

    labels = {name: title(words) for name, words in reasons.LABELS.items()}

    def rows(values: dict[str, Any]) -> list[tuple[str, str]]:
        return [(labels.get(name, name), _said(value)) for name, value in values.items() if value]

    sections = [Section(title(reasons.TITLE_RECORD), rows(each)) for each in data["records"]]
    sections += [Section(title(reasons.TITLE_CIVIL_STATUS), rows(each)) for each in data["civil_status"]]
    sections += [Section(title(reasons.TITLE_ADDRESS), rows(each)) for each in data["addresses"]]
    sections += [Section(title(reasons.TITLE_GUARDIAN), rows(each)) for each in data["guardians"]]
    sections += [Section(title(reasons.TITLE_CONSENT), rows(each)) for each in data["consents"]]
    return sections


def _said(value: object) -> str:
    if isinstance(value, datetime):
        return localtime(value).strftime("%d/%m/%Y %H:%M")
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return "✓" if value is True else str(value)


def _read(kept: Mapping[str, str], files: FileReader) -> Iterator[tuple[str, bytes]]:
    """The files one after the other, then the names of those that are not there."""
    room, missing = LARGEST, []
    for path, digest in kept.items():
        try:
            content = files.read(digest)
        except EngineError:
            content = None
        if content is None or len(content) > room:
            missing.append(path)
            continue
        room -= len(content)
        yield f"fichiers/{path}", content
    if missing:
        yield "fichiers/manquants.txt", "\n".join(missing).encode()


def _zipped(pages: Mapping[str, bytes], files: Iterable[tuple[str, bytes]], now: datetime) -> bytes:
    target = io.BytesIO()
    moment = localtime(now).timetuple()[:6]
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in chain(pages.items(), files):
            entry = zipfile.ZipInfo(path, date_time=moment)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, content)
    return target.getvalue()
