"""How credentials are said at the desk: how they stand, what was done to them, what an act does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from sceau.issuing.models import Credential
from sceau.issuing.states import CredentialState
from sceau.people.queries import person_of

_KINDS: Final[dict[str, str]] = {
    CredentialState.VALID: "good",
    CredentialState.SUSPENDED: "check",
    CredentialState.REVOKED: "bad",
    CredentialState.REPLACED: "idle",
    CredentialState.CANCELLED: "idle",
    CredentialState.ERASED: "idle",
}


@dataclass(frozen=True, slots=True)
class Act:
    """One act of this page, in words.

    state:    that it leads to
    title:    in a word; button, done: with `% {"count": 50, "n": "50"}`
    readers:  what whoever verifies will read
    undone:   how it is undone, or that it is not
    """

    state: CredentialState
    title: str | Promise
    button: str | Promise
    readers: str | Promise
    undone: str | Promise
    done: str | Promise

    @property
    def is_grave(self) -> bool:
        """Whether it cannot be undone, so that it is confirmed by hand."""
        return self.state == CredentialState.REVOKED

    @property
    def needs_why(self) -> bool:
        """Whether a reason is asked for."""
        return self.state != CredentialState.VALID


ACTS: Final[dict[str, Act]] = {
    "suspend": Act(
        CredentialState.SUSPENDED,
        gettext_lazy("Suspendre"),
        ngettext_lazy("Suspendre la preuve", "Suspendre les %(n)s preuves", "count"),
        gettext_lazy(
            "Qui vérifie une preuve suspendue lit « Authentique, à vérifier » : l’organisme l’a suspendue, à lui de "
            "dire ce qu’il en est. Sa page le dit aussi, avec la date. Les vérificateurs d’autres éditeurs ne lisent "
            "pas les suspensions : ils la disent valide."
        ),
        gettext_lazy("Une suspension se lève : la preuve redevient valide."),
        ngettext_lazy("La preuve est suspendue.", "%(n)s preuves sont suspendues.", "count"),
    ),
    "restore": Act(
        CredentialState.VALID,
        gettext_lazy("Rétablir"),
        ngettext_lazy("Rétablir la preuve", "Rétablir les %(n)s preuves", "count"),
        gettext_lazy("Qui vérifie une preuve rétablie lit de nouveau « Authentique et valide »."),
        gettext_lazy("Elle pourra être suspendue de nouveau."),
        ngettext_lazy("La preuve est rétablie.", "%(n)s preuves sont rétablies.", "count"),
    ),
    "revoke": Act(
        CredentialState.REVOKED,
        gettext_lazy("Révoquer"),
        ngettext_lazy("Révoquer la preuve", "Révoquer les %(n)s preuves", "count"),
        gettext_lazy(
            "Qui vérifie une preuve révoquée lit « Authentique, mais révoquée » : elle n’atteste plus rien. Sa page le "
            "dit aussi, avec la date."
        ),
        gettext_lazy(
            "Une révocation est définitive : elle ne se lève pas. Pour un doute, suspendez ; pour un nom, corrigez."
        ),
        ngettext_lazy("La preuve est révoquée.", "%(n)s preuves sont révoquées.", "count"),
    ),
}


def state_of(credential: Credential, *, now: datetime) -> tuple[str, str]:
    """The kind of mark and the word for how a credential stands."""
    until = credential.valid_until
    if credential.state == CredentialState.VALID and until is not None and until < now:
        return "check", _("Expirée")
    return said_state(credential.state)


def said_state(state: str) -> tuple[str, str]:
    """The same of a state alone."""
    label = str(CredentialState(state).label)
    return _KINDS[state], label[:1].upper() + label[1:]


def holder_of(credential: Credential) -> str:
    """Whose it is, for colleagues; nobody once it was erased."""
    if credential.state == CredentialState.ERASED:
        return _("Titulaire effacé")
    return str(person_of(credential.award.person)) or _("Titulaire effacé")


def left_as_they_are(left: dict[str, int]) -> list[tuple[str, int]]:
    """How many stay as they are, by the word of their state."""
    return [(said_state(state)[1].lower(), count) for state, count in sorted(left.items())]
