"""Help with the words of a learning outcome: what cannot be observed, what is vague, what is too much."""

from __future__ import annotations

from sceau.engine.quality.report import Finding


def advise(statement: str, language: str) -> tuple[Finding, ...]:
    """What may be said of one statement of an outcome in "fr" or "en"."""
    return ()
