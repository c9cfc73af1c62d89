"""The open data of ROME 4.0 (France Travail): « RefRomeCsv » or « RefRomeJson », an archive of files unix_….

Read are the métiers (unix_referentiel_code_rome), their appellations, the compétences, the savoirs, and which of them a
métier asks for. See docs/decisions/frameworks.md for the columns and where they were seen.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from sceau.frameworks import reasons
from sceau.frameworks.errors import TooLarge, WrongFile
from sceau.frameworks.reading import tables, values
from sceau.frameworks.reading.concepts import MOST_SIGNS, ConceptRow, LinkRow
from sceau.frameworks.reading.limits import DEFAULT, Limits
from sceau.frameworks.reading.packages import Member, Package
from sceau.frameworks.reading.sheets import Oddities
from sceau.intake.limits import MEGABYTE

ROME = re.compile(r"[A-Z]\d{4}")
_NAME = re.compile(r"unix_(\w+?)(?:_v(\d+))?(?:_utf8)?\.(csv|json)", re.IGNORECASE)
_JOBS, _TITLES = "referentiel_code_rome", "referentiel_appellation"
_SKILLS, _KNOWLEDGE, _LINKS = "referentiel_competence", "referentiel_savoir", "liens_rome_referentiels"
_TWICE_ENCODED = re.compile("[ÃÂ][\u0080-\u00bf]")
# by file: the code and the label under the names that they have in CSV and in JSON, and the kind
_CODES = {
    _JOBS: (("code_rome",), ("libelle_rome", "libelle", "intitule"), "job"),
    _TITLES: (("code_ogr", "code_ogr_appellation"), ("libelle_appellation_long", "libelle"), "job_title"),
    _SKILLS: (("code_ogr", "code_ogr_competence"), ("libelle_competence", "libelle"), "skill"),
    _KNOWLEDGE: (("code_ogr_savoir", "code_ogr"), ("libelle_savoir", "libelle"), "knowledge"),
}
_PARENT = ("code_rome", "code_rome_parent")
_SHORT = ("libelle_appellation_court", "libelle_court")


def is_one(package: Package) -> bool:
    """Whether these are files of ROME."""
    return _JOBS in _members(package)


def version_of(package: Package) -> str:
    """As the names of the files tell it: "461"."""
    versions = {match[2] for member in package.members if (match := _NAME.fullmatch(member.name)) and match[2]}
    return max(versions, default="")


def concepts(package: Package, *, oddities: Oddities, limits: Limits = DEFAULT) -> dict[str, ConceptRow]:
    """Every concept by its code: « M1805 » for a métier, « ogr:12345 » for what has that number.

    raises:  WrongFile, TooLarge
    """
    members = _members(package)
    lacking = [f"unix_{stem}" for stem in (_JOBS, _TITLES, _SKILLS) if stem not in members]
    if lacking:
        raise tables.missing(lacking, package.name)
    found: dict[str, ConceptRow] = {}
    for stem in (_JOBS, _TITLES, _SKILLS, _KNOWLEDGE):
        if stem not in members:
            continue
        for line, row in _rows(members[stem], stem, limits):
            if row.code in found:
                oddities.note("said_twice")
            elif row.parents and not set(row.parents) <= found.keys():
                oddities.note("job_title_without_job")
            elif not row.label_fr:
                raise WrongFile(reasons.NO_LABEL, file=members[stem].name, line=line, code=row.code)
            else:
                found[row.code] = row
    if not found:
        raise WrongFile(reasons.NO_CONCEPT, file=package.name)
    return found


def links(package: Package, *, limits: Limits = DEFAULT) -> Iterator[LinkRow]:
    """What métiers ask for; only the CSV tells.

    raises:  WrongFile, TooLarge
    """
    member = _members(package).get(_LINKS)
    if member is None or not member.name.lower().endswith(".csv"):
        return
    seen: set[tuple[str, str]] = set()
    for _, (job, ogr) in tables.rows(member, ("code_rome", "code_ogr"), delimiter=",", limits=limits):
        pair = values.line(job), f"ogr:{values.line(ogr)}"
        if pair not in seen:
            seen.add(pair)
            yield LinkRow(*pair, "essential")


def _members(package: Package) -> dict[str, Member]:
    return {match[1].lower(): member for member in package.members if (match := _NAME.fullmatch(member.name))}


def _rows(member: Member, stem: str, limits: Limits) -> Iterator[tuple[int, ConceptRow]]:
    codes, labels, kind = _CODES[stem]
    entries = _entries(member, stem, limits)
    for line, entry in entries:
        code = next((text for name in codes if (text := values.line(entry.get(name, "")))), "")
        label = next((text for name in labels if (text := values.label(entry.get(name, "")))), "")
        if not code:
            raise WrongFile(reasons.NO_CODE, file=member.name, line=line)
        if kind == "job" and not ROME.fullmatch(code):
            fault = values.WrongCell(reasons.WRONG_WORD, value=code[:40], column="code_rome", expected="M1805")
            raise tables.at(member, line, fault)
        if kind != "job" and not (code.isdigit() and len(code) <= 12):  # noqa: PLR2004 -- numbers have six figures
            fault = values.WrongCell(reasons.WRONG_COUNT, value=code[:40], column=codes[0])
            raise tables.at(member, line, fault)
        parent = next((text for name in _PARENT if (text := values.line(entry.get(name, "")))), "")
        short = next((text for name in _SHORT if (text := values.label(entry.get(name, "")))), "")
        defined = entry.get("definition_comp", "") or entry.get("definition", "")
        yield (
            line,
            ConceptRow(
                code=code if kind == "job" else f"ogr:{code}",
                kind=kind,
                label_fr=label,
                alternatives_fr=(short,) if short and short != label else (),
                description_fr=values.paragraphs(defined)[:MOST_SIGNS],
                parents=(parent,) if parent and kind == "job_title" else (),
            ),
        )


def _entries(member: Member, stem: str, limits: Limits) -> Iterator[tuple[int, dict[str, str]]]:
    if member.name.lower().endswith(".json"):
        yield from enumerate(_of_json(member, limits), 1)
        return
    codes, labels, kind = _CODES[stem]
    code = "code_ogr_savoir" if stem == _KNOWLEDGE else codes[0]
    asked = (code, labels[0], *(["code_rome"] if kind == "job_title" else []))
    optional = ("libelle_appellation_court", "definition")
    names = (*asked, *optional)
    for line, cells in tables.rows(member, asked, delimiter=",", optional=optional, limits=limits):
        yield line, dict(zip(names, cells, strict=True))


def _of_json(member: Member, limits: Limits) -> Iterator[dict[str, str]]:
    """The objects of a list, or of the first list of an object. They come in ISO-8859-1, some twice encoded."""
    if member.size > limits.json_bytes:
        raise TooLarge(reasons.TOO_LARGE, file=member.name, limit=limits.json_bytes // MEGABYTE)
    with member.open() as file:
        data = file.read(limits.json_bytes + 1)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    try:
        said: Any = json.loads(text)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 0)
        raise WrongFile(reasons.NOT_JSON, file=member.name, line=line, why=type(error).__name__) from error
    if isinstance(said, dict):
        said = next((each for each in said.values() if isinstance(each, list)), None)
    if not isinstance(said, list) or not all(isinstance(each, dict) for each in said):
        raise WrongFile(reasons.NOT_JSON, file=member.name, why="[{…}]")
    for entry in said:
        yield {name: _repaired(str(value)) for name, value in entry.items() if isinstance(value, str | int)}


def _repaired(text: str) -> str:
    if not _TWICE_ENCODED.search(text):
        return text
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text
