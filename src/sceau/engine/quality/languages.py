"""Which texts of a design are missing in which language, and in which languages it is complete.

A text that is not there at all is not untranslated: whether it is asked for is a matter of rules. Words of a framework
or of a register are not the designer's to translate, and a label that says what a code of ours says is ours to give.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from itertools import islice
from typing import Any

from sceau.engine.quality.lists import (
    EVENT_TYPES,
    GRADE_SCHEMES,
    PARTICIPATION,
    SUPERVISION,
    Concept,
)
from sceau.engine.quality.places import OF_A_LIST, OWN, TREE, Branch, Place
from sceau.engine.quality.words import Words
from sceau.engine.strict_json import JsonObject

MOST_ITEMS = 500  # of one list or object: what is longer is no design that a person wrote
DEFAULT_LANGUAGE = "fr"
LONGEST_TAG = 35  # BCP 47, §4.4.1: enough for any tag in use
MOST_LANGUAGES = 24  # the languages of the Union


def main_language(document: JsonObject) -> str:
    """The language of the texts that are plain strings."""
    found = document.get("language")
    return found if isinstance(found, str) and 0 < len(found) <= LONGEST_TAG else DEFAULT_LANGUAGE


def wanted_languages(document: JsonObject, otherwise: Iterable[str]) -> tuple[str, ...]:
    """The languages in which a design is to be published: its own word, else the institution's."""
    found = document.get("languages")
    asked = found if isinstance(found, list) and found else list(otherwise)
    tags = [tag for tag in asked[:MOST_LANGUAGES] if isinstance(tag, str) and 0 < len(tag) <= LONGEST_TAG]
    return tuple(dict.fromkeys(tags))


def words_in(value: object, main: str) -> dict[str, str]:
    """A text as a draft holds it, one string per language: empty ones and whatever is no text are left out."""
    if isinstance(value, str):
        return {main: value.strip()} if value.strip() else {}
    if not isinstance(value, dict):
        return {}
    return {
        language: words.strip()
        for language, words in islice(value.items(), MOST_ITEMS)
        if isinstance(language, str) and isinstance(words, str) and words.strip()
    }


def untranslated(document: JsonObject, languages: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """(pointer, language) of each text of the design that is there in some language but not in one of these."""
    wanted, main = tuple(languages), main_language(document)
    missing = []
    for pointer, place, holder, value in texts(document):
        if _is_everywhere(value, wanted):
            continue
        there = words_in(value, main)
        if not there or all(language in there for language in wanted):
            continue
        if place.pattern == "/custom/*/value" and isinstance(value, str):
            continue  # a number, an address or a code: only what is written per language is a text
        if place.text == OWN or (place.text == OF_A_LIST and known_words(place, holder) is None):
            missing += [(pointer, language) for language in wanted if language not in there]
    return tuple(missing)


def _is_everywhere(value: object, wanted: tuple[str, ...]) -> bool:
    """Whether a text has words in each language: most texts do, and this is asked of every one."""
    if not isinstance(value, dict):
        return False
    return all(isinstance(words := value.get(language), str) and words.strip() for language in wanted)


def complete_languages(document: JsonObject, languages: Iterable[str]) -> tuple[str, ...]:
    """Those of the languages in which the design has a title and every text that it has in another."""
    wanted = tuple(languages)
    lacking = {language for _, language in untranslated(document, wanted)}
    titled = words_in(document.get("title"), main_language(document))
    return tuple(language for language in wanted if language in titled and language not in lacking)


def with_known_words(document: JsonObject, languages: Iterable[str]) -> JsonObject:
    """A copy in which the labels that say what a code of ours says are there in each language that we speak."""
    copy, main = deepcopy(document), main_language(document)
    for pointer, place, holder, value in list(texts(copy)):
        known = known_words(place, holder) if isinstance(holder, dict) else None  # a list has no code beside its texts
        if known is None or not (there := words_in(value, main)):
            continue
        given = {language: getattr(known, language) for language in languages if language in ("fr", "en")}
        holder[pointer.rpartition("/")[2]] = {**given, **there}
    return copy


def known_words(place: Place, holder: Mapping[str, Any]) -> Words | None:
    """What we would say in the place of this label, from the code beside it; None when the code is none of ours."""
    name = place.pattern.rpartition("/")[2]
    if name == "bloom_label":
        level = holder.get("bloom_level")
        return BLOOM.get(level) if isinstance(level, int) else None
    if name == "eqf_descriptor":
        return DESCRIPTORS.get(str(holder.get(name)))
    if name == "referencing" or place.pattern.endswith("/date_of_issuing/label"):
        return _SAID_BY_US[name]
    if place.pattern.endswith("/grade_achieved/label"):
        return GRADE_SCHEMES.get(str(holder.get("scheme")))
    concept = _concept(place, name, holder)
    return concept.label if concept else None


def _concept(place: Place, name: str, holder: Mapping[str, Any]) -> Concept | None:
    if place.pattern.endswith("/supervision_and_identity_verification/label"):
        return SUPERVISION.get(str(holder.get("code")))
    known, code, uri = {
        "type_label": (EVENT_TYPES, "type", "elm_type"),
        "mode_label": (PARTICIPATION, "mode", "elm_mode"),
    }.get(name, (PARTICIPATION if "participation" in place.pattern else EVENT_TYPES, "code", "elm"))
    by_code = known.get(str(holder.get(code)))
    return by_code or _by_uri(known, holder.get(uri))


def _by_uri(concepts: Mapping[str, Concept], uri: object) -> Concept | None:
    return next((concept for concept in concepts.values() if concept.uri and concept.uri == uri), None)


def texts(document: JsonObject) -> Iterator[tuple[str, Place, dict[str, Any], Any]]:
    """(pointer, place, the object that holds it, value) of every text of a design, in the order of `places`."""
    yield from _texts(document, TREE, "")


def _texts(value: Any, branch: Branch, pointer: str) -> Iterator[tuple[str, Place, dict[str, Any], Any]]:
    """Goes no deeper than the patterns do, so that no document is too deep."""
    for name, following in branch.steps.items():
        for key, item in _items(value, name):
            here = f"{pointer}/{key}"
            if following.place is not None and following.place.text:
                yield here, following.place, value, item
            if following.steps:
                yield from _texts(item, following, here)


def _items(value: Any, name: str) -> Iterable[tuple[str, Any]]:
    if name != "*":
        return [(name, value[name])] if isinstance(value, dict) and name in value else []
    if isinstance(value, list):
        return [(str(place), item) for place, item in enumerate(value[:MOST_ITEMS])]
    if isinstance(value, dict):
        return [(str(key).replace("~", "~0").replace("/", "~1"), value[key]) for key in list(value)[:MOST_ITEMS]]
    return []


# the six levels of the taxonomy of educational objectives (Bloom, revised by Anderson and Krathwohl, 2001)
BLOOM: Mapping[int, Words] = {
    1: Words("mémoriser", "remember"),
    2: Words("comprendre", "understand"),
    3: Words("appliquer", "apply"),
    4: Words("analyser", "analyse"),
    5: Words("évaluer", "evaluate"),
    6: Words("créer", "create"),
}
# the three kinds of descriptors of the European Qualifications Framework
DESCRIPTORS: Mapping[str, Words] = {
    "savoir": Words("savoir", "knowledge"),
    "aptitude": Words("aptitude", "skill"),
    "autonomie et responsabilité": Words("autonomie et responsabilité", "responsibility and autonomy"),
}
_SAID_BY_US: Mapping[str, Words] = {
    "referencing": Words(
        "Niveau indicatif proposé par l’émetteur ; n’est pas un enregistrement au RNCP",
        "Indicative level proposed by the issuer; not a registration in the RNCP",
    ),
    "label": Words("Date de la délibération ou de la décision", "Date of the deliberation or of the decision"),
}
