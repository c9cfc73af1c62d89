"""Whether a partner may hold a session for a certifying body: what its habilitation says, and what registers add."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final

from django.utils.timezone import localdate

from sceau.assessment.errors import NotNow, WrongValue
from sceau.assessment.reasons import sessions as reasons
from sceau.design.models import DesignVersion
from sceau.engine.errors import Reason
from sceau.frameworks.standing import read_code
from sceau.institutions.models import Habilitation, Institution
from sceau.institutions.models.partners import HabilitationScope, HabilitationState
from sceau.institutions.words import dated
from sceau.intake.folding import fold

TO_ASSESS: Final = (HabilitationScope.ASSESS, HabilitationScope.TRAIN_AND_ASSESS)
# what is told of the habilitation that comes closest: the last one wins
_GRAVITY: Final = (
    reasons.HABILITATION_NOT_ACTIVE,
    reasons.HABILITATION_ONLY_TRAINS,
    reasons.HABILITATION_OTHER_CERTIFICATIONS,
    reasons.HABILITATION_OTHER_DATES,
)


def habilitation_for(
    version: DesignVersion,
    partner: Institution,
    *,
    starts_on: date | None,
    ends_on: date | None,
    now: datetime,
) -> Habilitation:
    """The habilitation under which a partner may hold a session of a version on these days.

    starts_on, ends_on:  None for a rolling session: then it must stand today
    raises:              WrongValue, which says what lacks in the one that comes closest; NotNow when it does not stand
    """
    certifier = version.design.institution
    first = starts_on or localdate(now)
    last = ends_on or first
    faults: list[tuple[Reason, Habilitation]] = []
    for each in Habilitation.objects.filter(certifier=certifier, partner=partner).order_by("-ends_on", "pk"):
        fault = _fault(each, version, first, last)
        if fault is None:
            return each
        faults.append((fault, each))
    if not faults:
        raise WrongValue(reasons.NO_HABILITATION, field="organiser", partner=partner.name, certifier=certifier.name)
    fault, nearest = max(faults, key=lambda found: _GRAVITY.index(found[0]))
    error = NotNow if fault is reasons.HABILITATION_NOT_ACTIVE else WrongValue
    raise error(
        fault,
        field="starts_on" if fault is reasons.HABILITATION_OTHER_DATES else "organiser",
        partner=partner.name,
        **dated("first", nearest.starts_on),
        **dated("last", nearest.ends_on),
    )


def covers(habilitation: Habilitation, version: DesignVersion) -> bool:
    """Whether the certifications that it names hold this version's: by title, short name or number; none named: all.

    The number of a whole fiche covers its blocs. A line may say more around a number: « RS9901, Maîtriser Excel ».
    """
    named = [line for line in habilitation.certifications.splitlines() if line.strip()]
    if not named:
        return True
    titles = {fold(text) for text in (*version.titles.values(), version.design.name) if isinstance(text, str)}
    code = _code_of(version.document)
    return any(fold(line) in titles or (code and _names(line, code)) for line in named)


def _fault(each: Habilitation, version: DesignVersion, first: date, last: date) -> Reason | None:
    if each.state != HabilitationState.ACTIVE:
        return reasons.HABILITATION_NOT_ACTIVE
    if each.scope not in TO_ASSESS:
        return reasons.HABILITATION_ONLY_TRAINS
    if not covers(each, version):
        return reasons.HABILITATION_OTHER_CERTIFICATIONS
    if not (each.starts_on <= first and last <= each.ends_on):
        return reasons.HABILITATION_OTHER_DATES
    return None


def _code_of(document: dict[str, Any]) -> str:
    registration = document.get("registration")
    code = registration.get("code") if isinstance(registration, dict) else None
    found = read_code(code) if isinstance(code, str) else None
    return found.code if found else ""


def _names(line: str, code: str) -> bool:
    """Whether a line names a fiche or a bloc by its number."""
    fiche = code.partition("BC")[0]
    return any(word in (code, fiche) for word in _words(line))


def _words(line: str) -> Iterable[str]:
    return (word for part in line.upper().split() if (word := part.strip(" ,;:.()–-")))
