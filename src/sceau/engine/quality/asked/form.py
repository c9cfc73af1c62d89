"""What is asked last: that the document is one that credentials can be made from."""

from __future__ import annotations

from collections.abc import Iterator

from sceau.engine.errors import MalformedDesign
from sceau.engine.model.designs import read_design
from sceau.engine.quality.asked.found import Found, asks
from sceau.engine.quality.drafts import Draft
from sceau.engine.quality.languages import DEFAULT_LANGUAGE
from sceau.engine.quality.rules.rule import Rule
from sceau.engine.quality.words import Words
from sceau.engine.strict_json import JsonObject

# what publishing gives a draft that has none
GIVEN: JsonObject = {
    "schema": "sceau.design/1",
    "uuid": "00000000-0000-4000-8000-000000000000",
    "version": 1,
    "language": DEFAULT_LANGUAGE,
}


@asks("document.form")
def form(draft: Draft, rule: Rule) -> Iterator[Found]:
    """It is read as a published design is."""
    try:
        read_design({**GIVEN, **draft.document})
    except MalformedDesign as fault:
        yield Found(fault.pointer, {"words": Words(fault.sentence("fr"), fault.sentence("en"))})
