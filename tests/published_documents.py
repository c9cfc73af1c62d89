"""The published documents of these standards: what each comes to, and how its issuer would answer for it.

They come from 1EdTech's validator and from the W3C; the tests ask the engine, and the table of the documentation is held
to what it says.
"""

from __future__ import annotations

import json
import re

from published import published
from sceau.engine.checks.policy import Policy
from sceau.engine.checks.verify import verify
from sceau.engine.vocabularies.contexts import shipped
from sceau.outside.fetchers import MemoryFetcher
from verifying import NOW, ask

VECTORS = published("vectors")
EXAMPLES = "https://www.w3.org/ns/credentials/examples/v2"


def controllers(text):
    """1EdTech's documents name their key in the fragment: what their issuers would have to publish."""
    site = {}
    for controller, word in sorted(set(re.findall(r'"(https://[^"#]+)#(z[1-9A-HJ-NP-Za-km-z]+)"', text))):
        document = site.setdefault(controller, {"id": controller, "verificationMethod": [], "assertionMethod": []})
        method = f"{controller}#{word}"
        document["assertionMethod"].append(method)
        document["verificationMethod"].append(
            {"id": method, "type": "Multikey", "controller": controller, "publicKeyMultibase": word}
        )
    return site


# file → (alone, with its issuer's keys published, the check that decides then, why)
OPEN_BADGES_3 = {
    "simple.json": ("check", "valid", None, "a badge with a right proof"),
    "simple-json.png": ("check", "valid", None, "the same kind of badge, baked as JSON"),
    "simple_v1.json": ("check", "valid", None, "data model 1.1 and Ed25519Signature2020"),
    "simple-multiple-proofs.json": (
        "check",
        "valid",
        None,
        "beside the right proof one of no known type, which is noted",
    ),
    "endorsement-valid.json": ("check", "valid", None, "an endorsement by itself is a credential"),
    "complete.json": ("check", "check", "status.unknown_kind", "authentic; its state is a 1EdTechRevocationList"),
    "simple-err-expired.json": ("check", "check", "validity.expired", "authentic, and it ended in 2010"),
    "simple-err-proof-value.json": (
        "check",
        "invalid",
        "proof.wrong_signature",
        "two letters of the proof are exchanged",
    ),
    "simple-err-proof-method.json": ("check", "invalid", "key.unknown_codec", "the key that it names is no key"),
    "simple-err-type.json": ("invalid", "invalid", "model.wrong_type", "a subject for badges, and no badge type"),
    "simple-err-issuer-type.json": ("invalid", "invalid", "model.wrong_type", "the issuer is no Profile"),
    "simple-err-credential-subject-type.json": ("invalid", "invalid", "model.wrong_type", "no AchievementSubject"),
    "simple-err-context.json": ("invalid", "invalid", "model.missing", "no VC context, so that its dates mean nothing"),
    "simple-noproof.json": ("invalid", "invalid", "model.missing", "no achievement, and no proof either"),
    "simple.jwt": (
        "invalid",
        "invalid",
        "model.context_not_second",
        "a draft's context, at an address without version",
    ),
    "simple-jwt.svg": ("check", "check", "reach.not_found", "baked as a JWT whose RSA key is published nowhere"),
    "sd/derivedcredential.json": (
        "check",
        "check",
        "proof.unknown_cryptosuite",
        "ecdsa-sd-2023, which we do not judge",
    ),
}


def open_badges_2():
    """The documents that the published assertions point to, at their addresses, and the assertion itself."""
    folder = VECTORS / "open-badges-2.0"
    site = {}
    for path in [*sorted((folder / "assets").glob("*.json")), folder / "basic-assertion.json"]:
        document = json.loads(path.read_text())
        if str(document.get("id", "")).startswith("http"):
            site[document["id"]] = document
    return site


OPEN_BADGES_2 = {
    "basic-assertion.json": ("check", "valid", None, "hosted: its address publishes the same"),
    "simple-badge.png": ("check", "valid", None, "the same, baked"),
    "basic-assertion-expired.json": ("check", "invalid", "ob2.differs", "its address publishes one without an end"),
    "basic-assertion-invalid-type.json": ("invalid", "invalid", "model.wrong_type", "no Assertion"),
    "simple.jwt": ("check", "valid", None, "signed with the key that the issuer publishes"),
    "simple-revoked.jwt": ("check", "check", "reach.not_found", "the key of its issuer is published nowhere"),
    "assets/robotics-badge.png": (
        "invalid",
        "invalid",
        "image.nothing_baked",
        "the picture of the badge, nobody's badge",
    ),
}


def with_examples():
    """The W3C's examples use a context of their own, which an administrator may add."""
    path = published("contexts/w3c/credentials-examples-v2.json")
    return shipped().with_document(EXAMPLES, path.read_bytes())


def jose_issuer():
    keys = [json.loads((VECTORS / "vc-jose-cose" / f"vm-{name}.json").read_text()) for name in ("p256", "ed25519")]
    for key in keys:
        del key["secretKeyJwk"]
    controller = keys[0]["controller"]
    return {controller: {"id": controller, "verificationMethod": keys, "assertionMethod": [key["id"] for key in keys]}}


JOSE = {
    "credential-jose-minimal.txt": ("valid", None, "ES256; its kid is the name of a key of the issuer; iat is a text"),
    "credential-jose-bad-signature.txt": ("invalid", "proof.wrong_signature", "says so itself"),
    "credential-sdjwt-selective.txt": ("check", "recognised.sd_jwt", "an SD-JWT, which we name"),
    "credential-minimal.json": ("invalid", "proof.none", "the payload alone, unsigned"),
    "presentation-single.json": ("invalid", "jwt.not_a_jwt", "the token inside lacks its first letter"),
    "vm-p256.json": ("invalid", "opening.not_a_credential", "a key"),
    "vm-ed25519.json": ("invalid", "opening.not_a_credential", "a key"),
}


DATA_MODEL = {
    "verifiable-credential/example-1.json": "proof.unknown_type",  # RsaSignature2018
    "verifiable-credential/example-4.json": "proof.none",
    "verifiable-credential/example-11.json": "key.not_the_issuers",  # the key of …/issuers/14, the issuer is the site
    "verifiable-credential/example-12.json": "proof.none",
    "verifiable-credential/example-13.json": "proof.none",
    "verifiable-credential/example-18.json": "proof.none",
    "verifiable-credential/example-20.json": "proof.none",
    "verifiable-credential/example-21.json": "proof.none",
    "verifiable-credential/example-23.json": "proof.none",
    "verifiable-presentation/example-2.json": None,
    "verifiable-presentation/example-25.json": None,
    "verifiable-presentation/example-45.json": None,
}


# what we name and do not judge
NAMED = {
    "clr-2.0/simple.json": "recognised.clr",
    "clr-2.0/simple-noproof.json": "recognised.clr",
    "clr-2.0/simple_v1.json": "recognised.clr",
    "elm/Sample-MC-Annex1-signed.jsonld": "recognised.european_digital_credential",
    "elm/Sample-MC-Annex1-unsigned.jsonld": "recognised.european_digital_credential",
    "openid4vp/sd_jwt_vcld/01/sd_jwt_presentation.txt": "recognised.sd_jwt",
    "openid4vp/sd_jwt_vcld/01/sd_jwt_issuance.txt": "recognised.sd_jwt",
}

# signed examples of the cryptosuites: right proofs, of keys that are not those of the issuer that they name
PROOFS = {
    "vc-di-eddsa/eddsa-rdfc-2022/signedDataInt.json": "key.not_the_issuers",
    "vc-di-eddsa/eddsa-jcs-2022/signedJCS.json": "key.not_the_issuers",
    "vc-di-eddsa/proof-set-chain/signedProofSet1.json": "key.not_the_issuers",
    "vc-di-eddsa/proof-set-chain/signedProofChain1.json": "key.not_the_issuers",
    "vc-di-ecdsa/ecdsa-rdfc-2019-p256/signedECDSAP256.json": "key.not_the_issuers",
    "vc-di-ecdsa/ecdsa-jcs-2019-p256/signedJCSECDSAP256.json": "key.not_the_issuers",
    "vc-di-ecdsa/ecdsa-sd-2023/prc/addSignedSDBase.json": "context.not_on_the_list",
}

DOCUMENTS = (
    *(f"open-badges-3.0/{name}" for name in OPEN_BADGES_3),
    *(f"open-badges-2.0/{name}" for name in OPEN_BADGES_2),
    *(f"vc-data-model-2.0/{name}" for name in DATA_MODEL),
    *(f"vc-jose-cose/{name}" for name in JOSE),
    *PROOFS,
    *NAMED,
)


def as_published(path):
    """The report, once everybody whom the document names answers as they would; the W3C's own context was added."""
    folder, data = path.partition("/")[0], (VECTORS / path).read_bytes()
    if folder == "open-badges-3.0":
        site = controllers(data.decode("utf-8", "replace"))
        if path.endswith(".png"):
            site = controllers((VECTORS / "open-badges-3.0" / "simple.json").read_text()) | site
        return ask(data, site)
    if folder == "open-badges-2.0":
        return ask(data, open_badges_2())
    site = jose_issuer() if folder == "vc-jose-cose" else {}
    return verify(data, policy=Policy(with_examples()), fetcher=MemoryFetcher(site), now=NOW)


def table(language):
    """The rows of the documentation's table: document, verdict, and the engine's sentence on what decides."""
    for path in DOCUMENTS:
        report = as_published(path)
        code = f"`{report.decisive.reason.code}`" if report.decisive else ""
        why = report.decisive.message[language].replace("|", "\\|") if report.decisive else ""
        yield f"| {path} | {report.sentence[language]} | {why} {code} |".replace("  |", " |")
