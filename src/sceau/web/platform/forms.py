"""What is typed on the platform's pages."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from sceau.institutions import rules
from sceau.institutions.models import Institution
from sceau.institutions.models.institution import Kind
from sceau.web.desk.fields import DeskForm, Ruled

LONGEST_SLUG = 60


class SearchForm(forms.Form):
    """Words to find somebody or something by."""

    q = forms.CharField(label=_("Chercher"), required=False, max_length=100, widget=forms.SearchInput())


class InstitutionForm(DeskForm):
    """A new institution, and whom it is given to."""

    legal_name = Ruled(
        partial(rules.line, field="legal_name", most=250, required=True),
        required=True,
        label=_("Nom légal"),
        help_text=_("Tel qu’il est au registre."),
    )
    name = Ruled(
        partial(rules.line, field="name", most=120, required=True),
        required=True,
        label=_("Nom d’usage"),
        help_text=_("Celui que les personnes reconnaissent."),
    )
    slug = forms.CharField(
        label=_("Nom court, dans les adresses"),
        help_text=_("Laissez vide : il est proposé d’après le nom d’usage. Il ne change plus jamais."),
        required=False,
        max_length=LONGEST_SLUG,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    kind = forms.ChoiceField(label=_("Ce qu’il fait ici"), choices=Kind.choices, widget=forms.RadioSelect)
    siren = Ruled(
        rules.siren,
        label=_("SIREN"),
        help_text=_("9 chiffres ; vide pour un organisme qui n’est pas français."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": "14", "autocomplete": "off"}),
    )
    siret = forms.CharField(
        label=_("SIRET du siège"),
        help_text=_("14 chiffres."),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": "20", "autocomplete": "off"}),
    )
    head = Ruled(
        partial(rules.email, required=True),
        required=True,
        label=_("Adresse de la personne qui en sera responsable"),
        help_text=_("Elle reçoit une invitation et invite ensuite son équipe."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    language = forms.ChoiceField(
        label=_("Langue de l’invitation"), choices=[("fr", "français"), ("en", "English")], widget=forms.RadioSelect
    )

    def clean(self) -> dict[str, Any]:
        """Propose what was left empty."""
        cleaned = super().clean() or self.cleaned_data
        if not (cleaned.get("slug") or "").strip() and cleaned.get("name"):
            cleaned["slug"] = slugify(str(cleaned["name"]).replace("’", "-").replace("'", "-"))[:LONGEST_SLUG].strip(
                "-"
            )
        return cleaned


class HeadForm(DeskForm):
    """Whom an institution without a head is given to."""

    head = Ruled(
        partial(rules.email, required=True),
        required=True,
        label=_("Adresse de la personne qui en sera responsable"),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    language = forms.ChoiceField(
        label=_("Langue de l’invitation"), choices=[("fr", "français"), ("en", "English")], widget=forms.RadioSelect
    )


class RegisterForm(DeskForm):
    """What was found in a register."""

    number = Ruled(
        rules.siren,
        required=True,
        label=_("Numéro cherché"),
        help_text=_("Le SIREN, neuf chiffres."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": "14", "autocomplete": "off"}),
    )
    source = Ruled(
        partial(rules.line, field="source", most=300, required=True),
        required=True,
        label=_("Registre consulté"),
        help_text=_("Son nom ou son adresse."),
    )
    holds = forms.ChoiceField(
        label=_("Ce qu’on y lit"),
        choices=[
            ("yes", _("L’organisme y est, sous ce nom et ce numéro")),
            ("no", _("Il n’y est pas, ou autrement")),
        ],
        widget=forms.RadioSelect,
    )
    why = Ruled(
        partial(rules.paragraphs, field="why", most=500),
        label=_("Remarque"),
        help_text=_("Gardée dans le journal de l’organisme."),
        widget=forms.Textarea(attrs={"rows": "3"}),
    )

    def __init__(self, *args: Any, institution: Institution, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.institution = institution
        self.initial.setdefault("number", institution.siren)

    def clean_number(self) -> str:
        """That of the institution: an entry under another number is somebody else's."""
        number = str(self.cleaned_data["number"])
        if not number:
            raise forms.ValidationError(_("Écrivez le numéro que vous avez cherché."))
        if number != self.institution.siren:
            said = _("Ce n’est pas le SIREN de la fiche de l’organisme : corrigez la fiche d’abord, ou le numéro.")
            raise forms.ValidationError(said)
        return number


class WhyForm(DeskForm):
    """Why a grave act is done."""

    why = Ruled(
        rules.why,
        required=True,
        label=_("Motif"),
        help_text=_("Gardé dans le journal."),
        widget=forms.Textarea(attrs={"rows": "3"}),
    )
