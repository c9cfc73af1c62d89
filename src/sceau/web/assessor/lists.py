"""What waits for somebody who assesses, over all sessions and bodies."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sceau.assessment.queries.work import EventWork, sessions_assessed_by, work_of
from sceau.assessment.states import SessionState
from sceau.web.assessor.doors import AssessorRequest, assessor_page
from sceau.web.assessor.wording import event_name, session_name

WORKER: Final = Path(__file__).parents[1] / "static" / "js" / "marking-worker.js"
OVER: Final = 10  # sessions whose marking is over, the last ones


@assessor_page
@require_safe
def work(request: AssessorRequest) -> HttpResponse:
    """What is to be marked, compared and declared."""
    found = work_of(request.user)
    over = sessions_assessed_by(request.user).exclude(state__in=(SessionState.OPEN, SessionState.EVENTS))
    context = {
        "work": [
            {
                "session": each.session,
                "name": session_name(each.session),
                "undeclared": each.undeclared,
                "declared": each.declared,
                "begun": each.session.state == SessionState.EVENTS,
                "events": [_shown(one) for one in each.events],
            }
            for each in sorted(found, key=lambda one: not one.waits)
        ],
        "over": [{"session": each, "name": session_name(each)} for each in over[:OVER]],
        "waiting": sum(one.waiting for each in found for one in each.events),
    }
    return render(request, "assessor/work.html", context)


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The script that keeps open pages for an hour without network; it stands here so that it rules here only."""
    return HttpResponse(
        WORKER.read_bytes(), content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"}
    )


def _shown(each: EventWork) -> dict[str, Any]:
    return {
        "name": event_name(each.event),
        "id": each.event.id,
        "waiting": each.waiting,
        "done": each.done,
        "count": each.waiting + each.done,
        "following": each.following,
        "to_settle": each.to_settle,
    }
