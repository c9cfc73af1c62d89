"""What is judged, piece by piece, and why a file or a line gives none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from sceau.engine.checks.opening import Recognised, open_anything
from sceau.engine.errors import EngineError, ProofError, Reason
from sceau.engine.model.code import MalformedCode
from sceau.verification.pile.lists import NoLink
from sceau.verification.pile.places import Place
from sceau.verification.zips import NOTHING_BESIDE

NOTHING: Final = Reason(
    "pile.nothing",
    fr="aucune preuve dans ce fichier\u00a0: ni pièce jointe, ni lien ou code d’une preuve délivrée ici",
    en="no credential in this file: neither an attachment, nor a link or code of a credential issued here",
)
ONLY_PARTLY: Final = Reason(
    "pile.only_partly",
    fr="ce fichier est très grand\u00a0: seul son début a été examiné",
    en="this file is very large: only its beginning was looked at",
)
ELSEWHERE: Final = Reason(
    "pile.elsewhere",
    fr="ce code carré mène à une autre plateforme, que nous n’interrogeons pas pour un CV\u00a0: présentez ce lien "
    "dans une liste, ou seul",
    en="this square code leads to another platform, which we do not ask for a CV: present this link in a "
    "list, or alone",
)


class Nothing(EngineError):
    """There is no credential here, and there need not be one."""


class Unseen(EngineError):
    """Something that was not looked at, or not to its end."""


def unseen(error: EngineError) -> Unseen:
    """The same, as something that was not looked at."""
    return Unseen(error.reason, pointer=error.pointer, **error.details)


@dataclass(frozen=True, slots=True)
class Piece:
    """Something to be judged, or why there is nothing.

    file:       as whoever hands it in calls it; where: the attachment, the page, the line; "" for the file itself
    content:    the credential's bytes, a place of ours, an address elsewhere, or why there is none of them
    beside:     documents that belong to it, by their id
    carrier:    "pdf", "picture", "address" or ""
    words:      of the CV in which it stands; None for any other file
    claims:     the code of ours that an attachment of a PDF gives itself, which anybody may write; "" for none
    named:      whom a list names beside it, "" for nobody
    """

    file: str
    content: bytes | str | Place | EngineError
    where: str = ""
    beside: Mapping[str, bytes] = field(default_factory=lambda: NOTHING_BESIDE)
    carrier: str = ""
    words: str | None = None
    named: str = ""
    claims: str = ""


def or_unseen(found: Place | str | EngineError) -> Place | str | EngineError:
    """What a line names, where its code is mistyped as something that was not looked at."""
    if isinstance(found, MalformedCode):
        return unseen(found)
    return Nothing(found.reason) if isinstance(found, NoLink) else found


def is_credential(content: bytes | str) -> bool:
    """Whether it opens as something that can be judged or named, and is no mere address."""
    try:
        return open_anything(content).kind != "url"
    except (Recognised, ProofError):
        return True
    except EngineError:
        return False
