"""Juries for the world of the tests of pages: one that deliberates, and one whose minutes are being signed."""

from __future__ import annotations

from django.utils.timezone import now

from assessment.making import a_session, candidates
from institutions.people import NOW
from sceau.accounts.models import User
from sceau.assessment.models import Attempt, Deliberation, Seat, Session
from sceau.assessment.services.deliberating import decide_as_proposed, note_presence, open_deliberation
from sceau.assessment.services.jury import add_seat, declare
from sceau.assessment.services.minutes import close
from sceau.assessment.services.sealing import signatures_of
from sceau.assessment.services.signing import send_link, token_of
from sceau.design.models import DesignVersion
from sceau.institutions.models import Institution


def things_of_juries(institution: Institution, version: DesignVersion, head: User) -> dict[str, object]:
    """A jury, a deliberation, a decision, minutes, a signature and the token of its link."""
    sitting = _sitting(institution, version, head)
    decided = _sitting(institution, version, head)
    decide_as_proposed(deliberation=decided, by=head, now=NOW)
    minutes = close(deliberation=decided, by=head, now=NOW)
    signature = send_link(signature=signatures_of(minutes)[1], by=head, now=now())
    return {
        "jury_session": sitting.session,
        "seat": Seat.objects.filter(session=sitting.session, presides=False).first(),
        "deliberation": sitting,
        "jury_decision": sitting.decisions.first(),
        "minutes": minutes,
        "minuted": decided.decisions.get().attempt.candidate,
        "signature": signature,
        "signing_token": token_of(signature),
    }


def _sitting(institution: Institution, version: DesignVersion, head: User) -> Deliberation:
    session: Session = a_session(institution, version=version, created_by=head, state="marked")
    candidates(session, 1)
    Attempt.objects.filter(candidate__session=session).update(said="absent", state="absent")
    seats = [
        add_seat(session=session, user=head, presides=True, by=head, now=NOW),
        *(
            add_seat(session=session, name=name, email=f"{name[0]}@example.org", external=True, by=head, now=NOW)
            for name in ("Sofia Marques", "Paul Delmas")
        ),
    ]
    for seat in seats:
        declare(seat=seat, by=head, now=NOW)
    deliberation = open_deliberation(session=session, by=head, now=NOW)
    present = {seat.uuid: ("present", None) for seat in seats}
    return note_presence(deliberation=deliberation, presences=present, by=head, now=NOW)
