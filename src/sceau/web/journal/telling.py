"""Acts in sentences that a person understands; names are looked up when they are shown, for the journal has none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.core.exceptions import ObjectDoesNotExist
from django.utils.translation import gettext as _

from sceau.accounts.models import User
from sceau.assessment.models import Session
from sceau.design.models import Design
from sceau.institutions.models import Institution, Unit
from sceau.institutions.roles import Role
from sceau.journal.digests import moment_of
from sceau.journal.models import Act
from sceau.web.acts import SENTENCES

PEOPLE = ("user", "delegator", "delegate")  # details that are the uuid of a user
BODIES = ("other", "partner", "certifier")  # that are the uuid of an institution
ROLES = ("role", "before")
_NOBODY = UUID(int=0)  # asked for as well, so that a page makes as many queries whatever its acts are about
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Told:
    """An act as it is shown.

    who:      the name of the actor, of Sceau itself, or that it is somebody who was erased
    what:     the whole sentence, which begins with who
    why:      the reason that was typed; "" when there was none
    erased:   there was a reason, which was erased
    details:  names and values as they were written, for whoever looks closer
    """

    act: Act
    at: datetime
    who: str
    what: str
    why: str
    erased: bool
    details: tuple[tuple[str, str], ...]

    @property
    def sentence(self) -> str:
        """The same as what."""
        return self.what


class Names:
    """The names behind the ids of some acts: one query, however many acts."""

    def __init__(self, acts: Sequence[Act]) -> None:
        details = [_details(act) for act in acts]
        people = {_NOBODY, *(act.actor for act in acts if act.actor), *_ids(details, PEOPLE), *_subjects(acts, "user")}
        asked = (
            (User, people),
            (Institution, {_NOBODY, *_ids(details, BODIES)}),
            (Unit, {_NOBODY, *_ids(details, ("unit",)), *_subjects(acts, "unit")}),
            (Design, {_NOBODY, *_subjects(acts, "design")}),
        )
        first, *others = (model._default_manager.filter(uuid__in=uuids) for model, uuids in asked)
        sessions = Session.objects.filter(uuid__in={_NOBODY, *_ids(details, ("session",))})
        found = first.values_list("uuid", "name").union(
            *(each.values_list("uuid", "name") for each in others), sessions.values_list("uuid", "code"), all=True
        )
        self.names: dict[UUID, str] = dict(found.order_by())

    def actor(self, uuid: UUID | None) -> str:
        """Who did it."""
        return "Sceau" if uuid is None else self.person(uuid)

    def person(self, uuid: UUID | None) -> str:
        """Somebody."""
        return self.names.get(uuid, _("personne effacée")) if uuid else "…"

    def body(self, uuid: UUID | None) -> str:
        """An institution."""
        return self.names.get(uuid, _("organisme effacé")) if uuid else "…"

    def unit(self, uuid: UUID | None) -> str:
        """A unit."""
        return self.names.get(uuid, _("composante effacée")) if uuid else "…"

    def session(self, uuid: UUID | None) -> str:
        """An assessment session, by its short name."""
        return self.names.get(uuid, _("session effacée")) if uuid else "…"

    def design(self, uuid: UUID | None) -> str:
        """A micro-certification, by its short name."""
        return self.names.get(uuid, _("micro-certification effacée")) if uuid else "…"


def tell(acts: Iterable[Act]) -> list[Told]:
    """The acts as a page shows them, in the language of the reader."""
    rows = list(acts)
    names = Names(rows)
    return [_told(act, names) for act in rows]


def _told(act: Act, names: Names) -> Told:
    details = _details(act)
    who = names.actor(act.actor)
    sentence = SENTENCES.get(act.code)
    what = str(sentence) % _Places(act, details, names, who) if sentence else f"{who} – {act.code}"
    reason = _reason(act)
    return Told(
        act=act,
        at=moment_of(act.at),
        who=who,
        what=what,
        why=reason,
        erased=bool(act.why) and not reason,
        details=tuple((name, _written(value)) for name, value in details.items()),
    )


class _Places(dict[str, str]):
    """What fills the places of a sentence; a place that the act says nothing of is an ellipsis."""

    def __init__(self, act: Act, details: Mapping[str, Any], names: Names, who: str) -> None:
        kind, _colon, subject = act.subject.partition(":")
        super().__init__({name: str(value) for name, value in details.items()}, who=who)
        for name in PEOPLE:
            self[name] = names.person(_id(details.get(name)))
        for name in BODIES:
            self[name] = names.body(_id(details.get(name)))
        for name in ROLES:
            self[name] = _role(details.get(name))
        if kind == "user":
            self["user"] = names.person(_id(subject))
        self["design"] = names.design(_id(subject if kind == "design" else details.get("design")))
        self["session"] = names.session(_id(details.get("session")))
        self["unit"] = names.unit(_id(subject if kind == "unit" else details.get("unit")))

    def __missing__(self, name: str) -> str:
        return "…"


def _details(act: Act) -> dict[str, Any]:
    """Of the act; none when a hand left there what we do not write, which the recheck tells."""
    try:
        details = orjson.loads(act.details)
    except ValueError:
        return {}
    return details if isinstance(details, dict) else {}


def _reason(act: Act) -> str:
    try:
        return act.reason.text
    except ObjectDoesNotExist:
        return ""


def _role(value: object) -> str:
    return str(Role(value).label) if value in Role.values else "…"


def _id(value: object) -> UUID | None:
    return UUID(value) if isinstance(value, str) and _UUID.fullmatch(value) else None


def _ids(details: Iterable[Mapping[str, Any]], names: Iterable[str]) -> set[UUID]:
    found = {_id(each.get(name)) for each in details for name in names}
    return {each for each in found if each}


def _subjects(acts: Iterable[Act], kind: str) -> set[UUID]:
    found = {_id(act.subject.removeprefix(f"{kind}:")) for act in acts if act.subject.startswith(f"{kind}:")}
    return {each for each in found if each}


def _written(value: object) -> str:
    return value if isinstance(value, str) else orjson.dumps(value).decode()
