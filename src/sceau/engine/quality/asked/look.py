"""What is asked of what a reader is told: what it is worth, what it is not, accessibility."""

from __future__ import annotations

from collections.abc import Iterator

from sceau.engine.images.seal import INKS
from sceau.engine.quality.asked.found import Found, asks
from sceau.engine.quality.drafts import Draft
from sceau.engine.quality.lists import DEFAULT_LIMITS
from sceau.engine.quality.rules.rule import Rule


@asks("look.worth")
def worth(draft: Draft, rule: Rule) -> Iterator[Found]:
    """What it is worth."""
    if not draft.says("/worth"):
        yield Found("/worth")


@asks("look.limits")
def limits(draft: Draft, rule: Rule) -> Iterator[Found]:
    """What it is not."""
    if not draft.says("/limits"):
        yield Found("/limits", {"default": DEFAULT_LIMITS})


@asks("look.further")
def further(draft: Draft, rule: Rule) -> Iterator[Found]:
    """Further information."""
    if not draft.says("/annex1/optional/further_information"):
        yield Found("/annex1/optional/further_information")


@asks("look.accessibility")
def accessibility(draft: Draft, rule: Rule) -> Iterator[Found]:
    """Which arrangements there are."""
    if not draft.says("/accessibility"):
        yield Found("/accessibility")


@asks("look.ink")
def ink(draft: Draft, rule: Rule) -> Iterator[Found]:
    """One of the six, when one is chosen."""
    chosen = draft.at("/look/ink")
    if chosen is not None and (not isinstance(chosen, str) or chosen not in INKS):
        yield Found("/look/ink", {"words": str(chosen)[:40]})
