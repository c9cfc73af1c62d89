"""What an institution says of itself, typed."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sceau.institutions import colours, rules
from sceau.institutions.errors import InstitutionsError
from sceau.institutions.models import Institution
from sceau.web.desk.fields import DeskForm, Ruled
from sceau.web.templatetags.words import spoken

PROFILE = (
    "legal_name",
    "name",
    "siren",
    "siret",
    "street",
    "postal_code",
    "city",
    "country",
    "email",
    "phone",
    "website",
    "languages",
)


class ProfileForm(DeskForm):
    """The profile."""

    legal_name = Ruled(
        partial(rules.line, field="legal_name", most=250, required=True),
        required=True,
        label=_("Nom légal"),
        help_text=_("Tel qu’il est au registre."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    name = Ruled(
        partial(rules.line, field="name", most=120, required=True),
        required=True,
        label=_("Nom d’usage"),
        help_text=_("Celui que l’on dit : il est sur les preuves et sur votre page publique."),
    )
    siren = Ruled(
        rules.siren,
        label=_("Numéro SIREN"),
        help_text=_("9 chiffres. Laissez vide si votre organisme n’est pas français."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": "12", "autocomplete": "off"}),
    )
    siret = forms.CharField(
        required=False,
        label=_("Numéro SIRET du siège"),
        help_text=_("14 chiffres, dont les 9 du SIREN."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": "18", "autocomplete": "off"}),
    )
    street = Ruled(
        partial(rules.line, field="street", most=250),
        label=_("Adresse"),
        help_text=_("Numéro et voie."),
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    postal_code = forms.CharField(
        required=False,
        label=_("Code postal"),
        widget=forms.TextInput(attrs={"size": "8", "autocomplete": "postal-code"}),
    )
    city = Ruled(
        partial(rules.line, field="city", most=120),
        label=_("Ville"),
        widget=forms.TextInput(attrs={"autocomplete": "address-level2"}),
    )
    country = Ruled(
        rules.country,
        required=True,
        label=_("Pays"),
        help_text=_("Code de deux lettres : FR, BE, CH…"),
        widget=forms.TextInput(attrs={"size": "4", "autocomplete": "country"}),
    )
    email = Ruled(
        rules.email,
        label=_("Adresse électronique de contact"),
        help_text=_("Montrée sur votre page publique : préférez une adresse de service."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    phone = Ruled(rules.phone, label=_("Téléphone"), widget=forms.TextInput(attrs={"inputmode": "tel", "size": "16"}))
    website = Ruled(
        rules.website,
        label=_("Site"),
        help_text=_("Commence par https://"),
        widget=forms.TextInput(attrs={"inputmode": "url"}),
    )
    languages = forms.MultipleChoiceField(
        label=_("Langues dans lesquelles vous vous présentez"),
        choices=[("fr", _("français")), ("en", _("anglais"))],
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choisissez au moins une langue."),
            "invalid_choice": _("Choisissez parmi les langues proposées."),
        },
    )

    def clean(self) -> dict[str, Any]:
        """The values that depend on others: the SIRET on the SIREN, the postal code on the country."""
        found: dict[str, Any] = super().clean() or {}
        if "siren" in found:
            self._ruled("siret", partial(rules.siret, siren=found["siren"]))
        if "country" in found:
            self._ruled("postal_code", partial(rules.postal_code, country=found["country"]))
        return found

    def _ruled(self, name: str, rule: Any) -> None:
        if name not in self.cleaned_data:
            return
        try:
            self.cleaned_data[name] = rule(self.cleaned_data[name])
        except InstitutionsError as refusal:
            self.add_error(name, ValidationError(refusal.sentence(spoken())))


class AppearanceForm(DeskForm):
    """The colour and the texts."""

    colour = Ruled(
        colours.colour,
        label=_("Couleur"),
        help_text=_(
            "Celle de vos images et de vos courriers, jamais de nos boutons : #14573f, par exemple. "
            "Elle doit se lire sur le papier (contraste d’au moins 4,5 pour 1)."
        ),
        widget=forms.TextInput(attrs={"size": "8", "autocomplete": "off", "spellcheck": "false"}),
    )
    about_fr = Ruled(
        partial(rules.paragraphs, field="about_fr", most=rules.ABOUT),
        label=_("Qui vous êtes, en français"),
        help_text=_("Sur votre page publique. 1 200 signes au plus."),
        widget=forms.Textarea(attrs={"rows": 7, "lang": "fr"}),
    )
    about_en = Ruled(
        partial(rules.paragraphs, field="about_en", most=rules.ABOUT),
        label=_("Qui vous êtes, en anglais"),
        help_text=_("Laissez vide : le français est alors montré à tous. 1 200 signes au plus."),
        widget=forms.Textarea(attrs={"rows": 7, "lang": "en"}),
    )


class LogoForm(DeskForm):
    """The picture."""

    logo = forms.FileField(
        label=_("Image du logo"),
        help_text=_("PNG, JPEG ou WebP, 2 Mo au plus. Elle est redessinée : rien d’autre du fichier n’est gardé."),
        allow_empty_file=True,
        error_messages={"required": _("Choisissez une image."), "invalid": _("Choisissez une image.")},
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )


def profile_of(institution: Institution) -> dict[str, Any]:
    """What the form begins with."""
    return {field: getattr(institution, field) for field in PROFILE}
