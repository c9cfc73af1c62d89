"""A slot, typed: an event, for whom, when, where; one of them, or many one after the other."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sceau.assessment.models import Cohort, Slot
from sceau.web.desk.fields import CHOOSE, Day, DeskForm
from sceau.web.desk.hours import Hour, moment_of

EVERYBODY: Final = "all"
ONE_BY_ONE: Final = "one"
_NUMBER = {"invalid": _("Donnez un nombre entier.")}


def _number(**options: Any) -> forms.IntegerField:
    return forms.IntegerField(
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": "6", "autocomplete": "off"}),
        error_messages=_NUMBER,
        **options,
    )


class TimesForm(DeskForm):
    """When, in which room, for how many."""

    day = Day(label=_("Jour"))
    begins = Hour(label=_("Début"))
    ends = Hour(label=_("Fin"), help_text=_("Le temps accordé en plus s’y ajoute tout seul, pour qui y a droit."))
    room = forms.CharField(required=False, max_length=120, label=_("Salle ou lien"))
    capacity = _number(required=False, label=_("Places"), help_text=_("Laissez vide s’il n’y a pas de limite."))

    def clean(self) -> dict[str, Any]:
        """The two moments as well."""
        values = super().clean() or {}
        for name, typed in (("starts_at", "begins"), ("ends_at", "ends")):
            if values.get("day") and values.get(typed):
                try:
                    values[name] = moment_of(values["day"], values[typed])
                except ValidationError as error:
                    self.add_error(typed, error)
        return values

    @property
    def times(self) -> dict[str, Any]:
        """As the service takes them."""
        names = ("starts_at", "ends_at", "room", "capacity")
        return {name: self.cleaned_data[name] for name in names}


class SlotForm(TimesForm):
    """A new one; with a length it is cut into individual passages."""

    field_order = ("event", "whom", "day", "begins", "ends", "length", "pause", "room", "capacity")

    event = forms.ChoiceField(label=_("Épreuve"), error_messages=CHOOSE)
    whom = forms.ChoiceField(label=_("Pour qui ?"), widget=forms.RadioSelect, error_messages=CHOOSE)
    length = _number(
        required=False,
        label=_("Durée d’un passage, en minutes"),
        help_text=_("Pour des passages individuels à la suite : le créneau est découpé du début à la fin."),
        min_value=1,
    )
    pause = _number(required=False, label=_("Pause entre deux passages, en minutes"), min_value=0)

    def __init__(self, *args: Any, events: list[tuple[str, str]], cohorts: list[Cohort], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["event"].choices = [*events, ("", gettext("Toute la session"))]  # type: ignore[attr-defined]  # it is a choice
        self.fields["event"].required = False
        self.fields["whom"].choices = [  # type: ignore[attr-defined]
            (EVERYBODY, gettext("Tout le monde")),
            *((str(each.uuid), each.name) for each in cohorts),
            (ONE_BY_ONE, gettext("Des personnes placées une à une")),
        ]

    def clean(self) -> dict[str, Any]:
        """What is cut into passages is for people one by one."""
        values = super().clean()
        if values.get("length") and values.get("whom") != ONE_BY_ONE:
            self.add_error("length", gettext("Une durée de passage va avec des personnes placées une à une."))
        if values.get("length") and values.get("starts_at") and values.get("ends_at") and not self.passages:
            self.add_error("length", gettext("Aucun passage de cette durée ne tient dans le créneau."))
        return values

    @property
    def passages(self) -> int:
        """How many passages fit between the beginning and the end."""
        values = self.cleaned_data
        length, pause = values.get("length") or 0, values.get("pause") or 0
        minutes = int((values["ends_at"] - values["starts_at"]).total_seconds()) // 60
        return (minutes + pause) // (length + pause) if length else 0


def typed(slot: Slot) -> dict[str, Any]:
    """What the form begins with for a slot that is there."""
    start: datetime = localtime(slot.starts_at)
    return {
        "day": start.date(),
        "begins": slot.starts_at,
        "ends": slot.ends_at,
        "room": slot.room,
        "capacity": slot.capacity,
    }
