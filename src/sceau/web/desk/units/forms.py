"""A unit, typed."""

from __future__ import annotations

from functools import partial

from django import forms
from django.utils.translation import gettext_lazy as _

from sceau.institutions import rules
from sceau.web.desk.fields import DeskForm, Ruled, why_field


class UnitForm(DeskForm):
    """A faculty, a site, a department."""

    def __init__(self, *args: object, siren: str, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]  # handed on as they came
        self.fields["siret"].rule = partial(rules.siret, siren=siren)  # type: ignore[attr-defined]  # it is Ruled

    name = Ruled(
        partial(rules.line, field="name", most=160, required=True),
        required=True,
        label=_("Nom de la composante"),
        help_text=_("Une faculté, un site, un département : « Site de Grenoble »."),
    )
    siret = Ruled(
        str,
        label=_("Numéro SIRET de l’établissement"),
        help_text=_("14 chiffres, si la composante en a un."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": "18", "autocomplete": "off"}),
    )
    city = Ruled(partial(rules.line, field="city", most=120), label=_("Ville"))


class CloseForm(DeskForm):
    """Why a unit is closed."""

    why = why_field(_("Pourquoi la fermer"))
