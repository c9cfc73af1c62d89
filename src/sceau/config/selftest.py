"""The keys are looked at before the house opens, and now and then afterwards."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.utils.module_loading import import_string

from sceau.engine.errors import Reason
from sceau.keyring.selftest import Fault, faults

AGAIN_AFTER = timedelta(minutes=10)  # opening every key in service takes a fraction of a millisecond each

WRONG_KEYS = Reason(
    "config.wrong_keys",
    "Sceau ne démarre pas : les clés de signature sont à reprendre\n{faults}\n"
    "La conduite à tenir est dans docs/administrer.md",
    "Sceau does not start: the signing keys are to be mended\n{faults}\nWhat to do is in docs/administer.md",
)

_last: tuple[datetime, int] | None = None


class WrongKeys(Exception):
    """Keys that nobody may sign with: shared, known to all, or that do not open."""

    def __init__(self, found: list[Fault]) -> None:
        super().__init__(WRONG_KEYS, tuple(found))
        self.reason = WRONG_KEYS
        self.found = tuple(found)

    def sentence(self, language: str) -> str:
        """All of them, one a line, in "fr" or "en"."""
        lines = "\n".join(f"  ■ {fault.sentence(language)}." for fault in self.found)
        return self.reason.sentence(language, {"faults": lines})


def refuse_wrong_keys() -> None:
    """Go on only when every key is as it must be.

    raises:  WrongKeys
    """
    found = faults(store=import_string(settings.SCEAU_PORTS)().keys)
    if found:
        raise WrongKeys(found)


def count_of_faults(*, now: datetime) -> int:
    """How many faults the keys have, looked at every ten minutes by each process."""
    global _last  # noqa: PLW0603 -- what this process found, and when
    if _last is None or now - _last[0] > AGAIN_AFTER:
        _last = (now, len(faults(store=import_string(settings.SCEAU_PORTS)().keys, with_journal=False)))
    return _last[1]
