"""The tables of this room."""

from __future__ import annotations

from sceau.issuing.models.batches import Batch, IssuingSettings, Line
from sceau.issuing.models.credentials import Content, Credential, Paper, StatusList, StatusSnapshot, Turn
from sceau.issuing.models.files import BatchFiles, FilesFault
from sceau.issuing.models.letters import Letter, Wording
from sceau.issuing.models.packed import Pattern
from sceau.issuing.models.requests import CorrectionRequest

__all__ = [
    "Batch",
    "BatchFiles",
    "Content",
    "CorrectionRequest",
    "Credential",
    "FilesFault",
    "IssuingSettings",
    "Letter",
    "Line",
    "Paper",
    "Pattern",
    "StatusList",
    "StatusSnapshot",
    "Turn",
    "Wording",
]
