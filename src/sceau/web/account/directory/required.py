"""Whoever must come through a directory comes in no other way."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sceau.accounts.models import User
from sceau.institutions.directories import reasons
from sceau.institutions.directories.errors import NotWelcome
from sceau.institutions.directories.queries import directory_required_of
from sceau.institutions.models import DirectorySession
from sceau.web.account.directory.flow import MARK
from sceau.web.templatetags.words import spoken


def refuse_other_way_in(request: HttpRequest, user: User) -> HttpResponse | None:
    """The page that leads to the directory, for a user of one that is required who comes in without it; else None."""
    directory = directory_required_of(user)
    if directory is None:
        return None
    mark = request.session.get(MARK)
    standing = DirectorySession.objects.filter(ended_at__isnull=True, bond__user=user, bond__directory=directory)
    if mark and standing.filter(uuid=str(mark)).exists():
        return None
    refusal = NotWelcome(reasons.MUST_USE, institution=directory.institution.name)
    context = {
        "directory": directory,
        "sentence": refusal.sentence(spoken()),
        "code": refusal.reason.code,
    }
    return render(request, "account/directory/refused.html", context, status=403)
