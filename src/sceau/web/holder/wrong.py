"""A candidate says that something is wrong on a credential of theirs, and reads what was answered."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from sceau.issuing.queries.opening import credentials_shown_to
from sceau.issuing.queries.requests import request_about
from sceau.web.holder.doors import HolderRequest, holder_page, shown
from sceau.web.public.credentials.wrong import about, receive


@holder_page
def wrong(request: HolderRequest, credential: UUID) -> HttpResponse:
    """The form; or what waits, and what was answered."""
    found = credentials_shown_to(request.candidate).filter(uuid=credential).first()
    if found is None:
        raise Http404
    latest = request_about(found)
    form, made = receive(request, found, latest, by=None)
    if made is not None:
        return redirect("candidate_credential_wrong", request.candidate.uuid, found.uuid)
    answer = shown(request, "wrong", about(found, latest, mine=True, form=form))
    answer.status_code = 429 if form.too_often else 200
    return answer
