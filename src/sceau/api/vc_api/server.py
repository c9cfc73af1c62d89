"""What the conformance server was started with."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from sceau.engine.ports import Fetcher


@dataclass(frozen=True, slots=True)
class Conformance:
    """The setting SCEAU_CONFORMANCE, without which nothing here works.

    base:      where it is reached, without a final slash
    seed:      32 bytes, of which the keys are made
    fetcher:   the way to other people's documents; None for the guarded client, which here reaches this machine too,
               as suites serve what they test with
    """

    base: str
    seed: bytes
    fetcher: Fetcher | None = None


def server() -> Conformance:
    """raises: ImproperlyConfigured under any settings but those of `sceau conformance`"""
    found = getattr(settings, "SCEAU_CONFORMANCE", None)
    if not isinstance(found, Conformance):
        raise ImproperlyConfigured(
            "sceau.api.vc_api issues in the name of test issuers to whoever asks: it is for `sceau conformance` only / "
            "sceau.api.vc_api délivre à qui le demande au nom d’émetteurs d’essai : il n’est que pour "
            "`sceau conformance`"
        )
    return found
