"""One batch: what it holds, what may be done with it now, how far it is, and what came of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Max, Min
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from sceau.assessment.models import Award
from sceau.design.models import DesignVersion
from sceau.institutions.roles import Right
from sceau.issuing.models import Batch, Letter, Line
from sceau.issuing.queries.batches import can_be_cancelled, preparers_of, releasers_of
from sceau.issuing.queries.settings import settings_of
from sceau.issuing.queries.standstill import mail_is_away, still_since
from sceau.issuing.renewals import renewal_values
from sceau.issuing.services.calling_off import followed
from sceau.issuing.services.running import TRIED_AGAIN
from sceau.issuing.states import BatchState, Cause, LetterState, LineState
from sceau.keyring.models import Purpose
from sceau.keyring.queries import active_keys
from sceau.web.desk.batches.finding import batch_here
from sceau.web.desk.batches.lines import ABOUT, HEAVY, rows_of
from sceau.web.desk.batches.pace import expected, pace
from sceau.web.desk.batches.reaching import without_mail
from sceau.web.desk.batches.ready import files_about
from sceau.web.desk.batches.wording import LETTERS, fault_of, is_planned, left, state_of
from sceau.web.desk.designs.wording import said
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.templatetags.words import spoken

EXAMPLES: Final = 3
FAILED_SHOWN: Final = 5
MOVING: Final = frozenset({BatchState.RELEASED, BatchState.SIGNED, BatchState.DELIVERING})
OPEN: Final = frozenset({BatchState.DRAFT, BatchState.ASKED})
# seconds between two looks: a signature takes no time, a letter a minute
EVERY: Final = {BatchState.RELEASED: 2, BatchState.SIGNED: 10, BatchState.DELIVERING: 10}
STEP: Final = 10  # in hundredths: a reader of screens is told each tenth, not each line


@desk_page(Right.SEE_CREDENTIALS)
@require_safe
def batch(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """The page; and, asked again by itself while it moves, what has moved."""
    found, moment = batch_here(request, uuid), now()
    context = standing_of(request, found, moment)
    context["partial"] = bool(request.headers.get("HX-Request"))
    if context["partial"]:
        answer = render(request, "desk/batches/progress.html", context)
        if request.GET.get("was") != context["stage"]:
            answer["HX-Refresh"] = "true"  # another stage has other acts: the whole page
        return answer
    if found.state in OPEN:
        context |= before(request, found)
    else:
        context |= _after(request, found, moment)
    return render(request, "desk/batches/batch.html", context)


def standing_of(request: DeskRequest, batch: Batch, moment: datetime) -> dict[str, Any]:
    """How it stands, and what this person may do with it."""
    desk = request.desk
    rules = settings_of(desk.institution)
    prepares, releases = desk.may(Right.PREPARE_CREDENTIALS), desk.may(Right.RELEASE_CREDENTIALS)
    is_open = batch.state in OPEN
    needs_another = rules.two_people and is_open and request.user.uuid in preparers_of(batch)
    planned = is_planned(batch, now=moment)
    ended = batch.lines_signed + batch.lines_failed
    hundredths = 100 * ended // batch.lines_total if batch.lines_total else 0
    told = hundredths - hundredths % STEP
    moves = batch.state in MOVING and batch.paused_at is None
    return {
        "batch": batch,
        "state": state_of(batch, now=moment),
        "stage": _stage(batch, planned),
        "rules": rules,
        "planned": planned,
        "ended": ended,
        "told": told if request.GET.get("told") != str(told) else None,
        "told_now": told,
        "every": EVERY.get(BatchState(batch.state), 10) if moves and not planned else 30 if planned else 0,
        "left": left(batch.cancel_until, now=batch.paused_at or moment) if batch.state == BatchState.SIGNED else "",
        "fault": fault_of(batch, spoken()),
        "still_since": still_since(batch, now=moment),
        "mail_is_away": mail_is_away(batch),
        "is_open": is_open,
        "needs_another": needs_another,
        "may_edit": prepares and batch.state == BatchState.DRAFT,
        "may_take": prepares,
        "may_ask": prepares and batch.state == BatchState.DRAFT and (rules.two_people or not releases),
        "may_take_back": prepares and batch.state == BatchState.ASKED,
        "may_release": releases
        and is_open
        and not needs_another
        and (batch.state == BatchState.ASKED or not rules.two_people),
        "may_pause": (prepares or releases) and batch.state in MOVING and batch.paused_at is None,
        "may_resume": releases and batch.state in MOVING and batch.paused_at is not None,
        "may_retry": prepares and batch.lines_failed > 0 and batch.state in TRIED_AGAIN and batch.paused_at is None,
        "may_cancel": (prepares or releases) and can_be_cancelled(batch, now=moment),
    }


def _stage(batch: Batch, planned: bool) -> str:
    """What changes when the acts of the page do."""
    return f"{batch.state}-{'planned' if planned else ''}-{'paused' if batch.paused_at else ''}-{batch.fault}"


def before(request: DeskRequest, batch: Batch) -> dict[str, Any]:
    """Of a batch that is not released: what it will do, how long it takes, three examples, who may release."""
    lines = Line.objects.filter(batch=batch).exclude(state=LineState.DROPPED)
    awards = Award.objects.filter(lines__in=lines)
    at = pace()
    return {
        "by_paper": without_mail(awards),
        "grounds": _grounds(lines) if batch.cause == Cause.RENEWAL else "",
        "renewals": 0 if batch.cause == Cause.CORRECTION else lines.filter(instead_of__isnull=False).count(),
        "designs": _designs(lines),
        "examples": _examples(lines),
        "takes": expected(batch.lines_total, at),
        "measured": at.measured,
        "releasers": [each.name for each in releasers_of(batch, now=now())],
        "has_key": active_keys(request.desk.institution).filter(purpose=Purpose.CREDENTIALS).exists(),
    }


def _grounds(lines: Any) -> str:
    """What a renewal without a new assessment rests on: the same for all the lines of its batch."""
    renewal = renewal_values(lines.order_by("number").values_list("renewal", flat=True).first() or {})
    return renewal.grounds if renewal else ""


def _designs(lines: Any) -> list[dict[str, Any]]:
    """How many of which version."""
    counted = lines.order_by().values("award__version").annotate(n=Count("pk"))
    by_version = {each["award__version"]: each["n"] for each in counted}
    versions = DesignVersion.objects.filter(pk__in=by_version).select_related("design")
    rows = [
        {
            "version": each,
            "title": said(each.titles, spoken()),
            "count": by_version[each.pk],
        }
        for each in versions.defer("document", "source", "gate")
    ]
    return sorted(rows, key=lambda each: str(each["title"]).casefold())


def _examples(lines: Any) -> list[dict[str, Any]]:
    """Three lines: one of each version first, then others along the batch."""
    firsts = lines.order_by().values("award__version").annotate(first=Min("number")).values_list("first", flat=True)
    numbers = sorted(firsts)[:EXAMPLES]
    if len(numbers) < EXAMPLES:
        ends = lines.order_by().aggregate(first=Min("number"), last=Max("number"))
        middle = ((ends["first"] or 0) + (ends["last"] or 0)) // 2
        near = lines.filter(number__gte=middle).order_by("number").values_list("number", flat=True)[:1]
        numbers += [each for each in (ends["first"], *near, ends["last"]) if each is not None]
    chosen = list(dict.fromkeys(numbers))[:EXAMPLES]
    found = lines.filter(number__in=chosen).select_related(*ABOUT, "award__version__design").defer(*HEAVY)
    return rows_of(list(found.order_by("number")))


def _after(request: DeskRequest, batch: Batch, moment: datetime) -> dict[str, Any]:
    """Of a batch that was released: the lines that failed, the letters, the report, the files."""
    failed = (
        Line.objects.filter(batch=batch, state=LineState.FAILED)
        .select_related(*ABOUT)
        .defer(*HEAVY)
        .order_by("number")[:FAILED_SHOWN]
        if batch.lines_failed
        else []
    )
    return {
        "failed": rows_of(list(failed)) if failed else [],
        "letters": letters_of(batch),
        "over": batch.state in (BatchState.DONE, BatchState.CANCELLED),
        "following": followed(batch),
    } | files_about(request, batch, moment)


def letters_of(batch: Batch) -> list[dict[str, Any]]:
    """How many letters of the batch stand how; those that stand in no way are left out."""
    counted = (
        Letter.objects.filter(credential__line__batch=batch).order_by().values_list("state").annotate(n=Count("pk"))
    )
    by_state = dict(counted)
    return [
        {"state": each.value, "kind": LETTERS[each], "label": str(each.label), "count": by_state[each.value]}
        for each in LetterState
        if by_state.get(each.value)
    ]
