"""What each rule of the quality gate asks of a design; the sentences, weights and dates are in `rules`."""

from sceau.engine.quality.asked import (  # noqa: F401 -- each says its rules when it is read
    assessment,
    form,
    identity,
    issuing,
    level,
    look,
    outcomes,
    registration,
)
from sceau.engine.quality.asked.found import ASKED as ASKED
from sceau.engine.quality.asked.found import Found as Found
