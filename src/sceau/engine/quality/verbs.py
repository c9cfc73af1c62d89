"""Verbs for learning outcomes, by the six levels of the taxonomy of educational objectives, in French and in English.

source:  the levels are those of Bloom as revised by Anderson and Krathwohl (2001); which verb stands where is our
         choice, made for what is done at work, and a design may say otherwise (`bloom_level`)
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from sceau.engine.quality.wordings import fold

_SHIPPED = json.loads((files(__package__) / "verbs.json").read_text("utf-8"))
VERBS: Mapping[str, Mapping[int, tuple[str, ...]]] = {
    language: {int(level): tuple(verbs) for level, verbs in lists["verbs"].items()}
    for language, lists in _SHIPPED.items()
}
# what happens in the head alone → what to write instead
UNOBSERVABLE: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    language: {phrase: tuple(instead) for phrase, instead in lists["unobservable"].items()}
    for language, lists in _SHIPPED.items()
}
VAGUE: Mapping[str, frozenset[str]] = {language: frozenset(lists["vague"]) for language, lists in _SHIPPED.items()}

_NOT_INFINITIVES = frozenset(
    "atelier dossier premier dernier chantier metier panier papier fichier cahier courrier clavier escalier quartier "
    "particulier chevalier janvier fevrier hier leader manager hiver cancer fer mer enfer ver cher amer "
    "plaisir avenir loisir desir cuir souvenir soupir elixir "
    "savoir pouvoir devoir avoir espoir couloir miroir soir noir terroir territoire "
    "cadre ordre cendre gendre cylindre lettre metre centre maitre".split()
)
_INFINITIVE = re.compile(
    r"\w{2,}(?:er|ir|oir|dre|uire|ttre|aitre|crire|clure|rompre|ivre|vaincre)|(?:re)?(?:faire|lire|dire)"
)
_ENGLISH_VERB = re.compile(r"\w{3,}(?:ise|ize|yse|yze|ify)")


@cache
def _levels(language: str) -> Mapping[str, tuple[str, int]]:
    """Folded verb or phrase → (the verb as we write it, its level)."""
    return {plain(verb): (verb, level) for level, verbs in VERBS[language].items() for verb in verbs}


@cache
def _forms(language: str) -> Mapping[str, str]:
    """Folded conjugated form → folded verb, for the forms of somebody who learns: he, they, you, will, -ing."""
    conjugate = _french_forms if language == "fr" else _english_forms
    found: dict[str, str] = {}
    for verb in [*_levels(language), *(plain(phrase) for phrase in UNOBSERVABLE[language])]:
        for form in conjugate(verb) if " " not in verb else ():
            found.setdefault(form, verb)
    return found


@cache
def _unobservable(language: str) -> Mapping[str, str]:
    return {plain(phrase): phrase for phrase in UNOBSERVABLE[language]}


@cache
def _vague(language: str) -> frozenset[str]:
    return frozenset(map(plain, VAGUE[language]))


def plain(text: str) -> str:
    """Lower case, no accents, straight apostrophes, œ as oe: what two spellings of one word have in common."""
    return fold(text)[0].replace("œ", "oe").replace("æ", "ae").replace("’", "'")


def level_of(verb: str, language: str) -> int | None:
    """The level of a verb of the taxonomy, whatever its accents; None for another one."""
    found = _levels(language).get(plain(verb))
    return found[1] if found else None


def known_verb(folded: str, language: str) -> tuple[str, int] | None:
    """(the verb as we write it, its level) of a folded infinitive or phrase."""
    return _levels(language).get(folded)


def unobservable(folded: str, language: str) -> str:
    """The phrase as we write it, "" when it can be observed."""
    return _unobservable(language).get(folded, "")


def infinitive_of(folded: str, language: str) -> str:
    """The folded infinitive of a folded form, "" when it is none that we know."""
    return _forms(language).get(folded, "")


def is_vague(folded: str, language: str) -> bool:
    """Whether the word measures nothing."""
    return folded in _vague(language)


def looks_like_a_verb(folded: str, language: str) -> bool:
    """Whether a word that is in no list of ours may be an infinitive."""
    if language == "fr":
        return folded not in _NOT_INFINITIVES and _INFINITIVE.fullmatch(folded) is not None
    return _ENGLISH_VERB.fullmatch(folded) is not None


def _french_forms(verb: str) -> tuple[str, ...]:
    if verb.endswith("er"):
        stem = verb[:-2]
        y = (f"{stem[:-1]}ie", f"{stem[:-1]}ient") if stem.endswith("y") else ()
        double = (f"{stem}{stem[-1]}e", f"{stem}{stem[-1]}ent") if stem[-1:] in ("l", "t") else ()
        return (*(stem + end for end in ("e", "es", "ent", "ez", "ons", "eons", "era", "eront", "ant")), *y, *double)
    if verb.endswith("ir"):
        stem = verb[:-2]
        return tuple(stem + end for end in ("it", "issent", "issez", "ira", "iront", "t", "ent", "ez"))
    if verb.endswith("re"):
        stem = verb[:-2]
        ends = ("", "t", "ent", "ez", "ra", "ront", "vent", "vez", "sent", "sez")
        return (*(stem + end for end in ends), *_IRREGULAR.get(verb, ()))
    return ()


_IRREGULAR = {
    "comprendre": ("comprennent", "comprenez"),
    "apprendre": ("apprennent", "apprenez"),
    "connaitre": ("connait", "connaissent", "connaissez"),
    "reconnaitre": ("reconnait", "reconnaissent", "reconnaissez"),
    "faire": ("fait", "font", "fera"),
    "etre": ("est", "sont", "sera", "seront"),
    "resoudre": ("resout", "resolvent", "resolvez"),
}


def _english_forms(verb: str) -> tuple[str, ...]:
    ends_in_s = verb.endswith(("s", "x", "ch", "sh"))
    y = verb.endswith("y") and verb[-2:-1] not in "aeiou"
    third = f"{verb}es" if ends_in_s else f"{verb[:-1]}ies" if y else f"{verb}s"
    stem = verb[:-1] if verb.endswith("e") and not verb.endswith("ee") else verb
    doubled = (f"{verb}{verb[-1]}ing",) if verb[-1:] in "nptgm" else ()
    american = (verb.replace("ise", "ize"), verb.replace("yse", "yze")) if verb.endswith(("ise", "yse")) else ()
    return (third, f"{stem}ing", *doubled, *american)
