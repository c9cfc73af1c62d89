"""Third step: how it is assessed: the route to the award, the events, the grid, the rules."""

from __future__ import annotations

from decimal import ROUND_DOWN, Decimal
from typing import Any, ClassVar, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sceau.design import pointers
from sceau.design.pointers import ABSENT
from sceau.engine.quality.lists import EVENT_TYPES, PARTICIPATION, ROUTES, SUPERVISION
from sceau.engine.quality.words import Words
from sceau.engine.strict_json import JsonObject
from sceau.web import words
from sceau.web.desk.designs.forms.base import Step
from sceau.web.desk.designs.forms.fields import Choices, Duration, Number, Pick, Picks, Texts, Tick, texts_of
from sceau.web.desk.designs.forms.grids import (
    EVENTS,
    WHOLE,
    capital,
    event_types,
    ids,
    named,
    rule_text,
    scale_of,
    share_evenly,
    text_in,
    total_of,
    with_scale,
)
from sceau.web.desk.designs.forms.identity import labelled
from sceau.web.desk.designs.forms.outcomes import CRITERIA, criteria_of, outcomes_of
from sceau.web.desk.designs.forms.parts import One, Part, Rows, put
from sceau.web.templatetags.words import spoken

TYPES: Final = "/annex1/mandatory/type_of_assessment"
SUPERVISED: Final = "/annex1/optional/supervision_and_identity_verification"
SCOPES: Final = {
    "criteria": Words("Les seuls critères non acquis", "Only the criteria that were not met"),
    "event": Words("L’épreuve entière", "The whole event"),
    "all": Words("Toute l’évaluation", "The whole assessment"),
}
ASKED: Final = {
    "nom_naissance": Words("Nom de naissance", "Birth name"),
    "nom_usage": Words("Nom d’usage", "Name in use"),
    "prenom1": Words("Prénom", "First name"),
    "date_naissance": Words("Date de naissance", "Date of birth"),
    "lieu_naissance": Words("Lieu de naissance", "Place of birth"),
    "email": Words("Adresse électronique", "E-mail address"),
}
ANNEX1_VALUES: Final = {
    "unsup_noid": "unsupervised with no identity verification",
    "sup_noid": "supervised with no identity verification",
    "sup_online_id": "supervised online with identity verification",
    "sup_onsite_id": "supervised onsite with identity verification",
}


def _concepts(table: Any) -> Choices:
    return [(code, capital(each.label.to(spoken()))) for code, each in table.items()]


def _named(table: Any, label: str, uri: str) -> Any:
    """What stands beside a code: its label, and its address in the European Learning Model."""

    def beside(code: str | None) -> JsonObject:
        if code is None or code not in table:
            return {label: ABSENT, uri: ABSENT}
        return {label: texts_of(table[code].label), uri: table[code].uri or ABSENT}

    return beside


def _supervision(code: str | None) -> JsonObject:
    if code is None or code not in SUPERVISION:
        return {"/label": ABSENT, "/elm": ABSENT, "/annex1_value": ABSENT}
    concept = SUPERVISION[code]
    return {
        "/label": texts_of(concept.label),
        "/elm": concept.uri or ABSENT,
        "/annex1_value": ANNEX1_VALUES[code],
    }


class RoutePart(Part):
    """Who decides the award."""

    kind = Pick(at="/kind", needed=True, radio=True, label=gettext_lazy("Qui décide de délivrer"))
    source = Texts(
        at="/source",
        label=gettext_lazy("Source du résultat"),
        help_text=gettext_lazy("Pour une délivrance automatique : la plateforme, le questionnaire, le seuil."),
    )
    audit = Number(
        at="/audit_percent",
        most=100,
        decimals=1,
        label=gettext_lazy("Part contrôlée par sondage, en %"),
        help_text=gettext_lazy("Pour une délivrance automatique : combien de résultats une personne revoit."),
    )

    def prepare(self) -> None:
        """Labels in the language of the page."""
        self.fields["kind"].offer(labelled(ROUTES))  # type: ignore[attr-defined]  # those are choices


class SupervisionPart(Part):
    """How the whole is supervised, as Annex I says it."""

    code = Pick(
        at="/code",
        needed=True,
        beside=_supervision,
        label=gettext_lazy("Surveillance et vérification d’identité, dans l’ensemble"),
        help_text=gettext_lazy("Ce que la preuve dira. Sans vérification d’identité, elle le dit aussi."),
    )
    detail = Texts(at="/detail", rows=2, label=gettext_lazy("Comment"))

    def prepare(self) -> None:
        """Labels in the language of the page."""
        self.fields["code"].offer(_concepts(SUPERVISION))  # type: ignore[attr-defined]  # those are choices


class TitledPart(Part):
    """A row that is folded under its title once it has one."""

    @property
    def title(self) -> str:
        """What stands on the fold."""
        return text_in(self.initial["label"], spoken(), self.tongues.main)

    @property
    def opened(self) -> bool:
        """Whether it begins unfolded: what is new, what could not be read."""
        return not self.title or bool(self.errors)


class EventPart(TitledPart):
    """One occasion on which something is shown."""

    label = Texts(
        at="/label",
        needed=True,
        label=gettext_lazy("Ce qui est demandé"),
        help_text=gettext_lazy("« Étude de cas : reporting d’une entreprise de 180 salariés »"),
    )
    type = Pick(at="/type", needed=True, label=gettext_lazy("Type"))
    duration = Duration(
        at="/duration_minutes",
        needed=True,
        most_hours=2000,
        label=gettext_lazy("Durée"),
        help_text=gettext_lazy("45 min, 1 h 30"),
    )
    mode = Pick(at="/mode", needed=True, label=gettext_lazy("Forme"))
    supervision = Pick(at="/supervision", needed=True, label=gettext_lazy("Surveillance et identité"))
    criteria = Picks(at="/criteria_ids", needed=True, label=gettext_lazy("Critères observés"))
    assessors = Number(at="/assessors/count", most=20, label=gettext_lazy("Nombre d’évaluateurs"))
    professionals = Number(at="/assessors/professionals_minimum", most=20, label=gettext_lazy("Dont professionnels"))
    role = Texts(
        at="/assessors/role",
        label=gettext_lazy("Qui évalue"),
        help_text=gettext_lazy("« évaluateur », « jury », « correction automatique »"),
    )
    independent = Tick(
        at="/assessors/independent_from_trainer",
        label=gettext_lazy("Les évaluateurs n’ont pas formé la personne"),
    )

    def prepare(self) -> None:
        """Choices of the house and of the grid."""
        offered: dict[str, Choices] = {
            "type": _concepts(EVENT_TYPES),
            "mode": _concepts(PARTICIPATION),
            "supervision": _concepts(SUPERVISION),
            "criteria": [
                (code, f"{code} · {words.shorten(text, 80)}" if text else code)
                for code, text in named(criteria_of(self.document), "label", self.tongues.main)
            ],
        }
        for name, choices in offered.items():
            self.fields[name].offer(choices)  # type: ignore[attr-defined]  # those are choices
        self.fields["type"].beside = _named(EVENT_TYPES, "/type_label", "/elm_type")
        self.fields["mode"].beside = _named(PARTICIPATION, "/mode_label", "/elm_mode")


class CriterionPart(TitledPart):
    """One line of the grid."""

    label = Texts(
        at="/label",
        needed=True,
        rows=2,
        label=gettext_lazy("Ce que l’on juge"),
        help_text=gettext_lazy("Une phrase que l’on peut dire vraie : « Le tableau de bord est lisible »."),
    )
    outcomes = Picks(at="/outcome_ids", needed=True, label=gettext_lazy("Acquis jugés"))
    indicator = Texts(at="/indicator", label=gettext_lazy("Ce que l’on regarde"))
    weight = Number(at="/weight", needed=True, most=100, decimals=2, label=gettext_lazy("Poids, en %"))
    eliminatory = Tick(at="/eliminatory", label=gettext_lazy("Éliminatoire : sous ce niveau, rien n’est délivré"))
    minimum = Pick(at="/minimum_level", label=gettext_lazy("Niveau minimal"))

    def prepare(self) -> None:
        """One sentence a level of the scale."""
        scale = scale_of(self.document)
        shown = [(code, _("%(code)s · %(label)s") % {"code": code, "label": label}) for code, label in scale]
        self.fields["minimum"].offer(shown)  # type: ignore[attr-defined]  # those are choices
        self.fields["outcomes"].offer(  # type: ignore[attr-defined]  # those are choices
            [
                (code, f"{code} · {words.shorten(text, 80)}" if text else code)
                for code, text in named(outcomes_of(self.document), "statement", self.tongues.main)
            ]
        )
        for code, label in shown:
            self.fields[f"level_{code}"] = Texts(at=f"/levels/{code}", needed=True, rows=2, label=label)

    @property
    def share(self) -> str:
        """Its weight, on the fold."""
        weight = self.initial["weight"]
        return "" if weight is None else f"{words.number(weight, spoken())}{words.FIXED}%"

    @property
    def levels(self) -> list[Any]:
        """The fields of the sentences."""
        return [self[name] for name in self.fields if name.startswith("level_")]


class RulesPart(Part):
    """When it is passed, taken again, kept in part. Its object is the assessment."""

    score = Number(
        at="/pass_rule/minimum_score",
        needed=True,
        most=100,
        decimals=1,
        label=gettext_lazy("Score minimal, sur 100"),
        help_text=gettext_lazy("Somme des poids × points obtenus ÷ points possibles."),
    )
    floor = Pick(at="/pass_rule/eliminatory_minimum_level", label=gettext_lazy("Sur chaque critère éliminatoire"))
    attempts = Number(at="/retake/max_attempts", most=50, label=gettext_lazy("Nombre de passages au plus"))
    delay = Number(at="/retake/min_delay_days", most=1000, label=gettext_lazy("Jours entre deux passages, au moins"))
    scope = Pick(at="/retake/scope", label=gettext_lazy("Ce que l’on repasse"))
    retake = Texts(at="/retake/label", label=gettext_lazy("En une phrase"))
    partial = Tick(
        at="/partial_validation/allowed", label=gettext_lazy("Ce qui est acquis le reste, même sans le tout")
    )
    months = Number(at="/partial_validation/keep_months", most=600, label=gettext_lazy("Pendant combien de mois"))
    kept = Texts(at="/partial_validation/label", label=gettext_lazy("En une phrase"))

    def prepare(self) -> None:
        """Levels of the scale."""
        levels = [(code, f"{code} · {label}") for code, label in scale_of(self.document)]
        self.fields["floor"].offer(levels)  # type: ignore[attr-defined]  # those are choices
        self.fields["scope"].offer(labelled(SCOPES))  # type: ignore[attr-defined]  # the same

    def settled(self, item: JsonObject) -> JsonObject:
        """The rule in a sentence, and how the score is counted."""
        rule = item.get("pass_rule")
        if not isinstance(rule, dict) or rule == self.item.get("pass_rule"):
            return item
        return {**item, "pass_rule": {"score": "somme(poids × points ÷ 3)", **rule, "text": rule_text(rule)}}


class CandidatePart(Part):
    """What is asked of a candidate."""

    asked = Picks(
        at="/annex1/mandatory/identification_of_the_learner/required_fields",
        label=gettext_lazy("Ce qui est demandé au candidat"),
        help_text=gettext_lazy("Le moins possible : ce qui sert à l’identifier, et rien d’autre."),
    )

    def prepare(self) -> None:
        """Labels in the language of the page."""
        self.fields["asked"].offer(labelled(ASKED))  # type: ignore[attr-defined]  # those are choices


def _an_event(document: JsonObject) -> JsonObject:
    """What nothing observes yet is observed there."""
    events = pointers.read(document, EVENTS)
    seen = {code for each in (events if isinstance(events, list) else []) for code in ids(each, "criteria_ids")}
    left = [code for code in (str(each.get("id", "")) for each in criteria_of(document)) if code and code not in seen]
    return {"criteria_ids": left} if left else {}


def _a_criterion(document: JsonObject) -> JsonObject:
    """It judges the first outcome that nothing judges, with what is left of the weights."""
    criteria = criteria_of(document)
    judged = {code for each in criteria for code in ids(each, "outcome_ids")}
    outcomes = [str(each.get("id", "")) for each in outcomes_of(document)]
    left = next((code for code in outcomes if code not in judged), None)
    rest = WHOLE - total_of(document)
    judging = {"outcome_ids": [left]} if left else {}
    return judging | ({"weight": _plain(rest)} if rest > 0 else {}) | {"eliminatory": False}


class AssessmentStep(Step):
    """See the module."""

    name: ClassVar = "assessment"
    pieces: ClassVar = (
        One("route", RoutePart, at="/assessment/route"),
        Rows(
            "criteria",
            CriterionPart,
            at=CRITERIA,
            new="C",
            begin=_a_criterion,
            name=lambda number: _("Critère %(number)s") % {"number": number},
        ),
        Rows(
            "events",
            EventPart,
            at=EVENTS,
            new="E",
            begin=_an_event,
            name=lambda number: _("Épreuve %(number)s") % {"number": number},
        ),
        One("supervision", SupervisionPart, at=SUPERVISED),
        One("rules", RulesPart, at="/assessment"),
        One("candidate", CandidatePart),
    )

    def settled(self, document: JsonObject) -> JsonObject:
        """The types of assessment of Annex I are those of the events; a grid has its scale."""
        document = with_scale(document)
        types = event_types(document)
        if types != event_types(self.document):
            document = put(document, TYPES, [_type(code) for code in types] or ABSENT)
        check = pointers.read(document, f"{SUPERVISED}/label")
        at = "/annex1/mandatory/identification_of_the_learner/check"
        if check != pointers.read(self.document, f"{SUPERVISED}/label"):
            document = put(document, at, check)
        return document

    def without(self, document: JsonObject, key: str, ident: str) -> JsonObject:
        """No event observes a criterion that is not there; the types are those of the events that are left."""
        events = pointers.read(document, EVENTS)
        if key == "criteria" and isinstance(events, list):
            kept = [
                {**each, "criteria_ids": [code for code in ids(each, "criteria_ids") if code != ident]}
                if ident in ids(each, "criteria_ids")
                else each
                for each in events
            ]
            document = document if kept == events else put(document, EVENTS, kept)
        return self.settled(document)

    def act(self, document: JsonObject, act: str) -> tuple[JsonObject, str]:
        """Besides: « weights:even » shares the hundred among the criteria."""
        if act == "weights:even":
            return share_evenly(document), "total"
        document, where = super().act(document, act)
        return self.settled(document), where


def _type(code: str) -> JsonObject:
    concept = EVENT_TYPES[code]
    return {"label": texts_of(concept.label)} | ({"elm": concept.uri} if concept.uri else {})


def _plain(value: Decimal) -> float:
    rounded = value.quantize(Decimal("0.01"), ROUND_DOWN)
    return int(rounded) if rounded == int(rounded) else float(rounded)
