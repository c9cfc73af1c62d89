"""Reasons about what holders say is wrong on their credentials, and about names corrected together."""

from __future__ import annotations

from sceau.engine.errors import Reason

WHAT_IS_WRONG = Reason(
    "issuing.what_is_wrong",
    fr="Dites ce qui est faux, en {most} signes au plus",
    en="Say what is wrong, in {most} characters at most",
)
WORDS_TOO_LONG = Reason(
    "issuing.request_too_long",
    fr="{most} signes au plus\u00a0: gardez l’essentiel",
    en="{most} characters at most: keep what matters",
)
WANTED_NAME = Reason(
    "issuing.wanted_name",
    fr="Écrivez le nom comme il devrait être, de {most} signes au plus, sur une ligne",
    en="Write the name as it should be, of {most} characters at most, on one line",
)
NAME_IS_THERE = Reason(
    "issuing.name_is_there",
    fr="La preuve porte déjà ce nom, lettre pour lettre",
    en="The credential bears this name already, letter by letter",
)
ASKED_ALREADY = Reason(
    "issuing.asked_already",
    fr="Une demande attend déjà une réponse pour cette preuve",
    en="A request about this credential waits for an answer already",
)
CORRECTED_ALREADY = Reason(
    "issuing.corrected_already",
    fr="Une autre preuve se prépare déjà à la place de celle-ci\u00a0: attendez-la",
    en="Another credential is being prepared instead of this one already: wait for it",
)
NOTHING_TO_ASK = Reason(
    "issuing.nothing_to_ask",
    fr="Cette preuve ne vaut plus\u00a0: elle ne se corrige pas",
    en="This credential does not count any more: it is not corrected",
)
ENDED_ALREADY = Reason(
    "issuing.request_ended",
    fr="Cette demande n’attend plus de réponse\u00a0: elle a été traitée ou retirée",
    en="This request waits for no answer any more: it was dealt with or withdrawn",
)
NOT_OF_A_NAME = Reason(
    "issuing.request_of_no_name",
    fr="Cette demande n’est pas celle d’un nom",
    en="This request is not about a name",
)
RECORD_SAYS_ANOTHER = Reason(
    "issuing.record_says_another",
    fr="Le prénom et le nom du dossier, mis bout à bout, doivent donner le nom de la preuve\u00a0: "
    "«\u00a0{name}\u00a0»",
    en="The given name and the family name of the record, put together, have to give the name of the credential: "
    "“{name}”",
)
NO_ANSWER = Reason(
    "issuing.no_answer",
    fr="Écrivez votre réponse, en {most} signes au plus\u00a0: la personne la recevra",
    en="Write your answer, in {most} characters at most: the person will receive it",
)
NO_NAME_CHANGED = Reason(
    "issuing.no_name_changed",
    fr="Aucun nom n’a été changé\u00a0: il n’y a rien à corriger",
    en="No name was changed: there is nothing to correct",
)
TOO_MANY_NAMES = Reason(
    "issuing.too_many_names",
    fr="{most} noms au plus se corrigent en une fois. Resserrez la recherche",
    en="{most} names at most are corrected at once. Narrow the search",
)
SOME_NAMES_WRONG = Reason(
    "issuing.some_names_wrong",
    fr="{count} nom(s) ne peuvent pas être corrigés ainsi\u00a0: la raison est à côté de chacun. Rien n’est fait",
    en="{count} name(s) cannot be corrected so: the reason stands beside each. Nothing is done",
)
AWARD_GONE = Reason(
    "issuing.corrected_award_gone",
    fr="L’attribution a été retirée\u00a0: son nom ne se corrige plus",
    en="The award was withdrawn: its name is not corrected any more",
)
CORRECTIONS = Reason("issuing.corrections", fr="Correction de {count} noms", en="Correction of {count} names")
ABOUT_REQUESTS = Reason(
    "issuing.erased_requests",
    fr="demandes de correction de ses preuves\u00a0: les mots écrits et les réponses",
    en="requests for a correction of their credentials: the words written and the answers",
)
