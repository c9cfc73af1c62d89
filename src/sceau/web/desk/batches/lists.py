"""The batches of the institution."""

from __future__ import annotations

from typing import Any, Final

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from sceau.institutions.roles import Right
from sceau.issuing.queries.batches import awards_to_issue, batches_in_care_of
from sceau.issuing.states import BatchState
from sceau.web.desk.batches.wording import state_of
from sceau.web.desk.doors import DeskRequest, desk_page

PER_PAGE: Final = 25
LONGEST_SEARCH: Final = 80
FILTERS: Final[tuple[tuple[str, str | Promise, frozenset[str]], ...]] = (
    ("", _("Tous"), frozenset()),
    ("ready", _("À préparer ou à libérer"), frozenset({BatchState.DRAFT, BatchState.ASKED})),
    ("running", _("En cours"), frozenset({BatchState.RELEASED, BatchState.SIGNED, BatchState.DELIVERING})),
    ("over", _("Terminés"), frozenset({BatchState.DONE, BatchState.CANCELLED})),
)


@desk_page(Right.SEE_CREDENTIALS)
@require_safe
def batches(request: DeskRequest) -> HttpResponse:
    """All of them, the last first; and how many awards wait to be put into one."""
    desk, moment = request.desk, now()
    chosen = request.GET.get("state", "")
    states = next((states for name, _label, states in FILTERS if name == chosen), frozenset[str]())
    words = request.GET.get("q", "").strip()[:LONGEST_SEARCH]
    found = batches_in_care_of(request.user, desk.institution, now=moment).select_related("prepared_by")
    if states:
        found = found.filter(state__in=states)
    if words:
        found = found.filter(name__icontains=words)
    page = Paginator(found.order_by("-number"), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [_row(each, moment) for each in page],
        "filters": [(name, label) for name, label, _states in FILTERS],
        "chosen": chosen if states else "",
        "words": words,
        "narrowed": bool(states or words),
        "to_issue": awards_to_issue(desk.institution).count(),
        "may_prepare": desk.may(Right.PREPARE_CREDENTIALS),
    }
    return render(request, "desk/batches/list.html", context)


def _row(each: Any, moment: Any) -> dict[str, Any]:
    return {"batch": each, "state": state_of(each, now=moment)}
