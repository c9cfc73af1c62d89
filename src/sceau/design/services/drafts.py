"""The work on a draft: begun, written step by step, begun anew for a next version, thrown away, taken back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from sceau.accounts.models import User
from sceau.design import pointers
from sceau.design.cleaning import clean, within_budget
from sceau.design.custom import checked_value, values_of
from sceau.design.errors import AlreadyThere, ChangedMeanwhile, NotNow, WrongValue
from sceau.design.facts import gate_of_document
from sceau.design.models import Author, CustomField, Design, DesignVersion
from sceau.design.pointers import ABSENT
from sceau.design.reasons import (
    CHANGED_MEANWHILE,
    NAME_TAKEN,
    NO_NEW_VERSION,
    NO_SUCH_PLACE,
    NO_SUCH_STEP,
    NOT_A_NAME,
    NOT_DELETED,
    NOT_OF_THIS_INSTITUTION,
    NOTHING_TO_DROP,
    WAS_PUBLISHED,
)
from sceau.design.rights import require, require_in
from sceau.design.rules import settings_of
from sceau.design.services.writing import (
    held,
    require_alive,
    require_writable,
    sign_as_author,
    titles_of,
    write,
)
from sceau.design.states import NEXT, State
from sceau.design.steps import PARTS, digest_of, part_of
from sceau.engine.strict_json import JsonObject
from sceau.institutions.models import Institution, Unit
from sceau.institutions.roles import Right
from sceau.intake.folding import fold

SCHEMA: Final = "sceau.design/1"
KEPT: Final = timedelta(days=30)  # a draft that was thrown away
LONGEST_NAME: Final = 80
# given by whoever publishes, never typed
OF_THE_HOUSE: Final = ("uuid", "id", "version", "version_label", "status", "proof", "cpf", "origin")
_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Saved:
    """What was written. seen: the digest of the step's part now; changed: whether it is another one than before"""

    design: Design
    seen: str
    changed: bool


def create_design(
    *,
    institution: Institution,
    document: JsonObject | None = None,
    origin: JsonObject | None = None,
    unit: Unit | None = None,
    name: str = "",
    by: User,
    now: datetime,
) -> Design:
    """A new design, blank or from a document that may be incomplete.

    name:    short and local; "" for one made from the title
    raises:  NotEntitled, WrongValue, TooLarge, AlreadyThere
    """
    require_in(by, Right.EDIT_DESIGNS, institution, unit, now=now)
    return begin(
        "design.created",
        institution=institution,
        document=document or {},
        origin=origin or {"kind": "blank"},
        unit=unit,
        name=name,
        by=by,
        now=now,
    )


def begin(
    code: str,
    *,
    institution: Institution,
    document: JsonObject,
    origin: JsonObject,
    unit: Unit | None = None,
    name: str = "",
    by: User,
    now: datetime,
    **details: Any,
) -> Design:
    """The same for whoever has asked for the right; code: of the act."""
    if unit is not None and (unit.institution_id != institution.pk or unit.closed_at is not None):
        raise WrongValue(NOT_OF_THIS_INSTITUTION, field="unit")
    if name:
        _require_name(name)
    draft = within_budget(_draft_of(document, institution))
    titles = titles_of(draft)
    report = gate_of_document(draft, institution, on=localdate(now))
    try:
        with transaction.atomic():
            design = Design.objects.create(
                institution=institution,
                unit=unit,
                name=name or _free_name(institution, titles.get(draft["language"]) or min(titles.values(), default="")),
                draft=draft,
                titles=titles,
                score=report.score,
                blockers=len(report.of_severity("blocks")),
                origin=clean(origin) or {"kind": "blank"},
                created_by=by,
                created_at=now,
                changed_by=by,
                changed_at=now,
            )
            sign_as_author(design, by=by, now=now)
            write(code, design, by=by, now=now, origin=str(design.origin.get("kind", "blank")), **details)
    except IntegrityError as error:  # another one took it since we looked
        raise AlreadyThere(NAME_TAKEN, field="name", name=name) from error
    return design


def save_step(*, design: Design, step: str, values: Mapping[str, Any], seen: str, by: User, now: datetime) -> Saved:
    """Write what somebody typed in one step.

    Two people in two steps do not meet; in one step, whoever comes second is shown both, and nothing is written.

    values:  by pointer, one of `steps.PARTS[step]` or below it; ABSENT takes away
    seen:    `digest_of(part_of(draft, step))` of the draft that the person had before their eyes
    raises:  NotEntitled, NotNow, WrongValue, TooLarge, ChangedMeanwhile
    """
    parts = PARTS.get(step)
    if parts is None:
        raise WrongValue(NO_SUCH_STEP, found=step[:40])
    cleaned = {pointer: _checked(pointer, value, parts) for pointer, value in values.items()}
    with transaction.atomic():
        there = held(design)
        require(by, Right.EDIT_DESIGNS, there, now=now)
        require_writable(there)
        draft = there.draft
        for pointer, value in cleaned.items():
            draft = pointers.write(draft, pointer, value)
        if step == "issuing":
            draft = _with_checked_fields(draft, there.institution)
        before, after = (digest_of(part_of(each, step)) for each in (there.draft, draft))
        if after == before:
            return Saved(there, before, changed=False)
        if before != seen:
            who, at = _last_in(there, step)
            raise ChangedMeanwhile(
                CHANGED_MEANWHILE, there=part_of(there.draft, step), yours=cleaned, seen=before, by=who, at=at
            )
        there.touched = {**there.touched, step: [by.pk, now.isoformat()]}
        _put(there, within_budget(draft), by=by, now=now)
        if sign_as_author(there, by=by, now=now):
            write("design.edited", there, by=by, now=now, step=step, revision=there.revision)
    return Saved(there, after, changed=True)


def rename_design(*, design: Design, name: str, unit: Unit | None = None, by: User, now: datetime) -> Design:
    """Another short name, and another unit or none.

    raises:  NotEntitled, NotNow, WrongValue, AlreadyThere
    """
    _require_name(name)
    if unit is not None and unit.institution_id != design.institution_id:
        raise WrongValue(NOT_OF_THIS_INSTITUTION, field="unit")
    try:
        with transaction.atomic():
            there = held(design)
            require(by, Right.EDIT_DESIGNS, there, now=now)
            require_in(by, Right.EDIT_DESIGNS, there.institution, unit, now=now)
            require_alive(there)
            if (there.name, there.unit_id) == (name, unit.pk if unit else None):
                return there
            there.name, there.unit = name, unit
            there.save(update_fields=["name", "unit"])
            write("design.renamed", there, by=by, now=now, name=name, unit=str(unit.uuid) if unit else None)
    except IntegrityError as error:  # another one took it since we looked
        raise AlreadyThere(NAME_TAKEN, field="name", name=name) from error
    return there


def new_version(*, design: Design, by: User, now: datetime) -> Design:
    """Begin the next version, from what the last one was made of; its number is given when it is published.

    raises:  NotEntitled, NotNow
    """
    with transaction.atomic():
        there = held(design)
        require(by, Right.EDIT_DESIGNS, there, now=now)
        require_alive(there)
        if there.state != State.PUBLISHED:
            raise NotNow(NO_NEW_VERSION)
        move(there, State.DRAFT)
        there.save(update_fields=["state"])
        sign_as_author(there, by=by, now=now)
        write("design.version_begun", there, by=by, now=now, number=there.last_number + 1)
    return there


def drop_new_version(*, design: Design, by: User, now: datetime) -> Design:
    """Give up the next version: the draft is again what the last version was made of.

    raises:  NotEntitled, NotNow
    """
    with transaction.atomic():
        there = held(design)
        require(by, Right.EDIT_DESIGNS, there, now=now)
        require_writable(there)
        if not there.last_number:
            raise NotNow(NOTHING_TO_DROP)
        last = DesignVersion.objects.get(design=there, number=there.last_number)
        there.state = State.PUBLISHED
        _put(there, last.source, by=by, now=now)
        there.save(update_fields=["state"])
        Author.objects.filter(design=there, number=0).delete()
        write("design.version_dropped", there, by=by, now=now, number=there.last_number + 1)
    return there


def delete_draft(*, design: Design, by: User, now: datetime) -> Design:
    """Throw away a design that was never published; it can be taken back for a month.

    raises:  NotEntitled, NotNow
    """
    with transaction.atomic():
        there = held(design)
        require(by, Right.EDIT_DESIGNS, there, now=now)
        if there.last_number:
            raise NotNow(WAS_PUBLISHED)
        require_writable(there)
        there.deleted_at = now
        there.save(update_fields=["deleted_at"])
        write("design.draft_deleted", there, by=by, now=now)
    return there


def restore_draft(*, design: Design, by: User, now: datetime) -> Design:
    """Take a draft back.

    raises:  NotEntitled, NotNow
    """
    with transaction.atomic():
        there = held(design)
        require(by, Right.EDIT_DESIGNS, there, now=now)
        if there.deleted_at is None or now > there.deleted_at + KEPT:
            raise NotNow(NOT_DELETED, days=KEPT.days)
        there.deleted_at = None
        there.save(update_fields=["deleted_at"])
        write("design.draft_restored", there, by=by, now=now)
    return there


def purge_deleted(*, now: datetime) -> int:
    """Forget the drafts that were thrown away a month ago; gives how many."""
    gone = Design.objects.filter(deleted_at__lt=now - KEPT, last_number=0)
    count = gone.count()
    gone.delete()
    return count


def name_if_free(institution: Institution, wanted: object) -> str:
    """A short name that comes from elsewhere, "" when it is none or is taken."""
    good = isinstance(wanted, str) and len(wanted) <= LONGEST_NAME and _NAME.fullmatch(wanted) is not None
    if not good or Design.objects.filter(institution=institution, name=wanted).exists():
        return ""
    return str(wanted)


def move(design: Design, to: State) -> None:
    """Put the design in another state; whoever calls has seen that it may follow."""
    if to not in NEXT[State(design.state)]:
        raise ValueError(f"{design.state} is not followed by {to}")
    design.state = to


def _put(design: Design, draft: JsonObject, *, by: User, now: datetime) -> None:
    report = gate_of_document(draft, design.institution, on=localdate(now))
    design.draft, design.titles = draft, titles_of(draft)
    design.score, design.blockers = report.score, len(report.of_severity("blocks"))
    design.revision += 1
    design.changed_by, design.changed_at = by, now
    design.save(
        update_fields=["draft", "touched", "titles", "score", "blockers", "revision", "changed_by", "changed_at"]
    )


def _last_in(design: Design, step: str) -> tuple[User, datetime]:
    """Who changed a step last, and when; whoever changed the design last, for one that was not written by steps."""
    pk, at = design.touched.get(step, (None, ""))
    user = User.objects.filter(pk=pk).first() if pk else None
    return (user, datetime.fromisoformat(at)) if user else (design.changed_by, design.changed_at)


def _checked(pointer: str, value: Any, parts: tuple[str, ...]) -> Any:
    if not any(pointer == part or pointer.startswith(f"{part}/") for part in parts):
        raise WrongValue(NO_SUCH_PLACE, pointer=pointer[:100], found=pointer[:100])
    if value is ABSENT or value is None:
        return value
    cleaned = clean(value, pointer=pointer)
    return ABSENT if cleaned is None else cleaned


def _with_checked_fields(draft: JsonObject, institution: Institution) -> JsonObject:
    """The draft whose custom fields hold what they may; those that the institution asks no more stay as they are."""
    values = values_of(draft.get("custom"))
    fields = {field.code: field for field in CustomField.objects.filter(institution=institution, code__in=list(values))}
    checked = [
        {"code": code, "value": checked_value(fields[code], value) if code in fields else value}
        for code, value in values.items()
    ]
    kept = [entry for entry in checked if entry["value"] is not None]
    return pointers.write(draft, "/custom", kept or ABSENT)


def _draft_of(document: JsonObject, institution: Institution) -> JsonObject:
    """The document as a draft of the institution: cleaned, without what is given at publication."""
    settings = settings_of(institution)
    cleaned: JsonObject = clean(document) or {}
    told = {member: value for member, value in cleaned.items() if member not in (*OF_THE_HOUSE, "schema")}
    language = told.get("language") if isinstance(told.get("language"), str) else settings.languages[0]
    return {
        "schema": SCHEMA,
        "languages": list(settings.languages) if language in settings.languages else [language],
        "licence": settings.licence,
        **told,
        "language": language,
    }


def _require_name(name: str) -> None:
    if not 2 <= len(name) <= LONGEST_NAME or _NAME.fullmatch(name) is None:  # noqa: PLR2004 -- the reason says both
        raise WrongValue(NOT_A_NAME, field="name")


def _free_name(institution: Institution, title: str) -> str:
    """A short name from the title, with a number when it is taken."""
    words = re.sub(r"[^a-z0-9]+", "-", fold(title)).strip("-")
    stem = f"mc-{words}"[: LONGEST_NAME - 5].strip("-")
    taken = set(Design.objects.filter(institution=institution, name__startswith=stem).values_list("name", flat=True))
    if stem not in taken and stem != "mc":
        return stem
    return next(name for number in range(1, len(taken) + 3) if (name := f"{stem}-{number}") not in taken)
