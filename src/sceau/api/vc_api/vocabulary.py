"""The contexts that suites write with: those that come with the program, and that of the standard's examples.

The examples' own defines any word whatever, so that nothing is ever undefined: no house may take it for a vocabulary.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from sceau.engine.vocabularies.contexts import ContextLibrary, shipped

EXAMPLES: Final = "https://www.w3.org/ns/credentials/examples/v2"
_ANY_WORD: Final = b'{"@context": {"@vocab": "https://www.w3.org/ns/credentials/examples#"}}'


@cache
def contexts() -> ContextLibrary:
    """Those that this server knows. source: VC Data Model 2.0, B.1 and the examples of every section"""
    return shipped().with_document(EXAMPLES, _ANY_WORD)
