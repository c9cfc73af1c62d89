"""What this room holds about people, as `sceau.people` asks for it: for how long, to erase, to export."""

from __future__ import annotations

from sceau.assessment.personal import erasure, export, retention


def register() -> None:
    """Tell the room of people; called once, when Django is ready."""
    retention.register()
    erasure.register()
    export.register()
