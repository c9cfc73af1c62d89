"""Why an act is refused, in both languages."""

from __future__ import annotations

from sceau.engine.errors import Reason

SLUG_TAKEN = Reason(
    "institutions.slug_taken",
    "Le nom court « {slug} » est déjà pris. Choisissez-en un autre",
    "The short name “{slug}” is taken. Choose another",
)
SIREN_TAKEN = Reason(
    "institutions.siren_taken",
    "Un organisme est déjà inscrit ici sous le SIREN {siren}. "
    "Si c’est le vôtre, demandez à son responsable de vous inviter",
    "A body is registered here under the SIREN {siren}. If it is yours, ask its head to invite you",
)
UNIT_NAME_TAKEN = Reason(
    "institutions.unit_name_taken",
    "Une composante s’appelle déjà « {name} » (elle est peut-être fermée). Choisissez un autre nom ou rouvrez-la",
    "A unit is already called “{name}” (it may be closed). Choose another name, or reopen it",
)
UNIT_CLOSED = Reason(
    "institutions.unit_closed",
    "La composante « {unit} » est fermée. Rouvrez-la ou choisissez-en une autre",
    "The unit “{unit}” is closed. Reopen it or choose another",
)
UNIT_IN_USE = Reason(
    "institutions.unit_in_use",
    "Des rôles ou des invitations tiennent encore à la composante « {unit} » : {count}. "
    "Mettez-y fin d’abord, dans l’équipe",
    "Roles or invitations still belong to the unit “{unit}”: {count}. End them first, on the team page",
)
NOT_OF_THIS_INSTITUTION = Reason(
    "institutions.not_of_this_institution",
    "Ce choix n’appartient pas à cet organisme. Choisissez dans la liste",
    "This choice does not belong to this institution. Choose from the list",
)
NO_REASON = Reason(
    "institutions.no_reason",
    "Dites pourquoi, en quelques mots : la raison est gardée au journal",
    "Say why, in a few words: the reason is kept in the journal",
)

MAY_NOT_MANAGE = Reason(
    "institutions.may_not_manage",
    "Vous ne pouvez pas modifier ce rôle : il n’est pas dans votre périmètre",
    "You may not change this role: it is beyond where yours counts",
)
MAY_NOT_GRANT = Reason(
    "institutions.may_not_grant",
    "Vous ne pouvez pas donner un rôle qui permet plus que le vôtre",
    "You may not give a role that allows more than your own",
)
AUDITOR_NEEDS_AN_END = Reason(
    "institutions.auditor_needs_an_end",
    "Un auditeur vient pour un temps : donnez une date de fin, dans un an au plus",
    "An auditor comes for a time: give an end, within a year at most",
)
ENDS_IN_THE_PAST = Reason(
    "institutions.ends_in_the_past",
    "Cette date de fin est passée. Donnez-en une à venir",
    "This end is in the past. Give one to come",
)
AUDITOR_STANDS_ALONE = Reason(
    "institutions.auditor_stands_alone",
    "Un auditeur lit sans rien faire d’autre : cette personne ne peut pas tenir un autre rôle ici en même temps",
    "An auditor reads and does nothing else: this person cannot hold another role here at the same time",
)
ALREADY_MEMBER = Reason(
    "institutions.already_member",
    "{name} tient déjà ce rôle ici",
    "{name} already holds this role here",
)
ALREADY_INVITED = Reason(
    "institutions.already_invited",
    "Cette invitation attend déjà une réponse. Renvoyez-la plutôt, depuis l’équipe",
    "This invitation is already waiting for an answer. Send it again instead, from the team page",
)
TOO_MANY_INVITATIONS = Reason(
    "institutions.too_many_invitations",
    "{count} invitations attendent déjà une réponse : c’est le plus. Retirez celles qui ne servent plus",
    "{count} invitations are waiting for an answer: that is the most. Withdraw those of no use",
)
SENT_JUST_NOW = Reason(
    "institutions.sent_just_now",
    "Cette invitation vient de partir. Attendez cinq minutes avant de la renvoyer",
    "This invitation was sent just now. Wait five minutes before sending it again",
)
LAST_HEAD = Reason(
    "institutions.last_head",
    "Sans cette personne, l’organisme n’aurait plus de responsable de certification. "
    "Donnez d’abord ce rôle, sans date de fin, à quelqu’un d’autre",
    "Without this person the institution would have no head of certification. "
    "First give somebody else this role, without an end",
)
ROLE_ALREADY_ENDED = Reason(
    "institutions.role_already_ended",
    "Ce rôle a déjà pris fin",
    "This role has already ended",
)
NO_CHANGE = Reason(
    "institutions.no_change",
    "Rien n’a changé : le rôle, la composante et la date de fin sont les mêmes",
    "Nothing changed: role, unit and end are the same",
)

INVITATION_USED = Reason(
    "institutions.invitation_used",
    "Cette invitation a déjà servi. Si c’était vous, connectez-vous ; sinon, dites-le à {institution}",
    "This invitation was already used. If that was you, sign in; if not, tell {institution}",
)
INVITATION_LATE = Reason(
    "institutions.invitation_late",
    "Cette invitation n’est plus valable depuis le {date}. Demandez à {institution} de vous la renvoyer",
    "This invitation ended on {date_en}. Ask {institution} to send it again",
)
INVITATION_WITHDRAWN = Reason(
    "institutions.invitation_withdrawn",
    "Cette invitation a été retirée. Si c’est une erreur, demandez-en une autre à {institution}",
    "This invitation was withdrawn. If that is a mistake, ask {institution} for another",
)
INVITER_GONE = Reason(
    "institutions.inviter_gone",
    "La personne qui vous a invité ne peut plus donner ce rôle. Demandez une autre invitation à {institution}",
    "Whoever invited you may no longer give this role. Ask {institution} for another invitation",
)
INVITED_AT_ANOTHER_ADDRESS = Reason(
    "institutions.invited_at_another_address",
    "Cette invitation est pour une autre adresse que la vôtre ({mine}). Déconnectez-vous, puis rouvrez le lien reçu",
    "This invitation is for another address than yours ({mine}). Sign out, then open the link again",
)
HEAD_IS_THERE = Reason(
    "institutions.head_is_there",
    "Cet organisme a déjà un responsable de certification : c’est à lui d’inviter",
    "This institution has a head of certification: that person invites",
)

DELEGATION_DATES = Reason(
    "institutions.delegation_dates",
    "La fin vient avant le début. Corrigez l’une des deux dates",
    "The end comes before the beginning. Correct one of the dates",
)
DELEGATION_TOO_LONG = Reason(
    "institutions.delegation_too_long",
    "Une délégation dure deux ans au plus : jusqu’au {latest}. Elle pourra être refaite",
    "A delegation lasts two years at most: until {latest_en}. It can be made again",
)
DELEGATION_TO_ONESELF = Reason(
    "institutions.delegation_to_oneself",
    "Une signature se délègue à quelqu’un d’autre. Choisissez deux personnes différentes",
    "A signature is lent to somebody else. Choose two different people",
)
DELEGATOR_CANNOT_SIGN = Reason(
    "institutions.delegator_cannot_sign",
    "{name} ne signe rien ici et ne peut donc rien déléguer. Choisissez quelqu’un dont le rôle permet de signer",
    "{name} signs nothing here and so has nothing to lend. Choose somebody whose role signs",
)
DELEGATE_ONLY_READS = Reason(
    "institutions.delegate_only_reads",
    "{name} est là en lecture seule et ne peut pas signer. Choisissez quelqu’un d’autre",
    "{name} is here to read only and may not sign. Choose somebody else",
)
NOT_A_MEMBER = Reason(
    "institutions.not_a_member",
    "Cette personne n’a pas de rôle ici. Invitez-la d’abord",
    "This person has no role here. Invite them first",
)
DELEGATION_REVOKED = Reason(
    "institutions.delegation_revoked", "Cette délégation a déjà été révoquée", "This delegation was already revoked"
)
DELEGATION_THERE = Reason(
    "institutions.delegation_there",
    "La même délégation existe déjà pour ces dates. Révoquez-la d’abord si l’acte a changé",
    "The same delegation already exists for these dates. Revoke it first if the act has changed",
)

NO_SUCH_PARTNER = Reason(
    "institutions.no_such_partner",
    "Aucun organisme n’a ce nom court ni ce SIREN ici. Relisez-le sur sa page publique",
    "No institution here has this short name or SIREN. Read it again on its public page",
)
NOT_WITH_ONESELF = Reason(
    "institutions.not_with_oneself",
    "Un organisme ne s’habilite pas lui-même. Donnez le nom court ou le SIREN de l’autre",
    "An institution does not entitle itself. Give the short name or SIREN of the other",
)
NOT_A_CERTIFIER = Reason(
    "institutions.not_a_certifier",
    "« {name} » n’est pas un organisme certificateur : une habilitation se demande à un certificateur",
    "“{name}” is not a certifying body: only one of those gives this right",
)
HABILITATION_DATES = Reason(
    "institutions.habilitation_dates",
    "La fin vient avant le début. Corrigez l’une des deux dates",
    "The end comes before the beginning. Correct one of the dates",
)
HABILITATION_TOO_LONG = Reason(
    "institutions.habilitation_too_long",
    "Une habilitation dure cinq ans au plus : jusqu’au {latest}. Elle pourra être refaite",
    "This right lasts five years at most: until {latest_en}. It can be given again",
)
HABILITATION_THERE = Reason(
    "institutions.habilitation_there",
    "La même habilitation existe déjà pour ces dates. Changez l’état de celle-là",
    "The same right already exists for these dates. Change the state of that one",
)
NO_SUCH_MOVE = Reason(
    "institutions.no_such_move",
    "Cette habilitation est « {state} » : cela ne se fait plus. Rechargez la page pour voir ce qui est possible",
    "This right stands as “{state_en}”: that can no longer be done. Reload the page to see what can",
)
HABILITATION_OVER = Reason(
    "institutions.habilitation_over",
    "Les dates de cette habilitation sont passées. Donnez-en une nouvelle",
    "The dates of this right are over. Give a new one",
)
