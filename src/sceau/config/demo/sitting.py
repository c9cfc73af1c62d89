"""How the results of the demonstration were decided: a jury that signs, or two people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sceau.accounts.models import User
from sceau.assessment.models import Seat, Session
from sceau.assessment.services.deliberating import decide_as_proposed
from sceau.assessment.services.jury import add_seat, declare
from sceau.assessment.services.minutes import close
from sceau.assessment.services.proposing import confirm_results, propose_results
from sceau.assessment.services.releasing import release_results
from sceau.assessment.services.sealing import Press, seal
from sceau.assessment.services.signing import sign_on_tablet, sign_with_account
from sceau.assessment.services.sittings import note_presence, open_deliberation
from sceau.assessment.states import Presence, Route
from sceau.config.wiring import ports
from sceau.outside.typesetter import WarmTypesetter

EXTERNAL: Final = ("Solène Carpentier", "responsable d’équipe, entreprise partenaire")
PRESIDES, SITS = "présidence du jury", "professionnel du secteur"
DRAWN: Final = "M20 60 L45 30 L60 70 L85 35 L110 65 L150 40 L190 60 L240 45"
HOUR: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Bench:
    """Who decides in a body."""

    head: User
    president: User
    member: User
    assessors: Sequence[User]


def decide(session: Session, bench: Bench, *, now: datetime) -> None:
    """Decide on everybody of the round by the route of the design, and let the candidates know."""
    if session.route == Route.MINUTES:
        _by_jury(session, bench, now=now)
        return
    proposed = propose_results(session=session, by=bench.assessors[0], now=now)
    confirm_results(deliberation=proposed, by=bench.head, now=now + HOUR)
    release_results(deliberation=proposed, by=bench.head, now=now + HOUR)


def _by_jury(session: Session, bench: Bench, *, now: datetime) -> None:
    seats = list(Seat.objects.filter(session=session, removed_at__isnull=True).order_by("pk"))
    if not seats:
        seats = _seats(session, bench, now=now)
    there = open_deliberation(session=session, by=bench.president, now=now)
    present = {seat.uuid: (str(Presence.PRESENT), None) for seat in seats}
    note_presence(deliberation=there, presences=present, by=bench.president, now=now)
    decide_as_proposed(deliberation=there, by=bench.president, now=now)
    minutes = close(deliberation=there, by=bench.president, now=now + HOUR)
    for signature in minutes.signatures.select_related("seat__user").order_by("pk"):
        user = signature.seat.user
        if user is None:
            sign_on_tablet(signature=signature, drawn=DRAWN, shown=minutes.digest, by=bench.president, now=now + HOUR)
        else:
            sign_with_account(
                signature=signature, by=user, factor="totp", shown=minutes.digest, keys=ports().keys, now=now + HOUR
            )
    world = ports()
    press = Press(WarmTypesetter(), world.sealer, world.keys, world.files)
    seal(minutes=minutes, by=bench.president, press=press, now=now + HOUR)
    release_results(deliberation=there, by=bench.president, now=now + 2 * HOUR)


def _seats(session: Session, bench: Bench, *, now: datetime) -> list[Seat]:
    seats = [
        add_seat(
            session=session, user=bench.president, quality="président de jury", presides=True, by=bench.head, now=now
        ),
        add_seat(session=session, user=bench.member, quality=SITS, by=bench.head, now=now),
        add_seat(session=session, name=EXTERNAL[0], quality=EXTERNAL[1], external=True, by=bench.head, now=now),
    ]
    for seat in seats:
        declare(seat=seat, by=seat.user or bench.president, now=now)
    return seats
