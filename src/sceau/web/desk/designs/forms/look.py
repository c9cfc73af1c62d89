"""Fifth step: how it presents itself."""

from __future__ import annotations

from typing import ClassVar

from sceau.web.desk.designs.forms.base import Step


class LookStep(Step):
    """See the module."""

    name: ClassVar = "look"
    pieces: ClassVar = ()
