"""A delegation, typed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from sceau.accounts.models import User
from sceau.institutions.models import Institution
from sceau.institutions.models.members import What
from sceau.institutions.queries import open_units_of, people_of
from sceau.web.desk.fields import CHOOSE, Day, DeskForm, UnitChoice, why_field


class DelegationForm(DeskForm):
    """Who lends what to whom, from when to when, under which act."""

    def __init__(self, *args: Any, institution: Institution, now: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        people = people_of(institution, now=now)
        for name in ("delegator", "delegate"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 -- declared below
            field.queryset = people
        unit = self.fields["unit"]
        assert isinstance(unit, UnitChoice)  # noqa: S101 -- declared below
        unit.queryset = open_units_of(institution)
        self.fields["starts_on"].initial = localdate(now)

    delegator = forms.ModelChoiceField(
        queryset=User.objects.none(),
        to_field_name="uuid",
        label=_("Qui délègue"),
        help_text=_("Quelqu’un dont le rôle permet de signer."),
        empty_label=_("Choisir une personne"),
        error_messages=CHOOSE,
    )
    delegate = forms.ModelChoiceField(
        queryset=User.objects.none(),
        to_field_name="uuid",
        label=_("À qui"),
        empty_label=_("Choisir une personne"),
        error_messages=CHOOSE,
    )
    what = forms.ChoiceField(label=_("Pour"), choices=What.choices, widget=forms.RadioSelect, error_messages=CHOOSE)
    unit = UnitChoice()
    starts_on = Day(label=_("Premier jour"))
    ends_on = Day(label=_("Dernier jour"), help_text=_("jj/mm/aaaa. Deux ans au plus après le premier."))
    act = forms.FileField(
        label=_("Acte écrit et signé"),
        help_text=_("Un PDF, 5 Mo au plus. Il est gardé tel quel, avec son empreinte."),
        allow_empty_file=True,
        error_messages={
            "required": _("Joignez l’acte en PDF."),
            "invalid": _("Joignez l’acte en PDF."),
            "max_length": _("Le nom de ce fichier est trop long : raccourcissez-le."),
        },
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
    )


class RevokeForm(DeskForm):
    """Why it is revoked."""

    why = why_field(_("Pourquoi la révoquer"))
