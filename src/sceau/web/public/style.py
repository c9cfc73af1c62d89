"""Every component in every state, on one page, for those who make pages; not shown in production."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

COLOURS: Final = (
    "paper sheet inset ink ink-soft ink-faint rule edge wax wax-deep wax-tint cord good check bad info focus".split()
)
MOMENT: Final = datetime(2026, 6, 26, 12, 5, tzinfo=UTC)
WORKS: Final = ({"name": _("Session de Rodez, 18 juin"), "count": 41}, {"name": _("À distance, mai"), "count": 1288})
LEVELS: Final = (
    ("1", _("Non acquis"), _("Rien n’est relevé.")),
    ("2", _("Acquis"), _("Les postes principaux sont chiffrés.")),
    ("3", _("Maîtrisé"), _("Tous les postes, chacun avec sa source.")),
)


class Specimens(forms.Form):
    """One field of each kind, as good forms have them; nothing is kept."""

    title = forms.CharField(
        label=_("Intitulé"),
        help_text=_("Ce que l’on sait faire, en moins de 80 signes. Commencez par un verbe."),
        max_length=80,
    )
    date = forms.CharField(
        label=_("Date du jury"),
        help_text=_("jj/mm/aaaa"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 10}),
    )
    level = forms.ChoiceField(label=_("Niveau"), choices=[("", "—"), ("6", _("Niveau 6 (licence)"))], required=False)
    text = forms.CharField(label=_("Présentation"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    way = forms.ChoiceField(
        label=_("Participation"), choices=[("on", _("En présence")), ("off", _("À distance"))], widget=forms.RadioSelect
    )
    days = forms.MultipleChoiceField(
        label=_("Jours possibles"),
        choices=[("1", _("lundi")), ("2", _("mardi"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    agreed = forms.BooleanField(label=_("J’ai lu le règlement de la session"))
    act = forms.FileField(label=_("Acte de délégation"), help_text=_("Un PDF, 10 Mo au plus."), required=False)

    def clean_date(self) -> str:
        """The specimen of a refusal."""
        if self.cleaned_data["date"] == "31/06/2026":
            raise forms.ValidationError(_("Juin n’a que 30 jours."))
        return str(self.cleaned_data["date"])


@require_safe
def style(request: HttpRequest) -> HttpResponse:
    """The sheet of specimens."""
    if settings.MODE == "production":
        raise Http404
    typed = {"title": _("Conduire un audit énergétique"), "date": "31/06/2026", "level": "6", "days": ["1"]}
    context: dict[str, Any] = {
        "fresh": Specimens(initial={"way": "on", "title": typed["title"]}, prefix="fresh"),
        "refused": Specimens(typed),
        "colours": COLOURS,
        "page": Paginator(range(300), 25).page(6),
        "moment": MOMENT,
        "works": WORKS,
        "levels": LEVELS,
    }
    return render(request, "public/style.html", context)
