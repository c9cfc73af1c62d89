"""A civil status as values: how it is checked, sealed, and compared without being opened."""

from __future__ import annotations

import hmac
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from functools import lru_cache
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

import orjson
from django.conf import settings

from sceau.engine.errors import Reason
from sceau.institutions.directories.ports import SecretBox
from sceau.intake.folding import fold
from sceau.people import rules
from sceau.people.errors import WrongValue
from sceau.people.reasons import COUNTRY_DIFFERS, INSEE_OR_POSTCODE, LONG_NAME
from sceau.people.states import Part, Trait

DECLARABLE: Final = 60  # flux CPF, XSD 1.1.2: names are strings of 1 to 60
FRANCE: Final = "99100"
_ABROAD: Final = "99"
_SALT: Final = "sceau.people.traits"
_SEPARATOR: Final = "\x1f"  # cannot stand in a folded text
_WHOLE: Final = len("AAAA-MM-JJ")


@dataclass(frozen=True, slots=True)
class Civil:
    """What civil status says of a person; "" for what is not known. There is no place for a NIR.

    first_names:   all of them, in order
    birth_date:    AAAA-MM-JJ, AAAA-MM or AAAA
    insee_code:    of the commune of birth, or of the country (99…); postcode stands only without it
    country_code:  99100 for France, 99xxx
    """

    sex: str = ""
    first_names: tuple[str, ...] = ()
    birth_name: str = ""
    used_name: str = ""
    birth_date: str = ""
    insee_code: str = ""
    postcode: str = ""
    commune: str = ""
    country_code: str = ""
    country: str = ""

    @property
    def parts(self) -> list[str]:
        """Which `Part`s are filled in, in the order of `Part`."""
        year, month, day = (*self.birth_date.split("-"), "", "", "")[:3]
        filled = {
            Part.SEX: self.sex,
            Part.FIRST_NAMES: self.first_names,
            Part.BIRTH_NAME: self.birth_name,
            Part.USED_NAME: self.used_name,
            Part.BIRTH_YEAR: year,
            Part.BIRTH_MONTH: month,
            Part.BIRTH_DAY: day,
            Part.INSEE_CODE: self.insee_code,
            Part.POSTCODE: self.postcode,
            Part.COMMUNE: self.commune,
            Part.COUNTRY: self.country_code or self.country,
        }
        return [part.value for part, value in filled.items() if value]

    def __bool__(self) -> bool:
        return bool(self.parts)


FIELDS: Final = tuple(each.name for each in fields(Civil))


def checked(typed: Mapping[str, Any], *, today: date) -> Civil:
    """What was typed, as it is kept.

    typed:   by name of `Civil`; first_names as one text with spaces, or several texts
    today:   a birth is not after it
    raises:  WrongValue, at its field
    """
    found: dict[str, Any] = {
        "sex": rules.sex(typed.get("sex", "")),
        "first_names": rules.first_names(typed.get("first_names", "")),
        "birth_name": rules.name(typed.get("birth_name", ""), field="birth_name"),
        "used_name": rules.name(typed.get("used_name", ""), field="used_name"),
        "birth_date": rules.birth_date(typed.get("birth_date", ""), today=today),
        "insee_code": rules.insee_code(typed.get("insee_code", "")),
        "postcode": rules.postcode(typed.get("postcode", "")),
        "commune": rules.name(typed.get("commune", ""), field="commune"),
        "country_code": rules.country_code(typed.get("country_code", "")),
        "country": rules.name(typed.get("country", ""), field="country"),
    }
    if found["insee_code"] and found["postcode"]:
        raise WrongValue(INSEE_OR_POSTCODE, field="postcode")
    found["country_code"] = _of_one_country(found["insee_code"], found["country_code"])
    return Civil(**found)


def _of_one_country(insee: str, country: str) -> str:
    """The country that an Insee code says by itself: 99xxx is that country, any other is France."""
    if not insee:
        return country
    said = insee if insee.startswith(_ABROAD) else FRANCE
    if country and country != said:
        raise WrongValue(COUNTRY_DIFFERS, field="country_code", insee=insee, country=country)
    return said


def remarks_on(civil: Civil) -> tuple[tuple[str, Reason, dict[str, object]], ...]:
    """What is kept and yet will be looked at where it is declared: field, reason, details."""
    named = (("birth_name", civil.birth_name), ("used_name", civil.used_name))
    first = tuple(("first_names", each) for each in civil.first_names)
    return tuple(
        (field, LONG_NAME, {"length": len(value)}) for field, value in named + first if len(value) > DECLARABLE
    )


def as_values(civil: Civil) -> dict[str, Any]:
    """As `checked` takes it."""
    return asdict(civil)


def seal(civil: Civil, person: UUID, *, box: SecretBox) -> str:
    """The text to keep, which opens for this person only."""
    return box.seal(orjson.dumps(asdict(civil), option=orjson.OPT_SORT_KEYS), context=context_of(person))


def unseal(sealed: str, person: UUID, *, box: SecretBox) -> Civil:
    """What was sealed. Raises EngineError when it cannot be opened."""
    values = orjson.loads(box.open(sealed, context=context_of(person)))
    known = {name: value for name, value in values.items() if name in FIELDS}
    return Civil(**known | {"first_names": tuple(known.get("first_names", ()))})


def context_of(person: UUID) -> str:
    """What binds a sealed text to its person."""
    return f"people.civil_status:{person}"


def traits_of(civil: Civil, institution: UUID) -> set[tuple[str, bytes]]:
    """What another record may share: kind and digest. None without a name, a first name and a date.

    source:  HMAC-SHA-256 (RFC 2104), keyed as Django's `salted_hmac` does with the secret of the installation
    """
    return {(kind.value, _digest(institution, kind, *values)) for kind, values in _compared(civil)}


def identity_of(civil: Civil, institution: UUID) -> bytes | None:
    """The one of these digests that says the same birth name, first name and birth date; None where one lacks."""
    given, birth = fold(civil.first_names[0]) if civil.first_names else "", fold(civil.birth_name)
    if not (given and birth and civil.birth_date):
        return None
    return _digest(institution, Trait.IDENTITY, birth, given, civil.birth_date)


def _compared(civil: Civil) -> Iterator[tuple[Trait, tuple[str, ...]]]:
    given = fold(civil.first_names[0]) if civil.first_names else ""
    birth, used = fold(civil.birth_name), fold(civil.used_name)
    if not given or not civil.birth_date:
        return
    if birth:
        yield Trait.IDENTITY, (birth, given, civil.birth_date)
    if birth and len(civil.birth_date) == _WHOLE:
        year, month, day = civil.birth_date.split("-")
        yield Trait.SWAPPED, (birth, given, year, *sorted((month, day)))
    for name in {birth, used} - {""}:
        yield Trait.NAMED, (name, given, civil.birth_date)
        yield Trait.YEAR, (name, given, civil.birth_date[:4])


def _digest(institution: UUID, kind: Trait, *values: str) -> bytes:
    told = _SEPARATOR.join((institution.hex, kind.value, *values))
    return hmac.digest(_key(settings.SECRET_KEY), told.encode(), "sha256")


@lru_cache(maxsize=2)
def _key(secret: str) -> bytes:
    return sha256(_SALT.encode() + secret.encode()).digest()
