"""Minutes at the desk: the list, one of them with who signed how, its files, its seal."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sceau.accounts.models import User
from sceau.assessment.errors import AssessmentError
from sceau.assessment.hindrances import before_sealing, is_hopeless, may_be_taken_back
from sceau.assessment.keepers import keeps
from sceau.assessment.minutes_data import digest_of, text_of
from sceau.assessment.models import Candidate, Minutes, Signature
from sceau.assessment.queries.jury import minutes_seen_by, with_answers, withdrawal_of
from sceau.assessment.services import minutes as services
from sceau.assessment.services import sealing
from sceau.assessment.states import MinutesState, SessionState
from sceau.engine.errors import EngineError
from sceau.institutions.roles import Right
from sceau.journal.digests import moment_of
from sceau.web.desk.designs.wording import said
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.desk.jury import wording
from sceau.web.desk.jury.finding import (
    METHODS,
    attests,
    gone_from,
    minutes_here,
    press,
    refuse,
    require_keeper,
    shown,
    to_deliberation,
    to_minutes,
)
from sceau.web.desk.jury.forms import WhyForm
from sceau.web.desk.jury.releasing import may_be_released, to_release
from sceau.web.downloads import attachment
from sceau.web.ports import ports
from sceau.web.templatetags.words import spoken

PER_PAGE = 25
FEW = 30  # decisions that a page shows unfolded, with the extract of each
PDF, JSON = "application/pdf", "application/json"


@desk_page(Right.SIT_ON_JURY)
@require_safe
def my_juries(request: DeskRequest) -> HttpResponse:
    """To where one declares and signs, over all bodies."""
    return redirect("assess_juries")


@desk_page(Right.SEE_SESSIONS)
@require_safe
def minutes_list(request: DeskRequest) -> HttpResponse:
    """The minutes of the body, the last first."""
    rows = with_answers(minutes_seen_by(request.desk.memberships))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [
            {
                "minutes": each,
                "title": said(each.deliberation.session.version.titles, spoken()),
                "stands": wording.stood(each, answered=each.answered),  # type: ignore[attr-defined]  # annotated
                "kind": wording.named(each.deliberation),
            }
            for each in page.object_list
        ],
    }
    return render(request, "desk/jury/minutes_list.html", context)


@desk_page(Right.SEE_SESSIONS)
@require_safe
def minutes(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """One: how it stands, who signed how, what to do next, its files and their digests."""
    there = minutes_here(request, uuid)
    return shown(request, "minutes", there.deliberation.session, _context(request, there))


@desk_page(Right.SEE_SESSIONS)
@require_POST
def seal(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Seal it: the decisions stand."""
    there = minutes_here(request, uuid)
    require_keeper(request, there.deliberation.session)
    try:
        sealing.seal(minutes=there, by=request.user, press=press(), now=now())
    except (AssessmentError, EngineError) as refusal:
        messages.error(request, refusal.sentence(spoken()))
    else:
        messages.success(
            request, _("Le procès-verbal est scellé. Les décisions sont acquises, rien n’est encore diffusé.")
        )
    return to_minutes(request, there)


@desk_page(Right.SEE_SESSIONS)
@require_http_methods(METHODS)
def withdraw(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Ask before it is taken back."""
    there = minutes_here(request, uuid)
    if not attests(request, there.deliberation.session):
        require_keeper(request, there.deliberation.session)
    form = WhyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = services.withdraw(minutes=there, by=request.user, now=now(), why=form.cleaned_data["why"])
        except AssessmentError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Le procès-verbal est repris. La délibération est de nouveau ouverte."))
            return to_deliberation(request, made)
    answered = sum(map(_has_answered, sealing.signatures_of(there)))
    context = {"form": form, "minutes": there, "answered": answered}
    return shown(request, "minutes_withdraw", there.deliberation.session, context)


@desk_page(Right.SEE_SESSIONS)
@require_safe
def file(request: DeskRequest, uuid: UUID, kind: str) -> HttpResponse:
    """One of its files, to save: the page to sign, the sealed page, the data."""
    there = minutes_here(request, uuid)
    if kind == "data":
        return _saved(text_of(there.data), f"{there.number}.json", JSON)
    here = ports()
    try:
        if kind == "sealed" and there.state == MinutesState.SEALED:
            return _saved(here.files.read(there.sealed_digest), f"{there.number}.pdf", PDF)
        if kind == "page":
            pdf = services.draw(minutes=there, typesetter=here.typesetter, files=here.files)
            return _saved(pdf, f"{there.number}-{_('a-signer')}.pdf", PDF)
    except EngineError as fault:
        messages.error(request, fault.sentence(spoken()))
        return to_minutes(request, there)
    raise Http404


@desk_page(Right.SEE_SESSIONS)
@require_safe
def extract(request: DeskRequest, uuid: UUID, candidate: UUID) -> HttpResponse:
    """The extract of one candidate, sealed."""
    there = minutes_here(request, uuid)
    about = get_object_or_404(Candidate, uuid=candidate, session=there.deliberation.session)
    try:
        pdf = sealing.extract_for(minutes=there, candidate=about, press=press(), now=now())
    except (AssessmentError, EngineError) as refusal:
        messages.error(request, refusal.sentence(spoken()))
        return to_minutes(request, there)
    return _saved(pdf, f"{there.number}-{about.number}.pdf", PDF)


def _context(request: DeskRequest, there: Minutes) -> dict[str, Any]:
    signatures = sealing.signatures_of(there)
    session, data = there.deliberation.session, there.data
    answered = sum(map(_has_answered, signatures))
    is_over = there.state == MinutesState.WITHDRAWN
    presiding = {each["seat"] for each in data["jury"] if each["presides"]}
    return {
        "minutes": there,
        "title": wording.named(there.deliberation),
        "stands": wording.stood(there, answered=answered),
        "signatures": [
            {
                "signature": each,
                "stands": wording.answered(each, is_over=is_over),
                "presides": str(each.seat.uuid) in presiding,
            }
            for each in signatures
        ],
        "answered": answered,
        "signing": there.state == MinutesState.SIGNING,
        "keeps": keeps(request.user, session, now=now()),
        "candidates": [
            {
                "uuid": each["candidate"],
                "number": each["number"],
                "name": each["name"],
                "result": wording.result(each["decided"]),
            }
            for each in data["candidates"]
        ],
        "open_decisions": there.state == MinutesState.SEALED and len(data["candidates"]) <= FEW,
        "quorum": data["quorum"],
        "is_whole": digest_of(data) == there.digest,
        "corrections": list(there.corrections.exclude(state=MinutesState.WITHDRAWN).defer("data")),
        **_next(request, there, signatures),
    }


def _next(request: DeskRequest, there: Minutes, signatures: list[Signature]) -> dict[str, Any]:
    """What may be done now, by the state that the minutes are in."""
    if there.state == MinutesState.SIGNING:
        return _while_signing(request, there, signatures)
    if there.state == MinutesState.SEALED:
        return _once_sealed(request, there)
    act = withdrawal_of(there)
    standing = there.deliberation.minutes.exclude(state=MinutesState.WITHDRAWN).defer("data").first()
    if act is None:
        return {"instead": standing}
    who = User.objects.filter(uuid=act.actor).first() if act.actor else None
    told = {"at": moment_of(act.at), "who": who.name if who else "", "why": getattr(act, "reason", None)}
    return {"withdrawn": told, "instead": standing}


def _while_signing(request: DeskRequest, there: Minutes, signatures: list[Signature]) -> dict[str, Any]:
    session = there.deliberation.session
    gone, allowed = gone_from(session), attests(request, session)
    mine = next((each for each in signatures if each.seat.user_id == request.user.pk), None)
    return {
        "attests": allowed,
        "gone": gone,
        "gone_signed": any(each.seat.presides and each.signed_at is not None for each in signatures),
        "hopeless": is_hopeless(signatures),
        "may_withdraw": allowed and may_be_taken_back(signatures, president_stands=not gone),
        "hindrances": [each.sentence(spoken()) for each in before_sealing(signatures)],
        "mine": mine if mine is not None and not _has_answered(mine) else None,
    }


def _once_sealed(request: DeskRequest, there: Minutes) -> dict[str, Any]:
    deliberation = there.deliberation
    session = deliberation.session
    released = session.state == SessionState.RELEASED
    return {
        "to_release": to_release(request, deliberation) if may_be_released(deliberation) else None,
        "may_correct": released and keeps(request.user, session, now=now()),
    }


def _has_answered(signature: Signature) -> bool:
    return signature.signed_at is not None or signature.dissented_at is not None


def _saved(content: bytes, name: str, media_type: str) -> HttpResponse:
    return attachment(iter([content]), name=name, media_type=media_type, size=len(content))
