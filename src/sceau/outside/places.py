"""Where things outside are, as settings tell it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Place:
    """Where a bucket is, and who asks.

    endpoint:  such as https://s3.fr-par.scw.cloud
    prefix:    "" or a folder inside it, without slashes around
    """

    endpoint: str
    bucket: str
    prefix: str
    region: str
    key: str
    secret: str = field(repr=False)
