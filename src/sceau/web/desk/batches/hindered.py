"""What is not in the list of awards to issue, and why not."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import Q
from django.utils.translation import gettext as _

from sceau.assessment.queries.awards import awards_seen_by
from sceau.issuing.models import Line
from sceau.issuing.queries.batches import WAITING, awards_to_issue, hindrances
from sceau.people.queries import person_of
from sceau.web.desk.designs.wording import said
from sceau.web.desk.doors import DeskRequest
from sceau.web.templatetags.words import spoken

MOST: Final = 20  # shown; the others are counted


def hindered_rows(request: DeskRequest, asked: dict[str, str]) -> dict[str, Any]:
    """The awards of a session or a micro-credential that are not to be issued now, each with its reason.

    asked:   as the page of choosing reads it; without a session and without a micro-credential nothing is listed: an
             institution has thousands that were issued long ago
    returns: rows: {award, name, title, why, batch: in which it waits, or None}, more: how many are not shown
    """
    narrow = Q()
    if asked["session"]:
        narrow &= Q(decision__deliberation__session__uuid=asked["session"])
    if asked["design"]:
        narrow &= Q(version__design__uuid=asked["design"])
    if not narrow:
        return {"rows": [], "more": 0}
    waiting = awards_to_issue(request.desk.institution).order_by().values("pk")
    found = awards_seen_by(request.desk.memberships).filter(narrow).exclude(pk__in=waiting)
    total = found.count()
    shown = list(found.select_related("person__root")[:MOST]) if total else []
    why = hindrances(request.desk.institution, shown)
    lines = Line.objects.filter(award__in=shown, state__in=WAITING).select_related("batch") if shown else []
    batches = {each.award_id: each.batch for each in lines}
    language = spoken()
    rows = [
        {
            "award": each,
            "name": str(person_of(each.person)),
            "title": said(each.version.titles, language),
            "why": why[each.pk].sentence(language) if each.pk in why else _("Ne peut pas être délivrée maintenant"),
            "batch": batches.get(each.pk),
        }
        for each in shown
    ]
    return {"rows": rows, "more": total - len(rows)}
