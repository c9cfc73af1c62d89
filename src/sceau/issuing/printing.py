"""Letters to holders whom no mail reaches, on paper: who it is for, the words, and the square that opens the page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, TypedDict

from django.utils.timezone import localdate

from sceau.assessment.papers import Body, Paper
from sceau.assessment.ports import Typesetter
from sceau.engine.model.wording import Voice
from sceau.institutions.models import Institution
from sceau.issuing.house_wordings import Text
from sceau.issuing.letter_words import reader_of, worded
from sceau.issuing.models import Letter
from sceau.people.models import Address, Person
from sceau.people.queries import addresses_of
from sceau.people.states import AddressKind


class Addressee(TypedDict):
    """Who receives it. native: the name in the person's own script, ""; lines: the postal address, [] when unknown"""

    name: str
    native: str
    lines: list[str]


class LetterData(TypedDict):
    """One letter. before, after: paragraphs around the square of `url`, which may be "" """

    addressee: Addressee
    subject: str
    before: list[str]
    after: list[str]
    url: str


class LettersData(Paper):
    """Template "letter": one or many, in one language. sent: the place and the day"""

    sent: str
    letters: list[LetterData]


def letters_to_print(
    institution: Institution,
    letters: Sequence[Letter],
    language: Literal["fr", "en"],
    *,
    typesetter: Typesetter,
    now: datetime,
) -> bytes:
    """One PDF, a letter on pages of its own after the other.

    letters:  of people who are written to in this language, as `letters_on_paper` gives them
    raises:   EngineError, when it cannot be set
    """
    known: dict[tuple[int, str, str], Text] = {}
    data: LettersData = {
        "language": language,
        "number": "",
        "digest": "",
        "body": _body(institution),
        "sent": _sent(institution, language, now),
        "letters": [_letter(each, known) for each in letters],
    }
    return typesetter.document("letter", data, at=now)


def _letter(letter: Letter, known: dict[tuple[int, str, str], Text]) -> LetterData:
    said, person = worded(letter, known), reader_of(letter.credential)
    return {
        "addressee": {"name": str(person), "native": person.native_name, "lines": _postal(person)},
        "subject": said.subject,
        "before": list(said.before),
        "after": list(said.after),
        "url": said.link,
    }


def _postal(person: Person) -> list[str]:
    found: Address | None = addresses_of(person).filter(kind=AddressKind.POSTAL).order_by("-preferred", "pk").first()
    return found.value.splitlines() if found else []


def _body(institution: Institution) -> Body:
    place = " ".join(each for each in (institution.postal_code, institution.city) if each)
    return {"name": institution.name, "lines": [each for each in (institution.street, place) if each]}


def _sent(institution: Institution, language: str, now: datetime) -> str:
    day = Voice(language).date(localdate(now))
    if language == "fr":
        return f"{institution.city}, le {day}" if institution.city else f"Le {day}"
    return f"{institution.city}, {day}" if institution.city else day
