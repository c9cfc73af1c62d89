"""What pages do with the restricted archive: open it to whoever may, with an act; tell everybody else where it is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.utils.timezone import now
from django.utils.translation import gettext as _

from sceau.accounts.models import User
from sceau.institutions.models import Institution
from sceau.people import archive
from sceau.people.durations import months_said
from sceau.people.retention import keeping_of, rules_of
from sceau.people.states import DataKind
from sceau.web.templatetags.words import day, spoken


class PutAway(PermissionDenied):
    """What is asked for lies in the archive, and the reader may not open it; its words are for that reader."""


def closed_to(user: User, institution: Institution, kind: DataKind, uuids: Iterable[UUID]) -> dict[UUID, datetime]:
    """Of these things, what a page leaves out for this reader, and since when it is away.

    Nothing for whoever may open the archive: that they read it is then an act.
    """
    away = archive.since(kind, uuids)
    if not away:
        return {}
    moment = now()
    if not archive.opens(user, institution, now=moment):
        return away
    archive.note_opening(institution, kind, away, by=user, now=moment)
    return {}


def open_archive(user: User, institution: Institution, kind: DataKind, uuids: Iterable[UUID]) -> None:
    """Go on where nothing of these is away, or the reader may open it, which is then an act. raises: PutAway"""
    away = closed_to(user, institution, kind, uuids)
    if away:
        raise PutAway(told(institution, kind, min(away.values())))


def told(institution: Institution, kind: DataKind, since: datetime) -> str:
    """Since when and why something is away, and whom to ask."""
    months = rules_of(institution)[kind].active_months
    where = _("Ces données (%(kind)s) sont dans l’archive restreinte depuis le %(day)s.") % {
        "kind": kind.label,
        "day": day(since),
    }
    why = _("Leur durée d’usage, %(duration)s, est passée.") % {"duration": months_said(months, spoken())}
    return f"{where} {why} {_whom(institution)}"


def _whom(institution: Institution) -> str:
    keeping = keeping_of(institution)
    if not keeping.dpo:
        return _("Pour les lire, demandez à la personne responsable de certification.")
    who = f"{keeping.dpo} ({keeping.dpo_contact})" if keeping.dpo_contact else keeping.dpo
    return _("Pour les lire, demandez à %(who)s.") % {"who": who}
