"""What reads the cells of each column."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from sceau.intake import choices, contacts, dates, kinds, people, places
from sceau.intake.cells import clean
from sceau.intake.columns import Columns
from sceau.intake.designs import Catalogue
from sceau.intake.findings import Note, Read
from sceau.intake.folding import fold

Reader = Callable[[str], Read]

_NAMES = frozenset({"birth_name", "usage_name", "given_name", "given_name_2", "given_name_3", "full_name"})
_GIVEN = frozenset({"given_name", "given_name_2", "given_name_3"})
_TEXTS = frozenset({"narrative", "reason", "evidence_url"})
_MAX_TEXT = 4_000  # a narrative of a page
_MAX_CELL = 1_000
_REMEMBERED = 2_000


class Readings(dict[str, Read]):
    """What a reader makes of each cell, remembered up to a limit: in most columns few values come again and again."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self._reader = reader

    def __missing__(self, cell: str) -> Read:
        read = self._reader(cell)
        if len(self) < _REMEMBERED:
            self[cell] = read
        return read


def reader_of(
    field: str, columns: Columns, samples: Sequence[Sequence[str]], catalogue: Catalogue, today: date
) -> Reader:
    """What reads the cells of this field's column, cleaned first.

    samples:  rows from which the habits of a column of dates are learnt
    """
    if field in ("birth_date", "assessed_on"):
        place = columns.places[field]
        usage = dates.usage_of(row[place].strip() for row in samples if place < len(row))
        return _cleaning(lambda text: dates.read_date(text, usage, today), _MAX_CELL, quiet=True)
    read = _reader(field, columns.header(field), catalogue)
    return _cleaning(read, _MAX_TEXT if field in _TEXTS else _MAX_CELL)


def cleaned_cell(cell: str, limit: int = _MAX_CELL) -> Read:
    """The cell as `cells.clean` leaves it, or the finding that it is longer than any such cell."""
    if len(cell) > limit:
        return Read("", (Note(kinds.TOO_LONG, "", {"length": len(cell), "limit": limit}),))
    return clean(cell)


def _cleaning(read: Reader, limit: int, *, quiet: bool = False) -> Reader:
    """quiet: spaces at the edges are not worth a word, for the value has a form of its own."""

    def reader(cell: str) -> Read:
        cleaned = cleaned_cell(cell, limit)
        if not cleaned.value:
            return cleaned
        found = read(cleaned.value)
        if not cleaned.notes:
            return found
        return Read(
            found.value, tuple(n for n in cleaned.notes if not quiet or n.kind is not kinds.TRIMMED) + found.notes
        )

    return reader


def _reader(field: str, header: str, catalogue: Catalogue) -> Reader:
    if field in _NAMES:
        given = field in _GIVEN
        return lambda text: people.read_name(text, given=given)
    if field == "sex":
        expected = fold(header) not in ("sexe", "sex", "genre", "gender")
        return lambda text: people.read_sex(text, titles_expected=expected)
    readers: dict[str, Reader] = {
        "design": catalogue.read,
        "email": contacts.read_email,
        "evidence_url": contacts.read_url,
        "birth_postcode": places.read_postcode,
        "birth_insee_code": places.read_insee_code,
        "public_page_consent": choices.read_consent,
        "identity_checked": choices.read_yes,
        "language": choices.read_language,
    }
    return readers.get(field, Read)
