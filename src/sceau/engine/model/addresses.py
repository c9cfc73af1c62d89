"""Addresses that credentials contain for ever (docs/decisions/what-is-fixed.md)."""

from __future__ import annotations

from functools import lru_cache
from uuid import UUID, uuid5

from sceau.engine.model.designs import Design


def credential_url(base: str, code: str) -> str:
    """{base}/v/{code}, the code without separators."""
    return f"{base}/v/{code}"


def annex_one_url(base: str, code: str) -> str:
    """Where the Annex I record of a credential is served, to whom its holder allows."""
    return f"{base}/v/{code}/annex-1.json"


def achievement_url(base: str, design: Design) -> str:
    """{base}/m/{uuid}/{version number}."""
    return f"{base}/m/{design.uuid}/{design.number}"


def image_url(base: str, design: Design) -> str:
    """The picture of an achievement."""
    return f"{achievement_url(base, design)}/image.png"


def node_id(design: Design, path: str) -> str:
    """The urn of a part of a version, such as a criterion or a level: always the same for the same part."""
    return _node_id(design.uuid.int, f"{design.number}/{path}")


@lru_cache(maxsize=8192)  # a batch names the same parts in each of its credentials
def _node_id(design: int, path: str) -> str:
    return f"urn:uuid:{uuid5(UUID(int=design), path)}"
