"""What minutes, and the signatures on them, are refused for."""

from __future__ import annotations

from sceau.engine.errors import Reason

SIGNED_ALREADY = Reason(
    "minutes.signed_already",
    fr="Quelqu’un s’est déjà prononcé : ce procès-verbal ne se reprend plus. Une erreur se corrige par un "
    "procès-verbal rectificatif",
    en="Somebody has already answered: these minutes are no longer taken back. A mistake is corrected by corrective "
    "minutes",
)
NOT_TO_SIGN = Reason(
    "minutes.not_to_sign",
    fr="Ce procès-verbal n’est pas à la signature",
    en="These minutes are not being signed",
)
ANSWERED_ALREADY = Reason(
    "minutes.answered_already",
    fr="{name} s’est déjà prononcé sur ce procès-verbal",
    en="{name} has already answered on these minutes",
)
OTHER_DIGEST = Reason(
    "minutes.other_digest",
    fr="Ce n’est pas ce procès-verbal que vous avez lu : relisez-le avant de signer",
    en="These are not the minutes that you read: read them again before you sign",
)
FACTOR_NEEDED = Reason(
    "minutes.factor_needed",
    fr="Pour signer avec son compte, il y faut un second facteur",
    en="To sign with an account, it needs a second factor",
)
NOT_YOURS_TO_SIGN = Reason(
    "minutes.not_yours_to_sign",
    fr="Ce n’est pas votre signature qui est attendue ici, et personne ne vous a délégué la sienne",
    en="It is not your signature that is awaited here, and nobody delegated theirs to you",
)
DELEGATE_SITS = Reason(
    "minutes.delegate_sits",
    fr="Vous siégez dans ce jury : vous n’y signez pas aussi pour quelqu’un d’autre",
    en="You sit on this jury: you do not sign for somebody else as well",
)
NO_ADDRESS = Reason(
    "minutes.no_address",
    fr="{name} n’a pas d’adresse électronique : ajoutez-la, ou passez par la tablette ou le papier",
    en="{name} has no e-mail address: add it, or use the tablet or paper",
)
SENT_JUST_NOW = Reason(
    "minutes.sent_just_now",
    fr="Un lien est parti il y a moins de cinq minutes : laissez-lui le temps d’arriver",
    en="A link left less than five minutes ago: give it time to arrive",
)
LINK_OVER = Reason(
    "minutes.link_over",
    fr="Ce lien ne sert plus : demandez-en un autre à l’organisme",
    en="This link is of no use any more: ask the body for another one",
)
NO_LINK = Reason("minutes.no_link", fr="Aucun lien n’est en cours", en="No link is in use")
OTHER_NAME = Reason(
    "minutes.other_name",
    fr="Écrivez votre nom comme le procès-verbal le porte : {name}",
    en="Write your name as the minutes have it: {name}",
)
TICK_NEEDED = Reason(
    "minutes.tick_needed",
    fr="Cochez la case : c’est elle qui dit que vous signez",
    en="Tick the box: it is what says that you sign",
)
STROKE_NEEDED = Reason(
    "minutes.stroke_needed",
    fr="Rien n’a été dessiné",
    en="Nothing was drawn",
)
NOBODY_CHOSEN = Reason(
    "minutes.nobody_chosen",
    fr="Dites qui a signé sur ce papier",
    en="Say who signed on this paper",
)
WORDS_NEEDED = Reason(
    "minutes.words_needed",
    fr="Dites pourquoi : ces mots figurent au procès-verbal",
    en="Say why: these words stand in the minutes",
)
PRESIDENT_MUST_SIGN = Reason(
    "minutes.president_must_sign",
    fr="La présidence n’a pas signé : sans elle, rien ne se scelle",
    en="The president has not signed: without that, nothing is sealed",
)
PRESIDENT_MAY_NOT_REFUSE = Reason(
    "minutes.president_may_not_refuse",
    fr="La présidence ne refuse pas le procès-verbal qu’elle a clos : reprenez-le avant toute signature",
    en="The president does not refuse the minutes that they closed: take them back before any signature",
)
SIGNATURES_AWAITED = Reason(
    "minutes.signatures_awaited",
    fr="On attend encore la réponse de : {names}",
    en="An answer is still awaited from: {names}",
)
WHY_TAKEN_BACK = Reason(
    "minutes.why_taken_back",
    fr="Dites pourquoi ce procès-verbal est repris\u00a0: ces mots sont gardés au journal",
    en="Say why these minutes are taken back: these words are kept in the journal",
)
NO_MAJORITY = Reason(
    "minutes.no_majority",
    fr="Signatures des membres présents : {signed} sur {present}, quand il en faut plus de la moitié",
    en="Signatures of the members present: {signed} of {present}, when it takes more than half",
)
NO_KEY_OF_DOCUMENTS = Reason(
    "minutes.no_key_of_documents",
    fr="L’organisme n’a pas de clé pour ses documents : créez-la à la page « Clés », puis scellez. Les signatures sont "
    "gardées",
    en="The body has no key for its documents: make it on the page “Keys”, then seal. The signatures are kept",
)
KEY_DOES_NOT_SIGN = Reason(
    "minutes.key_does_not_sign",
    fr="La clé des documents n’a pas pu servir : {why}. Les signatures sont gardées",
    en="The key of documents could not be used: {why_en}. The signatures are kept",
)
PERSON_KEY_DOES_NOT_SIGN = Reason(
    "minutes.person_key_does_not_sign",
    fr="Votre clé personnelle n’a pas pu servir : {why}. Rien n’est signé",
    en="Your own key could not be used: {why_en}. Nothing is signed",
)
UNFIT_SCAN = Reason("minutes.unfit_scan", fr="{why}", en="{why_en}")
CHANGED_WHILE_SEALING = Reason(
    "minutes.changed_while_sealing",
    fr="Le procès-verbal a changé pendant qu’on le scellait : recommencez",
    en="The minutes changed while they were being sealed: start again",
)
NOT_SEALED = Reason(
    "minutes.not_sealed", fr="Le procès-verbal n’est pas encore scellé", en="The minutes are not sealed yet"
)
NOT_IN_THESE_MINUTES = Reason(
    "minutes.not_in_these_minutes",
    fr="Ce candidat n’est pas dans ce procès-verbal",
    en="This candidate is not in these minutes",
)
