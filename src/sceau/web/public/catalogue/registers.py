"""What the registers say of many fiches at once, for lists."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from typing import Final

from django.core.cache import cache

from sceau.design.models import CatalogueEntry
from sceau.frameworks.queries import Standing, eligibility_of, standings_of

KEPT: Final = 60  # seconds: a list may be a minute behind the registers, a page never is

Pair = tuple[str, str]  # the code of a fiche, the SIREN of a body


def eligible_codes(asked: Iterable[Pair], *, on: date) -> frozenset[Pair]:
    """Of these pairs, those that the CPF may pay: the fiche is in force and the body may award it."""
    pairs = sorted({pair for pair in asked if all(pair)})
    if not pairs:
        return frozenset()
    name = "cpf-" + sha256(repr((on, pairs)).encode()).hexdigest()
    known = cache.get(name)
    if known is None:
        standings = standings_of({code for code, _siren in pairs}, on=on)
        known = [pair for pair in pairs if _pays(standings[pair[0]], pair[1], on)]
        cache.set(name, known, KEPT)
    return frozenset((code, siren) for code, siren in known)  # the cache makes lists of pairs


def eligible_of(keys: Iterable[int], *, on: date) -> frozenset[Pair]:
    """The same for entries of the catalogue, by their keys."""
    rows = CatalogueEntry.objects.filter(pk__in=list(keys)).exclude(registration="")
    return eligible_codes(rows.values_list("registration", "institution__siren"), on=on)


def _pays(standing: Standing, siren: str, on: date) -> bool:
    entitled = {body.siren for body in standing.entitled if body.siren and body.may_assess}
    return standing.active and siren in entitled and eligibility_of(standing, on=on).eligible is True
