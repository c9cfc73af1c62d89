"""The files of a batch made ready: its missing papers, a few at a time, by one worker, which may be killed anywhere.

A paper is stored as it always is, once; how far the whole is, is written after each few. Whoever takes it up goes on
after the last that was written; a paper that was made and not yet counted is found, and not made anew.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Any, Final

from django.db import DatabaseError, transaction
from django.db.models import F, QuerySet

from sceau.accounts.models import User
from sceau.engine.errors import EngineError
from sceau.institutions.roles import Right
from sceau.issuing.errors import IssuingError, NotNow
from sceau.issuing.models import Batch, BatchFiles, Credential, FilesFault, Line
from sceau.issuing.papers import contents_of, kinds_of
from sceau.issuing.queries.files import GONE, are_ready, credentials_of, in_hand, without_paper
from sceau.issuing.reasons import files as reasons
from sceau.issuing.reasons import papers
from sceau.issuing.rights import require
from sceau.issuing.services.papers import Press, paper_of
from sceau.issuing.services.writing import held, require_state, write
from sceau.issuing.states import BatchState, FilesState

FEW: Final = 20  # credentials whose papers are made between two notes of how far it is: a second or two
SHARE: Final = timedelta(seconds=2)  # then it is noted, however few they were
LEASE: Final = timedelta(seconds=30)  # what a worker that dies gives back late
IN_A_ROW: Final = 10  # papers that cannot be made for no reason of their own: then it is the house that lacks something
_OF_THE_HOUSE: Final = frozenset({papers.NO_KEY_OF_DOCUMENTS.code, papers.NOT_KEPT.code})
_SIGNED: Final = (BatchState.SIGNED, BatchState.DELIVERING, BatchState.DONE)

Clock = Callable[[], datetime]

log = logging.getLogger(__name__)


class _Lost(Exception):
    """The lease ran out and another worker took over, or it was asked for anew: it is theirs now."""


@dataclass(frozen=True, slots=True)
class _Fault:
    code: str
    details: dict[str, Any]


def ask_files(*, batch: Batch, by: User, now: datetime) -> BatchFiles:
    """Have the files of a batch made ready. Asked again while they are made, or once all are there, nothing happens.

    raises:  NotEntitled; NotNow while the batch is being signed, when nothing is signed or when it was called off
    """
    require(by, Right.PREPARE_CREDENTIALS, batch.institution, now=now)
    with transaction.atomic():
        there = held(batch)
        if there.state == BatchState.RELEASED and there.paused_at is None:
            raise NotNow(reasons.STILL_SIGNING)
        require_state(there, BatchState.RELEASED, *_SIGNED)
        if not there.lines_signed:
            raise NotNow(reasons.NOTHING_SIGNED)
        files = BatchFiles.objects.select_for_update().filter(batch=there).first()
        if files is not None and files.state == FilesState.ASKED:
            return files
        if are_ready(files, there) and files is not None and not files.faults.exists():
            return files
        if files is not None:
            files.faults.all().delete()
        total = credentials_of(there.pk).count()
        files = BatchFiles(batch=there, asked_at=now, asked_by=by, moved_at=now, total=total)
        files.save()  # in the place of the former one, if any: it begins anew
        write("batch.files_asked", there, by=by, now=now, count=total)
    return files


def forget_ready(credentials: Sequence[int]) -> None:
    """Files that were ready hold one of these no more, or an older one; in the caller's transaction.

    credentials:  primary keys; the caller keeps their rows
    """
    batches = Line.objects.filter(credential__in=credentials).values("batch")
    kept = BatchFiles.objects.select_for_update().filter(batch__in=batches).order_by("pk")
    there = list(kept.values_list("pk", flat=True))
    FilesFault.objects.filter(files__in=there, credential__in=credentials).delete()
    BatchFiles.objects.filter(pk__in=there, state=FilesState.READY).update(state=FilesState.STALE, ready_at=None)


def carry_on(batch_pk: int, *, press: Press, clock: Clock, at_most: timedelta) -> bool:
    """Make what is missing of one batch, for a time; it may be called twice, or at once. Gives whether it is at an end.

    press:  its typesetter is best one that stays warm
    """
    started = clock()
    until = started + LEASE
    if not in_hand(now=started).filter(pk=batch_pk).update(claimed_until=until):
        return not BatchFiles.objects.filter(pk=batch_pk, state=FilesState.ASKED).exists()
    files = BatchFiles.objects.get(pk=batch_pk)
    try:
        while (moment := clock()) - started < at_most:
            if not _some(files, press, clock, moment, min(SHARE, at_most)):
                return True
        BatchFiles.objects.filter(pk=batch_pk, claimed_until=files.claimed_until).update(claimed_until=None)
    except _Lost:
        log.info("the files of batch %s are in other hands", batch_pk)
    return False


def _some(files: BatchFiles, press: Press, clock: Clock, now: datetime, at_most: timedelta) -> bool:
    """Go through a few; False when that was the end, and it is written."""
    signed = Batch.objects.values_list("lines_signed", flat=True).get(pk=files.batch_id)
    rows = _few(credentials_of(files.batch_id).filter(line__number__gt=files.last))
    if not rows:  # what was signed behind our back, or lost its paper meanwhile
        rows = _few(without_paper(files))
    if not rows:
        _end(files, FilesState.READY, now=clock(), signed=signed)
        return False
    faults: dict[int, _Fault] = {}
    gone_through: list[Credential] = []
    in_a_row = _failed_last(files)
    for each in rows:
        fault = _made(each, press, clock)
        in_a_row = in_a_row + 1 if fault is not None and fault.code == papers.NOT_MADE.code else 0
        if fault is not None and (fault.code in _OF_THE_HOUSE or in_a_row == IN_A_ROW):
            _note(files, gone_through, faults, clock())
            _end(files, FilesState.STOPPED, now=clock(), fault=fault)
            return False
        if fault is not None:
            faults[each.pk] = fault
        gone_through.append(each)
        if clock() - now >= at_most:
            break
    _note(files, gone_through, faults, clock())
    return True


def _few(credentials: QuerySet[Credential]) -> list[Credential]:
    return list(credentials.select_related("content", "line").order_by("line__number")[:FEW])


def _failed_last(files: BatchFiles) -> int:
    """How many of the last that were gone through failed, one after the other, for no reason of their own."""
    behind = credentials_of(files.batch_id).filter(line__number__lte=files.last).order_by("-line__number")
    last = list(behind.values_list("pk", flat=True)[: IN_A_ROW - 1])
    there = FilesFault.objects.filter(files=files, credential__in=last, code=papers.NOT_MADE.code)
    failed = set(there.values_list("credential_id", flat=True))
    return len(list(takewhile(failed.__contains__, last)))


def _made(credential: Credential, press: Press, clock: Clock) -> _Fault | None:
    """Its papers, made where they are missing; why not, where one cannot be. Erased meanwhile, it needs none."""
    try:
        _, record = contents_of(credential)
        for kind in kinds_of(record):
            try:
                paper_of(credential, kind, press=press, now=clock())
            except NotNow as refusal:
                if refusal.reason.code != papers.CHANGED_MEANWHILE.code:
                    raise
                paper_of(credential, kind, press=press, now=clock())
    except IssuingError as refusal:
        if refusal.reason.code == papers.GONE.code:
            return None
        return _Fault(refusal.reason.code, {name: str(value) for name, value in refusal.details.items()})
    except EngineError as error:
        return _Fault(papers.NOT_MADE.code, {"why": error.sentence("fr"), "why_en": error.sentence("en")})
    except DatabaseError:
        raise
    except Exception as fault:  # a bug of ours harms this one, and none of those that follow
        log.exception("no paper of credential %s", credential.uuid)
        kind_of_fault = type(fault).__qualname__
        return _Fault(papers.NOT_MADE.code, {"why": kind_of_fault, "why_en": kind_of_fault})
    return None


def _note(files: BatchFiles, done: Sequence[Credential], faults: dict[int, _Fault], now: datetime) -> None:
    """Write how far it is. raises: _Lost

    Credentials are kept first, then the files: so does whoever erases them.
    """
    if not done:
        return
    until, last = now + LEASE, max(files.last, done[-1].line.number)
    with transaction.atomic():
        kept = Credential.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=faults)
        standing = set(kept.exclude(state__in=GONE).order_by("pk").values_list("pk", flat=True))
        mine = BatchFiles.objects.filter(
            pk=files.pk, state=FilesState.ASKED, asked_at=files.asked_at, claimed_until=files.claimed_until
        )
        if not mine.update(last=last, done=F("done") + len(done), moved_at=now, claimed_until=until):
            raise _Lost
        rows = [
            FilesFault(files=files, credential_id=pk, code=fault.code, details=fault.details)
            for pk, fault in faults.items()
            if pk in standing
        ]
        FilesFault.objects.bulk_create(rows, ignore_conflicts=True)
    files.last, files.claimed_until = last, until


def _end(files: BatchFiles, state: FilesState, *, now: datetime, signed: int = 0, fault: _Fault | None = None) -> None:
    """Write that it is at its end. raises: _Lost"""
    mine = BatchFiles.objects.filter(
        pk=files.pk, state=FilesState.ASKED, asked_at=files.asked_at, claimed_until=files.claimed_until
    )
    if not mine.update(
        state=state,
        moved_at=now,
        ready_at=now if state == FilesState.READY else None,
        signed=signed,
        claimed_until=None,
        code=fault.code if fault else "",
        details=fault.details if fault else {},
    ):
        raise _Lost
