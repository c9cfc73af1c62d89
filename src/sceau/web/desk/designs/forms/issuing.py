"""Sixth step: how it is issued, how long it lasts, what it costs."""

from __future__ import annotations

from typing import ClassVar

from sceau.web.desk.designs.forms.base import Step


class IssuingStep(Step):
    """See the module."""

    name: ClassVar = "issuing"
    pieces: ClassVar = ()
