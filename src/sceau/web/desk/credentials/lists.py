"""The credentials of the institution, found, and chosen to be suspended, restored or revoked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from sceau.engine.model.code import group_code
from sceau.institutions.roles import Right
from sceau.issuing.models import Credential
from sceau.issuing.queries.requests import open_requests
from sceau.issuing.queries.settings import settings_of
from sceau.web.desk.credentials.finding import STATES, days_of, sift
from sceau.web.desk.credentials.wording import ACTS, holder_of, state_of
from sceau.web.desk.designs.wording import said
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.templatetags.words import spoken

PER_PAGE: Final = 50
WITHIN: Final = (30, 90, 180, 365)  # days before an end, besides those of the reminders


@desk_page(Right.SEE_CREDENTIALS)
@require_safe
def credentials(request: DeskRequest) -> HttpResponse:
    """Those that answer to what is asked, the last issued first."""
    sifted = sift(request)
    page = Paginator(sifted.found, PER_PAGE).get_page(request.GET.get("page"))
    days = days_of(sifted.asked["ends"])
    asked = {name: value for name, value in sifted.asked.items() if value}
    context = {
        "page": page,
        "rows": rows_of(page, spoken(), now()),
        "total": page.paginator.count,
        "asked": sifted.asked,
        "wrong": sifted.wrong,
        "narrowed": sifted.narrowed,
        "designs": sifted.designs,
        "states": STATES,
        "within": sorted({*WITHIN, *filter(None, [settings_of(request.desk.institution).remind_days, days])}),
        "days": days,
        "hidden": asked.items(),
        "query": urlencode(asked),
        "acts": ACTS.items(),
        "may_turn": request.desk.may(Right.CHANGE_CREDENTIALS),
        "requests": open_requests(request.desk.institution).count(),
    }
    return render(request, "desk/credentials/list.html", context)


def rows_of(credentials: Iterable[Credential], language: str, moment: datetime) -> list[dict[str, Any]]:
    """How credentials are listed."""
    return [
        {
            "credential": each,
            "code": group_code(each.code),
            "name": holder_of(each),
            "title": said(each.award.version.titles, language),
            "state": state_of(each, now=moment),
        }
        for each in credentials
    ]
