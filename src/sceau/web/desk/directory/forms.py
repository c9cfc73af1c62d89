"""What is typed to set a directory up."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sceau.institutions.directories.services import (
    LONGEST_CLIENT,
    LONGEST_ISSUER,
    LONGEST_NAME,
    LONGEST_SECRET,
)
from sceau.institutions.models import Directory

KEEP, CHANGE, NONE = "keep", "change", "none"
_CHOICES: dict[str, str | Promise] = {
    KEEP: _("Garder le secret enregistré"),
    CHANGE: _("Enregistrer le secret ci-dessous"),
    NONE: _("Aucun secret : l’annuaire n’en donne pas"),
}


class SettingsForm(forms.Form):
    """Where the directory is and who we are for it. The secret is written and never shown."""

    name = forms.CharField(
        label=_("Nom de l’annuaire"),
        help_text=_("Tel que vos collègues le connaissent."),
        max_length=LONGEST_NAME,
    )
    issuer = forms.CharField(
        label=_("Adresse de l’annuaire"),
        help_text=_("Son fournisseur la nomme « issuer » ; elle commence par https://."),
        max_length=LONGEST_ISSUER,
        widget=forms.URLInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    client_id = forms.CharField(
        label=_("Identifiant de Sceau dans l’annuaire"),
        help_text=_("Son fournisseur le nomme « client ID »."),
        max_length=LONGEST_CLIENT,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    secret_is = forms.ChoiceField(label=_("Secret"), widget=forms.RadioSelect)
    client_secret = forms.CharField(
        label=_("Nouveau secret"),
        help_text=_("Son fournisseur le nomme « client secret ». Il est scellé et ne se relit plus."),
        max_length=LONGEST_SECRET,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, directory: Directory | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        has_secret = directory is not None and bool(directory.client_secret)
        choices = [(key, words) for key, words in _CHOICES.items() if has_secret or key != KEEP]
        self.fields["secret_is"] = forms.ChoiceField(
            label=_("Secret"), widget=forms.RadioSelect, choices=choices, initial=KEEP if has_secret else CHANGE
        )
        self.order_fields(["name", "issuer", "client_id", "secret_is", "client_secret"])
        if directory is not None:
            self.initial.update(name=directory.name, issuer=directory.issuer, client_id=directory.client_id)

    def clean(self) -> dict[str, Any]:
        """A secret that is to be recorded has to be there."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("secret_is") == CHANGE and not (cleaned.get("client_secret") or "").strip():
            self.add_error("client_secret", _("Copiez ici le secret donné par l’annuaire."))
        return cleaned

    def secret(self) -> str | None:
        """As the service takes it: None to keep what is there, "" for none."""
        chosen = self.cleaned_data["secret_is"]
        if chosen == KEEP:
            return None
        return str(self.cleaned_data["client_secret"]).strip() if chosen == CHANGE else ""


class DomainForm(forms.Form):
    """A domain to vouch for."""

    domain = forms.CharField(
        label=_("Domaine de messagerie"),
        help_text=_("Ce qui suit le @ dans les adresses ; il doit être vérifié à la page « Identité vérifiée »."),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
