"""What a file may be called: names come from strangers, and end up in headers, in folders and on paper."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 150  # signs, the ending not counted
_STEERING = '"<>|:*?%;'  # of headers, shells and folders


def file_name(name: str, ending: str, *, otherwise: str) -> str:
    r"""The last part of a path, without what steers a terminal, a header or a folder, and the ending of what it is.

    name:       as it was given, such as "../photos/Devis final.PDF"
    ending:     with its point, such as ".pdf"
    otherwise:  the name when nothing else is left
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    kept = "".join(sign for sign in last if unicodedata.category(sign)[0] in "LNPSZM" and sign not in _STEERING)
    stem = re.sub(re.escape(ending) + r"\Z", "", " ".join(kept.split()), flags=re.IGNORECASE).strip(" .")[:LONGEST]
    return f"{stem.strip(' .') or otherwise}{ending}"
