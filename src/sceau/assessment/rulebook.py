"""The rules of a published version, read once in each process: what is published never changes.

Reading a design takes milliseconds and its document some dozen kilobytes from the database, for each request anew.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Final

from sceau.design.models import DesignVersion
from sceau.engine.marking.rules import AssessmentRules, rules_of

GAP_LIMIT: Final = 1  # steps between two marks, where neither the design nor the body says
KEPT: Final = 128  # versions at most, the last ones used
HEAVY: Final = ("version__document", "version__source", "version__gate", "version__design__draft")

_known: OrderedDict[tuple[str, int], AssessmentRules] = OrderedDict()


def rules_of_version(version: DesignVersion, *, gap_limit: int = GAP_LIMIT) -> AssessmentRules:
    """How the version is assessed; its document is asked for the first time only.

    gap_limit:  of the body, where the design names none
    raises:     MalformedDesign
    """
    key = (version.digest, gap_limit)
    found = _known.pop(key, None)
    if found is None:
        found = rules_of(version.document, gap_limit=gap_limit)
        while len(_known) >= KEPT:
            _known.popitem(last=False)
    _known[key] = found
    return found
