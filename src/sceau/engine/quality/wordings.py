"""Words that promise a registration, and words without their accents."""

from __future__ import annotations

import re
import unicodedata

LONGEST_TEXT = 20_000  # characters that are read of one text
_LONGEST_NEGATION = 40
MOST_LETTERS = 4096  # kept: a text in every script of the world must not fill the memory
_CLAIM = re.compile(
    r"\b(?:enregistre|inscrit|homologue|registered|listed)(?:e|s|es)? (?:au |a l[’']|in the )?(?:french )?"
    r"(?:rncp|rs\b|repertoire|national register)"
    r"|\brncp ?\d{3,5}\w*|\brs ?\d{3,5}\b"
    r"|\breconnue?s? par l[’']etat\b|\brecogni[sz]ed by the (?:french )?state\b"
    r"|\b(?:eligibles?|finance(?:e|s|es|able|ables)?) (?:au|par le|a[ u]*) ?cpf\b|\beligible for (?:the )?cpf\b"
)
_NEGATION = re.compile(r"\b(?:n[’']\w+|ne|ni|pas|non|sans|aucune?|not|nor|neither|no|without)\b")


def fold(text: str) -> tuple[str, str]:
    """(the text in lower case and without accents, the text itself), of the same length so that places agree."""
    whole = unicodedata.normalize("NFC", text[:LONGEST_TEXT])
    if whole.isascii():
        return whole.lower(), whole
    return whole.translate(_BARE), whole


class _Bare(dict[int, str]):
    """Letter → the same in lower case and without its accent, worked out once each and only if it is one letter."""

    def __missing__(self, code: int) -> str:
        lowered = unicodedata.normalize("NFD", chr(code))[0].lower()
        found = lowered if len(lowered) == 1 else chr(code)
        if len(self) < MOST_LETTERS:
            self[code] = found
        return found


_BARE = _Bare()


def claims_registration(text: str) -> str:
    """The words that say that a certification is registered, recognised by the State or eligible for the CPF.

    returns:  "" when there are none, or when they are denied: « n’est pas enregistrée au RNCP » promises nothing
    """
    folded, whole = fold(text)
    for found in _CLAIM.finditer(folded):
        before = folded[max(0, found.start() - _LONGEST_NEGATION) : found.start()]
        if not _NEGATION.search(before.rpartition(".")[2]):
            return whole[found.start() : found.end()]
    return ""
