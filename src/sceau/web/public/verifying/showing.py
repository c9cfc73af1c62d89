"""A judged thing as its page shows it, in one language. What nothing attests is not repeated as if it were true."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from sceau.engine.checks.report import Outcome, Report
from sceau.engine.checks.secured import NOT_LOOKED_AT
from sceau.engine.checks.status import AS_OF_THEN, AS_OF_TODAY, OTHERWISE_TODAY
from sceau.engine.checks.words import harmless
from sceau.engine.errors import Reason
from sceau.institutions.models import Institution
from sceau.verification.judging import Judged
from sceau.verification.telling import KIND_OF, issuer_told, lines_of, next_step

MARKS: Final = {"good": "M20 33l8.5 8.5L44 25", "check": "M32 21v14M32 43v.01", "bad": "M24 24l16 16M40 24L24 40"}
_OUTCOMES: Final = {Outcome.PASSED: "good", Outcome.UNKNOWN: "check", Outcome.FAILED: "bad"}


@dataclass(frozen=True, slots=True)
class Answer:
    """A check: its title, how it ended ("good", "check", "bad", "idle"), and its sentence."""

    title: str
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """One of the five lines that unfold."""

    id: str
    kind: str
    title: str
    summary: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """What the page says of one thing.

    mark:     the sign of the verdict; word: « Valide », for a table
    what:     « C’est une preuve Open Badges 3.0, jointe à un PDF. » or ""
    title, issuer, holder:  what it says of itself, "" where nothing attests it
    body:     the institution of this house that issued it, or None
    as_of:    of what day the status is, where the reader asked about a past one; since: how it changed since then
    """

    name: str
    kind: str
    mark: str
    sentence: str
    why: str
    what: str
    title: str
    issuer: str
    holder: str
    body: Institution | None
    next: str
    lines: tuple[Line, ...]
    notes: tuple[str, ...]
    address: str
    as_of: str = ""
    since: tuple[str, ...] = ()


def result_of(judged: Judged, *, language: str, body: Institution | None = None) -> Result:
    """What the page says of a judged thing.

    body:  the institution that issues under the issuer's DID, where it is at hand
    """
    report, kind = judged.report, KIND_OF[judged.report.verdict]
    decisive = report.decisive
    is_authentic = report.authenticity is Outcome.PASSED
    said = report.credential if is_authentic else None
    return Result(
        name=harmless(judged.name),
        kind=kind,
        mark=MARKS[kind],
        sentence=report.sentence[language],
        why=f"{decisive.message[language]}." if decisive else "",
        what=_what(judged, language),
        title=harmless(said.name or "") if said else "",
        issuer=issuer_told(report)[language],
        holder=harmless(said.holder_name or said.subject_id or "") if said else "",
        body=_body(report, body) if is_authentic and report.issuer_id else None,
        next=next_step(report)[language],
        lines=_lines(report, language),
        notes=tuple(note.message[language] for note in report.notes),
        address=harmless(judged.address),
        as_of=next(_told(report, language, AS_OF_THEN, AS_OF_TODAY), ""),
        since=tuple(_told(report, language, OTHERWISE_TODAY)),
    )


def _body(report: Report, at_hand: Institution | None) -> Institution | None:
    if at_hand is not None and at_hand.did == report.issuer_id:
        return at_hand
    return Institution.objects.filter(did=report.issuer_id).first()


def _told(report: Report, language: str, *reasons: Reason) -> Iterator[str]:
    return (f"{note.message[language]}." for note in report.notes if note.reason in reasons)


def _what(judged: Judged, language: str) -> str:
    what = judged.what[language]
    if not what:
        return ""
    carriers = {
        "pdf": _("C’est %(what)s, trouvée dans un PDF."),
        "picture": _("C’est %(what)s, lue sur une image."),
        "png": _("C’est %(what)s, dans une image PNG."),
        "svg": _("C’est %(what)s, dans une image SVG."),
        "jwt": _("C’est %(what)s, sous forme de jeton JWT."),
        "address": _("C’est %(what)s, lue à l’adresse donnée."),
    }
    return carriers.get(judged.carrier, _("C’est %(what)s.")) % {"what": what}


def _lines(report: Report, language: str) -> tuple[Line, ...]:
    return tuple(
        Line(
            line.id,
            line.kind,
            line.title[language],
            line.summary[language],
            tuple(
                Answer(
                    check.question.fr if language == "fr" else check.question.en,
                    "idle" if check.reason is NOT_LOOKED_AT else _OUTCOMES[check.outcome],
                    check.message[language],
                )
                for check in line.checks
            ),
        )
        for line in lines_of(report)
    )
