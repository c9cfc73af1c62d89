"""Where things stand in a design: the step of the wizard and the name of each place, in people's words.

A pattern is a JSON Pointer in which * stands for a place in a list or for a name that the design chose; in its label,
{} is filled with each in turn, lists being counted from 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from sceau.engine.quality.words import Words

IDENTITY, OUTCOMES, ASSESSMENT, LEVEL, LOOK, ISSUING = STEPS = (
    "identity",
    "outcomes",
    "assessment",
    "level",
    "look",
    "issuing",
)
# whose words a text is made of: those of who designs, those of a closed list of ours, those of a framework or register
OWN, OF_A_LIST, OF_OTHERS = "own", "of_a_list", "of_others"
_OUTCOME = "/annex1/mandatory/learning_outcomes/*"
_CRITERION = "/assessment/grid/criteria/*"
_EVENT = "/assessment/events/*"
_SUPERVISION = "/annex1/optional/supervision_and_identity_verification"


@dataclass(frozen=True, slots=True)
class Place:
    """One place of a design. text: whose words it holds, "" when it holds no text."""

    pattern: str
    step: str
    label: Words
    text: str = ""


def _own(pattern: str, step: str, fr: str, en: str) -> Place:
    return Place(pattern, step, Words(fr, en), OWN)


def _of_a_list(pattern: str, step: str, fr: str, en: str) -> Place:
    return Place(pattern, step, Words(fr, en), OF_A_LIST)


def _of_others(pattern: str, step: str, fr: str, en: str) -> Place:
    return Place(pattern, step, Words(fr, en), OF_OTHERS)


def _plain(pattern: str, step: str, fr: str, en: str) -> Place:
    return Place(pattern, step, Words(fr, en))


PLACES: tuple[Place, ...] = (
    _own("/title", IDENTITY, "intitulé", "title"),
    _own("/summary", IDENTITY, "résumé", "summary"),
    _own("/need", IDENTITY, "besoin visé", "need that it answers"),
    _own("/stakeholders", IDENTITY, "personnes et organismes consultés", "people and bodies consulted"),
    _own("/audience", IDENTITY, "public visé", "audience"),
    _plain("/purpose", IDENTITY, "usage", "purpose"),
    _plain("/sector", IDENTITY, "secteur", "sector"),
    _plain("/language", IDENTITY, "langue principale", "main language"),
    _plain("/languages", IDENTITY, "langues de publication", "languages of publication"),
    _plain("/annex1/mandatory/awarding_body", IDENTITY, "organismes certificateurs", "awarding bodies"),
    _plain("/annex1/mandatory/awarding_body/*", IDENTITY, "organisme certificateur {}", "awarding body {}"),
    _plain("/annex1/mandatory/country_region_of_the_issuer", IDENTITY, "pays et régions", "countries and regions"),
    _plain("/annex1/mandatory/country_region_of_the_issuer/*", IDENTITY, "pays et région {}", "country and region {}"),
    _of_others(
        "/annex1/mandatory/country_region_of_the_issuer/*/country_label", IDENTITY, "pays {}", "name of country {}"
    ),
    _of_others(
        "/annex1/mandatory/country_region_of_the_issuer/*/region_label", IDENTITY, "région {}", "name of region {}"
    ),
    _plain(
        "/annex1/mandatory/identification_of_the_learner",
        IDENTITY,
        "identification de l’apprenant",
        "identification of the learner",
    ),
    _plain("/annex1/mandatory/date_of_issuing", ISSUING, "date de délivrance", "date of issuing"),
    _of_a_list("/annex1/mandatory/date_of_issuing/label", ISSUING, "date de délivrance", "date of issuing"),
    _plain("/registration", IDENTITY, "enregistrement", "registration"),
    _plain("/registration/type", IDENTITY, "répertoire", "register"),
    _plain("/registration/code", IDENTITY, "numéro d’enregistrement", "registration number"),
    _of_others("/registration/title", IDENTITY, "intitulé de la fiche", "title in the register"),
    _of_others("/registration/note", IDENTITY, "note sur l’enregistrement", "note on the registration"),
    _plain("/registration/entitled", IDENTITY, "organismes habilités", "entitled bodies"),
    _plain("/delivery", IDENTITY, "modalités d’accès", "how to take part"),
    _plain("/delivery/modes", IDENTITY, "modes d’accès", "modes"),
    _plain("/delivery/places", IDENTITY, "lieux", "places"),
    _plain("/delivery/enrol_url", IDENTITY, "adresse d’inscription", "address to enrol"),
    _plain("/delivery/contact_email", IDENTITY, "adresse de contact", "contact address"),
    _own("/delivery/access_delay", IDENTITY, "délai d’accès", "time before access"),
    _plain("/annex1/mandatory/learning_outcomes", OUTCOMES, "acquis d’apprentissage", "learning outcomes"),
    _plain(_OUTCOME, OUTCOMES, "acquis {}", "outcome {}"),
    _own(f"{_OUTCOME}/statement", OUTCOMES, "acquis {} : énoncé", "outcome {}: statement"),
    _plain(f"{_OUTCOME}/verb", OUTCOMES, "acquis {} : verbe", "outcome {}: verb"),
    _plain(f"{_OUTCOME}/bloom_level", OUTCOMES, "acquis {} : niveau du verbe", "outcome {}: level of the verb"),
    _of_a_list(f"{_OUTCOME}/bloom_label", OUTCOMES, "acquis {} : niveau du verbe", "outcome {}: level of the verb"),
    _of_a_list(f"{_OUTCOME}/eqf_descriptor", OUTCOMES, "acquis {} : descripteur", "outcome {}: descriptor"),
    _plain(f"{_OUTCOME}/alignments", OUTCOMES, "acquis {} : références", "outcome {}: alignments"),
    _of_others(f"{_OUTCOME}/alignments/*/label", OUTCOMES, "acquis {} : référence {}", "outcome {}: alignment {}"),
    _plain("/classification", OUTCOMES, "classement", "classification"),
    _of_others("/classification/isced_f/*/label", OUTCOMES, "domaine CITE {}", "ISCED field {}"),
    _of_others("/classification/nsf/*/label", OUTCOMES, "spécialité NSF {}", "NSF field {}"),
    _of_others("/classification/rome/*/label", OUTCOMES, "métier ROME {}", "ROME job {}"),
    _of_others("/classification/formacode/*/label", OUTCOMES, "Formacode {}", "Formacode {}"),
    _plain("/assessment", ASSESSMENT, "évaluation", "assessment"),
    _plain("/assessment/route", ASSESSMENT, "voie de délivrance", "route to the award"),
    _plain("/assessment/route/kind", ASSESSMENT, "voie de délivrance", "route to the award"),
    _own("/assessment/route/source", ASSESSMENT, "source du résultat automatique", "source of the automatic result"),
    _plain("/assessment/route/audit_percent", ASSESSMENT, "part contrôlée par sondage", "share that is audited"),
    _plain("/annex1/mandatory/type_of_assessment", ASSESSMENT, "types d’évaluation", "types of assessment"),
    _of_a_list(
        "/annex1/mandatory/type_of_assessment/*/label", ASSESSMENT, "type d’évaluation {}", "type of assessment {}"
    ),
    _plain("/assessment/events", ASSESSMENT, "épreuves", "assessment events"),
    _plain(_EVENT, ASSESSMENT, "épreuve {}", "event {}"),
    _own(f"{_EVENT}/label", ASSESSMENT, "épreuve {} : intitulé", "event {}: name"),
    _of_a_list(f"{_EVENT}/type_label", ASSESSMENT, "épreuve {} : type", "event {}: type"),
    _of_a_list(f"{_EVENT}/mode_label", ASSESSMENT, "épreuve {} : mode", "event {}: mode"),
    _plain(f"{_EVENT}/criteria_ids", ASSESSMENT, "épreuve {} : critères observés", "event {}: criteria observed"),
    _plain(f"{_EVENT}/supervision", ASSESSMENT, "épreuve {} : surveillance", "event {}: supervision"),
    _own(f"{_EVENT}/assessors/role", ASSESSMENT, "épreuve {} : évaluateurs", "event {}: assessors"),
    _plain("/assessment/grid", ASSESSMENT, "grille d’évaluation", "assessment grid"),
    _plain("/assessment/grid/scale", ASSESSMENT, "échelle de la grille", "scale of the grid"),
    _own("/assessment/grid/scale/*/label", ASSESSMENT, "échelle, niveau {}", "scale, level {}"),
    _plain("/assessment/grid/criteria", ASSESSMENT, "critères", "criteria"),
    _plain(_CRITERION, ASSESSMENT, "critère {}", "criterion {}"),
    _own(f"{_CRITERION}/label", ASSESSMENT, "critère {} : intitulé", "criterion {}: name"),
    _own(f"{_CRITERION}/indicator", ASSESSMENT, "critère {} : indicateur", "criterion {}: indicator"),
    _plain(f"{_CRITERION}/weight", ASSESSMENT, "critère {} : poids", "criterion {}: weight"),
    _plain(f"{_CRITERION}/minimum_level", ASSESSMENT, "critère {} : niveau minimal", "criterion {}: minimum level"),
    _plain(f"{_CRITERION}/outcome_ids", ASSESSMENT, "critère {} : acquis jugés", "criterion {}: outcomes judged"),
    _own(f"{_CRITERION}/levels/*", ASSESSMENT, "critère {} : niveau {}", "criterion {}: level {}"),
    _plain("/assessment/pass_rule", ASSESSMENT, "règle de réussite", "pass rule"),
    _plain("/assessment/pass_rule/minimum_score", ASSESSMENT, "note minimale", "minimum score"),
    _own("/assessment/pass_rule/text", ASSESSMENT, "règle de réussite", "pass rule"),
    _plain("/assessment/retake", ASSESSMENT, "rattrapage", "retake"),
    _own("/assessment/retake/label", ASSESSMENT, "rattrapage", "retake"),
    _plain("/assessment/partial_validation", ASSESSMENT, "validation partielle", "partial validation"),
    _own("/assessment/partial_validation/label", ASSESSMENT, "validation partielle", "partial validation"),
    _plain(
        _SUPERVISION, ASSESSMENT, "surveillance et vérification d’identité", "supervision and identity verification"
    ),
    _of_a_list(
        f"{_SUPERVISION}/label",
        ASSESSMENT,
        "surveillance et vérification d’identité",
        "supervision and identity verification",
    ),
    _own(f"{_SUPERVISION}/detail", ASSESSMENT, "surveillance : précisions", "supervision: details"),
    _plain("/annex1/mandatory/notional_workload", LEVEL, "charge de travail", "workload"),
    _plain("/annex1/mandatory/notional_workload/hours_total", LEVEL, "heures en tout", "hours in all"),
    _plain("/annex1/mandatory/notional_workload/breakdown", LEVEL, "heures par nature", "hours by kind"),
    _plain("/annex1/mandatory/notional_workload/ects", LEVEL, "crédits ECTS", "ECTS credits"),
    _own("/annex1/mandatory/notional_workload/ects_rule", LEVEL, "calcul des crédits", "how credits are counted"),
    _own(
        "/annex1/mandatory/notional_workload/not_applicable",
        LEVEL,
        "charge de travail : pourquoi non applicable",
        "workload: why not applicable",
    ),
    _plain("/annex1/mandatory/level", LEVEL, "niveau", "level"),
    _plain("/annex1/mandatory/level/eqf", LEVEL, "niveau européen (CEC)", "European level (EQF)"),
    _plain("/annex1/mandatory/level/niveau_francais", LEVEL, "niveau français", "French level"),
    _own("/annex1/mandatory/level/qf_ehea_cycle", LEVEL, "cycle de l’enseignement supérieur", "cycle"),
    _own("/annex1/mandatory/level/rationale", LEVEL, "pourquoi ce niveau", "why this level"),
    _of_a_list("/annex1/mandatory/level/referencing", LEVEL, "portée du niveau", "whose level it is"),
    _own(
        "/annex1/mandatory/level/not_applicable",
        LEVEL,
        "niveau : pourquoi non applicable",
        "level: why not applicable",
    ),
    _plain("/annex1/mandatory/form_of_participation", LEVEL, "forme de participation", "form of participation"),
    _of_a_list(
        "/annex1/mandatory/form_of_participation/label", LEVEL, "forme de participation", "form of participation"
    ),
    _own(
        "/annex1/mandatory/form_of_participation/detail", LEVEL, "participation : précisions", "participation: details"
    ),
    _plain("/annex1/mandatory/type_of_quality_assurance", LEVEL, "assurance de la qualité", "quality assurance"),
    _own(
        "/annex1/mandatory/type_of_quality_assurance/*/label",
        LEVEL,
        "assurance de la qualité {}",
        "quality assurance {}",
    ),
    _plain("/annex1/optional/prerequisites", LEVEL, "prérequis", "prerequisites"),
    _own("/annex1/optional/prerequisites/text", LEVEL, "prérequis", "prerequisites"),
    _plain("/annex1/optional/integration_stackability_options", LEVEL, "cumul", "stackability"),
    _own(
        "/annex1/optional/integration_stackability_options/rules/*/title",
        LEVEL,
        "cumul {} : intitulé",
        "stack {}: title",
    ),
    _own("/annex1/optional/integration_stackability_options/rules/*/role", LEVEL, "cumul {} : rôle", "stack {}: role"),
    _plain("/look", LOOK, "aspect", "look"),
    _plain("/look/ink", LOOK, "encre du sceau", "ink of the seal"),
    _own("/worth", LOOK, "ce qu’elle vaut", "what it is worth"),
    _own("/limits", LOOK, "ce qu’elle n’est pas", "what it is not"),
    _own("/annex1/optional/further_information", LOOK, "informations complémentaires", "further information"),
    _own("/accessibility", LOOK, "accessibilité", "accessibility"),
    _plain("/next_steps", LOOK, "suites possibles", "next steps"),
    _own("/next_steps/*/label", LOOK, "suite {} : intitulé", "next step {}: name"),
    _plain("/annex1/optional/grade_achieved", ISSUING, "note obtenue", "grade achieved"),
    _of_a_list("/annex1/optional/grade_achieved/label", ISSUING, "note obtenue", "grade achieved"),
    _plain("/issuing", ISSUING, "règles de délivrance", "issuing rules"),
    _plain("/validity", ISSUING, "validité", "validity"),
    _own("/validity/renewal", ISSUING, "renouvellement", "renewal"),
    _plain("/price", ISSUING, "prix", "price"),
    _plain("/price/amount", ISSUING, "prix", "price"),
    _plain("/price/parts", ISSUING, "détail du prix", "parts of the price"),
    _own("/price/parts/*/label", ISSUING, "détail du prix {}", "part {} of the price"),
    _own("/price/note", ISSUING, "note sur le prix", "note on the price"),
    _plain("/price/funders", ISSUING, "financeurs possibles", "who can fund it"),
    _plain("/price_eur", ISSUING, "prix", "price"),
    _plain("/custom", ISSUING, "champs de l’organisme", "fields of the institution"),
    _own("/custom/*/label", ISSUING, "champ {} : intitulé", "field {}: name"),
    _own("/custom/*/value", ISSUING, "champ {}", "field {}"),
    _plain("/licence", ISSUING, "licence", "licence"),
)

LONGEST_INDEX = 5  # digits: lists of ours are shorter
LONGEST_NAME = 40
WHOLE = Words("la micro-certification", "the micro-credential")


@dataclass(slots=True)
class Branch:
    """One step down of all patterns: the place that ends here, and the steps that may follow."""

    place: Place | None = None
    steps: dict[str, Branch] = field(default_factory=dict)


def _grow(places: tuple[Place, ...]) -> Branch:
    root = Branch()
    for place in places:
        branch = root
        for part in place.pattern.split("/")[1:]:
            branch = branch.steps.setdefault(part, Branch())
        branch.place = place
    return root


TREE = _grow(PLACES)
TEXTS: Mapping[str, Place] = {place.pattern: place for place in PLACES if place.text}


def place_of(pointer: str) -> tuple[Place | None, list[str]]:
    """The nearest place that a pointer is in or is, and what stands there for each * of its pattern."""
    found: Place | None = None
    kept: list[str] = []
    branch, names = TREE, list[str]()
    for part in pointer.split("/")[1:]:
        following = branch.steps.get(part)
        if following is None and (following := branch.steps.get("*")) is not None:
            names.append(part.replace("~1", "/").replace("~0", "~"))
        if following is None:
            break
        branch = following
        if branch.place is not None:
            found, kept = branch.place, list(names)
    return found, kept


@lru_cache(maxsize=1024)
def label_of(pointer: str) -> Words:
    """The place in people's words: "/annex1/mandatory/learning_outcomes/1/statement" is « acquis 2 : énoncé »."""
    place, names = place_of(pointer)
    if place is None:
        return WHOLE
    numbers = [_counted(name) for name in names]
    return Words(place.label.fr.format(*numbers), place.label.en.format(*numbers))


def _counted(name: str) -> str:
    """The place in a list, from 1; a name that the design chose as it is, if it is not endless."""
    return (
        str(int(name) + 1) if name.isascii() and name.isdigit() and len(name) <= LONGEST_INDEX else name[:LONGEST_NAME]
    )


@lru_cache(maxsize=1024)
def step_of(pointer: str) -> str:
    """The step of the wizard in which the place is written; the first one for the whole design."""
    place, _ = place_of(pointer)
    return place.step if place else IDENTITY
