import pytest

from engine.model.samples import VC_1, VC_2, bench
from sceau.engine.model.kinds import KINDS, describe_kind, kind_of, kind_of_text

VC = "VerifiableCredential"
DOCUMENTS = {
    "ob3": [bench(), {"type": ["OpenBadgeCredential"]}, {"type": "AchievementCredential", "@context": VC_2}],
    "ob3-vc11": [{"@context": [VC_1], "type": [VC, "OpenBadgeCredential"]}],
    "endorsement": [{"type": [VC, "EndorsementCredential"]}],
    "clr": [{"type": [VC, "ClrCredential"]}],
    "edc": [{"type": [VC, "EuropeanDigitalCredential"]}],
    "status-list": [{"type": [VC, "BitstringStatusListCredential"]}, {"type": [VC, "StatusList2021Credential"]}],
    "vc": [{"type": VC}, {"type": [VC, "AlumniCredential"]}, {"credentialSubject": {}}, {"type": [VC, 3]}],
    "vc11": [{"@context": VC_1, "type": [VC]}, {"@context": [VC_1], "type": [VC]}],
    "sealed-json": [{"payload": "{}", "signatures": [{}]}],
    "enveloped": [{"type": "EnvelopedVerifiableCredential"}, {"type": ["EnvelopedVerifiablePresentation"]}],
    "presentation": [{"type": ["VerifiablePresentation"]}],
    "ob2": [{"type": "Assertion"}, {"recipient": {}, "badge": {}}, {"type": ["Assertion", "extensions:X"]}],
    "ob2-badge": [{"type": "BadgeClass"}],
    "ob2-issuer": [{"type": "Issuer"}],
    "ob2-revocations": [{"type": "RevocationList"}],
    "ob2-key": [{"type": "CryptographicKey"}],
    "ob1": [
        {"recipient": "a@example.org", "badge": {"name": "x"}},
        {"uid": "1", "recipient": {}, "badge": "https://example.org/b", "verify": {"type": "hosted"}},
        {"@context": "https://w3id.org/openbadges/v1", "type": "Assertion"},
    ],
    "sd-jwt": [{"vct": "urn:eudi:pid:1", "iss": "https://example.org"}],
    "controller": [{"id": "did:web:example.org", "verificationMethod": []}, {"assertionMethod": ["#key-1"]}],
    "private-key": [
        {"type": "Multikey", "publicKeyMultibase": "z6Mk", "secretKeyMultibase": "z3u2"},
        {"kty": "OKP", "x": "a", "d": "b"},
    ],
    "public-key": [{"kty": "OKP", "x": "a"}, {"keys": []}, {"type": "Multikey", "publicKeyMultibase": "z6Mk"}],
    "profile": [{"type": ["Profile"]}],
    "achievement": [{"type": ["Achievement"]}],
    "design": [{"schema": "sceau.design/1"}],
    "annex-1": [{"schema": "sceau.annex1/1"}],
    "unknown": [{}, {"type": "Thing"}, {"type": None, "@context": []}, {"a": 1}, {"verificationMethod": "did:x:y#z"}],
}


def test_every_kind_has_an_example_and_words_in_both_languages():
    assert set(DOCUMENTS) == set(KINDS)
    for kind in KINDS:
        assert describe_kind(kind, "fr").split()[0] in ("un", "une", "la", "le")
        assert describe_kind(kind, "en").split()[0] in ("a", "an", "the")


@pytest.mark.parametrize(
    ("kind", "document"), [(kind, document) for kind, documents in DOCUMENTS.items() for document in documents]
)
def test_a_document_is_recognised(kind, document):
    assert kind_of(document) == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    {
        "eyJhbGciOiJFZERTQSJ9.eyJpc3MiOiJ4In0.c2ln": "jwt",
        " eyJhbGciOiJFZERTQSJ9.eyJpc3MiOiJ4In0.c2ln\n": "jwt",
        "eyJhbGciOiJFUzI1NiJ9.eyJfc2QiOltdfQ.c2ln~": "sd-jwt",
        "eyJhbGciOiJFUzI1NiJ9.eyJfc2QiOltdfQ.c2ln~WyJzIiwiYSIsMV0~": "sd-jwt",
        "eyJhbGciOiJFUzI1NiJ9.eyJfc2QiOltdfQ.c2ln~WyJzIiwiYSIsMV0~eyJ0eXAiOiJrYitqd3QifQ.eyJub25jZSI6MX0.c2ln": "sd-jwt",
        "https://example.org/badge.json": "url",
        "http://localhost:8000/v/1": "url",
        "{}": None,
        "": None,
        "hello": None,
        "https://example.org/a b": None,
        "a.b": None,
        "a.b.c.d.e": None,
    }.items(),
)
def test_a_text_that_is_not_json_is_recognised(text, kind):
    assert kind_of_text(text) == kind
