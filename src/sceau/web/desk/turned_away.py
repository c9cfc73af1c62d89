"""Whoever may not come in, told why; what was typed is given back, for it was not saved."""

from __future__ import annotations

import re
from typing import Final

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from sceau.institutions.models import Membership

_SECRET: Final = re.compile("pass|token|code|secret|csrf|key", re.IGNORECASE)
_MOST_FIELDS: Final = 30
_LONGEST: Final = 5000  # signs


def without_right(request: HttpRequest) -> HttpResponse:
    """A colleague whose role does not allow this, or no longer.

    raises:  PermissionDenied when nothing was typed: the ordinary page says it
    """
    typed = _typed(request)
    if not typed:
        raise PermissionDenied
    return render(request, "desk/turned_away.html", {"typed": typed, "ended": None}, status=403)


def without_role(request: HttpRequest, slug: str) -> HttpResponse:
    """Somebody who holds no role there: a former colleague is told so, anybody else finds nothing.

    raises:  Http404
    """
    rows = Membership.objects.filter(user=request.user.pk, institution__slug=slug).select_related("institution")
    ended = rows.order_by("-pk").first()
    if ended is None:
        raise Http404
    context = {"typed": _typed(request), "ended": ended, "ended_at": ended.ended_at or ended.until}
    return render(request, "desk/turned_away.html", context, status=404)


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """What a form sent, but secrets and files."""
    if request.method != "POST":
        return []
    texts = [
        (name, "\n".join(values)[:_LONGEST])
        for name, values in list(request.POST.lists())[:_MOST_FIELDS]
        if not _SECRET.search(name)
    ]
    return [(name, text) for name, text in texts if text.strip()]
