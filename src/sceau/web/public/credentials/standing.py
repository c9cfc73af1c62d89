"""How a credential stands today, in a word and a sentence, as the register of whoever issued it has it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from sceau.issuing.models import Credential
from sceau.issuing.states import CredentialState
from sceau.web import words
from sceau.web.public.verifying.showing import Result
from sceau.web.templatetags.words import spoken


@dataclass(frozen=True, slots=True)
class Standing:
    """kind: of the mark, "good", "check" or "bad"; word: « Valide »; sentence: since when, until when, what to do."""

    kind: str
    word: str
    sentence: str


def standing_of(credential: Credential, *, now: datetime, successor: Credential | None = None) -> Standing:
    """How it stands at this moment; whoever asks for more verifies the file.

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


def judged(standing: Standing, result: Result) -> Standing:
    """How it stands after our own check, which may say worse than the register, never better."""
    grave = ("good", "check", "bad")
    if grave.index(result.kind) <= grave.index(standing.kind):
        return standing
    return Standing(result.kind, result.sentence, result.why)


def _is_renewed(successor: Credential | None) -> bool:
    return successor is not None and successor.renews


def _on(moment: datetime | None) -> str:
    return words.day(localdate(moment), spoken()) if moment else ""
