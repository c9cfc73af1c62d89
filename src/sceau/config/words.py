"""The English of the pages, compiled without opening the house: by whoever may write where the code is."""

from __future__ import annotations

from sceau.web import translations


def compile_words() -> bool:
    """Compile what has changed; gives whether the catalogue is there and as its parts are.

    The account that serves may only read the code, and could not do it.
    """
    translations.keep_fresh()
    try:
        return translations.fingerprint(translations.PARTS).encode() in translations.COMPILED.read_bytes()
    except OSError:
        return False
