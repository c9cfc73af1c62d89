"""What changed from one version to another, in people's words; computed from the two documents alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sceau.design.steps import ABSENT
from sceau.engine.canonical.jcs import canonical_bytes
from sceau.engine.quality.lists import (
    EVENT_TYPES,
    EVIDENCE,
    FUNDERS,
    GRADE_SCHEMES,
    HOURS,
    INKS,
    LICENCES,
    MODES,
    PARTICIPATION,
    QUALITY,
    ROUTES,
    SECTORS,
    STACKABILITY,
    SUPERVISION,
)
from sceau.engine.quality.places import PLACES, label_of, place_of, step_of
from sceau.engine.quality.profiles import PROFILES
from sceau.engine.quality.words import Words
from sceau.engine.strict_json import JsonObject

ADDED, REMOVED, CHANGED, MOVED = "added", "removed", "changed", "moved"

# what a version is given, not what it says
_GIVEN: Final = frozenset({"schema", "uuid", "version", "version_label", "status", "proof"})
_MORE_LABELS: Final = {
    "/id": Words("nom court", "short name"),
    "/cpf": Words("éligibilité au CPF", "CPF eligibility"),
    "/passeport_prevention": Words("passeport de prévention", "prevention passport"),
    "/usage_category": Words("catégorie d’usage", "category of use"),
    "/fictional": Words("exemple inventé", "invented example"),
    "/origin": Words("origine", "origin"),
}
# members that have no name of their own among the places
_MEMBERS: Final = {
    "eliminatory": Words("éliminatoire", "eliminatory"),
    "max_attempts": Words("essais en tout", "attempts in all"),
    "min_delay_days": Words("délai en jours", "delay in days"),
    "scope": Words("portée", "scope"),
    "allowed": Words("admise", "allowed"),
    "score": Words("calcul de la note", "how the score is made"),
    "eliminatory_minimum_level": Words("niveau éliminatoire", "eliminatory level"),
    "duration_minutes": Words("durée en minutes", "length in minutes"),
    "count": Words("nombre", "number"),
    "assessors": Words("évaluateurs", "assessors"),
    "independent_from_trainer": Words("indépendants du formateur", "independent of the trainer"),
    "mode": Words("mode", "mode"),
    "type": Words("sorte", "kind"),
    "points": Words("points", "points"),
    "months": Words("mois", "months"),
    "evidence": Words("pièces jointes", "evidence"),
    "grade": Words("note", "grade"),
    "language": Words("langue", "language"),
    "automatic": Words("délivrance automatique", "automatic issue"),
    "amount": Words("montant", "amount"),
    "url": Words("adresse", "address"),
    "relation": Words("relation", "relation"),
    "framework": Words("référentiel", "framework"),
    "country": Words("pays", "country"),
    "region": Words("région", "region"),
    "siren": Words("SIREN", "SIREN"),
    "siret": Words("SIRET", "SIRET"),
    "name": Words("nom", "name"),
    "start_date": Words("premier jour", "first day"),
    "end_date": Words("dernier jour", "last day"),
    "iso8601": Words("durée ISO 8601", "ISO 8601 duration"),
    "eqf_uri": Words("adresse du niveau", "address of the level"),
    "elm": Words("adresse ELM", "ELM address"),
    "elm_type": Words("adresse ELM du type", "ELM address of the type"),
    "elm_mode": Words("adresse ELM du mode", "ELM address of the mode"),
    **HOURS,
}
_LANGUAGES: Final = {"fr": Words("français", "French"), "en": Words("anglais", "English")}
_YES, _NO = Words("oui", "yes"), Words("non", "no")
_NOTHING: Final = Words("rien", "nothing")
# the member of a code, and the list of ours that says it
_CODES: Final[Mapping[str, Mapping[str, Any]]] = {
    "sector": SECTORS,
    "funders": FUNDERS,
    "modes": MODES,
    "mode": PARTICIPATION,
    "kind": ROUTES,
    "ink": INKS,
    "licence": LICENCES,
    "scheme": GRADE_SCHEMES,
    "evidence": EVIDENCE,
    "supervision": SUPERVISION,
    "purpose": PROFILES,
    "type": {**EVENT_TYPES, **STACKABILITY, **QUALITY},
    "language": _LANGUAGES,
    "languages": _LANGUAGES,
}
_NAMING: Final = ("statement", "label", "title", "name", "city", "code", "id", "kind")  # what an item is called by
_TEXT_PATTERNS: Final = frozenset(place.pattern for place in PLACES if place.text)


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed.

    kind:           "added", "removed", "changed" or "moved"
    pointer:        in the new document; in the old one for what was removed
    label:          the place in people's words
    before, after:  what stood and stands there, None where nothing did or does
    """

    step: str
    pointer: str
    kind: str
    label: Words
    before: Words | None
    after: Words | None


def difference(old: JsonObject, new: JsonObject) -> list[Change]:
    """Every change, in the order of the steps; none for the same document."""
    found = list(_objects(_said(old), _said(new), _Where("", "")))
    order = {
        step: place for place, step in enumerate(("identity", "outcomes", "assessment", "level", "look", "issuing"))
    }
    return sorted(found, key=lambda change: order[change.step])


@dataclass(frozen=True, slots=True)
class _Where:
    """A place: its pointer, and the same with the ids of items, by which people know them."""

    pointer: str
    named: str

    def at(self, name: str | int, shown: str = "") -> _Where:
        token = str(name).replace("~", "~0").replace("/", "~1")
        return _Where(f"{self.pointer}/{token}", f"{self.named}/{shown.replace('/', ' ') if shown else token}")


def _said(document: JsonObject) -> JsonObject:
    """What somebody says: neither what the house gives each version, nor the day on which it asked the registers."""
    told = {member: value for member, value in document.items() if member not in _GIVEN}
    cpf = told.get("cpf")
    if isinstance(cpf, dict):
        told["cpf"] = {member: value for member, value in cpf.items() if member != "on"}
    return told


def _values(old: Any, new: Any, where: _Where) -> Iterator[Change]:
    if _same(old, new):
        return
    if _is_text(where, old, new):
        yield from _texts(old, new, where)
    elif isinstance(old, dict) and isinstance(new, dict):
        yield from _objects(old, new, where)
    elif isinstance(old, list) and isinstance(new, list):
        yield from _lists(old, new, where)
    else:
        yield _change(where, old, new)


def _objects(old: JsonObject, new: JsonObject, where: _Where) -> Iterator[Change]:
    for name in dict.fromkeys([*new, *old]):
        before, after = old.get(name, ABSENT), new.get(name, ABSENT)
        if before is ABSENT or after is ABSENT:
            yield from _whole(before, after, where.at(name))
        else:
            yield from _values(before, after, where.at(name))


def _whole(before: Any, after: Any, where: _Where) -> Iterator[Change]:
    """What came or went: item by item when there are several."""
    there = after if before is ABSENT else before
    nothing: Any = [] if isinstance(there, list) else {}
    if isinstance(there, list | dict) and there and (_is_text(where, there) or isinstance(there, list)):
        yield from _values(nothing if before is ABSENT else before, nothing if after is ABSENT else after, where)
    elif isinstance(there, dict) and there and not _name_of(there):
        yield from _objects(nothing if before is ABSENT else before, nothing if after is ABSENT else after, where)
    else:
        yield _change(where, before, after)


def _texts(old: Any, new: Any, where: _Where) -> Iterator[Change]:
    """A text by language; a plain string is in one of them, and is told as such."""
    before = old if isinstance(old, dict) else {"": old}
    after = new if isinstance(new, dict) else {"": new}
    if not (isinstance(old, dict) and isinstance(new, dict)):
        yield _change(where, old, new)
        return
    for language in dict.fromkeys([*after, *before]):
        if not _same(before.get(language), after.get(language)):
            label = _LANGUAGES.get(language, Words(language, language))
            yield _change(where.at(language), before.get(language, ABSENT), after.get(language, ABSENT), aside=label)


def _lists(old: list[Any], new: list[Any], where: _Where) -> Iterator[Change]:
    keys_before, keys_after = _keys(old), _keys(new)
    if keys_before is None or keys_after is None:
        yield from _by_place(old, new, where)
        return
    before, after = dict(zip(keys_before, old, strict=True)), dict(zip(keys_after, new, strict=True))
    for place, key in enumerate(keys_after):
        there = where.at(place, key)
        if key in before:
            yield from _values(before[key], after[key], there)
        else:
            yield _change(there, ABSENT, after[key])
    for place, key in enumerate(keys_before):
        if key not in after:
            yield _change(where.at(place, key), before[key], ABSENT)
    yield from _moves([key for key in keys_before if key in after], [key for key in keys_after if key in before], where)


def _moves(before: list[str], after: list[str], where: _Where) -> Iterator[Change]:
    """One change for the whole list: who reads wants the two orders, not the steps from one to the other."""
    if before != after:
        orders = (Words(", ".join(keys), ", ".join(keys)) for keys in (before, after))
        yield Change(step_of(where.pointer), where.pointer, MOVED, _label(where), *orders)


def _by_place(old: list[Any], new: list[Any], where: _Where) -> Iterator[Change]:
    if not any(isinstance(each, dict | list) for each in (*old, *new)):
        yield _change(where, old, new)
        return
    for place in range(max(len(old), len(new))):
        before = old[place] if place < len(old) else ABSENT
        after = new[place] if place < len(new) else ABSENT
        if before is ABSENT or after is ABSENT:
            yield _change(where.at(place), before, after)
        else:
            yield from _values(before, after, where.at(place))


def _keys(items: list[Any]) -> list[str] | None:
    """By what the items of a list are told apart; None when they are not."""
    for members in (("framework", "id"), ("id",), ("code",), ("siren",)):
        keys = [
            " ".join(str(item[member]) for member in members)
            for item in items
            if isinstance(item, dict) and all(isinstance(item.get(member), str) for member in members)
        ]
        if len(keys) == len(items) and len(set(keys)) == len(keys):
            return keys
    return None


def _change(where: _Where, before: Any, after: Any, *, aside: Words | None = None) -> Change:
    kind = ADDED if before is ABSENT else REMOVED if after is ABSENT else CHANGED
    label = _label(where) if aside is None else label_of(where.named)
    if aside is not None:
        label = Words(f"{label.fr} ({aside.fr})", f"{label.en} ({aside.en})")
    said = (None if value is ABSENT else words_of(value, where.pointer) for value in (before, after))
    return Change(step_of(where.pointer), where.pointer, kind, label, *said)


def _label(where: _Where) -> Words:
    """The place, and the member below it where the place is larger."""
    for prefix, words in _MORE_LABELS.items():
        if where.pointer == prefix or where.pointer.startswith(f"{prefix}/"):
            return words
    label = label_of(where.named)
    place, _ = place_of(where.pointer)
    member = where.pointer.rpartition("/")[2]
    if place is None or _depth(place.pattern) == _depth(where.pointer) or member.isdecimal():
        return label
    more = _MEMBERS.get(member, Words(member, member))
    return Words(f"{label.fr} : {more.fr}", f"{label.en}: {more.en}")


def words_of(value: Any, pointer: str = "") -> Words:
    """A value of a document as one says it: numbers and dates in the forms of each language, codes by their labels."""
    if value is None or value in ({}, []):
        return _NOTHING
    if isinstance(value, bool):
        return _YES if value else _NO
    if isinstance(value, int | float):
        return Words(f"{value:g}".replace(".", ","), f"{value:g}") if isinstance(value, float) else _alike(str(value))
    if isinstance(value, str):
        return _string(value, pointer)
    if isinstance(value, list):
        said = [words_of(item, pointer) for item in value]
        return Words(", ".join(each.fr for each in said), ", ".join(each.en for each in said))
    name = _name_of(value)
    if name is not None:
        return words_of(name)
    if all(isinstance(each, str) for each in value.values()):
        return Words(_of_language(value, "fr"), _of_language(value, "en"))
    said = [words_of(item, f"{pointer}/{member}") for member, item in value.items()]
    return Words(" · ".join(each.fr for each in said), " · ".join(each.en for each in said))


def _string(value: str, pointer: str) -> Words:
    member = next((name for name in reversed(pointer.split("/")) if not name.isdecimal()), "")
    known = _CODES.get(member, {}).get(value)
    if known is not None:
        words: Words = known if isinstance(known, Words) else getattr(known, "label", None) or known.name
        return words
    try:
        day = date.fromisoformat(value) if len(value) == len("2026-11-30") else None
    except ValueError:
        day = None
    return _alike(value) if day is None else Words(f"{day:%d/%m/%Y}", f"{day.day} {day:%B %Y}")


def _name_of(value: JsonObject) -> Any:
    return next((value[member] for member in _NAMING if value.get(member)), None)


def _of_language(value: JsonObject, language: str) -> str:
    return str(value.get(language) or next(iter(value.values())))


def _alike(text: str) -> Words:
    return Words(text, text)


def _is_text(where: _Where, *values: Any) -> bool:
    place, _ = place_of(where.pointer)
    exact = place is not None and place.pattern in _TEXT_PATTERNS and _depth(place.pattern) == _depth(where.pointer)
    return exact and all(isinstance(value, str | dict) for value in values)


def _depth(pointer: str) -> int:
    return pointer.count("/")


def _same(old: Any, new: Any) -> bool:
    """Equal as JSON: true is not 1, and 1.0 is."""
    return canonical_bytes(old) == canonical_bytes(new)
