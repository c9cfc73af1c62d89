"""A report as five lines that anyone understands, and what to do next; every sentence is the engine's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sceau.engine.checks import ids
from sceau.engine.checks.carried import NOT_SEEN
from sceau.engine.checks.handed import HANDED_ISSUER, HANDED_STATUS
from sceau.engine.checks.ids import Question, Weight
from sceau.engine.checks.report import BESIDE_KEY, HANDED_KEY, Check, Outcome, Report
from sceau.engine.checks.secured import NOT_LOOKED_AT
from sceau.engine.checks.words import harmless
from sceau.engine.errors import Reason
from sceau.engine.vocabularies.contexts import NOT_ON_THE_LIST

KIND_OF: Final = {"valid": "good", "check": "check", "invalid": "bad"}

# line → its title, and the questions under it, that which sums it up first
LINES: Final[Mapping[str, tuple[str, str, tuple[Question, ...]]]] = {
    "intact": (
        "Document intact",
        "Document intact",
        (ids.PROOF, ids.HOSTED, ids.READABLE, ids.FORMAT, ids.CONTEXT, ids.SCHEMA, ids.RESOURCES),
    ),
    "issuer": (
        "Signée par qui",
        "Signed by whom",
        (ids.ISSUER, ids.KEY, ids.KEY_TIME, ids.PURPOSE, ids.PROOF_TIME),
    ),
    "status": (
        "État à ce jour",
        "Status as of today",
        (ids.REVOCATION, ids.SUSPENSION, ids.REPLACEMENT, ids.STATUS),
    ),
    "assessed": ("Évaluée par qui, et comment", "Assessed by whom, and how", (ids.ENDORSEMENTS,)),
    "validity": ("Validité et titulaire", "Validity and holder", (ids.VALIDITY, ids.RECIPIENT)),
}

NOT_ASKED = Reason("telling.not_asked", fr="Rien n’est dit à ce sujet", en="Nothing is said about it")

NOT_ESTABLISHED = Reason(
    "telling.not_established",
    fr="Rien ne l’établit\u00a0: ce document n’est pas tel qu’il a été signé",
    en="Nothing establishes it: this document is not as it was signed",
)

LONGEST_NAME: Final = 200  # signs
CALLS_ITSELF = Reason("telling.calls_itself", fr="{place} (se dit « {name} »)", en="{place} (says “{name}”)")
NAMELESS = Reason("telling.nameless", fr="{place}", en="{place}")
ASK_ORIGINAL = Reason(
    "next.ask_original",
    fr="Ne croyez rien de ce qu’elle dit. Redemandez le fichier d’origine à la personne, ou à l’organisme lui-même.",
    en="Believe nothing of what it says. Ask the person for the original file again, or the institution itself.",
)
NOT_A_CREDENTIAL = Reason(
    "next.not_a_credential",
    fr="Demandez à la personne le fichier de sa preuve (.json, .jwt, .png, .svg ou .pdf), ou le lien qui l’ouvre.",
    en="Ask the person for the file of the credential (.json, .jwt, .png, .svg or .pdf), or the link that opens it.",
)
REVOKED = Reason(
    "next.revoked",
    fr="Ne la retenez pas\u202f; laissez la personne s’expliquer, ou demandez à l’organisme pourquoi il l’a retirée.",
    en="Do not rely on it; let the person explain, or ask the institution why it was withdrawn.",
)
SUSPENDED = Reason(
    "next.suspended",
    fr="Elle peut être rétablie\u00a0: demandez à l’organisme où cela en est, et vérifiez-la de nouveau ensuite.",
    en="It may be restored: ask the institution how things stand, and verify it again then.",
)
REPLACED = Reason(
    "next.replaced",
    fr="Demandez à la personne la preuve qui la remplace\u00a0: c’est celle-là qui vaut.",
    en="Ask the person for the credential that replaces it: that is the one that counts.",
)
OUT_OF_DATE = Reason(
    "next.out_of_date",
    fr="Elle est vraie, mais pas en vigueur à cette date\u00a0: demandez à la personne si elle a été renouvelée.",
    en="It is true, but not in force on that date: ask the person whether it was renewed.",
)
UNKNOWN_ISSUER = Reason(
    "next.unknown_issuer",
    fr="Rien ne dit qui est derrière cette clé\u00a0: demandez à l’organisme, à une adresse que vous connaissez, "
    "s’il a délivré cette preuve.",
    en="Nothing says who is behind this key: ask the institution, at an address that you know, whether it issued this "
    "credential.",
)
OTHER_PERSON = Reason(
    "next.other_person",
    fr="Comparez avec une pièce d’identité\u00a0: un nom d’usage ou une autre adresse peuvent l’expliquer.",
    en="Compare with an identity document: a married name or another address may explain it.",
)
TRY_LATER = Reason(
    "next.try_later",
    fr="Ne concluez pas. Recommencez plus tard\u202f; si rien ne change, demandez à l’organisme.",
    en="Conclude nothing. Try again later; if nothing changes, ask the institution.",
)
COMPARE_KEY = Reason(
    "next.compare_key",
    fr="Demandez à l’organisme, à une adresse que vous connaissez, la clé qu’il publie, et comparez. En ligne, le "
    "lien de la preuve répond aussi.",
    en="Ask the institution, at an address that you know, for the key that it publishes, and compare. Online, the "
    "link of the credential answers as well.",
)
ASK_SINCE = Reason(
    "next.ask_since",
    fr="Rien n’était contre elle ce jour-là. Vérifiez-la en ligne, ou demandez à l’organisme ce qu’il en est depuis.",
    en="Nothing stood against it on that day. Verify it online, or ask the institution what became of it since.",
)
OTHER_WORDS = Reason(
    "next.other_words",
    fr="Elle n’a pas pu être jugée : tous ses mots ne sont pas connus ici, et cela ne dit pas qu’elle est fausse. "
    "Demandez à l’organisme s’il l’a délivrée, ou à la personne la même preuve au format Open Badges 3.0.",
    en="It could not be judged: not all of its words are known here, which does not say that it is false. Ask the "
    "institution whether it issued it, or the person for the same credential in the Open Badges 3.0 format.",
)
LOOK_CLOSER = Reason(
    "next.look_closer",
    fr="Elle est vraie. Lisez le point signalé, et demandez à la personne ou à l’organisme ce qu’il en est.",
    en="It is true. Read the point that is marked, and ask the person or the institution about it.",
)

ABOUT: Final = {
    ids.SUSPENSION: SUSPENDED,
    ids.REPLACEMENT: REPLACED,
    ids.VALIDITY: OUT_OF_DATE,
    ids.ISSUER: UNKNOWN_ISSUER,
    ids.RECIPIENT: OTHER_PERSON,
}
AFTER: Final = {
    HANDED_KEY: COMPARE_KEY,
    BESIDE_KEY: COMPARE_KEY,
    HANDED_ISSUER: COMPARE_KEY,
    HANDED_STATUS: ASK_SINCE,
    NOT_ON_THE_LIST: OTHER_WORDS,
}
SAY_WHERE_TO_GO: Final = ("recognised.", "judging.", "elsewhere.")  # sentences that lead on by themselves


@dataclass(frozen=True, slots=True)
class Line:
    """One of the five lines.

    id:       a key of LINES
    kind:     "good", "check", "bad", or "idle" where nothing was looked at or nothing is said
    title, summary:  in both languages
    checks:   what was looked at, in the order of the procedure
    """

    id: str
    kind: str
    title: Mapping[str, str]
    summary: Mapping[str, str]
    checks: tuple[Check, ...]


def lines_of(report: Report) -> tuple[Line, ...]:
    """The five lines of a report."""
    return tuple(_line(name, report) for name in LINES)


def issuer_told(report: Report) -> Mapping[str, str]:
    """Who issued it, as far as it is established: whom we know by name, else the site, and what they call themselves.

    Empty where nothing attests the document. Anybody may sign with a site of their own and write a great name into it.
    """
    said = report.credential
    if said is None or report.authenticity is not Outcome.PASSED:
        return {"fr": "", "en": ""}
    own = harmless(said.issuer_name or "", LONGEST_NAME)
    check = next((each for each in report.checks if each.question is ids.ISSUER), None)
    details = check.details if check is not None and check.outcome is Outcome.PASSED else {}
    if "name" in details:
        name = harmless(str(details["name"]), LONGEST_NAME)
        return {"fr": name, "en": name}
    place = harmless(str(details.get("domain") or said.issuer_id or ""), LONGEST_NAME)
    reason = CALLS_ITSELF if own else NAMELESS
    return {language: reason.sentence(language, {"place": place, "name": own}) for language in ("fr", "en")}


def next_step(report: Report) -> Mapping[str, str]:
    """What to do next; empty sentences for what is authentic and valid, and for what says itself where to go."""
    reason = _next(report)
    return _in_both(reason) if reason else {"fr": "", "en": ""}


def _next(report: Report) -> Reason | None:
    decisive = report.decisive
    if report.verdict == "valid" or decisive is None:
        return None
    if decisive.question is ids.READABLE and decisive.reason.code.startswith(SAY_WHERE_TO_GO):
        return None
    if report.is_revoked:
        return REVOKED if report.authenticity is not Outcome.FAILED else ASK_ORIGINAL
    if decisive.reason in AFTER:
        return AFTER[decisive.reason]
    if report.authenticity is Outcome.FAILED:
        return NOT_A_CREDENTIAL if decisive.question is ids.READABLE else ASK_ORIGINAL
    if decisive.reason in NOT_SEEN:
        return NOT_A_CREDENTIAL
    if report.authenticity is Outcome.UNKNOWN or decisive.outcome is Outcome.UNKNOWN:
        return UNKNOWN_ISSUER if decisive.question is ids.ISSUER else TRY_LATER
    return ABOUT.get(decisive.question, LOOK_CLOSER)


def _line(name: str, report: Report) -> Line:
    french, english, questions = LINES[name]
    checks = tuple(check for check in report.checks if check.question in questions)
    told = [check for check in checks if check.reason is not NOT_LOOKED_AT]
    title = {"fr": french, "en": english}
    if not told:
        reason = checks[0].message if checks else _in_both(NOT_ASKED)
        return Line(name, "idle", title, reason, checks)
    gravest = max(told, key=lambda check: (check.outcome, -questions.index(check.question)))
    kind = _kind(gravest)
    unseen = next((check for check in checks if check.question is ids.PROOF and check.reason is NOT_LOOKED_AT), None)
    if kind == "good" and unseen is not None:  # that a file can be read does not make it intact
        return Line(name, "idle", title, unseen.message, checks)
    if kind == "good" and name != "intact" and report.authenticity is Outcome.FAILED:
        return Line(name, "idle", title, _in_both(NOT_ESTABLISHED), checks)
    return Line(name, kind, title, gravest.message, checks)


def _kind(check: Check) -> str:
    if check.outcome is Outcome.PASSED:
        return "good"
    is_grave = check.weight is Weight.AUTHENTICITY or check.question is ids.REVOCATION
    return "bad" if check.outcome is Outcome.FAILED and is_grave else "check"


def _in_both(reason: Reason) -> Mapping[str, str]:
    return {"fr": reason.sentence("fr", {}), "en": reason.sentence("en", {})}
