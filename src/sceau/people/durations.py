"""How long a kind of data is kept, in words."""

from __future__ import annotations

from typing import Final

from sceau.engine.errors import Reason
from sceau.people.schedule import BY_THE_HOST, DECIDED_AT_THE_END, Rule
from sceau.people.states import Then

_A_YEAR: Final = 12

KEPT = Reason("people.kept", "gardé tant que l’organisme le décide", "kept as long as the institution decides")
DELETED_AFTER = Reason("people.deleted_after", "{active}, puis suppression", "{active}, then deleted")
DELETED_AT_ONCE = Reason("people.deleted_at_once", "suppression aussitôt", "deleted at once")
ARCHIVED_AFTER = Reason(
    "people.archived_after", "{active}, puis archive restreinte", "{active}, then restricted archive"
)
ARCHIVED_THEN_DELETED = Reason(
    "people.archived_then_deleted",
    "{active}, puis archive restreinte, suppression à {end}",
    "{active}, then restricted archive, deleted after {end}",
)
ARCHIVED_THEN_DECIDED = Reason(
    "people.archived_then_decided",
    "{active}, puis archive restreinte ; à {end}, l’organisme décide de leur sort",
    "{active}, then restricted archive; after {end}, the institution decides what becomes of them",
)
SAID_BY_THE_HOST = Reason(
    "people.by_the_host",
    "{active}, par l’hébergeur de Sceau, hors de cette base",
    "{active}, by the host of Sceau, outside this database",
)
KIND_AND_DURATION = Reason("people.kind_and_duration", "{kind} : {duration}", "{kind}: {duration}")
ONE_YEAR = Reason("people.one_year", "1 an", "1 year")
YEARS = Reason("people.years", "{n} ans", "{n} years")
ONE_MONTH = Reason("people.one_month", "1 mois", "1 month")
MONTHS = Reason("people.months", "{n} mois", "{n} months")


def duration_of(rule: Rule, language: str) -> str:
    """How long a kind of data is kept, in words."""
    active = months_said(rule.active_months, language)
    if rule.kind in BY_THE_HOST:
        return SAID_BY_THE_HOST.sentence(language, {"active": active})
    if rule.then == Then.KEEP:
        return KEPT.sentence(language, {})
    if rule.then == Then.DELETE and not rule.active_months:
        return DELETED_AT_ONCE.sentence(language, {})
    if rule.then == Then.DELETE:
        return DELETED_AFTER.sentence(language, {"active": active})
    if rule.months is None:
        return ARCHIVED_AFTER.sentence(language, {"active": active})
    end = months_said(rule.months, language)
    last = ARCHIVED_THEN_DECIDED if rule.kind in DECIDED_AT_THE_END else ARCHIVED_THEN_DELETED
    return last.sentence(language, {"active": active, "end": end})


def months_said(months: int, language: str) -> str:
    """« 3 ans », « 18 mois »."""
    if months and months % _A_YEAR == 0:
        years = months // _A_YEAR
        return (ONE_YEAR if years == 1 else YEARS).sentence(language, {"n": years})
    return (ONE_MONTH if months == 1 else MONTHS).sentence(language, {"n": months})
