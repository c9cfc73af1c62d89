"""The PDF of a written act: kept as it came, never opened here, given back only as a file to save."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256

from sceau.institutions import reasons
from sceau.institutions.errors import UnsafeAct
from sceau.intake.filenames import file_name

BYTES = 5_000_000


@dataclass(frozen=True, slots=True)
class WrittenAct:
    """A PDF as it came.

    digest:  SHA-256 in hexadecimal
    """

    file: bytes
    name: str
    digest: str


def written_act(sent: bytes, name: str) -> WrittenAct:
    """What was sent, when it is a whole PDF.

    name:    as the file was called, of which only what a file may be called is kept
    raises:  UnsafeAct
    source:  ISO 32000-2, §7.5.2, §7.5.5: a PDF begins with its version and ends with its mark
    """
    if not sent:
        raise UnsafeAct(reasons.ACT_MISSING, field="act")
    if len(sent) > BYTES:
        size = f"{len(sent) / 1_000_000:.1f}"
        raise UnsafeAct(reasons.ACT_TOO_HEAVY, field="act", size_fr=size.replace(".", ","), size_en=size)
    if re.match(rb"%PDF-[12]\.[0-9]", sent) is None:
        raise UnsafeAct(reasons.ACT_NOT_PDF, field="act")
    if b"%%EOF" not in sent[-1024:]:
        raise UnsafeAct(reasons.ACT_CUT, field="act")
    return WrittenAct(sent, file_name(name, ".pdf", otherwise="acte"), sha256(sent).hexdigest())
