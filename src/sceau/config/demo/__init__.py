"""The demonstration: invented bodies and people, in a house that was empty."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db import connections

from sceau.config import waiting
from sceau.config.waiting import HowFar


@dataclass(frozen=True, slots=True)
class Shown:
    """Somebody one may enter as, told in words.

    role, body:  what that person is, and where
    """

    email: str
    name: str
    role: str
    body: str
    password: str


def people() -> list[Shown]:
    """Those whom the sign-in page of the demonstration shows, whoever looks after the installation last."""
    from django.utils.translation import gettext as _  # noqa: PLC0415 -- the settings name this module

    from sceau.config.demo.bodies import read_bodies  # noqa: PLC0415 -- same
    from sceau.config.demo.cast import ADMINISTRATOR, PASSWORD, PEOPLE  # noqa: PLC0415 -- same
    from sceau.institutions.roles import Role  # noqa: PLC0415 -- same

    names = {body.key: body.name for body in read_bodies()}
    last = Shown(ADMINISTRATOR.email, ADMINISTRATOR.name, _("administration de la plateforme"), "Sceau", PASSWORD)
    return [
        *(Shown(each.email, each.name, str(Role(each.role).label), names[each.body], PASSWORD) for each in PEOPLE),
        last,
    ]


def is_to_come() -> bool:
    """Whether the house is empty: nobody and nothing is in it that the demonstration could be beside."""
    from sceau.accounts.models import User  # noqa: PLC0415 -- it needs the rooms
    from sceau.institutions.models import Institution  # noqa: PLC0415 -- same

    return not (Institution.objects.exists() or User.objects.exists())


def seed(tell: Callable[[HowFar], None] | None = None) -> bool:
    """Write the demonstration into a house that is empty; gives whether it did.

    tell:  called now and then with how far it is; what it raises ends the writing, and then nothing is written
    """
    from sceau.config.demo.seeding import seed as write  # noqa: PLC0415 -- it needs the rooms

    return is_to_come() and write(tell or (lambda _how_far: None))


def seed_while_pages_wait(tell: Callable[[HowFar], None]) -> None:
    """The same, in a thread of its own: pages say how far it is, and are for everybody once it is whole."""

    def note(how_far: HowFar) -> None:
        tell(how_far)
        waiting.tell(how_far)

    try:
        seed(note)
    finally:
        connections.close_all()  # those of this thread
    waiting.end()
