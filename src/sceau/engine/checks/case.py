"""One verification under way: what is asked, as of when, and the way outside."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sceau.engine.checks.policy import Policy
from sceau.engine.checks.reach import Reach

DEEPEST = 1  # a credential and its endorsements; those that endorse an endorsement are not judged


@dataclass(slots=True)
class Work:
    """How many signatures a verification may still judge, with those of all that is inside."""

    signatures: int

    def take(self) -> bool:
        """Take one; False when there is none left."""
        self.signatures -= 1
        return self.signatures >= 0


@dataclass(frozen=True, slots=True)
class Case:
    """What every step needs to know.

    now:    when the question is asked
    at:     the moment for which it is asked
    work:   what may still be done, shared with what is inside
    depth:  0 for what was handed in, 1 for a credential inside it…
    holder: who signed the presentation that the credential stands in, where that was judged and is good; "" otherwise
    """

    policy: Policy
    reach: Reach
    now: datetime
    at: datetime
    work: Work
    depth: int = 0
    holder: str = ""

    def deeper(self) -> Case:
        """The case of a credential inside this one; it shares the bounds on what is fetched."""
        return replace(self, depth=self.depth + 1, holder="")

    def of_then(self) -> Case:
        """The case of a status list of the moment in question."""
        return replace(self, depth=self.depth + 1, holder="", policy=replace(self.policy, existed_by=None))

    def with_lists_of_today(self) -> Case:
        """The same question, of the status lists as they are now."""
        return replace(self, policy=replace(self.policy, list_then=None))

    def of_today(self) -> Case:
        """The case of a status list: it speaks of now, and what is known of the credential's age says nothing of it."""
        return replace(self, at=self.now, depth=self.depth + 1, holder="", policy=replace(self.policy, existed_by=None))
