"""Words that promise a registration, and words without their accents."""

from __future__ import annotations

import re
import unicodedata

LONGEST_TEXT = 20_000  # characters that are read of one text
_LONGEST_NEGATION = 40
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
    return "".join(map(_bare, whole)), whole


def _bare(letter: str) -> str:
    lowered = unicodedata.normalize("NFD", letter)[0].lower()
    return lowered if len(lowered) == 1 else letter


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
