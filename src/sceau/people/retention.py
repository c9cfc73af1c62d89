"""How long data are kept: rules of an institution, what a run would do, and the run.

Rooms above call `register` when they are ready, once for each kind of data that they hold. A run goes in batches, each
in one transaction with its act; killed in the middle, the next one does the rest, since what was done is due no more.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from sceau.accounts.models import User
from sceau.institutions.models import Institution
from sceau.institutions.roles import Right
from sceau.people import erasure
from sceau.people.calendar import months_before
from sceau.people.errors import NotNow
from sceau.people.models import Address, Guardian, Keeping, Person, RetentionRule
from sceau.people.reasons import NOT_CONFIRMED
from sceau.people.rights import require
from sceau.people.schedule import DEFAULTS, POSSIBLE, Rule
from sceau.people.states import DataKind, Step, Then
from sceau.people.writing import write, write_of

__all__ = [
    "BATCH",
    "DEFAULTS",
    "Forecast",
    "Holding",
    "Rule",
    "keeping_of",
    "months_before",
    "preview",
    "register",
    "round_of",
    "rules_of",
    "run",
]

BATCH: Final = 200


DueFinder = Callable[[Institution, Step, datetime], Sequence[UUID]]
Carrier = Callable[[Institution, Step, Sequence[UUID], datetime], int]
Holder = Callable[[Institution, Sequence[UUID]], None]
NeedFinder = Callable[[Institution, Sequence[UUID], datetime], Collection[UUID]]


def _hold_nothing(institution: Institution, uuids: Sequence[UUID]) -> None:
    """Nothing changes under this kind of data but by one statement."""


def _nobody_needs(institution: Institution, uuids: Sequence[UUID], now: datetime) -> Collection[UUID]:
    """Nothing outlives its rule."""
    return ()


@dataclass(frozen=True, slots=True)
class Holding:
    """A kind of data that somebody holds.

    due:     (institution, step, before) -> uuids of what counts from before that moment and was not yet done
    apply:   (institution, step, uuids, now) -> how many were done, in the caller's transaction; without `hold`, it
             leaves alone by itself what is no longer due by then
    hold:    (institution, uuids): keeps what decides whether these are due from others until the transaction ends
    needed:  (institution, uuids, now) -> of these, what somebody still needs, whatever the rule says
    """

    kind: DataKind
    due: DueFinder
    apply: Carrier
    hold: Holder = _hold_nothing
    needed: NeedFinder = _nobody_needs

    def ready(self, institution: Institution, step: Step, before: datetime, now: datetime) -> list[UUID]:
        """What the step is to be carried out on: due, and needed by nobody."""
        due = list(self.due(institution, step, before))
        needed = frozenset(self.needed(institution, due, now)) if due else frozenset()
        return [uuid for uuid in due if uuid not in needed]


_HOLDINGS: Final[dict[str, Holding]] = {}


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a run would do of one kind and step. uuids: of the things, as their room knows them"""

    kind: DataKind
    step: Step
    uuids: tuple[UUID, ...]

    @property
    def count(self) -> int:
        """How many."""
        return len(self.uuids)


def register(
    name: str,
    kind: str,
    *,
    due: DueFinder,
    apply: Carrier,
    hold: Holder = _hold_nothing,
    needed: NeedFinder = _nobody_needs,
) -> None:
    """Say that a room holds data of a kind; the same name again replaces what was said. See `Holding`."""
    _HOLDINGS[name] = Holding(DataKind(kind), due, apply, hold, needed)


def rules_of(institution: Institution) -> dict[DataKind, Rule]:
    """The rules of an institution, the default where it decided nothing possible, in the order of `DataKind`."""
    own = {
        DataKind(row.kind): Rule(DataKind(row.kind), row.active_months, Then(row.then), row.months)
        for row in RetentionRule.objects.filter(institution=institution)
        if row.then in POSSIBLE[DataKind(row.kind)]
    }
    return {kind: own.get(kind, DEFAULTS[kind]) for kind in DataKind}


def keeping_of(institution: Institution) -> Keeping:
    """What the institution decided about personal data; without a row, nothing yet."""
    return Keeping.objects.filter(institution=institution).first() or Keeping(institution=institution)


def preview(institution: Institution, now: datetime) -> list[Forecast]:
    """What a run would do at this moment, kind by kind; nothing is written."""
    found: dict[tuple[DataKind, Step], list[UUID]] = {}
    over: dict[int, set[UUID]] = {}
    for holding, step, before in _steps(institution, now):
        gone = over.setdefault(id(holding), set())  # what is deleted is not archived afterwards
        ready = [uuid for uuid in holding.ready(institution, step, before, now) if uuid not in gone]
        found.setdefault((holding.kind, step), []).extend(ready)
        if step == Step.DELETE:
            gone.update(ready)
    return [Forecast(kind, step, tuple(uuids)) for (kind, step), uuids in found.items() if uuids]


def run(institution: Institution, now: datetime, by: User | None = None) -> dict[str, int]:
    """Carry out what is due, in batches.

    by:       somebody who may manage retention; None: the house itself, where the schedule was confirmed
    returns:  how many by "kind.step"
    raises:   NotEntitled; NotNow when the house would run a schedule that nobody confirmed
    """
    if by is not None:
        require(by, Right.MANAGE_RETENTION, institution, now=now)
    elif keeping_of(institution).confirmed_at is None:
        raise NotNow(NOT_CONFIRMED)
    done: dict[str, int] = {}
    for holding, step, before in _steps(institution, now):
        due = holding.ready(institution, step, before, now)
        for start in range(0, len(due), BATCH):
            count = _carry_out(institution, holding, (step, before), due[start : start + BATCH], by=by, now=now)
            name = f"{holding.kind.value}.{step.value}"
            done[name] = done.get(name, 0) + count
    Keeping.objects.update_or_create(institution=institution, defaults={"ran_at": now, "previewed": {}})
    return {name: count for name, count in done.items() if count}


def _carry_out(
    institution: Institution,
    holding: Holding,
    due: tuple[Step, datetime],
    batch: Sequence[UUID],
    *,
    by: User | None,
    now: datetime,
) -> int:
    """One batch and its act. Where an appeal, say, may have come since the batch was read, it is asked again."""
    step, before = due
    with transaction.atomic():
        if holding.hold is not _hold_nothing:
            holding.hold(institution, batch)
            still = frozenset(holding.ready(institution, step, before, now))
            batch = [uuid for uuid in batch if uuid in still]
        count = holding.apply(institution, step, batch, now)
        if count:
            details: dict[str, Any] = {"kind": holding.kind.value, "step": step.value, "count": count}
            write_of("retention.carried_out", institution, by=by, now=now, **details)
    return count


def round_of(institution: Institution, now: datetime) -> None:
    """What the worker does each day: a run where the schedule was confirmed, elsewhere a forecast to be shown."""
    if keeping_of(institution).confirmed_at is not None:
        run(institution, now)
        return
    counts = {f"{each.kind.value}.{each.step.value}": each.count for each in preview(institution, now)}
    previewed = {"at": now.isoformat(), "counts": counts}
    Keeping.objects.update_or_create(institution=institution, defaults={"previewed": previewed})


def _steps(institution: Institution, now: datetime) -> Iterator[tuple[Holding, Step, datetime]]:
    """What to ask of whom: deletions first, so that nothing is archived that is over already."""
    rules = rules_of(institution)
    for step in (Step.DELETE, Step.RESTRICT):
        for holding in list(_HOLDINGS.values()):
            before = rules[holding.kind].step_at(step, now)
            if before is not None:
                yield holding, step, before


def _removed_due(institution: Institution, step: Step, before: datetime) -> list[UUID]:
    if step != Step.DELETE:
        return []
    addresses = Address.objects.filter(person__institution=institution, removed_at__lt=before)
    guardians = Guardian.objects.filter(person__institution=institution, removed_at__lt=before)
    return [*addresses.values_list("uuid", flat=True), *guardians.values_list("uuid", flat=True)]


def _delete_removed(institution: Institution, step: Step, uuids: Sequence[UUID], now: datetime) -> int:
    if step != Step.DELETE:
        return 0
    gone = {"uuid__in": uuids, "person__institution": institution, "removed_at__isnull": False}
    return sum(model.objects.filter(**gone).delete()[0] for model in (Address, Guardian))


def _prospects(institution: Institution, **narrowed: object) -> list[Person]:
    """People of whom nobody holds anything, on any of their records.

    narrowed:  conditions on the record that stands
    """
    known = Person.objects.filter(institution=institution, erased_at__isnull=True)
    people = {each.pk: each for each in known.filter(root__isnull=True, **narrowed).select_related("institution")}
    behind = dict(known.filter(root__in=people).values_list("pk", "root_id"))
    unused = erasure.idle(known.filter(Q(pk__in=people) | Q(pk__in=behind)))
    busy = {behind.get(key, key) for key in {*people, *behind} - unused}
    return [each for key, each in people.items() if key not in busy]


def _prospects_due(institution: Institution, step: Step, before: datetime) -> list[UUID]:
    return [each.uuid for each in _prospects(institution, created_at__lt=before)] if step == Step.DELETE else []


def _erase_prospects(institution: Institution, step: Step, uuids: Sequence[UUID], now: datetime) -> int:
    people = _prospects(institution, uuid__in=list(uuids)) if step == Step.DELETE else []
    for each in people:
        erasure.wipe(each, by=None, now=now)
        write("person.erased_unused", each, by=None, now=now)
    return len(people)


register("people.removed_addresses", DataKind.REMOVED_ADDRESSES, due=_removed_due, apply=_delete_removed)
register("people.prospects", DataKind.PROSPECTS, due=_prospects_due, apply=_erase_prospects)
