"""Juries: whoever is named is told; whoever is to sign minutes gets the page, or the link that needs no account.

The president is reminded of results that wait, when somebody asks.
"""

from __future__ import annotations

from typing import Any

import orjson
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from sceau.assessment.keepers import president_of
from sceau.assessment.models import Deliberation, Seat, Session, Signature
from sceau.assessment.services.releasing import is_released_by_president
from sceau.assessment.services.signing import token_of
from sceau.assessment.states import MinutesState
from sceau.engine.model.texts import read_text
from sceau.jobs.mail import Recipient, address, send
from sceau.jobs.registry import follows
from sceau.journal.digests import microseconds
from sceau.journal.models import Act


@follows("jury.seat_added")
def named(act: Act) -> None:
    """Whoever sits on a jury from now on; nobody who was taken away meanwhile, or named themselves."""
    seat = (
        Seat.objects.select_related("user", "session__institution", "session__version__design")
        .filter(uuid=_details(act)["seat"], removed_at__isnull=True)
        .first()
    )
    if seat is None or (seat.user is not None and seat.user.uuid == act.actor):
        return
    to = seat.user if seat.user is not None else Recipient(seat.email, seat.name, seat.language)
    if not to.email:
        return
    more: dict[str, Any] = {"link": address("assess_juries"), "button": _("Déclarer mes liens")} if seat.user else {}
    send(
        act=act,
        to=to,
        template="jury_named",
        institution=seat.session.institution,
        session=seat.session,
        title=_title(seat.session, to.language),
        presides=seat.presides,
        has_account=seat.user is not None,
        **more,
    )


@follows("minutes.made")
def to_sign(act: Act) -> None:
    """Each member with an account who was there; the others get a link from the office, or sign on the spot."""
    rows = Signature.objects.filter(
        minutes__uuid=_details(act)["minutes"],
        minutes__state=MinutesState.SIGNING,
        seat__user__isnull=False,
        signed_at__isnull=True,
        dissented_at__isnull=True,
    ).select_related("seat__user", "minutes__institution", "minutes__deliberation__session__version__design")
    for row in rows.defer("minutes__data"):
        user = row.seat.user
        if user is not None and user.is_active:
            _letter(act, row, user, "minutes_to_sign", address("assess_sign", row.uuid))


@follows("minutes.link_sent")
def link(act: Act) -> None:
    """The link of one member; none once it was used, withdrawn, or replaced by a later one."""
    row = (
        Signature.objects.filter(uuid=_details(act)["signature"])
        .select_related("seat", "minutes__institution", "minutes__deliberation__session__version__design")
        .first()
    )
    over = row is None or row.signed_at is not None or row.dissented_at is not None or not row.token_digest
    if (
        row is None
        or over
        or row.token_expires_at is None
        or row.token_expires_at <= now()
        or row.token_sent_at is None
    ):
        return
    if microseconds(row.token_sent_at) != act.at:
        return  # a later one has its own letter
    to = Recipient(row.seat.email, row.seat.name, row.seat.language)
    link_to = address("assess_sign_link", token_of(row))
    _letter(act, row, to, "minutes_link", link_to, expires_at=row.token_expires_at)


@follows("results.release_asked")
def release_awaited(act: Act) -> None:
    """The president, while the results still wait for them."""
    deliberation = (
        Deliberation.objects.select_related("session__institution", "session__version__design")
        .filter(uuid=_details(act)["deliberation"], released_at__isnull=True)
        .first()
    )
    if deliberation is None or not is_released_by_president(deliberation, now=now()):
        return
    session, president = deliberation.session, president_of(deliberation.session)
    if president is None or president.user is None:
        return
    send(
        act=act,
        to=president.user,
        template="release_awaited",
        institution=session.institution,
        session=session,
        title=_title(session, president.user.language),
        link=address("desk_results_release", session.institution.slug, deliberation.uuid),
        button=_("Relire et diffuser"),
    )


def _letter(act: Act, row: Signature, to: Any, template: str, link_to: str, **more: Any) -> None:
    session = row.minutes.deliberation.session
    send(
        act=act,
        to=to,
        template=template,
        institution=row.minutes.institution,
        session=session,
        title=_title(session, to.language),
        number=row.minutes.number,
        link=link_to,
        button=_("Lire et signer"),
        **more,
    )


def _title(session: Session, language: str) -> str:
    found = read_text(session.version.titles, "fr")
    return found.to(language) if found else session.code


def _details(act: Act) -> dict[str, Any]:
    found: dict[str, Any] = orjson.loads(act.details)
    return found
