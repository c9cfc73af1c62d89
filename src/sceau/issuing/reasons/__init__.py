"""Why something is refused: a module for each part of the room."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from sceau.engine.errors import Reason


def by_code(code: str) -> Reason | None:
    """The reason of this room that has the code."""
    return _all().get(code)


@cache
def _all() -> dict[str, Reason]:
    modules = [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)]
    there = [each for module in modules for each in vars(module).values() if isinstance(each, Reason)]
    return {each.code: each for each in there}
