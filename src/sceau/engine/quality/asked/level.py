"""What is asked of the level, the volume, the quality assurance, the prerequisites, what it counts towards."""

from __future__ import annotations

import math
from collections.abc import Iterator

from sceau.engine.quality.asked.found import Found, asks
from sceau.engine.quality.drafts import Draft, number, positive, string
from sceau.engine.quality.lists import QUALITY, STACKABILITY
from sceau.engine.quality.rules.rule import Rule

_LOAD, _LEVEL = "/annex1/mandatory/notional_workload", "/annex1/mandatory/level"
_PARTICIPATION, _QUALITY = "/annex1/mandatory/form_of_participation", "/annex1/mandatory/type_of_quality_assurance"
_STACKS = "/annex1/optional/integration_stackability_options"
_TOLERANCE = 0.01  # hours


@asks("level.workload")
def workload(draft: Draft, rule: Rule) -> Iterator[Found]:
    """Hours, or why they do not apply."""
    if draft.hours is None and draft.without_reason(_LOAD):
        yield Found(f"{_LOAD}/hours_total")


@asks("level.hours_parts")
def hours_parts(draft: Draft, rule: Rule) -> Iterator[Found]:
    """The hours by kind sum to the hours in all."""
    parts = _parts(draft)
    if draft.hours is None or not parts:
        return
    total = math.fsum(number(part) or 0 for part in parts)
    if abs(total - draft.hours) > _TOLERANCE or any((number(part) or 0) < 0 for part in parts):
        yield Found(f"{_LOAD}/breakdown", {"total": round(total, 2), "hours": draft.hours})


@asks("level.parts")
def parts(draft: Draft, rule: Rule) -> Iterator[Found]:
    """The hours are split by kind."""
    if draft.hours is not None and not _parts(draft):
        yield Found(f"{_LOAD}/breakdown")


def _parts(draft: Draft) -> list[object]:
    return list(draft.members(f"{_LOAD}/breakdown").values())[:50]


@asks("level.beyond_days")
def beyond_days(draft: Draft, rule: Rule) -> Iterator[Found]:
    """A few days, no more."""
    limit = rule.limits["hours"]
    if draft.hours is not None and draft.hours > limit:
        yield Found(f"{_LOAD}/hours_total", {"hours": draft.hours, "limit": limit})


@asks("level.long")
def long(draft: Draft, rule: Rule) -> Iterator[Found]:
    """Never the size of a block."""
    limit = rule.limits["hours"]
    if draft.hours is not None and draft.hours >= limit:
        yield Found(f"{_LOAD}/hours_total", {"hours": draft.hours, "limit": limit})


@asks("level.ects")
def ects(draft: Draft, rule: Rule) -> Iterator[Found]:
    """Credits are hours ÷ 25 to hours ÷ 30, floored to a tenth."""
    given = positive(draft.at(f"{_LOAD}/ects"))
    if given is None or draft.hours is None:
        return
    low, high = (_floored(draft.hours / rule.limits[name]) for name in ("longest", "shortest"))
    if not low - _TOLERANCE <= given <= high + _TOLERANCE:
        yield Found(f"{_LOAD}/ects", {"ects": given, "hours": draft.hours, "low": low, "high": high})


def _floored(credits_exact: float) -> float:
    return math.floor(credits_exact * 10 + 1e-9) / 10


@asks("level.ects_unsaid")
def ects_unsaid(draft: Draft, rule: Rule) -> Iterator[Found]:
    """Credits, or why there are none."""
    given = positive(draft.at(f"{_LOAD}/ects")) is not None or draft.says(f"{_LOAD}/ects_rule")
    if draft.hours is not None and not given:
        yield Found(f"{_LOAD}/ects")


@asks("level.eqf")
def eqf(draft: Draft, rule: Rule) -> Iterator[Found]:
    """A level, or why it does not apply."""
    if draft.eqf is None and draft.without_reason(_LEVEL):
        yield Found(f"{_LEVEL}/eqf")


@asks("level.rationale")
def rationale(draft: Draft, rule: Rule) -> Iterator[Found]:
    """Why this level."""
    if draft.eqf is not None and not draft.says(f"{_LEVEL}/rationale"):
        yield Found(f"{_LEVEL}/rationale", {"level": draft.eqf})


@asks("level.indicative")
def indicative(draft: Draft, rule: Rule) -> Iterator[Found]:
    """What is said of an unregistered level says that it is indicative."""
    if draft.may_be_registered or draft.eqf is None:
        return
    for words in draft.text(draft.at(f"{_LEVEL}/referencing")).values():
        if "indicati" not in words.lower():
            yield Found(f"{_LEVEL}/referencing", {"words": words})
            return


@asks("level.french")
def french(draft: Draft, rule: Rule) -> Iterator[Found]:
    """The French level is the European one."""
    given = number(draft.at(f"{_LEVEL}/niveau_francais"))
    if given is not None and draft.eqf is not None and given != draft.eqf:
        yield Found(f"{_LEVEL}/niveau_francais", {"french": given, "level": draft.eqf})


@asks("level.participation")
def participation(draft: Draft, rule: Rule) -> Iterator[Found]:
    """A form of participation, in words."""
    if not draft.says(f"{_PARTICIPATION}/label"):
        yield Found(_PARTICIPATION)


@asks("level.quality")
def quality(draft: Draft, rule: Rule) -> Iterator[Found]:
    """At least one kind of quality assurance, each internal or external and in words."""
    entries = draft.entries(_QUALITY)
    if not entries:
        yield Found(_QUALITY)
    for entry in entries:
        if string(entry.members.get("type")) not in QUALITY or not draft.text(entry.members.get("label")):
            yield Found(entry.pointer)


@asks("level.quality_external")
def quality_external(draft: Draft, rule: Rule) -> Iterator[Found]:
    """Somebody from outside looks at it."""
    kinds = [string(entry.members.get("type")) for entry in draft.entries(_QUALITY)]
    if kinds and "external" not in kinds:
        yield Found(_QUALITY)


@asks("level.prerequisites")
def prerequisites(draft: Draft, rule: Rule) -> Iterator[Found]:
    """What one must have before, be it nothing."""
    if not draft.says("/annex1/optional/prerequisites/text"):
        yield Found("/annex1/optional/prerequisites/text")


@asks("level.stackability")
def stackability(draft: Draft, rule: Rule) -> Iterator[Found]:
    """Alone, or part of something."""
    if string(draft.at(f"{_STACKS}/type")) not in STACKABILITY:
        yield Found(_STACKS)


@asks("level.stacks")
def stacks(draft: Draft, rule: Rule) -> Iterator[Found]:
    """Of what, when it is part of something."""
    named = [entry for entry in draft.entries(f"{_STACKS}/rules") if draft.text(entry.members.get("title"))]
    if string(draft.at(f"{_STACKS}/type")) == "integrated" and not named:
        yield Found(_STACKS)
