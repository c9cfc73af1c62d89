"""What is typed about a jury, its decisions and its minutes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from sceau.accounts.models import User
from sceau.assessment.models import Seat, Session
from sceau.assessment.states import Mode
from sceau.engine.marking.rules import AssessmentRules
from sceau.institutions.models import Institution, Membership
from sceau.institutions.queries import people_of, standing
from sceau.institutions.roles import Right, Role, may
from sceau.web.desk.fields import CHOOSE, DeskForm
from sceau.web.templatetags.words import spoken

WRITE = {"required": _("Écrivez-le en quelques mots.")}


class SeatForm(DeskForm):
    """Somebody of the jury: a colleague, or somebody without an account."""

    user = forms.ModelChoiceField(
        queryset=User.objects.none(),
        to_field_name="uuid",
        label=_("Une personne de l’organisme"),
        help_text=_("Celles dont le rôle permet de siéger."),
        empty_label=_("Quelqu’un qui n’a pas de compte"),
        required=False,
        error_messages=CHOOSE,
    )
    name = forms.CharField(
        label=_("Nom"),
        help_text=_("Comme le procès-verbal doit le porter. Seulement pour quelqu’un qui n’a pas de compte."),
        max_length=200,
        required=False,
    )
    email = forms.CharField(
        label=_("Adresse électronique"),
        help_text=_("Pour recevoir le lien qui permet de signer sans compte."),
        max_length=254,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "email"}),
    )
    quality = forms.CharField(
        label=_("Qualité"),
        help_text=_("« formatrice », « chef d’entreprise, menuiserie » : imprimée au procès-verbal."),
        max_length=120,
        required=False,
    )
    external = forms.BooleanField(label=_("De l’extérieur de l’organisme"), required=False)
    presides = forms.BooleanField(
        label=_("Préside le jury"),
        help_text=_("Il faut un compte et le rôle de présidence de jury."),
        required=False,
    )
    language = forms.ChoiceField(
        label=_("Langue des messages"), choices=[("fr", "français"), ("en", "English")], required=False
    )

    def __init__(self, *args: Any, session: Session, now: datetime, seat: Seat | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        if seat is not None:
            del self.fields["user"], self.fields["language"]
            if seat.user_id is not None:
                del self.fields["name"]
            return
        field = self.fields["user"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 -- declared above
        field.queryset = _who_may_sit(session.institution, now)


def _who_may_sit(institution: Institution, now: datetime) -> QuerySet[User]:
    people = people_of(institution, now=now)
    sitting = Membership.objects.filter(
        standing(now), institution=institution, role__in=[role for role in Role if may(role, Right.SIT_ON_JURY)]
    )
    return people.filter(pk__in=sitting.values("user"))


class OpenForm(DeskForm):
    """Where the jury meets."""

    mode = forms.ChoiceField(label=_("Comment se réunit-il ?"), choices=Mode.choices, error_messages=CHOOSE)
    place = forms.CharField(label=_("Lieu"), max_length=200, required=False)


class WhyForm(DeskForm):
    """A reason that has to be given."""

    why = forms.CharField(
        label=_("Pourquoi ?"),
        help_text=_("Gardé au journal."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages=WRITE,
    )


class DecideForm(DeskForm):
    """A decision on one candidate."""

    outcome = forms.ChoiceField(label=_("Décision"), widget=forms.RadioSelect, error_messages=CHOOSE)
    reason = forms.CharField(
        label=_("Motif"),
        help_text=_("Lu par le candidat, imprimé au procès-verbal. Nécessaire si la décision diffère des notes."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, outcomes: list[tuple[str, Any]], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["outcome"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- declared above
        field.choices = outcomes


class MarkForm(DeskForm):
    """A mark that the jury changes."""

    criterion = forms.ChoiceField(label=_("Critère"), error_messages=CHOOSE)
    level = forms.ChoiceField(label=_("Nouveau niveau"), error_messages=CHOOSE)
    reason = forms.CharField(
        label=_("Motif du changement"),
        help_text=_("Le fait observé, et où. Imprimé au procès-verbal."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, rules: AssessmentRules, **options: Any) -> None:
        super().__init__(*args, **options)
        language = spoken()
        criterion, level = self.fields["criterion"], self.fields["level"]
        assert isinstance(criterion, forms.ChoiceField)  # noqa: S101 -- declared above
        assert isinstance(level, forms.ChoiceField)  # noqa: S101 -- declared above
        criterion.choices = [(each.id, f"{each.id} · {each.label.to(language)}"[:110]) for each in rules.grid.criteria]
        level.choices = [(each.code, f"{each.code} · {each.label.to(language)}") for each in rules.grid.scale]


class RemarksForm(DeskForm):
    """What the jury says that is about nobody in particular."""

    remarks = forms.CharField(
        label=_("Observations du jury"),
        help_text=_("Imprimées au procès-verbal. Ne nommez pas de candidat."),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PreventedForm(DeskForm):
    """Why a member does not answer."""

    words = forms.CharField(
        label=_("Ce qui l’empêche de se prononcer"),
        help_text=_("Imprimé au procès-verbal, avec votre nom."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages=WRITE,
    )


class TabletForm(DeskForm):
    """A signature drawn on the screen."""

    drawn = forms.CharField(widget=forms.HiddenInput, required=False)
    shown = forms.CharField(widget=forms.HiddenInput)


class PaperForm(DeskForm):
    """The scan of the signed paper, and who signed it."""

    signatures = forms.MultipleChoiceField(
        label=_("Qui a signé ce papier ?"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    file = forms.FileField(
        label=_("Scan du procès-verbal signé"),
        help_text=_("PDF, photo ou image, 20 Mo au plus. Son empreinte est gardée avec votre attestation."),
        error_messages={"required": _("Joignez le scan."), "invalid": _("Joignez le scan.")},
    )

    def __init__(self, *args: Any, people: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["signatures"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 -- declared above
        field.choices = people


class CorrectForm(DeskForm):
    """What a corrective deliberation is about."""

    attempts = forms.MultipleChoiceField(
        label=_("Les décisions à rectifier"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choisissez au moins une décision.")},
    )
    why = forms.CharField(
        label=_("L’erreur à rectifier"),
        help_text=_("Imprimée au procès-verbal rectificatif."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages=WRITE,
    )

    def __init__(self, *args: Any, people: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["attempts"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 -- declared above
        field.choices = people
