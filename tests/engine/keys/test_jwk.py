"""JSON Web Keys and their thumbprints."""

from __future__ import annotations

import json

import pytest

from published import published
from sceau.engine.errors import MalformedKey
from sceau.engine.keys import reasons
from sceau.engine.keys.jwk import from_jwk, thumbprint, to_jwk
from sceau.engine.keys.private import SEED_LENGTH, generate

# RFC 7638, §3.1, and RFC 8037, A.2 with A.3: the key and its thumbprint
PUBLISHED = [
    (
        {
            "kty": "RSA",
            "n": "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n"
            "3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu"
            "6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awap"
            "JzKnqDKgw",
            "e": "AQAB",
            "alg": "RS256",
            "kid": "2011-04-29",
        },
        "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs",
    ),
    (
        {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"},
        "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k",
    ),
]


@pytest.mark.parametrize(("jwk", "published_thumbprint"), PUBLISHED)
def test_the_published_keys_have_the_published_thumbprints(jwk, published_thumbprint):
    key = from_jwk(jwk)

    assert thumbprint(key) == published_thumbprint
    assert to_jwk(key) == {name: value for name, value in jwk.items() if name not in ("alg", "kid")}


@pytest.mark.parametrize("name", ["vm-ed25519", "vm-p256"])
def test_the_published_key_ids_are_thumbprints(name):
    jwk = json.loads(published(f"vectors/vc-jose-cose/{name}.json").read_bytes())["publicKeyJwk"]

    assert thumbprint(from_jwk(jwk)) == jwk["kid"]


def test_every_kind_of_key_comes_back(rsa_key):
    keys = [generate(algorithm, bytes(range(length))) for algorithm, length in SEED_LENGTH.items()]

    for key in [*keys, rsa_key]:
        assert from_jwk(to_jwk(key.public_key)) == key.public_key


def _jwk(algorithm="P-256", **changes):
    whole = {**to_jwk(generate(algorithm, bytes(range(SEED_LENGTH[algorithm]))).public_key), **changes}
    return {name: value for name, value in whole.items() if value is not None}


@pytest.mark.parametrize(
    ("jwk", "reason"),
    [
        ({}, reasons.MALFORMED_JWK),
        (_jwk(kty="oct", k="AAAA"), reasons.PRIVATE_JWK),
        (_jwk(d="AAAA"), reasons.PRIVATE_JWK),
        (_jwk(kty="EC", crv="secp256k1"), reasons.MALFORMED_JWK),
        (_jwk(kty="EC", crv=["P-256"]), reasons.MALFORMED_JWK),
        (_jwk(kty="OKP", crv="X25519"), reasons.MALFORMED_JWK),
        (_jwk(kty=["EC"]), reasons.MALFORMED_JWK),
        (_jwk(x=None), reasons.MALFORMED_JWK),
        (_jwk(y=7), reasons.MALFORMED_JWK),
        (_jwk(x="AA=="), reasons.MALFORMED_JWK),
        (_jwk(x="AQ"), reasons.MALFORMED_JWK),  # RFC 7518 §6.2.1.2: zeros in front are not left out
        (_jwk(y="A" * 43), reasons.NOT_A_POINT),
        (_jwk(crv="P-384"), reasons.MALFORMED_JWK),
        (_jwk("Ed25519", x="AAAA"), reasons.WRONG_LENGTH),
        (_jwk(use="enc"), reasons.NOT_FOR_SIGNATURES),
        (_jwk(key_ops=["sign"]), reasons.NOT_FOR_SIGNATURES),
        (_jwk(key_ops="verify"), reasons.NOT_FOR_SIGNATURES),
        (_jwk(alg="ES384"), reasons.NOT_FOR_SIGNATURES),
        (_jwk(alg=["ES256"]), reasons.NOT_FOR_SIGNATURES),
        (_jwk("Ed25519", alg="ES256"), reasons.NOT_FOR_SIGNATURES),
        ({"kty": "RSA", "n": "AQAB", "e": "AQAB"}, reasons.RSA_REFUSED),
        ({"kty": "RSA", "n": "_" * 1364, "e": "AA"}, reasons.RSA_REFUSED),
        ({"kty": "RSA", "n": "_" * 1367, "e": "AQAB"}, reasons.MALFORMED_JWK),
        ({"kty": "RSA", "n": PUBLISHED[0][0]["n"], "e": "AQAC"}, reasons.RSA_REFUSED),
        ({"kty": "RSA", "n": PUBLISHED[0][0]["n"], "e": PUBLISHED[0][0]["n"]}, reasons.RSA_REFUSED),
        ({**PUBLISHED[0][0], "alg": "PS256"}, reasons.NOT_FOR_SIGNATURES),
    ],
)
def test_what_is_not_a_public_key_for_signatures_is_refused_with_the_reason(jwk, reason):
    with pytest.raises(MalformedKey) as refusal:
        from_jwk(jwk)

    assert refusal.value.reason is reason
    assert refusal.value.sentence("fr") != refusal.value.sentence("en")


@pytest.mark.parametrize(
    "jwk", [_jwk(use="sig"), _jwk(key_ops=["verify"]), _jwk(alg="ES256"), _jwk("Ed25519", alg="Ed25519"), _jwk(kid="k")]
)
def test_members_that_say_what_the_key_is_for_anyway_are_accepted(jwk):
    assert from_jwk(jwk)
