"""What comes after, as a design names it: another design by its uuid, said by the title that it is offered under."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sceau.design.models import CatalogueEntry
from sceau.engine.strict_json import JsonObject


def with_titles(document: JsonObject) -> JsonObject:
    """The document in which a next step without words of its own bears the title of what it leads to.

    Only what is offered to everybody is told; a title that is not in a language is given as it is.
    """
    steps: Any = document.get("next_steps")
    if not isinstance(steps, list):
        return document
    asked = {found for step in steps if (found := _named(step)) is not None}
    if not asked:
        return document
    rows = CatalogueEntry.objects.filter(design__uuid__in=asked).values_list("design__uuid", "language", "titles")
    titles: dict[UUID | None, Any] = {uuid: (language, words) for uuid, language, words in rows}
    wanted: Any = document.get("languages") or [document.get("language", "fr")]
    languages = [each for each in wanted if isinstance(each, str)] if isinstance(wanted, list) else []
    told = []
    for step in steps:
        language, words = titles.get(_named(step), ("", {}))
        default = words.get(language) or next(iter(words.values()), "")
        label = {each: words.get(each, default) for each in languages} if default else {}
        told.append({**step, "label": label} if label else step)
    return {**document, "next_steps": told}


def _named(step: Any) -> UUID | None:
    """The design that a step names and has no words for."""
    if not isinstance(step, dict) or step.get("label") or not isinstance(step.get("design"), str):
        return None
    try:
        return UUID(step["design"])
    except ValueError:
        return None
