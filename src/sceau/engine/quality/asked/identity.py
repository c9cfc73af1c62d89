"""What is asked of the step of identity: title, need, audience, bodies, languages, how to take part."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sceau.engine.quality.asked.found import Found, asks
from sceau.engine.quality.drafts import Draft, string
from sceau.engine.quality.lists import MODES, SECTORS
from sceau.engine.quality.places import label_of
from sceau.engine.quality.profiles import PROFILES
from sceau.engine.quality.rules.rule import Rule
from sceau.engine.quality.wordings import claims_registration, fold
from sceau.engine.quality.words import Words

_COUNTRY = re.compile(r"[A-Z]{2}")
_LISTS = (
    "/annex1/mandatory/learning_outcomes",
    "/annex1/mandatory/awarding_body",
    "/annex1/mandatory/country_region_of_the_issuer",
    "/annex1/mandatory/type_of_assessment",
    "/annex1/mandatory/type_of_quality_assurance",
    "/assessment/events",
    "/assessment/grid/scale",
    "/assessment/grid/criteria",
    "/price/parts",
    "/next_steps",
    "/custom",
)
_WHERE_CLAIMS_STAND = ("/summary", "/need", "/audience", "/worth", "/annex1/optional/further_information")
# folded: no accents, lower case
_TITLE_OF_A_DIPLOMA = re.compile(
    r"^(?:diplome|titre|certificat|certification|diploma|degree)\b"
    r"|\bdiplomes? (?:d[’']etat|national|universitaire|d[’']universite|d[’']ingenieur)"
    r"|\btitres? (?:professionnels?|a finalite professionnelle|certifies?|rncp)\b|\bprofessional title\b"
    r"|\bcertifications? professionnelles?\b|\bcqp\b|\brncp ?\d*\b|\brs ?\d{3,5}\b|\blicence professionnelle\b"
    r"|\b(?:bachelor|master)[’']?s? degree\b|\bregistered certification\b"
)
_CERTIFICATION = re.compile(r"(?<![-\w])certifi\w+|\bdiplom\w+")


@asks("document.too_long")
def too_long(draft: Draft, rule: Rule) -> Iterator[Found]:
    """Lists beyond what a person reads, of which the rest is not looked at."""
    limit = int(rule.limits["entries"])
    for pointer in _LISTS:
        value = draft.at(pointer)
        if isinstance(value, list) and len(value) > limit:
            yield Found(pointer, {"count": len(value), "limit": limit})


@asks("identity.purpose")
def purpose(draft: Draft, rule: Rule) -> Iterator[Found]:
    """One of the three profiles."""
    if string(draft.at("/purpose")) not in PROFILES:
        yield Found("/purpose")


@asks("identity.title")
def title(draft: Draft, rule: Rule) -> Iterator[Found]:
    """A title, in some language."""
    if not draft.says("/title"):
        yield Found("/title")


@asks("identity.title_long")
def title_long(draft: Draft, rule: Rule) -> Iterator[Found]:
    """Not longer than a certificate has room for, in any language."""
    limit = int(rule.limits["characters"])
    longest = max(map(len, draft.text(draft.at("/title")).values()), default=0)
    if longest > limit:
        yield Found("/title", {"count": longest, "limit": limit})


@asks("identity.title_claim")
def title_claim(draft: Draft, rule: Rule) -> Iterator[Found]:
    """No word of a diploma or of a registered certification, unless it is one."""
    yield from _in_title(draft, _TITLE_OF_A_DIPLOMA)


@asks("identity.title_certification")
def title_certification(draft: Draft, rule: Rule) -> Iterator[Found]:
    """Nothing that lets a reader believe in one."""
    if not any(True for _ in _in_title(draft, _TITLE_OF_A_DIPLOMA)):
        yield from _in_title(draft, _CERTIFICATION)


def _in_title(draft: Draft, pattern: re.Pattern[str]) -> Iterator[Found]:
    if draft.may_be_registered:
        return
    for words in draft.text(draft.at("/title")).values():
        folded, whole = fold(words)
        if found := pattern.search(folded):
            yield Found("/title", {"words": whole[found.start() : found.end()]})
            return


@asks("identity.registered_wording")
def registered_wording(draft: Draft, rule: Rule) -> Iterator[Found]:
    """No text says that it is registered, recognised by the State or eligible for the CPF, unless it is."""
    if draft.may_be_registered:
        return
    for pointer in _WHERE_CLAIMS_STAND:
        for words in draft.text(draft.at(pointer)).values():
            if claim := claims_registration(words):
                yield Found(pointer, {"words": claim})
                break


@asks("identity.summary")
def summary(draft: Draft, rule: Rule) -> Iterator[Found]:
    """A summary."""
    yield from _unsaid(draft, "/summary")


@asks("identity.need")
def need(draft: Draft, rule: Rule) -> Iterator[Found]:
    """The need that it answers."""
    yield from _unsaid(draft, "/need")


@asks("identity.stakeholders")
def stakeholders(draft: Draft, rule: Rule) -> Iterator[Found]:
    """Who was consulted."""
    yield from _unsaid(draft, "/stakeholders")


@asks("identity.audience")
def audience(draft: Draft, rule: Rule) -> Iterator[Found]:
    """For whom it is."""
    yield from _unsaid(draft, "/audience")


def _unsaid(draft: Draft, pointer: str) -> Iterator[Found]:
    if not draft.says(pointer):
        yield Found(pointer)


@asks("identity.sector")
def sector(draft: Draft, rule: Rule) -> Iterator[Found]:
    """A section of the nomenclature."""
    if string(draft.at("/sector")) not in SECTORS:
        yield Found("/sector")


@asks("identity.country")
def country(draft: Draft, rule: Rule) -> Iterator[Found]:
    """At least one place, each with its country."""
    places = draft.entries("/annex1/mandatory/country_region_of_the_issuer")
    if not places:
        yield Found("/annex1/mandatory/country_region_of_the_issuer")
    for place in places:
        if not _COUNTRY.fullmatch(string(place.members.get("country"))):
            yield Found(place.pointer)


@asks("identity.bodies")
def bodies(draft: Draft, rule: Rule) -> Iterator[Found]:
    """At least one awarding body, each an id or a name."""
    entries = draft.items("/annex1/mandatory/awarding_body")
    if not entries:
        yield Found("/annex1/mandatory/awarding_body")
    for place, entry in enumerate(entries):
        if not string(entry.get("name") if isinstance(entry, dict) else entry):
            yield Found(f"/annex1/mandatory/awarding_body/{place}")


@asks("identity.languages")
def languages(draft: Draft, rule: Rule) -> Iterator[Found]:
    """At least one of the languages asked for is complete; without a title there is nothing to translate yet."""
    if draft.says("/title") and not draft.complete:
        missing = draft.missing_texts
        first = missing[0][0] if missing else "/title"
        yield Found(first, {"missing": len(missing) or 1, "languages": _names(draft.wanted)})


@asks("identity.untranslated")
def not_translated(draft: Draft, rule: Rule) -> Iterator[Found]:
    """Each language that lacks a text, when another one is complete."""
    for language in draft.wanted if draft.complete else ():
        if language in draft.complete:
            continue
        missing = [pointer for pointer, lacking in draft.missing_texts if lacking == language]
        first = missing[0] if missing else "/title"
        yield Found(first, {"missing": len(missing) or 1, "languages": _names((language,)), "where": label_of(first)})


def _names(tags: tuple[str, ...]) -> Words:
    """The languages by name where we know it, else by tag."""
    known = {"fr": Words("français", "French"), "en": Words("anglais", "English")}
    found = [known.get(tag, Words(tag, tag)) for tag in tags]
    return Words(", ".join(name.fr for name in found), ", ".join(name.en for name in found))


@asks("identity.contact")
def contact(draft: Draft, rule: Rule) -> Iterator[Found]:
    """An address to enrol or to write to."""
    if not string(draft.at("/delivery/enrol_url")) and not string(draft.at("/delivery/contact_email")):
        yield Found("/delivery/contact_email")


@asks("identity.modes")
def modes(draft: Draft, rule: Rule) -> Iterator[Found]:
    """At least one mode of the list, and no other."""
    chosen = draft.items("/delivery/modes")
    if not chosen or any(string(mode) not in MODES for mode in chosen):
        yield Found("/delivery/modes")
