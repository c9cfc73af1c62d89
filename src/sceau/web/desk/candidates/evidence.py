"""The evidence of a candidate at the desk: seen, added, taken out, given back as a file to save."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sceau.assessment.errors import AssessmentError
from sceau.assessment.models import Attempt, Candidate, Piece
from sceau.assessment.queries import candidates as queries
from sceau.assessment.queries.sessions import settings_of
from sceau.assessment.services import evidence
from sceau.engine.errors import EngineError
from sceau.institutions.roles import Right
from sceau.intake.limits import MEGABYTE
from sceau.people.states import DataKind
from sceau.web import downloads
from sceau.web.archive import closed_to, open_archive, told
from sceau.web.desk.candidates import wording
from sceau.web.desk.candidates.finding import Here, candidate_here, file_page, refuse, to_file
from sceau.web.desk.candidates.forms import PieceForm
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.ports import ports
from sceau.web.templatetags.words import spoken
from sceau.web.words import number

KINDS = ("file", "link", "text", "observation")


@desk_page(Right.SEE_SESSIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def pieces(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Everything that shows what the person can do, by outcome."""
    here, found = candidate_here(request, uuid)
    attempt = queries.last_attempt(found)
    outcomes = wording.outcome_labels(here.session)
    posted = request.method == "POST"
    if posted and (not here.manages or attempt is None):
        raise PermissionDenied
    form = PieceForm(request.POST if posted else None, request.FILES if posted else None, initial={"kind": "file"})
    form.prepare(KINDS, outcomes)
    if form.is_valid() and attempt is not None:
        try:
            put(form, attempt, by=request.user)
        except (AssessmentError, EngineError) as refusal:
            _say(form, refusal)
        else:
            messages.success(request, _("La preuve est au dossier."))
            return to_file(request, found, "desk_candidate_evidence")
    everything = list(queries.pieces_of(found, removed=True))
    body = here.session.institution
    away = closed_to(request.user, body, DataKind.ANSWERS, [each.uuid for each in everything])
    there = [each for each in everything if each.uuid not in away]
    context = {
        "form": form,
        "pieces": [shown(each, outcomes) for each in there if each.removed_at is None],
        "removed": [each for each in there if each.removed_at is not None],
        "put_away": told(body, DataKind.ANSWERS, min(away.values())) if away else "",
        "attempt": attempt,
        "limits": settings_of(here.session.institution),
        "motivation": found.motivation,
    }
    return file_page(request, "evidence", (here, found), "evidence", context)


@desk_page(Right.SEE_SESSIONS)
@require_safe
def file(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """The file itself, to save."""
    _here, piece = _piece(request, uuid)
    return downloads.of_piece(piece, ports().files)


@desk_page(Right.MANAGE_SESSIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Ask before a piece is taken out."""
    here, piece = _piece(request, uuid)
    if not here.manages:
        raise PermissionDenied
    candidate: Candidate = piece.attempt.candidate
    if request.method == "POST":
        try:
            evidence.remove_piece(piece=piece, by=request.user, now=now())
        except AssessmentError as refusal:
            messages.warning(request, refusal.sentence(spoken()))
        else:
            messages.success(request, _("La preuve est retirée du dossier."))
        return to_file(request, candidate, "desk_candidate_evidence")
    context = {"piece": piece, "session": here.session, "candidate": candidate, "name": wording.name_of(candidate)}
    return render(request, "desk/candidates/piece_remove.html", context)


@desk_page(Right.MANAGE_SESSIONS)
@require_POST
def show(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Show a piece with the credential, or no longer."""
    here, piece = _piece(request, uuid)
    if not here.manages:
        raise PermissionDenied
    evidence.show_in_credential(piece=piece, shown=not piece.in_credential, by=request.user, now=now())
    return to_file(request, piece.attempt.candidate, "desk_candidate_evidence")


def put(form: PieceForm, attempt: Attempt, *, by: Any) -> Piece:
    """What a form holds, into the dossier. by: None for the candidate"""
    values, moment = form.cleaned_data, now()
    outcomes = values.get("outcomes", [])
    if values["kind"] == "file":
        file = values["file"]
        if file is None:
            raise evidence.no_file()
        return evidence.add_file(
            attempt=attempt,
            source=file.file,
            name=file.name,
            title=values["title"],
            outcomes=outcomes,
            files=ports().files,
            by=by,
            now=moment,
        )
    return evidence.add_piece(
        attempt=attempt,
        kind=values["kind"],
        title=values["title"],
        text=values["text"],
        url=values["url"],
        outcomes=outcomes,
        by=by,
        now=moment,
    )


def shown(piece: Piece, outcomes: dict[str, str]) -> dict[str, Any]:
    """A piece as pages show it."""
    return {
        "piece": piece,
        "kind": wording.PIECES[piece.kind],
        "outcomes": [outcomes.get(each, each) for each in piece.outcomes],
        "by": piece.sent_by.name if piece.sent_by else "",
        "weight": weight_of(piece.size),
    }


def weight_of(size: int) -> str:
    """« 1,2 Mo », « 28 ko »."""
    if size >= MEGABYTE:
        return _("%(n)s Mo") % {"n": number(size / MEGABYTE, spoken(), 1)}
    return _("%(n)s ko") % {"n": number(max(1, round(size / 1000)), spoken())}


def _say(form: PieceForm, refusal: AssessmentError | EngineError) -> None:
    if isinstance(refusal, AssessmentError):
        refuse(form, refusal)
    else:
        form.add_error("file", refusal.sentence(spoken()))


def _piece(request: DeskRequest, uuid: UUID) -> tuple[Here, Piece]:
    piece = Piece.objects.filter(uuid=uuid).select_related("attempt__candidate").first()
    if piece is None:
        raise Http404
    here, found = candidate_here(request, piece.attempt.candidate.uuid)
    open_archive(request.user, here.session.institution, DataKind.ANSWERS, [piece.uuid])
    piece.attempt.candidate = found
    return here, piece
