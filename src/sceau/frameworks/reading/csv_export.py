"""The CSV export of France compétences: ten files, RNCP and RS together (data.gouv.fr, « export-fiches-csv-… »).

Their rows are in no order that helps, so they are put into a small database in a scratch folder, sorted there, and read
back fiche by fiche: memory stays flat however many partners there are.
"""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import orjson

from sceau.frameworks import reasons
from sceau.frameworks.errors import WrongFile
from sceau.frameworks.reading import tables, values
from sceau.frameworks.reading.limits import DEFAULT, Limits
from sceau.frameworks.reading.packages import Member, Package
from sceau.frameworks.reading.sheets import (
    CERTIFIER,
    RIGHTS,
    BlocSheet,
    BodySheet,
    CodeSheet,
    LinkSheet,
    Oddities,
    RouteSheet,
    Sheet,
)

PREFIX = "export_fiches_csv_"
_BATCH = 5_000
_DAY = re.compile(r"(\d{4})[-_](\d{2})[-_](\d{2})")
_ROUTES = {
    "apres un parcours de formation sous statut d'eleve ou d'etudiant": "FI",
    "en contrat d'apprentissage": "CA",
    "apres un parcours de formation continue": "FC",
    "en contrat de professionnalisation": "CQ",
    "par candidature individuelle": "CL",
    "par experience": "VAE",
}
_REGISTERED = {"enregistrement de droit": "by_right", "enregistrement sur demande": "on_request", "": ""}
_STANDARD = (
    "Numero_Fiche", "Intitule", "Abrege_Libelle", "Abrege_Intitule", "Nomenclature_Europe_Niveau",
    "Accessible_Nouvelle_Caledonie", "Accessible_Polynesie_Francaise", "Date_dernier_jo", "Date_Decision",
    "Date_Fin_Enregistrement", "Date_Effet", "Type_Enregistrement", "Validation_Partielle", "Actif",
)  # fmt: skip
Cells = list[str]


@dataclass(frozen=True, slots=True)
class Part:
    """One of the ten files.

    stem:     of its name, after the prefix, folded
    columns:  those that are read
    read:     a row as what is kept of it, None to leave it out
    """

    stem: str
    name: str
    columns: tuple[str, ...]
    read: Callable[[Cells, Oddities], Any]


def is_one(package: Package) -> bool:
    """Whether these are the files of such an export."""
    return any(folded(member.name).startswith(PREFIX) for member in package.members)


def export_day(package: Package) -> date | None:
    """The day of the archive's name; without one, that of the files in it, which is the day before.

    raises:  WrongFile, when they are not of one day
    """
    named = day_in(package.name)
    days = {found for member in _wanted(package) if (found := day_in(member.name))}
    if len(days) > 1:
        shown = ", ".join(sorted(each.isoformat() for each in days))
        raise WrongFile(reasons.TWO_DAYS, file=package.name, days=shown)
    return named or next(iter(days), None)


def sheets(package: Package, *, scratch: Path, oddities: Oddities, limits: Limits = DEFAULT) -> Iterator[Sheet]:
    """Each fiche, by number; everything is read and found good before the first one is given.

    scratch:  a folder for files that may be thrown away
    raises:   WrongFile, TooLarge
    """
    members = _members(package)
    with closing(sqlite3.connect(scratch / "rows.sqlite3", isolation_level=None)) as base:
        base.executescript(
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-8000; PRAGMA temp_store=FILE;"
            "CREATE TABLE piece (number TEXT, part INTEGER, said BLOB); BEGIN"
        )
        for place, part in enumerate(PARTS):
            _put(base, place, members[part.stem], oddities=oddities, limits=limits)
        base.execute("CREATE INDEX by_number ON piece (number, part)")
        _check_numbers(base, members["standard"])
        read = base.execute("SELECT number, part, said FROM piece ORDER BY number, part, rowid")
        for found, pieces in groupby(read, key=itemgetter(0)):
            sheet = _sheet(found, ((part, orjson.loads(said)) for _, part, said in pieces), oddities)
            if sheet is not None:
                yield sheet
        base.execute("COMMIT")


def folded(name: str) -> str:
    """A name without its accents, in low letters."""
    decomposed = unicodedata.normalize("NFD", name)
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign)).lower()


def day_in(name: str) -> date | None:
    """The day that a name tells."""
    match = _DAY.search(name)
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def _wanted(package: Package) -> list[Member]:
    return [member for member in package.members if folded(member.name).startswith(PREFIX)]


def _members(package: Package) -> dict[str, Member]:
    found: dict[str, Member] = {}
    for member in _wanted(package):
        rest = folded(member.name).removeprefix(PREFIX)
        stem = next((part.stem for part in PARTS if rest.startswith(part.stem)), "")
        if stem in found:
            raise WrongFile(reasons.TWICE_THE_FILE, file=package.name, name=member.name)
        if stem:
            found[stem] = member
    lacking = [part.name for part in PARTS if part.stem not in found]
    if lacking:
        raise tables.missing(lacking, package.name)
    return found


def _put(base: sqlite3.Connection, place: int, member: Member, *, oddities: Oddities, limits: Limits) -> None:
    part = PARTS[place]
    waiting: list[tuple[str, int, bytes]] = []
    for line, cells in tables.rows(member, part.columns, limits=limits):
        try:
            number = values.number(cells[0])
            said = part.read(cells, oddities)
        except values.WrongCell as fault:
            raise tables.at(member, line, fault) from fault
        if said is None:
            continue
        waiting.append((number, place, orjson.dumps([line, *said] if place == 0 else said)))
        if len(waiting) >= _BATCH:
            base.executemany("INSERT INTO piece VALUES (?, ?, ?)", waiting)
            waiting.clear()
    base.executemany("INSERT INTO piece VALUES (?, ?, ?)", waiting)


def _check_numbers(base: sqlite3.Connection, standard: Member) -> None:
    twice = base.execute(
        "SELECT number, max(said) FROM piece WHERE part = 0 GROUP BY number HAVING count(*) > 1 LIMIT 1"
    ).fetchone()
    if twice:
        line = max(
            orjson.loads(said)[0]
            for (said,) in base.execute("SELECT said FROM piece WHERE part = 0 AND number = ?", [twice[0]])
        )
        raise WrongFile(reasons.NUMBER_TWICE, file=standard.name, line=line, number=twice[0])
    if not base.execute("SELECT 1 FROM piece WHERE part = 0 LIMIT 1").fetchone():
        raise WrongFile(reasons.NO_FICHE, file=standard.name)


def _sheet(number: str, pieces: Iterator[tuple[int, list[Any]]], oddities: Oddities) -> Sheet | None:
    parts: list[list[list[Any]]] = [[] for _ in PARTS]
    for place, said in pieces:
        parts[place].append(said)
    standard, blocs, certifiers, partners, rome, nsf, formacode, ccn, routes, links = parts
    if not standard:
        oddities.note("orphans")
        return None
    _, *plain = standard[0]
    names = (
        "title", "incomplete", "abbreviation", "abbreviation_title", "level", "new_caledonia", "french_polynesia",
        "journal_on", "decided_on", "ends_on", "effect_on", "registered", "partial_validation", "active",
    )  # fmt: skip
    named: dict[str, Any] = dict(zip(names, plain, strict=True))
    return Sheet(
        number=number,
        **named,
        blocs=tuple(_once([BlocSheet(*each) for each in sorted(blocs)], oddities)),
        bodies=tuple(_once([BodySheet(*each) for each in (*certifiers, *partners)], oddities)),
        codes=tuple(
            _once(
                [
                    *(CodeSheet("nsf", *each) for each in nsf),
                    *(CodeSheet("formacode", *each) for each in formacode),
                    *(CodeSheet("rome", *each) for each in rome),
                    *(CodeSheet("ccn", *pair) for each in ccn for pair in each),
                ],
                oddities,
            )
        ),
        routes=tuple(_once([RouteSheet(*each) for each in routes], oddities)),
        links=tuple(_once([LinkSheet(*pair) for each in links for pair in each], oddities)),
    )


def _once(items: list[Any], oddities: Oddities) -> list[Any]:
    """The items without those that are said twice; of two blocs of a code the one that has a label."""
    found: dict[object, Any] = {}
    for item in items:
        there = found.get(item.key)
        if there is None or (isinstance(item, BlocSheet) and not there.label):
            found[item.key] = item
        if there is not None and there != item:
            oddities.note("said_twice")
    return list(found.values())


def _read_standard(cells: Cells, oddities: Oddities) -> list[Any]:
    number, title, short, short_title, level, caledonia, polynesia, *days, kind, partial, active = cells
    journal, decided, ends, effect = days
    shown, incomplete = values.title(title)
    if not shown:
        raise values.WrongCell(reasons.NO_TITLE, number=number.strip())
    found = values.level(level)
    if found is not None and number.strip().upper().startswith("RS"):
        raise values.WrongCell(reasons.WRONG_LEVEL_OF_RS, number=number.strip(), value=level.strip())
    return [
        shown,
        incomplete,
        values.label(short),
        values.label(short_title),
        found,
        values.truth(caledonia, "Accessible_Nouvelle_Caledonie"),
        values.truth(polynesia, "Accessible_Polynesie_Francaise"),
        values.day(journal, "Date_dernier_jo"),
        values.day(decided, "Date_Decision"),
        values.day(ends, "Date_Fin_Enregistrement"),
        values.day(effect, "Date_Effet"),
        values.word(kind, "Type_Enregistrement", _REGISTERED),
        values.truth(partial, "Validation_Partielle"),
        values.word(active, "Actif", {"active": True, "inactive": False}),
    ]


def _read_bloc(cells: Cells, oddities: Oddities) -> list[str] | None:
    number, code, label = cells
    found = values.line(code).upper()
    if not values.BLOC.fullmatch(found):
        oddities.note("wrong_bloc")
        return None
    if "BC" not in found:
        oddities.note("short_bloc")
    if not label.strip():
        oddities.note("bloc_without_label")
    if number.strip().upper().startswith("RS"):
        oddities.note("bloc_of_rs")
    return [found, values.label(label)]


def _siret(cell: str, oddities: Oddities) -> str:
    found = values.siret(cell)
    if not found:
        oddities.note("no_siret" if not cell.strip() else "wrong_siret")
    elif not values.is_plausible(found):
        oddities.note("doubtful_siret")
    return found


def _read_certifier(cells: Cells, oddities: Oddities) -> list[str]:
    return [CERTIFIER, _siret(cells[1], oddities), values.label(cells[2])]


def _read_partner(cells: Cells, oddities: Oddities) -> list[str]:
    right = RIGHTS.get(values.line(cells[3]).lower())
    if right is None:
        oddities.note("unknown_habilitation")
    return [right or "", _siret(cells[2], oddities), values.label(cells[1])]


def _read_code(cells: Cells, oddities: Oddities) -> list[str] | None:
    code = values.line(cells[1])
    if not code or len(code) > 12:  # noqa: PLR2004 -- the column of the table
        oddities.note("wrong_code")
        return None
    return [code, values.coded_label(cells[2], code)]


def _read_formacode(cells: Cells, oddities: Oddities) -> list[str] | None:
    read = _read_code([*cells, ""], oddities)  # the label is not free: it is not even kept here
    return read[:1] if read else None


def _read_ccn(cells: Cells, oddities: Oddities) -> list[list[str]] | None:
    pairs = ((values.line(cells[place]), values.label(cells[place + 1])) for place in (1, 3, 5))
    return [[code[:12], values.coded_label(label, code)] for code, label in pairs if code] or None


def _read_route(cells: Cells, oddities: Oddities) -> list[str] | None:
    found = _ROUTES.get(folded(values.line(cells[1])).replace("’", "'"))
    if found is None:
        oddities.note("unknown_route")
    return [found] if found else None


def _read_link(cells: Cells, oddities: Oddities) -> list[list[Any]] | None:
    pairs = [[values.number(cell), newer] for cell, newer in ((cells[1], False), (cells[2], True)) if cell.strip()]
    own = values.number(cells[0])
    if any(other == own for other, _ in pairs):
        oddities.note("link_to_itself")
    return [pair for pair in pairs if pair[0] != own] or None


_COLUMNS = {
    "Standard": " ".join(_STANDARD),
    "Blocs_De_Compétences": "Numero_Fiche Bloc_Competences_Code Bloc_Competences_Libelle",
    "Certificateurs": "Numero_Fiche Siret_Certificateur Nom_Certificateur",
    "Partenaires": "Numero_Fiche Nom_Partenaire Siret_Partenaire Habilitation_Partenaire",
    "Rome": "Numero_Fiche Codes_Rome_Code Codes_Rome_Libelle",
    "Nsf": "Numero_Fiche Nsf_Code Nsf_Intitule",
    "Formacode": "Numero_Fiche Formacode_Code",
    "CCN": "Numero_Fiche Ccn_1_Numero Ccn_1_Libelle Ccn_2_Numero Ccn_2_Libelle Ccn_3_Numero Ccn_3_Libelle",
    "VoixdAccès": "Numero_Fiche Si_Jury",
    "Ancienne_Nouvelle_Certification": "Numero_Fiche Ancienne_Certification Nouvelle_Certification",
}
_READERS: tuple[Callable[[Cells, Oddities], Any], ...] = (
    _read_standard,
    _read_bloc,
    _read_certifier,
    _read_partner,
    _read_code,
    _read_code,
    _read_formacode,
    _read_ccn,
    _read_route,
    _read_link,
)
PARTS = tuple(
    Part(folded(name), name, tuple(columns.split()), read)
    for (name, columns), read in zip(_COLUMNS.items(), _READERS, strict=True)
)
