"""Which column of a table holds what: names in French or English, typed with or without accents, with mistakes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from sceau.intake import decisions, reasons
from sceau.intake.errors import UnmatchedColumns
from sceau.intake.fields import ADDED, FIELDS, NAMES
from sceau.intake.folding import fold
from sceau.intake.people import TITLES

_LIKENESS = 0.86  # « Prénomm », « Couriel », « date de naisance » are above; « prénom 1 » and « prénom 2 » kept apart
_SHORTEST_GUESS = 5  # a shorter word is one letter from too many others
_MAX_HEADER = 80  # a longer cell is a sentence, and comparing sentences takes time
_CAMEL = re.compile(r"(?<=[a-zà-ÿ])(?=[A-Z])")
_ASIDE = re.compile(r"\([^)]*\)|\[[^]]*\]")
_FILLERS = frozenset(
    "de du des d la le les l un une the of a an candidat candidate apprenant apprenante stagiaire learner student "
    "participant titulaire beneficiaire personne obligatoire facultatif required optional".split()
)
_SYNONYMS = {name: (field, rank) for field, names in FIELDS.items() for rank, name in enumerate(names)}
_GUESSABLE = [(name, [sign for sign in name if sign.isdigit()]) for name in _SYNONYMS if len(name) >= _SHORTEST_GUESS]
_OURS = frozenset(fold(header) for headers in ADDED.values() for header in headers)


@dataclass(frozen=True, slots=True)
class Match:
    """What one column is taken to hold.

    header:     as written in the file
    field:      a key of `fields.FIELDS`; None for a column that is left aside
    how:        "given" by a mapping, "known" name, "guessed" from a name with a mistake, "" when left aside
    rival:      another header that has the same claim on this field, or ""
    """

    header: str
    field: str | None
    how: str = ""
    rival: str = ""


@dataclass(frozen=True, slots=True)
class Columns:
    """How the columns of a table were matched: one Match for each, in the order of the table."""

    matches: tuple[Match, ...]

    @property
    def places(self) -> dict[str, int]:
        """Field → index of its column."""
        return {match.field: index for index, match in enumerate(self.matches) if match.field}

    @property
    def mapping(self) -> dict[str, str | None]:
        """Header → field or None: plain values, to be shown, corrected, remembered and given back."""
        return {match.header: match.field for match in self.matches}

    @property
    def ambiguous(self) -> tuple[Match, ...]:
        """The columns that were preferred to another with the same claim: worth a question."""
        return tuple(match for match in self.matches if match.rival)

    def header(self, field: str) -> str:
        """The header of a field as the file writes it; "" when the table has no such column."""
        return next((match.header for match in self.matches if match.field == field), "")


def match_columns(
    headers: Sequence[str],
    *,
    mapping: Mapping[str, str | None] | None = None,
    samples: Iterable[Sequence[str]] = (),
) -> Columns:
    """Match each header to at most one field, and each field to at most one header.

    mapping:  header → field or None, decided by a person or remembered; what it does not name is guessed
    samples:  some rows, which settle headers of two meanings (« Titre », « Statut »)
    raises:   UnmatchedColumns when the mapping names an unknown field, or one field twice
    """
    given = {header: field for header, field in (mapping or {}).items() if header in headers}
    _check_given(given)
    rows = list(samples)
    claims: dict[int, tuple[str, float]] = {}
    for index, header in enumerate(headers):
        if header in given:
            continue
        claim = recognise(header)
        if claim is not None:
            field = _by_content(claim[0], fold(header), [row[index] for row in rows if index < len(row)])
            if field is not None:
                claims[index] = (field, claim[1])
    winners, rivals = _settle(claims, taken={field for field in given.values() if field})
    _read_plain_last_name(winners, set(given.values()))
    matches = []
    for index, header in enumerate(headers):
        field, how = (given[header], "given") if header in given else winners.get(index, (None, ""))
        matches.append(Match(header, field, how if field else "", headers[rivals[index]] if index in rivals else ""))
    return Columns(tuple(matches))


@lru_cache(maxsize=4096)
def recognise(header: str) -> tuple[str, float] | None:
    """The field a header names, with a rank that is lower for a surer name: whole numbers are known names."""
    if len(header) > _MAX_HEADER or fold(header) in _OURS:
        return None
    spellings = [fold(_CAMEL.sub(" ", header)), fold(header), fold(_ASIDE.sub(" ", header))]
    spellings.append(" ".join(word for word in spellings[2].split() if word not in _FILLERS))
    for spelling in spellings:
        if spelling in _SYNONYMS:
            field, rank = _SYNONYMS[spelling]
            return field, float(rank)
    return _guess(spellings[2])


def missing_columns(columns: Columns, *, several_designs: bool, decided: bool) -> list[str]:
    """The fields without which no row can be right, that the table does not have.

    several_designs:  the rows must then say which one is meant
    decided:          somebody answers for the decision, so that no column need say it
    """
    places = columns.places
    missing = []
    if "full_name" not in places:
        missing += [field for field in ("birth_name", "given_name") if field not in places]
        if "birth_name" in missing and "usage_name" in places:
            missing.remove("birth_name")
    if several_designs and "design" not in places:
        missing.append("design")
    if not decided and "decision" not in places:
        missing.append("decision")
    return missing


def _guess(spelling: str) -> tuple[str, float] | None:
    if len(spelling) < _SHORTEST_GUESS:
        return None
    digits = [sign for sign in spelling if sign.isdigit()]
    best, likeness = "", _LIKENESS
    matcher = SequenceMatcher(None, b=spelling)
    for name, name_digits in _GUESSABLE:
        if name_digits != digits:  # « prénom 1 » is no slip for « prénom 2 »
            continue
        matcher.set_seq1(name)
        if matcher.real_quick_ratio() > likeness and matcher.quick_ratio() > likeness and matcher.ratio() > likeness:
            best, likeness = name, matcher.ratio()
    return (_SYNONYMS[best][0], 2.0 - likeness + len(_SYNONYMS)) if best else None


def _by_content(field: str, header: str, cells: list[str]) -> str | None:
    """A header of two meanings, settled by what stands below it."""
    filled = [fold(cell) for cell in cells if cell.strip()]
    if field == "title":
        people = sum(cell in TITLES for cell in filled)
        return "sex" if filled and people * 2 >= len(filled) else "design"
    if field == "decision" and header in ("statut", "status", "validation", "avis"):
        known = sum(decisions.read(cell) is not None for cell in filled)
        return "decision" if known * 2 >= len(filled) and filled else None
    return field


def _settle(
    claims: dict[int, tuple[str, float]], *, taken: set[str]
) -> tuple[dict[int, tuple[str, str]], dict[int, int]]:
    """Column → field and how, the surest name first; column → the next column that claimed the same field."""
    winners: dict[int, tuple[str, str]] = {}
    rivals: dict[int, int] = {}
    holder: dict[str, int] = {}
    for index, (field, rank) in sorted(claims.items(), key=lambda claim: (claim[1][1], claim[0])):
        if field in holder:
            rivals.setdefault(holder[field], index)
        elif field not in taken:
            holder[field] = index
            winners[index] = (field, "guessed" if rank > len(_SYNONYMS) else "known")
    return winners, rivals


def _read_plain_last_name(winners: dict[int, tuple[str, str]], given: set[str | None]) -> None:
    """« Nom » alone is the birth name; beside « nom de naissance » it is the name in use, unless that has its own."""
    fields = {field for field, _ in winners.values()} | given
    for index, (field, how) in list(winners.items()):
        if field == "last_name":
            del winners[index]
            meaning = next((name for name in ("birth_name", "usage_name") if name not in fields), None)
            if meaning:
                winners[index] = (meaning, how)


def _check_given(given: Mapping[str, str | None]) -> None:
    seen: dict[str, str] = {}
    for header, field in given.items():
        if field is None:
            continue
        if field not in FIELDS or field in ("last_name", "title"):
            raise UnmatchedColumns(reasons.UNKNOWN_FIELD, field=field, header=header)
        if field in seen:
            raise UnmatchedColumns(reasons.FIELD_TWICE, field=field, first=seen[field], second=header)
        seen[field] = header


def field_names(fields: Iterable[str], language: str) -> str:
    """Fields as a person calls them, joined by commas."""
    place = 0 if language == "fr" else 1
    return ", ".join(NAMES[field][place] if field in NAMES else field for field in fields)
