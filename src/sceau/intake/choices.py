"""Cells that choose: yes or no, a language."""

from __future__ import annotations

import re

from sceau.intake import kinds
from sceau.intake.findings import Note, Read
from sceau.intake.folding import fold

_YES = frozenset("oui yes o y 1 true vrai x ok accord accorde accordee d accord accepte acceptee".split())
_NO = frozenset("non no n 0 false faux refus refuse refusee ko".split())
_LANGUAGES = {
    "francais": "fr", "french": "fr", "fra": "fr", "fre": "fr", "anglais": "en", "english": "en", "eng": "en",
    "arabe": "ar", "arabic": "ar", "espagnol": "es", "spanish": "es", "portugais": "pt", "portuguese": "pt",
    "chinois": "zh", "chinese": "zh", "allemand": "de", "german": "de", "italien": "it", "italian": "it",
    "neerlandais": "nl", "dutch": "nl", "polonais": "pl", "polish": "pl", "turc": "tr", "turkish": "tr",
    "roumain": "ro", "romanian": "ro", "ukrainien": "uk", "ukrainian": "uk", "russe": "ru", "russian": "ru",
}  # fmt: skip
_TAG = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}\Z")  # BCP 47, the part that people type


def read_consent(text: str) -> Read:
    """ "yes" or "no"; a consent that cannot be read is none."""
    if fold(text) in _YES:
        return Read("yes")
    return Read("no", () if fold(text) in _NO else (Note(kinds.CONSENT_NOT_READ),))


def read_yes(text: str) -> Read:
    """ "yes", "no", or the words as they are."""
    folded = fold(text)
    return Read("yes" if folded in _YES else "no" if folded in _NO else text)


def read_language(text: str) -> Read:
    """A language tag, from a tag or from a name in French or English."""
    folded = fold(text)
    tag = text.lower().replace("_", "-")
    if found := _LANGUAGES.get(folded):
        return Read(found)
    return Read(tag) if _TAG.match(tag) else Read("", (Note(kinds.LANGUAGE_NOT_READ),))
