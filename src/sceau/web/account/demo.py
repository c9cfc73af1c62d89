"""In the demo only: the invented people, and entering as one of them by one click."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.module_loading import import_string
from django.views.decorators.http import require_POST

from sceau.accounts.models import User
from sceau.web.account.entering import sign_in


class DemoPerson(Protocol):
    """Somebody invented.  role, body: in words."""

    email: str
    name: str
    role: str
    body: str
    password: str


def people() -> Sequence[DemoPerson]:
    """Those of the demo; nobody when this is no demo."""
    if settings.MODE != "demo":
        return ()
    listed: Callable[[], Sequence[DemoPerson]] = import_string(settings.DEMO_PEOPLE)
    return listed()


def bodies() -> list[tuple[str, list[DemoPerson]]]:
    """The people by the body that they work for, in the order in which they are listed."""
    found: dict[str, list[DemoPerson]] = {}
    for person in people():
        found.setdefault(person.body, []).append(person)
    return list(found.items())


@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Enter as one of them; there is no such page outside the demo, and nobody else enters by it."""
    asked = request.POST.get("email", "")
    if asked not in {each.email for each in people()}:
        raise Http404
    user = User.objects.filter(email=asked, is_active=True).first()
    if user is None:
        raise Http404
    return sign_in(request, user, method="demo")
