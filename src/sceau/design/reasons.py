"""Why something is refused here, in both languages: values, then acts, then files."""

from __future__ import annotations

from sceau.engine.errors import Reason

NO_SUCH_PLACE = Reason(
    "designs.no_such_place",
    "Il n’y a pas de champ « {found} » dans cette étape",
    "There is no field “{found}” in this step",
)
NO_SUCH_STEP = Reason("designs.no_such_step", "Il n’y a pas d’étape « {found} »", "There is no step “{found}”")
NOT_JSON = Reason(
    "designs.not_json", "Une valeur de type {kind} ne s’écrit pas en JSON", "A value of type {kind} is not JSON"
)
WRONG_NUMBER = Reason(
    "designs.wrong_number",
    "« {found} » n’est pas un nombre que tous les lecteurs liraient de même",
    "“{found}” is not a number that every reader would read alike",
)
WRONG_NAME = Reason(
    "designs.wrong_name",
    "« {found} » n’est pas un nom de champ : de 1 à 100 signes visibles",
    "“{found}” is no name of a field: 1 to 100 visible characters",
)
TEXT_TOO_LONG = Reason(
    "designs.text_too_long",
    "Ce texte a {length} signes ; il en tient {limit}. Raccourcissez-le",
    "This text has {length} characters; {limit} fit. Shorten it",
)
TOO_DEEP = Reason(
    "designs.too_deep",
    "Cette micro-certification s’emboîte sur plus de {limit} niveaux",
    "This design nests more than {limit} levels deep",
)
TOO_HEAVY = Reason(
    "designs.too_heavy",
    "Cette micro-certification pèserait {size} ko ; {limit} ko sont le plus. Raccourcissez les textes, ou faites-en "
    "deux micro-certifications",
    "This design would weigh {size} kB; {limit} kB are the most. Shorten the texts, or make two designs of it",
)
NOT_A_NAME = Reason(
    "designs.not_a_name",
    "Ce nom court n’en est pas un : de 2 à 80 lettres sans accent, chiffres et traits d’union, une lettre en tête",
    "This is no short name: 2 to 80 plain letters, figures and hyphens, a letter first",
)
NAME_TAKEN = Reason(
    "designs.name_taken",
    "Une micro-certification de l’organisme a déjà le nom court « {name} ». Choisissez-en un autre",
    "A design of the institution has the short name “{name}” already. Choose another",
)
NOT_OF_THIS_INSTITUTION = Reason(
    "designs.not_of_this_institution",
    "Ce choix n’appartient pas à cet organisme. Choisissez dans la liste",
    "This choice does not belong to this institution. Choose from the list",
)
WRONG_LANGUAGES = Reason(
    "designs.wrong_languages",
    "Choisissez au moins une langue parmi : {known}",
    "Choose at least one language among: {known}",
)
WRONG_LICENCE = Reason(
    "designs.wrong_licence", "Choisissez une licence parmi : {known}", "Choose a licence among: {known}"
)
EMPTY = Reason("designs.empty", "Ce champ est vide : remplissez-le", "This field is empty: fill it in")
NO_REASON = Reason(
    "designs.no_reason",
    "Dites pourquoi, en quelques mots : la raison est montrée et gardée",
    "Say why, in a few words: the reason is shown and kept",
)

MAY_NOT = Reason(
    "designs.may_not",
    "Votre rôle ne permet pas de le faire sur cette micro-certification",
    "Your role does not allow this on this design",
)
CHANGED_MEANWHILE = Reason(
    "designs.changed_meanwhile",
    "{name} a modifié cette étape entre-temps. Rien n’est perdu : comparez les deux versions et gardez la bonne",
    "{name} has changed this step in the meantime. Nothing is lost: compare both and keep the right one",
)
IN_REVIEW = Reason(
    "designs.in_review",
    "Cette micro-certification est en relecture : ce qui est relu ne change plus. Retirez-la de la relecture pour la "
    "modifier",
    "This design is in review: what is being read does not change. Withdraw the review to edit it",
)
APPROVED_ALREADY = Reason(
    "designs.approved_already",
    "Cette micro-certification est relue et prête à publier telle quelle. Retirez la relecture pour la modifier : il "
    "en faudra une nouvelle",
    "This design was reviewed and is ready to be published as it is. Withdraw the review to edit it: a new one will "
    "be needed",
)
PUBLISHED_AS_IT_IS = Reason(
    "designs.published_as_it_is",
    "Ce qui est publié ne change plus. Commencez une nouvelle version pour la modifier",
    "What is published does not change. Begin a new version to edit it",
)
ARCHIVED = Reason(
    "designs.archived",
    "Cette micro-certification est archivée. Sortez-la des archives d’abord",
    "This design is archived. Take it out of the archive first",
)
DELETED = Reason(
    "designs.deleted",
    "Ce brouillon est supprimé. Reprenez-le d’abord",
    "This draft is deleted. Take it back first",
)
NOT_IN_REVIEW = Reason(
    "designs.not_in_review",
    "Cette micro-certification n’est pas en relecture : quelqu’un en a décidé entre-temps, ou la relecture est retirée",
    "This design is not in review: somebody decided in the meantime, or the review was withdrawn",
)
AUTHOR_MAY_NOT_REVIEW = Reason(
    "designs.author_may_not_review",
    "Vous avez écrit dans cette version : une autre personne doit la relire",
    "You wrote in this version: another person must review it",
)
REVIEWER_IS_AUTHOR = Reason(
    "designs.reviewer_is_author",
    "{name} a écrit dans cette version : demandez la relecture à une autre personne",
    "{name} wrote in this version: ask another person to review it",
)
REVIEWER_MAY_NOT = Reason(
    "designs.reviewer_may_not",
    "{name} n’a pas de rôle qui permette de relire cette micro-certification",
    "{name} has no role that allows to review this design",
)
CHANGED_SINCE_REVIEW = Reason(
    "designs.changed_since_review",
    "Le brouillon n’est plus celui qui a été envoyé en relecture. Demandez une nouvelle relecture",
    "The draft is no longer what was sent to review. Ask for a new review",
)
REVIEW_NEEDED = Reason(
    "designs.review_needed",
    "Votre organisme demande une relecture avant de publier : demandez-la à une autre personne, ou réglez-le dans les "
    "règles de conception",
    "Your institution asks for a review before publishing: ask another person, or change it in the design rules",
)
GATE_REFUSES = Reason(
    "designs.gate_refuses",
    "Il manque à cette micro-certification ce qu’un lecteur doit savoir : {count} à reprendre avant de publier",
    "This design lacks what a reader must know: {count} to mend before publishing",
)
NO_LANGUAGE_COMPLETE = Reason(
    "designs.no_language_complete",
    "Aucune langue n’est complète : terminez au moins les textes en {language}",
    "No language is complete: finish at least the texts in {language_en}",
)
CUSTOM_MISSING = Reason(
    "designs.custom_missing",
    "Le champ « {label} » de votre organisme est à remplir avant de publier",
    "The field “{label_en}” of your institution must be filled in before publishing",
)
CANNOT_BE_DESCRIBED = Reason(
    "designs.cannot_be_described",
    "Cette micro-certification ne donnerait pas de preuve lisible : {why}",
    "This design would not give a readable credential: {why_en}",
)
SIGNER_IS_NOT_THE_KEY = Reason(
    "designs.signer_is_not_the_key",
    "La clé donnée n’est pas celle de l’organisme : rien n’est publié",
    "The key given is not the institution’s: nothing is published",
)
CHANGED_WHILE_PUBLISHING = Reason(
    "designs.changed_while_publishing",
    "Quelqu’un a modifié ou publié cette micro-certification au même moment : regardez où elle en est",
    "Somebody changed or published this design at the same moment: see how it stands",
)
UNKNOWN_BODY = Reason(
    "designs.unknown_body",
    "Aucun organisme n’a ici pour nom court « {found} » : donnez le nom de l’organisme qui certifie avec vous",
    "No institution has the short name “{found}” here: give the name of the body that awards with you",
)
SHARE_ALIKE = Reason(
    "designs.share_alike",
    "Cette micro-certification vient d’une autre, sous licence CC BY-SA 4.0 : elle garde cette licence",
    "This design comes from another one under the licence CC BY-SA 4.0: it keeps that licence",
)
NOTHING_NEW = Reason(
    "designs.nothing_new",
    "Rien n’a changé depuis la version {number} : il n’y a rien à publier",
    "Nothing has changed since version {number}: there is nothing to publish",
)
NO_NEW_VERSION = Reason(
    "designs.no_new_version",
    "Une nouvelle version est déjà en cours, ou rien n’est encore publié",
    "A new version is on its way already, or nothing is published yet",
)
NOTHING_TO_DROP = Reason(
    "designs.nothing_to_drop",
    "Il n’y a pas de nouvelle version à abandonner",
    "There is no new version to give up",
)
RETIRED_ALREADY = Reason("designs.retired_already", "Cette version est déjà retirée", "This version is retired already")
WAS_PUBLISHED = Reason(
    "designs.was_published",
    "Une micro-certification publiée ne se supprime pas : des preuves peuvent s’y rapporter. Retirez-la, puis "
    "archivez-la",
    "What was published is not deleted: credentials may point to it. Retire it, then archive it",
)
STILL_OFFERED = Reason(
    "designs.still_offered",
    "La version {number} est encore proposée. Retirez-la avant d’archiver",
    "Version {number} is still offered. Retire it before archiving",
)
NOT_DELETED = Reason(
    "designs.not_deleted",
    "Ce brouillon n’est pas supprimé, ou l’est depuis plus de {days} jours",
    "This draft is not deleted, or has been for more than {days} days",
)
NOT_TO_BE_COPIED = Reason(
    "designs.not_to_be_copied",
    "Son organisme ne permet pas de copier cette micro-certification (tous droits réservés)",
    "Its institution does not allow this design to be copied (all rights reserved)",
)

NOT_A_CODE = Reason(
    "designs.not_a_code",
    "Un code a de 1 à 40 lettres sans accent, chiffres et traits bas, une lettre en tête",
    "A code has 1 to 40 plain letters, figures and underscores, a letter first",
)
CODE_TAKEN = Reason(
    "designs.code_taken",
    "Un champ de l’organisme a ou a eu le code « {code} » : un code ne sert qu’une fois",
    "A field of the institution has or had the code “{code}”: a code is used once",
)
NO_LABEL = Reason(
    "designs.no_label", "Donnez un nom au champ, au moins en français", "Give the field a name, at least in French"
)
NO_CHOICES = Reason(
    "designs.no_choices",
    "Une liste a au moins deux choix, chacun avec un code et un nom",
    "A list has at least two choices, each with a code and a name",
)
NO_SUCH_KIND = Reason(
    "designs.no_such_kind", "Choisissez la sorte de champ dans la liste", "Choose the kind of field from the list"
)
NO_SUCH_FIELD = Reason(
    "designs.no_such_field",
    "L’organisme n’a pas de champ « {code} »",
    "The institution has no field “{code}”",
)
NO_SUCH_CHOICE = Reason(
    "designs.no_such_choice",
    "« {found} » n’est pas un choix du champ « {label} »",
    "“{found}” is no choice of the field “{label_en}”",
)
NOT_OF_THE_KIND = Reason(
    "designs.not_of_the_kind",
    "« {found} » ne convient pas au champ « {label} » ({kind})",
    "“{found}” does not fit the field “{label_en}” ({kind_en})",
)

FILE_TOO_LARGE = Reason(
    "designs.file_too_large",
    "Ce fichier pèse {size} ko ; {limit} ko sont le plus",
    "This file weighs {size} kB; {limit} kB are the most",
)
FILE_NOT_JSON = Reason(
    "designs.file_not_json", "Ce fichier ne se lit pas : {why}", "This file cannot be read: {why_en}"
)
FILE_NOT_A_DESIGN = Reason(
    "designs.file_not_a_design",
    "Ce fichier n’est pas une micro-certification complète, à {place} : {why}",
    "This file is no complete design, at {place}: {why_en}",
)
WRONG_SIGNATURE = Reason(
    "designs.wrong_signature",
    "La signature de ce fichier est fausse : il a changé depuis que {issuer} l’a signé. Demandez-le de nouveau",
    "The signature of this file is wrong: it has changed since {issuer} signed it. Ask for it again",
)
UNUSABLE_SIGNATURE = Reason(
    "designs.unusable_signature",
    "La signature de ce fichier n’en est pas une que nous reconnaissons : {why}",
    "The signature of this file is not one that we recognise: {why_en}",
)
KEY_NO_LONGER_GOOD = Reason(
    "designs.key_no_longer_good",
    "La clé qui a signé ce fichier ne valait plus, ou a été déclarée compromise par {issuer}. Demandez-lui le fichier "
    "signé d’une clé en service",
    "The key that signed this file was no longer good, or was reported compromised by {issuer}. Ask for the file "
    "signed with a key in service",
)
NO_WAY_OUT = Reason(
    "designs.no_way_out",
    "{url} n’a pas été demandé : cette installation ne demande rien à d’autres serveurs",
    "{url} was not asked for: this installation asks nothing of other servers",
)
