"""What the journal refuses, as data in both languages."""

from __future__ import annotations

from sceau.engine.errors import Reason

NO_REASON_TO_ERASE = Reason(
    "journal.no_reason_to_erase",
    "L’acte n° {number} n’a pas de motif à effacer : il n’en avait pas, ou il est déjà effacé",
    "Act no. {number} has no reason to erase: it had none, or it is already erased",
)
NO_GROUND = Reason(
    "journal.no_ground",
    "Dites au journal pourquoi ce motif est effacé, en quelques mots et sans nommer personne",
    "Tell the journal why this reason is erased, in a few words and without naming anybody",
)
UNDER_WAY = Reason(
    "journal.under_way",
    "Un journal est en cours de vérification. Attendez qu’elle soit finie, puis demandez de nouveau",
    "A journal is being rechecked. Wait until that is done, then ask again",
)


class JournalError(Exception):
    """Something the journal refuses.

    reason:   why, from the list above
    details:  the values that fill the reason's sentence
    """

    def __init__(self, reason: Reason, **details: object) -> None:
        super().__init__(reason, details)
        self.reason = reason
        self.details = details

    def sentence(self, language: str) -> str:
        """What is wrong, for a person, in "fr" or "en"."""
        return self.reason.sentence(language, self.details)

    def __str__(self) -> str:
        return self.sentence("en")


class NothingToErase(JournalError):
    """The act has no reason, or no longer."""


class NoGround(JournalError):
    """A reason is not erased without saying why."""


class RecheckUnderWay(JournalError):
    """One at a time: each reads a whole journal."""


class NotOpaque(ValueError):
    """A fault of the caller: a detail of an act is something that a person typed, and would stay for ever."""
