"""Literals in canonical N-Quads: texts, languages, numbers, truth values and JSON.

source:  W3C RDF Dataset Canonicalization 1.0, §5.1; W3C JSON-LD 1.1 Processing Algorithms and API, §8.2
"""

from __future__ import annotations

import re
from typing import Any

import orjson

from sceau.engine.canonical.context import is_language
from sceau.engine.canonical.jcs import canonical_bytes
from sceau.engine.canonical.reasons import BAD_LANGUAGE, BAD_NUMBER
from sceau.engine.errors import NotCanonical
from sceau.engine.strict_json import LARGEST_INTEGER
from sceau.engine.values import as_text

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"
_INTEGER, _DOUBLE, _BOOLEAN, _JSON = f"^^<{XSD}integer>", f"^^<{XSD}double>", f"^^<{XSD}boolean>", f"^^<{RDF}JSON>"

# Below the one and from the other on, JavaScript writes a number with an exponent and processors differ.
_SMALLEST, _TOO_LARGE = 1e-6, 1e15

_needs_escape = re.compile(r'[\x00-\x1f"\\\x7f]').search
_has_rare_controls = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]").search
_ESCAPES = {code: f"\\u{code:04X}" for code in (*range(0x20), 0x7F)} | {
    ord(plain): f"\\{letter}" for plain, letter in zip('\b\t\n\f\r"\\', 'btnfr"\\', strict=True)
}


def escape(text: str) -> str:
    """The inside of a literal.

    source:  RDF Dataset Canonicalization 1.0, §5.1 "Canonical N-Quads form"
    """
    if not _needs_escape(text):
        return text
    if _has_rare_controls(text):
        return text.translate(_ESCAPES)  # five times slower than what follows
    text = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return text.replace("\r", "\\r").replace("\t", "\\t")


def escaped_bytes(text: str) -> bytes:
    """`escape(text)` in UTF-8, for texts by the thousand: JSON has the same escapes, but for rare controls and U+007F.

    raises:  UnicodeEncodeError or TypeError when it holds half a character
    """
    if not _needs_escape(text):
        return text.encode()
    quoted = orjson.dumps(text)
    if b"\\u" in quoted or b"\x7f" in quoted:
        return escape(text).encode()
    return quoted[1:-1]


def language_suffix(tag: Any) -> str:
    """What follows a text in this language.

    raises:  NotCanonical when it is no language (BCP 47)
    """
    if not isinstance(tag, str) or not is_language(tag):
        raise NotCanonical(BAD_LANGUAGE, value=as_text(tag)[:80])
    return f"@{tag.lower()}"


def json_literal(value: Any) -> str:
    """A value that stands for itself. source: §8.2.2, step 6

    raises:  NotCanonical
    """
    return f'"{escape(canonical_bytes(value).decode())}"{_JSON}'


def boolean_literal(value: bool, suffix: str) -> str:
    """true or false. source: §8.2.2, step 8"""
    return f'"{"true" if value else "false"}"{suffix or _BOOLEAN}'


def number_literal(value: float, suffix: str, *, is_double: bool) -> str:
    """A number; one that processors are known to write differently is refused.

    suffix:     "^^<datatype>", or "" for what the number itself suggests
    is_double:  the datatype is xsd:double, which whole numbers are then written as
    raises:     NotCanonical
    source:     §8.2.2, steps 9–11
    """
    if type(value) is int or value.is_integer():
        if not -LARGEST_INTEGER <= value <= LARGEST_INTEGER:
            raise NotCanonical(BAD_NUMBER, value=value)
        if not is_double:
            return f'"{int(value)}"{suffix or _INTEGER}'
        if value == 0:
            return f'"0.0E0"{suffix}'
    elif not _SMALLEST <= abs(value) < _TOO_LARGE:
        raise NotCanonical(BAD_NUMBER, value=value)
    mantissa, exponent = f"{value:.15E}".split("E")
    mantissa = mantissa.rstrip("0")
    return f'"{mantissa}{"0" if mantissa[-1] == "." else ""}E{int(exponent)}"{suffix or _DOUBLE}'
