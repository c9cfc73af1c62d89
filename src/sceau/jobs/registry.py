"""Who follows which act: one table, filled by the modules of `sceau.jobs.handlers`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from sceau.journal.models import Act

Handler: TypeAlias = Callable[[Act], None]

_followers: dict[str, list[Handler]] = {}


def follows(*codes: str) -> Callable[[Handler], Handler]:
    """Have a function called with every act of these codes, after its commit.

    It may be called twice with one act, after a crash or because another one failed: it does nothing the second time.
    It may raise: the act is then tried again later, and holds up no other.
    """

    def register(handler: Handler) -> Handler:
        for code in codes:
            _followers.setdefault(code, []).append(handler)
        return handler

    return register


def followers_of(code: str) -> tuple[Handler, ...]:
    """The functions that follow an act of this code; none for most."""
    return tuple(_followers.get(code, ()))
