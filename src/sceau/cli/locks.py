"""The locks of requirements/: what they must hold, and what is the matter with them."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

NAMES = ("run", "test", "bench")  # in this order: each is held to the ones before
HEADER = "# from {name}.in and what holds it, sha256 "

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==\S+", re.MULTILINE)


def fingerprint(folder: Path, name: str) -> str:
    """The SHA-256, in hexadecimal, of NAME.in and of the locks that its lines `-c LOCK` name."""
    asked = folder / f"{name}.in"
    parts = [asked, *(folder / line.split()[1] for line in _lines(asked) if line.startswith("-c "))]
    return hashlib.sha256(b"".join(part.read_bytes() for part in parts)).hexdigest()


def header(folder: Path, name: str) -> str:
    """The first line of a lock made from what requirements/ holds now."""
    return HEADER.format(name=name) + fingerprint(folder, name)


def faults(folder: Path, name: str) -> list[str]:
    """What is wrong with a lock, one English line each; none when it may be installed."""
    lock = (folder / f"{name}.txt").read_text(encoding="utf-8")
    found = [] if lock.startswith(header(folder, name) + "\n") else [f"{name}.txt was not made from today's {name}.in"]
    if "://" in lock or "--index" in lock:
        found.append(f"{name}.txt names an address")
    entries = [entry for entry in re.split(r"\n(?=\S)", lock) if _PIN.match(entry)]
    found += [f"{name}.txt: no hash for {entry.split()[0]}" for entry in entries if "--hash=sha256:" not in entry]
    pinned = {_plain(entry.split("==")[0]) for entry in entries}
    found += [f"{name}.txt does not pin {wanted}" for wanted in sorted(asked_for(folder, name) - pinned)]
    return found


def asked_for(folder: Path, name: str) -> set[str]:
    """The distributions that NAME.in names, in the normal form of PEP 503."""
    words = [_NAME.match(line) for line in _lines(folder / f"{name}.in")]
    return {_plain(word[0]) for word in words if word}


def _lines(asked: Path) -> list[str]:
    return [line.strip() for line in asked.read_text(encoding="utf-8").splitlines() if line.strip()]


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
