"""Attendance sheets, signed or to be signed, and the attestation that somebody was there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from sceau.accounts.models import User
from sceau.assessment import papers
from sceau.assessment.models import Attendance, Candidate, Session, Sheet
from sceau.assessment.queries.examday import HALVES, in_half
from sceau.assessment.queries.planning import Appointment, appointments_of
from sceau.assessment.services.writing import rules_for
from sceau.assessment.states import Presence
from sceau.people.queries import person_of
from sceau.web import words
from sceau.web.desk.sessions.printing.common import half_named, hours_of, language_of, paper, session_line
from sceau.web.desk.sessions.wording import event_named, events_of, title_of


def attendance(
    session: Session, day: date, sheets: Iterable[Sheet], lines: Iterable[Attendance], language: papers.Language
) -> papers.AttendanceData:
    """One day: its half-days side by side, signed or to be signed."""
    halves = {sheet.half: sheet for sheet in sheets}
    order = [half for half in HALVES if half in halves]
    people: dict[tuple[int | None, int | None, str], dict[str, Attendance]] = {}
    for line in lines:
        key = (line.candidate_id, line.user_id, line.name)
        people.setdefault(key, {})[line.sheet.half] = line
    with override(language):
        appointments = appointments_of(
            session, [line.candidate for found in people.values() for line in found.values() if line.candidate]
        )
        rows = [_attending(found, order, language) for found in people.values()]
        firsts = [next(iter(found.values())) for found in people.values()]
        return {
            **paper(session, language, session.organiser),
            "certification": title_of(session, language),
            "session": session_line(session, language),
            "days": [
                {
                    "date": words.day(day, language),
                    "place": next((sheet.place for sheet in halves.values() if sheet.place), session.place),
                    "halves": [
                        {
                            "label": half_named(half),
                            "hours": hours_of(day, half, [a for each in appointments.values() for a in each], language),
                        }
                        for half in order
                    ],
                    "candidates": [row for row, line in zip(rows, firsts, strict=True) if line.candidate_id],
                    "jury": [row for row, line in zip(rows, firsts, strict=True) if not line.candidate_id],
                }
            ],
        }


def attestation(
    session: Session, candidate: Candidate, lines: Sequence[Attendance], *, by: User, at: datetime
) -> papers.AttestationData:
    """That somebody was there, and nothing more. lines: the half-days on which they were"""
    language = language_of(candidate)
    person = person_of(candidate.person)
    with override(language):
        appointments = appointments_of(session, [candidate])[candidate.pk]
        names = dict(events_of(rules_for(session), language))
        issued = words.day(localtime(at).date(), language)
        city = session.organiser.city
        return {
            **paper(session, language, session.organiser),
            "name": str(person),
            "native": person.native_name,
            "born": "",
            "certification": title_of(session, language),
            "session": session_line(session, language),
            "place": session.place,
            "attended": [_attended(each, appointments, names, language) for each in lines],
            "total": ngettext("%(n)s demi-journée", "%(n)s demi-journées", len(lines)) % {"n": len(lines)},
            "issued": _("Fait à %(city)s, le %(day)s") % {"city": city, "day": issued}
            if city
            else _("Fait le %(day)s") % {"day": issued},
            "signer": {"name": by.name, "value": session.organiser.name},
        }


def _attending(found: dict[str, Attendance], order: Sequence[str], language: str) -> papers.Attending:
    first = next(iter(found.values()))
    candidate = first.candidate
    person = person_of(candidate.person) if candidate else None
    return {
        "name": str(person) if person else first.name,
        "native": person.native_name if person else "",
        "detail": _("n° %(n)s") % {"n": candidate.number} if candidate else quality_named(first.quality),
        "cells": [_cell(found.get(half), language) for half in order],
    }


def quality_named(quality: str) -> str:
    """What somebody on a sheet is."""
    return {"assessor": _("évaluation"), "jury": _("jury")}.get(quality, quality)


def _cell(line: Attendance | None, language: str) -> papers.Cell:
    if line is None:
        return {"said": "", "stroke": "", "expected": False}
    said = ""
    if line.presence == Presence.PRESENT:
        signed = words.hour(localtime(line.signed_at), language) if line.signed_at else ""
        said = _("%(hour)s, à l’écran") % {"hour": signed} if signed else _("présence notée")
    elif line.presence != Presence.EXPECTED:
        said = str(Presence(line.presence).label)
    return {"said": said, "stroke": line.drawn, "expected": True}


def _attended(
    line: Attendance, appointments: Sequence[Appointment], names: dict[str, str], language: str
) -> papers.Attended:
    day, half = line.sheet.day, line.sheet.half
    those = [each for each in appointments if in_half(each.starts_at, each.ends_at, day, half)]
    return {
        "day": words.day(day, language),
        "hours": hours_of(day, half, those, language) or half_named(half),
        "what": ", ".join(dict.fromkeys(event_named(names, each.slot.event) for each in those)),
    }
