"""Rows that are no longer in use, and those of an import that came to nothing, are deleted by chunks."""

from __future__ import annotations

from django.db import transaction

from sceau.frameworks.models import Concept, ConceptLink, Fiche, ReleaseState

_FICHES = 200
_CONCEPTS = 1_000


def sweep() -> int:
    """Delete what is not in use; gives how many rows of fiches, concepts and links there were."""
    swept = 0
    fiches = Fiche.everything.filter(current=False)
    concepts = Concept.everything.filter(current=False)
    links = ConceptLink.objects.exclude(release__state=ReleaseState.IN_USE)
    for rows, size in ((fiches, _FICHES), (concepts, _CONCEPTS), (links, _CONCEPTS)):
        while batch := list(rows.order_by("pk").values_list("pk", flat=True)[:size]):
            with transaction.atomic():
                rows.model._base_manager.filter(pk__in=batch).delete()
            swept += len(batch)
    return swept
