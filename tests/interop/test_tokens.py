"""JWTs beside jose: each verifies what the other signs."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from interop.institution import Institution, judged
from interop.keys import KEYS
from interop.node import Refused
from sample_awards import DESIGN_IDS
from sceau.engine.keys.jwk import to_jwk
from sceau.engine.keys.multibase import encode_base64url
from sceau.engine.proofs.claims import claims_of
from sceau.engine.proofs.jwt import OPEN_BADGES, VC_JWT, sign_jwt

ALGORITHMS = [("Ed25519", "EdDSA"), ("P-256", "ES256"), ("P-384", "ES384")]


def with_subject(institution):
    """A credential whose holder has an identifier: the Open Badges profile asks for one."""
    document = institution.described(DESIGN_IDS[0])
    document["credentialSubject"]["id"] = "did:example:amina"
    return document


@pytest.mark.parametrize("profile", [VC_JWT, OPEN_BADGES])
@pytest.mark.parametrize(("algorithm", "alg"), ALGORITHMS)
def test_jose_verifies_what_we_sign(node, site, algorithm, alg, profile):
    institution = Institution(site, "web", algorithm=algorithm, slug=f"jose-{algorithm.lower()}")
    document = with_subject(institution)
    kid, created = f"{institution.method}-jwk", datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
    token = sign_jwt(document, signer=institution.signer, kid=kid, profile=profile, created=created)
    jwk = to_jwk(KEYS[algorithm].public_key)

    answer = node.ask("verifyToken", token=token, jwk=jwk)

    assert answer["header"]["alg"] == alg
    assert answer["payload"]["iat"] == 1795253400
    assert {name: answer["payload"][name] for name in document} == document
    with pytest.raises(Refused):
        node.ask("verifyToken", token=token[:-2] + ("A" if token[-2] != "A" else "B") + token[-1], jwk=jwk)


@pytest.mark.parametrize("profile", [VC_JWT, OPEN_BADGES])
@pytest.mark.parametrize(("algorithm", "alg"), ALGORITHMS)
def test_we_verify_what_jose_signs(node, site, algorithm, alg, profile):
    institution = Institution(site, "web", algorithm=algorithm, slug=f"jose-{algorithm.lower()}")
    document = with_subject(institution)
    payload = document if profile == VC_JWT else document | claims_of(document)
    header = {"alg": alg, "typ": "vc+jwt" if profile == VC_JWT else "JWT", "kid": f"{institution.method}-jwk"}
    secret = {**to_jwk(KEYS[algorithm].public_key), "d": encode_base64url(KEYS[algorithm].secret)}
    token = node.ask("signToken", payload=payload, header=header, jwk=secret)

    assert judged(token, institution).verdict == "valid"

    head, body, signature = token.split(".")
    forged = f"{head}.{body}.{signature[:10]}{'A' if signature[10] != 'A' else 'B'}{signature[11:]}"
    assert judged(forged, institution).verdict == "invalid"
