"""What helps in the steps of outcomes and of assessment: pickers of frameworks, the matrix, the sum of the weights."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sceau.design.models import Design
from sceau.engine.quality.verbs import VERBS
from sceau.engine.strict_json import JsonObject
from sceau.frameworks.searching import found_of
from sceau.web import words
from sceau.web.desk.designs.forms.assessment import AssessmentStep
from sceau.web.desk.designs.forms.base import Step
from sceau.web.desk.designs.forms.grids import WHOLE, matrix, total_of
from sceau.web.desk.designs.forms.outcomes import BLOOM, OutcomesStep, classified, criteria_of
from sceau.web.desk.doors import DeskRequest
from sceau.web.desk.frameworks.picker import picker
from sceau.web.templatetags.words import spoken

# what follows each save besides the findings
LIVE: Final = {
    "outcomes": "desk/designs/steps/outcomes_live.html",
    "assessment": "desk/designs/steps/assessment_live.html",
    "level": "desk/designs/steps/level_live.html",
    "look": "desk/designs/steps/look_live.html",
    "issuing": "desk/designs/steps/issuing_live.html",
}


_SCHEMES: Final[dict[str, str | Promise]] = {
    "isced_f": _("Domaine d’études (ISCED-F)"),
    "rome": _("Métiers (ROME)"),
    "nsf": _("Spécialité de formation (NSF)"),
}


def of(step: Step, request: DeskRequest, design: Design) -> dict[str, Any]:
    """What the template of a step shows besides its fields."""
    if isinstance(step, OutcomesStep):
        _draw_pickers(step, request)
        return {"verbs": _verbs(), "classified": _classified(request, design.draft)}
    if isinstance(step, AssessmentStep):
        return {"matrix": matrix(design.draft), "total": total(design.draft)}
    return {}


def total(document: JsonObject) -> dict[str, Any]:
    """The sum of the weights, in words."""
    found = total_of(document)
    return {
        "any": bool(criteria_of(document)),
        "sum": _number(found),
        "missing": _number(WHOLE - found) if found < WHOLE else "",
        "over": _number(found - WHOLE) if found > WHOLE else "",
        "right": found == WHOLE,
    }


def picked(step: Step, document: JsonObject, value: str) -> tuple[JsonObject, str]:
    """The document with what somebody picked in a framework: « outcomes-LO1|esco|http://… »; where to look then."""
    field, __, rest = value.partition("|")
    framework, __, code = rest.partition("|")
    key, __, target = field.partition("-")
    found = found_of(framework, code, on=localdate()) if isinstance(step, OutcomesStep) else None
    if found is None or not isinstance(step, OutcomesStep):
        return document, f"look-{field}"
    if key == "class" and target in _SCHEMES:
        return step.classify(document, target, found.classification)
    return step.align(document, target, found.alignment) if key == "outcomes" else (document, "")


def _draw_pickers(step: OutcomesStep, request: DeskRequest) -> None:
    """One at each outcome; none asks the database before somebody looks something up in it."""
    main = step.tongues.main
    for row in step["outcomes"]:
        texts = row.initial["statement"]
        row.picker = picker(
            request,
            field=row.prefix,
            label=gettext("Chercher une compétence à laquelle cet acquis correspond"),
            statement=texts.get(main, ""),
            statement_name=f"{row.add_prefix('statement')}-{main}",
            chosen=[str(each.get("id", "")) for each in row.alignments],
        )


def _classified(request: DeskRequest, document: JsonObject) -> list[dict[str, Any]]:
    found = []
    for each in classified(document):
        label = str(_SCHEMES[each["scheme"]])
        drawn = picker(
            request,
            field=f"class-{each['scheme']}",
            label=gettext("Ajouter : %(scheme)s") % {"scheme": label},
            frameworks=(each["framework"],),
            chosen=[str(entry.get("code", "")) for entry in each["entries"]],
        )
        found.append({**each, "label": label, "picker": drawn})
    return found


def _verbs() -> list[dict[str, str]]:
    """Verbs by level, in the language of the page."""
    language = spoken()
    return [
        {
            "name": gettext("Niveau %(level)s : %(name)s") % {"level": level, "name": label.to(language)},
            "verbs": ", ".join(VERBS[language][level]),
        }
        for level, label in BLOOM.items()
    ]


def _number(value: Decimal) -> str:
    whole = int(value)
    return words.number(whole if value == whole else value.normalize(), spoken())
