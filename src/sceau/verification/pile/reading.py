"""From what a stranger's file carries to pieces: a PDF or a document as a CV, a spreadsheet as a list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from sceau.engine.checks.carried import BROKEN, Held, NothingCarried, held_in, kind_of_file
from sceau.engine.checks.opening import open_anything
from sceau.engine.errors import EngineError, Reason
from sceau.engine.model.code import MalformedCode
from sceau.engine.ports import Contents, Sheet
from sceau.verification.pile.lists import listed_in_rows
from sceau.verification.pile.pieces import (
    ELSEWHERE,
    NOTHING,
    ONLY_PARTLY,
    Nothing,
    Piece,
    Unseen,
    is_credential,
    or_unseen,
    unseen,
)
from sceau.verification.pile.places import Place, Places
from sceau.verification.zips import NOTHING_BESIDE

MOST_RELATED: Final = 10  # documents that a credential names

LOCKED: Final = Reason(
    "pile.locked",
    fr="ce fichier est protégé par un mot de passe\u00a0: enregistrez-en une copie sans mot de passe, et présentez "
    "celle-ci",
    en="this file is protected by a password: save a copy without a password, and present that",
)
NOT_OFFICE: Final = Reason(
    "pile.not_office",
    fr="ce fichier n’est pas un document Word, Excel ou LibreOffice lisible\u00a0: enregistrez-le en PDF",
    en="this file is no Word, Excel or LibreOffice document that can be read: save it as PDF",
)
TOO_HEAVY: Final = Reason(
    "pile.too_heavy",
    fr="ce fichier demande trop de temps ou de mémoire\u00a0: enregistrez-le en PDF, et une liste en CSV",
    en="this file takes too much time or memory: save it as PDF, and a list as CSV",
)

_FAULTS: Final = {
    "locked": LOCKED,
    "not_office": NOT_OFFICE,
    "broken": BROKEN,
    "too_long": TOO_HEAVY,
    "ended": TOO_HEAVY,
}


def of_pdf(name: str, contents: Contents, places: Places) -> list[Piece]:
    """What is attached, what its links, its squares and its words name; each of these once, the surest way first.

    raises:  NothingCarried, when nothing can be found and not all of it was seen
    """
    return _of_words(name, contents, places, carrier="pdf")


def _of_words(name: str, contents: Contents, places: Places, *, carrier: str) -> list[Piece]:
    attached = _held(contents, "attachment")
    found = [
        Piece(
            name,
            each.content,
            each.where,
            beside_of(each),
            carrier,
            contents.words,
            claims=_claimed(each.content, places),
        )
        for each in attached
        if isinstance(each.content, bytes)
    ]
    by_code: dict[str, tuple[str, Place]] = {}
    wrong: list[Piece] = []
    elsewhere = False
    for each in contents.carried:
        if each.how == "attachment":
            continue
        place = places.of_link(each.content.decode("utf-8", "replace"))
        if isinstance(place, Place):
            _keep(by_code, each.where, place)
        elif place is not None:
            wrong.append(Piece(name, unseen(place), each.where))
        elif each.how == "code" and is_credential(each.content):
            found.append(Piece(name, each.content, each.where, carrier=carrier, words=contents.words))
        elsewhere = elsewhere or (place is None and each.how == "code" and each.content.startswith(b"http"))
    for place in places.printed(contents.words):
        _keep(by_code, "", place)
    found += [Piece(name, place, where, carrier=carrier, words=contents.words) for where, place in by_code.values()]
    # whoever invents one is not to stand among those who gave none
    for code in () if found else places.mistyped(contents.words):
        if isinstance(error := places.of_code(code), MalformedCode):
            wrong.append(Piece(name, unseen(error), code))
    found += wrong
    if not found and contents.fault:
        held_in(replace(contents, carried=()))  # which says why
    if not found:
        return [Piece(name, Nothing(ELSEWHERE if elsewhere else NOTHING))]
    return [*found, Piece(name, Unseen(ONLY_PARTLY))] if contents.fault else found


def of_document(name: str, contents: Contents, places: Places) -> list[Piece]:
    """What a document of words names, or what stands in each line of a spreadsheet. Never raises."""
    if contents.sheets:
        found = list(_of_sheets(name, contents.sheets, places))
    else:
        found = _of_words(name, replace(contents, fault=""), places, carrier="document")
    if not contents.fault:
        return found or [Piece(name, Nothing(NOTHING))]
    partly = Unseen(_FAULTS.get(contents.fault, ONLY_PARTLY))
    return [*(piece for piece in found if not isinstance(piece.content, Nothing)), Piece(name, partly)]


def _of_sheets(name: str, sheets: tuple[Sheet, ...], places: Places) -> Iterator[Piece]:
    for sheet in sheets:
        for row in listed_in_rows(((number, list(cells)) for number, cells in sheet.rows), places, is_table=True):
            content = or_unseen(row.content)
            where = str(row.line) if len(sheets) == 1 else f"{sheet.name}!{row.line}"
            is_link = isinstance(content, Place | str)
            yield Piece(name, content, where, carrier="address" if is_link else "", named=row.named)


def beside_of(held: Held) -> Mapping[str, bytes]:
    """Of what is attached beside a credential, the documents that it names."""
    there = held.resources
    return NOTHING_BESIDE if there is None or isinstance(held.content, str) else related(held.content, there)


def _held(contents: Contents, how: str) -> list[Held]:
    try:
        return held_in(replace(contents, carried=tuple(each for each in contents.carried if each.how == how)))
    except NothingCarried:
        return []


def _keep(by_code: dict[str, tuple[str, Place]], where: str, place: Place) -> None:
    """One place a credential: the one that opens it."""
    former = by_code.get(place.code)
    if former is None or (place.opening and not former[1].opening):
        by_code[place.code] = (where, place)


def _claimed(content: bytes | str, places: Places) -> str:
    """The code of a credential of ours, by the id that it gives itself; "" for any other."""
    try:
        place = places.of_link(str(open_anything(content).document.get("id") or ""))
    except EngineError:
        return ""
    return place.code if isinstance(place, Place) else ""


def related(content: bytes, beside: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """Of the documents that lie beside a credential, those that it names: the ZIP is closed when it is judged."""
    try:
        named = [] if kind_of_file(content) == "pdf" else open_anything(content).document.get("relatedResource")
    except EngineError:
        return NOTHING_BESIDE
    ids = [each.get("id") for each in (named if isinstance(named, list) else [named]) if isinstance(each, dict)]
    asked = [each for each in ids[:MOST_RELATED] if isinstance(each, str)]
    return {each: beside[each] for each in asked if beside.get(each) is not None}
