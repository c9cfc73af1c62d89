"""Reads of batches and of the awards for which something may be issued, each with who may see."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from sceau.accounts.models import User
from sceau.assessment.models import Award
from sceau.engine.errors import Reason
from sceau.institutions.models import Institution, Membership
from sceau.institutions.queries import standing
from sceau.institutions.roles import MAY, Right
from sceau.issuing.models import Batch, Credential, Letter, Line
from sceau.issuing.queries.settings import settings_of
from sceau.issuing.reasons import batches as reasons
from sceau.issuing.reasons import by_code
from sceau.issuing.renewals import FIRST_LETTERS
from sceau.issuing.rights import may
from sceau.issuing.states import BatchState, CredentialState, LineState
from sceau.journal.models import Act
from sceau.people.archive import archive_of, archived
from sceau.people.states import DataKind

# of an award at most one credential stands so
STANDING: Final = (CredentialState.VALID, CredentialState.SUSPENDED, CredentialState.REVOKED)
# an award that has one of these is not issued as if it had none: the holder was given it, whatever became of it
GIVEN: Final = (*STANDING, CredentialState.REPLACED, CredentialState.ERASED)
# a line that keeps its award from every other
WAITING: Final = (LineState.WAITING, LineState.FAILED)
_PUT_IN: Final = ("batch.prepared", "batch.lines_added")
_WHY_GIVEN: Final[dict[str, Reason]] = {
    CredentialState.ERASED: reasons.CREDENTIAL_ERASED,
    CredentialState.REPLACED: reasons.AWARD_RENEWED,
}
_ASKED_AT_ONCE: Final = 900  # awards looked at in one statement: the least that a database takes as values


@dataclass(frozen=True, slots=True)
class Hindrance:
    """Why nothing can be issued for an award as things stand.

    details:  the values of the reason's sentence
    """

    reason: Reason
    details: dict[str, Any]

    def sentence(self, language: str) -> str:
        """For a person, in "fr" or "en"."""
        return self.reason.sentence(language, self.details)


def batches_in_care_of(user: User, institution: Institution, *, now: datetime) -> QuerySet[Batch]:
    """The batches of an institution, the last first; none for whoever may not see what it issues."""
    if not may(user, Right.SEE_CREDENTIALS, institution, now=now):
        return Batch.objects.none()
    return (
        Batch.objects.filter(institution=institution)
        .select_related("prepared_by", "released_by", "cancelled_by", "key")
        .order_by("-number")
    )


def awards_to_issue(institution: Institution) -> QuerySet[Award]:
    """The awards of an institution for which a credential may be prepared, the last first."""
    return (
        that_wait(Award.objects.all(), institution)
        .select_related("person__root", "decision__deliberation__session", "version__design")
        .defer("version__document", "version__source", "version__gate")
        .order_by("-awarded_on", "-pk")
    )


def that_wait(awards: QuerySet[Award], institution: Institution) -> QuerySet[Award]:
    """Of these awards, whoever sees them, those of an institution for which a credential may be prepared."""
    return (
        awards.filter(taken_up=False, institution=institution, withdrawn_at__isnull=True)
        .filter(person__erased_at__isnull=True, person__root__erased_at__isnull=True)
        .exclude(uuid__in=archive_of([institution.pk], DataKind.AWARDS))
    )


def nothing_holds() -> Q:
    """Of awards: no line keeps them from others, and no credential of them was given. `Award.taken_up` says the same
    beforehand."""
    waiting = Line.objects.filter(award=OuterRef("pk"), state__in=WAITING)
    there = Credential.objects.filter(award=OuterRef("pk"), state__in=GIVEN)
    return Q(~Exists(waiting), ~Exists(there))


def hindrances(institution: Institution, awards: Iterable[Award]) -> dict[int, Hindrance]:
    """By primary key, the awards for which nothing can be prepared as things stand, and why; the others are absent."""
    found: dict[int, Hindrance] = {}
    pks = list({each.pk for each in awards})
    for start in range(0, len(pks), _ASKED_AT_ONCE):
        found |= _hindrances(institution, pks[start : start + _ASKED_AT_ONCE])
    return found


def is_told(batch: Batch) -> bool:
    """Whether letters to its holders are on their way, or gone."""
    return Letter.objects.filter(credential__line__batch=batch, kind__in=FIRST_LETTERS).exists()


def can_be_cancelled(batch: Batch, *, now: datetime) -> bool:
    """Whether the batch may still be called off: nobody heard of it, and the time for that runs, or stands still."""
    if batch.state in (BatchState.DRAFT, BatchState.ASKED):
        return True
    if batch.state not in (BatchState.RELEASED, BatchState.SIGNED) or is_told(batch):
        return False
    moment = now if batch.paused_at is None else batch.paused_at
    return batch.state == BatchState.RELEASED or batch.cancel_until is None or moment < batch.cancel_until


def releasers_of(batch: Batch, *, now: datetime) -> QuerySet[User]:
    """Who may release a batch: not who put lines into it, where two people are asked for."""
    roles = [role for role, rights in MAY.items() if Right.RELEASE_CREDENTIALS in rights]
    held = Membership.objects.filter(standing(now), institution=batch.institution, unit__isnull=True, role__in=roles)
    there = User.objects.filter(is_active=True, pk__in=held.values("user")).order_by("name", "pk")
    if settings_of(batch.institution).two_people:
        return there.exclude(uuid__in=preparers_of(batch))
    return there


def reading_of(batch: Batch) -> str:
    """Tells what somebody read of a batch from what it is by now: another text once a line came or went, once somebody
    of it is called otherwise, and each time its release is asked for.
    """
    found = batch.lines.aggregate(
        last=Max("number"), named=Max("award__person__named_at"), standing=Max("award__person__root__named_at")
    )
    moments = (batch.asked_at, found["named"], found["standing"])
    return "/".join(
        [str(batch.lines_total), str(found["last"] or 0), *(each.isoformat() if each else "" for each in moments)]
    )


def preparers_of(batch: Batch) -> set[UUID]:
    """The accounts that put lines into a batch, by uuid."""
    acts = Act.objects.filter(subject=f"batch:{batch.uuid}", chain=batch.institution.uuid, code__in=_PUT_IN)
    return {actor for actor in acts.values_list("actor", flat=True) if actor is not None}


def why_failed(line: Line) -> Hindrance:
    """What a line says of its fault, in words."""
    return Hindrance(by_code(line.code) or reasons.UNKNOWN_FAULT, line.details | {"code": line.code})


def _hindrances(institution: Institution, pks: Sequence[int]) -> dict[int, Hindrance]:
    found: dict[int, Hindrance] = {}
    rows = Award.objects.filter(pk__in=pks).values_list(
        "pk", "uuid", "institution", "withdrawn_at", "person__erased_at", "person__root__erased_at"
    )
    uuids = {}
    for pk, uuid, owner, withdrawn_at, erased_at, root_erased_at in rows:
        uuids[uuid] = pk
        if owner != institution.pk:
            found[pk] = Hindrance(reasons.AWARD_OF_ANOTHER, {})
        elif withdrawn_at is not None:
            found[pk] = Hindrance(reasons.AWARD_WITHDRAWN, {})
        elif erased_at is not None or root_erased_at is not None:
            found[pk] = Hindrance(reasons.PERSON_ERASED, {})
    for uuid in archived(DataKind.AWARDS, uuids):
        found.setdefault(uuids[uuid], Hindrance(reasons.AWARD_PUT_AWAY, {}))
    lines = Line.objects.filter(award__in=pks, state__in=WAITING)
    for pk, number in lines.values_list("award", "batch__number"):
        found.setdefault(pk, Hindrance(reasons.AWARD_WAITS, {"number": number}))
    credentials = Credential.objects.filter(award__in=pks, state__in=GIVEN)
    given = credentials.order_by("edition").values_list("award", "code", "state")
    # what stands is named rather than what it stands instead of
    for pk, code, state in sorted(given, key=lambda each: each[2] == CredentialState.REPLACED):
        found.setdefault(pk, Hindrance(_WHY_GIVEN.get(state, reasons.AWARD_HAS_ONE), {"code": code}))
    return found
