"""Reasons about how credentials stand: suspended, restored, revoked, corrected."""

from __future__ import annotations

from sceau.engine.errors import Reason

NOTHING_TO_TURN = Reason(
    "issuing.nothing_to_turn",
    fr="Aucune des preuves choisies ne peut changer ainsi d’état",
    en="The state of none of the chosen credentials can be changed so",
)
TOO_MANY_TO_TURN = Reason(
    "issuing.too_many_to_turn",
    fr="Vous avez choisi {count} preuves\u00a0: l’état de {most} preuves au plus se change en une fois. Resserrez la "
    "recherche",
    en="You chose {count} credentials: the state of {most} at most is changed at once. Narrow the search",
)
CHANGED_SINCE = Reason(
    "issuing.changed_since",
    fr="Ce que vous avez relu a changé entre-temps\u00a0: {count} preuves seraient concernées, et non {expected}. Rien "
    "n’est fait\u00a0: relisez, puis confirmez",
    en="What you read has changed meanwhile: {count} credentials would be concerned, not {expected}. Nothing is done: "
    "read it again, then confirm",
)
NO_WHY = Reason(
    "issuing.no_why",
    fr="Dites pourquoi, en {most} signes au plus\u00a0: la personne le lira",
    en="Say why, in {most} characters at most: the person will read it",
)
WHY_TOO_LONG = Reason(
    "issuing.why_too_long",
    fr="La raison tient en {most} signes au plus",
    en="The reason takes {most} characters at most",
)
NAME_WRONG = Reason(
    "issuing.name_wrong",
    fr="Donnez le nom que portera la nouvelle preuve, de {most} signes au plus, sur une ligne",
    en="Give the name that the new credential will bear, of {most} characters at most, on one line",
)
NAME_AS_BEFORE = Reason(
    "issuing.name_as_before",
    fr="La preuve porte déjà ce nom\u00a0: il n’y a rien à corriger",
    en="The credential bears this name already: there is nothing to correct",
)
NOT_TO_CORRECT = Reason(
    "issuing.not_to_correct",
    fr="La preuve est à l’état «\u00a0{state}\u00a0»\u00a0: elle ne se corrige plus",
    en="The credential is “{state_en}”: it is not corrected any more",
)
CORRECTION = Reason("issuing.correction", fr="Correction de la preuve {code}", en="Correction of credential {code}")
NO_OTHER_AWARD = Reason(
    "issuing.no_other_award",
    fr="Aucune décision corrective n’a mis une autre attribution à la place de celle-ci",
    en="No corrective decision has put another award in the place of this one",
)
