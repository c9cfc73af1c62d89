"""Where one arrives."""

from __future__ import annotations

from typing import Final

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_safe

from sceau.design.queries import designs_edited_by
from sceau.design.states import State
from sceau.institutions.queries import institutions_of
from sceau.institutions.roles import Right
from sceau.journal.queries import acts_of
from sceau.web.desk import setup
from sceau.web.desk.designs.wording import state_of, title_of
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.journal.telling import Told, tell
from sceau.web.templatetags.words import spoken

ACTS: Final = 6
LOOKED_AT: Final = 60
EACH_OF_MANY: Final = frozenset({"credential.issued", "credential.replaced", "credential.renewed"})
DRAFTS: Final = 5


@login_required
@require_safe
def choose(request: DeskRequest) -> HttpResponse:
    """The institutions where one works; the only one is opened at once, and the platform to whoever runs it alone."""
    institutions = list(institutions_of(request.user, now=now()))
    if len(institutions) == 1:
        return redirect("desk_home", institutions[0].slug)
    if not institutions and request.user.is_platform_administrator:
        return redirect("platform")
    return render(request, "desk/choose.html", {"institutions": institutions})


@desk_page(Right.SEE_INSTITUTION)
@require_safe
def home(request: DeskRequest) -> HttpResponse:
    """What is to be done here, what is done, what happened lately."""
    moment, desk = now(), request.desk
    steps = setup.steps(desk, now=moment)
    # the one main action of the page: the first step that is not done and that this person may do
    following = next((step for step in steps if not step.done and desk.may(step.right)), None)
    context = {
        "steps": [{"step": step, "main": step is following, "mine": desk.may(step.right)} for step in steps],
        "done": sum(step.done for step in steps),
        "complete": all(step.done for step in steps),
        "waiting": setup.waiting(desk, now=moment, today=localdate(moment)),
        "designs": _designs(request) if desk.may(Right.EDIT_DESIGNS) else None,
        "acts": _acts(request) if desk.may(Right.SEE_JOURNAL) else [],
    }
    return render(request, "desk/home.html", context)


def _acts(request: DeskRequest) -> list[Told]:
    """The last ones; of a batch, what was done with it, and not each of its thousand credentials."""
    latest = acts_of(request.desk.institution.uuid)[:LOOKED_AT]
    return tell([act for act in latest if act.code not in EACH_OF_MANY][:ACTS])


def _designs(request: DeskRequest) -> list[dict[str, object]]:
    """What is being written here, the last changed first."""
    written = (
        designs_edited_by(request.desk.memberships).exclude(state=State.PUBLISHED).filter(archived_at__isnull=True)
    )
    return [{"design": each, "title": title_of(each, spoken()), "state": state_of(each)} for each in written[:DRAFTS]]
