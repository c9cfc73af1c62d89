"""What follows which act; each module registers its functions with `sceau.jobs.registry.follows`."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules


def load() -> None:
    """Import every module of this package."""
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
