"""What `sceau keys show` says: the keys that a file publishes or holds, without any secret."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sceau.cli.language import say
from sceau.engine.errors import Reason
from sceau.engine.keys.controller import VerificationMethod, verification_methods
from sceau.engine.keys.stamps import write_stamp
from sceau.outside import keyfiles
from sceau.outside.keyfiles import UnusableKeyFile, document_beside

if TYPE_CHECKING:
    from sceau.engine.strict_json import JsonObject

NOT_PUBLISHED = Reason(
    "keys.not_published",
    fr="{file} ne montre aucune clé ; le document DID qui la publie manque peut-être à côté ({document})",
    en="{file} shows no key; the DID document that publishes it may be missing beside it ({document})",
)


def show(path: Path, *, as_json: bool) -> int:
    """Show the keys of a file; gives the exit status. raises: OSError, UnusableKeyFile, MalformedController"""
    document, wanted = _shown(path)
    methods = [] if document is None else verification_methods(document)
    methods = [method for method in methods if wanted in (None, method.id)]
    if not methods:
        raise UnusableKeyFile(NOT_PUBLISHED, file=path.name, document=document_beside(path).name)
    _tell_methods(methods, as_json=as_json)
    if wanted is not None and keyfiles.readable_by_others(path):
        sys.stderr.write(
            say(
                fr=f"Attention\u00a0: d’autres comptes de cette machine peuvent lire {path} (chmod 600 {path}).\n",
                en=f"Mind: other accounts of this machine can read {path} (chmod 600 {path}).\n",
            )
        )
    return 0


def _shown(path: Path) -> tuple[JsonObject | None, str | None]:
    """The document that publishes what the file holds, and the id of its key; no id for a whole document."""
    names = keyfiles.read_names(path)
    if names is not None:
        beside = document_beside(path)
        return keyfiles.read_document(beside) if beside.exists() else None, names[0]
    document = keyfiles.read_document(path)
    if document is not None:
        return document, None
    held = keyfiles.read_key(path)
    return held.document or _bare_document(held), held.method


def _bare_document(held: keyfiles.KeyFile) -> JsonObject:
    """What a key file says of its key when no DID document lies beside it."""
    from sceau.engine.keys.jwk import to_jwk  # noqa: PLC0415 -- only for this rare case

    jwk = to_jwk(held.key.public_key)
    method = {"id": held.method, "type": "JsonWebKey", "controller": held.controller, "publicKeyJwk": jwk}
    return {"id": held.controller, "assertionMethod": [method]}


def _tell_methods(methods: list[VerificationMethod], *, as_json: bool) -> None:
    if as_json:
        rows = [
            {
                "method": method.id,
                "controller": method.controller,
                "algorithm": method.key.algorithm,
                "expires": method.expires and write_stamp(method.expires),
                "revoked": method.revoked and write_stamp(method.revoked),
            }
            for method in methods
        ]
        sys.stdout.write(json.dumps({"keys": rows}, ensure_ascii=False) + "\n")
        return
    write_rows([(f"{method.id} ({method.key.algorithm})", _life(method)) for method in methods])


def _life(method: VerificationMethod) -> str:
    if method.revoked is not None:
        return say(fr="révoquée depuis ", en="revoked since ") + write_stamp(method.revoked)
    if method.expires is not None:
        return say(fr="jusqu’à ", en="until ") + write_stamp(method.expires)
    return say(fr="en usage", en="in use")


def write_rows(rows: list[tuple[str, str]]) -> None:
    """Write labels and values, in two columns."""
    width = max(len(label) for label, _ in rows)
    sys.stdout.write("".join(f"{label:{width}}  {value}\n" for label, value in rows))
