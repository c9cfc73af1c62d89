"""Documents that others published, read from beside the project; absent, a test is skipped, and in CI it fails.

The same for tools that users never need, such as Node.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest

BESIDE_THE_PROJECT = Path(__file__).resolve().parents[2] / "shared"
BENCHMARK_CREDENTIAL = Path(__file__).resolve().parents[1] / "benchmarks/data/credential-92.json"  # our own
SHARED = Path(os.environ.get("SCEAU_SHARED", BESIDE_THE_PROJECT))


def published(path: str) -> Path:
    """The file or folder at this path of the published material, for instance "vectors/jcs"."""
    found = SHARED / path
    if not found.exists():
        _do_without(f"the published material {path} is not beside the project")
    return found


def tool(*names: str) -> str:
    """The path of a program that the tests use when it is there, for instance "node"; the first of its names."""
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        _do_without(f"{names[0]} is not installed")
    return found


def _do_without(reason: str) -> NoReturn:
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason, allow_module_level=True)
