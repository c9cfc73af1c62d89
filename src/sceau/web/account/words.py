"""What the sign-in says when it refuses, and what it says once something is done."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REFUSALS: dict[str, str | Promise] = {
    "account_inactive": _("Ce compte est fermé."),
    "cannot_remove_primary_email": _("Votre adresse ne peut pas être retirée : remplacez-la par une autre."),
    "duplicate_email": _("C’est déjà votre adresse."),
    "email_password_mismatch": _(
        "L’adresse ou le mot de passe ne va pas. Vérifiez les deux, ou demandez un code par courriel."
    ),
    "email_taken": _("Cette adresse ne peut pas être prise. Essayez-en une autre."),
    "enter_current_password": _("Ce n’est pas votre mot de passe actuel."),
    "incorrect_code": _("Ce code ne va pas. Vérifiez-le, ou demandez-en un autre."),
    "incorrect_password": _("Ce n’est pas votre mot de passe."),
    "invalid_or_expired_key": _("Ce lien a trop vieilli. Demandez-en un autre."),
    "invalid_login": _("Écrivez votre adresse de courriel."),
    "invalid_password_reset": _("Ce lien a trop vieilli. Demandez-en un autre."),
    "max_email_addresses": _("Un compte a %d adresse au plus."),
    "too_many_login_attempts": _(
        "Trop d’essais. Attendez un quart d’heure, ou entrez d’une autre façon. Rien n’a été changé."
    ),
    "unknown_email": _("Écrivez votre adresse de courriel."),
    "unverified_primary_email": _("Votre adresse doit d’abord être vérifiée."),
    "select_only_one": _("Choisissez une seule chose."),
    "same_as_current": _("C’est déjà votre adresse."),
    "rate_limited": _("Trop de demandes. Attendez un quart d’heure."),
}

FACTOR_REFUSALS: dict[str, str | Promise] = {
    "add_email_blocked": _("Un second facteur protège ce compte : remplacez l’adresse plutôt que d’en ajouter une."),
    "cannot_delete_authenticator": _("Ce facteur ne peut pas être retiré."),
    "cannot_generate_recovery_codes": _("Ajoutez d’abord une clé d’accès ou une application de codes."),
    "incorrect_code": _("Ce code ne va pas. Attendez le suivant, ou prenez un code de secours qui n’a pas servi."),
    "unverified_email": _("Votre adresse doit d’abord être vérifiée."),
}

# by the name of allauth's template; "" says nothing
DONE: dict[str, str | Promise] = {
    "account/messages/logged_in.txt": "",
    "account/messages/logged_out.txt": _("La session est fermée."),
    "account/messages/login_code_sent.txt": "",
    "account/messages/email_confirmation_sent.txt": "",
    "account/messages/email_confirmed.txt": _("Votre adresse est vérifiée."),
    "account/messages/email_confirmation_failed.txt": _("Cette adresse n’a pas pu être vérifiée."),
    "account/messages/primary_email_set.txt": _("Votre adresse est changée."),
    "account/messages/email_deleted.txt": "",
    "account/messages/password_changed.txt": _("Votre mot de passe est changé. Vos autres sessions sont fermées."),
    "account/messages/password_set.txt": _("Votre mot de passe est posé. Vos autres sessions sont fermées."),
    "account/messages/unverified_primary_email.txt": _("Votre adresse doit d’abord être vérifiée."),
    "account/messages/cannot_delete_primary_email.txt": _("Votre adresse ne peut pas être retirée."),
    "mfa/messages/totp_activated.txt": _("L’application de codes est reliée à votre compte."),
    "mfa/messages/totp_deactivated.txt": _("L’application de codes n’est plus reliée à votre compte."),
    "mfa/messages/webauthn_added.txt": _("La clé d’accès est enregistrée."),
    "mfa/messages/webauthn_removed.txt": _("La clé d’accès est retirée."),
    "mfa/messages/recovery_codes_generated.txt": _("Vos codes de secours sont prêts. Ils ne sont montrés qu’une fois."),
}
