"""What is typed around a review."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from sceau.accounts.models import User
from sceau.design.steps import STEPS
from sceau.institutions.models import Unit
from sceau.web.desk.designs.wording import STEP_NAMES
from sceau.web.desk.fields import CHOOSE, DeskForm, UnitChoice

LONGEST_NOTE = 2000


def _note(label: Any, help_text: Any = "", rows: int = 4) -> forms.CharField:
    return forms.CharField(
        required=False,
        max_length=LONGEST_NOTE,
        label=label,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"max_length": _("2 000 signes au plus.")},
    )


class AskForm(DeskForm):
    """Whom to ask, and what to tell."""

    reviewer = forms.ChoiceField(
        required=False,
        label=_("À qui"),
        help_text=_("Quelqu’un qui n’a pas écrit dans cette version."),
        error_messages=CHOOSE,
    )
    message = _note(_("Votre message"), _("Ce que vous voudriez qu’on regarde d’abord. Envoyé avec la demande."))

    def __init__(self, *args: Any, people: Iterable[User], **options: Any) -> None:
        super().__init__(*args, **options)
        self.people = {str(each.uuid): each for each in people}
        anybody = ("", _("Toute personne qui peut relire"))
        self.fields["reviewer"].choices = [anybody, *((uuid, each.name) for uuid, each in self.people.items())]  # type: ignore[attr-defined]  # it is a choice

    @property
    def chosen(self) -> User | None:
        """Whoever is asked; None for anybody."""
        return self.people.get(self.cleaned_data["reviewer"])


class DecideForm(DeskForm):
    """What the reader says: of the whole, and of each step."""

    note = _note(_("Votre avis sur l’ensemble"), _("Envoyé aux auteurs, et gardé avec la version."))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for step in STEPS:
            self.fields[f"on_{step}"] = _note(STEP_NAMES[step], rows=2)

    @property
    def by_step(self) -> list[Any]:
        """The fields of the steps."""
        return [self[f"on_{step}"] for step in STEPS]

    @property
    def comments(self) -> dict[str, str]:
        """What was said of each step."""
        return {step: text for step in STEPS if (text := self.cleaned_data[f"on_{step}"].strip())}


class RetireForm(DeskForm):
    """Why a version is retired: shown to whoever reads it."""

    why = forms.CharField(
        required=False,
        max_length=500,
        label=_("Pourquoi la retirer"),
        help_text=_("Montré sur sa page publique, à côté de la date. 500 signes au plus."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": _("500 signes au plus.")},
    )


class CopyForm(DeskForm):
    """Where a copy goes."""

    unit = UnitChoice()

    def choose(self, units: QuerySet[Unit], *, whole: bool) -> None:
        """Among which units. whole: the institution as a whole may be chosen too"""
        field = self.fields["unit"]
        field.queryset = units  # type: ignore[attr-defined]  # it is a UnitChoice
        field.required = not whole
        if not whole:
            field.empty_label = None  # type: ignore[attr-defined]  # the same
