"""The sixteen elements of Annex I of the recommendation of 16 June 2022, in the order of its text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sceau.engine.quality.lists import GRADE_SCHEMES
from sceau.web.public.catalogue.saying import Said, Speaker, listed, member, objects


@dataclass(frozen=True, slots=True)
class Element:
    """One element. values: sentences; none when the design says nothing. missing: of the mandatory ones only."""

    number: int
    name: str
    values: tuple[Said, ...]
    missing: bool


def elements(document: Any, speaker: Speaker, about: Mapping[str, Any]) -> tuple[Element, ...]:
    """The sixteen.

    about:  what `showing` found of the document, by the names of its `Shown`
    """
    mandatory, optional = member(document, "annex1", "mandatory"), member(document, "annex1", "optional")
    assessed, volume, level = about["assessed"], about["volume"], about["level"]
    outcomes, stacks = about["outcomes"], about["stacks"]
    rows: list[tuple[str, list[Said], bool]] = [
        (_("Apprenant"), [Said(_("Nommé sur la preuve, jamais sur cette page"))], True),
        (_("Intitulé"), [about["title"], *about["other_titles"]], True),
        (_("Pays et région"), _places(mandatory, speaker), True),
        (_("Organisme certificateur"), [Said(body.name) for body in about["bodies"]], True),
        (_("Date de délivrance"), [_issued(mandatory, speaker)], True),
        (_("Acquis d’apprentissage"), [_counted(outcomes, assessed.criteria)] if outcomes else [], True),
        (_("Charge de travail"), _workload(volume), True),
        (_("Niveau"), [Said(text) for text in (level.word, level.note) if text] + [level.rationale], True),
        (_("Type d’évaluation"), [*assessed.kinds], True),
        (_("Forme de participation"), [about["mode"], about["mode_detail"]], True),
        (_("Assurance qualité"), _quality(mandatory, speaker, about), True),
        (_("Prérequis"), [about["prerequisites"]], False),
        (_("Surveillance et identité"), [assessed.supervision, assessed.supervision_detail], False),
        (_("Note obtenue"), [_grade(member(optional, "grade_achieved"), speaker)], False),
        (_("Intégration et cumul"), _integration(optional, stacks), False),
        (_("Informations complémentaires"), [speaker.say(member(optional, "further_information"))], False),
    ]
    return tuple(
        Element(number, name, kept := tuple(value for value in values if value), is_asked and not kept)
        for number, (name, values, is_asked) in enumerate(rows, start=1)
    )


def _places(mandatory: Any, speaker: Speaker) -> list[Said]:
    found = []
    for place in objects(member(mandatory, "country_region_of_the_issuer")):
        country = speaker.quote(place.get("country_label")) or Said(str(place.get("country") or ""))
        region = speaker.quote(place.get("region_label"))
        found.append(Said(listed_place(country.text, region.text), country.language or region.language))
    return found


def listed_place(country: str, region: str) -> str:
    """« France, Occitanie »."""
    return ", ".join(text for text in (country, region) if text)


def _issued(mandatory: Any, speaker: Speaker) -> Said:
    rule = speaker.say(member(mandatory, "date_of_issuing", "label"))
    ours = _("Portée sur chaque preuve")
    return Said(f"{ours} ({rule.text[:1].lower()}{rule.text[1:]})", rule.language) if rule else Said(ours)


def _counted(outcomes: Any, criteria: Any) -> Said:
    said = ngettext("%(number)s acquis", "%(number)s acquis", len(outcomes)) % {"number": len(outcomes)}
    if not criteria:
        return Said(said)
    judged = ngettext("%(number)s critère", "%(number)s critères", len(criteria)) % {"number": len(criteria)}
    return Said(_("%(outcomes)s, %(criteria)s (ci-dessus)") % {"outcomes": said, "criteria": judged})


def _workload(volume: Any) -> list[Said]:
    if not volume.total:
        return [volume.rule]
    parts = listed(list(volume.parts))
    whole = _("%(total)s, dont %(parts)s") % {"total": volume.total, "parts": parts} if parts else volume.total
    return [Said(whole), Said(volume.ects or _("Sans crédits ECTS")), volume.rule]


def _quality(mandatory: Any, speaker: Speaker, about: Mapping[str, Any]) -> list[Said]:
    kinds = {"internal": _("Interne"), "external": _("Externe")}
    found = []
    for entry in objects(member(mandatory, "type_of_quality_assurance")):
        label = speaker.say(entry.get("label"))
        if not label or (entry.get("only_if_registered") and not about["registered"].stands):
            continue
        kind = kinds.get(str(entry.get("type")))
        found.append(
            Said(_("%(kind)s\u00a0: %(label)s") % {"kind": kind, "label": label.text}, label.language)
            if kind
            else label
        )
    return found


def _grade(entry: Any, speaker: Speaker) -> Said:
    return speaker.named(member(entry, "label"), GRADE_SCHEMES, code=member(entry, "scheme"))


def _integration(optional: Any, stacks: Any) -> list[Said]:
    kind = member(optional, "integration_stackability_options", "type")
    if stacks:
        return [Said(_("Compte pour %(name)s") % {"name": step.label.text}, step.label.language) for step in stacks]
    return [Said(_("Se suffit à elle-même"))] if kind == "stand_alone" else []
