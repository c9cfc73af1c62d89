"""Who knows whom among assessors and candidates, and what follows from it.

A relative never marks; nor does whoever said another tie. Whoever trained a candidate does not mark an event that the
design keeps independent of trainers, and elsewhere only where the body allows it. The same employer is told, no more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sceau.assessment.models import AssessmentSettings, Candidate, Conflict, Session
from sceau.assessment.rulebook import rules_of_version
from sceau.assessment.states import Nature
from sceau.engine.marking.rules import AssessmentRules, Event

_GRAVITY = (Nature.RELATIVE, Nature.OTHER, Nature.TRAINER, Nature.COLLEAGUE)


@dataclass(frozen=True, slots=True)
class Ties:
    """The ties that stand in a session.

    natures:  (candidate, user) → the gravest nature, by primary keys
    """

    natures: Mapping[tuple[int, int], Nature]
    trainer_may_assess: bool

    def between(self, candidate: int, user: int) -> Nature | None:
        """What ties them; None for nothing that is known."""
        return self.natures.get((candidate, user))

    def bar(self, candidate: int, user: int, event: Event) -> bool:
        """Whether this person may not mark this candidate in this event."""
        nature = self.between(candidate, user)
        if nature is Nature.TRAINER:
            return event.is_independent or not self.trainer_may_assess
        return nature in (Nature.RELATIVE, Nature.OTHER)


@dataclass(frozen=True, slots=True)
class Setting:
    """How the body of a session wants marking done."""

    gap_limit: int
    trainer_may_assess: bool


def setting_of(session: Session) -> Setting:
    """As the body decided, or by default."""
    found = getattr(session.institution, "assessment_settings", None) or AssessmentSettings()
    return Setting(found.gap_limit, found.trainer_may_assess)


def rules_in(session: Session, setting: Setting | None = None) -> AssessmentRules:
    """The rules of the version that the session froze, with the body's limit where the design names none."""
    return rules_of_version(session.version, gap_limit=(setting or setting_of(session)).gap_limit)


def ties_in(session: Session, setting: Setting | None = None, *, candidates: Sequence[Candidate] | None = None) -> Ties:
    """All ties of a session, told by people or known from who trained whom.

    candidates:  as they stand, to read the ties of a few only
    """
    told = Conflict.objects.filter(candidate__session=session, withdrawn_at__isnull=True)
    if candidates is None:
        trained = list(session.candidates.filter(trainer__isnull=False).values_list("pk", "trainer"))
    else:
        trained = [(each.pk, each.trainer_id) for each in candidates if each.trainer_id is not None]
        told = told.filter(candidate__in=candidates)
    found: dict[tuple[int, int], Nature] = dict.fromkeys(trained, Nature.TRAINER)
    for candidate, user, nature in told.values_list("candidate", "user", "nature"):
        known = found.get((candidate, user))
        given = Nature(nature)
        if known is None or _GRAVITY.index(given) < _GRAVITY.index(known):
            found[candidate, user] = given
    return Ties(found, (setting or setting_of(session)).trainer_may_assess)
