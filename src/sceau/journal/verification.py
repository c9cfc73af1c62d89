"""Rechecking a chain: every act against its digest, every number, the head, every reason; what is wrong, by name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

import orjson
from django.db import connection

from sceau.journal import findings as found
from sceau.journal import guards
from sceau.journal.digests import digest_of_reason
from sceau.journal.findings import Finding
from sceau.journal.models import PLATFORM, Act, Chain
from sceau.journal.queries import Head, head_of
from sceau.journal.rows import (
    NOT_TEXT,
    Row,
    bytes_that_are_no_text,
    chains_without_a_row,
    erasures_of,
    reasons_of,
    rows_beyond,
    rows_of,
)
from sceau.journal.walk import FEW, MOST, Walk, about


@dataclass(frozen=True, slots=True)
class Recheck:
    """What a recheck says of one chain.

    head:      what the chain says of itself: its length and the digest of its last act
    read:      how many acts were read
    findings:  what is wrong, by number, at most MOST; empty when nothing is
    """

    head: Head
    read: int
    findings: tuple[Finding, ...]

    @property
    def is_whole(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings

    def as_json(self) -> dict[str, object]:
        """For a machine."""
        return {
            "chain": str(self.head.chain),
            "length": self.head.length,
            "head": self.head.digest.hex(),
            "read": self.read,
            "whole": self.is_whole,
            "findings": [finding.as_json() for finding in self.findings],
        }


def recheck(chain: UUID, *, witnessed: Iterable[Head] = (), lived: bool = False) -> Recheck:
    """Read a chain whole and say what is wrong in it.

    Acts written meanwhile are left for the next time. It holds no lock and writes nothing.

    witnessed:  heads of this chain that were noted elsewhere, at any time
    lived:      it is an institution's, which has acts from its first day: without any it was taken out
    """
    try:
        return _recheck(chain, witnessed, lived)
    except NOT_TEXT:
        with bytes_that_are_no_text():
            return _recheck(chain, witnessed, lived)


def recheck_all(*, witnessed: Iterable[Head] = (), expected: Iterable[UUID] = ()) -> list[Recheck]:
    """Read every chain, that of the installation first; acts that are in none are told with it.

    expected:  chains that there must be, whatever the database says
    """
    heads, there_must_be = list(witnessed), set(expected)
    chains = [row.uuid for row in Chain.objects.order_by("uuid").only("uuid")]
    chains += [head.chain for head in heads if head.chain not in chains]
    lost = [UUID(str(row[0])) for row in chains_without_a_row()]
    return [
        recheck(chain, witnessed=[head for head in heads if head.chain == chain], lived=chain in there_must_be)
        for chain in dict.fromkeys([*chains, *lost, *there_must_be])
    ]


def _recheck(chain: UUID, witnessed: Iterable[Head], lived: bool) -> Recheck:
    head = head_of(chain)
    walk = Walk(head)
    walk.read(rows_of(chain, up_to=head.length))
    wrong = walk.end(rows_beyond(chain, limit=FEW))
    wrong += _about_reasons(head, walk.with_reason)
    wrong += _about_witnesses(head, [each for each in witnessed if each.chain == chain])
    if lived and not head.length and not wrong and chain != PLATFORM:  # that of the installation is empty at first
        wrong.append(Finding(found.VANISHED, chain))
    wrong.sort(key=lambda finding: finding.number or 0)
    return Recheck(head, walk.count, tuple([*_about_the_database(chain), *wrong][:MOST]))


def _about_reasons(head: Head, expected: set[int]) -> list[Finding]:
    """Each reason against the digest in its act; those that vanished although no act erased them."""
    wrong, seen = [], set()
    for number, at, code, why, salt, text in reasons_of(head.chain, up_to=head.length):
        seen.add(number)
        if not why:
            wrong.append(about(head.chain, found.REASON_ADDED, number, at, code))
        elif not _is_the_reason(why, salt, text):
            wrong.append(about(head.chain, found.WRONG_REASON, number, at, code))
    gone = expected - seen
    if gone:
        gone -= {_number(details) for details in erasures_of(head.chain)}
    for number, at, code in _named(head.chain, sorted(gone)[:MOST]):
        wrong.append(about(head.chain, found.REASON_GONE, number, at, code))
    return wrong


def _about_witnesses(head: Head, noted: list[Head]) -> list[Finding]:
    """Heads noted elsewhere against the acts that they are the digests of."""
    wrong = []
    acts = Act.objects.filter(chain_id=head.chain, number__in={each.length for each in noted})
    standing = {number: (bytes(digest), at, code) for number, digest, at, code in acts.values_list(*_STANDING)}
    for each in noted:
        digest, at, code = standing.get(each.length, (b"", None, ""))
        if each.length > head.length:
            wrong.append(Finding(found.WITNESS_LONGER, head.chain, each.length, details={"length": head.length}))
        elif each.length and digest != each.digest:
            wrong.append(about(head.chain, found.WITNESS_DIFFERS, each.length, at, code))
    return wrong


_STANDING = ("number", "digest", "at", "code")


def _about_the_database(chain: UUID) -> list[Finding]:
    """Guards that no longer stand; acts whose chain is gone."""
    wrong = [
        about(chain, found.UNKNOWN_CHAIN, number, at, code)
        for lost, first in chains_without_a_row()
        if UUID(str(lost)) == chain
        for number, at, code in _named(chain, [first])
    ]
    missing = guards.missing(connection)
    if missing:
        wrong.append(Finding(found.UNGUARDED, chain, details={"guards": ", ".join(missing)}))
    return wrong


def _named(chain: UUID, numbers: list[int]) -> list[Row]:
    """Number, at and code of these acts."""
    return list(Act.objects.filter(chain_id=chain, number__in=numbers).values_list("number", "at", "code"))


def _is_the_reason(why: object, salt: object, text: object) -> bool:
    return (
        isinstance(salt, bytes)
        and isinstance(text, str)
        and isinstance(why, bytes)
        and digest_of_reason(salt, text) == why
    )


def _number(details: str) -> int:
    """The act whose reason was erased; 0 when the details are no longer ours, which the walk tells."""
    try:
        number = orjson.loads(details)["number"]
    except (ValueError, KeyError, TypeError):
        return 0
    return number if isinstance(number, int) else 0
