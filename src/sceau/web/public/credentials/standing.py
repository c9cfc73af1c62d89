"""How a credential stands: the verdict is the engine's; the register says since when and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from sceau.engine.checks.report import AUTHENTIC_BUT_REVOKED, AUTHENTIC_TO_CHECK, Outcome, Report
from sceau.issuing.models import Credential
from sceau.issuing.states import CredentialState
from sceau.verification.telling import KIND_OF, next_step
from sceau.web import words
from sceau.web.templatetags.words import spoken

_GRAVITY: Final = ("good", "check", "bad")


@dataclass(frozen=True, slots=True)
class Standing:
    """kind: of the mark, "good", "check" or "bad"; word: « Valide »; sentence: since when, until when, what to do."""

    kind: str
    word: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the page says first.

    kind:  "good", "check" or "bad"; sentence: the verdict itself
    word, fact:  how it stands and since when, or until when; or why it is not believed. No word where the fact has it
    next:  what to do, "" for nothing
    """

    kind: str
    sentence: str
    word: str
    fact: str
    next: str


def standing_of(credential: Credential, *, now: datetime, successor: Credential | None = None) -> Standing:
    """How it stands at this moment, as the register of whoever issued it has it.

    successor:  what stands instead of it, where that is at hand
    """
    until = credential.valid_until
    about = {
        "since": _on(credential.state_at),
        "until": words.day(credential.last_day, spoken()) if credential.last_day else "",
        "institution": credential.institution.name,
    }
    if credential.state == CredentialState.REVOKED:
        sentence = _("Révoquée le %(since)s par %(institution)s\u00a0: elle n’atteste plus rien.")
        return Standing("bad", _("Révoquée"), sentence % about)
    if credential.state == CredentialState.REPLACED and _is_renewed(successor or credential.replaced_by):
        sentence = _("Renouvelée le %(since)s : c’est la suivante qui vaut.")
        return Standing("check", _("Renouvelée"), sentence % about)
    if credential.state == CredentialState.REPLACED:
        sentence = _("Remplacée le %(since)s\u00a0: c’est la suivante qui vaut.")
        return Standing("check", _("Remplacée"), sentence % about)
    if credential.state == CredentialState.SUSPENDED:
        sentence = _(
            "Suspendue le %(since)s par %(institution)s\u00a0: elle peut être rétablie. Demandez où cela en est."
        )
        return Standing("check", _("Suspendue"), sentence % about)
    if until is not None and until < now:
        return Standing("check", _("Expirée"), _("Elle a expiré le %(until)s.") % about)
    if until is not None:
        return Standing("good", _("Valide"), _("Valable jusqu’au %(until)s.") % about)
    return Standing("good", _("Valide"), _("Valable sans limite de durée."))


def verdict_of(report: Report, registered: Standing) -> Verdict:
    """The engine's, whatever the register says.

    But where the register knows worse than the lists that could be signed until now, for a key may be out of reach,
    nobody is to read meanwhile that all is well.
    """
    kind, language = KIND_OF[report.verdict], spoken()
    sentence, follows = report.sentence[language], next_step(report)[language]
    fact = registered.sentence
    word = "" if fact.startswith(registered.word) else registered.word
    if _GRAVITY.index(registered.kind) > _GRAVITY.index(kind):
        told = AUTHENTIC_BUT_REVOKED if registered.kind == "bad" else AUTHENTIC_TO_CHECK
        return Verdict(registered.kind, told[language], word, fact, follows)
    if registered.kind == kind and report.authenticity is Outcome.PASSED:
        return Verdict(kind, sentence, word, fact, follows)
    decisive = report.decisive
    return Verdict(kind, sentence, "", f"{decisive.message[language]}." if decisive else "", follows)


def _is_renewed(successor: Credential | None) -> bool:
    return successor is not None and successor.renews


def _on(moment: datetime | None) -> str:
    return words.day(localdate(moment), spoken()) if moment else ""
