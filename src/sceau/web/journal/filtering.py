"""Which acts are looked for: a form in the address, so that a search can be kept and sent."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django import forms
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.utils.timezone import make_aware
from django.utils.translation import gettext_lazy as _

from sceau.journal.models import Act
from sceau.journal.queries import Wanted, acts_of, head_of
from sceau.web.acts import KINDS
from sceau.web.desk.days import read_day
from sceau.web.desk.fields import DeskForm

PER_PAGE = 25
HOUSE = "sceau"  # typed as a person's name: what nobody did
_SUBJECT = re.compile(r"[a-z_]+:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Filter(DeskForm):
    """Person, kind, days, subject; what is left empty is not asked."""

    person = forms.CharField(
        label=_("Personne"),
        help_text=_("Un nom, une adresse, ou « Sceau » pour ce que personne n’a fait."),
        required=False,
        max_length=200,
    )
    kind = forms.ChoiceField(
        label=_("Nature"),
        choices=[("", _("Toutes")), *((kind, title) for kind, (title, _sentences) in KINDS.items())],
        required=False,
        error_messages={"invalid_choice": _("Choisissez dans la liste.")},
    )
    since = forms.CharField(
        label=_("Du"),
        help_text=_("jj/mm/aaaa"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": "10"}),
    )
    until = forms.CharField(
        label=_("Au"),
        help_text=_("jj/mm/aaaa, ce jour compris"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": "10"}),
    )
    subject = forms.CharField(
        label=_("Objet"),
        help_text=_("L’identifiant d’une chose, tel qu’il est dans les précisions d’un acte."),
        required=False,
        max_length=96,
    )

    def clean_since(self) -> date | None:
        """The day, or None."""
        typed = self.cleaned_data["since"]
        return read_day(typed) if typed else None

    def clean_until(self) -> date | None:
        """The day, or None."""
        typed = self.cleaned_data["until"]
        return read_day(typed) if typed else None

    def clean_subject(self) -> str:
        """kind:uuid, or nothing."""
        typed: str = self.cleaned_data["subject"].strip().lower()
        if typed and not _SUBJECT.fullmatch(typed):
            raise forms.ValidationError(
                _("Un objet s’écrit comme dans les précisions : un mot, deux-points, puis son numéro.")
            )
        return typed

    def wanted(self, people: Callable[[str], list[UUID]]) -> Wanted | None:
        """What is asked; None when it cannot be understood.

        people:  finds those whom a name or an address may mean
        """
        if not self.is_valid():
            return None
        asked = self.cleaned_data
        person = asked["person"].strip()
        by_house = person.casefold() == HOUSE
        return Wanted(
            actors=tuple(people(person)) if person and not by_house else None,
            by_house=by_house,
            codes=tuple(KINDS[asked["kind"]][1]) if asked["kind"] else None,
            since=_midnight(asked["since"]) if asked["since"] else None,
            before=_midnight(asked["until"] + timedelta(days=1)) if asked["until"] else None,
            subjects=(asked["subject"],) if asked["subject"] else None,
        )


class ActPages(Paginator[Act]):
    """Pages of 25; of a whole journal the number of acts is known without counting them."""

    def __init__(self, chain: UUID, wanted: Wanted) -> None:
        super().__init__(acts_of(chain, wanted), PER_PAGE)
        self._total = head_of(chain).length if wanted.is_everything else None

    @property
    def count(self) -> int:
        """How many acts."""
        if self._total is None:
            rows = self.object_list
            self._total = rows.count() if isinstance(rows, QuerySet) else len(rows)
        return self._total


def _midnight(day: date) -> datetime:
    """Where the day begins, for whoever lives where the house does."""
    return make_aware(datetime.combine(day, time.min))
