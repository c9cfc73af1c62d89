"""A role given or taken, typed."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sceau.institutions import rules
from sceau.institutions.queries import open_units_of, reach
from sceau.institutions.roles import MAY, Right, Role, rights_of
from sceau.web.desk.doors import Desk
from sceau.web.desk.fields import CHOOSE, DeskForm, LastDay, Ruled, UnitChoice, why_field


class RoleForm(DeskForm):
    """A role, where it counts, until when: only what the person who gives it may give."""

    def __init__(self, *args: Any, desk: Desk, **options: Any) -> None:
        super().__init__(*args, **options)
        where = reach(desk.memberships, Right.MANAGE_MEMBERS)
        units = open_units_of(desk.institution)
        unit, role = self.fields["unit"], self.fields["role"]
        assert isinstance(unit, UnitChoice)  # noqa: S101 -- declared below
        assert isinstance(role, forms.ChoiceField)  # noqa: S101 -- declared below
        unit.queryset = units if where is None else units.filter(pk__in=where)
        if where is not None:
            unit.empty_label, unit.required = None, True
        mine = rights_of(each.role for each in desk.memberships)
        role.choices = [("", _("Choisir un rôle"))] + [(each.value, each.label) for each in Role if MAY[each] <= mine]

    role = forms.ChoiceField(label=_("Rôle"), error_messages=CHOOSE)
    unit = UnitChoice(help_text=_("Le rôle ne compte alors que dans cette composante."))
    until = LastDay(
        required=False,
        label=_("Dernier jour"),
        help_text=_(
            "jj/mm/aaaa. Le rôle prend fin de lui-même le soir de ce jour. Un auditeur en a toujours un, dans l’année."
        ),
    )


class InviteForm(RoleForm):
    """A role offered to an address."""

    email = Ruled(
        partial(rules.email, required=True),
        required=True,
        label=_("Adresse électronique"),
        help_text=_("L’invitation ne pourra être acceptée qu’avec cette adresse."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    language = forms.ChoiceField(
        label=_("Langue du courriel"),
        choices=[("fr", _("français")), ("en", _("anglais"))],
        initial="fr",
        error_messages=CHOOSE,
    )
    field_order = ("email", "role", "unit", "until", "language")


class ChangeForm(RoleForm):
    """Another role, unit or end."""

    why = why_field(
        _("Pourquoi"), _("La personne en est avertie. La raison est gardée au journal. 500 signes au plus.")
    )


class EndForm(DeskForm):
    """Why a role is taken away."""

    why = why_field(
        _("Pourquoi"), _("La personne en est avertie. La raison est gardée au journal. 500 signes au plus.")
    )


class LeaveForm(DeskForm):
    """Why one leaves, when one wants to say it."""

    why = Ruled(
        partial(rules.paragraphs, field="why", most=500),
        label=_("Pourquoi"),
        help_text=_("Gardé au journal. 500 signes au plus."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
