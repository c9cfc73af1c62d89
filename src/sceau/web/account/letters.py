"""The mail that signing in sends: what each letter says, as data; one HTML and one text template show them all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Letter:
    """What a letter says.

    subject, lines:  of plain text; may have places for {names} of the context
    button:          its word, and the name of the page it opens; None when there is nothing to open
    after:           what comes under the code or the button
    The context's `code` is shown large when there is one.
    """

    subject: Text
    lines: tuple[Text, ...]
    button: tuple[Text, str] | None = None
    after: tuple[Text, ...] = ()


NOT_YOU = _("Ce n’est pas vous ? Ne donnez ce code à personne, et ignorez ce courriel : sans le code, nul n’entre.")
WARN = _(
    "Ce n’est pas vous ? Ouvrez votre compte, fermez toutes les sessions, changez ce qui a été changé,"
    " et prévenez votre organisme."
)
ACCOUNT = (_("Ouvrir mon compte"), "account")

LETTERS: dict[str, Letter] = {
    "account/email/login_code": Letter(
        _("Votre code pour entrer dans Sceau"),
        (_("Voici le code à recopier dans la page qui l’a demandé. Il vaut dix minutes et ne sert qu’une fois."),),
        after=(NOT_YOU,),
    ),
    "account/email/unknown_account": Letter(
        _("Personne n’est connu ici avec cette adresse"),
        (
            _("Quelqu’un, vous peut-être, a voulu entrer dans Sceau avec cette adresse. Aucun compte ne la porte."),
            _(
                "Si vous attendiez un accès : essayez une autre de vos adresses, ou demandez une invitation à"
                " l’organisme avec lequel vous travaillez. Sinon, ignorez ce courriel."
            ),
        ),
    ),
    "account/email/password_reset_code": Letter(
        _("Votre code pour choisir un autre mot de passe"),
        (_("Voici le code à recopier dans la page qui l’a demandé. Il vaut dix minutes et ne sert qu’une fois."),),
        after=(NOT_YOU,),
    ),
    "account/email/email_confirmation": Letter(
        _("Votre code pour vérifier cette adresse"),
        (_("Voici le code à recopier dans la page qui l’a demandé. Il vaut dix minutes et ne sert qu’une fois."),),
        after=(NOT_YOU,),
    ),
    "account/email/account_already_exists": Letter(
        _("Cette adresse a déjà son compte"),
        (
            _("Quelqu’un a voulu donner cette adresse à un autre compte de Sceau. C’est refusé : elle a déjà le sien."),
            _("Si c’est vous : entrez avec cette adresse. Sinon, ignorez ce courriel."),
        ),
        button=(_("Entrer dans Sceau"), "account_login"),
    ),
    "account/email/password_changed": Letter(
        _("Votre mot de passe a changé"),
        (_("Le mot de passe de votre compte vient de changer. Vos autres sessions sont fermées."), WARN),
        button=ACCOUNT,
    ),
    "account/email/password_set": Letter(
        _("Votre compte a un mot de passe"),
        (_("Un mot de passe vient d’être posé sur votre compte."), WARN),
        button=ACCOUNT,
    ),
    "account/email/password_reset": Letter(
        _("Votre mot de passe a changé"),
        (_("Le mot de passe de votre compte vient d’être remplacé avec un code reçu par courriel."), WARN),
        button=ACCOUNT,
    ),
    "account/email/email_changed": Letter(
        _("L’adresse de votre compte a changé"),
        (
            _("Votre compte Sceau ne porte plus cette adresse, mais celle-ci : {to_email}."),
            _("Ce n’est pas vous ? Prévenez tout de suite votre organisme : cette adresse ne permet plus d’entrer."),
        ),
    ),
    "account/email/email_confirm": Letter(
        _("Votre adresse est vérifiée"), (_("Votre compte Sceau porte désormais cette adresse."),), button=ACCOUNT
    ),
    "account/email/email_deleted": Letter(
        _("Une adresse a quitté votre compte"), (_("Votre compte ne porte plus {deleted_email}."), WARN), button=ACCOUNT
    ),
    "mfa/email/totp_activated": Letter(
        _("Une application de codes protège votre compte"),
        (_("Une application de codes vient d’être reliée à votre compte."), WARN),
        button=ACCOUNT,
    ),
    "mfa/email/totp_deactivated": Letter(
        _("L’application de codes est retirée"),
        (_("L’application de codes ne protège plus votre compte."), WARN),
        button=ACCOUNT,
    ),
    "mfa/email/webauthn_added": Letter(
        _("Une clé d’accès ouvre votre compte"),
        (_("Une clé d’accès vient d’être enregistrée sur votre compte."), WARN),
        button=ACCOUNT,
    ),
    "mfa/email/webauthn_removed": Letter(
        _("Une clé d’accès est retirée"), (_("Une clé d’accès n’ouvre plus votre compte."), WARN), button=ACCOUNT
    ),
    "mfa/email/recovery_codes_generated": Letter(
        _("Vos codes de secours sont nouveaux"),
        (_("De nouveaux codes de secours viennent d’être faits. Les anciens ne valent plus."), WARN),
        button=ACCOUNT,
    ),
    "sceau/proof_code": Letter(
        _("Votre code pour confirmer que c’est vous"),
        (
            _(
                "Une action importante attend votre accord. Voici le code à recopier dans la page qui l’a demandé."
                " Il vaut dix minutes et ne sert qu’une fois."
            ),
        ),
        after=(NOT_YOU, WARN),
    ),
    "sceau/lost_factor_code": Letter(
        _("Votre code pour retirer un second facteur perdu"),
        (
            _(
                "Vous dites avoir perdu votre second facteur. Voici le code à recopier dans la page qui l’a demandé."
                " Il vaut dix minutes et ne sert qu’une fois."
            ),
        ),
        after=(NOT_YOU,),
    ),
    "sceau/nothing_lost": Letter(
        _("Votre compte n’a pas de second facteur"),
        (
            _(
                "Quelqu’un, vous peut-être, a dit avoir perdu le second facteur de ce compte. Il n’en a pas :"
                " un code reçu par courriel suffit pour entrer."
            ),
        ),
        button=(_("Entrer dans Sceau"), "account_login"),
    ),
}


def letter_to(email: str, name: str, context: Mapping[str, Any], *, language: str) -> EmailMultiAlternatives:
    """The letter, ready to be sent.

    name:     of LETTERS; an unknown one is a mistake of ours
    context:  fills the places; `code` is shown by itself
    raises:   KeyError
    """
    letter = LETTERS[name]
    with override(language):
        values = {key: str(value) for key, value in context.items()}
        shown = {
            "subject": str(letter.subject),
            "lines": [str(line).format_map(values) for line in letter.lines],
            "after": [str(line).format_map(values) for line in letter.after],
            "code": context.get("code", ""),
            "button": str(letter.button[0]) if letter.button else "",
            "link": f"{settings.BASE_URL}{reverse(letter.button[1])}" if letter.button else "",
            "base_url": settings.BASE_URL,
        }
        message = EmailMultiAlternatives(
            str(letter.subject), render_to_string("account/email/letter.txt", shown), to=[email]
        )
        message.attach_alternative(render_to_string("account/email/letter.html", shown), "text/html")
    return message
