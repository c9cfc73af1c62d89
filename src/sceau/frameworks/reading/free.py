"""A list of one's own: « code;label_fr;label_en;url;parent », as CSV in any usual encoding, XLSX or ODS."""

from __future__ import annotations

from pathlib import Path

from sceau.frameworks import reasons
from sceau.frameworks.errors import TooLarge, WrongFile
from sceau.frameworks.reading import values
from sceau.frameworks.reading.concepts import MOST_SIGNS_OF_A_CODE, ConceptRow
from sceau.intake import IntakeError, Table, open_table
from sceau.intake import TooLarge as TableTooLarge

COLUMNS = ("code", "label_fr", "label_en", "url", "parent")
OPTIONAL = ("description_fr", "description_en", "kind")
_NAMES = {"libelle": "label_fr", "libellé": "label_fr", "label": "label_fr", "adresse": "url"}
_ADDRESSES = ("https://", "http://")
_LONGEST_ADDRESS = 500


def is_one(path: Path) -> bool:
    """Whether the header has a code and a label."""
    try:
        table = open_table(path, header_line=1)
    except (IntakeError, OSError):
        return False
    return {"code"} < set(_places(table))


def concepts(path: Path, shown: str) -> dict[str, ConceptRow]:
    """Every line by its code; parents may come after their children.

    raises:  WrongFile, TooLarge
    """
    found: dict[str, ConceptRow] = {}
    lines: dict[str, int] = {}
    try:
        table = open_table(path, header_line=1)
        places = _places(table)
        if "code" not in places or not {"label_fr", "label_en"} & set(places):
            raise WrongFile(reasons.MISSING_COLUMNS, file=shown, line=1, columns="code, label_fr")
        for row in table:
            cells = {name: row.cells[place] for name, place in places.items() if place < len(row.cells)}
            if not any(cell.strip() for cell in cells.values()):
                continue
            concept = _concept(cells, shown, row.line)
            if concept.code in found:
                raise WrongFile(reasons.CODE_TWICE, file=shown, line=row.line, code=concept.code)
            found[concept.code], lines[concept.code] = concept, row.line
    except IntakeError as refusal:
        kind = TooLarge if isinstance(refusal, TableTooLarge) else WrongFile
        told = refusal.details.get("line", 0)
        raise kind(
            reasons.UNREADABLE_ROWS,
            file=shown,
            line=told if isinstance(told, int) else 0,
            why=refusal.sentence("fr"),
            why_en=refusal.sentence("en"),
        ) from refusal
    if not found:
        raise WrongFile(reasons.NO_CONCEPT, file=shown)
    for code, concept in found.items():
        for parent in concept.parents:
            if parent not in found or parent == code:
                raise WrongFile(reasons.UNKNOWN_PARENT, file=shown, line=lines[code], parent=parent, code=code)
    return found


def _places(table: Table) -> dict[str, int]:
    named = [_NAMES.get(header.strip().lower(), header.strip().lower()) for header in table.headers]
    return {name: place for place, name in enumerate(named) if name in (*COLUMNS, *OPTIONAL)}


def _concept(cells: dict[str, str], shown: str, line: int) -> ConceptRow:
    code, url = values.line(cells.get("code", "")), values.line(cells.get("url", ""))
    if not code:
        raise WrongFile(reasons.NO_CODE, file=shown, line=line)
    if len(code) > MOST_SIGNS_OF_A_CODE:
        raise WrongFile(reasons.CODE_TOO_LONG, file=shown, line=line, limit=MOST_SIGNS_OF_A_CODE)
    if url and (not url.startswith(_ADDRESSES) or len(url) > _LONGEST_ADDRESS):
        raise WrongFile(reasons.WRONG_ADDRESS, file=shown, line=line, value=url[:80])
    label_fr, label_en = values.line(cells.get("label_fr", "")), values.line(cells.get("label_en", ""))
    if not (label_fr or label_en):
        raise WrongFile(reasons.NO_LABEL, file=shown, line=line, code=code)
    parent = values.line(cells.get("parent", ""))
    return ConceptRow(
        code=code,
        url=url,
        kind=values.line(cells.get("kind", ""))[:16],
        label_fr=label_fr,
        label_en=label_en,
        description_fr=values.paragraphs(cells.get("description_fr", "")),
        description_en=values.paragraphs(cells.get("description_en", "")),
        parents=(parent,) if parent else (),
    )
