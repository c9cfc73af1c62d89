"""What other rooms know of somebody, as their page shows it: sessions, and what a consent is about."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from django.utils.translation import gettext as _

from sceau.assessment.models import Candidate
from sceau.assessment.queries.sessions import sessions_seen_by
from sceau.design.models import DesignVersion
from sceau.institutions.models import Membership
from sceau.people.models import Consent, Person
from sceau.people.queries import behind
from sceau.web.desk.designs.wording import said
from sceau.web.templatetags.words import spoken

_ACHIEVEMENT: Final = re.compile(r"achievement:([0-9a-f-]{36})/([0-9]+)")
_HEAVY: Final = ("document", "source", "gate")


def sessions_of(person: Person, memberships: Iterable[Membership]) -> list[dict[str, Any]]:
    """The sessions of a person that the reader may see, the last first."""
    seen = sessions_seen_by(memberships).values("pk")
    rows = (
        Candidate.objects.filter(behind(person), session__in=seen)
        .select_related("session__version")
        .defer(*(f"session__version__{name}" for name in _HEAVY))
        .order_by("-created_at", "-pk")
    )
    return [
        {
            "candidate": each,
            "code": each.session.code,
            "title": said(each.session.version.titles, spoken()),
            "state": each.get_state_display(),
        }
        for each in rows
    ]


def consents_said(consents: Iterable[Consent]) -> list[dict[str, Any]]:
    """Each consent with what it is about, in words."""
    rows = list(consents)
    named = {each.subject: match for each in rows if (match := _ACHIEVEMENT.fullmatch(each.subject))}
    versions = DesignVersion.objects.filter(design__uuid__in={match[1] for match in named.values()})
    titles = {
        f"achievement:{uuid}/{number}": said(titles, spoken())
        for uuid, number, titles in versions.values_list("design__uuid", "number", "titles")
    }
    return [{"consent": each, "about": titles.get(each.subject) or _("une preuve")} for each in rows]
