"""The candidates of a session: search, filters, what lacks, acts on several at once."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from sceau.assessment.errors import AssessmentError
from sceau.assessment.models import Candidate, ImportDraft
from sceau.assessment.partners import brought_to
from sceau.assessment.queries import candidates as queries
from sceau.assessment.services import enrolment, links
from sceau.assessment.states import CandidateState
from sceau.institutions.roles import Right
from sceau.people.models import Person
from sceau.web.desk.candidates import wording
from sceau.web.desk.candidates.finding import (
    Here,
    are_results_hidden,
    is_of_the_body,
    rules_here,
    session_here,
    to_list,
)
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.desk.sessions.finding import frame
from sceau.web.templatetags.words import spoken

PER_PAGE: Final = 50
LONGEST_SEARCH: Final = 80
MOST_AT_ONCE: Final = 500
FILTERS: Final = (
    ("", gettext_lazy("Dans la session"), Q(state__in=(CandidateState.ENROLLED, CandidateState.INVITED))),
    ("applied", gettext_lazy("Demandes"), Q(state=CandidateState.APPLIED)),
    ("invited", gettext_lazy("Invitations"), Q(state=CandidateState.INVITED)),
    ("arranged", gettext_lazy("Aménagements"), Q(arrangements__state="asked")),
    ("experience", gettext_lazy("Par l’expérience"), Q(by_experience=True)),
    ("gone", gettext_lazy("Refus, désistements"), Q(state__in=(CandidateState.REFUSED, CandidateState.WITHDRAWN))),
)


@desk_page(Right.SEE_SESSIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def candidates(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Everybody of a session, by number."""
    here = session_here(request, uuid)
    if request.method == "POST":
        return _act(request, here)
    asked = request.GET.get("show", "")
    chosen = next((each for each in FILTERS if each[0] == asked), FILTERS[0])
    words = request.GET.get("q", "").strip()[:LONGEST_SEARCH]
    listed = queries.candidates_of(here.session).filter(chosen[2]).distinct()
    if words:
        listed = queries.found_among(listed, words)
    brought = None if is_of_the_body(request, here) else brought_to(here.session)
    page = Paginator(queries.with_needs(listed, brought=brought), PER_PAGE).get_page(request.GET.get("page"))
    counts = queries.counts_of(here.session)
    context = {
        **frame(request, here.session, "desk_session_candidates"),
        "here": here,
        "page": page,
        "rows": _rows(here, list(page), brought, hidden=are_results_hidden(request, here)),
        "words": words,
        "chosen": chosen[0],
        "filters": [{"name": name, "label": label} for name, label, _condition in FILTERS],
        "narrowed": bool(words or chosen[0]),
        "counts": counts,
        "drafts": list(ImportDraft.objects.filter(session=here.session).order_by("created_at")) if here.takes else [],
        "acts": _acts(chosen[0], here) if here.manages else [],
        "anybody": sum(counts.values()),
    }
    return render(request, "desk/candidates/list.html", context)


def _rows(
    here: Here, listed: list[Candidate], brought: QuerySet[Person] | None, *, hidden: bool
) -> list[dict[str, Any]]:
    """The lines of a page: as many statements for one as for fifty."""
    rules = rules_here(here)
    declared = queries.is_declared(here.session.version.document, now=now())
    lacking = queries.missing_of_many(here.session, listed, brought=brought) if declared else {}
    rows = []
    for each in listed:
        points = (*queries.open_points(each, rules), *lacking.get(each.pk, ()))
        attempts = each.all_attempts  # type: ignore[attr-defined]  # prefetched
        last = attempts[-1] if attempts else None
        rows.append(
            {
                "candidate": each,
                "name": wording.name_of(each),
                "state": wording.candidate_state(each),
                "result": wording.result_state(last) if last and not hidden else None,
                "waiting": each.waiting,  # type: ignore[attr-defined]  # annotated
                "lacking": wording.said(points),
                "grave": any(point.required for point in points),
            }
        )
    return rows


def _acts(chosen: str, here: Here) -> list[tuple[str, str]]:
    """What may be done with several at once, where they are listed."""
    if chosen == "applied":
        return [] if not here.takes else [("accept", _("Accepter les demandes choisies"))]
    if chosen in ("", "experience", "invited"):
        return [("link", _("Envoyer un nouveau lien aux personnes choisies"))]
    return []


def _act(request: DeskRequest, here: Here) -> HttpResponse:
    if not here.manages:
        raise PermissionDenied
    act = request.POST.get("act", "")
    wanted = request.POST.getlist("chosen")[:MOST_AT_ONCE]
    chosen = list(queries.candidates_of(here.session).filter(uuid__in=[each for each in wanted if _is_uuid(each)]))
    done, refused = 0, list[str]()
    for each in chosen:
        each.session = here.session
        try:
            if act == "accept":
                enrolment.accept(candidate=each, by=request.user, now=now())
            elif act == "link":
                links.send_link(candidate=each, by=request.user, now=now())
            else:
                continue
        except AssessmentError as refusal:
            refused.append(f"{wording.name_of(each)} : {refusal.sentence(spoken())}")
        else:
            done += 1
    if not chosen:
        messages.warning(request, _("Choisissez d’abord des personnes dans la liste."))
    if done:
        messages.success(request, _told(act, done))
    for sentence in refused[:10]:
        messages.warning(request, sentence)
    return to_list(request, here.session)


def _told(act: str, done: int) -> str:
    if act == "accept":
        return ngettext("%(n)s demande acceptée.", "%(n)s demandes acceptées.", done) % {"n": done}
    return ngettext("%(n)s lien part par courriel.", "%(n)s liens partent par courriel.", done) % {"n": done}


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
