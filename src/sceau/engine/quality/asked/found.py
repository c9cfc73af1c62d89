"""What a rule finds in a design, and who looks: one function for each code of a rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from sceau.engine.quality.drafts import Draft
from sceau.engine.quality.findings import Value
from sceau.engine.quality.rules.rule import Rule


@dataclass(frozen=True, slots=True)
class Found:
    """One place where a rule is broken. values: what fills its sentence; {where} is the place's name if not given."""

    pointer: str
    values: Mapping[str, Value] = field(default_factory=dict)


Asker = Callable[[Draft, Rule], Iterator[Found]]
ASKED: dict[str, Asker] = {}


def asks(code: str) -> Callable[[Asker], Asker]:
    """Say which rule a function asks."""

    def keep(asker: Asker) -> Asker:
        ASKED[code] = asker
        return asker

    return keep
