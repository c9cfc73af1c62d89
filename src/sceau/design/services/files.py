"""Designs that travel: out as signed files, in as drafts."""

from __future__ import annotations

from datetime import datetime

from sceau.accounts.models import User
from sceau.design.models import Design, DesignVersion
from sceau.engine.ports import Fetcher, Signer
from sceau.institutions.models import Institution, Unit


def export_file(*, version: DesignVersion, now: datetime, signer: Signer | None = None) -> bytes:
    """A published version as a file: the document, its licence in it, and its proof."""
    raise NotImplementedError


def import_file(
    *,
    institution: Institution,
    data: bytes,
    fetcher: Fetcher | None = None,
    unit: Unit | None = None,
    by: User,
    now: datetime,
) -> Design:
    """A draft from a file."""
    raise NotImplementedError
