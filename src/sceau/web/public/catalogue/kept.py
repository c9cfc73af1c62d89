"""What is drawn once for each version and kept in a folder that may be emptied at any moment."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from threading import get_ident
from typing import Final

from django.conf import settings

DRAWN: Final = "drawn"  # the folder, in that of the data; no backup takes it


def kept(name: str, make: Callable[[], bytes]) -> bytes:
    """What was made under this name, or is made now.

    name:  says everything that the result depends on
    """
    digest = sha256(name.encode()).hexdigest()
    path = Path(settings.HOUSE) / DRAWN / digest[:2] / digest[2:]
    with suppress(OSError):
        return path.read_bytes()
    made = make()
    with suppress(OSError):  # a full or read-only disk: it is made again the next time
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(f".{os.getpid()}-{get_ident()}")  # of this thread: two may draw the same
        draft.write_bytes(made)
        draft.replace(path)
    return made
