"""The door of those who assess or sit on a jury: signed in, with a second factor where a body of theirs asks for one.

What they may see is found through them: a page that is nobody's business of theirs is not found.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import now

from sceau.accounts.models import User
from sceau.accounts.queries import has_second_factor
from sceau.institutions.queries import institutions_of

P = ParamSpec("P")


class AssessorRequest(HttpRequest):
    """A request that went through the door."""

    user: User


def assessor_page(
    view: Callable[Concatenate[AssessorRequest, P], HttpResponse],
) -> Callable[..., HttpResponse]:
    """A page for whoever assesses; nothing of it stays in a cache on the way."""

    @login_required
    @wraps(view)
    def page(request: AssessorRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        asking = institutions_of(request.user, now=now()).filter(second_factor_required=True).exists()
        if asking and not has_second_factor(request.user):
            after = request.get_full_path() if request.method == "GET" else reverse("assess")
            return HttpResponseRedirect(f"{reverse('account_factor_required')}?{urlencode({'next': after})}")
        response = view(request, *args, **kwargs)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return page
