"""A reader of N-Quads for tests: the engine only writes them.

source:  W3C RDF 1.1 N-Quads
"""

from __future__ import annotations

import re

from sceau.engine.canonical.literals import escape

_TERM = r'(<[^>]*>|_:[^\s]+|"(?:[^"\\]|\\.)*"(?:\^\^<[^>]*>|@[A-Za-z0-9-]+)?)'
_LINE = re.compile(rf"\s*{_TERM}\s+{_TERM}\s+{_TERM}(?:\s+{_TERM})?\s*\.\s*(?:#.*)?$")
_ESCAPE = re.compile(r'\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([tbnrf"\'\\]))')
_PLAIN = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\"}


def read_nquads(text: str) -> tuple[list[str], list[tuple[str, str, str, str]]]:
    """The ground lines and the quads with blank nodes, as `canonicalise` takes them."""
    ground, quads = [], []
    for line in text.split("\n"):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        found = _LINE.match(line)
        assert found, line
        subject, predicate, value, graph = (_rewritten(part or "") for part in found.groups())
        if "_" in (subject[0], value[0], graph[:1]):
            quads.append((subject, predicate, value, graph))
        else:
            ground.append(" ".join(part for part in (subject, predicate, value, graph) if part) + " .\n")
    return ground, quads


def _rewritten(term: str) -> str:
    if term[:1] != '"':
        return _ESCAPE.sub(_character, term)
    closing = term.rindex('"')
    suffix = term[closing + 1 :]
    if suffix == "^^<http://www.w3.org/2001/XMLSchema#string>":
        suffix = ""
    return f'"{escape(_ESCAPE.sub(_character, term[1:closing]))}"{suffix}'


def _character(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    return chr(int(code, 16)) if code else _PLAIN[found[3]]
