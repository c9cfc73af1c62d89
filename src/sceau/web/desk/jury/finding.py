"""What the pages of juries share: what one may see, what one may do there, how a refusal is said."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from sceau.assessment.errors import AssessmentError, NotEntitled
from sceau.assessment.keepers import keeps, may_attest, president_of, require_president, stands
from sceau.assessment.models import Deliberation, Minutes, Seat, Session, Signature
from sceau.assessment.queries.jury import deliberation_seen_by, jury_session_of, minutes_seen_by, sees_decisions
from sceau.assessment.services.sealing import Press, signatures_of
from sceau.people.states import DataKind
from sceau.web.archive import open_archive
from sceau.web.desk.doors import DeskRequest
from sceau.web.desk.fields import DeskForm
from sceau.web.desk.sessions.finding import frame
from sceau.web.ports import ports
from sceau.web.templatetags.words import spoken

METHODS = ["GET", "HEAD", "POST"]


def jury_here(request: DeskRequest, uuid: UUID) -> Session:
    """A session of this body whose jury this person may see. raises: Http404"""
    found = jury_session_of(request.desk.memberships, uuid)
    if found is None:
        raise Http404
    return found


def deliberation_here(request: DeskRequest, uuid: UUID) -> Deliberation:
    """A deliberation, for whoever keeps the jury, sits on it or audits the body. raises: Http404, PermissionDenied"""
    found = deliberation_seen_by(request.desk.memberships, uuid)
    if found is None:
        raise Http404
    if not sees_decisions(request.user, request.desk.memberships, found.session, now=now()):
        raise PermissionDenied
    attempts = found.decisions.values_list("attempt__uuid", flat=True)
    open_archive(request.user, found.session.institution, DataKind.SCORES, attempts)
    return found


def minutes_here(request: DeskRequest, uuid: UUID) -> Minutes:
    """Minutes that this person may read. raises: Http404, PermissionDenied"""
    found = minutes_seen_by(request.desk.memberships).filter(uuid=uuid).first()
    if found is None:
        raise Http404
    if not sees_decisions(request.user, request.desk.memberships, found.deliberation.session, now=now()):
        raise PermissionDenied
    open_archive(request.user, found.institution, DataKind.AWARDS, [found.uuid])
    return found


def signature_here(request: DeskRequest, uuid: UUID) -> Signature:
    """A signature of such minutes. raises: Http404, PermissionDenied"""
    theirs = minutes_seen_by(request.desk.memberships)
    found = Signature.objects.filter(minutes__in=theirs, uuid=uuid).select_related("minutes").first()
    if found is None:
        raise Http404
    minutes = minutes_here(request, found.minutes.uuid)
    return next(each for each in signatures_of(minutes) if each.pk == found.pk)


def seat_here(request: DeskRequest, uuid: UUID) -> Seat:
    """A seat of a jury of this body. raises: Http404, PermissionDenied for who does not keep the jury"""
    found = Seat.objects.filter(uuid=uuid, removed_at__isnull=True).select_related("session", "user").first()
    if found is None:
        raise Http404
    found.session = jury_here(request, found.session.uuid)
    require_keeper(request, found.session)
    return found


def require_keeper(request: DeskRequest, session: Session) -> None:
    """raises: PermissionDenied"""
    if not keeps(request.user, session, now=now()):
        raise PermissionDenied


def may_close(request: DeskRequest, session: Session) -> bool:
    """Whether this person presides, or signs for who does."""
    try:
        require_president(request.user, session, now=now())
    except NotEntitled:
        return False
    return True


def attests(request: DeskRequest, session: Session) -> bool:
    """Whether this person attests signatures and takes minutes back."""
    return may_attest(request.user, session, now=now())


def gone_from(session: Session) -> str:
    """The name of whoever holds the president's place and may no longer preside; "" when nobody is missing."""
    president = president_of(session)
    return "" if president is None or stands(president, session, now=now()) else president.name


def press() -> Press:
    """What sealed pages are made with, here."""
    here = ports()
    return Press(here.typesetter, here.sealer, here.keys, here.files)


def refuse(form: DeskForm, refusal: AssessmentError) -> None:
    """Say why a service refused, at the field that it names; above the form where that one is not seen."""
    seen = {field.name for field in form.visible_fields()}
    form.add_error(refusal.field if refusal.field in seen else None, refusal.sentence(spoken()))


def shown(
    request: DeskRequest, template: str, session: Session, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """A page of the jury of a session."""
    whole = frame(request, session, "desk_session_jury") | context
    whole.setdefault("keeps", keeps(request.user, session, now=now()))
    return render(request, f"desk/jury/{template}.html", whole, status=status)


def to_jury(request: DeskRequest, session: Session) -> HttpResponse:
    """To the jury of a session."""
    return redirect("desk_session_jury", request.desk.institution.slug, session.uuid)


def to_deliberation(request: DeskRequest, deliberation: Deliberation, anchor: str = "") -> HttpResponse:
    """To the screen of a deliberation."""
    answer = redirect("desk_deliberation", request.desk.institution.slug, deliberation.uuid)
    if anchor:
        answer["Location"] += f"#{anchor}"
    return answer


def to_minutes(request: DeskRequest, minutes: Minutes) -> HttpResponse:
    """To the page of minutes."""
    return redirect("desk_minutes", request.desk.institution.slug, minutes.uuid)
