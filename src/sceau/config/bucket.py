"""The bucket that holds files, from one address."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, unquote, urlsplit

from sceau.outside.places import Place

SCHEMES = {"s3": "https", "s3+clear": "http"}  # in clear: for storage on this machine or in a network of one's own
DEFAULT_REGION = "us-east-1"  # what storage that knows no regions expects to be told
_BUCKET = re.compile(r"[a-z0-9][a-z0-9.\-]{1,61}[a-z0-9]")
_REGION = re.compile(r"[a-z0-9-]{1,40}")


def bucket_place(url: str) -> Place:
    """The place that an address of the form s3://key:secret@host[:port]/bucket[/folder][?region=…] names.

    raises:  ValueError
    """
    parts = urlsplit(url)
    bucket, _, prefix = parts.path.strip("/").partition("/")
    asked = parse_qs(parts.query, strict_parsing=True) if parts.query else {}
    region = asked.pop("region", [DEFAULT_REGION])[-1]
    if parts.scheme not in SCHEMES or not parts.hostname or not parts.username or not parts.password:
        raise ValueError
    if asked or parts.fragment or not _BUCKET.fullmatch(bucket) or not _REGION.fullmatch(region):
        raise ValueError
    port = f":{parts.port}" if parts.port else ""
    return Place(
        endpoint=f"{SCHEMES[parts.scheme]}://{parts.hostname}{port}",
        bucket=bucket,
        prefix=prefix.strip("/"),
        region=region,
        key=unquote(parts.username),
        secret=unquote(parts.password),
    )
