"""Why a batch is not made, changed, released, taken up again or called off."""

from __future__ import annotations

from sceau.engine.errors import Reason

NO_AWARDS = Reason(
    "issuing.no_awards",
    fr="Aucune attribution n’est choisie\u00a0: un lot en contient au moins une",
    en="No award is chosen: a batch holds at least one",
)
TOO_MANY = Reason(
    "issuing.too_many",
    fr="Un lot contient {most} lignes au plus\u00a0: faites-en plusieurs",
    en="A batch holds {most} lines at most: make several",
)
NO_NAME = Reason(
    "issuing.no_name",
    fr="Donnez un nom au lot, de {most} signes au plus",
    en="Give the batch a name, of {most} characters at most",
)
AWARD_OF_ANOTHER = Reason(
    "issuing.award_of_another",
    fr="Cette attribution est celle d’un autre organisme",
    en="This award is another institution’s",
)
AWARD_WITHDRAWN = Reason(
    "issuing.award_withdrawn",
    fr="L’attribution a été retirée par une décision corrective\u00a0: rien ne peut être délivré pour elle",
    en="The award was withdrawn by a corrective decision: nothing can be issued for it",
)
AWARD_WAITS = Reason(
    "issuing.award_waits",
    fr="L’attribution attend déjà dans le lot n°\u00a0{number}",
    en="The award waits in batch no. {number} already",
)
AWARD_HAS_ONE = Reason(
    "issuing.award_has_one",
    fr="La preuve {code} a déjà été délivrée pour cette attribution\u00a0: corrigez-la ou renouvelez-la",
    en="Credential {code} was already issued for this award: correct it or renew it",
)
AWARD_RENEWED = Reason(
    "issuing.award_renewed",
    fr="La preuve {code} de cette attribution a été renouvelée par celle d’une évaluation plus récente",
    en="Credential {code} of this award was renewed by that of a later assessment",
)
CREDENTIAL_ERASED = Reason(
    "issuing.credential_erased",
    fr="La personne a fait effacer la preuve de cette attribution\u00a0: elle n’est pas délivrée à nouveau",
    en="The credential of this award was erased at the person’s wish: it is not issued again",
)
PERSON_ERASED = Reason(
    "issuing.person_erased",
    fr="Le dossier de la personne a été effacé\u00a0: plus rien ne peut lui être délivré",
    en="The person’s record was erased: nothing can be issued to them any more",
)
AWARD_PUT_AWAY = Reason(
    "issuing.award_put_away",
    fr="L’attribution est en archivage restreint\u00a0: elle n’est plus délivrée",
    en="The award lies in the restricted archive: it is not issued any more",
)
NOT_TO_REPLACE = Reason(
    "issuing.not_to_replace",
    fr="La preuve {code} n’est plus en cours\u00a0: aucune autre ne peut prendre sa place",
    en="Credential {code} does not stand any more: no other can take its place",
)
LINE_OF_ANOTHER = Reason(
    "issuing.line_of_another",
    fr="Cette ligne est celle d’un autre lot",
    en="This line is another batch’s",
)
LINE_NOT_TO_DROP = Reason(
    "issuing.line_not_to_drop",
    fr="La ligne {number} ne peut plus être écartée",
    en="Line {number} cannot be left out any more",
)
ASK_FIRST = Reason(
    "issuing.ask_first",
    fr="La personne qui a préparé le lot demande d’abord sa libération",
    en="Whoever prepared the batch asks for its release first",
)
TWO_PEOPLE = Reason(
    "issuing.two_people",
    fr="Vous avez préparé ce lot\u00a0: une autre personne le libère",
    en="You prepared this batch: somebody else releases it",
)
NOBODY_ELSE = Reason(
    "issuing.nobody_else",
    fr=(
        "Vous avez préparé ce lot et personne d’autre ne peut le libérer dans votre organisme. Donnez à une autre "
        "personne le rôle de responsable de certification, ou renoncez à la double validation dans les réglages"
    ),
    en=(
        "You prepared this batch, and nobody else in your institution may release it. Give somebody else the role of "
        "head of certification, or give up the release by two people in the settings"
    ),
)
NOTHING_LEFT = Reason(
    "issuing.nothing_left",
    fr="Le lot n’a plus aucune ligne à signer",
    en="The batch has no line left to sign",
)
NO_KEY = Reason(
    "issuing.no_key",
    fr="L’organisme n’a pas de clé en service pour signer ses preuves\u00a0: créez-en une à la page des clés",
    en="The institution has no key in service to sign its credentials: make one on the page of keys",
)
KEY_DOES_NOT_OPEN = Reason(
    "issuing.key_does_not_open",
    fr="La clé de l’organisme ne peut pas être ouverte en ce moment\u00a0: prévenez qui administre l’installation",
    en="The institution’s key cannot be opened at this moment: tell whoever looks after the installation",
)
CHANGED_SINCE_READ = Reason(
    "issuing.changed_since_read",
    fr="Le lot, ou un nom qu’il contient, a changé depuis que cette page est ouverte\u00a0: il compte maintenant "
    "{count} preuves. Relisez-le avant de le libérer",
    en="The batch, or a name in it, has changed since this page was opened: it now counts {count} credentials. "
    "Read it again before you release it",
)
PLANNED_IN_THE_PAST = Reason(
    "issuing.planned_in_the_past",
    fr="L’heure prévue est déjà passée",
    en="The hour that is planned has already passed",
)
PLANNED_TOO_LATE = Reason(
    "issuing.planned_too_late",
    fr="La signature se prévoit {days} jours à l’avance au plus",
    en="Signing is planned {days} days ahead at most",
)
PAUSED_ALREADY = Reason(
    "issuing.paused_already",
    fr="Le lot est déjà en pause",
    en="The batch is paused already",
)
NOT_PAUSED = Reason(
    "issuing.not_paused",
    fr="Le lot n’est pas en pause",
    en="The batch is not paused",
)
PAUSED = Reason(
    "issuing.paused",
    fr="Le lot est en pause\u00a0: reprenez-le d’abord",
    en="The batch is paused: take it up again first",
)
NOTHING_FAILED = Reason(
    "issuing.nothing_failed",
    fr="Aucune ligne n’est en échec",
    en="No line has failed",
)
WINDOW_OVER = Reason(
    "issuing.window_over",
    fr="Le délai d’annulation est passé\u00a0: corrigez ou révoquez les preuves une à une, ou par sélection",
    en="The time to call it off is over: correct or revoke the credentials, one by one or several together",
)
REPLACED_SINCE = Reason(
    "issuing.replaced_since",
    fr="La preuve {code} de ce lot est remplacée par le lot n°\u00a0{number}\u00a0: annulez d’abord celui-ci",
    en="Credential {code} of this batch is replaced by batch no. {number}: call that one off first",
)
UNKNOWN_FAULT = Reason(
    "issuing.unknown_fault",
    fr="La preuve n’a pas pu être faite ({code})",
    en="The credential could not be made ({code})",
)
WRONG_SETTING = Reason(
    "issuing.wrong_setting",
    fr="Une valeur entre {least} et {most} est attendue",
    en="A value between {least} and {most} is expected",
)
