"""Values of strangers' documents as sentences say them: as JSON writes them, cut short, and made harmless."""

from __future__ import annotations

import json
import re

LONGEST = 200  # characters of a stranger's text that a sentence still carries
NOTHING = "—"  # where there is no value, or null

# controls could move a terminal's cursor, bidirectional overrides turn a domain around, tags hide a text in another
_UNSAFE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufff9-\ufffb"
    r"\U000e0000-\U000e007f]"
)


def as_text(value: object) -> str:
    """A text as it is, anything else as a document would write it: never as Python does."""
    if isinstance(value, str):
        return value
    if value is None:
        return NOTHING
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    is_json = isinstance(value, bool | int | float | list | tuple | dict)
    return json.dumps(value, ensure_ascii=False, default=as_text) if is_json else str(value)


def harmless(text: str, limit: int = LONGEST) -> str:
    """The text on one line, without controls, at most limit characters long."""
    shown = _UNSAFE.sub("\ufffd", text[: limit + 1])
    return shown if len(shown) <= limit else shown[: limit - 1] + "…"
