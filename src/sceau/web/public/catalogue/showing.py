"""A micro-certification as its page shows it: a pure function of its document and of what is known beside it.

The document may be a draft that lacks almost everything: what is not there is not shown, or is said to be missing.
The page, the preview of the wizard, the brief for employers and the comparison all read the same `Shown`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from django.utils import translation
from django.utils.translation import gettext as _

from sceau.engine.quality.lists import DEFAULT_LIMITS, LICENCES, PARTICIPATION
from sceau.engine.quality.profiles import PROFILES, REGISTERED
from sceau.engine.quality.wordings import claims_registration
from sceau.web import words
from sceau.web.public.catalogue.assessing import Assessed, Outcome, assessed, outcomes
from sceau.web.public.catalogue.elements import Element, elements
from sceau.web.public.catalogue.facts import BodyFact, Facts, OtherVersion
from sceau.web.public.catalogue.offering import Offer, offered
from sceau.web.public.catalogue.saying import (
    NOTHING,
    Said,
    Speaker,
    figure,
    hours_in_words,
    language_name,
    level_in_words,
    listed,
    member,
    months_in_words,
    objects,
    web_address,
)
from sceau.web.public.catalogue.signing import SignedWord, signed_words
from sceau.web.public.catalogue.standing import Funding, Registered, funding, registered

LEVELS = range(1, 9)


@dataclass(frozen=True, slots=True)
class Volume:
    """How much work, in words. total: "" when it is not said; parts: « 6 h encadrées »; ects, rule: of the credits."""

    total: str
    hours: float | None
    parts: tuple[str, ...]
    ects: str
    rule: Said


@dataclass(frozen=True, slots=True)
class Level:
    """The level. word: « Niveau 6 » or ""; note: whose word it is; rationale: why this one."""

    word: str
    eqf: int | None
    note: str
    rationale: Said


@dataclass(frozen=True, slots=True)
class Step:
    """Something that comes after, or that this counts towards. url: "" when there is no page."""

    label: Said
    role: Said
    url: str


@dataclass(frozen=True, slots=True)
class Profile:
    """What kind of micro-certification it is, and what that means to a reader."""

    name: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Everything that a page says of one version.

    language:  of the page; others: languages in which some of its texts remain, in words
    sentence:  one, first
    facts:     a line of them: « 42 heures », « Niveau 6 », « Mixte »
    newer:     the version that replaced this one
    """

    language: str
    uuid: str
    number: int
    preview: bool
    title: Said
    other_titles: tuple[Said, ...]
    sentence: Said
    need: Said
    audience: Said
    bodies: tuple[BodyFact, ...]
    outcomes: tuple[Outcome, ...]
    assessed: Assessed
    volume: Volume
    level: Level
    mode: Said
    mode_detail: Said
    places: tuple[str, ...]
    prerequisites: Said
    offer: Offer
    registered: Registered
    cpf: Funding
    profile: Profile | None
    worth: tuple[Said, ...]
    limits: tuple[Said, ...]
    validity: str
    renewal: Said
    stacks: tuple[Step, ...]
    next_steps: tuple[Step, ...]
    accessibility: Said
    elements: tuple[Element, ...]
    licence: str
    languages: tuple[str, ...]
    others: tuple[str, ...]
    signed: tuple[SignedWord, ...]
    published: Any
    retired: Any
    why_retired: str
    newer: OtherVersion | None
    versions: tuple[OtherVersion, ...]

    @property
    def offered(self) -> bool:
        """Whether one may enrol: not in what was retired, nor in what was replaced, be it by what was retired since."""
        return not self.retired and self.newer is None

    @property
    def facts(self) -> tuple[Said, ...]:
        """The line under a title."""
        line = (Said(self.volume.total), Said(self.level.word), self.mode, Said(listed(list(self.places))))
        return tuple(said for said in line if said)


_UUID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def shown(document: Any, *, language: str, facts: Facts) -> Shown:
    """What a page says of a document.

    document:  a `sceau.design/1` object, frozen or a draft
    language:  "fr" or "en"
    """
    own = member(document, "language")
    speaker = Speaker(language, own if isinstance(own, str) and own else "fr")
    with translation.override(language):
        return _shown(document, speaker, facts)


def _shown(document: Any, speaker: Speaker, facts: Facts) -> Shown:
    say = speaker.say
    mandatory, optional = member(document, "annex1", "mandatory"), member(document, "annex1", "optional")
    bodies = facts.bodies or _named_bodies(document)
    found = registered(document, speaker, facts)
    found_outcomes = outcomes(document, speaker)
    number = member(document, "version")
    number = number if isinstance(number, int) and number > 0 else 1
    level = _level(document, speaker, found)
    volume = _volume(document, speaker)
    months = figure(member(document, "validity", "months"))
    rules = objects(member(optional, "integration_stackability_options", "rules"))
    title = say(member(document, "title")) or Said(_("Sans titre pour le moment"))
    form = member(mandatory, "form_of_participation")
    mode = speaker.named(member(form, "label"), PARTICIPATION, uri=member(form, "elm"))
    whole: dict[str, Any] = {
        "language": speaker.language,
        "uuid": str(member(document, "uuid") or ""),
        "number": number,
        "preview": facts.preview,
        "title": title,
        "other_titles": _other_titles(document, title, speaker),
        "sentence": _unless_false(say(member(document, "summary")), found),
        "need": say(member(document, "need")),
        "audience": say(member(document, "audience")),
        "bodies": bodies,
        "outcomes": found_outcomes,
        "assessed": assessed(document, speaker),
        "volume": volume,
        "level": level,
        "mode": mode,
        "mode_detail": say(member(form, "detail")),
        "prerequisites": say(member(optional, "prerequisites", "text")),
        "offer": offered(document, speaker),
        "registered": found,
        "cpf": funding(document, found, facts, speaker.language),
        "profile": _profile(document, speaker, found),
        "worth": _worth(document, speaker, found),
        "limits": _limits(document, speaker, found),
        "validity": _validity(months),
        "renewal": say(member(document, "validity", "renewal")),
        "stacks": tuple(_stack(rule, speaker, found) for rule in rules if _may_be_told(rule, found)),
        "next_steps": tuple(_next(step, speaker) for step in objects(member(document, "next_steps"))),
        "accessibility": say(member(document, "accessibility")),
        "licence": _licence(member(document, "licence"), speaker.language),
        "languages": tuple(language_name(code, speaker.language) for code in _languages(document, speaker.own)),
        "signed": signed_words(facts.signed, speaker.language),
        "published": facts.published,
        "retired": facts.retired,
        "why_retired": facts.why_retired,
        "newer": next((each for each in facts.versions if each.number > number), None),
        "versions": facts.versions,
    }
    offer: Offer = whole["offer"]
    whole["places"] = offer.places
    whole["elements"] = elements(document, speaker, whole)
    whole["others"] = tuple(language_name(code, speaker.language) for code in speaker.others)
    return Shown(**whole)


def _named_bodies(document: Any) -> tuple[BodyFact, ...]:
    """The bodies as the document names them: a name, never an id of a file that the reader does not have."""
    entries = objects(member(document, "annex1", "mandatory", "awarding_body"))
    named = [(entry.get("name") or entry.get("legal_name"), entry) for entry in entries]
    return tuple(
        BodyFact(name=name, siren=str(entry.get("siren") or ""), city=str(entry.get("city") or ""))
        for name, entry in named
        if isinstance(name, str) and name
    )


def _other_titles(document: Any, title: Said, speaker: Speaker) -> tuple[Said, ...]:
    """The title in the other languages that it has."""
    titles = member(document, "title")
    shown_in = title.language or speaker.language
    if not isinstance(titles, dict):
        return ()
    return tuple(
        Said(text, code) for code, text in titles.items() if isinstance(text, str) and text and code != shown_in
    )


def _languages(document: Any, own: str) -> list[str]:
    asked = member(document, "languages")
    return [code for code in asked if isinstance(code, str)] if isinstance(asked, list) and asked else [own]


def _volume(document: Any, speaker: Speaker) -> Volume:
    entry = member(document, "annex1", "mandatory", "notional_workload")
    hours, ects = figure(member(entry, "hours_total")), figure(member(entry, "ects"))
    breakdown = member(entry, "breakdown")
    names = {
        "guided": _("%(hours)s avec un formateur"),
        "autonomous": _("%(hours)s en autonomie"),
        "work_based": _("%(hours)s en situation de travail"),
        "assessment": _("%(hours)s d’évaluation"),
    }
    parts = [
        names[kind] % {"hours": hours_in_words(amount, speaker.language)}
        for kind, value in (breakdown.items() if isinstance(breakdown, dict) else ())
        if kind in names and (amount := figure(value))
    ]
    return Volume(
        hours_in_words(hours, speaker.language) if hours else "",
        hours,
        tuple(parts),
        _credits(ects, speaker.language),
        speaker.say(member(entry, "ects_rule")) or speaker.say(member(entry, "not_applicable")),
    )


def _credits(ects: float | None, language: str) -> str:
    if not ects:
        return ""
    shown_as = words.number(int(ects) if ects == int(ects) else ects, language)
    few = ects < 2 if language == "fr" else ects == 1  # noqa: PLR2004 -- French counts from two
    return (_("%(number)s crédit ECTS") if few else _("%(number)s crédits ECTS")) % {"number": shown_as}


def _level(document: Any, speaker: Speaker, found: Registered) -> Level:
    entry = member(document, "annex1", "mandatory", "level")
    eqf = member(entry, "eqf")
    if not isinstance(eqf, int) or eqf not in LEVELS:
        return Level("", None, "", speaker.say(member(entry, "not_applicable")))
    by_register = found.stands and found.kind != "RS"
    note = (
        _("niveau de la certification enregistrée")
        if by_register
        else _(
            "niveau proposé par l’organisme, à titre indicatif\u00a0: ce n’est pas un niveau de qualification reconnu"
        )
    )
    return Level(level_in_words(eqf), eqf, note, speaker.say(member(entry, "rationale")))


def _profile(document: Any, speaker: Speaker, found: Registered) -> Profile | None:
    purpose = member(document, "purpose")
    if purpose == REGISTERED and not found.stands:
        sentence = _("Elle est conçue d’après une fiche d’un registre de l’État, qui ne vaut pas ici aujourd’hui.")
        return Profile(_("Conçue pour une fiche, sans inscription en vigueur"), sentence)
    known = PROFILES.get(purpose) if isinstance(purpose, str) else None
    return Profile(known.name.to(speaker.language), known.sentence.to(speaker.language)) if known else None


def _worth(document: Any, speaker: Speaker, found: Registered) -> tuple[Said, ...]:
    """What it is worth: the words of its designers, then what follows from its registration."""
    own = _unless_false(speaker.say(member(document, "worth")), found)
    proven = Said(
        _(
            "Elle atteste une compétence évaluée, et non une présence. La preuve délivrée est signée\u00a0: chacun "
            "peut la vérifier."
        )
    )
    stands = Said(found.sentence) if found.stands else NOTHING
    return tuple(said for said in (own, proven, stands) if said)


def _unless_false(said: Said, found: Registered) -> Said:
    """Words of the designers, unless they promise a registration that does not stand today: they were true once."""
    return NOTHING if not found.stands and claims_registration(said.text) else said


def _limits(document: Any, speaker: Speaker, found: Registered) -> tuple[Said, ...]:
    """What it is not: always said, whatever its designers wrote."""
    own = speaker.say(member(document, "limits"))
    if not found.stands:
        sentence = Said(found.sentence) if found.claimed or own else NOTHING
        ours = _("Elle ne confère ni diplôme, ni titre professionnel, ni niveau de qualification.")
        return tuple(
            said for said in (own, sentence, Said(ours if own else DEFAULT_LIMITS.to(speaker.language))) if said
        )
    ours = {
        "RNCP_BLOC": _(
            "Un bloc n’est pas le titre entier\u00a0: il en valide une partie, et n’en donne pas le niveau."
        ),
        "RNCP": _("Suivre la formation ne suffit pas\u00a0: seul un jury l’attribue."),
    }.get(found.kind, _("Elle ne confère ni titre ni niveau de qualification."))
    return tuple(said for said in (own, Said(ours)) if said)


def _validity(months: float | None) -> str:
    if months is None or months <= 0:
        return _("La preuve vaut sans limite de durée.")
    return _("La preuve vaut %(time)s.") % {"time": months_in_words(round(months))}


def _may_be_told(rule: dict[str, Any], found: Registered) -> bool:
    """Whether a stack may be named: what only a registration gives is not promised without it."""
    return found.stands or not rule.get("only_if_registered")


def _stack(rule: dict[str, Any], speaker: Speaker, found: Registered) -> Step:
    label = speaker.say(rule.get("title") or rule.get("stack_id"))
    return Step(label, speaker.say(rule.get("role")), web_address(rule.get("url")))


def _next(step: dict[str, Any], speaker: Speaker) -> Step:
    uuid = step.get("design")
    inside = f"/m/{uuid}" if isinstance(uuid, str) and _UUID.fullmatch(uuid) else ""
    return Step(speaker.say(step.get("label")), NOTHING, web_address(step.get("url")) or inside)


def _licence(code: Any, language: str) -> str:
    return LICENCES[code].to(language) if isinstance(code, str) and code in LICENCES else ""
