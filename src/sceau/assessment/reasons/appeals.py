"""Why an appeal is not received or not answered."""

from __future__ import annotations

from sceau.engine.errors import Reason

NO_APPEAL_HERE = Reason(
    "appeals.no_appeal_here",
    fr="Cet organisme ne prévoit pas de recours dans Sceau\u00a0: écrivez-lui directement",
    en="This body provides for no appeal in Sceau: write to it directly",
)
NOT_RELEASED = Reason(
    "appeals.not_released",
    fr="Les résultats ne sont pas encore diffusés\u00a0: un recours se dépose ensuite",
    en="The results are not released yet: an appeal comes afterwards",
)
TOO_LATE = Reason(
    "appeals.too_late",
    fr="Le délai de recours est passé\u00a0: il allait jusqu’au {day} inclus",
    en="The time for an appeal is over: it ran until {day_en} included",
)
OPEN_ALREADY = Reason(
    "appeals.open_already",
    fr="Un recours est déjà ouvert contre cette décision",
    en="An appeal against this decision is open already",
)
NO_WORDS = Reason(
    "appeals.no_words",
    fr="Dites ce que vous contestez, et pourquoi",
    en="Say what you contest, and why",
)
TOO_LONG = Reason(
    "appeals.too_long",
    fr="Ce texte compte {length} signes\u00a0: {most} au plus",
    en="This text has {length} signs: {most} at most",
)
RECEIVED_WHEN = Reason(
    "appeals.received_when",
    fr="Un recours arrive entre la diffusion des résultats et aujourd’hui",
    en="An appeal comes between the release of the results and today",
)
NOT_THE_LAST = Reason(
    "appeals.not_the_last",
    fr="Cette décision a été remplacée par une autre\u00a0: c’est la dernière qui se conteste",
    en="This decision was replaced by another: the last one can be contested",
)
NOT_OPEN = Reason(
    "appeals.not_open",
    fr="Ce recours n’est plus ouvert",
    en="This appeal is no longer open",
)
NO_ANSWER = Reason(
    "appeals.no_answer",
    fr="Donnez les raisons de la réponse",
    en="Give the reasons of the answer",
)
MARKED_IT = Reason(
    "appeals.marked_it",
    fr="Vous avez noté cette personne\u00a0: quelqu’un d’autre répond à son recours",
    en="You marked this person: somebody else answers the appeal",
)
NO_EFFECT = Reason(
    "appeals.no_effect",
    fr="Choisissez ce que la réponse change",
    en="Choose what the answer changes",
)
NO_NEW_ATTEMPT = Reason(
    "appeals.no_new_attempt",
    fr="Aucun nouveau passage ne peut s’ouvrir : {why}",
    en="No new attempt can be opened: {why_en}",
)
WRONG_RESULT = Reason(
    "appeals.wrong_result",
    fr="Choisissez le résultat qui doit remplacer la décision",
    en="Choose the result that is to replace the decision",
)
