"""How the documents in hostile/ were made, and the large ones, which are not kept.

Run it to make them again: `python tests/engine/checks/hostile_documents.py`.

Each is a credential by an attacker who has a key of their own (did:key) or who alters what others signed. The signing
key of the "honest" ones is that of `verifying.Issuer()`, published at badges.example.
"""

from __future__ import annotations

import copy
import gzip
import json
import sys
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "hostile"
if __name__ == "__main__":
    sys.path[:0] = [str(FOLDER.parents[2]), str(FOLDER.parents[3] / "src")]

from sceau.engine.images import bake  # noqa: E402
from sceau.engine.keys.jwk import to_jwk  # noqa: E402
from sceau.engine.keys.multibase import encode_base64url  # noqa: E402
from sceau.engine.status.documents import status_entry  # noqa: E402
from verifying import INDEX, LIST_URL, Issuer, credential, token_with  # noqa: E402

SIZE = 250_000  # bytes: a hostile file of 256 kB
LARGEST_KEPT = 16_384  # bytes
TERMS = {
    "validUntil": "https://www.w3.org/2018/credentials#validUntil",
    "credentialStatus": "https://www.w3.org/2018/credentials#credentialStatus",
    "credentialSubject": "https://www.w3.org/2018/credentials#credentialSubject",
    "type": "http://www.w3.org/1999/02/22-rdf-syntax-ns#type",
}
HONEST, FORGER, UNNAMED = Issuer(), Issuer(2, host="faussaire.example"), Issuer(9, host=None)
MAKERS: dict[str, Callable[[], bytes]] = {}


def hostile(name: str) -> Callable[[Callable[[], Any]], Callable[[], bytes]]:
    """Register the maker of a file; gives its bytes, whatever the maker returns."""

    def register(make: Callable[[], Any]) -> Callable[[], bytes]:
        def made() -> bytes:
            value = make()
            if isinstance(value, bytes):
                return value
            return (value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)).encode("utf-8")

        MAKERS[name] = made
        return made

    return register


def _with_subject(**members: Any) -> dict[str, Any]:
    document = credential(UNNAMED.id)
    document["credentialSubject"] |= members
    return document


def _unsigned_but_for_show(document: dict[str, Any], suite: str = "eddsa-rdfc-2022") -> dict[str, Any]:
    """With a proof of the right shape, so that verification goes on to the costly part."""
    shown = UNNAMED.badge()["proof"]
    shown["cryptosuite"] = suite
    if "jcs" in suite:
        shown["@context"] = document["@context"]
    return {**document, "proof": shown}


def _signed(document: dict[str, Any]) -> dict[str, Any]:
    """Truly signed with a suite that looks at no graph."""
    return UNNAMED.sign(document, cryptosuite="eddsa-jcs-2022")


@hostile("poison-graph.json")
def _() -> Any:
    """Two equal nodes without ids, each with equal nodes without ids: k! ways to name them."""
    aligned = {"type": ["Alignment"], "targetName": "x", "targetUrl": "https://x.example/"}
    results = [{"type": ["Result"], "value": "x", "alignment": [aligned] * 10} for _ in range(2)]
    return _unsigned_but_for_show(_with_subject(result=results))


@hostile("poison-graph-large.json")
def _() -> Any:
    results = [{"type": ["Result"], "value": "x"} for _ in range(7000)]
    return _unsigned_but_for_show(_with_subject(result=results))


@hostile("many-nodes.json")
def _() -> Any:
    results = [{"type": ["Result"], "value": str(n)} for n in range(6500)]
    return _unsigned_but_for_show(_with_subject(result=results))


@hostile("many-nodes-jcs.json")
def _() -> Any:
    return _signed(_with_subject(result=[{"type": ["Result"], "value": str(n)} for n in range(6500)]))


@hostile("many-languages.json")
def _() -> Any:
    names = [{"@value": str(n), "@language": "fr"} for n in range(5500)]
    return _unsigned_but_for_show({**credential(UNNAMED.id), "name": names})


@hostile("many-endorsements.json")
def _() -> Any:
    """An endorser who signs at will; each endorsement is good, and endorsed in turn."""
    endorsement = UNNAMED.sign(_endorsement(UNNAMED.id, 0), cryptosuite="eddsa-jcs-2022")
    inside = UNNAMED.sign(
        {**_endorsement(UNNAMED.id, 1), "endorsement": [endorsement] * 3}, cryptosuite="eddsa-jcs-2022"
    )
    return _signed({**credential(UNNAMED.id), "endorsement": [inside] * 45})


def _endorsement(issuer_id: str, number: int) -> dict[str, Any]:
    document = credential(issuer_id)
    return document | {
        "id": f"urn:uuid:5f1b5a0e-7d0c-4b44-8ad9-0d6f3d5a{number:04}",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "credentialSubject": {"id": document["id"], "type": ["EndorsementSubject"], "endorsementComment": "Très bien."},
    }


@hostile("many-good-proofs.json")
def _() -> Any:
    """Sixteen good proofs, each over a document as large as is still read."""
    document = credential(UNNAMED.id)
    document["credentialSubject"]["achievement"]["tag"] = [f"{n}{'x' * 40}" for n in range(4500)]
    for _ in range(16):
        document = UNNAMED.sign(document)
    return document


@hostile("many-endorsements-with-proofs.json")
def _() -> Any:
    endorsement = _endorsement(UNNAMED.id, 0)
    for _ in range(8):
        endorsement = UNNAMED.sign(endorsement, cryptosuite="eddsa-jcs-2022")
    return _signed({**credential(UNNAMED.id), "endorsement": [endorsement] * 40})


@hostile("many-status-entries.json")
def _() -> Any:
    entries = [status_entry(f"https://a{n}.example/list", n) for n in range(900)]
    return _signed({**credential(UNNAMED.id), "credentialStatus": entries})


@hostile("many-related-resources.json")
def _() -> Any:
    resources = [{"id": f"https://a.example/{n}", "digestSRI": "sha256-" + "A" * 43 + "="} for n in range(2000)]
    return _signed({**credential(UNNAMED.id), "relatedResource": resources})


@hostile("many-proofs.json")
def _() -> Any:
    badge = UNNAMED.badge()
    return {**badge, "proof": [badge["proof"]] * 600}


@hostile("many-contexts.json")
def _() -> Any:
    return _unsigned_but_for_show({**credential(UNNAMED.id), "@context": credential("")["@context"] * 1500})


@hostile("depth.json")
def _() -> bytes:
    return b'{"a":' * 40_000 + b"1" + b"}" * 40_000


@hostile("depth-arrays.json")
def _() -> bytes:
    return b"[" * 125_000 + b"]" * 125_000


@hostile("depth-inside.json")
def _() -> Any:
    nested: Any = "x"
    for _ in range(60):
        nested = {"id": "urn:x:1", "type": ["Profile"], "name": "x", "parentOrg": nested}
    return _unsigned_but_for_show(_with_subject(source=nested))


@hostile("duplicate-key.json")
def _() -> bytes:
    text = json.dumps(HONEST.badge(), ensure_ascii=False)
    return text.replace('"name": "Conduire', '"name": "Diplôme d’ingénieur", "name": "Conduire', 1).encode()


@hostile("not-a-number.json")
def _() -> str:
    return json.dumps(_with_subject(creditsEarned=float("nan")))


@hostile("huge-number.json")
def _() -> str:
    return json.dumps(_with_subject(creditsEarned=0)).replace('"creditsEarned": 0', f'"creditsEarned": {"9" * 200_000}')


@hostile("lone-surrogate.json")
def _() -> str:
    return json.dumps(HONEST.badge()).replace("Conduire", "\\ud800onduire", 1)


@hostile("not-utf8.json")
def _() -> bytes:
    return json.dumps(HONEST.badge(), ensure_ascii=False).encode("latin-1", "replace")


@hostile("unknown-context.json")
def _() -> Any:
    return _unsigned_but_for_show(
        {**credential(UNNAMED.id), "@context": [*credential("")["@context"], "https://evil.example/ctx"]}
    )


@hostile("inline-context.json")
def _() -> Any:
    inline = {"validUntil": "https://evil.example/nothing"}
    return _signed({**credential(UNNAMED.id), "@context": [*credential("")["@context"], inline]})


@hostile("nested-unknown-context.json")
def _() -> Any:
    return _signed(_with_subject(source={"@context": "https://evil.example/ctx", "id": "urn:x:1", "type": ["Profile"]}))


for _name in ("validUntil", "credentialStatus", "credentialSubject", "type"):

    @hostile(f"renamed-{_name}.json")
    def _(name: str = _name) -> Any:
        """The same graph, and so the same signature; a reader of the JSON no longer sees the member."""
        signed = HONEST.badge_with_status()
        return {TERMS[member] if member == name else member: value for member, value in signed.items()}


@hostile("renamed-expires-in-proof.json")
def _() -> Any:
    from datetime import timedelta

    from verifying import SIGNED_AT

    signed = HONEST.sign(credential(HONEST.id), expires=SIGNED_AT + timedelta(days=1))
    signed["proof"]["https://w3id.org/security#expiration"] = signed["proof"].pop("expires")
    return signed


@hostile("undefined-term.json")
def _() -> Any:
    return HONEST.badge() | {"honours": "summa cum laude"}


@hostile("subject-described-twice.json")
def _() -> Any:
    signed = HONEST.badge()
    signed["issuer"]["parentOrg"] = {"id": signed["id"], "type": ["Profile"], "name": "Autre"}
    return signed


@hostile("alg-none.jwt")
def _() -> str:
    header, payload = ({"alg": "none", "typ": "vc+jwt"}, credential(HONEST.id))
    return ".".join([encode_base64url(json.dumps(part).encode()) for part in (header, payload)]) + "."


@hostile("key-in-header.jwt")
def _() -> str:
    return token_with(
        {"alg": "EdDSA", "typ": "vc+jwt", "jwk": to_jwk(FORGER.signer.public_key)}, credential(HONEST.id), FORGER
    )


@hostile("key-of-another-in-kid.jwt")
def _() -> str:
    return token_with({"alg": "EdDSA", "typ": "vc+jwt", "kid": FORGER.method}, credential(HONEST.id), FORGER)


@hostile("algorithm-of-another-key.jwt")
def _() -> str:
    return token_with({"alg": "HS256", "typ": "vc+jwt", "kid": HONEST.method}, credential(HONEST.id), HONEST)


@hostile("large-header.jwt")
def _() -> str:
    return token_with({"alg": "EdDSA", "x": "x" * SIZE}, credential(UNNAMED.id), UNNAMED)


@hostile("wrong-controller.json")
def _() -> Any:
    return FORGER.sign(credential(HONEST.id))


@hostile("wrong-purpose.json")
def _() -> Any:
    return HONEST.sign(credential(HONEST.id), purpose="authentication")


@hostile("proof-removed.json")
def _() -> Any:
    return {name: value for name, value in HONEST.badge().items() if name != "proof"}


@hostile("proof-emptied.json")
def _() -> Any:
    return HONEST.badge() | {"proof": []}


@hostile("proof-of-another-suite.json")
def _() -> Any:
    signed = HONEST.badge()
    signed["proof"]["cryptosuite"] = "eddsa-jcs-2022"
    signed["proof"]["@context"] = signed["@context"]
    return signed


@hostile("proof-of-another-document.json")
def _() -> Any:
    return credential(HONEST.id, name="Autre") | {"proof": HONEST.badge()["proof"]}


@hostile("proof-value-long.json")
def _() -> Any:
    signed = HONEST.badge()
    signed["proof"]["proofValue"] = "z" + "1" * SIZE
    return signed


@hostile("chain-without-its-first.json")
def _() -> Any:
    first = HONEST.sign(credential(HONEST.id), proof_id="urn:uuid:5f1b5a0e-7d0c-4b44-8ad9-0d6f3d5a0001")
    chain = HONEST.sign(first, previous_proof="urn:uuid:5f1b5a0e-7d0c-4b44-8ad9-0d6f3d5a0001")
    return chain | {"proof": chain["proof"][1:]}


@hostile("chain-of-itself.json")
def _() -> Any:
    signed = HONEST.badge()
    name = "urn:uuid:5f1b5a0e-7d0c-4b44-8ad9-0d6f3d5a0001"
    signed["proof"] |= {"id": name, "previousProof": name}
    return signed


@hostile("endorsement-forged.json")
def _() -> Any:
    endorsement = FORGER.sign(_endorsement(HONEST.id, 1))
    return HONEST.sign(credential(HONEST.id, endorsement=[endorsement]), cryptosuite="eddsa-jcs-2022")


@hostile("lying-lengths.png")
def _() -> bytes:
    baked = bytearray(_badge_png())
    baked[33:37] = (0x7FFFFFFF).to_bytes(4, "big")  # the first chunk after IHDR says that it is 2 GB long
    return bytes(baked)


@hostile("truncated.png")
def _() -> bytes:
    return _badge_png()[:120]


@hostile("baked-twice.png")
def _() -> bytes:
    baked = _badge_png()
    end = 33 + 12 + int.from_bytes(baked[33:37], "big")
    return baked[:end] + baked[33:end] + baked[end:]


@hostile("compressed-bomb.png")
def _() -> bytes:
    text = b"openbadgecredential\0\1\0\0\0" + zlib.compress(b"{" * 40_000_000, 9)
    plain = _png()
    return plain[:33] + _chunk(b"iTXt", text) + plain[33:]


def _chunk(kind: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")


def _png() -> bytes:
    pixels = zlib.compress(b"\0\xff")
    header = (1).to_bytes(4, "big") * 2 + b"\x08\0\0\0\0"
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", pixels) + _chunk(b"IEND", b"")


def _badge_png() -> bytes:
    return bake(_png(), json.dumps(HONEST.badge(), ensure_ascii=False))


@hostile("entities.svg")
def _() -> str:
    lines = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return (
        f'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a0 "lol">{lines}]>'
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0">'
        "<openbadges:credential><![CDATA[{}]]>&a9;</openbadges:credential></svg>"
    )


@hostile("external-entity.svg")
def _() -> str:
    return (
        '<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0">'
        "<openbadges:credential>&x;</openbadges:credential></svg>"
    )


@hostile("deep.svg")
def _() -> bytes:
    return b'<svg xmlns="http://www.w3.org/2000/svg">' + b"<g>" * 30_000 + b"</g>" * 30_000 + b"</svg>"


@hostile("words.txt")
def _() -> str:
    return "a" * SIZE


@hostile("dots.txt")
def _() -> str:
    return "a." * (SIZE // 2)


@hostile("tildes.txt")
def _() -> str:
    return "a.b.c" + "~" * SIZE


@hostile("spaces.txt")
def _() -> str:
    return "a " * (SIZE // 2)


def document_named(name: str) -> bytes:
    """The file, or what its maker makes when it is too large to be kept."""
    path = FOLDER / name
    return path.read_bytes() if path.exists() else MAKERS[name]()


def lists() -> Iterator[tuple[str, Any, str]]:
    """Status lists to be published in place of the honest one: (name, body, the reason that is expected)."""
    HONEST.publish_list()
    honest = HONEST.site[LIST_URL]
    HONEST.publish_list(revoked={INDEX: 1})
    forged = copy.deepcopy(HONEST.site[LIST_URL])
    forged["credentialSubject"]["encodedList"] = honest["credentialSubject"]["encodedList"]
    yield "forged", forged, "status.not_authentic"
    FORGER.publish_list()
    yield "foreign", FORGER.site[LIST_URL], "status.foreign"
    bomb = "u" + encode_base64url(gzip.compress(bytes(100_000_000), 9, mtime=0))
    document = {name: value for name, value in honest.items() if name != "proof"}
    document["credentialSubject"] = document["credentialSubject"] | {"encodedList": bomb}
    yield "bomb", HONEST.sign(document), "status.list_too_large"
    yield "too-short", HONEST.sign(_with_list(document, bytes(100))), "status.list_too_short"
    yield "not-gzip", HONEST.sign(_with_list(document, None)), "status.not_gzip"


def _with_list(document: dict[str, Any], data: bytes | None) -> dict[str, Any]:
    packed = b"not gzip" if data is None else gzip.compress(data, mtime=0)
    subject = document["credentialSubject"] | {"encodedList": "u" + encode_base64url(packed)}
    return document | {"credentialSubject": subject}


def badge_with_list() -> dict[str, Any]:
    """The credential whose state stands in those lists."""
    return HONEST.badge(credentialStatus=status_entry(LIST_URL, INDEX))


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, make in MAKERS.items():
        if len(data := make()) <= LARGEST_KEPT:
            (FOLDER / name).write_bytes(data)
