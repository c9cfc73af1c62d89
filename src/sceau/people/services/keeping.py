"""What an institution decides about personal data as a whole: rules of retention, contact, lines of its register."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction

from sceau.accounts.models import User
from sceau.institutions.models import Institution
from sceau.institutions.roles import Right
from sceau.people import rules
from sceau.people.errors import WrongValue
from sceau.people.models import Keeping, Processing, RetentionRule
from sceau.people.reasons import END_BEFORE_ACTIVE, NO_SUCH_CHOICE, NO_SUCH_RULE, NOT_POSSIBLE, TOO_MANY_MONTHS
from sceau.people.retention import Rule, rules_of
from sceau.people.rights import require
from sceau.people.schedule import POSSIBLE
from sceau.people.states import DataKind, Then
from sceau.people.writing import held_institution, write_of

MOST_MONTHS: Final = 1200
_LINE: Final = {"name": 200, "basis": 300, "duration": 300}
_TEXT: Final = {"purpose": 2000, "people": 1000, "data": 2000, "recipients": 1000, "security": 2000}


def edit_rule(
    *,
    institution: Institution,
    kind: str,
    active_months: int,
    then: str,
    months: int | None,
    by: User,
    now: datetime,
) -> Rule:
    """Another duration for one kind of data. The schedule then waits to be confirmed again.

    months:  of an archive, counted from the same day as active_months; None: no end
    raises:  NotEntitled, WrongValue
    """
    rule = _checked(kind, active_months, then, months)
    with transaction.atomic():
        held_institution(institution)
        require(by, Right.MANAGE_RETENTION, institution, now=now)
        if rules_of(institution)[rule.kind] == rule:
            return rule
        RetentionRule.objects.update_or_create(
            institution=institution,
            kind=rule.kind,
            defaults={"active_months": rule.active_months, "then": rule.then, "months": rule.months},
        )
        Keeping.objects.filter(institution=institution).update(confirmed_at=None, confirmed_by=None)
        write_of("retention.rule_changed", institution, by=by, now=now, kind=rule.kind.value)
    return rule


def confirm_schedule(*, institution: Institution, by: User, now: datetime) -> Keeping:
    """From now on the house carries out the schedule each day. raises: NotEntitled"""
    return _set_confirmed(institution, by, by=by, now=now)


def suspend_schedule(*, institution: Institution, by: User, now: datetime) -> Keeping:
    """The house only says what it would do. raises: NotEntitled"""
    return _set_confirmed(institution, None, by=by, now=now)


def edit_contact(*, institution: Institution, dpo: str, dpo_contact: str, by: User, now: datetime) -> Keeping:
    """Who protects personal data here, and how to write to that person. raises: NotEntitled, WrongValue"""
    values = {
        "dpo": rules.line(dpo, field="dpo", most=200),
        "dpo_contact": rules.line(dpo_contact, field="dpo_contact", most=300),
    }
    with transaction.atomic():
        held_institution(institution)
        require(by, Right.MANAGE_RETENTION, institution, now=now)
        keeping, _ = Keeping.objects.get_or_create(institution=institution)
        changed = sorted(name for name, value in values.items() if getattr(keeping, name) != value)
        if changed:
            for name, value in values.items():
                setattr(keeping, name, value)
            keeping.save(update_fields=list(values))
            write_of("processing.contact_changed", institution, by=by, now=now, fields=changed)
    return keeping


def save_processing(
    *, institution: Institution, line: Processing | None, values: dict[str, str], by: User, now: datetime
) -> Processing:
    """Write a line that the institution adds to its register; None: a new one.

    values:  name, purpose, basis, people, data, recipients, duration, security
    raises:  NotEntitled, WrongValue
    """
    kept = {
        name: rules.line(values.get(name, ""), field=name, most=most, required=name != "duration")
        for name, most in _LINE.items()
    } | {
        name: rules.paragraphs(values.get(name, ""), field=name, most=most, required=name == "purpose")
        for name, most in _TEXT.items()
    }
    with transaction.atomic():
        held_institution(institution)
        require(by, Right.MANAGE_RETENTION, institution, now=now)
        made = line or Processing(institution=institution)
        for name, value in kept.items():
            setattr(made, name, value)
        made.changed_at = now
        made.save()
        code = "processing.line_added" if line is None else "processing.line_changed"
        write_of(code, institution, by=by, now=now, line=made.uuid)
    return made


def remove_processing(*, line: Processing, by: User, now: datetime) -> None:
    """The institution no longer does this. raises: NotEntitled"""
    with transaction.atomic():
        held_institution(line.institution)
        require(by, Right.MANAGE_RETENTION, line.institution, now=now)
        count, _ = Processing.objects.filter(pk=line.pk).delete()
        if count:
            write_of("processing.line_removed", line.institution, by=by, now=now, line=line.uuid)


def _checked(kind: str, active_months: int, then: str, months: int | None) -> Rule:
    if kind not in DataKind.values:
        raise WrongValue(NO_SUCH_RULE, field="kind", found=kind[:40])
    if then not in Then.values:
        raise WrongValue(NO_SUCH_CHOICE, field="then", found=then[:40])
    if then not in POSSIBLE[DataKind(kind)]:
        choices = ", ".join(str(each.label) for each in POSSIBLE[DataKind(kind)])
        raise WrongValue(NOT_POSSIBLE, field="then", kind=str(DataKind(kind).label), choices=choices)
    for field, value in (("active_months", active_months), ("months", months)):
        if value is not None and not 0 <= value <= MOST_MONTHS:
            raise WrongValue(TOO_MANY_MONTHS, field=field, most=MOST_MONTHS)
    end = months if then == Then.RESTRICT else None
    if end is not None and end < active_months:
        raise WrongValue(END_BEFORE_ACTIVE, field="months", active=active_months)
    return Rule(DataKind(kind), active_months, Then(then), end)


def _set_confirmed(institution: Institution, confirmed_by: User | None, *, by: User, now: datetime) -> Keeping:
    with transaction.atomic():
        held_institution(institution)
        require(by, Right.MANAGE_RETENTION, institution, now=now)
        keeping, _ = Keeping.objects.get_or_create(institution=institution)
        if (keeping.confirmed_at is None) == (confirmed_by is None):
            return keeping
        keeping.confirmed_by, keeping.confirmed_at = confirmed_by, now if confirmed_by else None
        keeping.save(update_fields=["confirmed_by", "confirmed_at"])
        code = "retention.confirmed" if confirmed_by else "retention.suspended"
        write_of(code, institution, by=by, now=now)
    return keeping
