"""Why this room refuses: the closed list."""

from __future__ import annotations

from sceau.engine.errors import Reason

ADDRESS_TAKEN = Reason(
    "accounts.address_taken",
    "Un compte existe déjà avec cette adresse : la personne se connecte avec lui",
    "An account with this address exists already: the person signs in with it",
)
WRONG_ADDRESS = Reason(
    "accounts.wrong_address",
    "« {value} » n’est pas une adresse de courriel : écrivez-la comme nom@domaine.fr",
    "“{value}” is not a mail address: write it like name@domain.org",
)
NO_NAME = Reason(
    "accounts.no_name",
    "Le nom manque : écrivez le prénom et le nom, comme la personne les écrit",
    "The name is missing: write first and last name, as the person writes them",
)
NO_SECOND_FACTOR = Reason(
    "accounts.no_second_factor",
    "Ce compte n’a pas de second facteur : connectez-vous avec un code reçu par courriel",
    "This account has no second factor: sign in with a code sent by mail",
)
ALREADY_ASKED = Reason(
    "accounts.already_asked",
    "Vous avez déjà demandé le retrait de votre second facteur : la demande suit son cours",
    "You have already asked for your second factor to be removed: the request is under way",
)
RESET_OVER = Reason(
    "accounts.reset_over",
    "Cette demande est close : elle a été annulée, refusée ou exécutée",
    "This request is over: it was cancelled, refused or carried out",
)
OWN_RESET = Reason(
    "accounts.own_reset",
    "Nul n’approuve sa propre demande : adressez-vous à une autre personne responsable",
    "Nobody approves their own request: ask another person in charge",
)
TOO_EARLY = Reason(
    "accounts.too_early",
    "Le délai de {hours} heures n’est pas écoulé : il laisse à la personne le temps d’annuler",
    "The delay of {hours} hours is not over: it gives the person time to cancel",
)
NOT_APPROVED = Reason(
    "accounts.not_approved",
    "Personne n’a encore approuvé cette demande",
    "Nobody has approved this request yet",
)
NOBODY_THERE = Reason(
    "accounts.nobody_there",
    "Personne n’est connu ici avec l’adresse « {value} »",
    "Nobody is known here with the address “{value}”",
)
