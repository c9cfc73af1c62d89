"""The English of the pages: written in parts, one for each group of pages, and compiled into one catalogue.

The text in the templates is the French one, and it is the key. A wheel carries the compiled catalogue; a clone compiles
it when it starts and a part has changed. Nothing of the system is needed for that, only Babel.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

LOCALE: Final = Path(__file__).parent / "locale" / "en"
PARTS: Final = LOCALE / "parts"
COMPILED: Final = LOCALE / "LC_MESSAGES" / "django.mo"
EPOCH: Final = datetime(2026, 1, 1, tzinfo=UTC)  # in the header, so that the same parts give the same bytes

log = logging.getLogger(__name__)


def keep_fresh(parts: Path = PARTS, compiled: Path = COMPILED) -> bool:
    """Compile the parts when they changed since; says whether it had to.

    Where nothing can be written the catalogue that is there goes on serving: a wheel brings it whole.
    """
    made_from = fingerprint(parts)
    with suppress(OSError):
        if made_from.encode() in compiled.read_bytes():
            return False
    try:
        write(merged(sorted(parts.glob("*.po")), made_from), compiled)
    except OSError as error:
        log.warning("english.not_compiled", extra={"path": str(compiled), "reason": error.strerror})
        return False
    return True


def fingerprint(parts: Path) -> str:
    """SHA-256 over the names and the bytes of the parts, in hexadecimal."""
    digest = sha256()
    for part in sorted(parts.glob("*.po")):
        content = part.read_bytes()
        digest.update(f"{part.name} {len(content)}\n".encode() + content)
    return digest.hexdigest()


def merged(parts: Iterable[Path], made_from: str = "") -> Catalog:
    """One catalogue of several files; where two say the same text, the first counts.

    made_from:  the fingerprint of the parts, which stands in the header as the version
    """
    from babel.messages.catalog import Catalog  # noqa: PLC0415 -- slow, and needed after a change only
    from babel.messages.pofile import read_po  # noqa: PLC0415 -- the same

    whole = Catalog("en", project="sceau", version=made_from, charset="utf-8", fuzzy=False, creation_date=EPOCH)
    for part in parts:
        with part.open("rb") as file:
            for message in read_po(file, locale="en", abort_invalid=True):
                if message.id and whole.get(message.id, message.context) is None:
                    whole.add(message.id, message.string, context=message.context)
    return whole


def write(catalogue: Catalog, compiled: Path) -> None:
    """Write it in one move, so that a server that starts at the same time never reads half of it."""
    from babel.messages.mofile import write_mo  # noqa: PLC0415 -- slow, and needed after a change only

    compiled.parent.mkdir(parents=True, exist_ok=True)
    draft = compiled.with_suffix(f".{os.getpid()}")
    with draft.open("wb") as file:
        write_mo(file, catalogue)
    draft.replace(compiled)
