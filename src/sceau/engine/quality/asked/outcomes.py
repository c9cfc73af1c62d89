"""What is asked of the learning outcomes and of their words."""

from __future__ import annotations

from collections.abc import Iterator

from sceau.engine.model.wording import LANGUAGES
from sceau.engine.quality.asked.found import Asker, Found, asks
from sceau.engine.quality.drafts import Draft, Entry, number, string
from sceau.engine.quality.languages import BLOOM
from sceau.engine.quality.places import label_of
from sceau.engine.quality.remarks import LONGEST_READ, level_is_far, remarks_on
from sceau.engine.quality.rules.rule import Rule

_OUTCOMES = "/annex1/mandatory/learning_outcomes"


@asks("outcomes.none")
def none(draft: Draft, rule: Rule) -> Iterator[Found]:
    """At least one."""
    if not draft.outcomes:
        yield Found(_OUTCOMES)


@asks("outcomes.statement")
def statement(draft: Draft, rule: Rule) -> Iterator[Found]:
    """Each says what the person can do."""
    for outcome in draft.outcomes:
        if not draft.text(outcome.members.get("statement")):
            yield Found(outcome.pointer)


@asks("outcomes.identifier")
def identifier(draft: Draft, rule: Rule) -> Iterator[Found]:
    """Each has an id of its own."""
    seen: set[str] = set()
    for outcome in draft.outcomes:
        if not outcome.id or outcome.id in seen:
            yield Found(outcome.pointer)
        seen.add(outcome.id)


@asks("outcomes.many")
def many(draft: Draft, rule: Rule) -> Iterator[Found]:
    """Few enough for one targeted skill."""
    limit = int(rule.limits["outcomes"])
    if len(draft.outcomes) > limit:
        yield Found(_OUTCOMES, {"count": len(draft.outcomes), "limit": limit})


@asks("outcomes.aligned")
def aligned(draft: Draft, rule: Rule) -> Iterator[Found]:
    """One outcome at least is tied to a framework."""
    if draft.outcomes and not any(map(_is_aligned, draft.outcomes)):
        yield Found(_OUTCOMES)


@asks("outcomes.each_aligned")
def each_aligned(draft: Draft, rule: Rule) -> Iterator[Found]:
    """So is each of them, once one is."""
    if any(map(_is_aligned, draft.outcomes)):
        yield from (Found(outcome.pointer) for outcome in draft.outcomes if not _is_aligned(outcome))


def _is_aligned(outcome: Entry) -> bool:
    entries = outcome.members.get("alignments")
    if not isinstance(entries, list):
        return False
    return any(isinstance(entry, dict) and string(entry.get("framework")) for entry in entries)


@asks("outcomes.field")
def field(draft: Draft, rule: Rule) -> Iterator[Found]:
    """A field of study or a job classifies it."""
    if not any(draft.items(f"/classification/{name}") for name in ("isced_f", "nsf", "rome")):
        yield Found("/classification")


def _about(code: str) -> Asker:
    def look(draft: Draft, rule: Rule) -> Iterator[Found]:
        longest = int(rule.limits.get("words", LONGEST_READ))
        for outcome in draft.outcomes:
            words, language = _readable(draft, outcome)
            for remark in remarks_on(words, language, longest) if words else ():
                if remark.code == code:
                    yield Found(f"{outcome.pointer}/statement", {"where": label_of(outcome.pointer), **remark.values})

    return look


def _readable(draft: Draft, outcome: Entry) -> tuple[str, str]:
    """(statement, language) in the design's own language, or in one that we can read; ("", "") in none."""
    words = draft.text(outcome.members.get("statement"))
    for language in (draft.main, *LANGUAGES):
        if language in words and language in LANGUAGES:
            return words[language], language
    return "", ""


for _code in ("not_observable", "no_verb", "several_verbs", "long", "vague"):
    asks(f"outcome.{_code}")(_about(f"outcome.{_code}"))


@asks("outcome.level_far")
def level_far(draft: Draft, rule: Rule) -> Iterator[Found]:
    """No verb is out of reach of the level, and one at least is worthy of it."""
    if draft.eqf is None:
        return
    for outcome in draft.outcomes:
        words, language = _readable(draft, outcome)
        given = number(outcome.members.get("bloom_level"))
        level = int(given) if given is not None and given in BLOOM else None
        if words and (far := level_is_far(words, language, draft.eqf, level)):
            where = label_of(outcome.pointer)
            yield Found(f"{outcome.pointer}/statement", {"where": where, **far, "level": draft.eqf})
