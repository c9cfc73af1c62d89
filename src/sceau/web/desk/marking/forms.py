"""What is typed to run the marking of a session."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sceau.accounts.models import User
from sceau.assessment.states import Nature, Source
from sceau.engine.marking.rules import AssessmentRules
from sceau.web.assessor.wording import NATURES_OF_OTHERS
from sceau.web.desk.fields import CHOOSE, Day, DeskForm, why_field
from sceau.web.templatetags.words import spoken

Choices = Sequence[tuple[str, Any]]


class Who(forms.ModelChoiceField[User]):
    """A colleague, by name."""

    def label_from_instance(self, obj: User) -> str:
        """The name, and the address where two have the same."""
        return f"{obj.name} ({obj.email})"


def who(label: Any, people: Any, **options: Any) -> Who:
    """A field for one of these people."""
    return Who(queryset=people, to_field_name="uuid", label=label, error_messages=CHOOSE, **options)


class AssessorForm(DeskForm):
    """Somebody who may mark in the session."""

    professional = forms.BooleanField(required=False, label=_("Professionnel ou professionnelle du métier"))
    external = forms.BooleanField(required=False, label=_("Extérieur à l’organisme"))
    field_order = ("user", "professional", "external")

    def __init__(self, *args: Any, people: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["user"] = who(_("Personne"), people, empty_label=None)
        self.order_fields(self.field_order)


class TieForm(DeskForm):
    """A tie that somebody else learned of."""

    nature = forms.ChoiceField(
        label=_("Lien"), choices=[(each, NATURES_OF_OTHERS[each]) for each in Nature], error_messages=CHOOSE
    )
    words = forms.CharField(required=False, max_length=300, label=_("Précisions"))
    field_order = ("user", "candidate", "nature", "words")

    def __init__(self, *args: Any, people: Any, candidates: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["user"] = who(_("Évaluateur ou évaluatrice"), people, empty_label=None)
        self.fields["candidate"] = forms.ChoiceField(label=_("Candidat"), choices=candidates, error_messages=CHOOSE)
        self.order_fields(self.field_order)


class WhyForm(DeskForm):
    """Why."""

    why = why_field(_("Raison"))


class GridForm(DeskForm):
    """Who marks one event of one attempt."""

    why = forms.CharField(
        required=False, max_length=500, label=_("Raison"), help_text=_("Demandée pour écarter une grille.")
    )

    def __init__(self, *args: Any, people: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["user"] = who(_("Confier à"), people, required=False, empty_label=_("Personne pour l’instant"))
        self.order_fields(("user", "why"))


class KeyForm(DeskForm):
    """A grid that was filled in on paper, or an observation."""

    source = forms.ChoiceField(
        label=_("D’où viennent ces notes ?"),
        choices=[(each, each.label) for each in (Source.PAPER, Source.OBSERVATION, Source.PEER)],
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    observer = forms.CharField(
        required=False,
        max_length=200,
        label=_("Ou le nom de qui a observé, sans compte ici"),
        help_text=_("Un tuteur, une collègue : nom et qualité."),
    )
    words = forms.CharField(required=False, max_length=300, label=_("Précisions sur la source"))
    assessed_on = Day(required=False, label=_("Jour de l’évaluation"))
    scan = forms.FileField(required=False, label=_("Grille numérisée (PDF ou image)"))

    def __init__(
        self, *args: Any, people: Any, rules: AssessmentRules, criteria: Sequence[str], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["assessor"] = who(
            _("Qui a noté"), people, required=False, empty_label=_("Quelqu’un sans compte ici")
        )
        levels = [(each.code, f"{each.code} – {each.label.to(spoken())}") for each in rules.grid.scale]
        for name in criteria:
            self.fields[f"level-{name}"] = forms.ChoiceField(
                label=rules.grid.criterion(name).label.to(spoken()),
                choices=[("", _("Choisissez")), *levels, ("ABS", _("Absence"))],
                error_messages=CHOOSE,
            )
            self.fields[f"comment-{name}"] = forms.CharField(
                required=False, label=_("Commentaire"), widget=forms.Textarea(attrs={"rows": 2})
            )
        grid = [field for name in criteria for field in (f"level-{name}", f"comment-{name}")]
        self.order_fields(("source", "assessor", "observer", "words", "assessed_on", *grid, "scan"))
        self.criteria = criteria


class ResultsForm(DeskForm):
    """A file of results, and what its scores mean."""

    event = forms.ChoiceField(label=_("Épreuve"), error_messages=CHOOSE)
    source = forms.ChoiceField(
        label=_("D’où vient le fichier ?"),
        choices=[(each, each.label) for each in (Source.QUIZ, Source.LMS, Source.IMPORT)],
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    words = forms.CharField(required=False, max_length=300, label=_("Nom du questionnaire ou de la plateforme"))
    assessed_on = Day(required=False, label=_("Jour de l’évaluation"))
    file = forms.FileField(
        label=_("Fichier CSV, XLSX ou ODS"),
        help_text=_(
            "Une colonne « candidat » (le numéro) ou « courriel », puis une colonne par critère (C1, C2…), ou les "
            "colonnes « critère » et « score »."
        ),
        required=False,
    )

    def __init__(self, *args: Any, events: Choices, rules: AssessmentRules, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["event"].choices = events  # type: ignore[attr-defined]  # a choice, declared above
        self.levels = [each.code for each in rules.grid.scale]
        for each in rules.grid.scale:
            self.fields[f"least-{each.code}"] = forms.DecimalField(
                required=False,
                max_digits=12,
                decimal_places=6,
                localize=True,
                label=_("Score à partir duquel on est à %(level)s")
                % {"level": f"{each.code} – {each.label.to(spoken())}"},
                widget=forms.TextInput(attrs={"inputmode": "decimal", "size": "8"}),
                error_messages={"invalid": _("Donnez un nombre.")},
            )

    @property
    def thresholds(self) -> dict[str, Decimal]:
        """Level → the least score that gives it."""
        given = {code: self.cleaned_data.get(f"least-{code}") for code in self.levels}
        return {code: least for code, least in given.items() if least is not None}
