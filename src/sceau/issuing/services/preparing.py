"""Batches put together: from awards that have no credential, or instead of credentials that stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import F, Max, QuerySet

from sceau.accounts.models import User
from sceau.assessment.models import Award
from sceau.institutions.models import Institution
from sceau.institutions.roles import Right
from sceau.issuing.errors import NotNow, WrongValue
from sceau.issuing.models import Batch, Credential, Line
from sceau.issuing.queries.batches import STANDING, WAITING, Hindrance, hindrances
from sceau.issuing.queries.renewals import renewed_by
from sceau.issuing.reasons import batches as reasons
from sceau.issuing.rights import require
from sceau.issuing.services.keeping import keep_awards_of, let_go
from sceau.issuing.services.tying import untie
from sceau.issuing.services.writing import held, require_state, write
from sceau.issuing.states import BatchState, Cause, CredentialState, LineState

MOST_LINES: Final = 250_000
LONGEST_NAME: Final = 200  # characters
_AT_ONCE: Final = 900  # rows of one statement


@dataclass(frozen=True, slots=True)
class Replacement:
    """A credential that another shall stand instead of.

    name:   of the holder, where the correction is of the name; "" for what the person's record says
    award:  that the other is of, where a decision put another in the place of the first, or a new assessment renews
            it; None for the same
    renewal: what lets the other stand longer without a new assessment, as `Line.renewal` keeps it; {} for nothing
    """

    credential: Credential
    name: str = ""
    award: Award | None = None
    renewal: Mapping[str, Any] = field(default_factory=dict)

    @property
    def award_id(self) -> int:
        """Of the credential to come."""
        return self.credential.award_id if self.award is None else self.award.pk


def prepare_batch(
    *,
    institution: Institution,
    awards: Iterable[Award],
    name: str,
    by: User | None,
    now: datetime,
    cause: Cause = Cause.AWARDS,
    idempotency: str = "",
) -> Batch:
    """A batch of awards that have no credential yet; one award given twice is one line.

    awards:       at hand, or a query that is not made yet: a hundred thousand are put together in seconds then
    by:           None for the house itself
    idempotency:  the same call again gives the batch that it gave before, whatever became of it
    raises:       NotEntitled; WrongValue without awards or without a name; NotNow for the first award for which
                  nothing can be issued, with its uuid as `award` and how many there are as `count`
    """
    _require(by, institution, now)
    chosen = list({each.pk: each for each in _lean(awards)}.values())
    return _made(
        institution,
        [Line(award=each) for each in chosen],
        name=name,
        by=by,
        now=now,
        cause=cause,
        idempotency=idempotency,
    )


def prepare_replacements(
    *,
    institution: Institution,
    replacements: Iterable[Replacement],
    name: str,
    by: User | None,
    now: datetime,
    cause: Cause,
    idempotency: str = "",
) -> Batch:
    """A batch of credentials that shall stand instead of others. The others stand until theirs are signed.

    replacements:  their credentials with `award` at hand
    by:      who holds the right that the cause asks for, which whoever calls has looked at; None for the house
    raises:  as `prepare_batch`
    """
    chosen = list({each.award_id: each for each in replacements}.values())
    lines = [
        Line(
            award=each.award or each.credential.award,
            instead_of=each.credential,
            name=each.name,
            renewal=dict(each.renewal),
        )
        for each in chosen
    ]
    return _made(institution, lines, name=name, by=by, now=now, cause=cause, idempotency=idempotency)


def add_awards(*, batch: Batch, awards: Iterable[Award], by: User, now: datetime) -> Batch:
    """Put more awards into a batch that is being prepared; those that are in it already stay there once.

    raises:  NotEntitled, NotNow, WrongValue
    """
    require(by, Right.PREPARE_CREDENTIALS, batch.institution, now=now)
    with transaction.atomic():
        alone(batch.institution)
        there = held(batch)
        require_state(there, BatchState.DRAFT)
        chosen = {each.pk: each for each in _lean(awards)}
        inside = set(Line.objects.filter(batch=there, state__in=WAITING).values_list("award", flat=True))
        new = [Line(award=each) for pk, each in chosen.items() if pk not in inside]
        if not chosen:
            raise WrongValue(reasons.NO_AWARDS, field="awards")
        if new:
            _insert(there, new)
            write("batch.lines_added", there, by=by, now=now, count=len(new))
    return there


def drop_lines(*, batch: Batch, lines: Sequence[Line], by: User, now: datetime) -> Batch:
    """Leave lines out: any while the batch is being prepared, later on those that failed. Their awards are free again.

    raises:  NotEntitled, NotNow for a line that was signed or dropped, WrongValue for one of another batch
    """
    require(by, Right.PREPARE_CREDENTIALS, batch.institution, now=now)
    with transaction.atomic():
        pks = [each.pk for each in lines]
        rows = list(Line.objects.select_for_update().filter(pk__in=pks).order_by("pk"))
        there = held(batch)
        if there.state in (BatchState.ASKED, BatchState.CANCELLED):
            require_state(there, BatchState.DRAFT)
        _require_droppable(there, rows)
        failed = sum(each.state == LineState.FAILED for each in rows)
        Line.objects.filter(pk__in=[each.pk for each in rows]).update(state=LineState.DROPPED)
        let_go([each.award_id for each in rows])
        there.lines_total -= len(rows)
        there.lines_failed -= failed
        there.save(update_fields=["lines_total", "lines_failed"])
        if rows:
            untie(there, by=by, now=now, awards=[each.award_id for each in rows])
            write("batch.lines_dropped", there, by=by, now=now, count=len(rows))
    return there


def rename_batch(*, batch: Batch, name: str, by: User, now: datetime) -> Batch:
    """Call a batch otherwise, until it is released. raises: NotEntitled, NotNow, WrongValue"""
    require(by, Right.PREPARE_CREDENTIALS, batch.institution, now=now)
    wanted = _named(name)
    with transaction.atomic():
        there = held(batch)
        require_state(there, BatchState.DRAFT, BatchState.ASKED)
        if there.name != wanted:
            there.name = wanted
            there.save(update_fields=["name"])
            write("batch.renamed", there, by=by, now=now)
    return there


def _made(
    institution: Institution,
    lines: Sequence[Line],
    *,
    name: str,
    by: User | None,
    now: datetime,
    cause: Cause,
    idempotency: str,
) -> Batch:
    wanted = _named(name)
    if not lines:
        raise WrongValue(reasons.NO_AWARDS, field="awards")
    with transaction.atomic():
        body = alone(institution)
        if idempotency:
            before = Batch.objects.filter(institution=body, idempotency=idempotency).first()
            if before is not None:
                return before
        last = Batch.objects.filter(institution=body).aggregate(last=Max("number"))["last"] or 0
        batch = Batch.objects.create(
            institution=body,
            number=last + 1,
            name=wanted,
            cause=cause,
            prepared_by=by,
            prepared_at=now,
            idempotency=idempotency,
        )
        _insert(batch, lines)
        write("batch.prepared", batch, by=by, now=now, count=len(lines), cause=str(cause))
    return batch


def _lean(awards: Iterable[Award]) -> Iterable[Award]:
    """Of awards that are not read yet, what a line is made of: the rest is nine tenths of the time."""
    if isinstance(awards, QuerySet):
        return awards.select_related(None).defer(None).only("uuid")
    return awards


def alone(institution: Institution) -> Institution:
    """One batch is put together at a time in an institution: its row is kept, and other rooms go on."""
    return Institution.objects.select_for_update(no_key=True).get(pk=institution.pk)


def _insert(batch: Batch, lines: Sequence[Line]) -> None:
    """The lines at the end of a batch that is held, once nothing hinders them."""
    if batch.lines_total + len(lines) > MOST_LINES:
        raise WrongValue(reasons.TOO_MANY, field="awards", most=MOST_LINES)
    _require_free(batch.institution, lines)
    _note_what_they_renew(batch.institution, lines)
    last = Line.objects.filter(batch=batch).aggregate(last=Max("number"))["last"] or 0
    for number, line in enumerate(lines, start=last + 1):
        line.batch, line.number = batch, number
    Line.objects.bulk_create(lines, batch_size=_AT_ONCE)
    keep_awards_of(batch)
    Batch.objects.filter(pk=batch.pk).update(lines_total=F("lines_total") + len(lines))
    batch.lines_total += len(lines)


def _note_what_they_renew(institution: Institution, lines: Sequence[Line]) -> None:
    """Whoever was assessed anew has their former credential renewed, where it has an end: see `renewed_by`."""
    renewed = renewed_by(institution, [line.award_id for line in lines if line.instead_of_id is None])
    for line in lines:
        if line.award_id in renewed:
            line.instead_of_id = renewed[line.award_id].pk


def _require_free(institution: Institution, lines: Sequence[Line]) -> None:
    """raises: NotNow for the first that cannot stand in a batch"""
    against = hindrances(institution, [line.award for line in lines if line.instead_of_id is None])
    replacing = [line for line in lines if line.instead_of_id is not None]
    if replacing:
        against |= _against_replacing(institution, replacing)
    if against:
        first = next(line for line in lines if line.award_id in against)
        why = against[first.award_id]
        raise NotNow(why.reason, field="awards", **why.details, award=str(first.award.uuid), count=len(against))


def _against_replacing(institution: Institution, lines: Sequence[Line]) -> dict[int, Hindrance]:
    """The same of awards whose credential is the one that shall be replaced: that it stands is no hindrance then."""
    same = {
        line.award_id for line in lines if line.instead_of is not None and line.instead_of.award_id == line.award_id
    }
    found = {
        pk: why
        for pk, why in hindrances(institution, [line.award for line in lines]).items()
        if why.reason is not reasons.AWARD_HAS_ONE or pk not in same
    }
    stand: set[int] = set()
    for start in range(0, len(lines), _AT_ONCE):
        there = Credential.objects.filter(
            pk__in=[line.instead_of_id for line in lines[start : start + _AT_ONCE]],
            institution=institution,
            state__in=[each for each in STANDING if each != CredentialState.REVOKED],
        )
        stand.update(there.values_list("pk", flat=True))
    for line in lines:
        if line.instead_of_id not in stand and line.instead_of is not None:
            found.setdefault(line.award_id, Hindrance(reasons.NOT_TO_REPLACE, {"code": line.instead_of.code}))
    return found


def _require_droppable(batch: Batch, rows: Sequence[Line]) -> None:
    may_be = {LineState.WAITING, LineState.FAILED} if batch.state == BatchState.DRAFT else {LineState.FAILED}
    for line in rows:
        if line.batch_id != batch.pk:
            raise WrongValue(reasons.LINE_OF_ANOTHER, field="lines")
        if line.state not in may_be:
            raise NotNow(reasons.LINE_NOT_TO_DROP, number=line.number)


def _named(name: str) -> str:
    wanted = " ".join(name.split())
    if not wanted or len(wanted) > LONGEST_NAME or not wanted.isprintable():
        raise WrongValue(reasons.NO_NAME, field="name", most=LONGEST_NAME)
    return wanted


def _require(by: User | None, institution: Institution, now: datetime) -> None:
    if by is not None:
        require(by, Right.PREPARE_CREDENTIALS, institution, now=now)
