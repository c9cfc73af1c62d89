"""What is typed about a batch and about the rules of issuing."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sceau.web.desk.fields import CHOOSE, Day, DeskForm
from sceau.web.desk.hours import Hour, moment_of

LONGEST_NAME: Final = 200
ALL, CHOSEN = "all", "chosen"
AT_ONCE, LATER = "now", "later"


class NameForm(DeskForm):
    """What a batch is called."""

    name = forms.CharField(
        max_length=LONGEST_NAME,
        label=gettext_lazy("Nom du lot"),
        help_text=gettext_lazy("Pour vous et vos collègues : les titulaires ne le lisent pas."),
        error_messages={
            "required": gettext_lazy("Donnez un nom à ce lot."),
            "max_length": gettext_lazy("200 signes au plus."),
        },
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class ChooseForm(DeskForm):
    """Which awards: all that are listed, whatever their page, or those that are ticked."""

    scope = forms.ChoiceField(choices=[(ALL, ALL), (CHOSEN, CHOSEN)], error_messages=CHOOSE)
    chosen = forms.MultipleChoiceField(required=False)

    def __init__(self, *args: Any, uuids: list[str], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["chosen"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 -- declared above
        field.choices = [(each, each) for each in uuids]

    def clean(self) -> dict[str, Any]:
        """Somebody at least; and who ticked some did not mean all."""
        values = super().clean() or {}
        if values.get("scope") == ALL and (ticked := len(values.get("chosen") or ())):
            words = ngettext(
                "Vous avez coché une attribution, et demandé toutes celles de la liste\u00a0: "
                "dites lesquelles vous voulez.",
                "Vous avez coché %(n)s attributions, et demandé toutes celles de la liste\u00a0: "
                "dites lesquelles vous voulez.",
                ticked,
            )
            raise ValidationError(words % {"n": ticked})
        if values.get("scope") == CHOSEN and not values.get("chosen") and "chosen" not in self.errors:
            raise ValidationError(_("Cochez au moins une attribution, ou prenez-les toutes."))
        return values


class NewForm(ChooseForm, NameForm):
    """The awards and the name of a batch to come.

    token:  the same one for the same form, so that sending it twice makes one batch
    """

    token = forms.CharField(max_length=100, widget=forms.HiddenInput)
    field_order = ("name", "scope", "chosen", "token")


class ReleaseForm(DeskForm):
    """At once, or on a day at an hour."""

    when = forms.ChoiceField(
        choices=[(AT_ONCE, gettext_lazy("Tout de suite")), (LATER, gettext_lazy("Plus tard"))],
        label=gettext_lazy("Quand signer"),
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    on = Day(label=gettext_lazy("Jour"), required=False)
    at = Hour(label=gettext_lazy("Heure"), required=False, help_text=gettext_lazy("9 h 30, ou 14:00"))

    def __init__(self, *args: Any, now: datetime, **options: Any) -> None:
        super().__init__(*args, **options)
        self.now = now

    def clean(self) -> dict[str, Any]:
        """With `not_before`: the moment, None for at once."""
        values = super().clean() or {}
        values["not_before"] = None
        if values.get("when") != LATER or self.errors:
            return values
        for name, words in (
            ("on", _("Donnez une date : jj/mm/aaaa.")),
            ("at", _("Donnez une heure : 9 h 30, ou 14:00.")),
        ):
            if values.get(name) is None:
                self.add_error(name, words)
        if self.errors:
            return values
        try:
            moment = moment_of(values["on"], values["at"])
        except ValidationError as refusal:
            self.add_error("at", refusal)
            return values
        if moment <= self.now:
            self.add_error("on", _("Ce moment est passé : choisissez-en un à venir, ou « Tout de suite »."))
        values["not_before"] = moment
        return values


def _number(label: Any, help_text: Any = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": "6", "autocomplete": "off"}),
        error_messages={
            "required": gettext_lazy("Donnez un nombre entier."),
            "invalid": gettext_lazy("Donnez un nombre entier."),
        },
    )


class RulesForm(DeskForm):
    """What an institution decides about issuing."""

    two_people = forms.BooleanField(
        required=False,
        label=gettext_lazy("Un lot est libéré par une autre personne que celle qui l’a préparé"),
        help_text=gettext_lazy("Deux regards avant chaque signature. Sans cette règle, une seule personne suffit."),
    )
    cancel_minutes = _number(
        gettext_lazy("Délai d’annulation, en minutes"),
        gettext_lazy(
            "Entre la dernière signature et le premier courriel. Pendant ce délai, le lot s’annule sans que "
            "personne n’ait rien su. 0 : les courriels partent aussitôt."
        ),
    )
    letters_a_minute = _number(
        gettext_lazy("Courriels par minute, au plus"),
        gettext_lazy("Ce que votre serveur de messagerie laisse passer."),
    )
    remind_days = _number(
        gettext_lazy("Rappel avant expiration, en jours"),
        gettext_lazy("Le titulaire et vous êtes prévenus avant qu’une preuve expire. 0 : pas de rappel."),
    )
