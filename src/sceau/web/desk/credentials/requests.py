"""What holders say is wrong on their credentials: what waits, what was answered, and the answer."""

from __future__ import annotations

from typing import Any, Final, TypeAlias
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from sceau.engine.model.code import group_code
from sceau.institutions.roles import Right
from sceau.issuing.errors import IssuingError
from sceau.issuing.models import CorrectionRequest
from sceau.issuing.queries.credentials import correction_of
from sceau.issuing.queries.requests import requests_in_care_of
from sceau.issuing.queries.settings import settings_of
from sceau.issuing.services.correcting import LONGEST_NAME, award_instead, name_on
from sceau.issuing.services.replacing import REPLACEABLE
from sceau.issuing.services.requests import LONGEST_WORDS, Recorded, accept_name, answer_request
from sceau.issuing.services.turning import MAY_BECOME
from sceau.issuing.states import About, BatchState, CredentialState, RequestState
from sceau.people.models import Person
from sceau.people.queries import person_of
from sceau.web.desk.batches.finding import METHODS, refuse
from sceau.web.desk.credentials.correcting import NameForm, what_waits
from sceau.web.desk.credentials.wording import ACTS, holder_of, state_of
from sceau.web.desk.designs.wording import said
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.desk.fields import DeskForm
from sceau.web.ports import ports
from sceau.web.templatetags.words import spoken

PER_PAGE: Final = 25
ANSWERED: Final = "answered"
STATES: Final = {
    RequestState.OPEN: ("check", gettext_lazy("À traiter")),
    RequestState.ACCEPTED: ("good", gettext_lazy("Acceptée")),
    RequestState.REFUSED: ("idle", gettext_lazy("Refusée")),
    RequestState.WITHDRAWN: ("idle", gettext_lazy("Retirée")),
}


class AnswerForm(DeskForm):
    """Words for the holder."""

    words = forms.CharField(
        max_length=LONGEST_WORDS,
        label=gettext_lazy("Votre réponse"),
        help_text=gettext_lazy("La personne la lira, dans une lettre et dans son dossier. 1\u202f000 signes au plus."),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": gettext_lazy("Écrivez votre réponse\u00a0: la personne la recevra."),
            "max_length": gettext_lazy("1\u202f000 signes au plus."),
        },
    )

    def clean_words(self) -> str:
        """Lines end as they are counted."""
        return "\n".join(str(self.cleaned_data["words"]).splitlines())


class RecordForm(DeskForm):
    """Whether the record of the person says the name from now on too, and in which two parts."""

    recorded = forms.BooleanField(
        required=False,
        label=gettext_lazy("Reprendre aussi ce nom au dossier de la personne"),
        help_text=gettext_lazy(
            "Tout de suite, et pour ce qui lui sera délivré ensuite. L’ancien reste à l’historique."
        ),
    )
    given_name = forms.CharField(
        required=False,
        max_length=LONGEST_NAME,
        label=gettext_lazy("Prénom au dossier"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
    family_name = forms.CharField(
        required=False,
        max_length=LONGEST_NAME,
        label=gettext_lazy("Nom de famille ou d’usage au dossier"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )

    @property
    def chosen(self) -> Recorded | None:
        """What was chosen, once it is valid."""
        said = self.cleaned_data
        return Recorded(said["given_name"], said["family_name"]) if said["recorded"] else None


FormsOfName: TypeAlias = tuple[NameForm, RecordForm]


def parts_of(name: str, person: Person) -> dict[str, str]:
    """A name in two parts, as a first guess: as many words of given names as the record has."""
    words = name.split()
    given = min(max(len(person.given_name.split()), 1), max(len(words) - 1, 0))
    return {"given_name": " ".join(words[:given]), "family_name": " ".join(words[given:])}


@desk_page(Right.CHANGE_CREDENTIALS)
@require_safe
def requests(request: DeskRequest) -> HttpResponse:
    """Those that wait, the first asked first; or those that were dealt with, the last first."""
    seen = requests_in_care_of(request.user, request.desk.institution, now=now())
    is_over = request.GET.get("state") == ANSWERED
    waiting = seen.filter(state=RequestState.OPEN)
    over = seen.exclude(state=RequestState.OPEN).order_by("-answered_at", "-pk")
    page = Paginator(over if is_over else waiting, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [_row(each) for each in page],
        "total": page.paginator.count,
        "over": is_over,
        "waiting": waiting.count(),
        "answered": over.count(),
        "query": f"state={ANSWERED}" if is_over else "",
    }
    return render(request, "desk/credentials/requests.html", context)


@desk_page(Right.CHANGE_CREDENTIALS)
@require_http_methods(METHODS)
def one(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """One of them, beside what the credential bears; accepted, or answered in words. Sent twice, it is done once."""
    desk, seen = request.desk, requests_in_care_of(request.user, request.desk.institution, now=now())
    there = seen.filter(uuid=uuid).first()
    if there is None:
        raise Http404
    act = request.POST.get("act", "") if request.method == "POST" else ""
    naming = NameForm(request.POST if act == "name" else None, initial={"name": there.name})
    initial = parts_of(there.name, person_of(there.credential.award.person))
    recording = RecordForm(request.POST if act == "name" else None, initial=initial)
    naming.fields["name"].help_text = _("Prénom puis nom, comme la personne les écrit.")
    answering = AnswerForm(request.POST if act in ("done", "refuse") else None)
    if act and there.state != RequestState.OPEN:
        messages.info(request, _("Cette demande n’attendait plus de réponse."))
        return redirect("desk_credential_request", desk.institution.slug, uuid)
    if (naming.is_valid() and recording.is_valid()) or answering.is_valid():
        try:
            messages.success(request, _done(request, there, act, (naming, recording), answering))
        except IssuingError as refusal:
            of_the_record = act == "name" and refusal.field in recording.fields
            refuse(recording if of_the_record else naming if act == "name" else answering, refusal)
        else:
            return redirect("desk_credential_request", desk.institution.slug, uuid)
    return render(request, "desk/credentials/request.html", _about(request, there, (naming, recording), answering))


def _done(
    request: DeskRequest, there: CorrectionRequest, act: str, forms_of_name: FormsOfName, answering: AnswerForm
) -> str:
    """Do it, and say what comes next. raises: IssuingError"""
    if act == "name":
        naming, recording = forms_of_name
        batch = accept_name(
            request=there,
            name=naming.cleaned_data["name"],
            by=request.user,
            now=now(),
            keys=ports().keys,
            recorded=recording.chosen,
        )
        if recording.chosen:
            messages.success(request, _("Le dossier porte maintenant ce nom. L’ancien est à son historique."))
        if batch.state == BatchState.ASKED:
            return what_waits(there.credential)
        return _("La nouvelle preuve est en signature. L’ancienne sera alors dite remplacée.")
    answer_request(
        request=there, accepted=act == "done", words=answering.cleaned_data["words"], by=request.user, now=now()
    )
    return _("La réponse part à la personne.")


def _about(
    request: DeskRequest, there: CorrectionRequest, forms_of_name: FormsOfName, answering: AnswerForm
) -> dict[str, Any]:
    naming, recording = forms_of_name
    credential = there.credential
    is_open = there.state == RequestState.OPEN
    person = person_of(credential.award.person)
    correction, instead = correction_of(credential), award_instead(credential)
    may_rename = is_open and credential.state in REPLACEABLE and credential.award.withdrawn_at is None
    turns = [(name, act) for name, act in ACTS.items() if credential.state in MAY_BECOME[act.state]]
    return _row(there) | {
        "credential_state": state_of(credential, now=now()),
        "person": person,
        "is_open": is_open,
        "naming": naming if may_rename and there.about == About.NAME and correction is None else None,
        "recording": recording if request.desk.may(Right.EDIT_PEOPLE) and there.name != str(person) else None,
        "answering": answering if is_open else None,
        "correction": correction,
        "instead": instead if is_open and there.about == About.OTHER and correction is None else None,
        "turns": turns if is_open and there.about == About.NOT_MINE else [],
        "two_people": settings_of(request.desk.institution).two_people,
        "opens_record": request.desk.may(Right.SEE_PEOPLE),
        "is_replaced": credential.state == CredentialState.REPLACED,
        "suspended": credential.state == CredentialState.SUSPENDED,
    }


def _row(there: CorrectionRequest) -> dict[str, Any]:
    """How a request is listed."""
    credential = there.credential
    return {
        "asked": there,
        "credential": credential,
        "code": group_code(credential.code),
        "name": holder_of(credential),
        "written": name_on(credential),
        "title": said(credential.award.version.titles, spoken()),
        "state": STATES[RequestState(there.state)],
    }
