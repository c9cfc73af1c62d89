"""What is typed about candidates. The services read it, and say what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sceau.assessment.models import Candidate, Cohort
from sceau.assessment.prerequisites import Condition, field_of
from sceau.assessment.states import ResultState
from sceau.web.desk.candidates import wording
from sceau.web.desk.fields import CHOOSE, Day, DeskForm, why_field
from sceau.web.desk.people.forms import WRITTEN_IN, NamePart
from sceau.web.desk.people.languages import language_field, offer_languages

_PLAIN = {"autocomplete": "off"}
ASKED = _("Donnez cette réponse : elle est demandée ici.")
YES_NO = (("yes", _("Oui")), ("no", _("Non")))


def text(label: Any, help_text: Any = "", *, required: bool = False, rows: int = 0, **attributes: str) -> Any:
    """A text that a service reads."""
    attrs = _PLAIN | attributes
    widget = forms.Textarea(attrs=attrs | {"rows": rows}) if rows else forms.TextInput(attrs=attrs)
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        widget=widget,
        strip=False,
        error_messages={"required": ASKED},
    )


def choice(label: Any, help_text: Any = "", *, radio: bool = False, required: bool = False) -> forms.ChoiceField:
    """A choice whose list the form gives."""
    return forms.ChoiceField(
        label=label,
        help_text=help_text,
        required=required,
        widget=forms.RadioSelect if radio else forms.Select,
        error_messages=CHOOSE,
    )


def offer(form: forms.Form, name: str, choices: Iterable[tuple[str, str | Promise]]) -> None:
    """Give a choice its list."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- declared as one
    field.choices = list(choices)


class EnrolmentForm(DeskForm):
    """What an enrolment says."""

    language = language_field(_("Langue des messages"), WRITTEN_IN)
    cohort = choice(_("Groupe"))
    by_experience = forms.BooleanField(
        label=_("Par l’expérience, sans formation"),
        help_text=_("La personne montre ce qu’elle sait faire par des preuves."),
        required=False,
    )
    access_route = choice(_("Voie d’accès"))
    initiative = choice(_("À l’initiative de"))
    edof_number = text(_("Numéro de dossier EDOF"), _("Celui de Mon compte formation, s’il y en a un."), size="16")
    enrolled_on = Day(label=_("Inscription faite le"), required=False)
    tell = forms.BooleanField(label=_("Envoyer à la personne le lien de son dossier"), required=False, initial=True)

    def prepare(self, cohorts: Sequence[Cohort], *, edits: bool) -> None:
        """Give the choices; edits: of an enrolment that is there."""
        offer_languages(self)
        offer(self, "cohort", [("", _("aucun")), *((str(each.uuid), each.name) for each in cohorts)])
        offer(self, "access_route", wording.routes())
        offer(self, "initiative", wording.initiatives())
        if edits:
            del self.fields["by_experience"], self.fields["tell"]
        if not cohorts:
            del self.fields["cohort"]

    @staticmethod
    def values_of(candidate: Candidate) -> dict[str, Any]:
        """As an enrolment stands."""
        return {
            "language": candidate.language,
            "cohort": str(candidate.cohort.uuid) if candidate.cohort else "",
            "access_route": candidate.access_route,
            "initiative": candidate.initiative,
            "edof_number": candidate.edof_number,
            "enrolled_on": candidate.enrolled_on,
        }


class ConditionsForm(DeskForm):
    """Each condition with yes or no, and a word about it."""

    def __init__(self, *args: Any, conditions: Sequence[Condition], waivable: bool = False, **options: Any) -> None:
        """waivable: for the body, which may also leave them for later"""
        super().__init__(*args, **options)
        self.conditions = conditions
        for condition in conditions:
            name = field_of(condition)
            self.fields[name] = forms.ChoiceField(
                label=wording.condition_label(condition),
                choices=YES_NO,
                widget=forms.RadioSelect,
                required=not waivable and not condition.is_alternative,
                error_messages=CHOOSE,
                help_text=_("L’une de celles-ci suffit.") if condition.is_alternative else "",
            )
            self.fields[f"{name}_words"] = text(_("Précision"), maxlength="500")
        if waivable and conditions:
            self.fields["waiver"] = text(
                _("Pourquoi en dispenser"),
                _("Seulement si une condition n’est pas remplie et que vous inscrivez quand même."),
                rows=2,
            )

    @staticmethod
    def values_of(answers: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        """As they were answered."""
        values: dict[str, Any] = {}
        for place, each in enumerate(answers):
            values[f"prerequisite_{place}"] = "yes" if each.get("met") else "no"
            values[f"prerequisite_{place}_words"] = each.get("words", "")
            values["waiver"] = each.get("waived") or values.get("waiver", "")
        return values

    def answers(self) -> list[dict[str, Any]]:
        """As the services take them; None where nobody answered."""
        met = {"yes": True, "no": False}
        return [
            {
                "met": met.get(self.cleaned_data.get(field_of(each), "")),
                "words": self.cleaned_data.get(f"{field_of(each)}_words", ""),
            }
            for each in self.conditions
        ]

    @property
    def is_answered(self) -> bool:
        """Whether anything was answered at all."""
        return any(each["met"] is not None for each in self.answers())


class InviteForm(DeskForm):
    """Whom to invite."""

    given_name = NamePart(label=_("Prénom"), help_text=_("Vide pour qui n’a qu’un nom."))
    birth_name = NamePart(label=_("Nom"), help_text=_("Ou le seul nom."))
    email = text(_("Courriel"), inputmode="email")
    language = language_field(_("Langue des messages"), WRITTEN_IN)
    by_experience = forms.BooleanField(label=_("Par l’expérience, sans formation"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer_languages(self)


class NewPersonForm(InviteForm):
    """Somebody whom the body does not know yet."""


class WhyForm(DeskForm):
    """A reason that the person will read."""

    why = why_field(_("Pourquoi"), _("La personne le lira. 500 signes au plus."))


class WaiverForm(DeskForm):
    """Why somebody is let in who does not meet a condition."""

    waiver = text(_("Pourquoi dispenser d’une condition non remplie"), rows=2)


class ArrangementForm(DeskForm):
    """What is to be arranged; the reason is not asked."""

    kind = choice(_("Ce qu’il faut prévoir"), required=True)
    words = text(_("Précision"), _("Ce qu’il faut, jamais pourquoi : aucune raison médicale n’est demandée ni gardée."))
    extra_percent = forms.IntegerField(
        label=_("Temps supplémentaire, en %"),
        help_text=_("33 pour un tiers-temps."),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": "4"}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "kind", wording.ARRANGEMENTS.items())


class ControlForm(DeskForm):
    """What was seen at an event."""

    presence = choice(_("Présence"))
    watched = choice(_("Surveillance"))
    supervisor = text(_("Qui surveillait"))
    method = choice(_("Vérification de l’identité"))
    document = choice(_("Document montré"), _("Aucune copie n’est gardée."))
    outcome = choice(_("Résultat de la vérification"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "presence", wording.PRESENCES.items())
        offer(self, "watched", wording.WATCHED.items())
        offer(self, "method", wording.METHODS.items())
        offer(self, "document", wording.DOCUMENTS.items())
        offer(self, "outcome", wording.OUTCOMES.items())


class SayForm(DeskForm):
    """What people say of an attempt."""

    said = choice(_("Ce que l’on dit de ce passage"), radio=True)
    why = text(_("Pourquoi"), _("Demandé pour une suspension ou une attente ; gardé au dossier."), rows=2)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(
            self,
            "said",
            [
                ("", _("Rien : seules les notes comptent")),
                (ResultState.ABSENT.value, _("Absence")),
                (ResultState.SUSPENDED.value, _("Suspension : fraude ou identité à éclaircir")),
                (ResultState.PENDING.value, _("Attente : la décision est remise à plus tard")),
            ],
        )


class PieceForm(DeskForm):
    """A piece of evidence: one of file, address, text."""

    kind = choice(_("Ce que vous ajoutez"), radio=True, required=True)
    title = text(_("Ce que cela montre"), _("Un titre court."), maxlength="200")
    file = forms.FileField(label=_("Fichier"), required=False)
    url = text(_("Adresse"), _("https://…"), inputmode="url")
    text = text(_("Texte"), rows=6)
    outcomes = forms.MultipleChoiceField(
        label=_("Acquis concernés"), required=False, widget=forms.CheckboxSelectMultiple, error_messages=CHOOSE
    )

    def prepare(self, kinds: Sequence[str], outcomes: Mapping[str, str]) -> None:
        """Give the choices."""
        offer(self, "kind", [(kind, wording.PIECES[kind]) for kind in kinds])
        offer(self, "outcomes", outcomes.items())
        if not outcomes:
            del self.fields["outcomes"]
