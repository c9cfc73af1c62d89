"""Is a document what `sceau issue` takes, and would a credential of it be readable? Tried before it is frozen."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.utils.timezone import localdate

from sceau.design.errors import WrongValue
from sceau.design.reasons import CANNOT_BE_DESCRIBED
from sceau.engine.errors import EngineError
from sceau.engine.model.awards import Award, Basis, Holder, Issuer, Route
from sceau.engine.model.describe import describe
from sceau.engine.model.designs import Design, read_design
from sceau.engine.strict_json import JsonObject

_BASE: Final = "https://sceau.invalid"  # no credential leaves this module
_CODE: Final = "00000000000000"


def prove(document: JsonObject, *, did: str, now: datetime) -> Design:
    """The design that the document holds, of which a credential can be made.

    raises:  WrongValue, with the place and what is the case there
    """
    try:
        design = read_design(document)
        first, *others = design.bodies
        describe(
            design,
            Issuer(did=did, base=_BASE, body=first, partners=tuple(others)),
            Award(
                code=_CODE,
                holder=Holder(name="…"),
                language=design.language,
                awarded_on=localdate(now),
                valid_from=now,
                basis=Basis(route=Route.DECISION),
            ),
        )
    except EngineError as error:
        raise WrongValue(
            CANNOT_BE_DESCRIBED, pointer=error.pointer, why=error.sentence("fr"), why_en=error.sentence("en")
        ) from error
    return design
