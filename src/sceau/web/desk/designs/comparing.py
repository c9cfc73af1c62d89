"""Two versions of one step, field by field, and the one that is made of what somebody chose of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.http import QueryDict

from sceau.web.desk.designs.forms.base import Leaf, Step

CHOICE: Final = "choice:"  # before the name of a field: "there" or "mine"
THERE: Final = "there"


@dataclass(frozen=True, slots=True)
class Compared:
    """One field that two people wrote. name: of the choice; there, mine: in words, "" for nothing"""

    name: str
    label: str
    there: str
    mine: str


def compared(there: Step, mine: Step) -> list[Compared]:
    """The fields that are not the same, in the order of the page."""
    theirs, ours = there.leaves(), mine.leaves()
    found = []
    for name in dict.fromkeys([*ours, *theirs]):
        other, own = theirs.get(name), ours.get(name)
        if other and own and other.sent == own.sent:
            continue
        leaf = own or other
        if leaf is not None and (_said(other) or _said(own)):
            found.append(Compared(f"{CHOICE}{name}", leaf.label, _said(other), _said(own)))
    return found


def chosen(sent: QueryDict, there: Step) -> QueryDict:
    """What was sent, with what is stored in the place of the fields for which that was chosen; the choices are gone."""
    if not any(name.startswith(CHOICE) for name in sent):
        return sent
    made = sent.copy()
    theirs = there.leaves()
    for name in sent:
        if not name.startswith(CHOICE):
            continue
        del made[name]
        field = name.removeprefix(CHOICE)
        if sent[name] == THERE:
            for each in [each for each in made if each == field or each.startswith(f"{field}-")]:
                del made[each]
            for each, values in theirs[field].sent if field in theirs else ():
                made.setlist(each, list(values))
    return made


def _said(leaf: Leaf | None) -> str:
    return leaf.said if leaf else ""
