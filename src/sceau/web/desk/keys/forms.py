"""What is typed about keys."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext_lazy as _

from sceau.institutions import rules
from sceau.keyring.certificates import LONGEST_PEM
from sceau.web.desk.fields import Day, DeskForm, Ruled, why_field


class FirstDay(Day):
    """The first moment of a day."""

    def to_python(self, value: Any) -> datetime | None:
        """None when nothing was typed."""
        day = super().to_python(value)
        return None if day is None else datetime.combine(day, time.min, get_default_timezone())


class CompromiseForm(DeskForm):
    """Since when, and what happened."""

    since = FirstDay(
        label=_("Compromise depuis le"),
        help_text=_("jj/mm/aaaa. Le premier jour où quelqu’un d’autre a pu s’en servir ; dans le doute, plus tôt."),
    )
    why = why_field(_("Ce qui s’est passé"))


class StopForm(DeskForm):
    """Why a request is stopped; need not be said."""

    why = Ruled(
        lambda text: rules.why(text) if text.strip() else "",
        label=_("Pourquoi"),
        help_text=_("Gardé au journal. 500 signes au plus."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class CertificateForm(DeskForm):
    """A certificate, as a text."""

    certificate = forms.CharField(
        label=_("Certificat, au format PEM"),
        help_text=_("Le vôtre d’abord, puis ceux des autorités qui l’ont signé, dans l’ordre."),
        max_length=LONGEST_PEM,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false", "autocomplete": "off"}),
        error_messages={
            "required": _("Collez ici le certificat que votre autorité vous a remis."),
            "max_length": _("Ce texte est bien trop long pour un certificat."),
        },
    )
