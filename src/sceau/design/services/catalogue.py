"""What everybody finds, kept in step with what is published."""

from __future__ import annotations

from sceau.design.models import Design


def refresh_entry(design: Design) -> None:
    """Make the entry of a design anew from the version that is offered, or take it out."""
