"""What verification found: checks with their outcomes, and the verdict that they amount to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from operator import lt
from typing import TYPE_CHECKING

from sceau.engine.checks.ids import NUMBER_OF, REVOCATION, Question, Weight
from sceau.engine.checks.words import in_utc, in_words
from sceau.engine.errors import Reason
from sceau.engine.model.dates import format_datetime

if TYPE_CHECKING:
    from sceau.engine.errors import EngineError
    from sceau.engine.model.credential import Credential
    from sceau.engine.strict_json import JsonObject

AUTHENTIC_AND_VALID = {"fr": "Authentique et valide", "en": "Authentic and valid"}
AUTHENTIC_BUT_REVOKED = {"fr": "Authentique, mais révoquée", "en": "Authentic, but revoked"}
REVOKED = {"fr": "Révoquée", "en": "Revoked"}
AUTHENTIC_TO_CHECK = {"fr": "Authentique, à vérifier", "en": "Authentic, to be checked"}
CANNOT_BE_VERIFIED = {"fr": "Impossible à vérifier", "en": "Cannot be verified"}
INTACT_TO_CONFIRM = {"fr": "Intacte, émetteur à confirmer", "en": "Intact, issuer to be confirmed"}
NOT_AUTHENTIC = {"fr": "Non authentique", "en": "Not authentic"}

EXIT_STATUS = {"valid": 0, "invalid": 1, "check": 3}

HANDED_KEY = Reason(
    "handed.key",
    fr="la clé est celle qui est jointe au fichier, du {at}\u00a0: rien ne montre ici qu’elle est à {issuer}\u202f; "
    "comparez-la à celle que l’organisme publie",
    en="the key is the one that came with the file, of {at}: nothing shows here that it belongs to {issuer}; compare "
    "it with the one that the institution publishes",
)
BESIDE_KEY = Reason(
    "beside.key",
    fr="la clé est celle d’un document apporté à côté de la preuve\u00a0: rien ne montre ici qu’elle est à "
    "{issuer}\u202f; comparez-la à celle que l’organisme publie",
    en="the key is that of a document that was brought beside the credential: nothing shows here that it belongs to "
    "{issuer}; compare it with the one that the institution publishes",
)
TO_CONFIRM = (HANDED_KEY, BESIDE_KEY)


class Outcome(IntEnum):
    """How a check ended. Ordered: of several outcomes, the gravest counts."""

    PASSED = 0
    UNKNOWN = 1  # the check could not be made: a list out of reach, a suite we do not know
    FAILED = 2


@dataclass(frozen=True, slots=True)
class Check:
    """One question, and how it was answered.

    question:  which one, from the closed list
    reason:    why it ended so, from the closed lists of reasons
    pointer:   where in the document, as a JSON Pointer; "" is the whole
    details:   the values that fill the reason's sentence
    """

    question: Question
    outcome: Outcome
    reason: Reason
    pointer: str = ""
    details: Mapping[str, object] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The id of the question."""
        return self.question.id

    @property
    def weight(self) -> Weight:
        """Whether it tells of authenticity or asks for attention."""
        return self.question.weight

    @property
    def message(self) -> dict[str, str]:
        """The sentence in both languages, safe to show whatever the document held."""
        return {language: in_words(self.reason, self.details, language) for language in ("fr", "en")}

    def as_json(self) -> JsonObject:
        """The check as other programs read it."""
        return {
            "id": self.id,
            "number": NUMBER_OF[self.id],
            "weight": str(self.weight),
            "outcome": self.outcome.name.lower(),
            "reason": self.reason.code,
            "pointer": self.pointer,
            "message": self.message,
        }


@dataclass(frozen=True, slots=True)
class Note:
    """Something worth telling that changes no verdict."""

    reason: Reason
    pointer: str = ""
    details: Mapping[str, object] = field(default_factory=dict)

    @property
    def message(self) -> dict[str, str]:
        """The sentence in both languages."""
        return {language: in_words(self.reason, self.details, language) for language in ("fr", "en")}

    def as_json(self) -> JsonObject:
        """The note as other programs read it."""
        return {"reason": self.reason.code, "pointer": self.pointer, "message": self.message}


def passed(question: Question, reason: Reason, *, pointer: str = "", **details: object) -> Check:
    """The check, passed."""
    return Check(question, Outcome.PASSED, reason, pointer, details)


def unknown(question: Question, reason: Reason, *, pointer: str = "", **details: object) -> Check:
    """The check, which could not be made."""
    return Check(question, Outcome.UNKNOWN, reason, pointer, details)


def failed(question: Question, reason: Reason, *, pointer: str = "", **details: object) -> Check:
    """The check, failed."""
    return Check(question, Outcome.FAILED, reason, pointer, details)


def refused(question: Question, error: EngineError, *, outcome: Outcome = Outcome.FAILED, within: str = "") -> Check:
    """The check that ended because the engine refused something.

    within:  the pointer of the part in which the error's own pointer is meant
    """
    return Check(question, outcome, error.reason, within + error.pointer, error.details)


@dataclass(frozen=True, slots=True)
class Report:
    """All checks of one thing, and what it says of itself.

    checks:      in the order of the procedure
    notes:       what changes no verdict
    credential:  what the document says of itself; None when it could not be read, or holds several
    parts:       the reports of the credentials in a presentation
    """

    checks: tuple[Check, ...]
    notes: tuple[Note, ...] = ()
    credential: Credential | None = None
    parts: tuple[Report, ...] = ()

    @property
    def issuer_id(self) -> str:
        """Whom the document names as its issuer; "" when it names nobody."""
        return (self.credential.issuer_id if self.credential else None) or ""

    @property
    def authenticity(self) -> Outcome:
        """The gravest outcome on authenticity; UNKNOWN when nothing was checked, for silence proves nothing."""
        return max(
            (check.outcome for check in self.checks if check.weight is Weight.AUTHENTICITY),
            default=Outcome.UNKNOWN,
        )

    @property
    def is_revoked(self) -> bool:
        """Whether the issuer has revoked it."""
        return any(check.question is REVOCATION and check.outcome is Outcome.FAILED for check in self.checks)

    @property
    def verdict(self) -> str:
        """ "valid", "check" or "invalid"."""
        authenticity = self.authenticity
        if authenticity is Outcome.FAILED or self.is_revoked:
            return "invalid"
        if authenticity is Outcome.PASSED and all(check.outcome is Outcome.PASSED for check in self.checks):
            return "valid"
        return "check"

    @property
    def sentence(self) -> dict[str, str]:
        """The verdict in one sentence, in both languages."""
        authenticity = self.authenticity
        if authenticity is Outcome.FAILED:
            return NOT_AUTHENTIC
        if self.is_revoked:
            return AUTHENTIC_BUT_REVOKED if authenticity is Outcome.PASSED else REVOKED
        if authenticity is Outcome.UNKNOWN:
            return INTACT_TO_CONFIRM if self.wants_only_its_key_confirmed else CANNOT_BE_VERIFIED
        return AUTHENTIC_AND_VALID if self.verdict == "valid" else AUTHENTIC_TO_CHECK

    @property
    def wants_only_its_key_confirmed(self) -> bool:
        """Whether the document is intact, and its key one that whoever hands it over may have brought."""
        wanting = [check for check in self.checks if check.weight is Weight.AUTHENTICITY and check.outcome]
        return bool(wanting) and all(check.reason in TO_CONFIRM for check in wanting)

    @property
    def decisive(self) -> Check | None:
        """The check that made the verdict, to be told right after it; None when every check passed."""
        return max((check for check in self.checks if check.outcome), key=_gravity, default=None)

    @property
    def exit_status(self) -> int:
        """0 valid, 1 invalid, 3 to check."""
        return EXIT_STATUS[self.verdict]

    def as_json(self, source: str) -> JsonObject:
        """One entry of "results".

        source:  what was verified, as the caller names it
        """
        return {
            "source": source,
            "verdict": self.verdict,
            "sentence": dict(self.sentence),
            "checks": [check.as_json() for check in self.checks],
            "notes": [note.as_json() for note in self.notes],
            "credential": self._credential_as_json(),
        }

    def _credential_as_json(self) -> JsonObject:
        """What the document says of itself, whether or not something attests it: see the verdict."""
        if self.parts:
            return {"kind": "presentation", "credentials": [part._credential_as_json() for part in self.parts]}
        if self.credential is None:
            return {}
        said = self.credential
        return {
            "kind": said.kind,
            "id": said.id,
            "type": list(said.types),
            "name": said.name,
            "issuer": {"id": said.issuer_id, "name": said.issuer_name},
            "holder": {"id": said.subject_id, "name": said.holder_name},
            "validFrom": format_datetime(in_utc(said.valid_from)) if said.valid_from else None,
            "validUntil": format_datetime(in_utc(said.valid_until)) if said.valid_until else None,
        }


def in_order(checks: list[Check]) -> tuple[Check, ...]:
    """One check a question, the gravest that there is, in the order of the procedure."""
    numbers = [NUMBER_OF[check.question.id] for check in checks]
    if all(map(lt, numbers, numbers[1:])):
        return tuple(checks)
    answers: dict[int, Check] = {}
    for number, check in zip(numbers, checks, strict=True):
        kept = answers.get(number)
        if kept is None or check.outcome > kept.outcome:
            answers[number] = check
    return tuple([answers[number] for number in sorted(answers)])


def gravest(reports: Iterable[Report]) -> int:
    """The exit status of several reports: 1, then 3, then 0."""
    found = {report.exit_status for report in reports}
    return next((status for status in (1, 3) if status in found), 0)


def results_as_json(reports: Iterable[tuple[str, Report]]) -> JsonObject:
    """All results, as ``sceau verify --json`` prints them. reports: (source, report) pairs."""
    return {"version": 1, "results": [report.as_json(source) for source, report in reports]}


def _gravity(check: Check) -> tuple[bool, bool, int, int]:
    """Authenticity before revocation before attention; then the outcome; then the first of the procedure."""
    is_revocation = check.question is REVOCATION and check.outcome is Outcome.FAILED
    is_forged = check.weight is Weight.AUTHENTICITY and check.outcome is Outcome.FAILED
    touches_authenticity = check.weight is Weight.AUTHENTICITY
    return (is_forged, is_revocation, int(touches_authenticity) * 3 + check.outcome, -NUMBER_OF[check.id])
