"""The door of the platform's pages: others find nothing there."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from sceau.accounts.models import User

P = ParamSpec("P")


class PlatformRequest(HttpRequest):
    """A request of somebody who administers the installation."""

    user: User


def platform_page(view: Callable[Concatenate[PlatformRequest, P], HttpResponse]) -> Callable[..., HttpResponse]:
    """A page for those who administer the installation. A stranger is led to sign in; anybody else finds nothing."""

    @login_required
    @never_cache
    @wraps(view)
    def page(request: PlatformRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_platform_administrator:
            raise Http404
        return view(request, *args, **kwargs)

    return page
