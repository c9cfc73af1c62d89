"""Files that are whole or not there, whatever stops the program."""

from __future__ import annotations

import filecmp
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path


def write_file(path: Path, data: bytes) -> None:
    """Write a file under its name only once it is complete; its folder is made when it is missing."""
    with _in_its_place(path, [data]):
        pass


def write_once(path: Path, data: bytes) -> bool:
    """Write a file unless there is one: what was published is not altered. Tells whether it was written."""
    if path.exists():
        return False
    write_file(path, data)
    return True


def write_beside_former(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a file piece by piece; one of another content that had its name is kept as resultats.1.csv, and so on."""
    with _in_its_place(path, pieces) as new:
        if path.exists() and not filecmp.cmp(path, new, shallow=False):
            path.replace(_free_name(path))


@contextmanager
def _in_its_place(path: Path, pieces: Iterable[bytes]) -> Iterator[Path]:
    """Write under another name, and take the right one at the end of the block."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        with new.open("xb") as file:
            file.writelines(pieces)
        yield new
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)


def _free_name(path: Path) -> Path:
    numbered = (path.with_suffix(f".{number}{path.suffix}") for number in count(1))
    return next(name for name in numbered if not name.exists())
