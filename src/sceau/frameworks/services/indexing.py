"""What an import changed can be searched for; it is done after the import is in use, and may be done twice."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q

from sceau.frameworks.models import Bloc, Concept, Fiche, Framework, Release
from sceau.frameworks.searching import (
    BLOCS,
    REGISTERS,
    collection_of,
    entries_of_blocs,
    entries_of_concepts,
    entries_of_fiches,
)
from sceau.search import services as search

_CHUNK = 500


def index_fiches(release: Release) -> None:
    """Those that a release brought, and the blocs of those that are active; what it no longer lists is forgotten.

    Nobody looks for a bloc that cannot be awarded, and three fiches in four are of the past.
    """
    for register, collection in REGISTERS.items():
        brought = Fiche.objects.filter(release=release, register=register, gone_on=None)
        search.index(collection, entries_of_fiches(brought.order_by("pk").iterator(_CHUNK)))
        gone = Fiche.objects.filter(register=register, gone_on=release.export_on)
        search.forget(collection, gone.values_list("number", flat=True).iterator())
    search.forget(BLOCS, _lost_blocs(release))
    blocs = Bloc.objects.filter(fiche__release=release, fiche__active=True, fiche__gone_on=None).select_related("fiche")
    search.index(BLOCS, entries_of_blocs(blocs.order_by("fiche_id", "code").iterator(_CHUNK)))


def index_concepts(release: Release, framework: Framework) -> None:
    """Those that a release brought; what it no longer lists is forgotten."""
    collection = collection_of(framework.code)
    brought = Concept.objects.filter(release=release, framework=framework, gone_on=None)
    search.index(collection, entries_of_concepts(brought.order_by("pk").iterator(_CHUNK)))
    gone = Concept.objects.filter(framework=framework, gone_on__isnull=False)
    search.forget(collection, gone.values_list("code", flat=True).iterator())


def _lost_blocs(release: Release) -> Iterator[str]:
    """Codes of blocs that can no longer be found: of rows that are out of use, and of fiches that are gone."""
    active = Bloc.objects.filter(fiche__release=release, fiche__active=True)
    kept = set(active.values_list("fiche__number", "code").iterator())
    ended = Q(fiche__current=False) | Q(fiche__gone_on=release.export_on)
    lost = Bloc.everything.filter(ended).select_related("fiche")
    for bloc in lost.only("code", "fiche__number").iterator(_CHUNK):
        if (bloc.fiche.number, bloc.code) not in kept:
            yield bloc.full_code
