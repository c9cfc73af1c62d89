"""Everything that is kept about a candidate, to take away: only for who reads the mailbox that the institution knows.

A link to a file may be printed, handed over or lent; civil status and the evidence of every session ask for more. So
the file leaves in a browser that came in, within the hour, by the letter that was asked for here.
"""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sceau.assessment.services.links import COPY_LASTS, ask_copy, digest_of, link_of_copy, open_link
from sceau.engine.errors import EngineError
from sceau.people import queries as people
from sceau.people.export import export_of
from sceau.people.states import AddressKind
from sceau.web.account.limits import spend
from sceau.web.holder.doors import ENTRIES, HolderRequest, enter, holder_page, private, shown
from sceau.web.ports import ports
from sceau.web.templatetags.words import spoken

COPIES: Final = "candidates_copies"  # in the session: uuid of a candidate → [digest of the link, moment of the entry]


@require_safe
def open_copy(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the letter: from here on the address shows no secret."""
    link = link_of_copy(token)
    candidate = open_link(link, now=now()) if link else None
    if link is None or candidate is None:
        return private(render(request, "holder/copy_over.html", status=404), referrer="no-referrer")
    answer = enter(request, candidate, digest_of(link))
    request.session[COPIES] = {str(candidate.uuid): [digest_of(link), int(now().timestamp())]}
    answer["Location"] = reverse("candidate_copy", args=[candidate.uuid])
    return private(answer, referrer="no-referrer")


@holder_page
def copy(request: HolderRequest) -> HttpResponse:
    """What the file contains; then the letter, or the file itself."""
    candidate, fresh = request.candidate, came_by_letter(request)
    if request.method == "POST":
        key = f"{candidate.person.uuid}:{'file' if fresh else 'letter'}"
        if not spend("candidate_copy", key):
            return render(request, "429.html", status=429)
        return _file(request) if fresh else _letter(request)
    context = {"fresh": fresh, "email": masked(AddressKind.EMAIL, people.email_of(candidate.person))}
    return shown(request, "copy", context)


def came_by_letter(request: HolderRequest) -> bool:
    """Whether this browser came in by such a letter, less than an hour ago, and by nothing else since."""
    uuid = str(request.candidate.uuid)
    digest, at = (*request.session.get(COPIES, {}).get(uuid, ()), "", 0)[:2]
    entered = (*request.session.get(ENTRIES, {}).get(uuid, ()), "")[0]
    return bool(digest) and digest == entered and now().timestamp() - at < COPY_LASTS.total_seconds()


def masked(kind: str, value: str) -> str:
    """An address that its owner recognises and nobody else reads; "" for none."""
    if not value:
        return ""
    if kind == AddressKind.EMAIL:
        name, _at, host = value.partition("@")
        return f"{name[0]}•••@{host}"
    return f"•••\u00a0{value[-2:]}" if kind == AddressKind.PHONE else "•••"


def _letter(request: HolderRequest) -> HttpResponse:
    if people.email_of(request.candidate.person):
        ask_copy(candidate=request.candidate, now=now())
        messages.success(request, _("Un message part à votre adresse. Son lien donne le fichier pendant une heure."))
    return redirect("candidate_copy", request.candidate.uuid)


def _file(request: HolderRequest) -> HttpResponse:
    person = request.candidate.person
    try:
        data = export_of(person=person, by=None, now=now(), box=ports().box, files=ports().files)
    except EngineError as refusal:
        messages.error(request, refusal.sentence(spoken()))
        return redirect("candidate_copy", request.candidate.uuid)
    answer = HttpResponse(data, content_type="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="mes-donnees-{localdate().isoformat()}.zip"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
