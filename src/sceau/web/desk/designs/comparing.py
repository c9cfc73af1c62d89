"""Two versions of one step, field by field: what one person alone changed goes without saying, the rest is asked."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from django.http import QueryDict

from sceau.web.desk.designs.forms.base import Step
from sceau.web.desk.designs.forms.parts import Leaf

WAS: Final = "was"  # the input that says what the fields held when the page was shown
CHOICE: Final = "choice:"  # before the name of a field: "there" or "mine"
THERE: Final = "there"


@dataclass(frozen=True, slots=True)
class Compared:
    """One field that two people wrote. name: of the choice; there, mine: in words, "" for nothing"""

    name: str
    label: str
    there: str
    mine: str


def marks(step: Step) -> str:
    """What each field holds, in eight figures each: with them a later version is known to have been touched or not."""
    return json.dumps({name: _mark(leaf) for name, leaf in step.leaves().items()}, separators=(",", ":"))


def compared(there: Step, mine: Step, was: str) -> list[Compared]:
    """The fields that both changed, each to something else, in the order of the page.

    was:  the `marks` of the page in which somebody typed; without them every difference is one
    """
    theirs, ours, before = there.leaves(), mine.leaves(), _read(was)
    found = []
    for name in dict.fromkeys([*ours, *theirs]):
        other, own = theirs.get(name), ours.get(name)
        if _mark(other) == _mark(own) or before.get(name) in (_mark(other), _mark(own)):
            continue
        leaf = own or other
        if leaf is not None and (_said(other) or _said(own)):
            found.append(Compared(f"{CHOICE}{name}", leaf.label, _said(other), _said(own)))
    return found


def merged(sent: QueryDict, there: Step, mine: Step) -> QueryDict:
    """What was sent, with what is stored in the place of the fields that whoever sent it did not touch."""
    theirs, ours, before = there.leaves(), mine.leaves(), _read(sent.get(WAS, ""))
    untouched = [name for name, leaf in ours.items() if before.get(name) == _mark(leaf)]
    return _with_theirs(sent, untouched, theirs)


def chosen(sent: QueryDict, there: Step) -> QueryDict:
    """What was sent, with what is stored in the place of the fields for which that was chosen; the choices are gone."""
    choices = {name.removeprefix(CHOICE): sent[name] for name in sent if name.startswith(CHOICE)}
    made = _with_theirs(sent, [name for name, which in choices.items() if which == THERE], there.leaves())
    for name in choices:
        del made[f"{CHOICE}{name}"]
    return made


def _with_theirs(sent: QueryDict, names: list[str], theirs: dict[str, Leaf]) -> QueryDict:
    made = sent.copy()
    for name in names:
        for each in [each for each in made if each == name or each.startswith(f"{name}-")]:
            del made[each]
        for each, values in theirs[name].sent if name in theirs else ():
            made.setlist(each, list(values))
    return made


def _mark(leaf: Leaf | None) -> str:
    """Of what a browser would send; "" for a field that is not there, or is empty."""
    if leaf is None or not any(value for _name, values in leaf.sent for value in values):
        return ""
    return sha256(json.dumps(leaf.sent).encode()).hexdigest()[:8]


def _read(was: str) -> dict[str, str]:
    try:
        found = json.loads(was)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _said(leaf: Leaf | None) -> str:
    return leaf.said if leaf else ""
