"""The forms of sign-in, code and password: those of allauth, with our words and our limits."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from allauth.account import forms as allauth
from allauth.account.adapter import get_adapter
from allauth.core import context
from django import forms
from django.utils.translation import gettext_lazy as _

from sceau.web.account.limits import counted_at_once, spend

ADDRESS = _("Adresse de courriel")
PASSWORD = _("Mot de passe")
NEW_PASSWORD = _("Nouveau mot de passe")
AGAIN = _("Le même, une seconde fois")
RULES = _("Douze signes au moins. Une phrase connue de vous vaut mieux qu’un mot compliqué.")
CODE = _("Code reçu par courriel")
CODE_HELP = _("Huit chiffres. Le tiret ne compte pas.")


def say(form: forms.Form, name: str, label: Any, help_text: Any = "", **attributes: str) -> None:
    """Give a field our label and help, and no placeholder.

    label, help_text:  str, or a lazy translation of one
    """
    field = form.fields[name]
    field.label, field.help_text = label, help_text
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(attributes)


class CodeMixin:
    """A code sent by mail: three tries, counted where two requests at once cannot both be the first."""

    fields: dict[str, forms.Field]
    expected_code: str | None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, "code", CODE, CODE_HELP, inputmode="numeric", size="12", maxlength="40")  # type: ignore[arg-type]  # it is mixed into forms

    def clean_code(self) -> str:
        """The code; refused without being looked at once it was tried too often."""
        session = context.request.session.session_key or ""
        asked = sha256(f"{session} {self.expected_code}".encode()).hexdigest()
        if not spend("code", asked):
            raise get_adapter().validation_error("too_many_login_attempts")
        return super().clean_code()  # type: ignore[misc,no-any-return]  # that of the form it is mixed into


class PasswordForm(allauth.LoginForm):
    """Address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, "login", ADDRESS, autocomplete="username")
        say(self, "password", PASSWORD)


class AskCodeForm(allauth.RequestLoginCodeForm):
    """Where the code is to be sent."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, "email", ADDRESS, autocomplete="username")

    def clean_email(self) -> str:
        """The address; refused when it was asked for too often."""
        email: str = counted_at_once(super().clean_email)
        return email


class SignInCodeForm(CodeMixin, allauth.ConfirmLoginCodeForm):
    """The code that lets in."""


class AddressCodeForm(CodeMixin, allauth.ConfirmEmailVerificationCodeForm):
    """The code that shows that an address is the person's."""


class LostPasswordCodeForm(CodeMixin, allauth.ConfirmPasswordResetCodeForm):
    """The code that lets choose another password."""


class ProvePasswordForm(allauth.ReauthenticateForm):
    """The password, once more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, "password", PASSWORD)


class NewAddressForm(allauth.AddEmailForm):
    """The address that replaces the present one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, "email", _("Nouvelle adresse"), _("Un code y est envoyé ; l’adresse change une fois le code donné."))


class ChangePasswordForm(allauth.ChangePasswordForm):
    """The present password and the next one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, "oldpassword", _("Mot de passe actuel"))
        say(self, "password1", NEW_PASSWORD, RULES)
        say(self, "password2", AGAIN)


class FirstPasswordForm(allauth.SetPasswordForm):
    """A password, where there was none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, "password1", PASSWORD, RULES)
        say(self, "password2", AGAIN)


class LostPasswordForm(allauth.ResetPasswordForm):
    """Where the code for another password is to be sent."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, "email", ADDRESS)


class NewPasswordForm(allauth.ResetPasswordKeyForm):
    """Another password, after the code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, "password1", NEW_PASSWORD, RULES)
        say(self, "password2", AGAIN)
