"""What the holdings of this room share: whose data a thing is, and how it stays as it was read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet

from sceau.assessment.models import Session
from sceau.assessment.personal.clocks import needed_candidates
from sceau.institutions.models import Institution
from sceau.people import archive, retention
from sceau.people.states import DataKind, Step

Reader = Callable[[Institution, datetime], QuerySet[Any]]
Ender = Callable[[Institution, Sequence[UUID], datetime], int]


@dataclass(frozen=True, slots=True)
class Kept:
    """One table of this room and the rule it is under.

    candidate:  the way from a row to whose data it is; "pk" for the candidate itself
    session:    the way to its session
    due:        (institution, before) -> rows whose time is over
    end:        (institution, uuids, now) -> how many were deleted or emptied, in the caller's transaction
    """

    kind: DataKind
    model: type[Model]
    candidate: str
    session: str
    due: Reader
    end: Ender

    def register(self, name: str) -> None:
        """Tell the room of people."""
        retention.register(
            f"assessment.{name}", self.kind, due=self._due, apply=self._apply, hold=self._hold, needed=self._needed
        )

    def _due(self, institution: Institution, step: Step, before: datetime) -> list[UUID]:
        uuids = list(dict.fromkeys(self.due(institution, before).order_by("pk").values_list("uuid", flat=True)))
        if step != Step.RESTRICT:
            return uuids
        away = archive.archived(self.kind, uuids)
        return [uuid for uuid in uuids if uuid not in away]

    def _apply(self, institution: Institution, step: Step, uuids: Sequence[UUID], now: datetime) -> int:
        if step == Step.RESTRICT:
            return archive.put_away(institution, self.kind, uuids, now=now)
        archive.forget(self.kind, uuids)
        return self.end(institution, uuids, now)

    def _hold(self, institution: Institution, uuids: Sequence[UUID]) -> None:
        """Whatever changes a result, an appeal or an enrolment holds the row of the session first."""
        sessions = self._rows(uuids).values(self.session)
        list(Session.objects.select_for_update(of=("self",)).filter(pk__in=sessions).order_by("pk").values_list("pk"))

    def _needed(self, institution: Institution, uuids: Sequence[UUID], now: datetime) -> Collection[UUID]:
        whose = [(uuid, key) for uuid, key in self._rows(uuids).values_list("uuid", self.candidate) if key is not None]
        needed = needed_candidates(institution, {key for _uuid, key in whose}, now)
        return {uuid for uuid, key in whose if key in needed}

    def _rows(self, uuids: Sequence[UUID]) -> QuerySet[Any]:
        return self.model._default_manager.filter(uuid__in=list(uuids)).order_by()
