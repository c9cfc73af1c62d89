"""What several papers of a session share: who speaks, in which language, days and hours."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from sceau.assessment import papers
from sceau.assessment.models import Candidate, Session
from sceau.assessment.queries.examday import in_half
from sceau.assessment.queries.planning import Appointment
from sceau.engine.model.wording import choose_language
from sceau.institutions.models import Institution
from sceau.web import words
from sceau.web.desk.sessions.wording import days_of
from sceau.web.templatetags.words import spoken


def language_of(candidate: Candidate) -> papers.Language:
    """In which a candidate is written to: French where we do not write theirs."""
    return "en" if choose_language(candidate.language, "fr") == "en" else "fr"


def body_of(institution: Institution) -> papers.Body:
    """Who speaks."""
    lines = [
        institution.legal_name if institution.legal_name != institution.name else "",
        ", ".join(
            part for part in (institution.street, f"{institution.postal_code} {institution.city}".strip()) if part
        ),
        f"SIREN {institution.siren}" if institution.siren else "",
    ]
    return {"name": institution.name, "lines": [each for each in lines if each]}


def printed_in() -> papers.Language:
    """The language of a paper for the desk: that of whoever asks for it."""
    return "en" if spoken() == "en" else "fr"


def half_named(half: str) -> str:
    """« Matin », « Après-midi »."""
    return _("Matin") if half == "am" else _("Après-midi")


def paper(session: Session, language: papers.Language, speaker: Institution) -> papers.Paper:
    """What every paper has. speaker: in whose name it is"""
    return {"language": language, "number": session.code, "digest": "", "body": body_of(speaker)}


def session_line(session: Session, language: str) -> str:
    """« S2026-3, du 7 au 8 décembre 2026 »."""
    return f"{session.code}, {days_of(session, language)}"


def hours(starts_at: datetime, ends_at: datetime, language: str) -> str:
    """« 9 h – 12 h 30 »."""
    first, last = (words.hour(localtime(each), language) for each in (starts_at, ends_at))
    return f"{first} – {last}"


def hours_of(day: date, half: str, expected: Sequence[Appointment], language: str) -> str:
    """From the first beginning to the last end of what takes place then, "" where nothing is planned."""
    those = [each for each in expected if in_half(each.starts_at, each.ends_at, day, half)]
    if not those:
        return ""
    return hours(min(each.starts_at for each in those), max(each.ends_at for each in those), language)
