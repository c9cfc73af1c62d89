"""What is asked of the assessment: route, events, grid, pass rule, supervision, retake."""

from __future__ import annotations

from collections.abc import Iterator

from sceau.engine.model.grids import WHOLE
from sceau.engine.quality.asked.found import Found, asks
from sceau.engine.quality.drafts import Draft, Entry, number, positive, string
from sceau.engine.quality.lists import ATTENDANCE, ROUTES, SUPERVISION
from sceau.engine.quality.rules.rule import Rule
from sceau.engine.quality.words import Words

_TYPES = "/annex1/mandatory/type_of_assessment"
_SUPERVISION = "/annex1/optional/supervision_and_identity_verification"
_ROUTE, _EVENTS, _GRID = "/assessment/route", "/assessment/events", "/assessment/grid"
_TOLERANCE = 1e-6  # weights such as 33.3 are no binary fractions
_LONGEST_LIST = 5  # of names in one sentence


@asks("assessment.type")
def kind(draft: Draft, rule: Rule) -> Iterator[Found]:
    """At least one type of assessment, each with its name."""
    entries = draft.entries(_TYPES)
    if not entries:
        yield Found(_TYPES)
    for entry in entries:
        if not draft.text(entry.members.get("label")):
            yield Found(entry.pointer)


@asks("assessment.attendance_only")
def attendance_only(draft: Draft, rule: Rule) -> Iterator[Found]:
    """Something is assessed: being there is no achievement."""
    if all(map(_is_attendance, draft.events)):
        yield Found(_EVENTS)


def _is_attendance(event: Entry) -> bool:
    return string(event.members.get("type")) == "attendance" or event.members.get("elm_type") == ATTENDANCE.uri


@asks("assessment.route")
def route(draft: Draft, rule: Rule) -> Iterator[Found]:
    """One of the three."""
    if string(draft.at(f"{_ROUTE}/kind")) not in ROUTES:
        yield Found(_ROUTE)


@asks("assessment.route_source")
def route_source(draft: Draft, rule: Rule) -> Iterator[Found]:
    """An automatic result says where it comes from."""
    if _is_automatic(draft) and not draft.says(f"{_ROUTE}/source"):
        yield Found(f"{_ROUTE}/source")


@asks("assessment.route_audit")
def route_audit(draft: Draft, rule: Rule) -> Iterator[Found]:
    """An automatic result is audited by sampling."""
    percent = positive(draft.at(f"{_ROUTE}/audit_percent"))
    if _is_automatic(draft) and (percent is None or percent > WHOLE):
        yield Found(f"{_ROUTE}/audit_percent")


@asks("assessment.route_registered")
def route_registered(draft: Draft, rule: Rule) -> Iterator[Found]:
    """A registered certification is decided by people."""
    if _is_automatic(draft):
        yield Found(f"{_ROUTE}/kind")


def _is_automatic(draft: Draft) -> bool:
    return string(draft.at(f"{_ROUTE}/kind")) == "automatic"


@asks("assessment.grid")
def grid(draft: Draft, rule: Rule) -> Iterator[Found]:
    """A grid with criteria."""
    if not draft.criteria:
        yield Found(f"{_GRID}/criteria")


@asks("assessment.scale")
def scale(draft: Draft, rule: Rule) -> Iterator[Found]:
    """Two levels at least, each with its own code, its name and whole points, the best above 0."""
    levels = draft.entries(f"{_GRID}/scale")
    named = all(draft.text(level.members.get("label")) for level in levels)
    whole = all(points.is_integer() for points in draft.scale.values())
    if not draft.criteria and not levels:
        return  # `assessment.grid` says it
    enough = len(draft.scale) > 1 and len(draft.scale) == len(levels)
    if not (enough and named and whole and max(draft.scale.values(), default=0) > 0):
        yield Found(f"{_GRID}/scale")


@asks("assessment.criterion")
def criterion(draft: Draft, rule: Rule) -> Iterator[Found]:
    """Each has an id of its own, a name and a weight."""
    seen: set[str] = set()
    for each in draft.criteria:
        named = draft.text(each.members.get("label"))
        if not each.id or each.id in seen or not named or positive(each.members.get("weight")) is None:
            yield Found(each.pointer)
        seen.add(each.id)


@asks("assessment.weights")
def weights(draft: Draft, rule: Rule) -> Iterator[Found]:
    """They sum to 100."""
    if draft.criteria and abs(draft.weights - WHOLE) > _TOLERANCE:
        yield Found(f"{_GRID}/criteria", {"total": round(draft.weights, 2)})


@asks("assessment.outcome_uncovered")
def outcome_uncovered(draft: Draft, rule: Rule) -> Iterator[Found]:
    """Each outcome is judged by a criterion."""
    if not draft.criteria:
        return
    judged = {name for each in draft.criteria for name in draft.names(each.members.get("outcome_ids"))}
    for outcome in draft.outcomes:
        if outcome.id not in judged:
            yield Found(outcome.pointer)


@asks("assessment.criterion_outcomes")
def criterion_outcomes(draft: Draft, rule: Rule) -> Iterator[Found]:
    """Each criterion judges outcomes that there are."""
    known = {outcome.id for outcome in draft.outcomes}
    for each in draft.criteria:
        names = list(draft.names(each.members.get("outcome_ids")))
        wrong = [name for name in names if name not in known]
        if not names or wrong:
            yield Found(f"{each.pointer}/outcome_ids", {"names": _in_brackets(wrong), "where": _criterion(each)})


@asks("assessment.criterion_unobserved")
def criterion_unobserved(draft: Draft, rule: Rule) -> Iterator[Found]:
    """Each criterion is observed in an event."""
    observed = {name for event in draft.events for name in draft.names(event.members.get("criteria_ids"))}
    for each in draft.criteria if draft.events else ():
        if each.id not in observed:
            yield Found(each.pointer)


@asks("assessment.event_criteria")
def event_criteria(draft: Draft, rule: Rule) -> Iterator[Found]:
    """Each event observes criteria that there are."""
    known = {each.id for each in draft.criteria}
    for place, event in enumerate(draft.events if draft.criteria else ()):
        names = list(draft.names(event.members.get("criteria_ids")))
        wrong = [name for name in names if name not in known]
        if not names or wrong:
            where = Words(f"épreuve {place + 1}", f"event {place + 1}")
            yield Found(f"{event.pointer}/criteria_ids", {"names": _in_brackets(wrong), "where": where})


@asks("assessment.event_label")
def event_label(draft: Draft, rule: Rule) -> Iterator[Found]:
    """Each event says what is done."""
    for event in draft.events:
        if not draft.text(event.members.get("label")):
            yield Found(event.pointer)


@asks("assessment.eliminatory")
def eliminatory(draft: Draft, rule: Rule) -> Iterator[Found]:
    """Each eliminatory criterion has a minimum level of the scale, its own or that of the pass rule."""
    common = string(draft.at("/assessment/pass_rule/eliminatory_minimum_level"))
    for each in draft.criteria:
        own = string(each.members.get("minimum_level"))
        lowest = own or common
        if each.members.get("eliminatory") is True and lowest not in draft.scale:
            yield Found(each.pointer)


@asks("assessment.levels")
def levels(draft: Draft, rule: Rule) -> Iterator[Found]:
    """Each criterion says what each level of the scale looks like, and no level that there is not."""
    for each in draft.criteria if draft.scale else ():
        described = _described(draft, each)
        missing = [code for code in draft.scale if code not in described]
        strangers = [code for code in described if code not in draft.scale]
        if missing or strangers:
            names = [*missing, *strangers]
            yield Found(each.pointer, {"names": ", ".join(names[:_LONGEST_LIST])})


@asks("assessment.levels_alike")
def levels_alike(draft: Draft, rule: Rule) -> Iterator[Found]:
    """No two levels of a criterion are described in the same words."""
    for each in draft.criteria:
        codes: dict[tuple[tuple[str, str], ...], list[str]] = {}
        for code, words in _described(draft, each).items():
            codes.setdefault(tuple(sorted(words.items())), []).append(code)
        alike = next((found for found in codes.values() if len(found) > 1), None)
        if alike:
            yield Found(each.pointer, {"names": ", ".join(alike[:_LONGEST_LIST])})


def _described(draft: Draft, criterion: Entry) -> dict[str, dict[str, str]]:
    entries = criterion.members.get("levels")
    pairs = list(entries.items())[:50] if isinstance(entries, dict) else []
    return {code: words for code, value in pairs if isinstance(code, str) and (words := draft.text(value))}


@asks("assessment.pass_rule")
def pass_rule(draft: Draft, rule: Rule) -> Iterator[Found]:
    """A minimum score out of 100."""
    minimum = number(draft.at("/assessment/pass_rule/minimum_score"))
    if minimum is None or not 0 <= minimum <= WHOLE:
        yield Found("/assessment/pass_rule/minimum_score")


@asks("assessment.pass_text")
def pass_text(draft: Draft, rule: Rule) -> Iterator[Found]:
    """The rule in words."""
    if not draft.says("/assessment/pass_rule/text"):
        yield Found("/assessment/pass_rule/text")


@asks("assessment.unreachable")
def unreachable(draft: Draft, rule: Rule) -> Iterator[Found]:
    """The best marks reach the minimum score."""
    minimum = number(draft.at("/assessment/pass_rule/minimum_score"))
    if minimum is None or minimum > WHOLE or not draft.criteria:
        return  # `assessment.pass_rule` and `assessment.grid` say it
    best = draft.weights if max(draft.scale.values(), default=0) > 0 else 0.0
    if minimum > best + _TOLERANCE:
        yield Found("/assessment/pass_rule/minimum_score", {"best": round(best, 2), "minimum": minimum})


@asks("assessment.everybody_passes")
def everybody_passes(draft: Draft, rule: Rule) -> Iterator[Found]:
    """The worst marks do not."""
    minimum = number(draft.at("/assessment/pass_rule/minimum_score"))
    strict = any(each.members.get("eliminatory") is True for each in draft.criteria)
    if minimum == 0 and draft.criteria and not strict:
        yield Found("/assessment/pass_rule/minimum_score")


@asks("assessment.supervision")
def supervision(draft: Draft, rule: Rule) -> Iterator[Found]:
    """One of the four values of Annex I."""
    if string(draft.at(f"{_SUPERVISION}/code")) not in SUPERVISION:
        yield Found(_SUPERVISION)


@asks("assessment.unsupervised")
def unsupervised(draft: Draft, rule: Rule) -> Iterator[Found]:
    """Somebody watches, or knows who is there, in one event at least."""
    weakest = next(iter(SUPERVISION))
    known = [own for event in draft.events if (own := string(event.members.get("supervision"))) in SUPERVISION]
    claimed = string(draft.at(f"{_SUPERVISION}/code"))
    if claimed == weakest and all(own == weakest for own in known):
        yield Found(_SUPERVISION)


@asks("assessment.event_supervision")
def event_supervision(draft: Draft, rule: Rule) -> Iterator[Found]:
    """Each event says its own, too."""
    for event in draft.events:
        if string(event.members.get("supervision")) not in SUPERVISION:
            yield Found(event.pointer)


@asks("assessment.weakest_link")
def weakest_link(draft: Draft, rule: Rule) -> Iterator[Found]:
    """What is announced of the whole is true of its weakest event, unless its details say more."""
    order = list(SUPERVISION)
    claimed = string(draft.at(f"{_SUPERVISION}/code"))
    if claimed not in order:
        return
    for event in draft.events:
        own = string(event.members.get("supervision"))
        weaker = own in order and order.index(own) < order.index(claimed)
        if weaker and not (draft.says(f"{_SUPERVISION}/detail") and _is_named(draft, event)):
            yield Found(
                event.pointer,
                {"weaker": _lowered(SUPERVISION[own].label), "claimed": _lowered(SUPERVISION[claimed].label)},
            )


def _is_named(draft: Draft, event: Entry) -> bool:
    """Whether the details speak of this kind of supervision: "sans surveillance", "unsupervised"…"""
    words = " ".join(draft.text(draft.at(f"{_SUPERVISION}/detail")).values()).lower()
    own = string(event.members.get("supervision"))
    signs = ("sans surveillance", "non surveillé", "seul", "unsupervised", "alone")
    identity = ("sans vérification", "identité connue", "no identity", "without identity")
    return any(sign in words for sign in (signs if own == "unsup_noid" else (*signs, *identity)))


def _lowered(words: Words) -> Words:
    return Words(words.fr[:1].lower() + words.fr[1:], words.en[:1].lower() + words.en[1:])


@asks("assessment.independence")
def independence(draft: Draft, rule: Rule) -> Iterator[Found]:
    """Somebody else than the trainer assesses."""
    for event in draft.events:
        assessors = event.members.get("assessors")
        if isinstance(assessors, dict) and assessors.get("independent_from_trainer") is False:
            yield Found(event.pointer)


@asks("assessment.retake")
def retake(draft: Draft, rule: Rule) -> Iterator[Found]:
    """How one may try again, or that one may not."""
    said = draft.says("/assessment/retake/label")
    if not said and number(draft.at("/assessment/retake/max_attempts")) is None:
        yield Found("/assessment/retake")


@asks("assessment.partial")
def partial(draft: Draft, rule: Rule) -> Iterator[Found]:
    """Whether what was shown is kept."""
    if not isinstance(draft.at("/assessment/partial_validation/allowed"), bool):
        yield Found("/assessment/partial_validation")


def _in_brackets(names: list[str]) -> str:
    return f" ({', '.join(name[:40] for name in names[:_LONGEST_LIST])})" if names else ""


def _criterion(entry: Entry) -> Words:
    place = int(entry.pointer.rpartition("/")[2]) + 1
    return Words(f"critère {place}", f"criterion {place}")
