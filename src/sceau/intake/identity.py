"""Is it the same person, and does the row still say the same: keys, fingerprint, and what a file repeats.

A person is known by (strongest first)

1. the address: Unicode NFC, case folded;
2. birth name (else the name in use), first name and birth date, all three folded: no case, accents or
   punctuation (see `folding.fold`), the date as AAAA-MM-JJ, AAAA-MM or AAAA;
3. the names alone, for a row that has neither an address nor a birth date.

Keys and fingerprints are BLAKE2b hashes of 128 bits in hexadecimal, keyed with a salt of the caller's. They
save space and keep names out of indexes; they are still personal data, since names can be guessed.

The fingerprint covers what a credential would say: ESSENTIALS, in this order. Case and the like do count here.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping
from hashlib import blake2b

from sceau.intake import kinds
from sceau.intake.dates import swapped_date
from sceau.intake.findings import Note
from sceau.intake.folding import fold

ESSENTIALS = (
    "design", "birth_name", "usage_name", "given_name", "given_name_2", "given_name_3", "native_family_name",
    "native_given_name", "email", "score", "assessed_on", "narrative", "evidence_url",
)  # fmt: skip
_NO_DESIGN = hash("")
_MOST_NAMESAKES = 30
_SEPARATOR = "\x1f"  # cannot stand in a cell: see `cells`


def person_keys(values: Mapping[str, str], *, salt: bytes = b"") -> tuple[str, ...]:
    """The keys under which this person is known, strongest first; one at least, unless the row has no name.

    values:  as `CheckedRow.values`
    salt:    0 to 64 bytes, the same for all calls whose keys are to be compared
    """
    return named_keys(values, folded_name(values), salt=salt)


def named_keys(values: Mapping[str, str], name: str, *, salt: bytes) -> tuple[str, ...]:
    """The keys of a person whose `folded_name` is known already."""
    email, birth_date = values.get("email"), values.get("birth_date", "")
    by_name = (_hash("name", name, birth_date, salt=salt),) if name and (birth_date or not email) else ()
    return (_hash("email", email.casefold(), salt=salt), *by_name) if email else by_name


def person_key(values: Mapping[str, str], *, salt: bytes = b"") -> str:
    """The strongest key of this person, "" when nothing names anybody."""
    return next(iter(person_keys(values, salt=salt)), "")


def fingerprint(values: Mapping[str, str], *, salt: bytes = b"") -> str:
    """A hash of what a credential made from these values would say."""
    return _hash("row", *(values.get(field, "") for field in ESSENTIALS), salt=salt)


def folded_name(values: Mapping[str, str]) -> str:
    """Family and first name as they are compared, "" when there is neither."""
    family = values.get("birth_name") or values.get("usage_name") or ""
    given = values.get("given_name", "")
    folded = f"{fold(family)}{_SEPARATOR}{fold(given)}"
    return folded if len(folded) > 1 else ""


def _hash(*parts: str, salt: bytes = b"") -> str:
    text = _SEPARATOR.join(parts).encode("utf-8", "surrogatepass")
    return blake2b(text, digest_size=16, key=salt).hexdigest()


class Seen:
    """The people and awards met so far in one file, as hashes: about 250 bytes a row, whatever the row holds."""

    def __init__(self) -> None:
        self._lines, self._names, self._addresses = array("q"), array("q"), array("q")
        self._designs, self._occasions, self._awarded = array("q"), array("q"), bytearray()
        self._of_address, self._of_person = _Index(), _Index()

    def meet(
        self, line: int, values: Mapping[str, str], name: str, *, awarded: bool, dated: bool
    ) -> tuple[str, Note] | None:
        """Note this row, and say which field shows that an earlier row speaks of the same person.

        name:     the `folded_name` of these values
        awarded:  the decision is « acquis »: a failed attempt before a pass at another session is no duplicate
        dated:    the birth date is known or its cell empty; a date that cannot be read compares with nothing
        returns:  a field and its note, or None
        """
        email, birth_date = values.get("email"), values.get("birth_date", "")
        row = self._add(line, values, hash(name), hash(email.casefold()) if email else 0, awarded=awarded)
        found = self._by_address(row) if email else None
        if found and found[1].kind is kinds.DUPLICATE:
            return found
        if not name or not dated or (email and not birth_date):
            return found
        swapped = swapped_date(birth_date)
        named = self._by_name(row, hash((name, birth_date)), hash((name, swapped)) if swapped else None)
        return found or named

    def _add(self, line: int, values: Mapping[str, str], name: int, address: int, *, awarded: bool) -> int:
        self._lines.append(line)
        self._names.append(name)
        self._addresses.append(address)
        self._designs.append(hash(values.get("design", "")))
        self._occasions.append(hash((values.get("session"), values.get("assessed_on"), values.get("attempt"))))
        self._awarded.append(awarded)
        return len(self._lines) - 1

    def _by_address(self, row: int) -> tuple[str, Note] | None:
        others = self._of_address.get(self._addresses[row])
        if others and self._names[others[0]] != self._names[row]:
            return "email", Note(kinds.SAME_EMAIL, "", {"line": self._lines[others[0]]})
        earlier = self._same_award(row, others)
        if earlier is None:
            self._of_address.add(self._addresses[row], row)
        return ("email", Note(kinds.DUPLICATE, "", {"line": earlier})) if earlier else None

    def _by_name(self, row: int, person: int, swapped: int | None) -> tuple[str, Note] | None:
        others = [other for other in self._of_person.get(person) if not self._are_two(row, other)]
        earlier = self._same_award(row, others)
        if earlier is None:
            self._of_person.add(person, row)
        if earlier:
            return "birth_name", Note(kinds.DUPLICATE, "", {"line": earlier})
        for other in self._of_person.get(swapped) if swapped is not None else ():
            if not self._are_two(row, other):
                return "birth_date", Note(kinds.DAY_MONTH_SWAPPED, "", {"line": self._lines[other]})
        return None

    def _same_award(self, row: int, others: Iterable[int]) -> int | None:
        """The line that says the same award of the same person; 0 for another attempt at it; None for neither."""
        for other in others:
            if self._designs[other] != self._designs[row] or self._designs[row] == _NO_DESIGN:
                continue
            if self._awarded[other] and self._awarded[row]:
                return self._lines[other]
            if self._occasions[other] == self._occasions[row]:
                return self._lines[other]
            if self._awarded[row]:
                self._awarded[other] = True
                self._lines[other] = self._lines[row]
            return 0
        return None

    def _are_two(self, row: int, other: int) -> bool:
        """Two different addresses: homonyms and twins, until somebody says otherwise."""
        mine, theirs = self._addresses[row], self._addresses[other]
        return bool(mine and theirs and mine != theirs)


class _Index:
    """Hash → numbers of rows, oldest first; a few of them, for a file of one single name must not take for ever."""

    def __init__(self) -> None:
        self._first: dict[int, int] = {}
        self._more: dict[int, list[int]] = {}

    def get(self, key: int) -> list[int]:
        if key not in self._first:
            return []
        return [self._first[key], *self._more.get(key, ())]

    def add(self, key: int, row: int) -> None:
        if self._first.setdefault(key, row) != row:
            more = self._more.setdefault(key, [])
            if len(more) < _MOST_NAMESAKES:
                more.append(row)
