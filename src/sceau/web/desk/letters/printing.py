"""Letters on paper: which wait, one file to print, and that they were."""

from __future__ import annotations

from itertools import islice
from typing import Any, Final, Literal, cast

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from sceau.engine.errors import EngineError
from sceau.institutions.models import Institution
from sceau.institutions.roles import Right
from sceau.issuing.letter_words import language_of
from sceau.issuing.models import Letter
from sceau.issuing.printing import letters_to_print
from sceau.issuing.queries.letters import letters_held_back, letters_on_paper
from sceau.issuing.services.handing import MOST_PRINTED, mark_printed, undo_printed
from sceau.issuing.services.letters import agrees
from sceau.issuing.wordings import LANGUAGES
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.desk.letters.lists import row
from sceau.web.ports import ports
from sceau.web.templatetags.words import spoken

_UNDO: Final = "undo"
_LONGEST_NUMBER: Final = 18  # of a row: what a database counts to


@desk_page(Right.PREPARE_CREDENTIALS)
@require_safe
def to_print(request: DeskRequest) -> HttpResponse:
    """What is to be printed, language by language; and what was just marked, so that it can be undone."""
    institution = request.desk.institution
    found = _found(institution)
    context = {
        "parts": [_part(found, language) for language in LANGUAGES if _in(found, language)],
        "most": MOST_PRINTED,
        "is_full": len(found) == MOST_PRINTED,
        "held": letters_held_back(institution),
        "marked": _numbers(request.GET.getlist("marked")),
    }
    return render(request, "desk/letters/print.html", context)


@desk_page(Right.PREPARE_CREDENTIALS)
@require_safe
def pdf(request: DeskRequest, language: str) -> HttpResponse:
    """The letters of the page in one language, as one file."""
    if language not in LANGUAGES:
        raise Http404
    institution = request.desk.institution
    last = _numbers([request.GET.get("last", "")])
    letters = _in(_found(institution, last[0] if last else None), language)
    if not letters:
        messages.info(request, _("Il n’y a plus rien à imprimer dans cette langue."))
        return redirect("desk_letters_print", institution.slug)
    try:
        content = letters_to_print(
            institution,
            letters,
            cast(Literal["fr", "en"], language),
            typesetter=ports().typesetter,
            now=now(),
        )
    except EngineError as refusal:
        messages.error(request, refusal.sentence(spoken()))
        return redirect("desk_letters_print", institution.slug)
    answer = HttpResponse(content, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{_("lettres")}-{language}.pdf"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@desk_page(Right.PREPARE_CREDENTIALS)
@require_POST
def printed(request: DeskRequest) -> HttpResponse:
    """Mark some as printed, or take that back."""
    institution = request.desk.institution
    chosen = _numbers(request.POST.getlist("letter"))
    is_undone = request.POST.get("act") == _UNDO
    act = undo_printed if is_undone else mark_printed
    done = act(institution=institution, letters=chosen, by=request.user, now=now())
    answer = redirect("desk_letters_print", institution.slug)
    if is_undone and done:
        messages.success(request, _("Elles sont de nouveau à imprimer."))
    elif done:
        messages.success(
            request,
            ngettext("%(n)s lettre est notée comme imprimée.", "%(n)s lettres sont notées comme imprimées.", len(done))
            % {"n": len(done)},
        )
        answer["Location"] += "?" + "&".join(f"marked={each}" for each in done)
    else:
        messages.info(request, _("C’était déjà fait."))
    return answer


def _found(institution: Institution, last: int | None = None) -> list[Letter]:
    moment = now()
    rows = letters_on_paper(institution, last=last).iterator(chunk_size=MOST_PRINTED)
    return list(islice((each for each in rows if agrees(each, now=moment)), MOST_PRINTED))


def _in(letters: list[Letter], language: str) -> list[Letter]:
    return [each for each in letters if language_of(each.credential) == language]


def _part(found: list[Letter], language: str) -> dict[str, Any]:
    letters = _in(found, language)
    rows = [row(each, spoken()) for each in letters]
    return {"language": language, "rows": rows, "last": max(each.pk for each in letters), "count": len(rows)}


def _numbers(typed: list[str]) -> list[int]:
    return [int(each) for each in typed if each.isascii() and each.isdigit() and len(each) <= _LONGEST_NUMBER][
        :MOST_PRINTED
    ]
