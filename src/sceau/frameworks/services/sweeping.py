"""Rows that are no longer in use, and those of an import that came to nothing, are deleted by chunks."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q

from sceau.frameworks.models import Concept, ConceptLink, Fiche, Release, ReleaseState

_FICHES = 200
_CONCEPTS = 1_000


def sweep(release: Release | None = None) -> int:
    """Delete what is not in use; gives how many rows of fiches, concepts and links there were.

    What an import at work has staged is not in use yet, and stays.

    release:  the caller's own, of which nothing stays that is not in use
    """
    swept = 0
    left = ~Q(release__state=ReleaseState.READING)
    if release is not None:
        left |= Q(release=release)
    fiches = Fiche.everything.filter(left, current=False)
    concepts = Concept.everything.filter(left, current=False)
    links = ConceptLink.objects.filter(left).exclude(release__state=ReleaseState.IN_USE)
    for rows, size in ((fiches, _FICHES), (concepts, _CONCEPTS), (links, _CONCEPTS)):
        while batch := list(rows.order_by("pk").values_list("pk", flat=True)[:size]):
            with transaction.atomic():
                rows.model._base_manager.filter(pk__in=batch).delete()
            swept += len(batch)
    return swept
