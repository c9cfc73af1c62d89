"""What both verifiers are asked: published documents, hostile ones, our own in every form, and what is made of them."""

from __future__ import annotations

import base64
import copy
import json
import re
from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256, sha384
from typing import Any

import orjson
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from engine.checks.hostile_documents import FORGER, HONEST, MAKERS, badge_with_list, document_named, lists
from engine.model.mutations import at, changed, one_place_of_each_kind, without
from published import published
from sample_awards import DESIGN_IDS, sample_award, sample_design, sample_issuer
from sceau.engine.keys import did_key
from sceau.engine.keys.jwk import to_jwk
from sceau.engine.keys.multibase import encode_base58, encode_base64url
from sceau.engine.model.annex_one import annex_one_file
from sceau.engine.model.describe import describe
from sceau.engine.ports import Fetched
from sceau.engine.proofs.claims import claims_of
from sceau.engine.proofs.jwt import sign_jwt
from sceau.engine.status.documents import MESSAGE, status_entry
from sceau.engine.status.notices import MESSAGES, NOTICE_SIZE, Notice, notices_url
from sceau.engine.vocabularies.contexts import OB_3_0_1, OB_3_0_3, OB_EXTENSIONS, VC_1_1, VC_2_0
from verifying import BASE, INDEX, LIST_URL, NOW, SIGNED_AT, Issuer, credential, token_with

from .browser_side import Question

NAMED = "urn:uuid:5f1b5a0e-7d0c-4b44-8ad9-0d6f3d5a000"
DID_DOCUMENT = f"{BASE}/.well-known/did.json"
DAY = timedelta(days=1)


def from_the_vectors() -> Iterator[Question]:
    """Every published document that could be handed in, alone and with the keys that it names."""
    folder = published("vectors")
    for path in sorted(folder.rglob("*")):
        if (
            path.is_file()
            and path.suffix in (".json", ".jsonld", ".jwt", ".png", ".svg", ".txt")
            and "rdfc10" not in path.parts
        ):
            data = path.read_bytes()
            name = str(path.relative_to(folder))
            yield Question(name, data)
            site = _controllers(data.decode("utf-8", "replace"))
            if site:
                yield Question(f"{name}, its keys published", data, site)


def _controllers(text: str) -> dict[str, Any]:
    """Those who name their key in the fragment, as they would have to publish it."""
    site: dict[str, Any] = {}
    for controller, word in sorted(set(re.findall(r'"(https://[^"#]+)#(z[1-9A-HJ-NP-Za-km-z]+)"', text))):
        document = site.setdefault(controller, {"id": controller, "verificationMethod": [], "assertionMethod": []})
        method = f"{controller}#{word}"
        document["assertionMethod"].append(method)
        document["verificationMethod"].append(
            {"id": method, "type": "Multikey", "controller": controller, "publicKeyMultibase": word}
        )
    return site


def hostile() -> Iterator[Question]:
    """Documents and lists made to deceive or to exhaust."""
    HONEST.publish_list()
    site = {**HONEST.site, **FORGER.site}
    for name in MAKERS:
        yield Question(f"hostile {name}", document_named(name), site)
    badge = orjson.dumps(badge_with_list())
    for name, body, _ in lists():
        yield Question(f"hostile list {name}", badge, {**HONEST.site, **FORGER.site, LIST_URL: body})


def of_the_house() -> Iterator[Question]:
    """A credential of each design of the demonstration, as JSON of both suites, as JWT, with its record beside it."""
    issuer = Issuer()
    for design_id in DESIGN_IDS:
        design = sample_design(design_id)
        body = sample_issuer(design)
        award = sample_award(design)
        issuer.id, issuer.method = body.did, f"{body.did}#key-1"
        issuer.publish_key()
        document = describe(design, body, award)
        lists = document["credentialStatus"]["statusListCredential"]
        issuer.publish_list(lists)
        issuer.publish_list(notices_url(lists), size=NOTICE_SIZE, purpose=MESSAGE)
        record = annex_one_file(design, body, award)
        address = document["relatedResource"][0]["id"]
        for suite in ("eddsa-rdfc-2022", "eddsa-jcs-2022"):
            signed = orjson.dumps(issuer.sign(document, cryptosuite=suite))
            yield Question(f"{design_id} {suite}", signed, issuer.site, resources={address: record})
            yield Question(
                f"{design_id} {suite}, another record", signed, issuer.site, resources={address: record + b" "}
            )
        token = sign_jwt(document, signer=issuer.signer, kid=issuer.method, created=SIGNED_AT)
        yield Question(f"{design_id} as a token", token, issuer.site)


def keys_and_periods() -> Iterator[Question]:
    """Keys in service, out of service, withdrawn; signatures and credentials before and after."""
    for name, dates in {
        "in service": {},
        "that expired after": {"expires": SIGNED_AT + DAY},
        "that expired before": {"expires": SIGNED_AT - DAY},
        "that will expire": {"expires": NOW + DAY},
        "withdrawn": {"revoked": SIGNED_AT + DAY},
        "to be withdrawn": {"revoked": NOW + DAY},
    }.items():
        issuer = Issuer()
        issuer.publish_key(**dates)
        yield Question(f"key {name}", orjson.dumps(issuer.badge()), issuer.site)
        undated = issuer.sign(credential(issuer.id), created=None)
        yield Question(f"key {name}, undated", orjson.dumps(undated), issuer.site)
        yield Question(f"key {name}, token", issuer.token(), issuer.site)
        seen = {"existedBy": SIGNED_AT.isoformat()}
        yield Question(f"key {name}, seen before", orjson.dumps(issuer.badge()), issuer.site, options=seen)
    issuer = Issuer()
    for name, members in {
        "expired": {"validUntil": "2026-02-01T00:00:00Z"},
        "not yet": {"validFrom": "2026-12-01T08:30:00+02:00"},
        "without end": {"validUntil": None},
        "at the ends of time": {"validFrom": "0001-01-01T00:00:00+14:00", "validUntil": "9999-12-31T23:59:59-14:00"},
        "with fractions": {"validUntil": "2031-12-31T24:00:00.000Z", "validFrom": "2026-01-15T10:00:00.1234567+01:00"},
        "of no day": {"validFrom": "2026-02-30T00:00:00Z"},
        "without zone": {"validFrom": "2026-01-15T10:00:00"},
        "backwards": {"validUntil": "2025-01-15T10:00:00Z"},
    }.items():
        yield Question(f"validity {name}", orjson.dumps(issuer.badge(**members)), issuer.site)
    for name, options in {"ended": {"expires": SIGNED_AT + DAY}, "of tomorrow": {"created": NOW + DAY}}.items():
        yield Question(f"proof {name}", orjson.dumps(issuer.sign(credential(issuer.id), **options)), issuer.site)
    nobody = Issuer(9, host=None)
    yield Question("did:key", orjson.dumps(nobody.badge()))
    known = {"version": 1, "issuers": [{"id": nobody.id, "name": "Atelier", "evidence": "reçu en main propre"}]}
    yield Question("did:key that the reader knows", orjson.dumps(nobody.badge()), options={"trust": known})
    yield Question("as of the past", orjson.dumps(issuer.badge()), issuer.site, options={"at": "2025-06-01T00:00:00Z"})


def tokens() -> Iterator[Question]:
    """JWTs of every algorithm, and the ways in which a header may name a key."""
    for seed, algorithm in enumerate(("Ed25519", "P-256", "P-384"), start=20):
        issuer = Issuer(seed, algorithm=algorithm)
        for profile in ("vc+jwt", "openbadges"):
            yield Question(f"token {algorithm} {profile}", issuer.token(profile), issuer.site)
        token = issuer.token()
        yield Question(
            f"token {algorithm}, changed", token[:-3] + ("AAA" if token[-3:] != "AAA" else "AAE"), issuer.site
        )
        name = {"Ed25519": "EdDSA", "P-256": "ES256", "P-384": "ES384"}[algorithm]
        jwk = to_jwk(issuer.signer.public_key)
        wanting = {"kid": issuer.method, "crit": ["x"]}
        for how, header in enumerate(({"jwk": jwk}, {"kid": "key-1"}, {"kid": f"{issuer.method}-jwk"}, {}, wanting)):
            told = token_with({"alg": name, "typ": "vc+jwt", **header}, credential(issuer.id), issuer)
            yield Question(f"token {algorithm} header {how}", told, issuer.site)
        inside = orjson.dumps(issuer.sign(credential(issuer.id), created=SIGNED_AT) if algorithm == "Ed25519" else {})
        envelope = {
            "@context": [VC_2_0],
            "type": "EnvelopedVerifiableCredential",
            "id": f"data:application/vc+jwt,{token}",
        }
        yield Question(f"envelope {algorithm}", orjson.dumps(envelope), issuer.site)
        yield Question(
            f"envelope {algorithm} without context", orjson.dumps({**envelope, "@context": VC_1_1}), issuer.site
        )
        held = {
            "@context": [VC_2_0],
            "type": "VerifiablePresentation",
            "verifiableCredential": [envelope, json.loads(inside)],
        }
        yield Question(f"presentation {algorithm}", orjson.dumps(held), issuer.site)
    issuer = Issuer()
    document = credential(issuer.id)
    claims = claims_of(document)
    for name, other in {
        "of another issuer": {"iss": "did:web:faussaire.example"},
        "that is a list": {"sub": ["did:example:naima"]},
        "of another start": {"nbf": 12},
        "without an id": {"jti": None},
        "that ends": {"exp": int(NOW.timestamp()) - 60},
        "with a fraction": {"iat": 1_768_471_200.5},
        "in words": {"iat": "hier"},
    }.items():
        told = {key: value for key, value in (document | claims | other).items() if value is not None}
        token = token_with({"alg": "EdDSA", "typ": "JWT", "kid": issuer.method}, told, issuer)
        yield Question(f"claim {name}", token, issuer.site)
    old = _old(issuer.id)
    inside = {name: value for name, value in old.items() if name not in ("id", "issuanceDate")}
    dated = {"iss": issuer.id, "jti": old["id"], "nbf": int(SIGNED_AT.timestamp()), "vc": inside}
    for header in ({"typ": "JWT"}, {"typ": "vc+jwt"}, {"typ": "dc+sd-jwt"}, {"typ": "vc+sd-jwt"}):
        yield Question(
            f"vc claim {header}",
            token_with({"alg": "EdDSA", "kid": issuer.method, **header}, dated, issuer),
            issuer.site,
        )


def rsa_keys() -> Iterator[Question]:
    """RS256, with keys of several sizes, and with members that are not those of the key."""
    for bits in (1024, 2048, 3072):
        issuer = Issuer()
        native = rsa.generate_private_key(65537, bits)
        numbers = native.public_key().public_numbers()
        n, e = (number.to_bytes((number.bit_length() + 7) // 8, "big") for number in (numbers.n, numbers.e))
        jwk = {"kty": "RSA", "n": encode_base64url(n), "e": encode_base64url(e)}
        text = ".".join(
            encode_base64url(orjson.dumps(part))
            for part in ({"alg": "RS256", "typ": "JWT", "kid": f"{issuer.id}#rsa"}, _claimed(issuer))
        )
        signature = native.sign(text.encode(), padding.PKCS1v15(), hashes.SHA256())
        token = f"{text}.{encode_base64url(signature)}"
        for name, change in {
            "": {},
            ", zeros in front": {"n": encode_base64url(b"\0\0" + n)},
            ", an even exponent": {"e": encode_base64url(b"\1\0\0")},
            ", a small exponent": {"e": encode_base64url(b"\1")},
            ", a large exponent": {"e": encode_base64url(b"\1" * 9)},
            ", another modulus": {"n": encode_base64url(n[:-2] + b"\1\1")},
            ", for encryption": {"use": "enc"},
            ", for signing": {"key_ops": ["sign"]},
            ", of RS512": {"alg": "RS512"},
            ", with its secret": {"d": "AQAB"},
        }.items():
            method = {
                "id": f"{issuer.id}#rsa",
                "type": "JsonWebKey",
                "controller": issuer.id,
                "publicKeyJwk": jwk | change,
            }
            document = {"id": issuer.id, "verificationMethod": [method], "assertionMethod": [method["id"]]}
            yield Question(f"RSA {bits}{name}", token, {DID_DOCUMENT: document})


def _claimed(issuer: Issuer) -> dict[str, Any]:
    document = credential(issuer.id)
    return document | claims_of(document)


def _old(issuer_id: str, **members: Any) -> dict[str, Any]:
    """A badge of data model 1.1."""
    document = credential(issuer_id, validFrom=None, validUntil=None, **members)
    return document | {
        "@context": [VC_1_1, OB_3_0_1, "https://w3id.org/security/data-integrity/v2"],
        "issuanceDate": "2026-01-15T10:00:00Z",
    }


def states() -> Iterator[Question]:
    """Status lists and notices: what they say, and ways in which they cannot be read."""
    url = notices_url(LIST_URL)
    options = {"purpose": MESSAGE}
    for name, revoked, notice in (
        ("nothing", {}, None),
        ("revoked", {INDEX: 1}, None),
        ("a neighbour revoked", {INDEX + 1: 1}, Notice.NONE),
        ("suspended", {}, Notice.SUSPENDED),
        ("replaced", {}, Notice.REPLACED),
        ("a notice of tomorrow", {}, 7),
        ("revoked and replaced", {INDEX: 1}, Notice.REPLACED),
    ):
        issuer = Issuer()
        issuer.publish_list(revoked=revoked)
        if notice is not None:
            issuer.publish_list(url, revoked={INDEX: int(notice)}, size=NOTICE_SIZE, **options)
        badge = orjson.dumps(issuer.badge_with_status())
        yield Question(f"status {name}", badge, issuer.site)
        yield Question(f"status {name}, as of the past", badge, issuer.site, options={"at": "2026-02-01T00:00:00Z"})
    issuer = Issuer()
    issuer.publish_list()
    badge = orjson.dumps(issuer.badge_with_status())
    entry = status_entry(LIST_URL, INDEX)
    for name, body in {
        "out of reach": Fetched(LIST_URL, 503, "", b""),
        "gone": Fetched(LIST_URL, 410, "", b""),
        "not JSON": b"<html>",
        "truncated": _packed_again(issuer, lambda data: data[:-40]),
        "damaged": _packed_again(issuer, lambda data: data[:12] + b"\xff" + data[13:]),
        "with a wrong sum": _packed_again(issuer, lambda data: data[:-8] + b"\0\0\0\0" + data[-4:]),
        "followed by something": _packed_again(issuer, lambda data: data + b"\0" * 64),
    }.items():
        yield Question(f"list {name}", badge, {**issuer.site, LIST_URL: body})
    issuer.publish_list(valid_until=SIGNED_AT + DAY)
    yield Question("list that lapsed", badge, issuer.site)
    issuer.publish_list(purpose="suspension")
    yield Question("list of another purpose", badge, issuer.site)
    issuer.publish_list(purpose=["revocation", "suspension"], revoked={INDEX: 1})
    messages = status_entry(LIST_URL, 3, MESSAGE, size=NOTICE_SIZE, messages=MESSAGES)
    for name, told in {
        "a number": entry | {"statusListIndex": INDEX},
        "a decimal": entry | {"statusListIndex": float(INDEX)},
        "too far": entry | {"statusListIndex": "9999999"},
        "no digits": entry | {"statusListIndex": "x"},
        "a size": entry | {"statusSize": 2},
        "of another kind": {"id": "https://a.example/1", "type": "1EdTechRevocationList"},
        "a list of two": [entry, status_entry(LIST_URL, INDEX, "suspension")],
        "messages": messages,
        "twice the same": [entry, entry],
        "its list's id": entry | {"id": LIST_URL},
        "a purpose in a list": entry | {"statusPurpose": ["revocation"]},
    }.items():
        for suite in ("eddsa-rdfc-2022", "eddsa-jcs-2022"):
            signed = issuer.sign(credential(issuer.id, credentialStatus=told), cryptosuite=suite)
            yield Question(f"entry {name} {suite}", orjson.dumps(signed), issuer.site)


def _packed_again(issuer: Issuer, change: Any) -> dict[str, Any]:
    """The list with other bytes in it, signed by its issuer."""
    document = copy.deepcopy(issuer.site[LIST_URL])
    del document["proof"]
    word = document["credentialSubject"]["encodedList"][1:]
    data = change(base64.urlsafe_b64decode(word + "=" * (-len(word) % 4)))
    document["credentialSubject"]["encodedList"] = "u" + base64.urlsafe_b64encode(data).decode().rstrip("=")
    return issuer.sign(document)


def sets_and_companions() -> Iterator[Question]:
    """Several proofs, chains, endorsements, related documents, several languages, other issuers and other models."""
    issuer, other = Issuer(), Issuer(2, host="faussaire.example")
    site = {**issuer.site, **other.site}
    both = issuer.sign(issuer.badge(), cryptosuite="eddsa-jcs-2022")
    chained = issuer.sign(issuer.sign(credential(issuer.id), proof_id=f"{NAMED}1"), previous_proof=f"{NAMED}1")
    p256 = Issuer(31, algorithm="P-256")
    beside = issuer.badge()
    beside["proof"] = [beside["proof"], beside["proof"] | {"cryptosuite": "nobody-knows-2030"}]
    mixed = copy.deepcopy(both)
    mixed["proof"][1]["created"] = "2026-01-15T10:00:01Z"
    named = other.sign(credential(issuer.id), proof_id=f"{NAMED}2")
    for name, document in {
        "two suites": both,
        "two suites, one wrong": mixed,
        "a chain": chained,
        "a chain without its first": chained | {"proof": chained["proof"][1]},
        "an unknown suite beside": beside,
        "somebody else beside": other.sign(issuer.badge()),
        "somebody else beneath": issuer.sign(named, previous_proof=f"{NAMED}2"),
        "somebody else alone": named,
        "for authentication": issuer.sign(credential(issuer.id), purpose="authentication"),
        "another context in the proof": issuer.badge() | {"proof": issuer.badge()["proof"] | {"@context": [VC_2_0]}},
        "fewer contexts in the proof": _with_more_contexts(issuer),
        "of P-256": p256.sign(credential(p256.id), cryptosuite="ecdsa-rdfc-2019"),
        "of a key of P-256": issuer.badge() | {"proof": issuer.badge()["proof"] | {"verificationMethod": p256.method}},
        "of data model 1.1": issuer.sign(_old(issuer.id)),
        "of data model 1.1 in jcs": issuer.sign(_old(issuer.id), cryptosuite="eddsa-jcs-2022"),
        "not a badge": issuer.sign(
            {
                "@context": [VC_2_0],
                "type": ["VerifiableCredential"],
                "issuer": issuer.id,
                "credentialSubject": {"id": "did:example:a"},
            }
        ),
        "in two languages": issuer.badge(
            name=[{"@value": "Audit", "@language": "fr"}, {"@value": "Auditing", "@language": "en"}]
        ),
        "with a direction": issuer.sign(
            credential(issuer.id, name={"@value": "x", "@direction": "rtl"}), cryptosuite="eddsa-jcs-2022"
        ),
        "with a schema": issuer.badge(
            credentialSchema=[
                {
                    "id": "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json",
                    "type": "1EdTechJsonSchemaValidator2019",
                }
            ]
        ),
        "with a schema of others": issuer.badge(
            credentialSchema=[{"id": "https://a.example/schema", "type": "JsonSchema"}]
        ),
        "with the schema of a profile": issuer.badge(
            credentialSchema=[
                {
                    "id": "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_profile_schema.json",
                    "type": "1EdTechJsonSchemaValidator2019",
                }
            ]
        ),
    }.items():
        yield Question(f"proofs {name}", orjson.dumps(document), site | p256.site)
    yield from _endorsed(issuer, other)
    yield from _related(issuer)
    for address in ("https://host.example/issuers/1", "https://host.example@other.example/1", "did:example:x"):
        elsewhere = Issuer(5)
        elsewhere.id, elsewhere.method = address, f"{address}#key-1"
        method = {"id": elsewhere.method, "type": "Multikey", "controller": address}
        method["publicKeyMultibase"] = did_key.did_of(elsewhere.signer.public_key).removeprefix("did:key:")
        document = {"id": address, "verificationMethod": [method], "assertionMethod": [elsewhere.method]}
        badge = orjson.dumps(elsewhere.badge())
        yield Question(f"issuer {address}", badge, {address: document})
        kid = f"{address}/key"
        token = token_with({"alg": "EdDSA", "typ": "vc+jwt", "kid": kid}, credential(address), elsewhere)
        yield Question(f"key below {address}", token, {address: document, kid: to_jwk(elsewhere.signer.public_key)})
        yield Question(
            f"issuer {address}, elsewhere",
            badge,
            {address: Fetched("https://b.example/", 200, "", orjson.dumps(document))},
        )


def _with_more_contexts(issuer: Issuer) -> dict[str, Any]:
    signed = issuer.sign(credential(issuer.id) | {"@context": [VC_2_0, OB_3_0_3]}, cryptosuite="eddsa-jcs-2022")
    return signed | {"@context": [VC_2_0, OB_3_0_3, OB_EXTENSIONS]}


def _endorsed(issuer: Issuer, other: Issuer) -> Iterator[Question]:
    site = {**issuer.site, **other.site}
    whole = credential(other.id, validUntil=None)
    whole |= {
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "id": "urn:uuid:0b9a8c3e-4f0c-4d6e-9df1-6f1f5b7f7a11",
    }

    def about(name: str) -> dict[str, Any]:
        subject = {"id": name, "type": ["EndorsementSubject"], "endorsementComment": "Bien."}
        return whole | {"credentialSubject": subject}

    good = other.sign(about(f"{BASE}/v/7F3AK91C2QXM4B"))
    wrong = copy.deepcopy(good)
    wrong["credentialSubject"]["endorsementComment"] = "Excellent."
    stranger = other.sign(about("https://elsewhere.example/1"))
    token = sign_jwt(about(issuer.id), signer=other.signer, kid=other.method)
    for name, members in {
        "good": {"endorsement": [good]},
        "good, as a token": {"endorsementJwt": [token]},
        "forged": {"endorsement": [good, wrong]},
        "of something else": {"endorsement": [stranger]},
        "that is no object": {"endorsement": ["x"]},
    }.items():
        signed = issuer.sign(credential(issuer.id, **members), cryptosuite="eddsa-jcs-2022")
        yield Question(f"endorsement {name}", orjson.dumps(signed), site)
        yield Question(f"endorsement {name}, its issuer out of reach", orjson.dumps(signed), issuer.site)
    achieved = credential(issuer.id)
    achieved["credentialSubject"]["achievement"]["endorsement"] = [other.sign(about(issuer.id))]
    yield Question("endorsement of the achievement", orjson.dumps(issuer.sign(achieved)), site)


def _related(issuer: Issuer) -> Iterator[Question]:
    name, data = f"{BASE}/v/7F3AK91C2QXM4B/annex-1.json", b'{"a": 1}'
    text = base64.b64encode(sha384(data).digest()).decode()
    multihash = "z" + encode_base58(b"\x12\x20" + sha256(data).digest())
    for what, digest in {
        "sri": {"digestSRI": f"sha384-{text}"},
        "multibase": {"digestMultibase": multihash},
        "multibase, bare": {"digestMultibase": "z" + encode_base58(sha256(data).digest())},
        "unreadable": {"digestSRI": "md5-AAAA"},
        "missing": {},
    }.items():
        badge = orjson.dumps(
            issuer.sign(credential(issuer.id, relatedResource=[{"id": name, **digest}]), cryptosuite="eddsa-jcs-2022")
        )
        for how, resources in {"": {name: data}, ", changed": {name: data + b"x"}, ", not there": {}}.items():
            yield Question(f"related {what}{how}", badge, issuer.site, resources=resources)
    twice = [{"id": name, "digestMultibase": multihash}] * 2
    yield Question(
        "related twice",
        orjson.dumps(issuer.sign(credential(issuer.id, relatedResource=twice), cryptosuite="eddsa-jcs-2022")),
        issuer.site,
    )


_NOTHING, _IN_A_LIST = object(), object()
VALUES = [
    None,
    "x",
    "",
    7,
    7.5,
    -1,
    True,
    [],
    {},
    {"a": "b"},
    ["x", "x"],
    "https://a.example/x y",
    "Élève \u2028 \U0001f393",
]


def _some_changes(document: Any, values: list[Any], step: int) -> Iterator[tuple[str, Any]]:
    """One in so many of the changes of a document: nothing in a place, another value, the value in a list."""
    places = list(one_place_of_each_kind(document))
    changes = [(path, value) for path in places for value in (_NOTHING, _IN_A_LIST, *values)]
    for path, value in changes[::step]:
        if value is _NOTHING:
            yield f"{path} gone", without(document, path)
        else:
            put = [at(document, path)] if value is _IN_A_LIST else value
            yield f"{path}: {str(put)[:60]}", changed(document, path, put)


def mutated(step: int) -> Iterator[Question]:
    """Signed documents with one place changed, and with one byte changed: both must see it in the same way.

    step:  1 is every change of a document, 5 one in five of them
    """
    issuer = Issuer()
    issuer.publish_list()
    complete = json.loads((published("vectors/open-badges-3.0") / "complete.json").read_bytes())
    complete = {
        name: value for name, value in complete.items() if name not in ("proof", "endorsement", "credentialStatus")
    }
    complete["issuer"]["id"] = issuer.id
    design = sample_design(DESIGN_IDS[0])
    house = describe(design, sample_issuer(design), sample_award(design)) | {
        "issuer": {"id": issuer.id, "type": ["Profile"], "name": "U"}
    }
    house["credentialStatus"] = status_entry(LIST_URL, INDEX)
    signed = {
        "rdfc": issuer.sign(house),
        "jcs": issuer.sign(house, cryptosuite="eddsa-jcs-2022"),
        "complete": issuer.sign(complete, cryptosuite="eddsa-jcs-2022"),
        "1.1": issuer.sign(_old(issuer.id)),
    }
    for name, document in signed.items():
        values = VALUES if name in ("rdfc", "complete") else VALUES[:4]
        for what, mutant in _some_changes(document, values, step):
            yield Question(f"{name} with {what}", orjson.dumps(mutant), issuer.site)
        text = orjson.dumps(document, option=orjson.OPT_INDENT_2)
        for place in range(0, len(text), max(1, len(text) // 40)):
            flipped = text[:place] + bytes([text[place] ^ 1]) + text[place + 1 :]
            yield Question(f"{name} with byte {place} changed", flipped, issuer.site)
            yield Question(f"{name} cut after byte {place}", text[:place], issuer.site)
    token = issuer.token("openbadges")
    for place in range(0, len(token), 7):
        other = "A" if token[place] != "A" else "B"
        yield Question(f"token with letter {place} changed", token[:place] + other + token[place + 1 :], issuer.site)
    for what, mutant in _some_changes(issuer.site[DID_DOCUMENT], VALUES, step):
        site = {**issuer.site, DID_DOCUMENT: mutant}
        yield Question(f"controller with {what}", orjson.dumps(signed["rdfc"]), site)
    published_list = {name: each for name, each in issuer.site[LIST_URL].items() if name != "proof"}
    for what, mutant in _some_changes(published_list, VALUES[:8], step):
        site = {**issuer.site, LIST_URL: issuer.sign(mutant, cryptosuite="eddsa-jcs-2022")}
        yield Question(f"list with {what}", orjson.dumps(signed["rdfc"]), site)


def texts() -> Iterator[Question]:
    """What is no credential at all, and JSON that not everybody reads in the same way."""
    for text in (
        "", " ", "x", "{}", "[]", "[1,2]", "null", '"x"', "{", '{"a":1,}', '{"a" 1}', "{'a':1}", '{"a":1}x', '{"a":"\n"}',
        '{"a":"\\x"}', '{"a":"\\u12"}', '{"a":01}', '{"a":1.}', '{"a":-}', '{"a":NaN}', '{"a":-Infinity}', '{"a":1e999}',
        '{"a":9007199254740993}', '{"a":9007199254740992}', '{"a":1,"a":2}', '{"a":"\\ud800"}', '{"a":"\\ud83c\\udf93"}', "\ufeff{}",
        '{"é":\n"\U0001f393" x}', "https://badges.example/v/1", "http://a b", "%PDF-1.7", "<svg/>", "a.b.c", "e30.e30.e30",
        "[" * 40 + "]" * 40, "[" * 3000, '{"type":"Assertion","verify":{}}', '{"kty":"OKP","d":"x"}', '{"schema":"sceau.design/1"}',
        '{"type":"VerifiablePresentation"}', '{"type":["VerifiablePresentation"],"verifiableCredential":["x",null,{}]}',
    ):  # fmt: skip
        yield Question(f"text {text[:60]!r}", text)
        yield Question(f"bytes {text[:60]!r}", text.encode())
    for data in (
        b"\xff",
        b'{"a":"\xe9"}',
        b'{"a":"\xed\xa0\x80"}',
        b"\x89PNG\r\n\x1a\n",
        b'{"a":"\xf0\x9f\x8e"}',
        b"{}" + b" " * 300_000,
    ):
        yield Question(f"bytes {data[:20]!r}", data)


def everything() -> list[Question]:
    makers = (
        from_the_vectors,
        hostile,
        of_the_house,
        keys_and_periods,
        tokens,
        rsa_keys,
        states,
        sets_and_companions,
        texts,
    )
    return [question for make in makers for question in make()]
