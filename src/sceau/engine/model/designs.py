"""A micro-credential design, ``sceau.design/1``: what can be earned, in one numbered version, ready to be described."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any
from uuid import UUID

from sceau.engine.errors import MalformedDesign, Reason
from sceau.engine.model.bodies import Body, read_body
from sceau.engine.model.design_schema import check_design
from sceau.engine.model.grids import WHOLE, Criterion, Grid, Level
from sceau.engine.model.registers import Registration, read_registration
from sceau.engine.model.samples import modernise
from sceau.engine.model.texts import Text, make_text, read_text
from sceau.engine.strict_json import JsonObject

NOT_FILLED = Reason(
    "design.not_filled",
    fr="il manque {name}, ou «\u00a0not_applicable\u00a0» avec la raison",
    en="{name} is missing, or “not_applicable” with the reason",
)
SAID_TWICE = Reason(
    "design.said_twice",
    fr="l’identifiant «\u00a0{name}\u00a0» est donné deux fois",
    en="the id “{name}” is given twice",
)
NO_SUCH_OUTCOME = Reason(
    "design.no_such_outcome",
    fr="il n’y a pas d’acquis «\u00a0{name}\u00a0» dans cette micro-certification",
    en="this micro-credential has no learning outcome “{name}”",
)
NO_SUCH_LEVEL = Reason(
    "design.no_such_level",
    fr="il n’y a pas de niveau «\u00a0{name}\u00a0» dans l’échelle de la grille",
    en="the grid’s scale has no level “{name}”",
)
OUTCOME_NOT_JUDGED = Reason(
    "design.outcome_not_judged",
    fr="aucun critère ne juge l’acquis «\u00a0{name}\u00a0»",
    en="no criterion judges the learning outcome “{name}”",
)
WRONG_WEIGHTS = Reason(
    "design.wrong_weights",
    fr="les poids des critères font {total} et non 100",
    en="the weights of the criteria sum to {total}, not 100",
)


@dataclass(frozen=True, slots=True)
class Alignment:
    """A concept of a framework that an outcome corresponds to.

    url:   the concept's own address, "" when the framework gives none
    code:  its code in the framework, "" when it is known by its address
    """

    framework: str
    code: str
    url: str
    label: Text


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the holder can do."""

    id: str
    statement: Text
    alignments: tuple[Alignment, ...]


@dataclass(frozen=True, slots=True)
class Workload:
    """hours: notional hours in all, by kind in breakdown; ects: None when no credits are given, rule says why."""

    hours: float
    breakdown: Mapping[str, float]
    ects: float | None
    rule: Text | None


@dataclass(frozen=True, slots=True)
class QualificationLevel:
    """eqf: 1 to 8; cycle: of the European higher education area."""

    eqf: int
    cycle: Text | None
    rationale: Text | None


@dataclass(frozen=True, slots=True)
class Place:
    """country: ISO 3166-1 alpha-2; region: ISO 3166-2 or ""."""

    country: str
    country_label: Text | None
    region: str
    region_label: Text | None


@dataclass(frozen=True, slots=True)
class Assurance:
    """One kind of quality assurance, "internal" or "external"."""

    kind: str
    label: Text
    only_if_registered: bool


@dataclass(frozen=True, slots=True)
class Stack:
    """Something larger that the micro-credential counts towards, and in which role."""

    name: Text
    role: Text | None
    only_if_registered: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Design:
    """One version of a design; two readings of one file are two designs, so that a design may be a key.

    number:          1, 2, 3…, part of the achievement's address; label: what its origin called it
    bodies:          who awards, first the one that signs; entries that are only an id have no name yet
    not_applicable:  why workload or level is None, by element name
    document:        the whole design as sceau.design/1, untouched
    """

    uuid: UUID
    id: str
    number: int
    label: str
    status: str
    language: str
    usage: str
    title: Text
    summary: Text | None
    places: tuple[Place, ...]
    bodies: tuple[Body, ...]
    outcomes: tuple[Outcome, ...]
    workload: Workload | None
    level: QualificationLevel | None
    not_applicable: Mapping[str, Text]
    assessment_types: tuple[Text, ...]
    participation: Text
    participation_detail: Text | None
    quality: tuple[Assurance, ...]
    prerequisites: Text | None
    grade_scheme: str
    stackability: str
    stacks: tuple[Stack, ...]
    further_information: Text | None
    fields_of_study: tuple[Alignment, ...]
    registration: Registration
    grid: Grid | None
    pass_rule: Text | None
    validity_months: int | None
    renewal: Text | None
    document: JsonObject

    @property
    def mandatory(self) -> JsonObject:
        """The eleven mandatory elements of Annex I, as written."""
        elements: JsonObject = self.document["annex1"]["mandatory"]
        return elements

    @property
    def optional(self) -> JsonObject:
        """The optional elements of Annex I, as written."""
        elements: JsonObject = self.document["annex1"].get("optional") or {}
        return elements


def read_design(document: JsonObject) -> Design:
    """The design that a document holds, ``sceau.design/1`` or ``sceau.sample.design/1``.

    raises:  MalformedDesign, with the pointer of the first fault
    """
    document = modernise(document)
    check_design(document)
    language = document["language"]
    mandatory = document["annex1"]["mandatory"]
    optional = document["annex1"].get("optional") or {}
    outcomes = _outcomes(mandatory["learning_outcomes"], language)
    stackability = optional.get("integration_stackability_options") or {}
    validity = document.get("validity") or {}
    pass_rule = (document.get("assessment") or {}).get("pass_rule") or {}
    workload, level = mandatory["notional_workload"], mandatory["level"]
    return Design(
        uuid=UUID(document["uuid"]),
        id=document.get("id", ""),
        number=document["version"],
        label=document.get("version_label", ""),
        status=document.get("status", "published"),
        language=language,
        usage=document.get("usage_category", ""),
        title=make_text(document["title"], language),
        summary=read_text(document.get("summary"), language),
        places=tuple(_place(place, language) for place in mandatory["country_region_of_the_issuer"]),
        bodies=tuple(_bodies(mandatory["awarding_body"])),
        outcomes=outcomes,
        workload=_workload(workload, language),
        level=_level(level, language),
        not_applicable=_reasons(language, notional_workload=workload, level=level),
        assessment_types=tuple(make_text(kind["label"], language) for kind in mandatory["type_of_assessment"]),
        participation=make_text(mandatory["form_of_participation"]["label"], language),
        participation_detail=read_text(mandatory["form_of_participation"].get("detail"), language),
        quality=tuple(_assurance(entry, language) for entry in mandatory["type_of_quality_assurance"]),
        prerequisites=read_text((optional.get("prerequisites") or {}).get("text"), language),
        grade_scheme=_grade_scheme(optional, document.get("issuing") or {}),
        stackability=stackability.get("type", ""),
        stacks=tuple(_stacks(stackability.get("rules") or [], language)),
        further_information=read_text(optional.get("further_information"), language),
        fields_of_study=tuple(_fields_of_study(document.get("classification") or {}, language)),
        registration=read_registration(document.get("registration") or {}, language),
        grid=_grid(document.get("assessment") or {}, language, outcomes),
        pass_rule=read_text(pass_rule.get("text"), language),
        validity_months=validity.get("months"),
        renewal=read_text(validity.get("renewal"), language),
        document=document,
    )


def _grade_scheme(optional: JsonObject, issuing: JsonObject) -> str:
    """A grade that the issuing rules hide is told as passed only."""
    if issuing.get("grade") == "hidden":
        return "pass_fail"
    scheme: str = (optional.get("grade_achieved") or {}).get("scheme", "score_100")
    return scheme


def _place(place: JsonObject, language: str) -> Place:
    return Place(
        place["country"],
        read_text(place.get("country_label"), language),
        place.get("region", ""),
        read_text(place.get("region_label"), language),
    )


def _bodies(entries: list[Any]) -> list[Body]:
    """A body that is only an id has that id for a name until a file of organisations says more."""
    return [
        Body(id=entry, name="")
        if isinstance(entry, str)
        else read_body(entry, pointer=f"/annex1/mandatory/awarding_body/{place}")
        for place, entry in enumerate(entries)
    ]


def _outcomes(entries: list[JsonObject], language: str) -> tuple[Outcome, ...]:
    _refuse_repeats(entries, "/annex1/mandatory/learning_outcomes")
    return tuple(
        Outcome(
            entry["id"],
            make_text(entry["statement"], language),
            tuple(_alignment(alignment, language) for alignment in entry.get("alignments") or []),
        )
        for entry in entries
    )


def _alignment(entry: JsonObject, language: str) -> Alignment:
    concept = entry["id"]
    is_url = concept.startswith(("http://", "https://"))
    return Alignment(
        entry["framework"],
        "" if is_url else concept,
        concept if is_url else entry.get("url", ""),
        make_text(entry["label"], language),
    )


def _fields_of_study(classification: JsonObject, language: str) -> list[Alignment]:
    return [
        Alignment("ISCED-F", field["code"], field["uri"], make_text(field["label"], language))
        for field in classification.get("isced_f") or []
    ]


def _workload(entry: JsonObject, language: str) -> Workload | None:
    if "not_applicable" in entry:
        return None
    if "hours_total" not in entry:
        raise MalformedDesign(NOT_FILLED, pointer="/annex1/mandatory/notional_workload", name="hours_total")
    return Workload(
        entry["hours_total"],
        entry.get("breakdown") or {},
        entry.get("ects"),
        read_text(entry.get("ects_rule"), language),
    )


def _level(entry: JsonObject, language: str) -> QualificationLevel | None:
    if "not_applicable" in entry:
        return None
    if "eqf" not in entry:
        raise MalformedDesign(NOT_FILLED, pointer="/annex1/mandatory/level", name="eqf")
    return QualificationLevel(
        entry["eqf"], read_text(entry.get("qf_ehea_cycle"), language), read_text(entry.get("rationale"), language)
    )


def _reasons(language: str, **elements: JsonObject) -> dict[str, Text]:
    found = {name: read_text(element.get("not_applicable"), language) for name, element in elements.items()}
    return {name: reason for name, reason in found.items() if reason is not None}


def _assurance(entry: JsonObject, language: str) -> Assurance:
    return Assurance(entry["type"], make_text(entry["label"], language), entry.get("only_if_registered", False))


def _stacks(rules: list[JsonObject], language: str) -> list[Stack]:
    """The stacks that have a name, be it only their id."""
    found = [(read_text(rule.get("title") or rule.get("stack_id"), language), rule) for rule in rules]
    return [
        Stack(name, read_text(rule.get("role"), language), rule.get("only_if_registered", False))
        for name, rule in found
        if name is not None
    ]


def _grid(assessment: JsonObject, language: str, outcomes: tuple[Outcome, ...]) -> Grid | None:
    entry = assessment.get("grid")
    if entry is None:
        return None
    pass_rule = assessment.get("pass_rule") or {}
    scale = tuple(
        Level(level["code"], make_text(level["label"], language), level["points"]) for level in entry["scale"]
    )
    criteria = tuple(
        Criterion(
            id=criterion["id"],
            outcomes=tuple(criterion["outcome_ids"]),
            label=make_text(criterion["label"], language),
            weight=Fraction(str(criterion["weight"])),
            eliminatory=criterion["eliminatory"],
            minimum=criterion.get("minimum_level") or pass_rule.get("eliminatory_minimum_level"),
            levels={code: make_text(sentence, language) for code, sentence in criterion["levels"].items()},
        )
        for criterion in entry["criteria"]
    )
    _refuse_repeats(entry["criteria"], "/assessment/grid/criteria")
    _check_references(criteria, {level.code for level in scale}, [outcome.id for outcome in outcomes])
    minimum = pass_rule.get("minimum_score")
    return Grid(scale, criteria, None if minimum is None else Fraction(str(minimum)))


def _check_references(criteria: tuple[Criterion, ...], levels: set[str], outcomes: list[str]) -> None:
    """Every criterion judges a known outcome on known levels, every outcome is judged, the weights sum to 100.

    source:  docs/decisions/design-format.md
    """
    for place, criterion in enumerate(criteria):
        pointer = f"/assessment/grid/criteria/{place}"
        for name in criterion.outcomes:
            if name not in outcomes:
                raise MalformedDesign(NO_SUCH_OUTCOME, pointer=f"{pointer}/outcome_ids", name=name)
        for name in (*criterion.levels, *([criterion.minimum] if criterion.minimum else [])):
            if name not in levels:
                raise MalformedDesign(NO_SUCH_LEVEL, pointer=pointer, name=name)
    judged = {name for criterion in criteria for name in criterion.outcomes}
    for name in outcomes:
        if name not in judged:
            raise MalformedDesign(OUTCOME_NOT_JUDGED, pointer="/assessment/grid/criteria", name=name)
    total = sum((criterion.weight for criterion in criteria), start=Fraction(0))
    if total != WHOLE:
        raise MalformedDesign(WRONG_WEIGHTS, pointer="/assessment/grid/criteria", total=f"{float(total):g}")


def _refuse_repeats(entries: list[JsonObject], pointer: str) -> None:
    seen: set[str] = set()
    for place, entry in enumerate(entries):
        if entry["id"] in seen:
            raise MalformedDesign(SAID_TWICE, pointer=f"{pointer}/{place}/id", name=entry["id"])
        seen.add(entry["id"])
