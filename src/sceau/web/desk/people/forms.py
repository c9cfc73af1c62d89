"""What is typed about people. The services read it, and say what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sceau.people.states import AddressKind, Sex, Then
from sceau.web.desk.fields import CHOOSE, DeskForm, why_field
from sceau.web.desk.people.languages import language_field, offer_languages

_PLAIN = {"autocomplete": "off"}
WRITTEN_IN = _("Les messages partent en français ou en anglais ; pour une autre langue, en français.")


def _text(label: Any, help_text: Any = "", *, required: bool = False, rows: int = 0, **attributes: str) -> Any:
    attrs = _PLAIN | attributes
    widget = forms.Textarea(attrs=attrs | {"rows": rows}) if rows else forms.TextInput(attrs=attrs)
    return forms.CharField(label=label, help_text=help_text, required=required, widget=widget, strip=False)


class NamePart(forms.CharField):
    """One of two names, of which either will do: neither is called optional, and the service asks for one of them."""

    def __init__(self, **options: Any) -> None:
        super().__init__(strip=False, widget=forms.TextInput(attrs=_PLAIN), **options)

    def validate(self, value: str) -> None:
        """Nothing: somebody has one name only, and who has none is refused by the service."""


class NameForm(DeskForm):
    """How somebody is called here."""

    given_name = NamePart(label=_("Prénom"), help_text=_("Vide pour qui n’a qu’un nom."))
    family_name = NamePart(
        label=_("Nom"), help_text=_("Le nom d’usage s’il y en a un, sinon le nom de naissance ; ou le seul nom.")
    )
    native_name = _text(_("Nom dans son écriture"), _("Arabe, chinois, grec, tifinagh… : le nom entier."), dir="auto")
    language = language_field(_("Langue"), WRITTEN_IN)
    reference = _text(_("Numéro chez vous"), _("Matricule, numéro de dossier."))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer_languages(self)


class NewForm(NameForm):
    """Somebody who is not known yet."""

    email = _text(_("Courriel"), inputmode="email")
    phone = _text(_("Téléphone"), inputmode="tel")


class AddressForm(DeskForm):
    """One more way to reach somebody."""

    kind = forms.ChoiceField(label=_("Genre"), choices=AddressKind.choices, error_messages=CHOOSE)
    value = _text(_("Adresse"), _("Un courriel, un numéro, ou les lignes d’une adresse postale."), rows=3)
    preferred = forms.BooleanField(label=_("L’utiliser de préférence"), required=False)


class GuardianForm(DeskForm):
    """Who answers for somebody under age."""

    name = _text(_("Nom et prénom"))
    relation = _text(_("Lien"), _("Mère, père, tuteur…"))
    email = _text(_("Courriel"), inputmode="email")
    phone = _text(_("Téléphone"), inputmode="tel")


class CivilForm(DeskForm):
    """Civil status, as the identity document writes it."""

    birth_name = _text(_("Nom de naissance"), _("Comme à l’état civil, avec ses accents et ses traits d’union."))
    used_name = _text(_("Nom d’usage"), _("S’il y en a un."))
    first_names = _text(_("Tous les prénoms"), _("Dans l’ordre, séparés par une espace."))
    sex = forms.ChoiceField(
        label=_("Sexe"), choices=[("", _("non renseigné")), *Sex.choices], required=False, error_messages=CHOOSE
    )
    birth_date = _text(_("Date de naissance"), _("jj/mm/aaaa ; mm/aaaa ou aaaa quand le reste est inconnu."))
    insee_code = _text(_("Code Insee de naissance"), _("De la commune, ou 99… pour un pays. Le plus sûr."), size="8")
    postcode = _text(_("Code postal de naissance"), _("Seulement sans code Insee."), size="10")
    commune = _text(_("Commune de naissance"))
    country_code = _text(_("Code Insee du pays"), _("99100 pour la France ; déduit du code Insee."), size="8")
    country = _text(_("Pays de naissance"))


class MergeForm(DeskForm):
    """Which record stands, and why."""

    kept = forms.ChoiceField(label=_("La fiche qui reste"), widget=forms.RadioSelect, error_messages=CHOOSE)
    why = why_field(_("Pourquoi c’est la même personne"))

    def choose(self, choices: list[tuple[str, str]]) -> None:
        """The two records, by uuid."""
        field = self.fields["kept"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- declared above
        field.choices = choices


class WhyForm(DeskForm):
    """Why."""

    why = why_field(_("Pourquoi"))


class RuleForm(DeskForm):
    """How long one kind of data is kept."""

    active_months = forms.IntegerField(
        label=_("En usage, en mois"),
        min_value=0,
        max_value=1200,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    then = forms.ChoiceField(label=_("Ensuite"), choices=Then.choices, error_messages=CHOOSE)
    months = forms.IntegerField(
        label=_("Suppression de l’archive, en mois"),
        help_text=_("Comptés depuis le même jour que l’usage. Vide : l’archive n’a pas de fin."),
        required=False,
        min_value=0,
        max_value=1200,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )

    def offer(self, possible: Sequence[Then]) -> None:
        """What may become of this kind of data; an end of the archive is asked where there may be one."""
        field = self.fields["then"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- declared above
        field.choices = [(each.value, each.label) for each in possible]
        if Then.RESTRICT not in possible:
            del self.fields["months"]


class ContactForm(DeskForm):
    """Who protects personal data here."""

    dpo = _text(_("Délégué ou déléguée à la protection des données"))
    dpo_contact = _text(_("Comment lui écrire"), _("Adresse électronique ou postale."))


class ProcessingForm(DeskForm):
    """A line that the institution adds to its register."""

    name = _text(_("Traitement"))
    purpose = _text(_("Finalité"), rows=3)
    basis = _text(_("Base légale"))
    people = _text(_("Personnes concernées"), rows=2)
    data = _text(_("Données"), rows=3)
    recipients = _text(_("Destinataires"), rows=2)
    duration = _text(_("Durées"))
    security = _text(_("Sécurité"), rows=3)
