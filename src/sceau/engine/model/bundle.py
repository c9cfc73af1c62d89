"""The file that needs nobody: a credential with all that it takes to verify it, as one JSON object.

What it holds besides the credential comes from whoever hands it over, and proves nothing alone: see `checks.handed`.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from sceau.engine.errors import EngineError, Reason
from sceau.engine.model.dates import format_datetime, parse_datetime
from sceau.engine.strict_json import MAXIMUM_BYTES, JsonObject, parse_object
from sceau.engine.values import as_text

TYPE: Final = "sceau.bundle"
VERSION: Final = 1
MAXIMUM_BUNDLE: Final = 4 * 1024 * 1024
MOST_DOCUMENTS: Final = 40
_BEGINS_WITHIN: Final = 200  # bytes in which a bundle says that it is one

NOT_A_BUNDLE = Reason(
    "bundle.malformed",
    fr="ce dossier de preuve est abîmé ({member})\u00a0: redemandez-le, ou présentez la preuve seule",
    en="this bundle is damaged ({member}): ask for it again, or present the credential alone",
)
LATER_VERSION = Reason(
    "bundle.later_version",
    fr="ce dossier de preuve est d’une version que Sceau ne lit pas encore ({version})\u00a0: présentez la preuve "
    "qu’il contient",
    en="this bundle is of a version that Sceau does not read yet ({version}): present the credential that it holds",
)


class MalformedBundle(EngineError):
    """A bundle that cannot be read."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """A credential, and what it takes to verify it with no network.

    name:        of the credential's file
    credential:  byte for byte as it was signed
    made_at:     when the documents were gathered, as whoever made the bundle says
    documents:   address → what was published there
    resources:   what the credential ties to itself, by the id that it gives them
    contexts:    URL → {"sha256": of its JCS form, "document"}: for other verifiers, ours has its own
    """

    name: str
    credential: bytes
    made_at: datetime
    documents: Mapping[str, bytes] = field(default_factory=lambda: MappingProxyType({}))
    resources: Mapping[str, bytes] = field(default_factory=lambda: MappingProxyType({}))
    contexts: Mapping[str, JsonObject] = field(default_factory=lambda: MappingProxyType({}))


def is_bundle(data: bytes) -> bool:
    """Whether a file says at its beginning that it is a bundle."""
    start = data[:_BEGINS_WITHIN].lstrip(b"\xef\xbb\xbf \t\r\n")
    return start.startswith(b"{") and b'"' + TYPE.encode() + b'"' in start


def write_bundle(bundle: Bundle) -> bytes:
    """The file: always the same bytes for the same bundle."""
    whole = {
        "type": TYPE,
        "version": VERSION,
        "made_at": format_datetime(bundle.made_at),
        "credential": {"name": bundle.name, "content": _written(bundle.credential)},
        "documents": {url: _written(body) for url, body in sorted(bundle.documents.items())},
        "resources": {name: _written(body) for name, body in sorted(bundle.resources.items())},
        "contexts": dict(sorted(bundle.contexts.items())),
    }
    return json.dumps(whole, ensure_ascii=False, indent=1).encode() + b"\n"


def read_bundle(data: bytes) -> Bundle:
    """The bundle in a file. Its contexts are left: a verifier uses those that it knows.

    raises:  MalformedJson, MalformedCredential for a date, MalformedBundle
    """
    whole = parse_object(data, limit=MAXIMUM_BUNDLE)
    if whole.get("type") != TYPE:
        raise MalformedBundle(NOT_A_BUNDLE, member="type")
    if whole.get("version") != VERSION:
        raise MalformedBundle(LATER_VERSION, pointer="/version", version=as_text(whole.get("version"))[:20])
    held = whole.get("credential")
    name = held.get("name") if isinstance(held, dict) else None
    if not isinstance(held, dict) or not isinstance(name, str):
        raise MalformedBundle(NOT_A_BUNDLE, pointer="/credential", member="credential")
    content = _read(held.get("content"), "credential")
    if len(content) > MAXIMUM_BYTES:
        raise MalformedBundle(NOT_A_BUNDLE, pointer="/credential/content", member="credential")
    return Bundle(
        name,
        content,
        parse_datetime(whole.get("made_at"), "/made_at"),
        _all(whole.get("documents", {}), "documents"),
        _all(whole.get("resources", {}), "resources"),
    )


def _written(body: bytes) -> Any:
    """A text as it is; bytes that are none in base64."""
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return {"base64": b64encode(body).decode()}


def _all(value: Any, member: str) -> dict[str, bytes]:
    if not isinstance(value, dict) or len(value) > MOST_DOCUMENTS:
        raise MalformedBundle(NOT_A_BUNDLE, pointer=f"/{member}", member=member)
    return {name: _read(body, member) for name, body in value.items()}


def _read(value: Any, member: str) -> bytes:
    if isinstance(value, str):
        return value.encode()
    text = value.get("base64") if isinstance(value, dict) and len(value) == 1 else None
    try:
        return b64decode(text, validate=True) if isinstance(text, str) else _refused(member)
    except (NotBase64, ValueError) as error:
        raise MalformedBundle(NOT_A_BUNDLE, pointer=f"/{member}", member=member) from error


def _refused(member: str) -> bytes:
    raise MalformedBundle(NOT_A_BUNDLE, pointer=f"/{member}", member=member)
