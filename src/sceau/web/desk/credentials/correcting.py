"""A name put right, or what a corrective decision changed: what stands, what will stand, and what follows."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from sceau.institutions.roles import Right
from sceau.issuing.errors import IssuingError
from sceau.issuing.models import Credential
from sceau.issuing.queries.credentials import correction_of
from sceau.issuing.queries.settings import settings_of
from sceau.issuing.services.correcting import LONGEST_NAME, award_instead, correct_decision, correct_name
from sceau.issuing.services.replacing import REPLACEABLE
from sceau.issuing.states import BatchState, CredentialState
from sceau.web.desk.batches.finding import METHODS, refuse
from sceau.web.desk.credentials.finding import credential_here
from sceau.web.desk.credentials.overview import standing_of
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.desk.fields import DeskForm
from sceau.web.ports import ports

_EMPTY: Final = gettext_lazy("Donnez le nom que portera la nouvelle preuve.")


class NameForm(DeskForm):
    """The name in full, as its holder writes it."""

    name = forms.CharField(
        max_length=LONGEST_NAME,
        label=gettext_lazy("Nom sur la nouvelle preuve"),
        help_text=gettext_lazy("Prénom puis nom, comme la personne les écrit. Son dossier n’est pas modifié."),
        error_messages={"required": _EMPTY, "max_length": gettext_lazy("300 signes au plus.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )


class DecisionForm(DeskForm):
    """Nothing to type: the new decision says it all."""


@desk_page(Right.CHANGE_CREDENTIALS)
@require_http_methods(METHODS)
def correct(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Before and after; then a batch of one line. Sent twice, it is made once."""
    there = credential_here(request, uuid)
    slug = request.desk.institution.slug
    if waiting := _already(request, there):
        return waiting
    instead = award_instead(there)
    if there.state not in REPLACEABLE or (there.award.withdrawn_at is not None and instead is None):
        messages.error(request, _("Cette preuve ne se corrige plus."))
        return redirect("desk_credential", slug, there.uuid)
    about = standing_of(there)
    posted = request.POST if request.method == "POST" else None
    form = DecisionForm(posted) if instead else NameForm(posted, initial={"name": about["name"]})
    if form.is_valid():
        asked: dict[str, Any] = {"credential": there, "by": request.user, "now": now(), "keys": ports().keys}
        try:
            batch = correct_decision(**asked) if instead else correct_name(name=form.cleaned_data["name"], **asked)
        except IssuingError as refusal:
            if waiting := _already(request, there):  # meanwhile: the two clicks overlapped, or a colleague was quicker
                return waiting
            refuse(form, refusal)
        else:
            messages.success(request, what_waits(there) if batch.state == BatchState.ASKED else _runs())
            return redirect("desk_batch", slug, batch.uuid)
    context = about | {
        "form": form,
        "instead": instead,
        "differs": about["name"] != about["written"],
        "two_people": settings_of(request.desk.institution).two_people,
        "suspended": there.state == CredentialState.SUSPENDED,
    }
    return render(request, "desk/credentials/correct.html", context)


def _already(request: DeskRequest, there: Credential) -> HttpResponse | None:
    """To the batch where another one is in preparation in its place; None where none is."""
    waiting = correction_of(there)
    if waiting is None:
        return None
    messages.info(request, _("Une autre preuve est déjà en préparation à la place de celle-ci, dans ce lot."))
    return redirect("desk_batch", request.desk.institution.slug, waiting.batch.uuid)


def what_waits(there: Credential) -> str:
    """That a correction waits for a second person, and how the old credential stands until then."""
    if there.state == CredentialState.SUSPENDED:
        return _("La correction attend qu’une autre personne la libère. D’ici là, l’ancienne preuve reste suspendue.")
    return _("La correction attend qu’une autre personne la libère. D’ici là, l’ancienne preuve reste valide.")


def _runs() -> str:
    return _("La nouvelle preuve est en signature. L’ancienne sera alors dite remplacée.")
