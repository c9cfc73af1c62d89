"""One walk along a chain: each act against its digest and the one before it, and what the breaks mean."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import sha256
from uuid import UUID

import orjson

from sceau.engine.errors import Reason
from sceau.journal import findings as found
from sceau.journal.digests import NOTHING, digest_of, moment_of
from sceau.journal.findings import Finding
from sceau.journal.queries import Head
from sceau.journal.rows import Row

FEW = 16  # broken acts that are tried in each other's place: enough for a hand, not for a machine
MOST = 100  # findings kept: what is wrong is clear by then, and a journal may have millions of acts
NUMBER, AT, CODE, WHY, DIGEST = 1, 2, 4, 7, 8  # columns of a row; the digest covers those before it


class Walk:
    """What has been read of a chain, and what is wrong so far.

    with_reason:  the numbers of the acts that have the digest of a reason
    """

    def __init__(self, head: Head) -> None:
        self.head = head
        self.with_reason: set[int] = set()
        self._findings: list[Finding] = []
        self._expected = 1
        self._before = NOTHING
        self._last: Row = ()
        self._computed: bytes | None = None  # of the act before, when it does not match its own digest
        self._loose: list[bytes] = []  # digests that stand with acts that are broken
        self._broken: list[Row] = []
        self._places: list[int] = []  # numbers whose act is missing or broken
        self._befores: list[bytes] = []  # digests that may precede what belongs there

    @property
    def count(self) -> int:
        """How far the acts were read."""
        return self._expected - 1

    def read(self, rows: Iterable[Row]) -> None:
        """Take the acts, in the order of their numbers. This loop is the speed of a recheck."""
        expected, before, last = self._expected, self._before, self._last
        dumps, with_reason = orjson.dumps, self.with_reason.add
        for row in rows:
            try:
                follows = row[NUMBER] == expected and sha256(before + dumps(row[:DIGEST])).digest() == row[DIGEST]
            except (TypeError, ValueError):  # of a type that no act has
                follows = False
            if follows:
                expected += 1
                before, last = row[DIGEST], row
                self._computed = None
            else:
                self._expected, self._before, self._last = expected, before, last
                self._break(row)
                expected, before, last = self._expected, self._before, self._last
            if row[WHY]:
                with_reason(row[NUMBER])
        self._expected, self._before, self._last = expected, before, last

    def end(self, beyond: Sequence[Row]) -> list[Finding]:
        """What is wrong, once all was read.

        beyond:  acts whose numbers are greater than the length that the chain says
        """
        self._compare_with_head()
        for row in beyond:
            self._find(found.BEYOND, row, length=self.head.length)
            self._broken.append(row)
        self._put_in_place()
        return self._findings

    def _break(self, row: Row) -> None:
        """An act that does not follow: say whether it, the one before, or one in between is the cause."""
        number = row[NUMBER]
        if not isinstance(number, int) or number < self._expected:
            self._find(found.BEYOND, row, length=self.head.length)
            self._broken.append(row)
            return
        if number > self._expected:
            reason = found.MISSING if number == self._expected + 1 else found.SEVERAL_MISSING
            self._find(reason, row, number=self._expected, last=number - 1)
            self._place(self._expected)
            self._go_on(row)
            return
        if self._computed is not None and _digest(self._computed, row) == row[DIGEST]:
            self._only_the_digest()
        elif not any(_digest(before, row) == row[DIGEST] for before in self._loose):
            self._find(found.CHANGED, row)
            self._place(number)
            computed = _digest(self._before, row)
            self._go_on(row)
            self._computed = computed
            if len(self._broken) < FEW:
                self._broken.append(row)
                self._loose.append(self._before)
            return
        self._go_on(row)

    def _go_on(self, row: Row) -> None:
        """Compare what follows with this act as it stands."""
        self._expected = row[NUMBER] + 1
        self._before = row[DIGEST] if isinstance(row[DIGEST], bytes) else NOTHING
        self._last = row
        self._computed = None

    def _only_the_digest(self) -> None:
        """What comes after follows from the contents of the act just found: its digest alone was changed."""
        last = self._findings[-1] if self._findings else None
        if last and last.reason is found.CHANGED and last.number == self._last[NUMBER]:
            self._findings[-1] = _about(self.head.chain, found.DIGEST_CHANGED, self._last)

    def _compare_with_head(self) -> None:
        if self.count < self.head.length:
            self._place(self._expected)
            self._findings.append(
                Finding(found.CUT_SHORT, self.head.chain, self._expected, details={"last": self.head.length})
            )
        elif self._before != self.head.digest and self.head.digest not in self._loose:
            if self._computed == self.head.digest:
                self._only_the_digest()
            elif self._last:
                self._find(found.HEAD_CHANGED, self._last)
            else:
                self._findings.append(Finding(found.EMPTY_HEAD_CHANGED, self.head.chain))

    def _put_in_place(self) -> None:
        """Tell which broken acts are whole but stand under another number, and which only follow such a one."""
        befores = [*self._befores[:FEW], *self._loose]
        for row in self._broken[:FEW]:
            for written in [row[NUMBER], *self._places[:FEW]]:
                as_written = (row[0], written, *row[2:])
                if any(_digest(before, as_written) == row[DIGEST] for before in befores):
                    self._explain(row, written)
                    break

    def _explain(self, row: Row, written: int) -> None:
        """Say of an act under which number it was written, and say no more that one is missing there."""
        mine = _about(self.head.chain, found.DISPLACED, row, written=written)
        vaguer = [finding for finding in self._findings if _is_vaguer(finding, mine)]
        self._findings = [
            finding for finding in self._findings if finding not in vaguer and not _is_gap_of_one(finding, written)
        ]
        if written != row[NUMBER]:
            self._findings.append(mine)

    def _place(self, number: int) -> None:
        self._places.append(number)
        self._befores.append(self._before)

    def _find(self, reason: Reason, row: Row, **details: object) -> None:
        if len(self._findings) < MOST:
            self._findings.append(_about(self.head.chain, reason, row, **details))


def about(chain: UUID, reason: Reason, number: object, at: object, act: object, **details: object) -> Finding:
    """A finding about an act, whatever a hand left in its columns."""
    if isinstance(number, int):
        return Finding(reason, chain, number, _moment(at), str(act), details)
    return Finding(reason, chain, None, _moment(at), str(act), {"number": str(number), **details})


def _about(chain: UUID, reason: Reason, row: Row, **details: object) -> Finding:
    return about(chain, reason, details.pop("number", row[NUMBER]), row[AT], row[CODE], **details)


def _is_vaguer(finding: Finding, mine: Finding) -> bool:
    """Whether it says of the same row, less well, that something is wrong."""
    return finding.reason in (found.CHANGED, found.BEYOND) and (
        (finding.number, finding.details.get("number")) == (mine.number, mine.details.get("number"))
    )


def _is_gap_of_one(finding: Finding, number: int) -> bool:
    return finding.number == number and (
        finding.reason is found.MISSING or (finding.reason is found.CUT_SHORT and finding.details.get("last") == number)
    )


def _digest(before: bytes, row: Row) -> bytes | None:
    """None for what no act can be."""
    try:
        return digest_of(before, row[:DIGEST])
    except (TypeError, ValueError):
        return None


def _moment(at: object) -> datetime | None:
    """None for what is no moment."""
    try:
        return moment_of(at) if isinstance(at, int) else None
    except OverflowError:
        return None
