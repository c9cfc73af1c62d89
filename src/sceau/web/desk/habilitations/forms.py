"""A habilitation, typed."""

from __future__ import annotations

from functools import partial

from django import forms
from django.utils.translation import gettext_lazy as _

from sceau.institutions import rules
from sceau.institutions.models.partners import HabilitationScope
from sceau.institutions.services.habilitations import CERTIFICATIONS, institution_named
from sceau.web.desk.fields import CHOOSE, Day, DeskForm, Ruled, why_field


class HabilitationForm(DeskForm):
    """With whom, for what, from when to when."""

    other = Ruled(
        institution_named,
        required=True,
        label=_("Autre organisme"),
        help_text=_("Son numéro SIREN, ou son nom court : la fin de l’adresse de sa page publique."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    scope = forms.ChoiceField(
        label=_("Pour"), choices=HabilitationScope.choices, widget=forms.RadioSelect, error_messages=CHOOSE
    )
    certifications = Ruled(
        partial(rules.paragraphs, field="certifications", most=CERTIFICATIONS),
        label=_("Certifications concernées"),
        help_text=_("Un nom ou un numéro par ligne. Laissez vide pour toutes."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    starts_on = Day(label=_("Premier jour"))
    ends_on = Day(label=_("Dernier jour"), help_text=_("jj/mm/aaaa. Cinq ans au plus après le premier."))


class MoveForm(DeskForm):
    """Why it is suspended, refused or withdrawn."""

    why = why_field(
        _("Pourquoi"), _("L’autre organisme est averti. La raison est gardée au journal. 500 signes au plus.")
    )


class NoQuestion(DeskForm):
    """Nothing is asked."""
