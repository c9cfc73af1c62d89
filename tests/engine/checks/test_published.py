"""Every published document of these standards, what is expected of it, and why.

The documents come from 1EdTech's validator and from the W3C; each row says what happens when nothing can be fetched,
and what happens when the addresses that the document names answer as their owners would make them answer.
"""

from __future__ import annotations

import json
import re

import pytest

from published import published
from sceau.engine.checks.policy import Policy
from sceau.engine.checks.verify import verify
from sceau.engine.keys.jwk import to_jwk
from sceau.engine.keys.pem import from_pem
from sceau.engine.vocabularies.contexts import shipped
from sceau.outside.fetchers import MemoryFetcher
from verifying import NOW, answer, ask, said

VECTORS = published("vectors")
EXAMPLES = "https://www.w3.org/ns/credentials/examples/v2"


def _controllers(text):
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


def test_the_table_names_every_published_badge():
    folder = VECTORS / "open-badges-3.0"

    assert {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()} == set(OPEN_BADGES_3)


@pytest.mark.parametrize("name", OPEN_BADGES_3)
def test_open_badges_3(name):
    alone, served, code, why = OPEN_BADGES_3[name]
    data = (VECTORS / "open-badges-3.0" / name).read_bytes()
    site = _controllers(data.decode("utf-8", "replace"))
    if name.endswith(".png"):
        site = _controllers((VECTORS / "open-badges-3.0" / "simple.json").read_text()) | site

    report = ask(data, site)

    assert ask(data).verdict == alone, why
    assert report.verdict == served, (why, said(report))
    assert (report.decisive.reason.code if report.decisive else None) == code, why


def test_the_endorsements_in_the_complete_badge_are_of_a_misspelt_suite_and_are_not_counted():
    data = (VECTORS / "open-badges-3.0" / "complete.json").read_bytes()

    report = ask(data, _controllers(data.decode()))

    assert said(report) == {"status": "unknown status.unknown_kind"}
    notes = [note for note in report.notes if note.reason.code == "endorsement.not_counted"]
    assert len(notes) == 5
    assert all("eddsa-rdf-2022" in note.message["en"] for note in notes)


# Open Badges 2.0 ------------------------------------------------------------------------------------------------------


def _open_badges_2():
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


@pytest.mark.parametrize("name", OPEN_BADGES_2)
def test_open_badges_2(name):
    alone, served, code, why = OPEN_BADGES_2[name]
    data = (VECTORS / "open-badges-2.0" / name).read_bytes()

    report = ask(data, _open_badges_2())

    assert ask(data).verdict == alone, why
    assert report.verdict == served, (why, said(report))
    assert (report.decisive.reason.code if report.decisive else None) == code, why


@pytest.mark.parametrize(
    "path", ["badgeclass1", "issuer1", "key1", "organization", "revocation-list", "robotics-badge"]
)
def test_the_parts_of_open_badges_2_are_named_and_are_nobodys_credential(path):
    report = ask((VECTORS / "open-badges-2.0" / "assets" / f"{path}.json").read_bytes())

    assert said(report) == {"readable": "failed opening.not_a_credential"}
    assert "Open Badges 2.0" in answer(report, "readable").message["en"]


# JOSE -----------------------------------------------------------------------------------------------------------------


def _with_examples():
    """The W3C's examples use a context of their own, which an administrator may add."""
    path = published("contexts/w3c/credentials-examples-v2.json")
    return shipped().with_document(EXAMPLES, path.read_bytes())


def _jose_issuer():
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


@pytest.mark.parametrize("name", JOSE)
def test_jose(name):
    verdict, code, why = JOSE[name]
    data = (VECTORS / "vc-jose-cose" / name).read_bytes()

    report = verify(data, policy=Policy(_with_examples()), fetcher=MemoryFetcher(_jose_issuer()), now=NOW)

    assert report.verdict == verdict, (why, said(report))
    assert (report.decisive.reason.code if report.decisive else None) == code, why


def test_a_context_that_nobody_added_is_refused_with_the_way_to_add_it():
    report = ask((VECTORS / "vc-jose-cose" / "credential-jose-minimal.txt").read_bytes(), _jose_issuer())

    assert report.verdict == "invalid"
    assert f"sceau contexts add {EXAMPLES}" in answer(report, "context").message["fr"]


# the VC data model's own examples: unsigned, or signed in sketches only ------------------------------------------------

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


@pytest.mark.parametrize("name", DATA_MODEL)
def test_examples_of_the_data_model_are_never_valid(name):
    data = (VECTORS / "vc-data-model-2.0" / name).read_bytes()

    report = verify(data, policy=Policy(_with_examples()), fetcher=MemoryFetcher({}), now=NOW)

    assert report.verdict != "valid"
    if DATA_MODEL[name]:
        assert report.decisive.reason.code == DATA_MODEL[name], said(report)


# what we name and do not judge ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("clr-2.0/simple.json", "recognised.clr"),
        ("clr-2.0/simple-noproof.json", "recognised.clr"),
        ("clr-2.0/simple_v1.json", "recognised.clr"),
        ("elm/Sample-MC-Annex1-signed.jsonld", "recognised.european_digital_credential"),
        ("elm/Sample-MC-Annex1-unsigned.jsonld", "recognised.european_digital_credential"),
        ("openid4vp/sd_jwt_vcld/01/sd_jwt_presentation.txt", "recognised.sd_jwt"),
        ("openid4vp/sd_jwt_vcld/01/sd_jwt_issuance.txt", "recognised.sd_jwt"),
    ],
)
def test_what_is_judged_later_is_named_and_is_no_verdict(path, code):
    report = ask((VECTORS / path).read_bytes())

    assert said(report) == {"readable": f"unknown {code}"}
    assert report.exit_status == 3
    assert report.sentence["fr"] == "Impossible à vérifier"


def test_the_published_status_list_is_authentic_and_stands_elsewhere():
    folder = VECTORS / "bitstring-status-list"
    revoked, the_list = (folder / "credential-status-revoked.json").read_text(), (folder / "testlist").read_text()
    address = json.loads(revoked)["credentialStatus"]["statusListCredential"]
    keys = _controllers(revoked + the_list)

    assert ask(the_list, keys).verdict == "valid"
    # the list found at that address calls itself https://example.com/credentials/status/3
    assert said(ask(revoked, keys, {address: json.loads(the_list)})) == {"status": "failed status.other_list"}


def test_the_key_of_open_badges_2_is_read_from_pem():
    pem = json.loads((VECTORS / "open-badges-2.0" / "assets" / "key1.json").read_text())["publicKeyPem"]

    assert to_jwk(from_pem(pem))["kty"] == "RSA"
