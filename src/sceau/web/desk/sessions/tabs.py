"""The pages of one session, side by side: one table, to which each group of pages adds its line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sceau.assessment.models import Session
from sceau.institutions.roles import Right
from sceau.web.desk.doors import Desk


@dataclass(frozen=True, slots=True)
class Tab:
    """One page of a session.

    page:  the name of its address, which takes the slug and the uuid of the session
    ours:  only at the desk of the certifying body; a partner that organises has no such page
    """

    page: str
    label: str | Promise
    right: Right = Right.SEE_SESSIONS
    ours: bool = False


TABS: Final = (
    Tab("desk_session", _("Vue d’ensemble")),
    Tab("desk_session_candidates", _("Candidats")),
    Tab("desk_session_planning", _("Planning")),
    Tab("desk_session_assessors", _("Évaluateurs")),
    Tab("desk_session_day", _("Jour de l’épreuve")),
    Tab("desk_session_incidents", _("Incidents")),
    Tab("desk_session_jury", _("Jury"), ours=True),
    Tab("desk_session_results", _("Résultats"), ours=True),
)


def tabs_of(desk: Desk, session: Session, here: str) -> list[dict[str, object]]:
    """Those that the person may open: url, label, current. here: the name of the page's own address"""
    own = session.institution_id == desk.institution.pk
    found: list[dict[str, object]] = []
    for tab in TABS:
        if not desk.may(tab.right) or (tab.ours and not own):
            continue
        url = reverse(tab.page, args=[desk.institution.slug, session.uuid])
        found.append({"url": url, "label": tab.label, "current": tab.page == here})
    return found
