"""Level and volume: how demanding, how long, how one takes part, who watches over it, what it counts towards."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sceau.design import pointers
from sceau.design.pointers import ABSENT
from sceau.engine.quality.levels import LEVELS
from sceau.engine.quality.lists import HOURS, PARTICIPATION, QUALITY, STACKABILITY
from sceau.engine.strict_json import JsonObject
from sceau.web import words
from sceau.web.desk.designs.forms.base import Step
from sceau.web.desk.designs.forms.fields import Duration, Number, Pick, Texts, Tick, texts_of
from sceau.web.desk.designs.forms.identity import labelled
from sceau.web.desk.designs.forms.levels import (
    COMPUTED,
    CREDITS,
    ECTS_RULE,
    INDICATIVE,
    NO_LEVEL,
    NONE,
    OTHER,
    ROLES,
    CreditsPick,
    FormPick,
    LevelPick,
    RolePick,
    credits_of,
)
from sceau.web.desk.designs.forms.parts import One, Part, Rows, put
from sceau.web.templatetags.words import spoken

LEVEL: Final = "/annex1/mandatory/level"
WORKLOAD: Final = "/annex1/mandatory/notional_workload"
FORM: Final = "/annex1/mandatory/form_of_participation"
STACKS: Final = "/annex1/optional/integration_stackability_options"


def is_registered(document: JsonObject) -> bool:
    """Whether it says that it stands in a register."""
    return pointers.read(document, "/registration/type") not in (ABSENT, None, "", "none")


class LevelPart(Part):
    """Level, hours, credits, participation, prerequisites."""

    level = LevelPick(
        at=LEVEL,
        needed=True,
        radio=True,
        label=gettext_lazy("Niveau visé"),
        help_text=gettext_lazy(
            "Celui de ce que la personne saura faire, pas celui de l’organisme ni du public. Lisez les trois lignes, "
            "prenez le premier niveau où tout est vrai."
        ),
    )
    rationale = Texts(
        at=f"{LEVEL}/rationale",
        needed=True,
        rows=2,
        most=600,
        label=gettext_lazy("Pourquoi ce niveau"),
        help_text=gettext_lazy("Ce qui, dans vos acquis, y répond : autonomie, complexité, responsabilité."),
    )
    cycle = Texts(
        at=f"{LEVEL}/qf_ehea_cycle",
        label=gettext_lazy("Cycle de l’enseignement supérieur"),
        help_text=gettext_lazy("Seulement dans le supérieur : « premier cycle », « deuxième cycle »."),
    )
    no_level = Texts(
        at=f"{LEVEL}/not_applicable",
        rows=2,
        most=600,
        label=gettext_lazy("Pourquoi aucun niveau ne s’applique"),
        help_text=gettext_lazy("Seulement si vous avez choisi « aucun niveau »."),
    )
    guided = Duration(at=f"{WORKLOAD}/breakdown/guided", unit="hours", label=gettext_lazy("Heures encadrées"))
    autonomous = Duration(
        at=f"{WORKLOAD}/breakdown/autonomous", unit="hours", label=gettext_lazy("Heures en autonomie")
    )
    work_based = Duration(
        at=f"{WORKLOAD}/breakdown/work_based", unit="hours", label=gettext_lazy("Heures en situation de travail")
    )
    assessment = Duration(
        at=f"{WORKLOAD}/breakdown/assessment", unit="hours", label=gettext_lazy("Heures d’évaluation")
    )
    total = Duration(
        at=f"{WORKLOAD}/hours_total",
        unit="hours",
        needed=True,
        label=gettext_lazy("Total"),
        help_text=gettext_lazy("Calculé dès qu’une partie est donnée."),
    )
    ects = Number(
        at=f"{WORKLOAD}/ects",
        decimals=1,
        most=180,
        label=gettext_lazy("Nombre de crédits"),
        help_text=gettext_lazy("Seulement si vous avez choisi un autre nombre."),
    )
    credits = CreditsPick(at=f"{WORKLOAD}/ects", radio=True, needed=True, label=gettext_lazy("Crédits ECTS"))
    ects_rule = Texts(
        at=f"{WORKLOAD}/ects_rule",
        most=300,
        label=gettext_lazy("Raison, ou règle de calcul"),
        help_text=gettext_lazy("« Organisme hors enseignement supérieur », par exemple."),
    )
    no_hours = Texts(
        at=f"{WORKLOAD}/not_applicable",
        rows=2,
        most=600,
        label=gettext_lazy("Pourquoi le volume ne s’applique pas"),
        help_text=gettext_lazy("Seulement si aucune heure n’a de sens : une reconnaissance d’expérience, par exemple."),
    )
    form = FormPick(at=FORM, needed=True, label=gettext_lazy("Forme de participation"))
    form_detail = Texts(
        at=f"{FORM}/detail",
        rows=2,
        most=600,
        label=gettext_lazy("En clair"),
        help_text=gettext_lazy("« Deux journées sur place et cinq heures à distance, avec un tuteur. »"),
    )
    prerequisites = Texts(
        at="/annex1/optional/prerequisites/text",
        rows=2,
        most=1000,
        label=gettext_lazy("Prérequis"),
        help_text=gettext_lazy("« Aucun » est une réponse."),
    )
    stackability = Pick(at=f"{STACKS}/type", radio=True, label=gettext_lazy("Seule, ou avec d’autres"))

    def prepare(self) -> None:
        """Labels in the language of the page."""
        levels = [(str(level), _("Niveau %(n)s") % {"n": level}) for level in range(1, 9)]
        self.fields["level"].offer([*levels, (NO_LEVEL, _("Aucun niveau ne s’applique"))])  # type: ignore[attr-defined]  # those are choices
        self.fields["credits"].hours = self.found(f"{WORKLOAD}/hours_total")  # type: ignore[attr-defined]  # see there
        for name, offered in (("credits", CREDITS), ("stackability", STACKABILITY)):
            self.fields[name].offer(labelled(offered))  # type: ignore[attr-defined]  # the same
        self.fields["form"].offer(  # type: ignore[attr-defined]  # the same
            [(code, concept.label.to(spoken())) for code, concept in PARTICIPATION.items()]
        )

    @property
    def levels(self) -> list[dict[str, Any]]:
        """Each level with its button and what it asks for; None where no level applies."""
        return [
            {"button": each, "level": None if (code := str(each.data["value"])) == NO_LEVEL else LEVELS.get(int(code))}
            for each in self["level"].subwidgets
        ]

    @property
    def parts(self) -> list[Any]:
        """The fields of the parts of the hours."""
        return [self[name] for name in HOURS]

    @property
    def sum(self) -> str:
        """The sum of the parts that the document holds, "" without."""
        found = self.found(f"{WORKLOAD}/breakdown")
        hours = [each for each in found.values() if isinstance(each, int | float)] if isinstance(found, dict) else []
        return words.number(_tidy(sum(hours)), spoken()) if hours else ""

    @property
    def counted(self) -> str:
        """The credits that the hours make, "" without hours."""
        hours = self.found(f"{WORKLOAD}/hours_total")
        ects = credits_of(hours) if isinstance(hours, int | float) else None
        return words.number(ects, spoken()) if ects else ""

    def changed(self, name: str) -> bool:
        """Whether somebody changed a field, to something that can be read."""
        return self.is_bound and name not in self.errors and bool(self.cleaned_data[name] != self.initial[name])

    def clean(self) -> dict[str, Any]:
        """What contradicts itself is said, and stays as it was."""
        typed: dict[str, Any] = super().clean() or {}
        if typed.get("level") == NO_LEVEL and not typed.get("no_level"):
            for name in ("level", "no_level"):
                self.add_error(name, _("Dites pourquoi aucun niveau ne s’applique."))
        hours = [typed.get(name) for name in (*HOURS, "total")]
        if typed.get("no_hours") and any(hours):
            self.add_error("no_hours", _("Donnez des heures, ou la raison de leur absence : pas les deux."))
        parts = _tidy(sum(typed.get(name) or 0 for name in HOURS))
        total = typed.get("total")
        if parts and total and parts != total and total != self.initial["total"]:
            said = {"parts": words.number(parts, spoken()), "total": words.number(total, spoken())}
            self.add_error("total", _("Les parties font %(parts)s h, et non %(total)s h.") % said)
        if typed.get("credits") == COMPUTED and not any(hours):
            self.add_error("credits", _("Donnez d’abord les heures."))
        # the rule by which they were counted is no reason for not counting them
        counted = self.initial["credits"] == COMPUTED and typed.get("ects_rule") == self.initial["ects_rule"]
        if typed.get("credits") in (OTHER, NONE) and (counted or not typed.get("ects_rule")):
            self.add_error("ects_rule", _("Donnez la raison."))
        if typed.get("credits") == OTHER and not typed.get("ects"):
            self.add_error("ects", _("Donnez le nombre de crédits."))
        return typed

    def settled(self, item: JsonObject) -> JsonObject:
        """What follows from the level and from the hours."""
        if not self.is_bound:
            return item
        if self.changed("level") or self.changed("no_level"):
            item = self._with_level(item)
        if any(map(self.changed, (*HOURS, "total", "credits", "ects", "ects_rule", "no_hours"))):
            item = self._with_hours(item)
        return item

    def _with_level(self, item: JsonObject) -> JsonObject:
        level = pointers.read(item, LEVEL)
        if not isinstance(level, dict):
            return item
        if self.cleaned_data.get("level") == NO_LEVEL:
            return put(item, LEVEL, {"not_applicable": level["not_applicable"]}) if "not_applicable" in level else item
        if "eqf" in level and "not_applicable" in level:
            level = {name: kept for name, kept in level.items() if name != "not_applicable"}
        if "eqf" in level and "referencing" not in level and not is_registered(self.document):
            level = {**level, "referencing": texts_of(INDICATIVE)}
        return put(item, LEVEL, level or ABSENT)

    def _with_hours(self, item: JsonObject) -> JsonObject:
        load = pointers.read(item, WORKLOAD)
        if not isinstance(load, dict):
            return item
        if "not_applicable" in load and "no_hours" not in self.errors:
            return put(item, WORKLOAD, {"not_applicable": load["not_applicable"]})
        load = _totalled(load, any(map(self.changed, HOURS)))
        return put(item, WORKLOAD, self._credited(load) or ABSENT)

    def _credited(self, load: JsonObject) -> JsonObject:
        chosen = self.cleaned_data.get("credits")
        if chosen == NONE:
            return {**load, "ects": None}
        if chosen == OTHER:
            typed = self.cleaned_data.get("ects")
            return {**load, "ects": typed} if typed else load
        hours = load.get("hours_total")
        if chosen == COMPUTED and isinstance(hours, int | float):
            # the page does not show yet a rule that a former save wrote: an empty field takes none away
            written = self.cleaned_data.get("ects_rule") and not self.changed("credits")
            rule = load.get("ects_rule") if written else None
            return {**load, "ects": credits_of(hours), "ects_rule": rule or texts_of(ECTS_RULE)}
        return load


def _totalled(load: JsonObject, parts_changed: bool) -> JsonObject:
    """With the sum of the parts, where there are parts; and with the length of ISO 8601 where it was."""
    parts = load.get("breakdown")
    hours = [each for each in parts.values() if isinstance(each, int | float)] if isinstance(parts, dict) else []
    if hours and (parts_changed or "hours_total" not in load):
        load = {**load, "hours_total": _tidy(sum(hours))}
    if "iso8601" in load and isinstance(load.get("hours_total"), int | float):
        whole, minutes = divmod(round(load["hours_total"] * 60), 60)
        load = {**load, "iso8601": f"PT{whole}H" + (f"{minutes}M" if minutes else "")}
    return load


def _tidy(hours: float) -> float:
    rounded = round(hours, 4)
    return int(rounded) if float(rounded).is_integer() else rounded


class AssurancePart(Part):
    """One kind of quality assurance."""

    kind = Pick(at="/type", needed=True, radio=True, label=gettext_lazy("Par qui"))
    label = Texts(
        at="/label",
        needed=True,
        most=300,
        label=gettext_lazy("En quoi elle consiste"),
        help_text=gettext_lazy("« Comité annuel avec trois employeurs », « certificat Qualiopi du 12 mars 2025 »."),
    )
    only_if_registered = Tick(
        at="/only_if_registered", label=gettext_lazy("Ne le dire que tant que l’enregistrement tient")
    )

    def prepare(self) -> None:
        """The last question is for what is registered."""
        self.fields["kind"].offer(labelled(QUALITY))  # type: ignore[attr-defined]  # those are choices
        if not is_registered(self.document):
            del self.fields["only_if_registered"]


class StackPart(Part):
    """Something larger that it counts towards."""

    title = Texts(at="/title", needed=True, most=200, label=gettext_lazy("Nom de ce vers quoi elle compte"))
    role = RolePick(at="/role", label=gettext_lazy("Elle y est"))
    only_if_registered = Tick(
        at="/only_if_registered", label=gettext_lazy("Ne le dire que tant que l’enregistrement tient")
    )

    def prepare(self) -> None:
        """The last question is for what is registered."""
        self.fields["role"].offer(labelled(ROLES))  # type: ignore[attr-defined]  # those are choices
        if not is_registered(self.document):
            del self.fields["only_if_registered"]


class LevelStep(Step):
    """See the module."""

    name: ClassVar = "level"
    pieces: ClassVar = (
        One("volume", LevelPart),
        Rows(
            "quality",
            AssurancePart,
            at="/annex1/mandatory/type_of_quality_assurance",
            name=lambda number: _("Assurance qualité %(number)s") % {"number": number},
        ),
        Rows(
            "stacks",
            StackPart,
            at=f"{STACKS}/rules",
            name=lambda number: _("Vers %(number)s") % {"number": number},
        ),
    )

    def settled(self, document: JsonObject) -> JsonObject:
        """What counts towards something larger is stackable."""
        if pointers.read(document, f"{STACKS}/rules") and pointers.read(document, f"{STACKS}/type") is ABSENT:
            return put(document, f"{STACKS}/type", "integrated")
        return document
