"""How far the demonstration is while it is being written: a small file that the server reads and shows.

It is there before the server starts and gone once all is written, so that nobody sees a house that is half furnished.
One that is left by a process that was killed goes at the next start, before the server is there.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path

import orjson
from django.conf import settings

FILE = "preparing.json"  # in the data folder


@dataclass(frozen=True, slots=True)
class HowFar:
    """How much is written.

    sessions, of:  those that are over, and all of them
    percent:       of all that there is to do, 0 to 99
    """

    sessions: int = 0
    of: int = 0
    percent: int = 0


def tell(how_far: HowFar) -> None:
    """Note how far it is, in one move: a reader finds the former note or this one."""
    started = _file().with_suffix(".new")
    started.write_bytes(orjson.dumps(asdict(how_far)))
    started.replace(_file())


def end() -> None:
    """All is written, or nothing is being written: the pages are for everybody."""
    _file().unlink(missing_ok=True)


def how_far() -> HowFar | None:
    """How far it is; None when nobody has to wait."""
    try:
        return HowFar(**orjson.loads(_file().read_bytes()))
    except FileNotFoundError:
        return None


def _file() -> Path:
    return Path(settings.HOUSE) / FILE
