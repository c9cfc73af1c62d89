"""Those who administer the installation: made, and helped when they lost everything, by whoever has its machine."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.timezone import now

from sceau.accounts import reasons, resets
from sceau.accounts.errors import NobodyThere
from sceau.accounts.queries import known_by
from sceau.accounts.services import create_account, make_administrator


@dataclass(frozen=True, slots=True)
class Administrator:
    """What was done.

    new:      the account was made; otherwise somebody who had one
    already:  and looked after the installation before
    """

    email: str
    name: str
    new: bool
    already: bool


def new_administrator(*, email: str, name: str, language: str) -> Administrator:
    """Let this person look after the installation; the person signs in with a code sent to the address.

    raises: WrongAddress, NoName
    """
    known = known_by(email)
    if known is not None:
        return Administrator(known.email, known.name, False, not make_administrator(user=known, by=None, now=now()))
    made = create_account(email=email, name=name, language=language, now=now(), is_platform_administrator=True)
    return Administrator(made.email, made.name, True, False)


def forget_factors(*, email: str) -> str:
    """Take away the second factors of somebody whom nobody can vouch for; gives the name.

    raises: NobodyThere, NoSecondFactor
    """
    known = known_by(email)
    if known is None:
        raise NobodyThere(reasons.NOBODY_THERE, value=email)
    resets.forget(user=known, now=now())
    return known.name
