"""Private keys in files: made, written so that only their owner reads them, read back."""

from __future__ import annotations

import json
import os
import re
import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sceau.engine.errors import EngineError, MalformedJson, Reason
from sceau.engine.keys.controller import method_with_key
from sceau.engine.keys.multikey import decode_secret, encode_public
from sceau.engine.keys.private import SEED_LENGTH, PrivateKey, generate
from sceau.engine.strict_json import parse_object

if TYPE_CHECKING:
    from collections.abc import Callable

    from sceau.engine.strict_json import JsonObject

ALGORITHMS = (*SEED_LENGTH, "RSA")
RSA_BITS = 3072  # ANSSI, guide des mécanismes cryptographiques 2.04, RègleFact: for use beyond 2030
SHORTEST_PASSPHRASE = 12  # PKCS#8 stretches it too little for a shorter one to resist
LARGEST_FILE = 65_536
OWNER_ONLY = 0o600

_BEGIN = b"-----BEGIN "
_NAMES = re.compile(r"^(id|controller): (\S+)$", re.MULTILINE)

NOT_A_KEY_FILE = Reason(
    "keyfile.not_a_key_file",
    fr="{file} n’est pas un fichier de clé privée (Multikey en JSON, ou PKCS#8 en PEM)",
    en="{file} is not a private key file (Multikey as JSON, or PKCS#8 as PEM)",
)
OTHER_PUBLIC_KEY = Reason(
    "keyfile.other_public_key",
    fr="dans {file}, la clé publique n’est pas celle de la clé privée",
    en="in {file}, the public key does not belong to the private one",
)
NAMELESS = Reason(
    "keyfile.nameless",
    fr="{file} ne dit pas de quel émetteur est cette clé ; placez à côté le document DID qui la publie, "
    "sous le nom {document}",
    en="{file} does not say whose key this is; put the DID document that publishes it beside it, as {document}",
)
PASSPHRASE_NEEDED = Reason(
    "keyfile.passphrase_needed",
    fr="{file} est protégé par une phrase secrète : donnez-la (--passphrase, ou --passphrase-file FICHIER)",
    en="{file} is protected by a passphrase: give it (--passphrase, or --passphrase-file FILE)",
)
WRONG_PASSPHRASE = Reason(
    "keyfile.wrong_passphrase",
    fr="la phrase secrète n’ouvre pas {file}",
    en="the passphrase does not open {file}",
)
SHORT_PASSPHRASE = Reason(
    "keyfile.short_passphrase",
    fr="une phrase secrète a au moins {shortest} caractères",
    en="a passphrase has at least {shortest} characters",
)


class UnusableKeyFile(EngineError):
    """A private key that cannot be had from its file."""


@dataclass(frozen=True, slots=True)
class KeyFile:
    """A private key and what it is called.

    method:      the absolute URL of the key
    controller:  the DID of the issuer whose key it is
    document:    the DID document beside the file, None when there is none
    """

    key: PrivateKey
    method: str
    controller: str
    document: JsonObject | None


def new_key(algorithm: str) -> PrivateKey:
    """A new private key, from the system's randomness.

    algorithm:  one of ALGORITHMS
    raises:     MalformedKey
    """
    if algorithm == "RSA":
        return PrivateKey.from_native(rsa.generate_private_key(65537, RSA_BITS))
    return generate(algorithm, secrets.token_bytes(SEED_LENGTH.get(algorithm, 0)))


def document_beside(path: Path) -> Path:
    """Where the DID document of a key file lies: greta.json → greta.did.json."""
    return path.with_name(f"{path.name.removesuffix(path.suffix)}.did.json")


def write_key(path: Path, key: PrivateKey, *, method: str, controller: str, passphrase: str | None = None) -> None:
    """Write a private key to a new file that only its owner reads.

    Without passphrase a Multikey as JSON (RSA, which has no such form: PKCS#8), with one PKCS#8, encrypted.

    raises:  FileExistsError; UnusableKeyFile when the passphrase is too short
    source:  Controlled Identifiers 1.0, §2.2.2 "Multikey"; RFC 5958; RFC 7468 §5.2 for the lines before the key
    """
    if passphrase is not None and len(passphrase) < SHORTEST_PASSPHRASE:
        raise UnusableKeyFile(SHORT_PASSPHRASE, shortest=SHORTEST_PASSPHRASE)
    if passphrase is None and key.algorithm != "RSA":
        data = _multikey(key, method, controller)
    else:
        data = f"id: {method}\ncontroller: {controller}\n".encode() + _pem(key, passphrase)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)


def read_key(path: Path, passphrase: Callable[[], str] | None = None) -> KeyFile:
    """Read a private key.

    passphrase:  asked only when the file needs one
    raises:      OSError; UnusableKeyFile, MalformedKey; MalformedJson of the DID document beside it
    """
    data = _read(path)
    document = _document(path)
    if _BEGIN in data:
        key = _open_pem(path, data, passphrase)
        names = _names_in(data)
        if len(names) != 2:  # noqa: PLR2004 -- id and controller
            names = _names_by(document, key, path)
        return KeyFile(key, names["id"], names["controller"], document)
    try:
        whole = parse_object(data)
    except MalformedJson as error:
        raise UnusableKeyFile(NOT_A_KEY_FILE, file=path.name) from error
    secret, method, controller = (whole.get(name) for name in ("secretKeyMultibase", "id", "controller"))
    if not (isinstance(secret, str) and isinstance(method, str) and isinstance(controller, str)):
        raise UnusableKeyFile(NOT_A_KEY_FILE, file=path.name)
    key = decode_secret(secret)
    if whole.get("publicKeyMultibase") != encode_public(key.public_key):
        raise UnusableKeyFile(OTHER_PUBLIC_KEY, file=path.name)
    return KeyFile(key, method, controller, document)


def read_names(path: Path) -> tuple[str, str] | None:
    """The id and the controller that a key file gives without being opened; None when it gives none.

    raises:  OSError, UnusableKeyFile
    """
    names = _names_in(_read(path))
    return (names["id"], names["controller"]) if len(names) == 2 else None  # noqa: PLR2004 -- id and controller


def read_document(path: Path) -> JsonObject | None:
    """The DID document that a file is; None when it is something else.

    raises:  OSError, UnusableKeyFile, MalformedJson
    """
    data = _read(path)
    whole = {} if _BEGIN in data else parse_object(data)
    return whole if "verificationMethod" in whole else None


def write_document(path: Path, document: JsonObject, *, replace: bool = False) -> None:
    """Write a DID document, whole or not at all.

    raises:  FileExistsError unless it may be replaced
    """
    text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    if not replace:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
        return
    with NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, prefix=f".{path.name}.", delete=False) as draft:
        draft.write(text)
    new = Path(draft.name)
    new.chmod(path.stat().st_mode)
    new.replace(path)


def readable_by_others(path: Path) -> bool:
    """Whether other accounts of this machine may read the file."""
    return os.name == "posix" and bool(path.stat().st_mode & 0o077)


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        data = file.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        raise UnusableKeyFile(NOT_A_KEY_FILE, file=path.name)
    return data


def _document(path: Path) -> JsonObject | None:
    with suppress(FileNotFoundError):
        return parse_object(document_beside(path).read_bytes())
    return None


def _multikey(key: PrivateKey, method: str, controller: str) -> bytes:
    whole = {
        "@context": "https://w3id.org/security/multikey/v1",
        "id": method,
        "type": "Multikey",
        "controller": controller,
        "publicKeyMultibase": encode_public(key.public_key),
        "secretKeyMultibase": key.secret_multibase,
    }
    return (json.dumps(whole, indent=2) + "\n").encode()


def _pem(key: PrivateKey, passphrase: str | None) -> bytes:
    encryption: serialization.KeySerializationEncryption = serialization.NoEncryption()
    if passphrase is not None:
        encryption = serialization.BestAvailableEncryption(passphrase.encode())
    return key.native().private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, encryption)


def _open_pem(path: Path, data: bytes, passphrase: Callable[[], str] | None) -> PrivateKey:
    password = None
    if b"ENCRYPTED" in data:
        if passphrase is None:
            raise UnusableKeyFile(PASSPHRASE_NEEDED, file=path.name)
        password = passphrase().encode()
    try:
        native = serialization.load_pem_private_key(data[data.index(_BEGIN) :], password or None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise UnusableKeyFile(WRONG_PASSPHRASE if b"ENCRYPTED" in data else NOT_A_KEY_FILE, file=path.name) from error
    if not isinstance(native, Ed25519PrivateKey | ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        raise UnusableKeyFile(NOT_A_KEY_FILE, file=path.name)
    return PrivateKey.from_native(native)


def _names_in(data: bytes) -> dict[str, str]:
    """The lines before the key."""
    return dict(_NAMES.findall(data.partition(_BEGIN)[0].decode("utf-8", "replace")))


def _names_by(document: JsonObject | None, key: PrivateKey, path: Path) -> dict[str, str]:
    """What the DID document beside the file calls the key."""
    method = method_with_key(document, key.public_key) if document is not None else None
    if method is None:
        raise UnusableKeyFile(NAMELESS, file=path.name, document=document_beside(path).name)
    return {"id": method.id, "controller": method.controller}
