"""What is said of a session, typed; and the reasons that some moves ask for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sceau.assessment.models import Session
from sceau.assessment.services.sessions import CHANGEABLE
from sceau.assessment.states import Mode, SessionKind, SessionState
from sceau.design.models import DesignVersion
from sceau.institutions.models import Institution, Unit
from sceau.institutions.rules import LANGUAGES
from sceau.web.desk.designs.wording import LANGUAGE_NAMES
from sceau.web.desk.fields import CHOOSE, Day, DeskForm, UnitChoice, why_field

_KIND_HELPS: dict[str, str | Promise] = {
    SessionKind.DATED: _("À dates fixes : un ou plusieurs jours, pour tout le monde ou par groupes"),
    SessionKind.ROLLING: _("Au fil de l’eau : sans dates ; on décide, série après série, pour qui est prêt"),
    SessionKind.TAKEN_OVER: _("Reprise de résultats passés : des titulaires d’avant, sur la foi d’un fichier"),
}
_NUMBER = {"invalid": _("Donnez un nombre entier.")}


class SessionForm(DeskForm):
    """Everything that may be said of a session besides its version."""

    kind = forms.ChoiceField(
        label=_("Quand a-t-elle lieu ?"),
        choices=list(_KIND_HELPS.items()),
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    organiser = forms.ModelChoiceField(
        queryset=Institution.objects.none(),
        to_field_name="uuid",
        label=_("Qui l’organise ?"),
        help_text=_("Votre organisme, ou un partenaire dont l’habilitation couvre l’évaluation et les dates."),
        empty_label=None,
        error_messages=CHOOSE,
    )
    starts_on = Day(required=False, label=_("Premier jour"), help_text=_("jj/mm/aaaa. Nécessaire à dates fixes."))
    ends_on = Day(required=False, label=_("Dernier jour"), help_text=_("jj/mm/aaaa. Laissez vide pour un seul jour."))
    deliberates_on = Day(required=False, label=_("Jour prévu pour le jury ou la décision"))
    mode = forms.ChoiceField(
        label=_("Où a-t-elle lieu ?"), choices=Mode.choices, widget=forms.RadioSelect, error_messages=CHOOSE
    )
    place = forms.CharField(
        required=False,
        max_length=200,
        label=_("Lieu"),
        help_text=_("Nécessaire sur place. Un nom que chacun trouve : « Lycée Foch, Rodez »."),
    )
    address = forms.CharField(required=False, max_length=300, label=_("Adresse"))
    postcode = forms.CharField(
        required=False,
        max_length=12,
        label=_("Code postal du centre"),
        help_text=_("Demandé par la déclaration à l’État pour une certification enregistrée."),
        widget=forms.TextInput(attrs={"size": "10", "autocomplete": "off"}),
    )
    remote_tool = forms.CharField(
        required=False, max_length=200, label=_("Outil à distance"), help_text=_("Comment chacun s’y connecte.")
    )
    capacity = forms.IntegerField(
        required=False,
        label=_("Nombre de places"),
        help_text=_("Laissez vide s’il n’y a pas de limite."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": "6", "autocomplete": "off"}),
        error_messages=_NUMBER,
    )
    languages = forms.MultipleChoiceField(
        label=_("Langues des épreuves"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={**CHOOSE, "required": _("Choisissez au moins une langue.")},
    )
    is_public = forms.BooleanField(
        required=False,
        label=_("Ouverte aux inscriptions depuis le catalogue"),
        help_text=_("Chacun peut demander une place ; vous acceptez ou refusez."),
    )
    takes_experience = forms.BooleanField(
        required=False,
        label=_("Ouverte à la reconnaissance de l’expérience"),
        help_text=_("Sans formation : la personne dépose des preuves de ce qu’elle sait faire."),
    )
    enrol_until = Day(
        required=False, label=_("Demandes jusqu’au"), help_text=_("jj/mm/aaaa. Pour une session ouverte au catalogue.")
    )
    code = forms.CharField(
        required=False,
        max_length=40,
        label=_("Nom court"),
        help_text=_("Laissez vide : nous donnons le numéro suivant de l’année."),
        widget=forms.TextInput(attrs={"size": "16", "autocomplete": "off"}),
    )
    title = forms.CharField(
        required=False,
        max_length=200,
        label=_("Intitulé de la session"),
        help_text=_("Si elle doit en avoir un à elle."),
    )
    unit = UnitChoice()
    notes = forms.CharField(
        required=False,
        label=_("Notes pour l’équipe"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(
        self,
        *args: Any,
        version: DesignVersion,
        organisers: list[Institution],
        units: list[Unit],
        session: Session | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self._choose("organiser", Institution.objects.filter(pk__in=[each.pk for each in organisers]))
        self._choose("unit", Unit.objects.filter(pk__in=[each.pk for each in units]).order_by("name"))
        spoken = list(dict.fromkeys([*version.languages, *LANGUAGES, *(session.languages if session else [])]))
        self.fields["languages"].choices = [(code, LANGUAGE_NAMES.get(code, code)) for code in spoken]  # type: ignore[attr-defined]  # it is a choice
        if session is not None:
            still = CHANGEABLE[SessionState(session.state)]
            for name in [name for name in self.fields if name not in still]:
                del self.fields[name]
            if "code" in self.fields:
                self.fields["code"].required, self.fields["code"].help_text = True, ""
        for name, offered in (("organiser", organisers), ("unit", units)):
            if name in self.fields and len(offered) < (2 if name == "organiser" else 1):
                del self.fields[name]

    def _choose(self, name: str, rows: Any) -> None:
        self.fields[name].queryset = rows  # type: ignore[attr-defined]  # it is a choice among rows


def typed(session: Session) -> dict[str, Any]:
    """What the form begins with for a session that is there."""
    names = (
        "mode place address postcode remote_tool starts_on ends_on deliberates_on languages capacity is_public "
        "takes_experience enrol_until code title notes"
    ).split()
    unit = session.unit.uuid if session.unit else None
    return {name: getattr(session, name) for name in names} | {"unit": unit}


class WhyForm(DeskForm):
    """Why a session is cancelled, or its marking opened again."""

    why = why_field(_("Pourquoi"))
