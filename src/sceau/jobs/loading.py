"""Who follows what and what comes back, learnt by whoever works.

Handlers and rounds know every room. Commands and pages start twice as fast without them.
"""

from __future__ import annotations

from functools import cache


@cache
def load_all() -> None:
    """Import every module that registers followers or rounds; once is enough."""
    from sceau.jobs import handlers, regular  # noqa: PLC0415 -- the reason why this module is

    handlers.load()
    regular.load()
