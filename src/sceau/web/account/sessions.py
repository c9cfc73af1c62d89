"""Where the person is signed in, and how to leave there."""

from __future__ import annotations

import re

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sceau.accounts.queries import sessions_of
from sceau.accounts.services import end_sessions
from sceau.web.account.pages import MemberRequest

PAGE = 25

# a browser names itself and those it resembles: the most particular name first
_BROWSERS = (
    (r"Edg(?:e|A|iOS)?/", "Edge"),
    (r"OPR/|Opera", "Opera"),
    (r"SamsungBrowser/", "Samsung Internet"),
    (r"Firefox/|FxiOS/", "Firefox"),
    (r"Chrome/|CriOS/|Chromium/", "Chrome"),
    (r"Safari/", "Safari"),
)
_SYSTEMS = (
    (r"Android", "Android"),
    (r"iPhone|iPad", "iOS"),
    (r"Windows", "Windows"),
    (r"Mac OS X|Macintosh", "macOS"),
    (r"CrOS", "ChromeOS"),
    (r"Linux|X11", "Linux"),
)


def browser_of(user_agent: str) -> str:
    """What a browser says it is, for a person; only a help to recognise it, for anybody may say anything.

    returns: « Firefox, Linux »; « navigateur inconnu » when it says nothing that we know
    """
    found = [
        next((name for pattern, name in names if re.search(pattern, user_agent)), "") for names in (_BROWSERS, _SYSTEMS)
    ]
    return ", ".join(part for part in found if part) or gettext("navigateur inconnu")


@never_cache
@login_required
@require_safe
def sessions(request: MemberRequest) -> HttpResponse:
    """The list, newest first."""
    page = Paginator(sessions_of(request.user, now=now()), PAGE).get_page(request.GET.get("page"))
    lines = [
        {
            "pk": session.pk,
            "browser": browser_of(session.user_agent),
            "ip": session.ip,
            "since": session.created_at,
            "here": session.session_key == request.session.session_key,
        }
        for session in page
    ]
    return render(request, "account/sessions.html", {"page": page, "lines": lines})


@login_required
@require_POST
def end_one(request: MemberRequest, pk: int) -> HttpResponse:
    """End one session of one's own; another's is not found."""
    at = now()
    session = get_object_or_404(sessions_of(request.user, now=at), pk=pk)
    here = session.session_key == request.session.session_key
    end_sessions(user=request.user, sessions=[session], by=request.user, why="asked", now=at)
    if here:
        request.session.flush()
        return redirect("account_login")
    messages.success(request, gettext("Cette session est fermée."))
    return redirect("account_sessions")


@login_required
@require_POST
def end_others(request: MemberRequest) -> HttpResponse:
    """End every session but this one."""
    at = now()
    others = UserSession.objects.filter(user=request.user).exclude(session_key=request.session.session_key)
    number = end_sessions(user=request.user, sessions=list(others), by=request.user, why="asked", now=at)
    messages.success(
        request,
        ngettext("Une autre session est fermée.", "%(number)d autres sessions sont fermées.", number)
        % {"number": number}
        if number
        else gettext("Il n’y avait pas d’autre session."),
    )
    return redirect("account_sessions")
