"""The demonstration: invented bodies and people, in a house that was empty."""

from __future__ import annotations

from dataclasses import dataclass


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


def seed() -> bool:
    """Write the demonstration into a house that is empty; gives whether it did."""
    from sceau.config.demo.seeding import seed as write  # noqa: PLC0415 -- it needs the rooms

    return write()
