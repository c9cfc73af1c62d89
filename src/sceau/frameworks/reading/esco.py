"""The CSV package of ESCO, one language or several: skills_fr.csv, skills_en.csv, occupations_fr.csv…

Columns as published with v1.2: see docs/decisions/frameworks.md. Separator « , », UTF-8, alternative labels one a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sceau.frameworks import reasons
from sceau.frameworks.errors import WrongFile
from sceau.frameworks.reading import tables, values
from sceau.frameworks.reading.concepts import MOST_ALTERNATIVES, MOST_SIGNS, ConceptRow, LinkRow
from sceau.frameworks.reading.limits import DEFAULT, Limits
from sceau.frameworks.reading.packages import Member, Package
from sceau.frameworks.reading.sheets import Oddities

LANGUAGES = ("fr", "en")
_NAME = re.compile(r"(skills|occupations|skillgroups|iscogroups)_(fr|en)\.csv", re.IGNORECASE)
_BROADER = re.compile(r"broaderrelations(?:skill|occ)pillar(?:_(\w\w))?\.csv", re.IGNORECASE)
_ASKED = re.compile(r"occupationskillrelations(?:_(\w\w))?\.csv", re.IGNORECASE)
_VERSION = re.compile(r"v(\d+(?:\.\d+){1,2})")
_KINDS = {"skill/competence": "skill", "knowledge": "knowledge"}
_KIND_OF_FILE = {"skills": "skill", "occupations": "occupation", "skillgroups": "group", "iscogroups": "group"}
_REUSE = ("transversal", "cross-sector", "sector-specific", "occupation-specific")
_COLUMNS = ("conceptUri", "preferredLabel")
_OPTIONAL = ("altLabels", "hiddenLabels", "status", "description", "skillType", "reuseLevel", "code", "iscoGroup")
_PLACES = ("http://data.europa.eu/", "https://data.europa.eu/")


def is_one(package: Package) -> bool:
    """Whether these are files of ESCO."""
    return any(_NAME.fullmatch(member.name) for member in package.members)


def version_of(package: Package) -> str:
    """As the name of the package tells it, "" when it does not."""
    found = _VERSION.search(package.name)
    return found[1] if found else ""


def languages_of(package: Package) -> tuple[str, ...]:
    """Those of French and English in which there are labels."""
    found = {match[2].lower() for member in package.members if (match := _NAME.fullmatch(member.name))}
    return tuple(language for language in LANGUAGES if language in found)


def concepts(package: Package, *, oddities: Oddities, limits: Limits = DEFAULT) -> dict[str, ConceptRow]:
    """Every concept by its URI, both languages together, with what it is a part of.

    raises:  WrongFile, TooLarge
    """
    found: dict[str, ConceptRow] = {}
    for member in package.members:
        match = _NAME.fullmatch(member.name)
        if match:
            for row in _rows(member, match[1].lower(), match[2].lower(), limits):
                there = found.get(row.code)
                found[row.code] = there.completed(row) if there else row
    if not found:
        raise WrongFile(reasons.NO_CONCEPT, file=package.name)
    parents: dict[str, list[str]] = {}
    for member in _one_of(package, _BROADER):
        for _, (uri, broader) in tables.rows(member, ("conceptUri", "broaderUri"), delimiter=",", limits=limits):
            if uri in found and broader in found:
                if broader not in (known := parents.setdefault(uri, [])):
                    known.append(broader)
            else:
                oddities.note("broader_unknown")
    for uri, several in parents.items():
        found[uri] = found[uri].completed(ConceptRow(uri, parents=tuple(several)))
    return found


def links(package: Package, *, limits: Limits = DEFAULT) -> Iterator[LinkRow]:
    """What occupations ask for.

    raises:  WrongFile, TooLarge
    """
    for member in _one_of(package, _ASKED)[:1]:
        columns = ("occupationUri", "relationType", "skillUri")
        for line, (source, kind, target) in tables.rows(member, columns, delimiter=",", limits=limits):
            if kind not in ("essential", "optional"):
                fault = values.WrongCell(
                    reasons.WRONG_WORD, value=kind[:40], column="relationType", expected="essential, optional"
                )
                raise tables.at(member, line, fault)
            yield LinkRow(source, target, kind)


def _one_of(package: Package, name: re.Pattern[str]) -> list[Member]:
    """Files that say the same in each language: those of one language."""
    found: dict[str, list[Member]] = {}
    for member in package.members:
        if match := name.fullmatch(member.name):
            found.setdefault((match[1] or "").lower(), []).append(member)
    return next((found[language] for language in ("fr", "en", "") if language in found), [])


def _rows(member: Member, stem: str, language: str, limits: Limits) -> Iterator[ConceptRow]:
    for line, cells in tables.rows(member, _COLUMNS, delimiter=",", optional=_OPTIONAL, limits=limits):
        uri, label, others, hidden, status, description, skill_type, reuse, code, isco = cells
        uri = uri.strip()
        if not uri.startswith(_PLACES) or len(uri) > 200:  # noqa: PLR2004 -- the column of the table
            fault = values.WrongCell(
                reasons.WRONG_WORD, value=uri[:60], column="conceptUri", expected="http://data.europa.eu/…"
            )
            raise tables.at(member, line, fault)
        shown = values.line(label)
        if not shown:
            continue  # not translated: the other language has it
        kind = _KINDS.get(values.line(skill_type).lower(), _KIND_OF_FILE[stem])
        text, french = values.paragraphs(description)[:MOST_SIGNS], language == "fr"
        yield ConceptRow(
            code=uri,
            url=uri,
            kind=kind,
            notation=values.line(code or isco)[:40],
            reuse=reuse.strip() if reuse.strip() in _REUSE else "",
            retired=values.line(status).lower() == "obsolete",
            label_fr=shown if french else "",
            label_en="" if french else shown,
            description_fr=text if french else "",
            description_en="" if french else text,
            alternatives_fr=_alternatives(others, hidden, shown) if french else (),
            alternatives_en=() if french else _alternatives(others, hidden, shown),
        )


def _alternatives(others: str, hidden: str, label: str) -> tuple[str, ...]:
    cells = re.split(r"\n| \| ", f"{others}\n{hidden}")
    found = dict.fromkeys(values.line(cell) for cell in cells)
    return tuple(each for each in found if each and each != label)[:MOST_ALTERNATIVES]
