"""Credentials as JWTs: VC-JOSE-COSE, Open Badges 3.0, and what must be refused."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime

import orjson
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from published import published
from sceau.engine import strict_json
from sceau.engine.errors import EngineError, MalformedJson, ProofError, UnknownSuite
from sceau.engine.keys import did_key
from sceau.engine.keys.jwk import JOSE_ALGORITHMS, from_jwk, to_jwk
from sceau.engine.keys.multibase import decode_base64url, encode_base64url
from sceau.engine.keys.private import PrivateKey
from sceau.engine.proofs import jws as jws_module
from sceau.engine.proofs import reasons
from sceau.engine.proofs.jws import Jws, read_jws, sign_jws, verify_jws
from sceau.engine.proofs.jwt import read_jwt, sign_jwt, verify_jwt
from sceau.engine.vocabularies.contexts import VC_2_0

JOSE = published("vectors/vc-jose-cose")
KID = "did:web:greta.example#key-1-jwk"

# RFC 7515, A.2 (RS256) and A.3 (ES256): one payload; RFC 8037, A.4 (EdDSA): the key, the token
PAYLOAD = "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
PUBLISHED = [
    (
        {
            "kty": "RSA",
            "n": "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2l"
            "ZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2Ca"
            "pHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4"
            "FRWyuXpoQ",
            "e": "AQAB",
        },
        f"eyJhbGciOiJSUzI1NiJ9.{PAYLOAD}.cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_l"
        "F5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0"
        "GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLI"
        "hWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw",
    ),
    (
        {
            "kty": "EC",
            "crv": "P-256",
            "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
            "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
        },
        f"eyJhbGciOiJFUzI1NiJ9.{PAYLOAD}.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-K"
        "g6NU1Q",
    ),
]


def published_key(name):
    return from_jwk(json.loads((JOSE / f"{name}.json").read_bytes())["publicKeyJwk"])


def token_of(header, payload, key):
    """A token over whatever header and payload, signed in order."""
    parts = [part if isinstance(part, bytes) else orjson.dumps(part) for part in (header, payload)]
    signing_input = ".".join(encode_base64url(part) for part in parts)
    return f"{signing_input}.{encode_base64url(key.signer().sign(signing_input.encode()))}"


@pytest.fixture(scope="module")
def rsa_key():
    return PrivateKey.from_native(rsa.generate_private_key(65537, 2048))


@pytest.fixture(params=["Ed25519", "P-256", "P-384", "RSA"])
def key(request, keys, rsa_key):
    return keys.get(request.param, rsa_key)


@pytest.fixture
def ed25519(keys):
    return keys["Ed25519"]


@pytest.fixture(params=["vc+jwt", "openbadges"])
def profile(request):
    return request.param


# Official vectors


@pytest.mark.parametrize(("jwk", "token"), PUBLISHED)
def test_the_signatures_of_the_rfcs_verify(jwk, token):
    jws = read_jws(token)

    verify_jws(jws, from_jwk(jwk))
    assert jws.payload == {"iss": "joe", "exp": 1300819380, "http://example.com/is_root": True}
    with pytest.raises(ProofError):
        verify_jws(Jws(jws.header, jws.payload, jws.signing_input + b"A", jws.signature), from_jwk(jwk))


def test_the_ed25519_signature_of_rfc_8037_is_made_again():
    # RFC 8037, A.1 and A.4
    key = PrivateKey.from_secret("Ed25519", decode_base64url("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"))

    assert sign_jws(b"Example of Ed25519 signing", signer=key.signer()) == (
        "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4i"
        "ylGjg5BhVsPt9g7sVvpAr_MuM0KAg"
    )


def test_the_published_credential_verifies_although_its_iat_is_a_text():
    jwt = read_jwt((JOSE / "credential-jose-minimal.txt").read_text().strip())

    verify_jwt(jwt, key=published_key("vm-p256"))
    minimal = json.loads((JOSE / "credential-minimal.json").read_bytes())
    assert jwt.profile == "vc+jwt"
    assert {name: jwt.document[name] for name in minimal if name != "issuer"} == {
        name: value for name, value in minimal.items() if name != "issuer"
    }
    assert jwt.document["iat"] == "2010-01-01T19:23:24Z"
    assert (jwt.algorithm, jwt.kid, jwt.jwk) == ("ES256", "73voMXFNmNlOEpuYCSJlh8eN0dscykoO6gBukgRS1uU", None)


def test_the_published_bad_signature_does_not_verify():
    jwt = read_jwt((JOSE / "credential-jose-bad-signature.txt").read_text().strip())

    with pytest.raises(ProofError) as refusal:
        verify_jwt(jwt, key=published_key("vm-ed25519"))

    assert refusal.value.reason is reasons.WRONG_SIGNATURE


def test_the_published_selective_disclosure_is_another_kind():
    with pytest.raises(ProofError) as refusal:
        read_jwt((JOSE / "credential-sdjwt-selective.txt").read_text().strip())

    assert refusal.value.reason is reasons.NOT_A_JWT  # the disclosures after the signature


def test_the_enveloped_credential_of_the_published_presentation_is_broken():
    # its header lacks the first letter: what is decoded is not JSON
    presentation = json.loads((JOSE / "presentation-single.json").read_bytes())
    token = presentation["verifiableCredential"][0]["id"].removeprefix("data:application/vc+jwt,")

    with pytest.raises((MalformedJson, ProofError)):
        read_jwt(token)
    assert read_jwt("e" + token).document["issuer"] == "https://university.example/issuers/565049"


def test_1edtechs_sample_of_the_older_shape_is_read():
    jwt = read_jwt(published("vectors/open-badges-3.0/simple.jwt").read_text().strip())

    assert (jwt.profile, jwt.algorithm) == ("vc-1.1", "RS256")
    assert jwt.document == jwt.payload["vc"]
    assert jwt.document["issuanceDate"] == "2010-01-01T00:00:00Z"


# Signing and reading back


def test_what_is_signed_verifies(key, profile, badge):
    before = copy.deepcopy(badge)

    token = sign_jwt(badge, signer=key.signer(), kid=KID, profile=profile)
    jwt = read_jwt(token)

    verify_jwt(jwt, key=key.public_key)
    assert badge == before
    assert {name: jwt.document[name] for name in badge} == badge
    assert jwt.profile == profile
    assert (jwt.kid, jwt.algorithm) == (KID, JOSE_ALGORITHMS[key.algorithm][0])
    assert sign_jwt(badge, signer=key.signer(), kid=KID, profile=profile) == token


def test_a_vc_jwt_is_the_credential_and_nothing_else(ed25519, badge):
    jwt = read_jwt(sign_jwt(badge, signer=ed25519.signer(), kid=KID))

    assert jwt.payload == jwt.document == badge
    assert jwt.header == {"alg": "EdDSA", "kid": KID, "typ": "vc+jwt", "cty": "vc"}


def test_an_open_badge_repeats_its_fields_as_claims(ed25519, badge):
    jwt = read_jwt(sign_jwt(badge, signer=ed25519.signer(), kid=KID, profile="openbadges"))

    assert jwt.header == {"alg": "EdDSA", "kid": KID, "typ": "JWT"}
    assert {name: value for name, value in jwt.payload.items() if name not in badge} == {
        "iss": badge["issuer"]["id"],
        "sub": badge["credentialSubject"]["id"],
        "jti": badge["id"],
        "nbf": 1768471200,
        "exp": 1926237600,
    }


@pytest.mark.parametrize("profile", ["vc+jwt", "openbadges"])
def test_the_moment_of_the_signature_is_told(ed25519, badge, profile):
    created = datetime(2026, 11, 21, 9, 30, 0, 999_999, tzinfo=UTC)

    jwt = read_jwt(sign_jwt(badge, signer=ed25519.signer(), kid=KID, profile=profile, created=created))

    assert jwt.payload["iat"] == 1795253400


def test_a_credential_without_end_has_no_exp(ed25519, badge):
    del badge["validUntil"]

    assert "exp" not in read_jwt(sign_jwt(badge, signer=ed25519.signer(), kid=KID, profile="openbadges")).payload


@pytest.mark.parametrize("path", [("id",), ("issuer", "id"), ("credentialSubject", "id"), ("validFrom",)])
def test_an_open_badge_without_what_its_claims_are_made_of_is_not_signed(ed25519, badge, path):
    holder = badge
    for step in path[:-1]:
        holder = holder[step]
    del holder[path[-1]]

    with pytest.raises(ProofError) as refusal:
        sign_jwt(badge, signer=ed25519.signer(), kid=KID, profile="openbadges")

    assert refusal.value.reason is reasons.MISSING_FIELD
    assert refusal.value.pointer.startswith(f"/{path[0]}")
    sign_jwt(badge, signer=ed25519.signer(), kid=KID)


@pytest.mark.parametrize(
    ("changes", "options", "reason"),
    [
        ({}, {"kid": "key-1"}, reasons.KID_NOT_ABSOLUTE),
        ({}, {"kid": "#key-1"}, reasons.KID_NOT_ABSOLUTE),
        ({}, {"profile": "jwt"}, reasons.UNKNOWN_PROFILE),
        ({"vc": {}}, {}, reasons.WRAPPED),
        ({"vp": {}}, {}, reasons.WRAPPED),
    ],
)
def test_what_could_not_be_read_is_not_signed(ed25519, badge, changes, options, reason):
    with pytest.raises(ProofError) as refusal:
        sign_jwt(badge | changes, **{"signer": ed25519.signer(), "kid": KID, **options})

    assert refusal.value.reason is reason


# Refusals


def test_one_changed_character_anywhere_breaks_a_jwt(key, badge):
    token = sign_jwt(badge, signer=key.signer(), kid=KID)

    for place in range(0, len(token), 7):
        for other in ("A", "B"):
            forged = token[:place] + other + token[place + 1 :]
            if forged == token:
                continue
            with pytest.raises(EngineError):
                verify_jwt(read_jwt(forged), key=key.public_key)


def test_a_key_of_another_kind_does_not_fit(key, keys, rsa_key, badge):
    jwt = read_jwt(sign_jwt(badge, signer=key.signer(), kid=KID))

    for other in [*keys.values(), rsa_key]:
        if other.algorithm != key.algorithm:
            with pytest.raises(ProofError) as refusal:
                verify_jwt(jwt, key=other.public_key)
            assert refusal.value.reason is reasons.KEY_DOES_NOT_FIT


@pytest.mark.parametrize("alg", ["EdDSA", "Ed25519"])
def test_both_names_of_ed25519_are_read(ed25519, badge, alg):
    # RFC 9864, §2.2
    verify_jwt(read_jwt(token_of({"alg": alg}, badge, ed25519)), key=ed25519.public_key)


@pytest.mark.parametrize("alg", ["none", "None", "NONE", "nOnE"])
def test_alg_none_is_refused_with_and_without_a_signature(ed25519, badge, alg):
    token = token_of({"alg": alg}, badge, ed25519)

    for forged in (token, token.rpartition(".")[0] + "."):
        with pytest.raises(ProofError) as refusal:
            read_jwt(forged)
        assert refusal.value.reason is reasons.UNSIGNED


@pytest.mark.parametrize("alg", ["HS256", "ES256K", "PS256", "RS1", "eddsa", ""])
def test_an_algorithm_that_we_do_not_have_is_no_judgement(ed25519, badge, alg):
    with pytest.raises(UnknownSuite) as refusal:
        read_jwt(token_of({"alg": alg}, badge, ed25519))

    assert refusal.value.reason is reasons.UNKNOWN_ALGORITHM


def test_a_public_key_is_not_taken_for_a_shared_secret(rsa_key, badge):
    import hmac

    header = {"alg": "HS256", "typ": "JWT"}
    signing_input = ".".join(encode_base64url(orjson.dumps(part)) for part in (header, badge))
    tag = hmac.new(rsa_key.public_key.raw, signing_input.encode(), "sha256").digest()

    with pytest.raises(UnknownSuite):
        read_jwt(f"{signing_input}.{encode_base64url(tag)}")


def test_a_key_in_the_header_is_shown_and_not_believed(ed25519, keys, badge):
    attacker = PrivateKey.from_secret("Ed25519", bytes(32))
    token = token_of({"alg": "EdDSA", "jwk": to_jwk(attacker.public_key)}, badge, attacker)

    jwt = read_jwt(token)

    assert jwt.jwk == to_jwk(attacker.public_key)
    with pytest.raises(ProofError) as refusal:
        verify_jwt(jwt, key=ed25519.public_key)
    assert refusal.value.reason is reasons.WRONG_SIGNATURE
    assert did_key.did_of(attacker.public_key) not in str(badge)


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ({"crit": ["b64"], "b64": False}, reasons.CRITICAL_HEADER),
        ({"crit": []}, reasons.CRITICAL_HEADER),
        ({"crit": ["exp"], "exp": 0}, reasons.CRITICAL_HEADER),
        ({"b64": True}, reasons.CRITICAL_HEADER),
        ({"zip": "DEF"}, reasons.CRITICAL_HEADER),
        ({"enc": "A128GCM"}, reasons.CRITICAL_HEADER),
        ({"alg": None}, reasons.MALFORMED_HEADER),
        ({"alg": ["EdDSA"]}, reasons.MALFORMED_HEADER),
        ({"kid": 5}, reasons.MALFORMED_HEADER),
        ({"kid": None}, reasons.MALFORMED_HEADER),
        ({"jwk": "key"}, reasons.MALFORMED_HEADER),
        ({"typ": 5}, reasons.MALFORMED_HEADER),
        ({"typ": "vc+sd-jwt"}, reasons.UNKNOWN_KIND),
        ({"typ": "dc+sd-jwt"}, reasons.UNKNOWN_KIND),
        ({"typ": "openid4vci-proof+jwt"}, reasons.UNKNOWN_KIND),
        ({"typ": "at+jwt"}, reasons.UNKNOWN_KIND),
        ({"cty": "JWT"}, reasons.UNKNOWN_KIND),
    ],
)
def test_a_header_that_asks_for_something_else_is_refused(ed25519, badge, header, reason):
    with pytest.raises(ProofError) as refusal:
        read_jwt(token_of({"alg": "EdDSA", **header}, badge, ed25519))

    assert refusal.value.reason is reason
    assert refusal.value.sentence("fr") != refusal.value.sentence("en")


@pytest.mark.parametrize("typ", ["vc+jwt", "application/vc+jwt", "VC+JWT", "vc+ld+jwt"])
def test_the_kinds_of_vc_jose_are_read(ed25519, badge, typ):
    assert read_jwt(token_of({"alg": "EdDSA", "typ": typ}, badge, ed25519)).profile == "vc+jwt"


@pytest.mark.parametrize("told", [{"typ": "vp+jwt"}, {"cty": "vp"}, {"typ": "vc+jwt", "cty": "vp"}])
def test_what_was_signed_to_present_is_no_credential_and_the_other_way_round(ed25519, badge, told):
    presentation = {"@context": [VC_2_0], "type": ["VerifiablePresentation"], "verifiableCredential": []}
    with pytest.raises(ProofError) as refusal:
        read_jwt(token_of({"alg": "EdDSA", **told}, badge, ed25519))
    assert refusal.value.reason is reasons.UNKNOWN_KIND

    mixed = {member: kind.replace("vp", "vc") for member, kind in told.items()}
    with pytest.raises(ProofError):
        read_jwt(token_of({"alg": "EdDSA", **mixed}, presentation, ed25519))
    assert read_jwt(token_of({"alg": "EdDSA", "typ": "vp+jwt"}, presentation, ed25519)).document == presentation


def test_a_token_without_typ_is_read(ed25519, badge):
    assert read_jwt(token_of({"alg": "EdDSA"}, badge, ed25519)).document == badge


@pytest.mark.parametrize(
    "spoil",
    [
        lambda token: "",
        lambda token: token.rpartition(".")[0],
        lambda token: token + ".",
        lambda token: token + ".AAAA",
        lambda token: token + "=",
        lambda token: token + "\n",
        lambda token: " " + token,
        lambda token: token.replace("-", "+").replace("_", "/") + "+",
        lambda token: token.replace(".", "..", 1),
        lambda token: token.replace("e", "é", 1),
        lambda token: token.replace(".", ".\u0661", 1),
        lambda token: "A" * 9000 + token,
    ],
)
def test_a_token_is_written_in_one_way_only(ed25519, badge, spoil):
    with pytest.raises(ProofError) as refusal:
        read_jwt(spoil(sign_jwt(badge, signer=ed25519.signer(), kid=KID)))

    assert refusal.value.reason is reasons.NOT_A_JWT


def test_unused_bits_must_be_zero(ed25519, badge):
    # the last character of 64 bytes carries four unused bits: "A" to "P" would decode to the same signature
    token = sign_jwt(badge, signer=ed25519.signer(), kid=KID)
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    spelled_otherwise = token[:-1] + alphabet[alphabet.index(token[-1]) + 1]

    with pytest.raises(ProofError):
        read_jwt(spelled_otherwise)


def test_a_token_that_is_too_long_is_not_read():
    with pytest.raises(ProofError) as refusal:
        read_jwt("A" * (jws_module.MAXIMUM_LENGTH + 1))

    assert refusal.value.reason is reasons.TOO_LONG


@pytest.mark.parametrize(
    ("header", "payload"),
    [
        (b'{"alg":"EdDSA","alg":"none"}', b"{}"),
        (b'{"alg":"EdDSA","kid":"a","kid":"b"}', b"{}"),
        (b'{"alg":"EdDSA"}', b'{"id":"a","id":"b"}'),
        (b'{"alg":"EdDSA"}', b'{"issuer":{"id":"a","id":"b"}}'),
        (b'{"alg":"EdDSA"}', b'{"n":NaN}'),
        (b'{"alg":"EdDSA"}', b"[]"),
        (b'{"alg":"EdDSA"}', b""),
        (b'{"alg":"EdDSA"}', b"\xff"),
        (b"[]", b"{}"),
        (b"null", b"{}"),
        (b"{", b"{}"),
    ],
)
def test_json_that_two_readers_would_read_in_two_ways_is_refused(ed25519, header, payload):
    with pytest.raises(MalformedJson):
        read_jwt(token_of(header, payload, ed25519))


@pytest.mark.parametrize("algorithm", ["P-256", "P-384"])
def test_an_ecdsa_signature_in_der_is_refused(keys, badge, algorithm):
    key = keys[algorithm]
    token = sign_jwt(badge, signer=key.signer(), kid=KID)
    head, _, signature = token.rpartition(".")
    raw = decode_base64url(signature)
    half = len(raw) // 2
    der = encode_dss_signature(int.from_bytes(raw[:half], "big"), int.from_bytes(raw[half:], "big"))

    with pytest.raises(ProofError) as refusal:
        verify_jwt(read_jwt(f"{head}.{encode_base64url(der)}"), key=key.public_key)

    assert refusal.value.reason is reasons.WRONG_SIGNATURE


# Claims


CLAIMS = {"iss": "did:key:other", "sub": "did:example:other", "jti": "urn:uuid:other", "nbf": 1, "exp": 2}


@pytest.mark.parametrize(("claim", "value"), CLAIMS.items())
def test_a_claim_of_an_open_badge_that_contradicts_it_is_refused(ed25519, badge, claim, value):
    payload = read_jwt(sign_jwt(badge, signer=ed25519.signer(), kid=KID, profile="openbadges")).payload

    with pytest.raises(ProofError) as refusal:
        read_jwt(token_of({"alg": "EdDSA", "typ": "JWT"}, payload | {claim: value}, ed25519))

    assert (refusal.value.reason, refusal.value.pointer) == (reasons.CLAIM_DIFFERS, f"/{claim}")


@pytest.mark.parametrize("claim", CLAIMS)
def test_an_open_badge_that_lacks_a_claim_is_refused(ed25519, badge, claim):
    payload = read_jwt(sign_jwt(badge, signer=ed25519.signer(), kid=KID, profile="openbadges")).payload
    del payload[claim]

    with pytest.raises(ProofError) as refusal:
        read_jwt(token_of({"alg": "EdDSA", "typ": "JWT"}, payload, ed25519))

    assert (refusal.value.reason, refusal.value.pointer) == (reasons.MISSING_CLAIM, f"/{claim}")


def test_a_subject_without_id_asks_for_no_sub(ed25519, badge):
    payload = read_jwt(sign_jwt(badge, signer=ed25519.signer(), kid=KID, profile="openbadges")).payload
    del payload["sub"], payload["credentialSubject"]["id"]

    assert read_jwt(token_of({"alg": "EdDSA", "typ": "JWT"}, payload, ed25519)).profile == "openbadges"


def test_under_vc_jose_identifiers_must_agree_and_dates_are_those_of_the_signature(ed25519, badge):
    # VC-JOSE-COSE, §4.1.2: nbf and exp are not validFrom and validUntil
    header = {"alg": "EdDSA", "typ": "vc+jwt"}

    assert read_jwt(token_of(header, badge | {"nbf": 1, "exp": 2}, ed25519)).payload["exp"] == 2
    for claim in ("iss", "sub", "jti"):
        with pytest.raises(ProofError) as refusal:
            read_jwt(token_of(header, badge | {claim: CLAIMS[claim]}, ed25519))
        assert refusal.value.reason is reasons.CLAIM_DIFFERS


@pytest.mark.parametrize(
    ("claim", "value"),
    [
        ("nbf", "1768471200"),
        ("nbf", True),
        ("nbf", None),
        ("exp", 1e300),
        ("exp", {}),
        ("iss", 5),
        ("jti", ["x"]),
        ("sub", {}),
    ],
)
def test_a_malformed_claim_is_refused(ed25519, badge, claim, value):
    with pytest.raises(ProofError) as refusal:
        read_jwt(token_of({"alg": "EdDSA", "typ": "JWT"}, badge | {claim: value}, ed25519))

    assert (refusal.value.reason, refusal.value.pointer) == (reasons.MALFORMED_CLAIM, f"/{claim}")


def test_fractions_of_a_second_do_not_make_claims_differ(ed25519, badge):
    badge["validFrom"] = "2026-01-15T10:00:00.750+00:00"
    payload = read_jwt(sign_jwt(badge, signer=ed25519.signer(), kid=KID, profile="openbadges")).payload

    assert payload["nbf"] == 1768471200
    read_jwt(token_of({"alg": "EdDSA", "typ": "JWT"}, payload | {"nbf": 1768471200.5}, ed25519))


# The older shape: the credential inside a claim


OLDER = {
    "iss": "https://example.edu/issuers/565049",
    "jti": "http://example.edu/credentials/3732",
    "sub": "did:example:ebfeb1f712ebc6f1c276e12ec21",
    "nbf": 1262304000,
    "exp": 1893456000,
    "vc": {
        "@context": ["https://www.w3.org/2018/credentials/v1", "https://purl.imsglobal.org/spec/ob/v3p0/context.json"],
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"type": ["Profile"], "name": "Example University"},
        "credentialSubject": {"type": ["AchievementSubject"]},
    },
}


@pytest.mark.parametrize("header", [{"alg": "EdDSA"}, {"alg": "EdDSA", "typ": "JWT"}])
def test_a_credential_inside_vc_is_completed_by_the_claims(ed25519, header):
    # VC Data Model 1.1, §6.3.1 "JWT Decoding"
    jwt = read_jwt(token_of(header, OLDER, ed25519))

    assert jwt.profile == "vc-1.1"
    assert jwt.document == {
        **OLDER["vc"],
        "id": OLDER["jti"],
        "issuer": {"id": OLDER["iss"], "type": ["Profile"], "name": "Example University"},
        "credentialSubject": {"id": OLDER["sub"], "type": ["AchievementSubject"]},
        "issuanceDate": "2010-01-01T00:00:00Z",
        "expirationDate": "2030-01-01T00:00:00Z",
    }


def test_the_issuer_of_a_credential_inside_vc_may_come_from_the_claim_alone(ed25519):
    bare = {**OLDER, "vc": {name: value for name, value in OLDER["vc"].items() if name != "issuer"}}

    assert read_jwt(token_of({"alg": "EdDSA"}, bare, ed25519)).document["issuer"] == OLDER["iss"]


@pytest.mark.parametrize(
    ("claim", "changes"),
    [
        ("iss", {"issuer": "https://other.example"}),
        ("jti", {"id": "urn:uuid:other"}),
        ("sub", {"credentialSubject": {"id": "did:example:other"}}),
        ("nbf", {"issuanceDate": "2011-01-01T00:00:00Z"}),
        ("exp", {"expirationDate": "2031-01-01T00:00:00Z"}),
    ],
)
def test_a_claim_that_contradicts_the_credential_inside_vc_is_refused(ed25519, claim, changes):
    with pytest.raises(ProofError) as refusal:
        read_jwt(token_of({"alg": "EdDSA"}, {**OLDER, "vc": OLDER["vc"] | changes}, ed25519))

    assert (refusal.value.reason, refusal.value.pointer) == (reasons.CLAIM_DIFFERS, f"/{claim}")


@pytest.mark.parametrize(
    ("header", "payload"),
    [
        ({}, {"vc": OLDER["vc"] | {"@context": ["https://www.w3.org/ns/credentials/v2"]}}),
        ({}, {"vc": OLDER["vc"] | {"@context": "https://www.w3.org/ns/credentials/v2"}}),
        ({}, {"vc": OLDER["vc"] | {"@context": []}}),
        ({}, {"vc": "text"}),
        ({}, {"vc": None}),
        ({}, {"vc": {}}),
        ({}, {"vp": {}}),
        ({}, {"@context": ["https://www.w3.org/2018/credentials/v1"], "vc": OLDER["vc"]}),
        ({"typ": "vc+jwt"}, {"vc": OLDER["vc"]}),
    ],
)
def test_a_credential_of_version_2_inside_a_claim_is_refused(ed25519, header, payload):
    # VC-JOSE-COSE, §3.1.3
    with pytest.raises(ProofError) as refusal:
        read_jwt(token_of({"alg": "EdDSA", **header}, payload, ed25519))

    assert refusal.value.reason is reasons.WRAPPED


@pytest.mark.parametrize("claim", ["vc", "vp"])
def test_a_wrapped_copy_beside_the_credential_is_refused(ed25519, badge, claim):
    with pytest.raises(ProofError):
        read_jwt(token_of({"alg": "EdDSA", "typ": "vc+jwt"}, badge | {claim: OLDER["vc"]}, ed25519))


# Whatever comes


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
members = st.sampled_from(
    [
        "@context",
        "type",
        "issuer",
        "holder",
        "credentialSubject",
        "id",
        "validFrom",
        "iss",
        "sub",
        "jti",
        "nbf",
        "exp",
        "vc",
    ]
)
header_members = st.sampled_from(["typ", "cty", "kid", "jwk", "crit", "alg"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(header_members, json_values), st.dictionaries(members, json_values))
def test_any_header_and_payload_are_read_or_refused(ed25519, header, payload):
    try:
        jwt = read_jwt(token_of({"alg": "EdDSA", **header}, payload, ed25519))
    except EngineError:
        return
    assert jwt.payload == payload


@given(st.text(max_size=60))
def test_any_text_is_a_jwt_or_refused(text):
    with pytest.raises(EngineError):
        read_jwt(text)


def test_the_limits_are_those_of_the_json_reader():
    assert jws_module.MAXIMUM_LENGTH > strict_json.MAXIMUM_BYTES * 4 // 3
