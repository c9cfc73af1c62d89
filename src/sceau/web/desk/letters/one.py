"""The letters about one credential: their words, why one came back, and sending it again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sceau.institutions.roles import Right
from sceau.issuing.errors import IssuingError
from sceau.issuing.letter_words import language_of, reader_of, title_of, worded
from sceau.issuing.models import Letter
from sceau.issuing.queries.letters import letters_about
from sceau.issuing.reasons.letters import LETTER_STANDS_ELSEWHERE
from sceau.issuing.services.handing import mark_returned, send_again
from sceau.issuing.states import LetterState
from sceau.people.queries import email_of
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.desk.letters.forms import AgainForm
from sceau.web.desk.letters.lists import row
from sceau.web.templatetags.words import spoken

AGAIN = frozenset({LetterState.BOUNCED, LetterState.TO_PRINT, LetterState.PRINTED})


@desk_page(Right.SEE_CREDENTIALS)
@require_safe
def letters_of(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """All of one credential, the last first."""
    return _page(request, uuid, None)


@desk_page(Right.PREPARE_CREDENTIALS)
@require_POST
def again(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Send one, to another address where one was typed."""
    form = AgainForm(request.POST)
    letter = _chosen(request, uuid)
    if letter is None:
        return _moved_on(request, uuid)
    if form.is_valid():
        try:
            send_again(letter=letter, email=form.cleaned_data["email"], by=request.user, now=now())
        except IssuingError as refusal:
            form.add_error("email" if refusal.field == "email" else None, refusal.sentence(spoken()))
        else:
            messages.success(request, _("La lettre part dans les minutes qui viennent."))
            return redirect("desk_letter", request.desk.institution.slug, uuid)
    return _page(request, uuid, (letter, form))


@desk_page(Right.PREPARE_CREDENTIALS)
@require_POST
def returned(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Note that one came back."""
    letter = _chosen(request, uuid)
    if letter is None:
        return _moved_on(request, uuid)
    try:
        mark_returned(letter=letter, by=request.user, now=now())
    except IssuingError as refusal:
        messages.error(request, refusal.sentence(spoken()))
    else:
        messages.success(request, _("C’est noté : la lettre est revenue. Donnez une autre adresse pour la renvoyer."))
    return redirect("desk_letter", request.desk.institution.slug, uuid)


def _page(request: DeskRequest, uuid: UUID, typed: tuple[Letter, AgainForm] | None) -> HttpResponse:
    found = _found(request, uuid)
    credential = found[0].credential
    email = email_of(reader_of(credential))
    may_send = request.desk.may(Right.PREPARE_CREDENTIALS)
    context = {
        "credential": credential,
        "who": str(reader_of(credential)),
        "title": title_of(credential, spoken()),
        "email": email,
        "rows": [_row(each, email, typed, may_send=may_send) for each in found],
        "form": typed[1] if typed else None,
        "language": language_of(credential),
        "may_send": may_send,
    }
    return render(request, "desk/letters/one.html", context)


def _row(letter: Letter, email: str, typed: tuple[Letter, AgainForm] | None, *, may_send: bool) -> dict[str, Any]:
    form = None
    if may_send and letter.state in AGAIN:
        is_typed = typed is not None and typed[0].pk == letter.pk
        form = typed[1] if typed and is_typed else AgainForm(initial={"letter": letter.pk, "email": email})
        form.auto_id = f"id_{letter.pk}_%s"
    can_return = may_send and letter.state == LetterState.SENT
    return row(letter, spoken()) | {"words": worded(letter), "form": form, "can_return": can_return}


def _chosen(request: DeskRequest, uuid: UUID) -> Letter | None:
    number = request.POST.get("letter", "")
    return next((each for each in _found(request, uuid) if str(each.pk) == number), None)


def _moved_on(request: DeskRequest, uuid: UUID) -> HttpResponse:
    messages.error(request, LETTER_STANDS_ELSEWHERE.sentence(spoken(), {}) + ".")
    return redirect("desk_letter", request.desk.institution.slug, uuid)


def _found(request: DeskRequest, uuid: UUID) -> list[Letter]:
    """raises: Http404, also for a credential of which nobody was written to yet"""
    found = list(letters_about(request.desk.institution, uuid))
    if not found:
        raise Http404
    return found
