"""Help with the words of a learning outcome: what cannot be observed, what is vague, what is too much."""

from __future__ import annotations

from datetime import date

from sceau.engine.quality.findings import finding_of
from sceau.engine.quality.profiles import EU
from sceau.engine.quality.remarks import remarks_on
from sceau.engine.quality.report import Finding
from sceau.engine.quality.rules import rules_in_force
from sceau.engine.quality.words import Words

_HERE = Words("cet acquis", "this outcome")


def advise(statement: str, language: str, *, today: date = date.max) -> tuple[Finding, ...]:
    """What the rules say of one statement of an outcome; nothing for a language that we cannot read.

    language:  "fr" or "en"
    today:     whose rules; the latest ones if it is not said
    """
    if language not in ("fr", "en"):
        return ()
    _, rules = rules_in_force(today)
    known = {rule.code: rule for rule in rules if rule.code.startswith("outcome.")}
    longest = int(known["outcome.long"].limits["words"]) if "outcome.long" in known else len(statement)
    return tuple(
        finding_of(known[remark.code], EU, "", {"where": _HERE, **remark.values})
        for remark in remarks_on(statement, language, longest)
        if remark.code in known
    )
