"""What the registers say of many fiches at once, for lists."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sceau.design.models import CatalogueEntry
from sceau.frameworks.queries import Standing, eligibility_of, standings_of
from sceau.institutions.models import Institution


def eligible_codes(asked: Iterable[tuple[str, int]], *, on: date) -> frozenset[tuple[str, int]]:
    """Of (code of a fiche, key of an institution): those that the CPF may pay, for that institution may award it."""
    pairs = set(asked)
    if not pairs:
        return frozenset()
    standings = standings_of({code for code, _key in pairs}, on=on)
    sirens = dict(Institution.objects.filter(pk__in={key for _code, key in pairs}).values_list("pk", "siren"))
    return frozenset((code, key) for code, key in pairs if _pays(standings[code], sirens[key], on))


def eligible_of(keys: Iterable[int], *, on: date) -> frozenset[tuple[str, int]]:
    """The same for entries of the catalogue, by their keys."""
    rows = CatalogueEntry.objects.filter(pk__in=list(keys)).exclude(registration="")
    return eligible_codes(rows.values_list("registration", "institution_id"), on=on)


def _pays(standing: Standing, siren: str, on: date) -> bool:
    entitled = {body.siren for body in standing.entitled if body.siren and body.may_assess}
    return standing.active and siren in entitled and eligibility_of(standing, on=on).eligible is True
