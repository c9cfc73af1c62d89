"""Candidates are called: by mail, which follows the act, or on paper, which somebody prints."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from sceau.accounts.models import User
from sceau.assessment.errors import WrongValue
from sceau.assessment.models import Candidate, Convocation, Session
from sceau.assessment.queries.examday import Call, calls_of
from sceau.assessment.reasons import examday as reasons
from sceau.assessment.services.cohorts import enrolled_among, held_to_plan
from sceau.journal.services import Deed, record_all

WAYS: Final = ("mail", "print")


@dataclass(frozen=True, slots=True)
class Called:
    """made: one for each who was called; unreachable: those who have no address for a mail, and were not"""

    made: tuple[Convocation, ...]
    unreachable: tuple[Candidate, ...]


def call_candidates(
    *, session: Session, candidates: Collection[Candidate], way: str, by: User, now: datetime
) -> Called:
    """Tell these people when and where to come; by mail, one act and so one mail for each.

    What was told before is replaced in their calendars: the sequence grows each time.

    raises:  NotEntitled, NotNow, WrongValue
    """
    if way not in WAYS:
        raise WrongValue(reasons.NO_SUCH_WAY, field="way")
    with transaction.atomic():
        there = held_to_plan(session, by=by, now=now)
        chosen = {each.pk for each in enrolled_among(there, candidates)}
        calls = [each for each in calls_of(there) if each.candidate.pk in chosen]
        if len(calls) != len(chosen):
            raise WrongValue(reasons.NOT_ENROLLED, field="candidates")
        told = [each for each in calls if way == "print" or each.email]
        made = Convocation.objects.bulk_create(_convocation(there, each, way, by=by, now=now) for each in told)
        record_all(
            [
                Deed(
                    "assessment.candidate_called",
                    f"candidate:{call.candidate.uuid}",
                    {
                        "session": str(there.uuid),
                        "convocation": str(row.uuid),
                        "way": way,
                        "sequence": row.calendar_sequence,
                    },
                )
                for call, row in zip(told, made, strict=True)
            ],
            by=by.uuid,
            at=now,
            institution=there.institution.uuid,
        )
    unreachable = tuple(each.candidate for each in calls if way == "mail" and not each.email)
    return Called(tuple(made), unreachable)


def _convocation(session: Session, call: Call, way: str, *, by: User, now: datetime) -> Convocation:
    return Convocation(
        candidate=call.candidate,
        round=session.round,
        way=way,
        made_at=now,
        made_by=by,
        calendar_sequence=0 if call.last is None else call.last.calendar_sequence + 1,
        digest=call.digest,
    )
