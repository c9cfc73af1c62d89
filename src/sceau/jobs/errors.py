"""The refusals of the worker."""

from __future__ import annotations

from sceau.engine.errors import Reason


class CannotWork(Exception):
    """The worker does not start.

    reason:   why, as data
    details:  what fills its sentences
    """

    def __init__(self, reason: Reason, **details: object) -> None:
        super().__init__(reason.code)
        self.reason = reason
        self.details = details

    def sentence(self, language: str) -> str:
        """The clause in "fr" or "en", without a full stop."""
        return (self.reason.fr if language == "fr" else self.reason.en).format(**self.details)


ANOTHER_WORKER = Reason(
    "jobs.another_worker",
    "Un autre traitement de fond travaille déjà sur cette base (il tient {file})\u00a0: arrêtez-le d’abord",
    "Another worker already works on this database (it holds {file}): stop it first",
)
