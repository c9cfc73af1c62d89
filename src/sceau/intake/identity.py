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

from collections.abc import Mapping
from hashlib import blake2b

from sceau.intake import kinds
from sceau.intake.dates import swapped_date
from sceau.intake.findings import Note
from sceau.intake.folding import fold

ESSENTIALS = (
    "design", "birth_name", "usage_name", "given_name", "given_name_2", "given_name_3", "native_family_name",
    "native_given_name", "email", "score", "assessed_on", "narrative", "evidence_url",
)  # fmt: skip
_SEPARATOR = "\x1f"  # cannot stand in a cell: see `cells`


def person_keys(values: Mapping[str, str], *, salt: bytes = b"") -> tuple[str, ...]:
    """The keys under which this person is known, strongest first; one at least, unless the row has no name.

    values:  as `CheckedRow.values`
    salt:    0 to 64 bytes, the same for all calls whose keys are to be compared
    """
    keys = []
    if email := values.get("email"):
        keys.append(_hash("email", email.casefold(), salt=salt))
    name, birth_date = _name(values), values.get("birth_date", "")
    if name and (birth_date or not email):
        keys.append(_hash("name", name, birth_date, salt=salt))
    return tuple(keys)


def person_key(values: Mapping[str, str], *, salt: bytes = b"") -> str:
    """The strongest key of this person, "" when nothing names anybody."""
    return next(iter(person_keys(values, salt=salt)), "")


def fingerprint(values: Mapping[str, str], *, salt: bytes = b"") -> str:
    """A hash of what a credential made from these values would say."""
    return _hash("row", *(values.get(field, "") for field in ESSENTIALS), salt=salt)


def _name(values: Mapping[str, str]) -> str:
    family = values.get("birth_name") or values.get("usage_name") or ""
    given = values.get("given_name", "")
    folded = f"{fold(family)}{_SEPARATOR}{fold(given)}"
    return folded if len(folded) > 1 else ""


def _hash(*parts: str, salt: bytes = b"") -> str:
    text = _SEPARATOR.join(parts).encode("utf-8", "surrogatepass")
    return blake2b(text, digest_size=16, key=salt).hexdigest()


class Seen:
    """The people and awards met so far in one file, as hashes: about 300 bytes a row, whatever the row holds."""

    def __init__(self) -> None:
        self._addresses: dict[int, tuple[int, int]] = {}  # address → line, name
        self._people: dict[int, tuple[int, int]] = {}  # name and birth date → line, address
        self._awards: dict[int, tuple[int, int, bool, int]] = {}  # person and design → line, address, awarded, occasion

    def meet(self, line: int, values: Mapping[str, str], *, awarded: bool, dated: bool) -> tuple[str, Note] | None:
        """Note this row, and say which field shows that an earlier row speaks of the same person.

        awarded:  the decision is « acquis »: a failed attempt before a pass at another session is no duplicate
        dated:    the birth date is known or its cell empty; a date that cannot be read compares with nothing
        returns:  a field and its note, or None
        """
        name = hash(_name(values))
        address = hash(values["email"].casefold()) if values.get("email") else 0
        found = self._by_address(line, values, address, name, awarded=awarded) if address else None
        if not _name(values) or not dated:
            return found
        return self._by_name(line, values, address, awarded=awarded, known=found is not None) or found

    def _by_address(
        self, line: int, values: Mapping[str, str], address: int, name: int, *, awarded: bool
    ) -> tuple[str, Note] | None:
        first_line, first_name = self._addresses.setdefault(address, (line, name))
        if first_name != name:
            return "email", Note(kinds.SAME_EMAIL, "", {"line": first_line})
        earlier = self._award(hash(("address", address)), line, values, address, awarded=awarded)
        return ("email", Note(kinds.DUPLICATE, "", {"line": earlier})) if earlier else None

    def _by_name(
        self, line: int, values: Mapping[str, str], address: int, *, awarded: bool, known: bool
    ) -> tuple[str, Note] | None:
        birth_date = values.get("birth_date", "")
        earlier = self._award(hash((_name(values), birth_date)), line, values, address, awarded=awarded)
        self._people.setdefault(hash((_name(values), birth_date)), (line, address))
        if known:
            return None
        if earlier:
            return "birth_name", Note(kinds.DUPLICATE, "", {"line": earlier})
        swapped = (
            self._people.get(hash((_name(values), swapped_date(birth_date)))) if swapped_date(birth_date) else None
        )
        if swapped and not _two_people(address, swapped[1]):
            return "birth_date", Note(kinds.DAY_MONTH_SWAPPED, "", {"line": swapped[0]})
        return None

    def _award(self, person: int, line: int, values: Mapping[str, str], address: int, *, awarded: bool) -> int:
        """The line that already has this award of this person, 0 for none."""
        if not values.get("design"):
            return 0
        occasion = hash((values.get("session"), values.get("assessed_on"), values.get("attempt")))
        key = hash((person, values["design"]))
        earlier = self._awards.setdefault(key, (line, address, awarded, occasion))
        if earlier[0] == line or _two_people(address, earlier[1]):
            return 0
        if (awarded and earlier[2]) or occasion == earlier[3]:
            return earlier[0]
        self._awards[key] = (line, address, awarded or earlier[2], occasion)
        return 0


def _two_people(address: int, other: int) -> bool:
    """Two different addresses: homonyms and twins, until somebody says otherwise."""
    return bool(address and other and address != other)
