"""The ready rows of a file of past results are proposed to a second person, each once, some thousands at a time.

A deliberation holds a few thousand decisions at most: whoever else writes waits for seconds and not for minutes. The
rows leave the file in the transaction that decides on them: killed anywhere, the next call goes on where it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate

from sceau.accounts.models import User
from sceau.assessment.errors import AssessmentError, NotNow
from sceau.assessment.models import Attempt, Deliberation, Piece, ResultsFile, ResultsPiece, ResultsRow
from sceau.assessment.outside import PastResult, past_result
from sceau.assessment.past_results import Marks, held_by, versions_of
from sceau.assessment.reasons import results_files as reasons
from sceau.assessment.services.outside_results import begun, decide
from sceau.assessment.services.proposing import open_deliberation
from sceau.assessment.services.results_checking import SHORT, SILENT, columns_of, counted, staged_table
from sceau.assessment.services.results_files import held_file, note
from sceau.assessment.services.writing import write
from sceau.assessment.states import DeliberationKind, FileRowState, FileState
from sceau.design.models import DesignVersion
from sceau.engine.errors import EngineError
from sceau.institutions.directories.ports import SecretBox
from sceau.intake import CheckedRow, State
from sceau.people.errors import PeopleError
from sceau.people.models import Person
from sceau.people.services.importing import Row, complete, create, match, read_row

MOST: Final = 5_000  # decisions of one deliberation
_PEOPLE: Final = 100  # in one transaction: others write between two of them
_OPEN_ROWS: Final = (
    FileRowState.READY,
    FileRowState.TO_CORRECT,
    FileRowState.SUSPICIOUS,
    FileRowState.CHANGED,
    FileRowState.LEFT,
)

Clock = Callable[[], datetime]


def propose(*, file: ResultsFile, by: User, now: datetime, box: SecretBox) -> ResultsFile:
    """Propose every row that is ready; a worker does it where they are many. Somebody else confirms.

    raises:  NotEntitled, NotNow, WrongValue
    """
    with transaction.atomic():
        there = held_file(file, by=by, now=now)
        if there.is_stale or there.state != FileState.CHECKED:
            raise NotNow(reasons.TO_CHECK_AGAIN)
        ready = ResultsRow.objects.filter(file=there, state=FileRowState.READY).count()
        if not ready:
            raise NotNow(reasons.NOTHING_READY)
        there.state, there.wanted_by, there.claimed_at, there.fault = FileState.PROPOSING, by, None, {}
        there.save(update_fields=["state", "wanted_by", "claimed_at", "fault"])
        if ready > SHORT:
            note("results.file_proposal_asked", there, by=by, now=now, count=ready)
    if ready <= SHORT:
        carry_out(file=there, box=box, clock=lambda: now)
    there.refresh_from_db()
    return there


def propose_waiting(*, box: SecretBox, clock: Clock) -> int:
    """Go on with every proposal that was asked for, or that a killed worker left half-way; gives how many were done."""
    done = 0
    waiting = ResultsFile.objects.filter(_free(clock()), state=FileState.PROPOSING)
    for file in waiting.select_related("institution", "version__design", "wanted_by").order_by("changed_at", "pk"):
        try:
            done += carry_out(file=file, box=box, clock=clock)
        except (AssessmentError, PeopleError, EngineError) as refusal:
            said = {"fr": refusal.sentence("fr"), "en": refusal.sentence("en")}
            ResultsFile.objects.filter(pk=file.pk).update(fault=said)
    return done


def carry_out(*, file: ResultsFile, box: SecretBox, clock: Clock) -> bool:
    """Propose what is ready. False when somebody else is at it.

    raises:  AssessmentError, PeopleError, EngineError: what is proposed by then stays
    """
    moment = clock()
    if not ResultsFile.objects.filter(_free(moment), pk=file.pk, state=FileState.PROPOSING).update(claimed_at=moment):
        return False
    file.claimed_at = moment
    versions = versions_of(file)
    dated = columns_of(file, staged_table(file, Marks())).header("assessed_on")
    try:
        while (rows := _next(file)) and _propose(file, rows, versions=versions, dated=dated, box=box, now=clock()):
            pass
    finally:
        _end(file)
    return True


def _next(file: ResultsFile) -> list[ResultsRow]:
    """Ready rows of one micro-credential."""
    ready = ResultsRow.objects.filter(file=file, state=FileRowState.READY).order_by("line")
    first = ready.first()
    return list(ready.filter(values__design=first.values["design"])[:MOST]) if first is not None else []


def _propose(
    file: ResultsFile,
    rows: Sequence[ResultsRow],
    *,
    versions: dict[str, DesignVersion],
    dated: str,
    box: SecretBox,
    now: datetime,
) -> bool:
    """One deliberation of these rows. False when another worker took the file over."""
    by, version = file.wanted_by, versions[rows[0].values["design"]]
    assert by is not None  # noqa: S101 -- whoever asked is noted with the state
    people = list(_people(file, rows, by=by, now=now, box=box))
    with transaction.atomic():
        if not _beat(file, now):
            return False
        taken = _taken(file, version, people, dated, now)
        if not taken:
            return True
        session = begun(version, file.source, by=by, now=now)
        deliberation = open_deliberation(
            session,
            kind=DeliberationKind.ORDINARY,
            source=file.source,
            source_digest=file.digest,
            by=by,
            now=now,
        )
        decide(deliberation, taken, by=by, now=now)
        _pieces(file, deliberation, [past.line for past, _person in taken], by=by, now=now)
        ResultsRow.objects.filter(file=file, state=FileRowState.READY, line__in=[p.line for p, _ in taken]).delete()
        file.proposed = [*file.proposed, str(deliberation.uuid)]
        ResultsFile.objects.filter(pk=file.pk).update(proposed=file.proposed)
        write(
            "results.takeover_proposed",
            session,
            by=by,
            now=now,
            deliberation=str(deliberation.uuid),
            digest=file.digest,
            count=len(taken),
        )
    return True


def _people(
    file: ResultsFile, rows: Sequence[ResultsRow], *, by: User, now: datetime, box: SecretBox
) -> Iterator[tuple[ResultsRow, Person]]:
    """Whom rows mean; those who are not known are made, those who are learn what the row knows besides."""
    for part in _parts((row, read_row(row.values, file.institution, now=now)) for row in rows):
        with transaction.atomic():
            reads = [read for _row, read in part]
            met = match(file.institution, reads, brought=None, box=box)
            new = [read for read, found in zip(reads, met, strict=True) if found is None]
            made = iter(create(file.institution, new, by=by, now=now, box=box) if new else ())
            complete(
                [(found[0], read) for read, found in zip(reads, met, strict=True) if found], by=by, now=now, box=box
            )
            yield from [(row, found[0] if found else next(made)) for (row, _), found in zip(part, met, strict=True)]
        _beat(file, now)


def _parts(rows: Iterable[tuple[ResultsRow, Row]]) -> Iterator[list[tuple[ResultsRow, Row]]]:
    """In order, cut where a row may mean the person of one before it, who is to be known by then."""
    part: list[tuple[ResultsRow, Row]] = []
    met: set[object] = set()
    for row, read in rows:
        if part and (len(part) >= _PEOPLE or read.marks & met):
            yield part
            part, met = [], set()
        part.append((row, read))
        met |= read.marks
    if part:
        yield part


def _taken(
    file: ResultsFile,
    version: DesignVersion,
    people: Sequence[tuple[ResultsRow, Person]],
    dated: str,
    now: datetime,
) -> list[tuple[PastResult, Person]]:
    """Each person once, without those who have it of that day; such rows are left in the file as already there."""
    taken: dict[int, tuple[PastResult, Person]] = {}
    there: list[int] = []
    held = held_by(file.institution, {person.pk for _row, person in people})
    today = localdate(now)
    for row, person in people:
        past = past_result(CheckedRow(row.line, State.READY, (), row.values, {}, row.cells), dated)
        days: set[date | None] = {each.day for each in held.get((person.pk, version.design_id), ())}
        if person.pk in taken or (past.awarded_on or today) in days:
            there.append(row.line)
        else:
            taken[person.pk] = (past, person)
    ResultsRow.objects.filter(file=file, line__in=there).update(state=FileRowState.ALREADY_ISSUED)
    return list(taken.values())


def _pieces(file: ResultsFile, deliberation: Deliberation, lines: Sequence[int], *, by: User, now: datetime) -> None:
    """The evidence of these rows goes into the files of their attempts."""
    kept = ResultsPiece.objects.filter(file=file, line__in=lines).exclude(digest="")
    if not kept.exists():
        return
    attempts = Attempt.objects.filter(candidate__session=deliberation.session_id).order_by("candidate__number")
    by_line = dict(zip(lines, attempts, strict=True))
    seen: set[tuple[int | None, str]] = set()
    pieces = []
    for each in kept.order_by("name"):
        if (each.line, each.digest) in seen or each.line is None:
            continue
        seen.add((each.line, each.digest))
        pieces.append(
            Piece(
                attempt=by_line[each.line],
                kind="file",
                name=each.name[:200],
                text=each.name,
                digest=each.digest,
                media_type=each.media_type,
                size=each.size,
                sent_by=by,
                sent_at=now,
            )
        )
    Piece.objects.bulk_create(pieces)
    kept.delete()


def _free(now: datetime) -> Q:
    return Q(claimed_at__isnull=True) | Q(claimed_at__lt=now - SILENT)


def _beat(file: ResultsFile, now: datetime) -> bool:
    mine: Any = ResultsFile.objects.filter(pk=file.pk, state=FileState.PROPOSING, claimed_at=file.claimed_at)
    is_mine = bool(mine.update(claimed_at=now))
    file.claimed_at = now if is_mine else file.claimed_at
    return is_mine


def _end(file: ResultsFile) -> None:
    """What is left is to be looked at; when nothing is, the file is done."""
    rows = ResultsRow.objects.filter(file=file)
    is_done = not rows.filter(state__in=_OPEN_ROWS).exists()
    mine = ResultsFile.objects.filter(pk=file.pk, state=FileState.PROPOSING, claimed_at=file.claimed_at)
    mine.update(
        state=FileState.DONE if is_done else FileState.CHECKED,
        claimed_at=None,
        counts=counted(file),
        expected=rows.count(),
    )
