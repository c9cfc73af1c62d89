"""A folder of letters: where mail goes while no server sends it, one file a letter, for its owner alone."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from hashlib import sha256
from pathlib import Path

LARGEST = 1_000_000  # bytes of a letter that is read again
_NAME = re.compile(r"[0-9]{8}T[0-9]{6}\.[0-9]{6}Z-[0-9a-f]{16}\.eml")


@dataclass(frozen=True, slots=True)
class Kept:
    """A letter of the folder.

    name:  of its file
    text:  its plain text
    """

    name: str
    at: datetime
    sender: str
    to: str
    subject: str
    text: str


def keep(folder: Path, letter: bytes, *, message_id: str, at: datetime) -> Path:
    """Put a letter into the folder; one that is there already, by its Message-ID, is left as it is."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    mark = sha256(message_id.encode()).hexdigest()[:16]
    for there in folder.glob(f"*-{mark}.eml"):
        return there
    path = folder / f"{at.astimezone(UTC):%Y%m%dT%H%M%S.%fZ}-{mark}.eml"
    draft = path.with_suffix(".part")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(letter)
    return draft.replace(path)


def latest(folder: Path, *, limit: int) -> list[Kept]:
    """The last letters, the newest first; what is no letter of ours is passed over."""
    names = sorted((path.name for path in folder.glob("*.eml") if _NAME.fullmatch(path.name)), reverse=True)
    return [_read(folder / name) for name in names[:limit]]


def _read(path: Path) -> Kept:
    with path.open("rb") as file:
        letter = message_from_bytes(file.read(LARGEST), policy=policy.default)
    stamp = path.name.partition("-")[0]
    at = datetime.strptime(stamp, "%Y%m%dT%H%M%S.%fZ").replace(tzinfo=UTC)
    return Kept(path.name, at, str(letter["From"]), str(letter["To"]), str(letter["Subject"]), _text(letter))


def _text(letter: EmailMessage) -> str:
    body = letter.get_body(preferencelist=("plain",))
    return str(body.get_content()).strip() if body is not None else ""
