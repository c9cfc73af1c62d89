"""What is asked last: that the document is one that credentials can be made from."""

from __future__ import annotations

from collections.abc import Iterator

from sceau.engine.errors import MalformedDesign
from sceau.engine.model.designs import read_design
from sceau.engine.quality.asked.found import Found, asks
from sceau.engine.quality.drafts import Draft, string
from sceau.engine.quality.rules.rule import Rule
from sceau.engine.quality.words import Words
from sceau.engine.strict_json import JsonObject

_NO_UUID = "00000000-0000-4000-8000-000000000000"


@asks("document.form")
def form(draft: Draft, rule: Rule) -> Iterator[Found]:
    """It is read as a published design is; what publishing gives it is given here, when it lacks it."""
    given: JsonObject = {
        "schema": "sceau.design/1",
        "uuid": string(draft.at("/uuid")) or _NO_UUID,
        "version": draft.document.get("version") or 1,
        "language": draft.main,
    }
    try:
        read_design({**draft.document, **given})
    except MalformedDesign as fault:
        yield Found(fault.pointer, {"words": Words(fault.sentence("fr"), fault.sentence("en"))})
