"""A credential as its page shows it: a pure function of its signed document and of its Annex I record.

Nothing is read from elsewhere, so that the page says what was signed, whatever has changed since.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.utils import translation
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sceau.engine.model.validity import day_of
from sceau.engine.quality.lists import PARTICIPATION
from sceau.web import words
from sceau.web.public.catalogue.assessing import Outcome, outcomes
from sceau.web.public.catalogue.saying import (
    NOTHING,
    Said,
    Speaker,
    figure,
    hours_in_words,
    language_name,
    level_in_words,
    member,
    objects,
    web_address,
)
from sceau.web.public.credentials.tongues import written_in

OWN_LANGUAGES: Final = ("fr", "en")
_BRIEF: Final = 130  # signs of a line that unfolds


@dataclass(frozen=True, slots=True)
class Reached:
    """A criterion and the level that the holder reached on it; what that level means."""

    criterion: Said
    level: Said
    meaning: Said


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of the assessment in brief."""

    name: str
    text: Said


@dataclass(frozen=True, slots=True)
class Renewed:
    """That it was renewed without a new assessment. on, former_on: days, the latter of the one that it renews"""

    on: str
    former_on: str
    grounds: Said


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page of an opened credential says.

    names:     of the holder, the native one last; bodies: the awarding bodies
    language:  in which it is written, in words, "" when it is that of the page or the one that the reader wants
    others:    languages of texts that remain
    tongues:   tags of the languages in which its texts are; tongue: the one in which they are shown
    score:     « 76,7 sur 100 » or ""
    facts:     hours, level, way of taking part
    brief:     in one sentence, when it was assessed, by how many and under which supervision
    assessed:  the assessment in lines, what is known of it only
    evidence:  (what it is, words about it, its address or "")
    renewed:   None in its first term, and after a new assessment
    """

    title: Said
    names: tuple[str, ...]
    bodies: tuple[str, ...]
    awarded_on: date | None
    valid_until: date | None
    language: str
    others: tuple[str, ...]
    tongues: tuple[str, ...]
    tongue: str
    sentence: Said
    facts: tuple[Said, ...]
    outcomes: tuple[Outcome, ...]
    score: str
    reached: tuple[Reached, ...]
    brief: Said
    assessed: tuple[Fact, ...]
    evidence: tuple[tuple[str, str, str], ...]
    registration: str
    achievement: str
    renewed: Renewed | None


def shown(document: Any, record: Any, *, language: str, wanted: str = "") -> Shown:
    """What a page says of a credential.

    document:  the signed credential; record: its Annex I record
    language:  of the page, "fr" or "en"
    wanted:    the tag of a language in which the reader wants its texts; "" for that of the page
    """
    said = member(record, "language")
    own = said if said in OWN_LANGUAGES else "fr"
    tongues = written_in(record, own=own)
    speaker = Speaker(language, own, wanted=wanted if wanted in tongues else language)
    with translation.override(language):
        return _shown(document, record, speaker, tongues)


def _shown(document: Any, record: Any, speaker: Speaker, tongues: tuple[str, ...]) -> Shown:
    mandatory = member(record, "annex1", "mandatory")
    awarded = parse_date(str(member(record, "award", "awarded_on") or ""))
    title = speaker.say(member(mandatory, "title_of_the_micro_credential"))
    sentence = _written(member(document, "description"), speaker)
    whole: dict[str, Any] = {
        "title": title or _written(member(document, "name"), speaker),
        "names": _names(document),
        "bodies": tuple(str(each.get("name") or "") for each in objects(member(mandatory, "awarding_body"))),
        "awarded_on": awarded,
        "valid_until": _day_of(member(document, "validUntil")),
        "sentence": NOTHING if sentence.text == title.text else sentence,
        "facts": _facts(mandatory, speaker),
        "outcomes": outcomes(record, speaker),
        "score": _score(record, speaker.language),
        "reached": _reached(record, speaker),
        "brief": _brief(record, speaker),
        "assessed": _assessed(record, speaker),
        "evidence": _evidence(document),
        "registration": _registration(record),
        "renewed": _renewed(record, speaker),
        "achievement": str(member(document, "credentialSubject", "achievement", "id") or ""),
    }
    is_other = speaker.own not in (speaker.language, speaker.wanted)
    whole |= {"tongues": tongues, "tongue": speaker.wanted if speaker.wanted in tongues else speaker.own}
    whole["language"] = language_name(speaker.own, speaker.language) if is_other else ""
    whole["others"] = tuple(language_name(code, speaker.language) for code in speaker.others)
    return Shown(**whole)


def _written(value: Any, speaker: Speaker) -> Said:
    """A text of the credential, which is in its own language only."""
    text = value.strip() if isinstance(value, str) else ""
    return Said(text, "" if not text or speaker.own == speaker.language else speaker.own)


def _names(document: Any) -> tuple[str, ...]:
    subject = member(document, "credentialSubject", "identifier")
    return tuple(
        str(each.get("identityHash") or "")
        for each in objects(subject)
        if each.get("identityType") == "name" and each.get("hashed") is False
    )


def _facts(mandatory: Any, speaker: Speaker) -> tuple[Said, ...]:
    hours, eqf = figure(member(mandatory, "notional_workload", "hours_total")), member(mandatory, "level", "eqf")
    form = member(mandatory, "form_of_participation")
    line = [
        Said(hours_in_words(hours, speaker.language)) if hours else NOTHING,
        Said(level_in_words(eqf)) if isinstance(eqf, int) else NOTHING,
        speaker.named(member(form, "label"), PARTICIPATION, uri=member(form, "elm")),
    ]
    return tuple(each for each in line if each)


def _score(record: Any, language: str) -> str:
    grade = member(record, "annex1", "optional", "grade_achieved")
    score, out_of = figure(member(grade, "score")), figure(member(grade, "out_of"))
    if score is None or not out_of:
        return ""
    shown_as = words.number(int(score) if score == int(score) else score, language)
    return _("%(score)s sur %(most)s") % {"score": shown_as, "most": int(out_of)}


def _reached(record: Any, speaker: Speaker) -> tuple[Reached, ...]:
    """Level by level, in the order of the grid; texts of the grid, which may be in both languages."""
    grid = member(record, "assessment", "grid")
    levels = {str(each.get("code")): each.get("label") for each in objects(member(grid, "scale"))}
    criteria = {str(each.get("id")): each for each in objects(member(grid, "criteria"))}
    found = []
    for each in objects(member(record, "annex1", "optional", "grade_achieved", "criteria")):
        known = criteria.get(str(each.get("id")), {})
        code = str(each.get("level") or "")
        found.append(
            Reached(
                speaker.say(known.get("label")) or _written(each.get("label"), speaker),
                speaker.say(levels.get(code)) or _written(each.get("level_label"), speaker),
                speaker.say(member(known, "levels", code)),
            )
        )
    return tuple(found)


def _assessed(record: Any, speaker: Speaker) -> tuple[Fact, ...]:
    """How it was really assessed: what nobody recorded is left out."""
    conduct = member(record, "award", "conduct")
    jury, minutes = _day(member(conduct, "jury_on"), speaker), member(conduct, "minutes")
    if jury and minutes:
        jury = _("%(day)s, procès-verbal %(number)s") % {"day": jury, "number": minutes}
    lines = [
        Fact(_("Évaluée le"), Said(_day(member(record, "award", "assessed_on"), speaker))),
        Fact(_("Épreuves"), _events(record, speaker)),
        Fact(_("Évaluateurs"), Said(_assessors(figure(member(conduct, "assessors"))))),
        Fact(_("Surveillance et identité"), _supervision(record, speaker)),
        Fact(_("Jury"), Said(jury)),
        Fact(_("Décision"), _written(member(record, "award", "basis", "statement"), speaker)),
    ]
    return tuple(Fact(line.name, _capital(line.text)) for line in lines if line.text)


def _brief(record: Any, speaker: Speaker) -> Said:
    """« Évaluée le 2 mars 2026, par 2 personnes, sur place et identité vérifiée »; else how it was decided."""
    on = _day(member(record, "award", "assessed_on"), speaker)
    by = _assessors(figure(member(record, "award", "conduct", "assessors")))
    how = _supervision(record, speaker)
    clauses = (
        _("évaluée le %(day)s") % {"day": on} if on else "",
        _("par %(assessors)s") % {"assessors": by} if by else "",
        "" if how.language else f"{how.text[:1].lower()}{how.text[1:]}",
    )
    told = ", ".join(each for each in clauses if each)
    return _capital(Said(told)) if told else _decided(record, speaker)


def _decided(record: Any, speaker: Speaker) -> Said:
    """« Décision : prise par Claire Dumas… »: the beginning of the statement, which stands whole among the facts."""
    said = _written(member(record, "award", "basis", "statement"), speaker)
    if not said or said.language:
        return _capital(Said(words.shorten(said.text, _BRIEF), said.language))
    begun = _("Décision\u00a0: %(statement)s") % {"statement": f"{said.text[:1].lower()}{said.text[1:]}"}
    return Said(words.shorten(begun, _BRIEF))


def _supervision(record: Any, speaker: Speaker) -> Said:
    conduct = member(record, "award", "conduct")
    is_stated = member(conduct, "supervision") is not None or member(conduct, "identity_verified") is not None
    label = member(record, "annex1", "optional", "supervision_and_identity_verification", "label")
    return speaker.say(label) if is_stated else NOTHING


def _capital(said: Said) -> Said:
    """A clause as a sentence begins."""
    return Said(f"{said.text[:1].upper()}{said.text[1:]}", said.language)


def _events(record: Any, speaker: Speaker) -> Said:
    planned = {str(each.get("id")): each.get("label") for each in objects(member(record, "assessment", "events"))}
    held = member(record, "award", "conduct", "events")
    names = [
        speaker.say(planned.get(str(each))) or Said(str(each)) for each in (held if isinstance(held, list) else [])
    ]
    language = next((each.language for each in names if each.language), "")
    return Said(" · ".join(each.text for each in names), language)


def _assessors(count: float | None) -> str:
    if count is None:
        return ""
    if count < 1:
        return _("un outil, sans évaluateur")
    return ngettext("%(number)s personne", "%(number)s personnes", int(count)) % {"number": int(count)}


def _evidence(document: Any) -> tuple[tuple[str, str, str], ...]:
    found = []
    for each in objects(member(document, "evidence")):
        url = web_address(each.get("id"))
        texts = [str(each.get(name) or "").strip() for name in ("name", "narrative", "description")]
        found.append((texts[0] or url, texts[1] or texts[2], url))
    return tuple(each for each in found if each[0] or each[1])


def _registration(record: Any) -> str:
    entry = member(record, "award", "registration")
    if member(entry, "registered") is not True:
        return ""
    register = _("Répertoire spécifique") if member(entry, "type") == "RS" else "RNCP"
    return _("Certification enregistrée au %(register)s, n°\u00a0%(code)s.") % {
        "register": register,
        "code": member(entry, "code") or "",
    }


def _renewed(record: Any, speaker: Speaker) -> Renewed | None:
    told = member(record, "award", "renewal")
    if not isinstance(told, dict):
        return None
    on, former_on = (_day(member(told, name), speaker) for name in ("on", "former_on"))
    return Renewed(on, former_on, _written(member(told, "grounds"), speaker))


def _day(text: Any, speaker: Speaker) -> str:
    found = parse_date(text) if isinstance(text, str) else None
    return words.day(found, speaker.language) if found else ""


def _day_of(text: Any) -> date | None:
    """The last day that an end stands for, whatever the reader's time zone."""
    found: datetime | None = parse_datetime(text) if isinstance(text, str) else None
    return day_of(found) if found else None
