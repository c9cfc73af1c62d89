"""What is certified and how it is assessed, as it can be read before enrolling: outcomes, criteria, events, rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sceau.engine.quality.lists import EVENT_TYPES, PARTICIPATION, SUPERVISION
from sceau.web import words
from sceau.web.public.catalogue.saying import (
    NOTHING,
    Said,
    Speaker,
    figure,
    member,
    minutes_in_words,
    months_in_words,
    objects,
    web_address,
)


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept of a framework that an outcome corresponds to. url: "" when it has no page."""

    framework: str
    code: str
    label: Said
    url: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one will be able to do. criteria: the ids of those that judge it."""

    id: str
    statement: Said
    concepts: tuple[Concept, ...]
    criteria: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Degree:
    """One level of a criterion, described. minimum: whether this one is enough to pass an eliminatory criterion."""

    name: Said
    sentence: Said
    minimum: bool


@dataclass(frozen=True, slots=True)
class Criterion:
    """What is looked at. weight: « 20 % »."""

    id: str
    label: Said
    indicator: Said
    weight: str
    eliminatory: bool
    degrees: tuple[Degree, ...]


@dataclass(frozen=True, slots=True)
class Event:
    """One sitting. facts: how long, where, who looks, under which supervision."""

    label: Said
    kind: Said
    facts: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Assessed:
    """How it is assessed. route: who decides, in a sentence; route_kind: "jury", "assessor", "automatic" or ""."""

    route_kind: str
    route: Said
    events: tuple[Event, ...]
    criteria: tuple[Criterion, ...]
    pass_rule: Said
    retake: tuple[Said, ...]
    partial: tuple[Said, ...]
    supervision: Said
    supervision_detail: Said
    kinds: tuple[Said, ...]


def outcomes(document: Any, speaker: Speaker) -> tuple[Outcome, ...]:
    """The learning outcomes with what they correspond to."""
    criteria = objects(member(document, "assessment", "grid", "criteria"))
    return tuple(
        Outcome(
            str(entry.get("id") or ""),
            statement,
            _concepts(entry, speaker),
            tuple(str(each.get("id")) for each in criteria if entry.get("id") in (each.get("outcome_ids") or [])),
        )
        for entry in objects(member(document, "annex1", "mandatory", "learning_outcomes"))
        if (statement := speaker.say(entry.get("statement")))
    )


def _concepts(entry: dict[str, Any], speaker: Speaker) -> tuple[Concept, ...]:
    found = []
    for alignment in objects(entry.get("alignments")):
        code = str(alignment.get("id") or "")
        url = web_address(alignment.get("url")) or web_address(code)
        label = speaker.quote(alignment.get("label"))
        if label:
            found.append(Concept(str(alignment.get("framework") or ""), "" if web_address(code) else code, label, url))
    return tuple(found)


def assessed(document: Any, speaker: Speaker) -> Assessed:
    """The plan of the assessment."""
    plan = member(document, "assessment")
    kind, route = _route(member(plan, "route"), speaker)
    supervision = member(document, "annex1", "optional", "supervision_and_identity_verification")
    types = objects(member(document, "annex1", "mandatory", "type_of_assessment"))
    return Assessed(
        kind,
        route,
        tuple(_event(entry, speaker) for entry in objects(member(plan, "events"))),
        tuple(_criterion(entry, plan, speaker) for entry in objects(member(plan, "grid", "criteria"))),
        _pass_rule(plan, speaker),
        _retake(member(plan, "retake"), speaker),
        _partial(member(plan, "partial_validation"), speaker),
        speaker.named(member(supervision, "label"), SUPERVISION, code=member(supervision, "code")),
        speaker.say(member(supervision, "detail")),
        tuple(said for each in types if (said := speaker.named(each.get("label"), EVENT_TYPES, uri=each.get("elm")))),
    )


def _route(route: Any, speaker: Speaker) -> tuple[str, Said]:
    kind = member(route, "kind")
    if kind == "jury":
        return kind, Said(_("Un jury délibère et signe un procès-verbal\u00a0: rien n’est délivré avant."))
    if kind == "assessor":
        return kind, Said(_("Un évaluateur juge, une autre personne confirme la délivrance."))
    if kind != "automatic":
        return "", NOTHING
    source, share = speaker.say(member(route, "source")), figure(member(route, "audit_percent"))
    told = (
        _("Le résultat vient d’un outil (%(source)s), sans qu’une personne juge chaque copie.")
        % {"source": source.text}
        if source
        else _("Le résultat vient d’un outil, sans qu’une personne juge chaque copie.")
    )
    if share:
        shown = words.number(int(share) if share == int(share) else share, speaker.language)
        told += " " + _("Une personne en revoit %(share)s\u00a0%% au hasard.") % {"share": shown}
    return kind, Said(told)


def _event(entry: dict[str, Any], speaker: Speaker) -> Event:
    minutes = figure(entry.get("duration_minutes"))
    facts = [Said(minutes_in_words(minutes, speaker.language))] if minutes else []
    facts += [
        speaker.named(entry.get("mode_label"), PARTICIPATION, code=entry.get("mode")),
        _assessors(entry.get("assessors"), speaker),
    ]
    facts += [speaker.named(None, SUPERVISION, code=entry.get("supervision"))]
    kind = speaker.named(entry.get("type_label"), EVENT_TYPES, code=entry.get("type"))
    return Event(speaker.say(entry.get("label")), kind, tuple(fact for fact in facts if fact))


def _assessors(entry: Any, speaker: Speaker) -> Said:
    count, role = figure(member(entry, "count")), speaker.say(member(entry, "role"))
    if count is None:
        return role
    if count < 1:
        return role or Said(_("sans évaluateur"))
    known = ngettext("%(number)s évaluateur", "%(number)s évaluateurs", int(count)) % {"number": int(count)}
    if member(entry, "independent_from_trainer") is True:
        known = (
            ngettext(
                "%(number)s évaluateur qui n’a pas formé le candidat",
                "%(number)s évaluateurs qui n’ont pas formé le candidat",
                int(count),
            )
            % {"number": int(count)}
        )  # fmt: skip
    if not role or role.text.casefold() in known.casefold():
        return Said(known)
    return Said(f"{known} ({role.text})")


def _criterion(entry: dict[str, Any], plan: Any, speaker: Speaker) -> Criterion:
    weight, eliminatory = figure(entry.get("weight")), entry.get("eliminatory") is True
    least = (
        (entry.get("minimum_level") or member(plan, "pass_rule", "eliminatory_minimum_level")) if eliminatory else None
    )
    sentences = entry.get("levels")
    degrees = [
        Degree(
            speaker.say(level.get("label")), speaker.say(sentences.get(level.get("code"))), level.get("code") == least
        )
        for level in objects(member(plan, "grid", "scale"))
        if isinstance(sentences, dict)
    ]
    shown = "" if weight is None else _percent(weight, speaker.language)
    return Criterion(
        str(entry.get("id") or ""),
        speaker.say(entry.get("label")),
        speaker.say(entry.get("indicator")),
        shown,
        eliminatory,
        tuple(degree for degree in degrees if degree.sentence),
    )


def _percent(value: float, language: str) -> str:
    number = words.number(int(value) if value == int(value) else value, language)
    return f"{number}{words.FIXED}%" if language == "fr" else f"{number}%"


def _pass_rule(plan: Any, speaker: Speaker) -> Said:
    """The rule in words: computed where it is data, so that every language reads it; else as it was written."""
    rule = member(plan, "pass_rule")
    minimum = figure(member(rule, "minimum_score"))
    if minimum is None:
        return speaker.say(member(rule, "text"))
    number = words.number(int(minimum) if minimum == int(minimum) else minimum, speaker.language)
    scale = objects(member(plan, "grid", "scale"))
    names = [each.get("label") for each in scale if each.get("code") == member(rule, "eliminatory_minimum_level")]
    least = speaker.say(names[0]) if names else NOTHING
    if least:
        told = _("Au moins %(score)s sur 100, et «\u00a0%(level)s\u00a0» au moins sur chaque critère éliminatoire.")
        return Said(told % {"score": number, "level": least.text})
    return Said(_("Au moins %(score)s sur 100.") % {"score": number})


def _retake(entry: Any, speaker: Speaker) -> tuple[Said, ...]:
    attempts, delay = figure(member(entry, "max_attempts")), figure(member(entry, "min_delay_days"))
    found = [speaker.say(member(entry, "label"))]
    if attempts is not None and attempts <= 1:
        found.append(Said(_("un seul passage")))
    elif attempts:
        told = ngettext("%(number)s passage au plus", "%(number)s passages au plus", int(attempts))
        found.append(Said(told % {"number": int(attempts)}))
        if delay:
            told = ngettext("après %(number)s jour au moins", "après %(number)s jours au moins", int(delay))
            found.append(Said(told % {"number": int(delay)}))
    return tuple(said for said in found if said)


def _partial(entry: Any, speaker: Speaker) -> tuple[Said, ...]:
    allowed, months = member(entry, "allowed"), figure(member(entry, "keep_months"))
    label = speaker.say(member(entry, "label"))
    if allowed is True:
        told = (
            _("Possible\u00a0: ce qui est acquis reste acquis %(time)s.") % {"time": months_in_words(round(months))}
            if months
            else _("Possible\u00a0: ce qui est acquis reste acquis.")
        )
        return tuple(said for said in (Said(told), label) if said)
    if allowed is False and not (label and not label.language):
        return (Said(_("Impossible\u00a0: tout se passe ensemble.")),)
    return (label,) if label else ()
