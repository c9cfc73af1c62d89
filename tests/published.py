"""Documents that others published, read from beside the project; absent, a test is skipped, and in CI it fails."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


def published(path: str) -> Path:
    """The file or folder at this path of the published material, for instance "vectors/jcs"."""
    found = SHARED / path
    if not found.exists():
        reason = f"the published material {path} is not beside the project"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason, allow_module_level=True)
    return found
