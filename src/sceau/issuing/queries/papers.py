"""The papers of credentials."""

from __future__ import annotations

from sceau.issuing.models import Paper


def paper_digests() -> set[str]:
    """The files of papers, for whoever sweeps the store of files."""
    return set(Paper.objects.values_list("digest", flat=True))
