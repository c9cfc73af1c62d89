"""What is tied to a credential or stands inside it: related documents, endorsements, presentations; whose it is."""

from __future__ import annotations

import hashlib
import json
from base64 import b64encode
from datetime import timedelta

import pytest

from sceau.engine.checks.policy import Audience, MalformedTrustList, TrustedIssuer, TrustList, read_trust_list
from sceau.engine.checks.report import Outcome
from sceau.engine.errors import MalformedJson
from sceau.engine.images import bake
from sceau.engine.keys.multibase import encode_base58, encode_base64url
from sceau.engine.model.identity import identity_object
from sceau.outside.fetchers import MemoryFetcher
from verifying import BASE, NOW, Issuer, answer, ask, credential, said, token_with

RECORD = b'{"schema":"sceau.annex1/1"}'
RECORD_URL = f"{BASE}/v/7F3AK91C2QXM4B/annex-1.json"


@pytest.fixture
def issuer():
    return Issuer()


# related documents ----------------------------------------------------------------------------------------------------


def _sri(data, algorithm="sha256"):
    return f"{algorithm}-{b64encode(hashlib.new(algorithm, data).digest()).decode()}"


def _multihash(data):
    return b"\x12\x20" + hashlib.sha256(data).digest()


DIGESTS = [
    {"digestSRI": _sri(RECORD)},
    {"digestSRI": _sri(RECORD, "sha384")},
    {"digestMultibase": "u" + encode_base64url(_multihash(RECORD))},
    {"digestMultibase": "z" + encode_base58(_multihash(RECORD))},
    {"digestMultibase": "u" + encode_base64url(hashlib.sha256(RECORD).digest())},
    {"digestSRI": _sri(RECORD), "digestMultibase": "u" + encode_base64url(_multihash(RECORD))},
]


@pytest.mark.parametrize("digest", DIGESTS)
def test_a_related_document_at_hand_is_compared(issuer, digest):
    badge = issuer.badge(relatedResource=[{"id": RECORD_URL, "mediaType": "application/json", **digest}])

    right = ask(badge, issuer.site, resources={RECORD_URL: RECORD})
    wrong = ask(badge, issuer.site, resources={RECORD_URL: RECORD + b" "})

    assert right.verdict == "valid"
    assert answer(right, "resources").reason.code == "resource.matches"
    assert said(wrong) == {"resources": "failed resource.differs"}
    assert wrong.verdict == "invalid"


def test_a_related_document_that_is_not_at_hand_is_noted_and_changes_no_verdict(issuer):
    report = ask(issuer.badge(relatedResource=[{"id": RECORD_URL, **DIGESTS[0]}]), issuer.site)

    assert report.verdict == "valid"
    assert "resource.not_at_hand" in [note.reason.code for note in report.notes]


def test_two_digests_that_disagree_fit_nothing(issuer):
    digest = {"digestSRI": _sri(RECORD), "digestMultibase": "u" + encode_base64url(_multihash(b"other"))}
    badge = issuer.badge(relatedResource=[{"id": RECORD_URL, **digest}])

    assert ask(badge, issuer.site, resources={RECORD_URL: RECORD}).verdict == "invalid"


def test_every_related_document_is_compared_however_many_there_are(issuer):
    many = [{"id": f"{RECORD_URL}?{n}", **DIGESTS[0]} for n in range(200)]
    badge = issuer.badge(relatedResource=many)

    report = ask(badge, issuer.site, resources={f"{RECORD_URL}?199": b"other"})

    assert said(report) == {"resources": "failed resource.differs"}


# endorsements ---------------------------------------------------------------------------------------------------------


def _endorsement(endorser, about, **members):
    subject = {"id": about, "type": ["EndorsementSubject"], "endorsementComment": "Un travail remarquable."}
    document = credential(endorser.id, credentialSubject=subject, **members)
    return document | {
        "id": "urn:uuid:7f2d7c1e-9d0f-4c61-8a39-6a3f5f0d0001",
        "type": ["VerifiableCredential", "EndorsementCredential"],
    }


@pytest.fixture
def endorser():
    return Issuer(2, host="syndicat.example")


def test_a_good_endorsement_is_told(issuer, endorser):
    badge = issuer.badge(endorsement=[endorser.sign(_endorsement(endorser, f"{BASE}/m/audit/1"))])

    report = ask(badge, issuer.site, endorser.site)

    assert report.verdict == "valid"
    assert answer(report, "endorsements").reason.code == "endorsement.all_good"


def test_an_endorsement_as_a_token_is_judged_too(issuer, endorser):
    from sceau.engine.proofs.jwt import sign_jwt

    token = sign_jwt(_endorsement(endorser, issuer.id), signer=endorser.signer, kid=endorser.method)
    document = credential(issuer.id, endorsementJwt=[token])
    badge = issuer.sign(document, cryptosuite="eddsa-jcs-2022")

    assert answer(ask(badge, issuer.site, endorser.site), "endorsements").reason.code == "endorsement.all_good"


@pytest.mark.parametrize("member", ["issuer", "achievement"])
def test_a_forged_endorsement_asks_for_attention_wherever_it_stands(issuer, endorser, member):
    forged = endorser.sign(_endorsement(endorser, issuer.id))
    forged["credentialSubject"]["endorsementComment"] += " Vraiment."
    document = credential(issuer.id)
    place = document["issuer"] if member == "issuer" else document["credentialSubject"]["achievement"]
    place["endorsement"] = [forged]

    report = ask(issuer.sign(document, cryptosuite="eddsa-jcs-2022"), issuer.site, endorser.site)

    assert said(report) == {"endorsements": "failed endorsement.not_authentic"}
    assert report.sentence["fr"] == "Authentique, à vérifier"


def test_an_endorsement_of_something_else_is_no_endorsement(issuer, endorser):
    badge = issuer.badge(endorsement=[endorser.sign(_endorsement(endorser, f"{BASE}/m/autre/1"))])

    assert said(ask(badge, issuer.site, endorser.site)) == {"endorsements": "failed endorsement.of_something_else"}


@pytest.mark.parametrize("members", [{}, {"validUntil": "2026-02-01T00:00:00Z"}])
def test_an_endorsement_that_cannot_be_counted_is_noted(issuer, endorser, members):
    badge = issuer.badge(endorsement=[endorser.sign(_endorsement(endorser, issuer.id, **members))])
    sites = [issuer.site, endorser.site] if members else [issuer.site]

    report = ask(badge, *sites)

    assert report.verdict == "valid"
    assert "endorsement.not_counted" in [note.reason.code for note in report.notes]


# presentations and envelopes ------------------------------------------------------------------------------------------


def _presentation(*inside):
    return {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiablePresentation"],
        "verifiableCredential": list(inside),
    }


def _enveloped(token):
    return {
        "@context": "https://www.w3.org/ns/credentials/v2",
        "type": "EnvelopedVerifiableCredential",
        "id": f"data:application/vc+jwt,{token}",
    }


def test_the_credentials_of_a_presentation_are_judged_and_its_bearer_is_not(issuer):
    good, bad = issuer.badge(), issuer.badge() | {"name": "Autre"}

    both, one = (
        ask(_presentation(good, bad), issuer.site),
        ask(_presentation(good, _enveloped(issuer.token())), issuer.site),
    )

    assert one.verdict == "valid"
    assert one.notes[0].reason.code == "presentation.presenter_not_judged"
    assert both.verdict == "invalid"
    failing = next(check for check in both.checks if check.id == "proof" and check.outcome)
    assert failing.pointer.startswith("/verifiableCredential/1/")
    assert len(one.as_json("x")["credential"]["credentials"]) == 2


def _presented(issuer, *, holder=None, **options):
    """A presentation that a bearer with a did:key has signed."""
    bearer = Issuer(9, host=None)
    document = _presentation(issuer.badge()) | {"holder": bearer.id if holder is None else holder}
    return bearer.sign(document, **({"purpose": "authentication"} | options))


def test_whoever_presents_is_judged_when_the_reader_asks(issuer):
    asked = Audience(domain="https://employer.example", challenge="f1a2")
    sound = _presented(issuer, domain="https://employer.example", challenge="f1a2")

    report = ask(sound, issuer.site, presented_to=asked)

    assert report.verdict == "valid"
    assert "presentation.presenter_not_judged" not in {note.reason.code for note in report.notes}
    assert [(check.id, check.pointer) for check in report.checks][:3] == [
        ("purpose", ""),
        ("key", ""),
        ("key_time", ""),
    ]
    assert ask(sound, issuer.site, presented_to=Audience()).verdict == "valid"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"challenge": "another"}, "proof.wrong_challenge"),
        ({"domain": "https://else.example"}, "proof.wrong_domain"),
        ({"purpose": "assertionMethod"}, "proof.not_to_present"),
        ({"holder": "did:key:z6MkehRgf7yJbgaGfYsdoAsKdBPE3dj2CYhowQdcjqSJgvVd"}, "key.not_the_issuers"),
        ({"holder": "nobody at all", "cryptosuite": "eddsa-jcs-2022"}, "model.not_a_url"),
    ],
)
def test_who_presents_for_somebody_else_or_with_another_key_is_refused(issuer, changes, expected):
    asked = Audience(domain="https://employer.example", challenge="f1a2")
    wrong = _presented(issuer, **({"domain": "https://employer.example", "challenge": "f1a2"} | changes))

    report = ask(wrong, issuer.site, presented_to=asked)

    assert report.verdict == "invalid"
    assert [check.reason.code for check in report.checks if check.outcome is Outcome.FAILED] == [expected]


def test_a_presentation_that_nobody_signed_or_that_was_changed_is_refused(issuer):
    bare = _presentation(issuer.badge())
    changed = _presented(issuer) | {"id": "urn:uuid:0b2c5e7e-3c64-4c5f-8c4b-2a62d53f2d11"}

    assert said(ask(bare, issuer.site, presented_to=Audience()))["proof"] == "failed proof.none"
    assert said(ask(changed, issuer.site, presented_to=Audience()))["proof"] == "failed proof.wrong_signature"


def test_what_a_holder_asserts_of_themselves_is_covered_by_their_presentation_alone():
    """VC Data Model 2.0, §4.13.4: the issuer is the holder, whom the presentation names."""
    bearer = Issuer(9, host=None)
    bare = credential(bearer.id)
    document = _presentation(bare)

    def judged(holder, inside=bare):
        named = {} if holder is None else {"holder": holder}
        signed = bearer.sign(document | named | {"verifiableCredential": [inside]}, purpose="authentication")
        return said(ask(signed, presented_to=Audience()))

    assert "proof" not in judged(bearer.id)
    assert judged(None)["proof"] == "failed proof.none"
    assert judged(bearer.id, credential(Issuer(3, host=None).id))["proof"] == "failed proof.none"
    assert said(ask(bearer.sign(document | {"holder": bearer.id}, purpose="authentication")))["proof"] == (
        "failed proof.none"
    )


@pytest.mark.parametrize(
    ("claims", "verdict"),
    [({}, "valid"), ({"nonce": "other"}, "invalid"), ({"aud": ["https://else.example"]}, "invalid"), (None, "invalid")],
)
def test_a_presentation_in_a_token_is_judged_alike(issuer, claims, verdict):
    bearer = Issuer(9, host=None)
    document = _presentation(issuer.badge()) | {"holder": bearer.id}
    if claims is not None:
        document |= {"aud": "https://employer.example", "nonce": "f1a2"} | claims
    token = token_with({"alg": "EdDSA", "typ": "vp+jwt", "kid": bearer.method}, document, bearer)

    report = ask(token, issuer.site, presented_to=Audience(domain="https://employer.example", challenge="f1a2"))

    assert report.verdict == verdict


def test_an_envelope_is_opened(issuer):
    assert ask(_enveloped(issuer.token()), issuer.site).verdict == "valid"
    assert ask(_enveloped("abc"), issuer.site).verdict == "invalid"
    for contexts in ([], "https://www.w3.org/ns/credentials/examples/v2", None):
        another = _enveloped(issuer.token()) | {"@context": contexts}
        assert said(ask(another, issuer.site)) == {"readable": "failed opening.envelope_without_context"}
    other = _enveloped(issuer.token()) | {"type": "EnvelopedVerifiablePresentation"}
    assert said(ask(other, issuer.site)) == {"readable": "failed opening.other_in_envelope"}


def test_empty_overfull_and_nested_presentations_are_refused(issuer):
    badge = issuer.badge()

    assert said(ask(_presentation()))["readable"] == "failed presentation.empty"
    assert said(ask(_presentation(*[badge] * 21), issuer.site))["readable"] == "failed presentation.too_many"
    assert ask(_presentation(_presentation(badge)), issuer.site).verdict == "invalid"
    assert ask(_presentation("https://badges.example/v/1"), issuer.site).verdict == "invalid"


def test_a_list_of_credentials_is_refused(issuer):
    assert said(ask(json.dumps([issuer.badge()])))["readable"] == "failed opening.several"


# images and addresses -------------------------------------------------------------------------------------------------

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"></svg>'


def test_a_baked_image_is_opened(issuer):
    for inside in (json.dumps(issuer.badge()), issuer.token()):
        report = ask(bake(SVG, inside), issuer.site)
        assert report.verdict == "valid"
        assert answer(report, "readable").reason.code == "opening.read_image"


def test_an_address_is_asked_for_the_credential(issuer):
    url = f"{BASE}/v/7F3AK91C2QXM4B"
    silent, elsewhere = MemoryFetcher({}), {url: b"https://badges.example/v/2"}

    assert ask(url, issuer.site, {url: issuer.badge()}).verdict == "valid"
    assert said(ask(url, fetcher=silent))["readable"] == "unknown reach.not_found"
    assert said(ask(url, elsewhere))["readable"] == "failed opening.leads_elsewhere"


# whose it is ----------------------------------------------------------------------------------------------------------


def test_the_holder_is_recognised_by_a_hashed_address(issuer):
    subject = credential("")["credentialSubject"] | {"identifier": [identity_object("naima@exemple.fr", "sel")]}
    badge = issuer.badge(credentialSubject=subject)

    assert ask(badge, issuer.site, holder=" Naima@Exemple.fr").verdict == "valid"
    assert ask(badge, issuer.site, holder="did:example:naima").verdict == "valid"
    report = ask(badge, issuer.site, holder="bruno@exemple.fr")
    assert said(report) == {"recipient": "failed recipient.is_another"}
    assert report.exit_status == 3


def test_a_name_is_compared_as_people_do_and_told_as_the_credential_writes_it(issuer):
    name = {"type": "IdentityObject", "hashed": False, "identityType": "name", "identityHash": "Éléonore d’Hauteville"}
    subject = credential("")["credentialSubject"] | {"identifier": [name, identity_object("naima@exemple.fr", "sel")]}
    badge = issuer.badge(credentialSubject=subject)

    report = ask(badge, issuer.site, holder="eleonore D'HAUTEVILLE")

    assert report.verdict == "valid"
    check = answer(report, "recipient")
    assert check.message["fr"] == "La preuve est à Éléonore d’Hauteville\u00a0: c’est le nom que vous indiquez"
    assert said(ask(badge, issuer.site, holder="Eleonore Hauteville")) == {"recipient": "failed recipient.is_another"}


def test_a_credential_that_says_nothing_of_its_holder_cannot_tell(issuer):
    report = ask(
        issuer.badge(type=["VerifiableCredential"], credentialSubject={"awardedDate": "2026-01-15T10:00:00Z"}),
        issuer.site,
        holder="naima@exemple.fr",
    )

    assert said(report)["recipient"] == "unknown recipient.says_nothing"


# the trust list -------------------------------------------------------------------------------------------------------


def test_a_trust_list_is_read_from_a_file():
    entries = [
        {"id": "did:key:z6Mk", "name": "Université des Causses", "evidence": "SIREN 999 000 017"},
        {"id": "https://badges.example/", "name": "GRETA"},
    ]

    trusted = read_trust_list(json.dumps({"version": 1, "issuers": entries}))

    assert trusted.find("did:key:z6Mk") == TrustedIssuer("did:key:z6Mk", "Université des Causses", "SIREN 999 000 017")
    assert trusted.find("https://badges.example/issuers/1").name == "GRETA"
    assert trusted.find("https://badges.example.evil.example/") is None
    assert trusted.find("did:web:badges.example") is None


@pytest.mark.parametrize(
    ("text", "pointer"),
    [
        ('{"version": 2, "issuers": []}', ""),
        ('{"issuers": []}', ""),
        ('{"version": 1, "registry": {}}', ""),
        (
            '{"version": 1, "issuers": [{"id": "did:key:z", "name": "x"}, {"id": "http://a.example", "name": "x"}]}',
            "/issuers/1",
        ),
        ('{"version": 1, "issuers": [{"id": "did:key:z"}]}', "/issuers/0"),
        ('{"version": 1, "issuers": ["did:key:z"]}', "/issuers/0"),
    ],
)
def test_a_trust_list_of_another_shape_is_refused_in_words(text, pointer):
    with pytest.raises(MalformedTrustList) as refusal:
        read_trust_list(text)

    assert refusal.value.pointer == pointer
    assert refusal.value.sentence("fr")


def test_a_trust_list_that_is_no_json_is_refused():
    with pytest.raises(MalformedJson):
        read_trust_list("issuer;name")


def test_a_reader_may_know_a_did_web_by_another_name(issuer):
    trusted = TrustList.of(TrustedIssuer(issuer.id, "GRETA"))

    assert "GRETA" in answer(ask(issuer.badge(), issuer.site, trusted=trusted), "issuer").message["fr"]


# as of a date ---------------------------------------------------------------------------------------------------------


def test_the_moment_asked_for_is_not_the_moment_of_asking(issuer):
    later = NOW + timedelta(days=3650)

    assert ask(issuer.badge(), issuer.site, at=NOW, now=later).verdict == "valid"
    assert ask(issuer.badge(), issuer.site, at=later, now=NOW).verdict == "check"
