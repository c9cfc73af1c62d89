"""The door of a candidate's own pages: no account, an entry in this browser that a secret link gave.

The entry lasts as long as its link and no longer than a day of use; closing the file, or the body closing the links,
ends it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, Concatenate, Final, ParamSpec
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sceau.assessment.models import Candidate
from sceau.assessment.services.links import digest_of, open_link, still_opens
from sceau.people.queries import behind, person_of
from sceau.web.public.preferences import YEAR

P = ParamSpec("P")
ENTRIES: Final = "candidates"  # in the session: uuid of a candidate → [digest of the link, moment of the entry]
LASTS: Final = timedelta(hours=12)
_MOST_ENTRIES: Final = 10


class HolderRequest(HttpRequest):
    """A request that went through the door."""

    candidate: Candidate


@require_safe
def open_file(request: HttpRequest, token: str) -> HttpResponse:
    """The link that was mailed or handed over: from here on the address shows no secret."""
    candidate = open_link(token, now=now())
    if candidate is None:
        return private(render(request, "holder/link_over.html", status=404), referrer="no-referrer")
    return private(enter(request, candidate, digest_of(token)), referrer="no-referrer")


def enter(request: HttpRequest, candidate: Candidate, digest: str) -> HttpResponse:
    """Remember in this browser that it came in by a link, and go to the file."""
    entries = _entries_of_the_person(request, candidate)
    entries[str(candidate.uuid)] = [digest, int(now().timestamp())]
    if not request.user.is_authenticated:
        request.session.cycle_key()
    request.session[ENTRIES] = entries
    answer = redirect("candidate", candidate.uuid)
    language = "en" if candidate.language.partition("-")[0] == "en" else "fr"
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        answer.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=YEAR,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite=settings.LANGUAGE_COOKIE_SAMESITE,
        )
    return answer


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Close the files in this browser."""
    request.session.pop(ENTRIES, None)
    return private(render(request, "holder/left.html"))


def holder_page(
    view: Callable[Concatenate[HolderRequest, P], HttpResponse],
) -> Callable[..., HttpResponse]:
    """A page of one candidate, for a browser that came in by a link to that file; for anybody else it is closed."""

    @wraps(view)
    def page(request: HolderRequest, uuid: UUID, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        candidate = _entered(request, uuid)
        if candidate is None:
            return private(render(request, "holder/link_over.html", status=404))
        request.candidate = candidate
        return private(view(request, *args, **kwargs))

    return require_http_methods(["GET", "HEAD", "POST"])(page)


def shown(request: HolderRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """A page of the file, with what its frame reads."""
    candidate = request.candidate
    whole = {
        "candidate": candidate,
        "session": candidate.session,
        "institution": candidate.session.institution,
        "person": candidate.person,
        "other_language": candidate.language.partition("-")[0] not in ("fr", "en"),
        **context,
    }
    return render(request, f"holder/{template}.html", whole)


def private(answer: HttpResponse, *, referrer: str = "same-origin") -> HttpResponse:
    """For this reader alone: kept by no cache, listed by no search engine, told to no other site.

    referrer:  a page with forms says "same-origin": with "no-referrer" a browser hides where a form comes from
    """
    patch_cache_control(answer, private=True, no_store=True)
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    answer.headers["Referrer-Policy"] = referrer
    return answer


def _entries_of_the_person(request: HttpRequest, candidate: Candidate) -> dict[str, Any]:
    """The entries that stand to other files of the same person: at a screen that many use, the next one ends the last.

    Two who share a mailbox each open their own link.
    """
    there = dict(list(request.session.get(ENTRIES, {}).items())[-_MOST_ENTRIES:])
    theirs = Candidate.objects.filter(behind(candidate.person), uuid__in=there)
    return {str(uuid): there[str(uuid)] for uuid in theirs.values_list("uuid", flat=True)}


def _entered(request: HttpRequest, uuid: UUID) -> Candidate | None:
    digest, at = (*request.session.get(ENTRIES, {}).get(str(uuid), ()), "", 0)[:2]
    if not digest or now().timestamp() - at > LASTS.total_seconds():
        return None
    candidate = (
        Candidate.objects.select_related(
            "session__institution", "session__organiser", "session__version__design", "person__root", "cohort"
        )
        .defer("session__version__source", "session__version__gate", "session__version__design__draft")
        .filter(uuid=uuid)
        .first()
    )
    if candidate is None or not still_opens(candidate, digest=digest, now=now()):
        return None
    candidate.person = person_of(candidate.person)
    return candidate
