"""Evidence that a candidate sends: several files at a time; what was typed stays when one is refused."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sceau.assessment.errors import AssessmentError
from sceau.assessment.models import Attempt, Piece
from sceau.assessment.queries import candidates as queries
from sceau.assessment.queries.sessions import settings_of
from sceau.assessment.services import evidence
from sceau.engine.errors import EngineError
from sceau.web import downloads
from sceau.web.desk.candidates import wording
from sceau.web.desk.candidates.evidence import shown as piece_shown
from sceau.web.desk.candidates.forms import choice, offer, text
from sceau.web.desk.fields import CHOOSE, DeskForm
from sceau.web.holder.doors import HolderRequest, holder_page, shown
from sceau.web.holder.home import takes_evidence
from sceau.web.ports import ports
from sceau.web.templatetags.words import spoken

KINDS = ("file", "link", "text")
MOST_AT_ONCE = 10


class Files(forms.FileField):
    """Several files, or one."""

    widget = forms.ClearableFileInput

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.widget.allow_multiple_selected = True
        self.widget.attrs["multiple"] = True

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Always a list."""
        given = data if isinstance(data, list | tuple) else [data] if data else []
        clean_one = super().clean
        return [clean_one(each, initial) for each in given[:MOST_AT_ONCE]]


class SendForm(DeskForm):
    """What a candidate sends."""

    kind = choice(gettext_lazy("Ce que vous envoyez"), radio=True, required=True)
    title = text(gettext_lazy("Ce que cela montre"), gettext_lazy("Un titre court."), maxlength="200")
    sent = Files(
        label=gettext_lazy("Fichiers"),
        help_text=gettext_lazy("Photos, PDF, documents, sons ou films. Plusieurs à la fois si vous voulez."),
        required=False,
    )
    url = text(gettext_lazy("Adresse d’une page"), gettext_lazy("https://…"), inputmode="url")
    text = text(gettext_lazy("Texte"), rows=6)
    outcomes = forms.MultipleChoiceField(
        label=gettext_lazy("Ce que cela prouve, parmi les acquis"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=CHOOSE,
    )

    def prepare(self, outcomes: dict[str, str]) -> None:
        """Give the choices."""
        offer(self, "kind", [(kind, wording.PIECES[kind]) for kind in KINDS])
        offer(self, "outcomes", outcomes.items())
        if not outcomes:
            del self.fields["outcomes"]


@holder_page
def pieces(request: HolderRequest) -> HttpResponse:
    """What I sent, and the form to send more."""
    candidate = request.candidate
    attempt = queries.last_attempt(candidate)
    outcomes = wording.outcome_labels(candidate.session)
    posted = request.method == "POST" and attempt is not None
    form = SendForm(request.POST if posted else None, request.FILES if posted else None, initial={"kind": "file"})
    form.prepare(outcomes)
    if form.is_valid() and attempt is not None:
        sent = _send(form, attempt)
        if sent:
            told = ngettext("%(n)s preuve est au dossier.", "%(n)s preuves sont au dossier.", sent)
            messages.success(request, told % {"n": sent})
        if not form.errors:
            return redirect("candidate_evidence", candidate.uuid)
    context = {
        "form": form,
        "pieces": [piece_shown(each, outcomes) for each in queries.pieces_of(candidate)],
        "takes": takes_evidence(candidate) and attempt is not None,
        "limits": settings_of(candidate.session.institution),
    }
    return shown(request, "evidence", context)


@holder_page
def file(request: HolderRequest, piece: UUID) -> HttpResponse:
    """One file back, to save."""
    return downloads.of_piece(_mine(request, piece), ports().files)


@holder_page
def remove(request: HolderRequest, piece: UUID) -> HttpResponse:
    """Take one's own piece out, after being asked once."""
    found = _mine(request, piece)
    if request.method == "POST":
        try:
            evidence.remove_piece(piece=found, by=None, now=now())
        except AssessmentError as refusal:
            messages.warning(request, refusal.sentence(spoken()))
        else:
            messages.success(request, _("La preuve est retirée du dossier."))
        return redirect("candidate_evidence", request.candidate.uuid)
    return shown(request, "piece_remove", {"piece": found})


def _send(form: SendForm, attempt: Attempt) -> int:
    """Each file by itself: those that are right are kept, and the others are told one by one. Gives how many."""
    values, moment = form.cleaned_data, now()
    outcomes = values.get("outcomes", [])
    if values["kind"] != "file":
        try:
            evidence.add_piece(
                attempt=attempt,
                kind=values["kind"],
                title=values["title"],
                text=values["text"],
                url=values["url"],
                outcomes=outcomes,
                by=None,
                now=moment,
            )
        except AssessmentError as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence(spoken()))
            return 0
        return 1
    count, chosen = 0, values["sent"]  # a fault takes it out of the values
    if not chosen:
        form.add_error("sent", _("Choisissez un fichier."))
    for each in chosen:
        try:
            evidence.add_file(
                attempt=attempt,
                source=each.file,
                name=each.name,
                title=values["title"] if len(chosen) == 1 else "",
                outcomes=outcomes,
                files=ports().files,
                by=None,
                now=moment,
            )
        except (AssessmentError, EngineError) as refusal:
            form.add_error("sent", f"{each.name[:80]} : {refusal.sentence(spoken())}")
        else:
            count += 1
    return count


def _mine(request: HolderRequest, uuid: UUID) -> Piece:
    found = queries.pieces_of(request.candidate).filter(uuid=uuid).first()
    if found is None:
        raise Http404
    found.attempt.candidate = request.candidate
    return found
