"""A recheck that is itself an act: who rechecked, how far, and what was found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID

import orjson
from django.core.cache import cache

from sceau.journal.errors import UNDER_WAY, RecheckUnderWay
from sceau.journal.models import Act, Chain
from sceau.journal.queries import RECHECKED, last_recheck_of
from sceau.journal.services import record
from sceau.journal.verification import Recheck, recheck

TOLD = 20  # findings that the act names
_TURN = "sceau.journal.recheck"  # of the cache that all processes share
LONGEST = 300  # seconds: thirty million acts; after this whoever died in it is forgotten


def recheck_and_note(chain: UUID, *, by: UUID | None, now: datetime) -> Recheck:
    """Recheck a chain and write that it was done, with the head that was read, at the end of the same chain.

    One at a time, whosever journal it is: people who ask again and again keep one thread busy, not all of them.

    raises:  RecheckUnderWay
    """
    if not cache.add(_TURN, 1, timeout=LONGEST):
        raise RecheckUnderWay(UNDER_WAY)
    try:
        result = recheck(chain, lived=True)
    finally:
        cache.delete(_TURN)
    _note(result, by=by, now=now)
    return result


def recheck_all_and_note(*, now: datetime, expected: Iterable[UUID] = ()) -> Iterator[Recheck]:
    """Recheck every chain for the house; it is an act when something is wrong, or when the chain has grown since.

    expected:  chains that there must be, whatever the database says
    """
    chains, there_must_be = Chain.objects.order_by("pk").values_list("pk", flat=True), set(expected)
    for chain in dict.fromkeys([*chains, *there_must_be]):
        result = recheck(chain, lived=chain in there_must_be)
        last = last_recheck_of(chain)
        is_known = last is not None and last.number == result.head.length and found_whole(last)
        if not (result.is_whole and is_known):
            _note(result, by=None, now=now)
        yield result


def found_whole(act: Act) -> bool:
    """What an act of rechecking says of the chain; one that a hand altered says nothing good."""
    try:
        return bool(orjson.loads(act.details)["whole"])
    except (ValueError, KeyError, TypeError):
        return False


def _note(result: Recheck, *, by: UUID | None, now: datetime) -> None:
    chain = result.head.chain
    record(
        RECHECKED,
        subject=f"chain:{chain}",
        by=by,
        at=now,
        institution=chain,
        length=result.head.length,
        head=result.head.digest.hex(),
        read=result.read,
        whole=result.is_whole,
        findings=[[finding.reason.code, finding.number] for finding in result.findings[:TOLD]],
    )
