"""What a decision of a jury says, whatever word it uses.

The words below are read without a remark when they can mean only one thing. A word of `DEBATABLE` has
a usual meaning here and another elsewhere (« ajourné »: failed, may sit again; or put off): how it was
read is said on the row.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import lru_cache

from sceau.intake.folding import fold

AWARDED = "ACQUIS"
DECISIONS = (AWARDED, "NON_ACQUIS", "PARTIEL", "ABSENT", "SUSPENDU", "EN_ATTENTE")
UNMARKED = frozenset({"ABSENT", "SUSPENDU", "EN_ATTENTE"})  # decisions for which no mark is expected

WORDS_OF = {
    "ACQUIS": ("« acquis »", "“awarded”"),
    "NON_ACQUIS": ("« non acquis »", "“not awarded”"),
    "PARTIEL": ("« partiellement acquis »", "“partly awarded”"),
    "ABSENT": ("« absent »", "“absent”"),
    "SUSPENDU": ("« suspendu »", "“suspended”"),
    "EN_ATTENTE": ("« en attente »", "“pending”"),
}
WORDS = ("acquis", "non acquis", "partiel", "absent", "suspendu", "en attente")

PLAIN: dict[str, tuple[str, ...]] = {
    "ACQUIS": ("acquis", "acquise", "admis", "admise", "valide", "validee", "recu", "recue", "reussi", "reussie",
               "reussite", "succes", "obtenu", "obtenue", "certifie", "certifiee", "delivre", "delivree",
               "passed", "pass", "awarded", "achieved", "successful", "success", "granted"),
    "NON_ACQUIS": ("non acquis", "non acquise", "pas acquis", "refuse", "refusee", "echec", "echoue", "echouee",
                   "non valide", "non validee", "non admis", "non admise", "non obtenu", "non obtenue", "non certifie",
                   "non certifiee", "elimine", "eliminee", "failed", "fail", "not awarded", "not achieved",
                   "not passed", "unsuccessful", "rejected"),
    "PARTIEL": ("partiel", "partielle", "partiellement acquis", "partiellement acquise", "acquis partiellement",
                "acquis partiel", "validation partielle", "partiellement valide", "partial", "partially achieved",
                "partial pass", "partially awarded"),
    "ABSENT": ("absent", "absente", "abs", "absence", "non presente", "non presentee", "absent justifie",
               "absence justifiee", "absence non justifiee", "did not attend", "no show"),
    "SUSPENDU": ("suspendu", "suspendue", "decision suspendue", "suspended"),
    "EN_ATTENTE": ("en attente", "attente", "a deliberer", "en cours", "non delibere", "a evaluer", "pending",
                   "in progress", "awaiting", "to be decided", "tbd"),
}  # fmt: skip
DEBATABLE: dict[str, tuple[str, ...]] = {
    "ACQUIS": ("oui", "yes", "o", "y", "1", "true", "vrai", "x", "ok", "favorable", "a", "completed", "complete"),
    "NON_ACQUIS": ("ajourne", "ajournee", "non", "no", "n", "0", "false", "faux", "ko", "defavorable", "na",
                   "referred", "rattrapage", "seconde session"),
    "PARTIEL": ("incomplet", "incomplete"),
    "ABSENT": ("abandon", "defaillant", "defaillante", "withdrawn", "absent with leave"),
    "SUSPENDU": ("fraude", "litige", "on hold"),
    "EN_ATTENTE": ("reporte", "reportee", "deferred", "postponed"),
}  # fmt: skip

_PLAIN = {word: decision for decision, words in PLAIN.items() for word in words}
_DEBATABLE = {word: decision for decision, words in DEBATABLE.items() for word in words}
_HONOURS = re.compile(r" (?:avec )?(?:les )?(?:mention|felicitations)\b.*$| with (?:honours|merit|distinction)$")


@lru_cache(maxsize=1024)
def read(text: str) -> tuple[str, str] | None:
    """The decision that a cell says and how surely: "plain", "debatable" or "guessed"; None when it says none."""
    whole = fold(text)
    for spelling in (whole, _HONOURS.sub("", whole)):
        if spelling in _PLAIN:
            return _PLAIN[spelling], "guessed" if "?" in text else "plain"
        if spelling in _DEBATABLE:
            return _DEBATABLE[spelling], "debatable"
    # « aquis », « admiss »: one slip in a word long enough; a slip never turns a "non acquis" into an "acquis".
    near = get_close_matches(whole, _PLAIN, n=1, cutoff=0.85) if 4 < len(whole) < 40 else []  # noqa: PLR2004 -- above
    return (_PLAIN[near[0]], "guessed") if near else None
