"""Results are released: who will be told and how; and for whom they wait, where it is somebody else's to do."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST

from sceau.assessment.errors import AssessmentError
from sceau.assessment.keepers import keeps, president_of
from sceau.assessment.models import Candidate, Decision, Deliberation
from sceau.assessment.queries.appeals import window_of
from sceau.assessment.queries.examday import emails_of
from sceau.assessment.services.awarding import is_complete
from sceau.assessment.services.releasing import is_released_by_president, may_release, release_results
from sceau.assessment.services.reminding import last_reminder, remind_president
from sceau.assessment.states import Route, SessionState
from sceau.engine.model.wording import choose_language
from sceau.institutions.roles import Right
from sceau.journal.digests import moment_of
from sceau.people.queries import person_of
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.desk.fields import DeskForm
from sceau.web.desk.jury.reading import METHODS, deliberation_here, refuse, title_of, to_results
from sceau.web.desk.sessions.finding import frame
from sceau.web.templatetags.words import spoken


class ReleaseForm(DeskForm):
    """Nothing to type, but whether anybody is written to."""


@desk_page(Right.SEE_SESSIONS)
@require_http_methods(METHODS)
def release(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Who will be told and how, and what they will read; then it is done."""
    deliberation = deliberation_here(request, uuid)
    form = ReleaseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        tell = request.POST.get("tell") != "nobody"
        try:
            release_results(deliberation=deliberation, by=request.user, now=now(), tell=tell)
        except AssessmentError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Les résultats sont diffusés. Chacun peut lire le sien."))
            return to_results(request, deliberation)
    session = deliberation.session
    by_mail, by_paper = _reached(deliberation)
    context = frame(request, session, "desk_session_results") | {
        "deliberation": deliberation,
        "title": title_of(session),
        "form": form,
        "by_mail": len(by_mail),
        "by_paper": by_paper,
        "letters": [_letter(deliberation, language) for language in sorted({_language(each) for each in by_mail})],
        "is_ready": may_be_released(deliberation) and is_complete(deliberation),
        "may_release": may_release(deliberation, by=request.user, now=now()),
        "awaited": awaited(request, deliberation),
        "is_past": deliberation.route == Route.DECISION,
    }
    return render(request, "desk/awards/release.html", context)


@desk_page(Right.SEE_SESSIONS)
@require_POST
def remind(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Remind the president by mail that these results wait for them."""
    deliberation = deliberation_here(request, uuid)
    if not keeps(request.user, deliberation.session, now=now()):
        raise PermissionDenied
    try:
        remind_president(deliberation=deliberation, by=request.user, now=now())
    except AssessmentError as refusal:
        messages.error(request, refusal.sentence(spoken()))
    else:
        messages.success(request, _("Le rappel part par courriel à la présidence du jury."))
    return to_results(request, deliberation)


def to_release(request: DeskRequest, deliberation: Deliberation) -> dict[str, Any]:
    """Results that wait: whether this person releases them, and for whom they wait otherwise."""
    return {
        "deliberation": deliberation,
        "may": may_release(deliberation, by=request.user, now=now()),
        "awaited": awaited(request, deliberation),
    }


def awaited(request: DeskRequest, deliberation: Deliberation) -> dict[str, Any]:
    """For whom results wait. name: of the president, "" where it is not theirs; may_remind, reminded_at: by mail."""
    session, moment = deliberation.session, now()
    if not is_released_by_president(deliberation, now=moment):
        return {"name": "", "may_remind": False, "reminded_at": None}
    president = president_of(session)
    act = last_reminder(session, now=moment)
    return {
        "name": president.name if president else "",
        "may_remind": act is None and keeps(request.user, session, now=moment),
        "reminded_at": moment_of(act.at) if act else None,
    }


def may_be_released(deliberation: Deliberation) -> bool:
    """Whether its decisions are final and nobody was told yet."""
    return (
        deliberation.closed_at is not None
        and deliberation.released_at is None
        and deliberation.adjourned_at is None
        and deliberation.session.state == SessionState.DECIDED
    )


def _reached(deliberation: Deliberation) -> tuple[list[Candidate], list[dict[str, Any]]]:
    """The candidates who have an address, and the names of those who have none."""
    rows = (
        Decision.objects.filter(deliberation=deliberation)
        .select_related("attempt__candidate__person__root")
        .order_by("attempt__candidate__number")
    )
    people = [each.attempt.candidate for each in rows]
    emails = emails_of([each.person for each in people])
    by_mail = [each for each in people if emails.get(each.person_id)]
    without = [each for each in people if not emails.get(each.person_id)]
    return by_mail, [{"number": each.number, "name": str(person_of(each.person))} for each in without]


def _language(candidate: Candidate) -> str:
    return choose_language(candidate.language, "fr")


def _letter(deliberation: Deliberation, language: str) -> dict[str, str]:
    """The words of the letter, as they will be read."""
    session = deliberation.session
    released = Deliberation(session=session, released_at=now())
    told = {
        "institution": session.institution,
        "session": session.code,
        "title": session.version.titles.get(language) or title_of(session),
        "last_day": window_of(Decision(deliberation=released), now=now()).last_day,
    }
    with override(language):
        return {
            "language": language,
            "subject": render_to_string("mail/results_released.subject.txt", told).strip(),
            "text": render_to_string("mail/results_released.txt", told).strip(),
        }
