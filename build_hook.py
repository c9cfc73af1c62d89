"""What a wheel carries beyond the source: the compiled catalogue, for places where nothing can be written."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Catalogue(BuildHookInterface):  # type: ignore[misc]  # hatchling has no types here
    """Compiles the English before the files of the wheel are gathered."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling."""
        root = Path(self.root)
        sys.path.insert(0, str(root / "src"))
        from sceau.web import translations  # noqa: PLC0415 -- found only now

        translations.keep_fresh()
        build_data["artifacts"].append(f"/{translations.COMPILED.relative_to(root).as_posix()}")
