"""Why a wording is not kept, and a letter not sent, printed or sent again."""

from __future__ import annotations

from sceau.engine.errors import Reason

UNKNOWN_FIELD = Reason(
    "issuing.unknown_field",
    fr="Ligne {line}, signe {column} : le champ « {found} » n’existe pas. Ceux qui existent ici : {known}",
    en="Line {line}, character {column}: there is no field “{found}”. Those that exist here: {known}",
)
LONE_BRACE = Reason(
    "issuing.lone_brace",
    fr="Ligne {line}, signe {column} : une accolade est seule. Un champ s’écrit entre deux accolades, comme {{name}}",
    en="Line {line}, character {column}: a brace stands alone. A field stands between two braces, like {{name}}",
)
NO_MARKUP = Reason(
    "issuing.no_markup",
    fr="Ligne {line}, signe {column} : pas de balise ici, la lettre est faite de texte simple",
    en="Line {line}, character {column}: no tags here, the letter is made of plain text",
)
LINK_MISSING = Reason(
    "issuing.link_missing",
    fr="Il manque le champ {{link}} : sans lui, la personne ne peut pas ouvrir sa preuve",
    en="The field {{link}} is missing: without it, the holder cannot open the credential",
)
EMPTY_WORDING = Reason(
    "issuing.empty_wording",
    fr="Écrivez quelque chose, ou reprenez le texte de la maison",
    en="Write something, or take the house’s words again",
)
WORDING_TOO_LONG = Reason(
    "issuing.wording_too_long",
    fr="C’est trop long de {over} signes : {most} au plus",
    en="This is {over} characters too long: {most} at most",
)
NO_SUCH_LANGUAGE = Reason(
    "issuing.no_such_language",
    fr="Les lettres s’écrivent en français ou en anglais",
    en="Letters are written in French or in English",
)
TRIALS_ENOUGH = Reason(
    "issuing.trials_enough",
    fr="Vous vous êtes envoyé {most} essais en une heure : attendez un peu, ou servez-vous de l’aperçu",
    en="You sent yourself {most} trials within an hour: wait a little, or use the preview",
)
LETTER_STANDS_ELSEWHERE = Reason(
    "issuing.letter_stands_elsewhere",
    fr="Cette lettre est déjà dans un autre état : rechargez la page",
    en="This letter has moved on meanwhile: reload the page",
)
LETTER_HOLDS_NO_MORE = Reason(
    "issuing.letter_holds_no_more",
    fr="Ce que dit cette lettre n’est plus vrai : la preuve a changé d’état depuis",
    en="What this letter says does not hold any more: the credential has changed since",
)
NOWHERE_TO_WRITE = Reason(
    "issuing.nowhere_to_write",
    fr="Aucune adresse électronique n’est connue pour cette personne : donnez-en une",
    en="No e-mail address of this person is known: give one",
)
