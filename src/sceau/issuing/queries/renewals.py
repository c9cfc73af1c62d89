"""Which credentials can be renewed without a new assessment, until when; and what a new assessment renews."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import F
from django.db.models.functions import Coalesce

from sceau.assessment.models import Award
from sceau.design.models import DesignVersion
from sceau.engine.model.designs import read_design
from sceau.engine.model.validity import add_months, day_of
from sceau.institutions.models import Institution
from sceau.issuing.models import Credential, Line
from sceau.issuing.queries.batches import WAITING, Hindrance, hindrances
from sceau.issuing.reasons import batches as of_batches
from sceau.issuing.reasons import renewing as reasons
from sceau.issuing.reasons.personal import STATES
from sceau.issuing.states import CredentialState
from sceau.people.archive import archived
from sceau.people.states import DataKind

_AT_ONCE: Final = 900  # rows looked at in one statement: the least that a database takes as values
_HOLDER: Final = Coalesce(F("award__person__root"), F("award__person"))


@dataclass(frozen=True, slots=True)
class Renewable:
    """A credential that can be renewed without a new assessment.

    until:      the last day of its term
    anew:       that of a term counted from the day of the renewal
    following:  that of a term that follows the former; the same as `anew` once the former is over
    counted_from:  the day from which `following` is counted
    """

    credential: Credential
    until: date
    anew: date
    following: date
    counted_from: date


@dataclass(frozen=True, slots=True)
class Prospects:
    """What a renewal would do: whom it takes, the first to end before the others; and whom it leaves, and why."""

    renewable: list[Renewable]
    left: list[tuple[Credential, Hindrance]]


def prospects(institution: Institution, credentials: Iterable[int], *, on: date) -> Prospects:
    """What may be renewed of these, by primary key, on a day; those of another institution are not looked at."""
    found = Prospects([], [])
    keys, months = sorted(set(credentials)), dict[int, int | None]()
    for start in range(0, len(keys), _AT_ONCE):
        rows = (
            Credential.objects.filter(institution=institution, pk__in=keys[start : start + _AT_ONCE])
            .select_related("line", "award__person__root", "award__version__design")
            .defer("award__version__document", "award__version__source", "award__version__gate")
        )
        some = list(rows.order_by("pk"))
        _read_months({each.award.version_id for each in some}, months)
        against = _against(institution, some)
        for each in some:
            renewable = None if each.pk in against else _renewable(each, months[each.award.version_id], on)
            if renewable is None:
                found.left.append((each, against.get(each.pk, Hindrance(reasons.LONG_ENOUGH, {}))))
            else:
                found.renewable.append(renewable)
    found.renewable.sort(key=lambda each: (each.until, each.credential.pk))
    return found


def is_renewable(credential: Credential, *, on: date) -> bool:
    """Whether one can be renewed on a day."""
    if credential.state != CredentialState.VALID or credential.valid_until is None:
        return False
    return bool(prospects(credential.institution, [credential.pk], on=on).renewable)


def renewed_by(institution: Institution, awards: Iterable[int]) -> dict[int, Credential]:
    """What new assessments renew: by the primary key of an award, the credential that its own would stand instead of.

    That is the latest of the same person and the same micro-credential, in whatever version, that is valid or expired,
    has an end and was decided before. One that two awards would renew is the later award's. Awards that renew nothing
    are absent. Three statements for nine hundred awards, four where something is found.
    """
    keys = sorted(set(awards))
    latest: dict[int, tuple[date, int, Credential]] = {}
    for start in range(0, len(keys), _AT_ONCE):
        for award, on, old in _renewed_by(institution, keys[start : start + _AT_ONCE]):
            if old.pk not in latest or latest[old.pk][:2] < (on, award):
                latest[old.pk] = on, award, old
    return {award: old for _on, award, old in latest.values()}


def _renewed_by(institution: Institution, keys: Sequence[int]) -> Iterable[tuple[int, date, Credential]]:
    new = Award.objects.filter(pk__in=keys).annotate(holder=Coalesce(F("person__root"), F("person")))
    rows = list(new.values_list("pk", "holder", "version__design", "awarded_on"))
    ending = _ending_of(institution, {holder for _key, holder, _design, _on in rows})
    for key, holder, design, on in rows:
        earlier = [(since, old) for since, old in ending.get((holder, design), ()) if since < on]
        if earlier:
            yield key, on, max(earlier, key=lambda each: (each[0], each[1].issued_at, each[1].pk))[1]


def _ending_of(
    institution: Institution, holders: Collection[int]
) -> dict[tuple[int, int], list[tuple[date, Credential]]]:
    """By person and micro-credential, what these people hold that has an end, each with the day of its decision."""
    standing = (
        Credential.objects.filter(
            institution=institution,
            state=CredentialState.VALID,
            valid_until__isnull=False,
            award__withdrawn_at__isnull=True,
        )
        .annotate(holder=_HOLDER, design=F("award__version__design"), since=F("award__awarded_on"))
        .only("uuid", "code", "issued_at", "valid_until")
    )
    # two looks into two indexes: one with « or » would read every credential
    found: list[Any] = [
        each for whose in ("person", "person__root") for each in standing.filter(**{f"award__{whose}__in": holders})
    ]
    hidden = archived(DataKind.CREDENTIALS, [each.uuid for each in found]) if found else frozenset()
    by_holder: dict[tuple[int, int], list[tuple[date, Credential]]] = {}
    for each in found:
        if each.uuid not in hidden:
            by_holder.setdefault((each.holder, each.design), []).append((each.since, each))
    return by_holder


def _against(institution: Institution, credentials: Sequence[Credential]) -> dict[int, Hindrance]:
    """By primary key, those that cannot be renewed whatever the day, and why."""
    of_awards = hindrances(institution, [each.award for each in credentials])
    keys = [each.pk for each in credentials]
    waiting = Line.objects.filter(instead_of__in=keys, state__in=WAITING)
    waits = dict(waiting.values_list("instead_of", "batch__number"))
    found: dict[int, Hindrance] = {}
    for each in credentials:
        why = of_awards.get(each.award_id)
        if each.state == CredentialState.SUSPENDED:
            found[each.pk] = Hindrance(reasons.SUSPENDED, {})
        elif each.state != CredentialState.VALID:
            said = STATES[each.state]
            found[each.pk] = Hindrance(
                reasons.OVER, {"state": said.sentence("fr", {}), "state_en": said.sentence("en", {})}
            )
        elif each.valid_until is None:
            found[each.pk] = Hindrance(reasons.NO_TERM, {})
        elif each.pk in waits or (why is not None and why.reason is of_batches.AWARD_WAITS):
            number = waits.get(each.pk) or (why.details["number"] if why else "")
            found[each.pk] = Hindrance(reasons.WAITS, {"number": number})
        elif why is not None and why.reason is not of_batches.AWARD_HAS_ONE:
            found[each.pk] = why
    return found


def _renewable(credential: Credential, months: int | None, on: date) -> Renewable | None:
    """None where a term from this day on would end no later than the one that runs."""
    if credential.valid_until is None or months is None:
        return None
    until = day_of(credential.valid_until)
    anew, counted_from = add_months(on, months), max(on, until)
    if anew <= until:
        return None
    return Renewable(credential, until, anew, add_months(counted_from, months), counted_from)


def _read_months(versions: Collection[int], known: dict[int, int | None]) -> None:
    unknown = set(versions) - known.keys()
    if unknown:
        rows = DesignVersion.objects.filter(pk__in=unknown).values_list("pk", "document")
        known |= {key: read_design(document).validity_months for key, document in rows}
