"""Two records are found to be one person, or two people: decisions of somebody, both taken back at will.

A merge moves nothing. It points one record at another, and whoever keeps rows about people asks `queries.person_of` and
`queries.everybody_behind`; so undoing it is to take the pointer away, whatever was written in between.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from sceau.accounts.models import User
from sceau.institutions.roles import Right
from sceau.people import rules
from sceau.people.errors import NotNow, WrongValue
from sceau.people.models import Apart, Merge, NameWord, Person
from sceau.people.reasons import ACCOUNTS_MEET, ERASED, MERGED_ALREADY, NOT_MERGED, OTHER_INSTITUTION, SAME_RECORD
from sceau.people.rights import require
from sceau.people.writing import held_institution, note_change, write


def merge(*, kept: Person, other: Person, why: str, by: User, now: datetime) -> Merge:
    """Two records are one person: `kept` stands from now on, for all that is known of either.

    raises:  NotEntitled; WrongValue without a reason, for one record, or for two institutions; NotNow when one of
             them was erased or no longer stands for itself
    """
    require(by, Right.EDIT_PEOPLE, kept.institution, now=now)
    reason = rules.why(why)
    if kept.pk == other.pk:
        raise WrongValue(SAME_RECORD)
    if kept.institution_id != other.institution_id:
        raise WrongValue(OTHER_INSTITUTION)
    with transaction.atomic():
        held_institution(kept.institution)  # one merge at a time: two could make a circle
        found = {each.pk: each for each in _locked(kept.pk, other.pk)}
        stays, goes = found[kept.pk], found[other.pk]
        for each in (stays, goes):
            if each.erased_at is not None:
                raise NotNow(ERASED)
            if each.merged_into_id is not None:
                raise NotNow(MERGED_ALREADY)
        goes.merged_into = stays
        goes.save(update_fields=["merged_into", *_point(goes, at=stays, now=now)])
        made = Merge.objects.create(kept=stays, other=goes, why=reason, by=by, at=now)
        note_change(stays, "merged", by=by, now=now)
        write("person.merged", stays, by=by, now=now, why=reason, record=goes.uuid, merge=made.uuid)
    other.merged_into = other.root = stays  # for whoever has it in hand
    return made


def undo_merge(*, merge: Merge, why: str, by: User, now: datetime) -> Person:
    """The record that was merged away stands for itself again, with those that were merged into it.

    What was written meanwhile stays with the record about which it was written.

    returns:  that record
    raises:   NotEntitled; WrongValue without a reason; NotNow when it is undone already
    """
    require(by, Right.EDIT_PEOPLE, merge.kept.institution, now=now)
    reason = rules.why(why)
    with transaction.atomic():
        held_institution(merge.kept.institution)
        there = Merge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
        if there.undone_at is not None:
            raise NotNow(NOT_MERGED)
        found = {each.pk: each for each in _locked(there.kept_id, there.other_id)}
        freed = found[there.other_id]
        if freed.user_id is not None and _stands_elsewhere(freed):
            raise NotNow(ACCOUNTS_MEET)
        freed.merged_into = None
        freed.root = None
        freed.named_at = now
        freed.save(update_fields=["merged_into", "root", "named_at"])
        _spread(freed, now=now)
        there.undone_by, there.undone_at = by, now
        there.save(update_fields=["undone_by", "undone_at"])
        note_change(found[there.kept_id], "separated", by=by, now=now)
        write("person.separated", freed, by=by, now=now, why=reason, kept=found[there.kept_id].uuid, merge=there.uuid)
    return freed


def tell_apart(*, one: Person, other: Person, by: User, now: datetime) -> None:
    """Two records that look alike are two people: they are not proposed again.

    raises:  NotEntitled; WrongValue
    """
    require(by, Right.EDIT_PEOPLE, one.institution, now=now)
    _require_pair(one, other)
    first, second = sorted((one, other), key=lambda each: each.pk)
    with transaction.atomic():
        _, is_new = Apart.objects.get_or_create(one=first, other=second, defaults={"by": by, "at": now})
        if is_new:
            write("person.told_apart", first, by=by, now=now, record=second.uuid)


def propose_again(*, one: Person, other: Person, by: User, now: datetime) -> None:
    """It was a mistake to say that they are two people.

    raises:  NotEntitled; WrongValue
    """
    require(by, Right.EDIT_PEOPLE, one.institution, now=now)
    _require_pair(one, other)
    first, second = sorted((one, other), key=lambda each: each.pk)
    with transaction.atomic():
        count, _ = Apart.objects.filter(one=first, other=second).delete()
        if count:
            write("person.proposed_again", first, by=by, now=now, record=second.uuid)


def _require_pair(one: Person, other: Person) -> None:
    if one.pk == other.pk:
        raise WrongValue(SAME_RECORD)
    if one.institution_id != other.institution_id:
        raise WrongValue(OTHER_INSTITUTION)


def _locked(*keys: int) -> list[Person]:
    rows = Person.objects.select_for_update(of=("self",)).select_related("institution")
    return list(rows.filter(pk__in=keys).order_by("pk"))


def _point(goes: Person, *, at: Person, now: datetime) -> list[str]:
    """Set the root of a record and of all behind it; gives the fields that are still to be saved."""
    Person.objects.filter(root=goes).update(root=at, named_at=now)
    NameWord.objects.filter(standing=goes).update(standing=at)
    goes.root, goes.named_at = at, now
    return ["root", "named_at"]


def _spread(freed: Person, *, now: datetime) -> None:
    """Point all that hangs below a record at it: what was merged into it before, and into that."""
    below, level = [freed.pk], [freed.pk]
    while level:
        level = list(Person.objects.filter(merged_into__in=level).values_list("pk", flat=True))
        below += level
    Person.objects.filter(pk__in=below).exclude(pk=freed.pk).update(root=freed, named_at=now)
    NameWord.objects.filter(person__in=below).update(standing=freed)


def _stands_elsewhere(freed: Person) -> bool:
    """Whether another record that stands has the same account."""
    return (
        Person.objects.filter(Q(merged_into__isnull=True), institution=freed.institution_id, user=freed.user_id)
        .exclude(pk=freed.pk)
        .exists()
    )
