"""What may stand in an act: it stays for ever, so nothing in it may be about a person but an opaque id."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from uuid import UUID

from sceau.journal.errors import NotOpaque

_CODE = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")
_SUBJECT = re.compile(r"[a-z][a-z0-9_]*:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# codes, numbers, dates, digests, DIDs, host names: one word of ASCII, which an address or a full name is not
_WORD = re.compile(r"[A-Za-z0-9_.:/#%+=-]{0,256}")
LONGEST_CODE = 64  # of Act.code: SQLite would not say


@dataclass(frozen=True, slots=True)
class Deed:
    """What a service wants written.

    code:     "room.what_was_done"
    subject:  "kind:uuid"
    details:  codes, numbers, dates, digests and uuids only; never a name, an address, a text that somebody typed
    why:      the reason that somebody typed, kept apart; "" when none was asked
    """

    code: str
    subject: str
    details: Mapping[str, object] = field(default_factory=dict)
    why: str = ""


def refuse_what_is_not_opaque(deed: Deed) -> None:
    """See that a deed may be kept for ever.

    raises:  NotOpaque
    """
    if not _CODE.fullmatch(deed.code) or len(deed.code) > LONGEST_CODE:
        raise NotOpaque(f"not a code of the journal: {deed.code!r}")
    if not _SUBJECT.fullmatch(deed.subject):
        raise NotOpaque(f"{deed.code}: not a subject, which is kind:uuid: {deed.subject!r}")
    for name, value in deed.details.items():
        if not _is_opaque(value):
            raise NotOpaque(f"{deed.code}: the detail {name} may say something of a person: {type(value).__name__}")


def _is_opaque(value: object) -> bool:
    if type(value) is int:
        return True  # at once: a lot of credentials has hundreds, and what comes last below takes long to ask
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, str):
        return bool(_WORD.fullmatch(value))
    if isinstance(value, Mapping):
        return all(_is_opaque(key) and _is_opaque(each) for key, each in value.items())
    if isinstance(value, Sequence) and not isinstance(value, bytes):
        return all(map(_is_opaque, value))
    return value is None or isinstance(value, int | float | UUID | date)
