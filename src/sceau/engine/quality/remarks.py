"""What may be said of the words of one learning outcome, before any rule says how grave it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from sceau.engine.quality.languages import BLOOM
from sceau.engine.quality.verbs import (
    UNOBSERVABLE,
    infinitive_of,
    is_vague,
    known_verb,
    looks_like_a_verb,
    plain,
    unobservable,
)
from sceau.engine.quality.words import Words

LONGEST_READ = 2_000  # characters of a statement
LONGEST_PHRASE = 3  # words of a verb such as "mettre en œuvre"
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# who acts, and the words that put off saying what is done
_SUBJECT = {
    "fr": re.compile(
        r"(?:(?:l'apprenante?|l'apprenant\(e\)|l'eleve|l'etudiante?|(?:le|la|les|un|une) (?:candidate?|participante?|"
        r"stagiaire|personne|salariee?|titulaire|apprenants|candidats|participants|stagiaires|personnes)|il|elle|on|ils|"
        r"elles|vous) )(?:(?:est|sera|sont|seront) (?:capables?|en mesure) (?:de |d')|(?:sait|saura|peut|pourra|doit|"
        r"devra|savez|pouvez) )?"
    ),
    "en": re.compile(
        r"(?:(?:the |a )?(?:learners?|candidates?|participants?|students?|holders?|employees?|person|he|she|they|you) )"
        r"(?:(?:is|are|will be) able to |can |will |must |should )?"
    ),
}
# « À partir d’un cahier des charges, calculer… »: what is given comes first
_GIVEN = {
    "fr": re.compile(r"(?:a|au|aux|en|dans|face|pour|sur|avec|apres|devant|lors|selon|depuis)\b[^,]{1,160}, *"),
    "en": re.compile(r"(?:from|given|in|with|using|for|when|after|faced|based|on|at)\b[^,]{1,160}, *"),
}
_LEAD = {"fr": re.compile(r"(?:de |d'|s'|se |me |nous )"), "en": re.compile(r"(?:to |will |can )")}
_THEN = {
    "fr": re.compile(r"(?:\bet|\bou|\bpuis|,|;)\s+(?:puis\s+)?(?:de\s+|d'|se\s+|s')?([^\W\d_]+)"),
    # many English nouns are verbs too: only what is followed by its object is one here
    "en": re.compile(
        r"(?:\band|\bor|\bthen|,|;)\s+(?:then\s+|to\s+)?([^\W\d_]+)(?=\s+(?:the|an?|its|their|his|her|it|them|to)\b)"
    ),
}
# the levels of verbs that go with a level of the European framework, from the lowest to the highest
_FITTING = {1: (1, 3), 2: (1, 3), 3: (1, 5), 4: (1, 6), 5: (2, 6), 6: (3, 6), 7: (3, 6), 8: (4, 6)}


@dataclass(frozen=True, slots=True)
class Remark:
    """code: that of a rule; values: what fills its sentence, but for the place."""

    code: str
    values: Mapping[str, str | int | Words] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Opening:
    """How a statement begins: word as it is written, verb folded ("" when it is none that we know)."""

    word: str
    verb: str
    is_verb: bool


@lru_cache(maxsize=512)
def remarks_on(statement: str, language: str, longest: int) -> tuple[Remark, ...]:
    """What may be said of a statement in "fr" or "en". longest: in words"""
    statement = statement[:LONGEST_READ]
    words = [plain(word) for word in _WORD.findall(statement)]
    return tuple(_remarks(statement, words, language, longest)) if words else ()


def _remarks(statement: str, words: list[str], language: str, longest: int) -> Iterator[Remark]:
    opening = opening_of(statement, language)
    hidden = unobservable(opening.verb, language)
    if hidden:
        instead = ", ".join(UNOBSERVABLE[language][hidden])
        yield Remark("outcome.not_observable", {"verb": hidden, "instead": instead})
    elif not opening.is_verb:
        yield Remark("outcome.no_verb", {"verb": opening.word})
    others = _further_verbs(statement, language) if opening.is_verb else []
    if others:
        verbs = [_written(opening.verb or plain(opening.word), language), *others]
        yield Remark("outcome.several_verbs", {"verb": ", ".join(verbs[:4])})
    if len(words) > longest:
        yield Remark("outcome.long", {"count": len(words), "limit": longest})
    vague = next((word for word in _WORD.findall(statement) if is_vague(plain(word), language)), "")
    if vague:
        yield Remark("outcome.vague", {"verb": vague.lower()})


@lru_cache(maxsize=512)
def opening_of(statement: str, language: str) -> Opening:
    """The verb that a statement begins with, after its subject if it has one: « L’apprenant analyse… » is analyser."""
    folded = plain(statement.strip())[:LONGEST_READ]
    given = _GIVEN[language].match(folded)
    folded = folded[given.end() if given else 0 :]
    subject = _SUBJECT[language].match(folded)
    rest = folded[subject.end() if subject else 0 :]
    lead = _LEAD[language].match(rest)
    bare = rest[lead.end() if lead else 0 :]
    phrase = _phrase(rest, language) or _phrase(bare, language)
    if phrase:
        return Opening(phrase, phrase, True)
    tokens = _WORD.findall(bare)
    if not tokens:
        return Opening("", "", False)
    first = tokens[0]
    if known_verb(first, language) or unobservable(first, language):
        return Opening(first, first, True)
    verb = infinitive_of(first, language)
    if verb and (subject is not None or _is_an_order(first, language)):
        return Opening(first, verb, True)
    unknown = looks_like_a_verb(first, language) or subject is not None or _may_be_english(first, language)
    return Opening(_as_written(statement, first), "", unknown)


def _phrase(rest: str, language: str) -> str:
    """The longest verb of several words, or one of the head, that the statement begins with."""
    tokens = [*re.finditer(r"[^\s,.;:]+", rest)][:LONGEST_PHRASE]
    for token in reversed(tokens):
        candidate = rest[: token.end()].strip()
        if " " not in candidate and "'" not in candidate:
            break
        for spelling in (
            candidate,
            *(candidate.removesuffix(end) for end in ("s", "es", "e")),
        ):  # « être sensibilisées »
            if known_verb(spelling, language) or unobservable(spelling, language):
                return spelling
    return ""


def _is_an_order(folded: str, language: str) -> bool:
    """« Analysez », and English forms in -ing or -ize; a bare « analyse » may be a noun."""
    return folded.endswith("ez") if language == "fr" else folded.endswith(("ing", "ize", "yze"))


def _may_be_english(folded: str, language: str) -> bool:
    """English verbs look like any word: only what is surely another kind of word is none."""
    if language != "en":
        return False
    small = {"the", "a", "an", "of", "in", "on", "how", "what", "basic", "introduction", "knowledge", "awareness"}
    return folded not in small and not folded.endswith(("tion", "ment", "ness", "ity", "ance", "ence", "ship", "ing"))


def _further_verbs(statement: str, language: str) -> list[str]:
    """Verbs that follow a comma or an "and", as we write them."""
    folded = plain(statement)
    given = _GIVEN[language].match(folded)
    found = _THEN[language].findall(folded[given.end() if given else 0 :])
    return [_written(word, language) for word in found if known_verb(word, language)]


def _written(folded: str, language: str) -> str:
    known = known_verb(folded, language)
    return known[0] if known else unobservable(folded, language) or folded


def _as_written(statement: str, folded: str) -> str:
    return next((word for word in _WORD.findall(statement) if plain(word) == folded), folded)


def level_is_far(statement: str, language: str, eqf: int, given: int | None = None) -> dict[str, str | Words]:
    """The verb and its level when they are far from a level of the European framework; empty when they fit.

    given:  the level that the designer gave to the verb, which is believed
    """
    verb = opening_of(statement, language).verb
    known = known_verb(verb, language)
    level = given or (known[1] if known else None)
    if level is None or not verb:
        return {}
    lowest, highest = _FITTING[eqf]
    return {} if lowest <= level <= highest else {"verb": _written(verb, language), "bloom": BLOOM[level]}
