"""What each paper is told: the shape of `data` for `Typesetter.document`, template by template.

Every value is text as it is to be read, in the paper's language: days and hours are written out, numbers have their
decimal sign. The words that are the same on every paper stand beside the templates. "" and [] mean that there is
nothing to say, and the place closes. A sign that our letters lack becomes « […] », and the paper says so by itself.
"""

from __future__ import annotations

from typing import Literal, TypedDict

Language = Literal["fr", "en"]


class Body(TypedDict):
    """Who speaks.

    name:   as it calls itself
    lines:  what identifies it: legal form, SIREN, address
    """

    name: str
    lines: list[str]


class Named(TypedDict):
    """A fact and its name."""

    name: str
    value: str


class Paper(TypedDict):
    """What every paper has.

    number:  of the document, "" when it has none; in the foot of each page
    digest:  SHA-256 of what it was made from, in hexadecimal, "" when there is none; in the foot as well
    """

    language: Language
    number: str
    digest: str
    body: Body


# --- "minutes": le procès-verbal


class Juror(TypedDict):
    """A member of the jury.

    role:      « présidente », « membre »; quality: what they are besides, such as a trade and an employer
    external:  whether from outside the training body
    presence:  « sur place », « à distance », « absent, procuration à Nadia Ferrand »
    """

    name: str
    role: str
    quality: str
    external: bool
    presence: str


class Decided(TypedDict):
    """A candidate and what was decided.

    number:   the candidate's in the session, such as "12"
    name:     "" prints « Candidat n° 12, non communiqué » and nothing else of this row
    native:   the name in its own script, "" when it has none
    access:   how they came, such as « par expérience », "" for the ordinary way
    changes:  marks changed by the jury, each a sentence with its reason
    """

    number: str
    name: str
    native: str
    access: str
    score: str
    decision: str
    reasons: list[str]
    changes: list[str]


class Signature(TypedDict):
    """A signature, or the line for one.

    way:     how it was given, such as « compte personnel, second facteur »; "" leaves a line to sign on paper
    moment:  when, to the minute, with its zone
    stroke:  what was drawn on a screen: the `d` of an SVG path in a box of 300 × 100, or ""
    """

    name: str
    role: str
    way: str
    moment: str
    stroke: str


class Corrected(TypedDict):
    """The minutes that these correct."""

    number: str
    date: str
    digest: str
    reason: str


class MinutesData(Paper):
    """Template "minutes".

    certification:  its title; lines: version, registration with RNCP or RS, level
    place:          where they met; remote: with which tool, for those who were far
    facts:          anything else worth a line, such as the rule of success
    quorum:         a sentence
    corrects:       the minutes that these correct, None for the first
    redacted_for:   for whom the other candidates' rows are left out, "" for the whole
    sealed:         a sentence on the seal, and that the signatures are simple ones; "" when there is no seal, and the
                    paper then says the latter by itself
    """

    certification: str
    lines: list[str]
    session: str
    dates: str
    deliberated: str
    place: str
    remote: str
    facts: list[Named]
    jury: list[Juror]
    quorum: str
    candidates: list[Decided]
    absent: list[str]
    incidents: list[str]
    remarks: list[str]
    signatures: list[Signature]
    corrects: Corrected | None
    redacted_for: str
    sealed: str


# --- "attendance": la feuille d’émargement


class Half(TypedDict):
    """Half a day: « Matin », « 9 h – 12 h 30 »."""

    label: str
    hours: str


class Cell(TypedDict):
    """What stands under one half-day.

    said:    « 9 h 02, à l’écran », « absente, excusée »; "" with no stroke leaves the box empty, to be signed
    stroke:  see `Signature`
    expected: whether the person is to come; otherwise the box is closed
    """

    said: str
    stroke: str
    expected: bool


class Attending(TypedDict):
    """One line. detail: number, role or arrangement of time; cells: as many as the day has halves."""

    name: str
    native: str
    detail: str
    cells: list[Cell]


class AttendanceDay(TypedDict):
    """One day, which begins on a page of its own. halves: one to three."""

    date: str
    place: str
    halves: list[Half]
    candidates: list[Attending]
    jury: list[Attending]


class AttendanceData(Paper):
    """Template "attendance"."""

    certification: str
    session: str
    days: list[AttendanceDay]


# --- "convocation"


class Addressee(TypedDict):
    """To whom, as on an envelope."""

    name: str
    native: str
    lines: list[str]


class Appointment(TypedDict):
    """One event: what, when, where. note: « apportez … », « lien envoyé la veille »."""

    title: str
    day: str
    hours: str
    place: list[str]
    note: str


class Letter(TypedDict):
    """One candidate's convocation, on pages of its own.

    bring:         what to bring, among which the identity document
    arrangements:  what was granted, never why
    url:           the candidate's page, printed with the square that a telephone reads; "" for none
    """

    number: str
    addressee: Addressee
    appointments: list[Appointment]
    bring: list[str]
    arrangements: list[str]
    notes: list[str]
    url: str


class ConvocationData(Paper):
    """Template "convocation": one letter or many.

    sent:     the place and the day
    contact:  whom to ask, line by line
    signer:   who writes: their name, and in what quality
    """

    certification: str
    session: str
    sent: str
    contact: list[str]
    signer: Named
    letters: list[Letter]


# --- "grid": la grille vierge


class Level(TypedDict):
    """A level of a criterion. label: « Maîtrisé », points: "3" or "", sentence: what one sees."""

    label: str
    points: str
    sentence: str


class Criterion(TypedDict):
    """A criterion. outcome: the outcome that it shows, printed where it changes; mark: « éliminatoire » or ""."""

    outcome: str
    code: str
    text: str
    mark: str
    levels: list[Level]


class Sheet(TypedDict):
    """One candidate's grid. name may be "" for a blank; assessor too."""

    number: str
    name: str
    native: str
    assessor: str
    date: str


class GridData(Paper):
    """Template "grid". compact: without the sentences of levels, one line a criterion."""

    certification: str
    lines: list[str]
    session: str
    event: str
    compact: bool
    criteria: list[Criterion]
    sheets: list[Sheet]


# --- "attestation": l’attestation de présence


class Attended(TypedDict):
    """A stretch of presence: the day, the hours, what it was."""

    day: str
    hours: str
    what: str


class AttestationData(Paper):
    """Template "attestation": a person was there, and nothing more.

    total:   « 7 h »
    issued:  « Fait à Rodez, le 26 juin 2026 »
    signer:  their name, and in what quality
    """

    name: str
    native: str
    born: str
    certification: str
    session: str
    place: str
    attended: list[Attended]
    total: str
    issued: str
    signer: Named


# --- "results": le relevé de résultats, et le relevé d’acquis


class CriterionResult(TypedDict):
    """One criterion. level: the level reached, points: « 3 / 4 », state: « acquis »; comment: the assessors'."""

    code: str
    text: str
    mark: str
    level: str
    sentence: str
    points: str
    state: str
    comment: str


class OutcomeResult(TypedDict):
    """One outcome and its criteria. note: « acquis gardé jusqu’au 26 juin 2029 »."""

    title: str
    state: str
    note: str
    criteria: list[CriterionResult]


class ResultsData(Paper):
    """Template "results".

    kind:         "results", or "acquired": the record of what a partial validation keeps
    explanation:  how the score was reached, line by line
    decided:      « Décision du jury du 26 juin 2026, procès-verbal n° PV-2026-014 »
    next:         what may follow: retake, appeal, until when
    """

    kind: Literal["results", "acquired"]
    certification: str
    lines: list[str]
    session: str
    candidate: str
    native: str
    candidate_number: str
    born: str
    decision: str
    score: str
    decided: str
    outcomes: list[OutcomeResult]
    explanation: list[str]
    next: list[str]
    issued: str
