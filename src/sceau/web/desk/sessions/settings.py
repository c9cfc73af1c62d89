"""What an institution decides about its assessments."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from sceau.assessment.errors import AssessmentError
from sceau.assessment.queries.sessions import settings_of
from sceau.assessment.services.settings import edit_settings
from sceau.institutions.roles import Right
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.desk.fields import DeskForm
from sceau.web.desk.sessions.finding import refuse


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


class SettingsForm(DeskForm):
    """All of them."""

    gap_limit = _number(
        gettext_lazy("Écart admis entre deux notes"),
        gettext_lazy("En niveaux de l’échelle. Au-delà, un troisième évaluateur note ; en deçà, les deux conviennent."),
    )
    trainer_may_assess = forms.BooleanField(
        required=False,
        label=gettext_lazy("Un formateur peut noter les personnes qu’il a formées"),
        help_text=gettext_lazy("C’est alors signalé au jury. Sinon, il ne peut pas les noter."),
    )
    seats_minimum = _number(
        gettext_lazy("Membres d’un jury, au moins"), gettext_lazy("Présidente ou président compris.")
    )
    externals_minimum = _number(gettext_lazy("Dont extérieurs à l’organisme, au moins"))
    quorum_percent = _number(
        gettext_lazy("Quorum, en pour cent des sièges"), gettext_lazy("Sous ce nombre, le jury ne décide pas.")
    )
    proxies_count = forms.BooleanField(
        required=False,
        label=gettext_lazy("Les pouvoirs comptent dans le quorum"),
        help_text=gettext_lazy("Un membre absent peut donner pouvoir à un autre."),
    )
    appeal_days = _number(
        gettext_lazy("Délai de recours, en jours"),
        gettext_lazy("À compter de la diffusion des résultats. 0 : pas de recours ici."),
    )
    results_in_credential = forms.BooleanField(
        required=False,
        label=gettext_lazy("Les résultats par acquis figurent dans la preuve"),
        help_text=gettext_lazy("Sinon, la preuve dit que l’évaluation est réussie, sans le détail."),
    )
    link_days = _number(
        gettext_lazy("Durée d’un lien, en jours"), gettext_lazy("Lien de signature, ou vers le dossier d’un candidat.")
    )
    piece_megabytes = _number(gettext_lazy("Taille d’une pièce déposée, en mégaoctets"))
    pieces_most = _number(gettext_lazy("Pièces par passage, au plus"))


_GROUPS: Final = (
    ("marking", "gap_limit trainer_may_assess"),
    ("jury", "seats_minimum externals_minimum quorum_percent proxies_count"),
    ("results", "appeal_days results_in_credential"),
    ("files", "link_days piece_megabytes pieces_most"),
)


@desk_page(Right.MANAGE_ASSESSMENT_SETTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: DeskRequest) -> HttpResponse:
    """Marking, jury, results, links and files."""
    institution = request.desk.institution
    there = settings_of(institution)
    names = [name for _group, fields in _GROUPS for name in fields.split()]
    form = SettingsForm(
        request.POST if request.method == "POST" else None, initial={name: getattr(there, name) for name in names}
    )
    if form.is_valid():
        values: dict[str, Any] = form.cleaned_data
        try:
            edit_settings(institution=institution, by=request.user, now=now(), **values)
        except AssessmentError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Les règles d’évaluation sont enregistrées."))
            return redirect("desk_assessment_settings", institution.slug)
    titles = {
        "marking": _("Notation"),
        "jury": _("Jury"),
        "results": _("Résultats"),
        "files": _("Liens et pièces"),
    }
    groups = [
        {"id": name, "title": titles[name], "fields": [form[each] for each in fields.split()]}
        for name, fields in _GROUPS
    ]
    return render(request, "desk/sessions/settings.html", {"form": form, "groups": groups, "there": there})
