"""The forms of second factors: those of allauth, with our words, and with codes that count once."""

from __future__ import annotations

from typing import Any

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt
from allauth.mfa.webauthn import forms as webauthn
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sceau.web.account.forms import say
from sceau.web.account.limits import counted_at_once

NAME = _("Nom de la clé")
NAME_HELP = _("Pour la reconnaître : « Téléphone de Lina », « Ordinateur du bureau ».")


def spend_totp(factor: Authenticator, code: str) -> bool:
    """Take a code that was right; False when this one, or a later one, was taken before.

    source: RFC 6238 §5.2, "The verifier MUST NOT accept the second attempt of the OTP"; allauth remembers it in the
    cache, for 30 s, and a code lives 90 s here: the counter is kept with the factor instead
    """
    with transaction.atomic():
        row = Authenticator.objects.select_for_update().get(pk=factor.pk)
        secret = decrypt(row.data["secret"])
        counters = (
            counter
            for counter in yield_hotp_counters_from_time()
            if compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, counter)))
        )
        counter = next(counters, None)
        if counter is None or counter <= row.data.get("taken", 0):
            return False
        row.data["taken"] = counter
        row.save(update_fields=["data"])
    factor.data = row.data
    return True


class OnceMixin:
    """A code of the application or of the sheet."""

    authenticator: Authenticator

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(
            self,  # type: ignore[arg-type]  # it is mixed into forms
            "code",
            _("Code de l’application, ou code de secours"),
            _("Six chiffres de l’application, ou huit d’un code de secours. Chacun ne sert qu’une fois."),
            inputmode="numeric",
            size="12",
            maxlength="40",
        )

    def clean_code(self) -> str:
        """The code, if it is right and was never used."""
        code: str = counted_at_once(super().clean_code)  # type: ignore[misc]  # that of the form it is mixed into
        if self.authenticator.type == Authenticator.Type.TOTP and not spend_totp(self.authenticator, code):
            raise get_adapter().validation_error("incorrect_code")
        return code


class FactorCodeForm(OnceMixin, base.AuthenticateForm):
    """The second step of a sign-in."""


class ProveFactorCodeForm(OnceMixin, base.ReauthenticateForm):
    """The same, to prove it once more."""


class ActivateForm(totp.ActivateTOTPForm):
    """The first code of the application."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(
            self,
            "code",
            _("Code que l’application affiche"),
            _("Six chiffres. Ils changent toutes les trente secondes."),
            inputmode="numeric",
            size="12",
            maxlength="40",
        )


class AddPasskeyForm(webauthn.AddWebAuthnForm):
    """What the browser made, and a name for it. Every key is one that lets in by itself: it asks who holds it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["passwordless"]
        self.fields["name"].required = True  # ours is asked before the browser is
        say(self, "name", NAME, NAME_HELP, maxlength="80")

    def clean(self) -> dict[str, Any]:
        """Refuse a key that did not ask who holds it."""
        self.cleaned_data["passwordless"] = True
        cleaned: dict[str, Any] = super().clean()
        return cleaned


class RenamePasskeyForm(webauthn.EditWebAuthnForm):
    """Another name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, "name", NAME, NAME_HELP, maxlength="80")
