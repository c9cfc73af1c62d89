"""Convocations on paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override

from sceau.accounts.models import User
from sceau.assessment import papers
from sceau.assessment.models import Arrangement, Candidate, Session
from sceau.assessment.queries.examday import Call
from sceau.assessment.queries.planning import Appointment
from sceau.assessment.services.writing import rules_for
from sceau.engine.marking.rules import AssessmentRules
from sceau.engine.model.awards import Supervision
from sceau.people.models import Address
from sceau.people.queries import person_of
from sceau.people.states import AddressKind
from sceau.web import words
from sceau.web.desk.sessions.printing.common import hours, paper, session_line
from sceau.web.desk.sessions.wording import days_of, event_named, events_of, title_of

_IDENTITY: Final = (Supervision.ONLINE_WITH_IDENTITY, Supervision.ONSITE_WITH_IDENTITY)


def convocations(
    session: Session,
    calls: Sequence[Call],
    *,
    urls: dict[int, str],
    by: User,
    at: datetime,
    language: papers.Language,
) -> papers.ConvocationData:
    """The letters of some candidates, all in one language.

    urls:  of each candidate's own page, by primary key
    """
    with override(language):
        rules = rules_for(session)
        names = dict(events_of(rules, language))
        found = _postal([each.candidate for each in calls])
        arranged = _arranged([each.candidate for each in calls])
        body = session.organiser
        sent = words.day(localtime(at).date(), language)
        return {
            **paper(session, language, session.organiser),
            "certification": title_of(session, language),
            "session": session_line(session, language),
            "sent": f"{body.city}, {sent}" if body.city else sent,
            "contact": [each for each in (body.email, body.phone) if each],
            "signer": {"name": by.name, "value": body.name},
            "letters": [
                {
                    "number": str(each.candidate.number),
                    "addressee": {
                        "name": str(person_of(each.candidate.person)),
                        "native": person_of(each.candidate.person).native_name,
                        "lines": found.get(each.candidate.person_id, []),
                    },
                    "appointments": _appointments(session, each.appointments, names, language),
                    "bring": _bring(rules),
                    "arrangements": arranged.get(each.candidate.pk, []),
                    "notes": [],
                    "url": urls.get(each.candidate.pk, ""),
                }
                for each in calls
            ],
        }


def _appointments(
    session: Session, expected: Sequence[Appointment], names: dict[str, str], language: str
) -> list[papers.Appointment]:
    place = [each for each in (session.place, session.address, session.postcode, session.remote_tool) if each]
    if not expected:
        return [
            {
                "title": _("Toutes les épreuves"),
                "day": days_of(session, language),
                "hours": "",
                "place": place,
                "note": _("Les heures vous seront dites à part."),
            }
        ]
    return [
        {
            "title": event_named(names, each.slot.event),
            "day": words.day(localtime(each.starts_at).date(), language),
            "hours": hours(each.starts_at, each.ends_at, language),
            "place": [*([each.slot.room] if each.slot.room else []), *place],
            "note": _("Le temps accordé en plus y est compris.") if each.extra else "",
        }
        for each in expected
    ]


def _bring(rules: AssessmentRules) -> list[str]:
    with_identity = any(event.supervision in _IDENTITY for event in rules.events)
    return [
        *([_("Une pièce d’identité avec photo : elle est regardée, jamais copiée")] if with_identity else []),
        _("Cette convocation, sur papier ou à l’écran"),
    ]


def _postal(candidates: Sequence[Candidate]) -> dict[int, list[str]]:
    """The lines of a postal address for an envelope, by primary key of the person."""
    rows = Address.objects.filter(
        person__in={each.person_id for each in candidates}, kind=AddressKind.POSTAL, removed_at__isnull=True
    ).order_by("preferred", "-pk")
    return {each.person_id: each.value.splitlines() for each in rows}


def _arranged(candidates: Sequence[Candidate]) -> dict[int, list[str]]:
    """What was granted, in words: never why."""
    found: dict[int, list[str]] = {}
    rows = Arrangement.objects.filter(candidate__in=[each.pk for each in candidates], state="granted").order_by("pk")
    for each in rows:
        told = each.words or (_("Temps en plus : %(n)s %%") % {"n": each.extra_percent} if each.extra_percent else "")
        if told:
            found.setdefault(each.candidate_id, []).append(told)
    return found
