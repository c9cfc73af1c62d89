"""What a credential is once issued, what may follow what, and how it is published."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sceau.cli.language import say
from sceau.engine.status.notices import Notice


class State(StrEnum):
    """What a body says of a credential that it issued."""

    VALID = "valid"
    SUSPENDED = "suspended"
    REPLACED = "replaced"
    REVOKED = "revoked"


NEXT = {
    State.VALID: {State.SUSPENDED, State.REPLACED, State.REVOKED},
    State.SUSPENDED: {State.VALID, State.REPLACED, State.REVOKED},
    State.REPLACED: {State.VALID, State.REPLACED, State.REVOKED},  # the wrong one, or by the wrong one
    State.REVOKED: set[State](),  # for good: the published list has told the world
}

NOTICES: dict[State, int] = {
    State.VALID: Notice.NONE,
    State.SUSPENDED: Notice.SUSPENDED,
    State.REPLACED: Notice.REPLACED,
    State.REVOKED: Notice.NONE,  # the other list says all there is to say
}


@dataclass(frozen=True, slots=True)
class Act:
    """What a body did to a credential after it was issued.

    state:   what the credential came to
    reason:  for the body alone: it is never published
    by:      the code of the credential that takes its place, "" when none does
    """

    code: str
    state: State
    at: str
    reason: str = ""
    by: str = ""


def state_of(is_revoked: int, notice: int) -> State:
    """The state that the two lists say; a notice that this version does not know counts for none."""
    if is_revoked:
        return State.REVOKED
    said = {NOTICES[state]: state for state in (State.SUSPENDED, State.REPLACED)}
    return said.get(notice, State.VALID)


def words(state: State, count: int = 1) -> str:
    """A state as a person calls it, of one credential or of several."""
    fr, en = {
        State.VALID: ("valable{s}", "valid"),
        State.SUSPENDED: ("suspendue{s}", "suspended"),
        State.REPLACED: ("remplacée{s}", "replaced"),
        State.REVOKED: ("révoquée{s}", "revoked"),
    }[state]
    return say(fr=fr, en=en).format(s="s" if count > 1 else "")
