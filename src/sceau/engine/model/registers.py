"""The French registers (RNCP, RS): when a credential may say that its certification is registered."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum

from sceau.engine.errors import MalformedDesign, Reason
from sceau.engine.model.bodies import Body
from sceau.engine.model.texts import Text, read_text
from sceau.engine.strict_json import JsonObject

NOT_A_DATE = Reason(
    "design.not_a_date", fr="{value} n’est pas une date du calendrier", en="{value} is no calendar date"
)
NO_CODE = Reason(
    "registration.no_code",
    fr="un enregistrement {kind} a un numéro («\u00a0code\u00a0»), par exemple {example}",
    en="a registration in the {kind} has a number (“code”), for instance {example}",
)


class Standing(Enum):
    """Whether the registered wording may be used, and if not, why not."""

    REGISTERED = "registered"
    NONE = "none"  # the design claims no registration
    DATES_UNKNOWN = "dates_unknown"  # it does not say from when to when
    NOT_YET = "not_yet"
    ENDED = "ended"
    BODY_NOT_ENTITLED = "body_not_entitled"  # no awarding body is the certifier or may organise the assessment


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """What a design says of its registration.

    kind:      "none", "RS", "RNCP" or "RNCP_BLOC"
    code:      "RS5875", "RNCP38596" or "RNCP38596BC02"
    start:     first day, end: last day on which it may be awarded; None when not said
    level:     the level in the register; None for the RS, which has none
    entitled:  SIREN of the certifier and of the partners that may organise the assessment
    """

    kind: str
    code: str = ""
    title: Text | None = None
    start: date | None = None
    end: date | None = None
    level: int | None = None
    entitled: frozenset[str] = frozenset()

    def standing(self, bodies: Iterable[Body], day: date) -> Standing:
        """Whether an award of that day by those bodies may be called registered.

        source:  docs/decisions/what-a-credential-says.md
        """
        if self.kind == "none":
            return Standing.NONE
        if self.start is None or self.end is None:
            return Standing.DATES_UNKNOWN
        if day < self.start:
            return Standing.NOT_YET
        if day > self.end:
            return Standing.ENDED
        if not any(body.siren in self.entitled for body in bodies):
            return Standing.BODY_NOT_ENTITLED
        return Standing.REGISTERED

    @property
    def page(self) -> str:
        """The public page of the certification at France compétences."""
        register = "rs" if self.kind == "RS" else "rncp"
        number = re.match(r"[A-Z]+(\d+)", self.code)
        return f"https://www.francecompetences.fr/recherche/{register}/{number[1] if number else ''}/"


def read_registration(entry: JsonObject, language: str) -> Registration:
    """The registration of a design that follows the schema. raises: MalformedDesign"""
    kind = entry.get("type", "none")
    if kind == "none":
        return Registration(kind="none")
    if not entry.get("code"):
        example = {"RS": "RS5875", "RNCP": "RNCP38596"}.get(kind, "RNCP38596BC02")
        raise MalformedDesign(NO_CODE, pointer="/registration", kind=kind.partition("_")[0], example=example)
    return Registration(
        kind=kind,
        code=entry["code"],
        title=read_text(entry.get("title"), language),
        start=_date(entry, "start_date"),
        end=_date(entry, "end_date"),
        level=entry.get("level"),
        entitled=frozenset(body["siren"] for body in entry.get("entitled") or []),
    )


def _date(entry: JsonObject, member: str) -> date | None:
    if member not in entry:
        return None
    try:
        return date.fromisoformat(entry[member])
    except ValueError as error:
        raise MalformedDesign(NOT_A_DATE, pointer=f"/registration/{member}", value=entry[member]) from error
