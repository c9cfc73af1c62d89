"""What of a design is not translated, and which languages will be published."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sceau.design import pointers
from sceau.design.queries import gate_of, settings_of
from sceau.design.steps import STEPS
from sceau.engine.quality.places import label_of, step_of
from sceau.institutions.roles import Right
from sceau.web.desk.designs.finding import design_here
from sceau.web.desk.designs.gate import addresses
from sceau.web.desk.designs.wording import LANGUAGE_NAMES, STEP_NAMES, in_words, said, title_of
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.templatetags.words import spoken


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language in which a design is to be published. missing: how many texts; main: the one it is written in"""

    name: str
    main: bool
    missing: int

    @property
    def complete(self) -> bool:
        """Whether it will be published."""
        return not self.missing


@dataclass(frozen=True, slots=True)
class Missing:
    """A text that is not there in a language. text: what it says in another one, "" when it is in none"""

    label: str
    language: str
    url: str
    text: str


@dataclass(frozen=True, slots=True)
class Group:
    """What is missing in one step."""

    step: str
    name: str | Promise
    lines: tuple[Missing, ...]


@desk_page(Right.SEE_DESIGNS)
@require_safe
def translations(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """The texts by step, each with where to write it."""
    design = design_here(request, uuid)
    report, draft = gate_of(design, now=now()), design.draft
    where = addresses(request, design)
    main = draft.get("language") or "fr"
    wanted = draft.get("languages") or settings_of(request.desk.institution).languages or [main]
    tongues = [
        Tongue(
            str(LANGUAGE_NAMES.get(each, each)),
            each == main,
            sum(language == each for _p, language in report.untranslated),
        )
        for each in wanted
    ]
    lines: dict[str, list[Missing]] = {step: [] for step in STEPS}
    for pointer, language in report.untranslated:
        step = step_of(pointer) or STEPS[0]
        there = pointers.read(draft, pointer)
        lines[step].append(
            Missing(
                _first_upper(label_of(pointer).to(spoken())),
                str(LANGUAGE_NAMES.get(language, language)),
                where.of(step, pointer),
                said(there, main) if there is not pointers.ABSENT else "",
            )
        )
    complete = [each for each, tongue in zip(wanted, tongues, strict=True) if tongue.complete]
    context = {
        "design": design,
        "title": title_of(design, spoken()),
        "languages": tongues,
        "sentence": _sentence(complete, wanted),
        "steps": [Group(step, STEP_NAMES[step], tuple(found)) for step, found in lines.items() if found],
    }
    return render(request, "desk/designs/translations.html", context)


def _sentence(complete: list[str], wanted: list[str]) -> str:
    if not complete:
        return _("Aucune langue n’est complète : rien ne peut encore être publié.")
    if len(complete) == len(wanted):
        return _("Elle sera publiée en %(languages)s.") % {"languages": in_words(complete)}
    return _("Telle quelle, elle serait publiée en %(languages)s seulement.") % {"languages": in_words(complete)}


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]
