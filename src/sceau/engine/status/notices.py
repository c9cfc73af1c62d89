"""The companion list of ours: what a credential's single revocation entry has no room for.

Open Badges 3.0 takes one `credentialStatus` object, so a credential of ours carries its revocation and nothing else.
Suspension and replacement stand at the same index in a second list, of purpose `message`, at a fixed address beside the
first. Other verifiers do not see it; ours reads it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from sceau.engine.status.bitstring import MINIMUM_ENTRIES, StatusList
from sceau.engine.status.documents import MESSAGE, REVOCATION, StatusEntry

NOTICE_SIZE = 4  # bits: sixteen values, because those in use can never be given more room

_OURS = re.compile(r"https?://[^?#]+/status/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Notice(IntEnum):
    """What the companion list says of a credential. The numbers are published: they never change meaning."""

    NONE = 0
    SUSPENDED = 1
    REPLACED = 2


@dataclass(frozen=True, slots=True)
class NoticeWords:
    """One notice in words: for developers in the document, for people in both languages."""

    message: str
    fr: str
    en: str


WORDS = {
    Notice.NONE: NoticeWords("none", "rien à signaler", "nothing to report"),
    Notice.SUSPENDED: NoticeWords("suspended", "suspendue", "suspended"),
    Notice.REPLACED: NoticeWords("replaced", "remplacée par une autre preuve", "replaced by another credential"),
}
MESSAGES = {int(notice): words.message for notice, words in WORDS.items()} | dict.fromkeys(
    range(len(WORDS), 1 << NOTICE_SIZE), "undefined"
)


def new_notices(entries: int = MINIMUM_ENTRIES) -> StatusList:
    """An empty companion list, as long as the revocation list that it goes with."""
    return StatusList.new(entries, NOTICE_SIZE)


def notices_url(list_url: str) -> str:
    """Where the companion of a revocation list is published."""
    return f"{list_url}/notices"


def notices_entry(entry: StatusEntry) -> StatusEntry | None:
    """The entry that a revocation entry of ours implies: same index, in the companion list.

    returns:  None when the address is not of the form {base}/status/{uuid}: then there is no companion to ask for
    """
    if entry.purpose != REVOCATION or not _OURS.fullmatch(entry.list_url):
        return None
    return StatusEntry(MESSAGE, notices_url(entry.list_url), entry.index, NOTICE_SIZE, MESSAGES)


def notice_of(value: int) -> Notice | None:
    """The notice that a value stands for; None for one that this version of ours does not know."""
    try:
        return Notice(value)
    except ValueError:
        return None
