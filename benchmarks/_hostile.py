"""Files of 256 kB made to hold a verifier up; each must be refused quickly, as a report and never as an exception."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator
from typing import Any

import orjson
from _subject import CONTEXTS, CREATED, ED25519, LIST_URL, benchmark_credential

from sceau.engine.keys.multibase import encode_base58, encode_base64url
from sceau.engine.proofs.eddsa_rdfc_2022 import SUITE
from sceau.engine.status.bitstring import StatusList
from sceau.engine.status.documents import status_list_credential

SIZE = 256 * 1024

FRENCH = {
    "objects in objects": "objets emboîtés",
    "arrays in arrays": "listes emboîtées",
    "many names": "beaucoup de noms",
    "the same name again": "le même nom répété",
    "a long number": "un long nombre",
    "text to escape": "texte à échapper",
    "many contexts": "beaucoup de contextes",
    "many types": "beaucoup de types",
    "anonymous parts": "parties anonymes",
    "parts alike": "parties semblables",
    "parts named": "parties nommées",
    "texts with a language": "textes avec leur langue",
    "many proofs": "beaucoup de preuves",
    "sixteen proofs that hold": "seize preuves qui tiennent",
    "the same, over parts alike": "les mêmes, sur des parties semblables",
    "many statuses": "beaucoup d’états",
    "many endorsements": "beaucoup de recommandations",
    "many schemas": "beaucoup de schémas",
    "many resources": "beaucoup de documents liés",
    "a long signature": "une longue signature",
    "a long key": "une longue clé",
    "a long token": "un long JWT",
    "PNG of many chunks": "PNG aux nombreux blocs",
    "PNG, text that unpacks": "PNG, texte qui se déplie",
    "SVG with entities": "SVG avec entités",
    "SVG in depth": "SVG emboîté",
    "status list that unpacks": "liste d’états qui se déplie",
    "endorsements with proofs": "recommandations aux nombreuses preuves",
}


def _json(document: Any) -> bytes:
    return orjson.dumps(document)


def _signed(**members: Any) -> dict[str, Any]:
    """A credential with these members and a proof that looks right, so that everything before the signature is done."""
    proof = ED25519.secured(benchmark_credential(), "eddsa-rdfc-2022")["proof"]
    return benchmark_credential() | {"proof": proof} | members


def _filled(make: Callable[[int], Any], before: dict[str, Any], member: str, *first: Any) -> bytes:
    """A credential with as many of one thing as 256 kB take."""
    room = SIZE - len(_json(before)) - 512
    return _json(before | {member: [*first, *map(make, range(room // (len(_json(make(99999))) + 1)))]})


def _alike() -> bytes:
    """Pieces of evidence alike, with nine parts alike each: nine factorial orders to try."""
    part = {"type": ["Alignment"], "targetName": "x", "targetUrl": "https://badges.example/x"}
    return _filled(lambda _: {"type": ["Evidence"], "alignment": [part] * 9}, _signed(), "evidence")


def _proved(document: dict[str, Any], times: int) -> bytes:
    """The document with proofs that hold, as an issuer of bad faith makes them: nothing is refused to itself."""
    options = {name: value for name, value in _signed()["proof"].items() if name != "proofValue"}
    data = SUITE.signing_input(document, options, CONTEXTS, algorithm="Ed25519")
    proof = {**options, "proofValue": "z" + encode_base58(ED25519.signer.sign(data))}
    return _json(document | {"proof": [proof] * times})


def _evidence(count: int, **members: Any) -> dict[str, Any]:
    """A credential with so many pieces of evidence."""
    pieces = [{"id": f"urn:x:{number}", "type": ["Evidence"], "name": "x", **members} for number in range(count)]
    return benchmark_credential() | {"evidence": pieces}


def _endorsement() -> dict[str, Any]:
    """An endorsement with a proof that verifies."""
    return ED25519.secured(
        {
            "@context": benchmark_credential()["@context"],
            "id": "urn:uuid:0b9a8c3e-4f0c-4d6e-9df1-6f1f5b7f7a11",
            "type": ["VerifiableCredential", "EndorsementCredential"],
            "issuer": {"id": ED25519.did, "type": ["Profile"]},
            "validFrom": "2026-01-15T10:00:00Z",
            "name": "x",
            "credentialSubject": {"id": "urn:x:y", "type": ["EndorsementSubject"], "endorsementComment": "x"},
        },
        "eddsa-rdfc-2022",
    )


def _endorsed(part: dict[str, Any]) -> bytes:
    """Endorsements with many proofs each, over parts alike, in a credential whose own proof is quick to verify."""
    made = []
    for number in range(15):
        unsigned = {name: value for name, value in _endorsement().items() if name != "proof"}
        unsigned["id"] = f"urn:uuid:{number:08d}-0000-4000-8000-000000000000"
        unsigned["credentialSubject"]["id"] = benchmark_credential()["id"]
        unsigned["evidence"] = [{"type": ["Evidence"], "alignment": [part] * 4}] * 20
        made.append(orjson.loads(_proved(unsigned, 16)))
    return _json(ED25519.secured(benchmark_credential() | {"endorsement": made}, "eddsa-jcs-2022"))


def _bomb() -> bytes:
    """A signed status list of 256 kB that unpacks to 190 MB."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    packed = b"".join(packer.compress(bytes(1 << 20)) for _ in range(190)) + packer.flush()
    unsigned = status_list_credential(LIST_URL, ED25519.did, StatusList.new(), purpose="revocation", valid_from=CREATED)
    unsigned["credentialSubject"]["encodedList"] = "u" + encode_base64url(packed)
    return _json(ED25519.secured(unsigned, "eddsa-rdfc-2022"))


def _png(*chunks: tuple[bytes, bytes]) -> bytes:
    head = (b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    pieces = [b"\x89PNG\r\n\x1a\n"]
    for kind, data in (head, *chunks, (b"IDAT", zlib.compress(b"\0\0")), (b"IEND", b"")):
        pieces.append(struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)))
    return b"".join(pieces)


def hostile_files() -> Iterator[tuple[str, bytes]]:
    """Each file with a name for it. Most are credentials that are right but for one member, and for the signature."""
    status, schema = (benchmark_credential()[name] for name in ("credentialStatus", "credentialSchema"))
    contexts = benchmark_credential()["@context"]
    proof = _signed()["proof"]
    endorsement = _endorsement()
    part = {"type": ["Alignment"], "targetName": "x", "targetUrl": "https://badges.example/x"}
    svg = b'<svg xmlns="http://www.w3.org/2000/svg">'
    yield "objects in objects", b'{"a":' * 40_000 + b"1" + b"}" * 40_000
    yield "arrays in arrays", b"[" * (SIZE // 2) + b"]" * (SIZE // 2)
    yield "many names", _json({f"name{number}": number for number in range(13_000)})
    yield "the same name again", b"{" + b",".join(b'"a":1' for _ in range(43_000)) + b"}"
    yield "a long number", b'{"a":' + b"9" * (SIZE - 10) + b"}"
    yield "text to escape", _json(_signed(name="\u0007" * 42_000))
    yield "many contexts", _filled(lambda _: contexts[0], _signed(), "@context", *contexts)
    yield (
        "many types",
        _filled(lambda n: f"urn:x:{n}", _signed(), "type", "VerifiableCredential", "OpenBadgeCredential"),
    )
    yield "anonymous parts", _filled(lambda n: {"type": ["Evidence"], "name": str(n)}, _signed(), "evidence")
    yield "parts alike", _alike()
    yield (
        "parts named",
        _filled(lambda n: {"id": f"urn:x:{n}", "type": ["Evidence"], "name": "x"}, _signed(), "evidence"),
    )
    yield "texts with a language", _filled(lambda n: {"@value": str(n), "@language": "fr"}, _signed(), "name")
    yield "many proofs", _filled(lambda _: proof, _signed(), "proof")
    yield "sixteen proofs that hold", _proved(_evidence(830, genre="x" * 200), 16)
    yield (
        "the same, over parts alike",
        _proved(_evidence(0) | {"evidence": [{"type": ["Evidence"], "alignment": [part] * 4}] * 20}, 16),
    )
    yield "many statuses", _filled(lambda _: status, _signed(), "credentialStatus")
    yield "many endorsements", _filled(lambda _: endorsement, _signed(), "endorsement")
    yield "endorsements with proofs", _endorsed(part)
    yield "many schemas", _filled(lambda _: schema[0], _signed(), "credentialSchema")
    resource = {"digestSRI": "sha256-" + "A" * 43 + "="}
    yield "many resources", _filled(lambda n: {"id": f"urn:x:{n}", **resource}, _signed(), "relatedResource")
    yield "a long signature", _json(_signed(proof=proof | {"proofValue": "z" + "2" * 200_000}))
    yield (
        "a long key",
        _json(
            _signed(
                issuer="did:key:z" + "2" * 200_000, proof=proof | {"verificationMethod": "did:key:z" + "2" * 50_000}
            )
        ),
    )
    yield (
        "a long token",
        ".".join(["eyJhbGciOiJFZERTQSJ9", encode_base64url(_json(_signed(name="x" * 190_000))), "AA"]).encode(),
    )
    yield "PNG of many chunks", _png(*[(b"tEXt", b"a\0b")] * 17_000)
    yield "PNG, text that unpacks", _png((b"iTXt", b"openbadgecredential\0\1\0\0\0" + zlib.compress(bytes(190 << 20))))
    yield (
        "SVG with entities",
        b'<!DOCTYPE svg [<!ENTITY a "' + b"a" * 200_000 + b'">]>' + svg + b"&a;" * 9_000 + b"</svg>",
    )
    yield "SVG in depth", svg + b"<g>" * 30_000 + b"</g>" * 30_000 + b"</svg>"
    yield "status list that unpacks", _json(ED25519.secured(benchmark_credential(), "eddsa-rdfc-2022"))


def published() -> dict[str, bytes]:
    """What the issuer of the hostile files serves: the status list that unpacks without end."""
    return {LIST_URL: _bomb()}
