"""The door of every page of the desk: the institution is found through the right to see it, and the right is asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now

from sceau.accounts.models import User
from sceau.institutions.models import Institution, Membership
from sceau.institutions.queries import memberships_of, rights_held
from sceau.institutions.roles import Right
from sceau.web.account.guard import factor_to_add
from sceau.web.desk.turned_away import without_right, without_role

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Desk:
    """Where somebody works, and what that person may do there.

    memberships:  in this institution, at this moment; never empty
    """

    institution: Institution
    user: User
    memberships: tuple[Membership, ...]
    rights: frozenset[Right]

    def may(self, right: Right) -> bool:
        """Whether the person may."""
        return right in self.rights


class DeskRequest(HttpRequest):
    """A request that went through the door."""

    user: User
    desk: Desk


def desk_page(
    right: Right,
) -> Callable[[Callable[Concatenate[DeskRequest, P], HttpResponse]], Callable[..., HttpResponse]]:
    """A page of the desk for those who have a right.

    A stranger is led to sign in; somebody from elsewhere finds nothing; a colleague without the right is told so, and
    so is one whose role was taken away in mid-work, with what was typed.
    """

    def at_the_door(view: Callable[Concatenate[DeskRequest, P], HttpResponse]) -> Callable[..., HttpResponse]:
        @login_required
        @wraps(view)
        def page(request: DeskRequest, slug: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            memberships = tuple(memberships_of(request.user, now=now()).filter(institution__slug=slug))
            if not memberships:
                return without_role(request, slug)
            rights = rights_held(memberships)
            if right not in rights:
                return without_right(request)
            needed = factor_to_add(request, memberships[0].institution)
            if needed is not None:
                return needed
            request.desk = Desk(memberships[0].institution, request.user, memberships, rights)
            return view(request, *args, **kwargs)

        page.right = right  # type: ignore[attr-defined]  # the table of who may ask reads it
        return page

    return at_the_door
