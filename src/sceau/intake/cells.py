"""One cell as it comes, cleaned of what nobody meant, before anything reads it."""

from __future__ import annotations

import re

from sceau.intake import kinds
from sceau.intake.findings import Note, Read
from sceau.intake.folding import nfc, one_space

_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")  # UAX 9: embeddings, overrides, isolates
_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u2060-\u2064\ufeff]")
_JOINERS = re.compile("[\u200c\u200d]")  # letters of Persian and of Indic scripts; noise among Latin ones
_FIRST_JOINED_SCRIPT = "\u0590"
_MOJIBAKE = re.compile("[ÃÂÅÄ][\u0080-\u00ff\u0152-\u0178\u2013-\u203a\u20ac\u2122]|â€")
_SUSPECT = re.compile(
    r"^[\s'=+@-]|\s$|[^\S ]|  |[ÃÂÅÄ].|â€"
    r"|[\x00-\x1f\x7f-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffd]|[;,|]'"
)

# A spreadsheet computes what begins so. « +33 6 39 98 » and « -12,5 » are numbers, « -Marie » is a slip of the pen.
_COMPUTED = re.compile(r"[=@]|[+-](?![\d\s.,()/%+-]*\Z)(?!\s*[^\W\d_][\w '’-]*\Z)")
# A spreadsheet of another language cuts a cell at its own separator, minds no quotes that stand within, and computes
# what comes after: source OWASP, CSV injection.
_AFTER = r"(?<=[;,\t|\r\n])"
_BEFORE = r"(?=[\" ]*[=+@-])"
_GUARDED = re.compile(rf"\A'(?=[\t\r]|{_BEFORE})|{_AFTER}'{_BEFORE}")
_TO_GUARD = re.compile(rf"\A(?=[\t\r]|{_BEFORE})|{_AFTER}{_BEFORE}")


def clean(text: str) -> Read:
    """The cell in NFC, without spaces at its edges or twice, without invisible signs, with what was found.

    A « ' » before = + - @, where a cell begins or could begin, is the guard of our own exports: it is taken away.
    """
    if not _SUSPECT.search(text):
        return Read(nfc(text))
    notes: list[Note] = []
    if _CONTROL.search(text):
        return Read("", (Note(kinds.CONTROL_CHARACTERS, one_space(_CONTROL.sub("", text)).strip()),))
    value = nfc(unguarded(text))
    if _BIDI.search(value):
        value = _BIDI.sub("", value)
        notes.append(Note(kinds.BIDI_CHARACTERS, value.strip()))
    shown = _INVISIBLE.sub("", value)
    unjoined = _JOINERS.sub("", shown)
    if max(unjoined, default="") < _FIRST_JOINED_SCRIPT:
        shown = unjoined
    if shown != value:
        notes.append(Note(kinds.INVISIBLE_CHARACTERS))
    trimmed = shown.strip()
    if trimmed != shown and trimmed:
        notes.append(Note(kinds.TRIMMED, trimmed))
    single = one_space(trimmed)
    if len(single) != len(trimmed):
        notes.append(Note(kinds.DOUBLE_SPACE, single))
    if _COMPUTED.match(single):
        return Read("", (Note(kinds.FORMULA),))
    if "\ufffd" in single or _MOJIBAKE.search(single):
        notes.extend(_damage(single))
    return Read(single, tuple(notes))


def guarded(text: str) -> str:
    """The cell as it may be put in a CSV that a spreadsheet opens: never computed, and read back as it was.

    Whatever the separator that the spreadsheet takes for one.
    """
    return _TO_GUARD.sub("'", text)


def _damage(text: str) -> list[Note]:
    """Accents that went through the wrong encoding, with the repair when there is one."""
    for codec in ("cp1252", "latin-1"):
        try:
            repaired = text.encode(codec).decode("utf-8")
        except UnicodeError:
            continue
        return [Note(kinds.DAMAGED_ACCENTS, repaired)] if repaired != text else []
    return [Note(kinds.DAMAGED_ACCENTS)] if "\ufffd" in text else []


def unguarded(text: str) -> str:
    """The cell as it was before `guarded`."""
    return _GUARDED.sub("", text)
