"""The sixteen elements of Annex I: eleven that every micro-credential has, five where they are relevant.

source:  Council Recommendation 2022/C 243/02, Annex I; the French names are our translation
"""

from __future__ import annotations

from collections.abc import Collection

from sceau.engine.quality.drafts import Draft
from sceau.engine.quality.places import step_of
from sceau.engine.quality.report import AT_AWARD, FILLED, MISSING, NOT_APPLICABLE, Element
from sceau.engine.quality.words import Words

_MANDATORY, _OPTIONAL = "/annex1/mandatory", "/annex1/optional"

# number, name in snake case (as in the Annex I record), pointer, French and English name
_ELEMENTS = (
    (
        "1",
        "identification_of_the_learner",
        f"{_MANDATORY}/identification_of_the_learner",
        Words("Identification de l’apprenant", "Identification of the learner"),
    ),
    (
        "2",
        "title_of_the_micro_credential",
        "/title",
        Words("Intitulé de la micro-certification", "Title of the micro-credential"),
    ),
    (
        "3",
        "country_region_of_the_issuer",
        f"{_MANDATORY}/country_region_of_the_issuer",
        Words("Pays et régions de l’émetteur", "Country(ies)/Region(s) of the issuer"),
    ),
    (
        "4",
        "awarding_body",
        f"{_MANDATORY}/awarding_body",
        Words("Organismes certificateurs", "Awarding body(ies)"),
    ),
    ("5", "date_of_issuing", f"{_MANDATORY}/date_of_issuing", Words("Date de délivrance", "Date of issuing")),
    (
        "6",
        "learning_outcomes",
        f"{_MANDATORY}/learning_outcomes",
        Words("Acquis d’apprentissage", "Learning outcomes"),
    ),
    (
        "7",
        "notional_workload",
        f"{_MANDATORY}/notional_workload",
        Words(
            "Charge de travail théorique (en crédits ECTS si possible)",
            "Notional workload needed to achieve the learning outcomes (in ECTS, wherever possible)",
        ),
    ),
    (
        "8",
        "level",
        f"{_MANDATORY}/level",
        Words(
            "Niveau (et cycle, le cas échéant) de l’expérience d’apprentissage",
            "Level (and cycle, if applicable) of the learning experience",
        ),
    ),
    (
        "9",
        "type_of_assessment",
        f"{_MANDATORY}/type_of_assessment",
        Words("Type d’évaluation", "Type of assessment"),
    ),
    (
        "10",
        "form_of_participation",
        f"{_MANDATORY}/form_of_participation",
        Words("Forme de participation à l’activité", "Form of participation in the learning activity"),
    ),
    (
        "11",
        "type_of_quality_assurance",
        f"{_MANDATORY}/type_of_quality_assurance",
        Words("Type d’assurance de la qualité", "Type of quality assurance used to underpin the micro-credential"),
    ),
    (
        "a",
        "prerequisites",
        f"{_OPTIONAL}/prerequisites",
        Words("Prérequis", "Prerequisites needed to enrol in the learning activity"),
    ),
    (
        "b",
        "supervision_and_identity_verification",
        f"{_OPTIONAL}/supervision_and_identity_verification",
        Words(
            "Surveillance et vérification d’identité pendant l’évaluation",
            "Supervision and identity verification during assessment",
        ),
    ),
    ("c", "grade_achieved", f"{_OPTIONAL}/grade_achieved", Words("Note obtenue", "Grade achieved")),
    (
        "d",
        "integration_stackability_options",
        f"{_OPTIONAL}/integration_stackability_options",
        Words("Options d’intégration et de cumul", "Integration/stackability options"),
    ),
    (
        "e",
        "further_information",
        f"{_OPTIONAL}/further_information",
        Words("Informations complémentaires", "Further information"),
    ),
)
_OF_THE_AWARD = ("1", "5")
_MAY_NOT_APPLY = ("7", "8")


def elements_of(draft: Draft, lacking: Collection[str]) -> tuple[Element, ...]:
    """The sixteen. lacking: numbers of those that a rule found to be missing."""
    return tuple(
        Element(
            number=number,
            code=code,
            name=name,
            state=_state(draft, number, pointer, lacking),
            step=step_of(pointer),
            pointer=pointer,
        )
        for number, code, pointer, name in _ELEMENTS
    )


def _state(draft: Draft, number: str, pointer: str, lacking: Collection[str]) -> str:
    if number in _OF_THE_AWARD:
        return AT_AWARD
    if number in lacking:
        return MISSING
    if number in _MAY_NOT_APPLY and not draft.without_reason(pointer):
        return NOT_APPLICABLE
    return FILLED
