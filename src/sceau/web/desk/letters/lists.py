"""Letters to holders: how many wait, left, came back, are to be printed."""

from __future__ import annotations

from typing import Any, Final

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sceau.institutions.roles import Right
from sceau.issuing.letter_words import reader_of, title_of
from sceau.issuing.models import Letter
from sceau.issuing.queries.letters import letters_seen, post_of
from sceau.issuing.states import Kind, LetterState
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.desk.letters.wording import state_of, why_of
from sceau.web.templatetags.words import spoken

PER_PAGE: Final = 25


@desk_page(Right.SEE_CREDENTIALS)
@require_safe
def letters(request: DeskRequest) -> HttpResponse:
    """All of them, the last first; narrowed by how they stand and what they are about."""
    desk = request.desk
    state, kind = request.GET.get("state", ""), request.GET.get("kind", "")
    state = state if state in LetterState.values else ""
    kind = kind if kind in Kind.values else ""
    post = post_of(desk.institution)
    page = Paginator(letters_seen(desk.institution, state=state, kind=kind), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [row(each, spoken()) for each in page],
        "post": post,
        "states": [(each.value, each.label, post.counts[each]) for each in LetterState],
        "to_print": post.counts[LetterState.TO_PRINT],
        "bounced": post.counts[LetterState.BOUNCED],
        "waiting": post.counts[LetterState.WAITING],
        "any": any(post.counts.values()),
        "state": state,
        "kind": kind,
        "kinds": Kind.choices,
        "may_print": desk.may(Right.PREPARE_CREDENTIALS),
        "may_word": desk.may(Right.MANAGE_ISSUING_SETTINGS),
    }
    return render(request, "desk/letters/list.html", context)


def row(letter: Letter, language: str) -> dict[str, Any]:
    """What a line says of a letter."""
    credential = letter.credential
    return {
        "letter": letter,
        "who": str(reader_of(credential)),
        "title": title_of(credential, language),
        "kind": letter.get_kind_display(),
        "state": state_of(letter),
        "why": why_of(letter),
        "at": letter.ended_at or (letter.due if letter.state == LetterState.WAITING else letter.made_at),
    }
