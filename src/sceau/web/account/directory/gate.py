"""Before each page of whoever came through a directory: is the person still there?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from sceau.engine.errors import Reason
from sceau.institutions.directories import reasons
from sceau.institutions.directories.clients import client_of
from sceau.institutions.directories.errors import DirectoryError
from sceau.institutions.directories.sessions import ASK_AFTER, TRUSTED, recheck_session
from sceau.institutions.models import DirectorySession, SessionEnd
from sceau.web.account.directory.flow import MARK
from sceau.web.ports import ports
from sceau.web.templatetags.words import spoken

WHY: Final[dict[str, Reason]] = {
    SessionEnd.REMOVED: reasons.GONE,
    SessionEnd.LOGGED_OUT: reasons.LOGGED_OUT,
    SessionEnd.TURNED_OFF: reasons.TURNED_OFF,
    SessionEnd.LEFT: reasons.LOGGED_OUT,
}
# what may be asked for while the directory is silent: the way out, the language, and the way in
OPEN: Final = frozenset({"account_logout", "account_login", "language", "healthz"})
PRIVATE: Final = ("/desk/", "/platform/", "/account/")
NEVER_KEPT: Final = ("csrfmiddlewaretoken", "password", "secret", "code")


class DirectoryGate:
    """Ends the session of whoever the directory no longer answers for, within five minutes and with a sentence.

    It looks once the request is known not to be forged: what was typed is shown again when the directory is silent.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing yet: `process_view` comes after the check of forged requests."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Callable[..., Any], _args: tuple[Any, ...], _kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Let the page be asked for, or answer in its place."""
        mark = request.session.get(MARK) if hasattr(request, "session") else None
        if not mark or not request.user.is_authenticated:
            return None
        session = (
            DirectorySession.objects.filter(uuid=mark)
            .select_related("bond__directory__institution", "bond__user")
            .first()
        )
        if session is not None and session.bond.user_id != request.user.pk:
            # the second factor of a sign-in through the directory was never given, and somebody else came in since
            del request.session[MARK]
            return None
        if session is None or session.ended_at is not None:
            return _out(request, session)
        if session.session_key != (request.session.session_key or ""):
            session.session_key = request.session.session_key or ""
            session.save(update_fields=["session_key"])
        return _ask(request, session)


def _ask(request: HttpRequest, session: DirectorySession) -> HttpResponse | None:
    moment = now()
    if moment - session.checked_at < ASK_AFTER:
        return None
    try:
        box = ports().box
        client = client_of(session.bond.directory, box=box)
        recheck_session(session, client=client, web=ports().web, box=box, now=moment)
    except DirectoryError:  # the secret no longer opens: the directory cannot be asked
        pass
    if session.ended_at is not None:
        return _out(request, session)
    if now() - session.checked_at < TRUSTED:
        return None
    return _silent(request, session)


def _out(request: HttpRequest, session: DirectorySession | None) -> HttpResponse:
    """The session is over, and the person is told why."""
    why = WHY[session.end] if session is not None else reasons.TURNED_OFF
    institution = session.bond.directory.institution.slug if session is not None else ""
    logout(request)
    messages.warning(request, DirectoryError(why).sentence(spoken()))
    if institution and session is not None and session.end == SessionEnd.LOGGED_OUT:
        return redirect("directory_sign_in", institution)
    return redirect("account_login")


def _silent(request: HttpRequest, session: DirectorySession) -> HttpResponse | None:
    """Nothing is shown on the word of five minutes ago; what was typed stays in the page, to be sent again."""
    match = request.resolver_match
    name = (match.url_name or "") if match else ""
    if name in OPEN or name.startswith("directory_"):
        return None
    if not request.path.startswith(PRIVATE):
        request.user = AnonymousUser()  # a public page is for anybody
        return None
    typed = [
        (field, value)
        for field, values in request.POST.lists()
        for value in values
        if not any(word in field.lower() for word in NEVER_KEPT)
    ]
    context = {
        "directory": session.bond.directory,
        "typed": typed,
        "posted": request.method == "POST",
        "files": bool(request.FILES),
        "here": request.get_full_path(),
    }
    response = render(request, "account/directory/silent.html", context, status=503)
    response["Retry-After"] = "30"
    response["Cache-Control"] = "no-store"
    return response
