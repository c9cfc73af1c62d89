"""A rule that is broken in one place, as a finding: its sentence filled in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from sceau.engine.quality.places import label_of
from sceau.engine.quality.report import Finding
from sceau.engine.quality.rules.rule import Rule
from sceau.engine.quality.words import Words

LONGEST_VALUE = 160
_LARGEST_SHORT = 1e6  # beyond, the shortest form of a number has an exponent

Value = str | int | float | Words


def finding_of(rule: Rule, profile: str, pointer: str, values: Mapping[str, Value]) -> Finding:
    """The finding. values: what fills the sentence; {where} is the name of the place when it is not given"""
    filling: dict[str, Value] = {"where": label_of(pointer), **values}
    return Finding(
        code=rule.code,
        severity=rule.severities[profile],
        step=rule.step,
        pointer=pointer,
        sentence=Words(_filled(rule.sentence, filling, "fr"), _filled(rule.sentence, filling, "en")),
        example=rule.example,
        values={name: _clipped(value) for name, value in values.items() if not isinstance(value, Words)},
    )


def _filled(sentence: Words, values: Mapping[str, Value], language: str) -> str:
    text = sentence.to(language).format_map({name: _said(value, language) for name, value in values.items()})
    return text[:1].upper() + text[1:]


def _said(value: Value, language: str) -> str:
    """A value as the language writes it: 12,5 in French."""
    if isinstance(value, Words):
        return value.to(language)
    if isinstance(value, str):
        return str(_clipped(value))
    text = f"{value:g}" if abs(value) < _LARGEST_SHORT else f"{value:.0f}"
    return text.replace(".", ",") if language == "fr" else text


def _clipped(value: str | float) -> str | int | float:
    if not isinstance(value, str):
        return value
    cut = value if len(value) <= LONGEST_VALUE else f"{value[: LONGEST_VALUE - 1]}…"
    return cut.encode("utf-8", "replace").decode("utf-8")  # half a surrogate pair could not be written down
