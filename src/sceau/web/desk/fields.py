"""Fields of the desk: what a rule of the rooms accepts is what a form accepts, in its words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.timezone import get_default_timezone, localtime
from django.utils.translation import gettext_lazy as _

from sceau.institutions import rules
from sceau.institutions.errors import InstitutionsError
from sceau.institutions.models import Unit
from sceau.web.desk.days import read_day, write_day
from sceau.web.templatetags.words import spoken

CHOOSE = {"required": _("Choisissez dans la liste."), "invalid_choice": _("Choisissez dans la liste.")}


class DeskForm(forms.Form):
    """A form whose faults are said by the page, all at once, and not by the browser one by one."""

    use_required_attribute = False

    def refuse(self, refusal: InstitutionsError) -> None:
        """Say why a service refused, at the field that it names."""
        field = refusal.field if refusal.field in self.fields else None
        self.add_error(field, refusal.sentence(spoken()))


class Ruled(forms.CharField):
    """A text that a rule reads.

    rule:  takes what was typed, gives what is kept, or refuses it
    """

    def __init__(self, rule: Callable[[str], Any], **options: Any) -> None:
        options.setdefault("required", False)
        super().__init__(strip=False, **options)
        self.rule = rule

    def clean(self, value: Any) -> Any:
        """What is kept."""
        try:
            return self.rule(value or "")
        except InstitutionsError as refusal:
            raise ValidationError(refusal.sentence(spoken())) from refusal


class Day(forms.Field):
    """A day, typed."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "size": "10", "autocomplete": "off"})

    def __init__(self, **options: Any) -> None:
        options.setdefault("error_messages", {"required": _("Donnez une date : jj/mm/aaaa.")})
        options.setdefault("help_text", _("jj/mm/aaaa"))
        super().__init__(**options)

    def to_python(self, value: Any) -> date | None:
        """None when nothing was typed."""
        return read_day(value) if value and value.strip() else None

    def prepare_value(self, value: Any) -> Any:
        """As it is typed."""
        return write_day(value) if isinstance(value, date) else value


class LastDay(Day):
    """The last day of something that ends when that day does."""

    def to_python(self, value: Any) -> datetime | None:
        """The first moment after it; None when nothing was typed."""
        day = super().to_python(value)
        return None if day is None else datetime.combine(day + timedelta(days=1), time.min, get_default_timezone())

    def prepare_value(self, value: Any) -> Any:
        """The day before the moment."""
        if isinstance(value, datetime):
            return write_day((localtime(value, get_default_timezone()) - timedelta(microseconds=1)).date())
        return value


class UnitChoice(forms.ModelChoiceField[Unit]):
    """One of the units that the person may choose, or the whole institution.

    The choices are given by the form: `field.queryset = …`.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(
            queryset=Unit.objects.none(),
            to_field_name="uuid",
            label=_("Composante"),
            required=False,
            empty_label=_("Tout l’organisme"),
            error_messages=CHOOSE,
            **options,
        )


def why_field(label: str | Promise, help_text: str | Promise = "") -> Ruled:
    """A reason that has to be given."""
    return Ruled(
        rules.why,
        required=True,
        label=label,
        help_text=help_text or _("Gardé au journal, lisible par vos responsables. 500 signes au plus."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
