"""A credential with its own documents: what they show, what they cannot, and what a forger makes of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import orjson
import pytest

from sceau.engine.checks.carried import NothingCarried, opened_file
from sceau.engine.checks.handed import keys_in, shown_keys, verify_handed
from sceau.engine.checks.policy import Policy, TrustedIssuer, TrustList
from sceau.engine.keys.multikey import encode_public
from sceau.engine.model.bundle import Bundle, MalformedBundle, is_bundle, read_bundle, write_bundle
from sceau.engine.status.notices import NOTICE_SIZE, Notice, notices_url
from sceau.engine.vocabularies.contexts import shipped
from sceau.outside.fetchers import MemoryFetcher, OfflineFetcher
from verifying import BASE, INDEX, LIST_URL, NOW, SIGNED_AT, Issuer, answer, credential, said

LATER = NOW + timedelta(days=7_300)
WEEK = SIGNED_AT + timedelta(days=3)


def publish(issuer: Issuer, *, revoked=(), notice=Notice.NONE, until=None):
    options = {"valid_until": until} if until else {}
    issuer.publish_list(revoked=dict.fromkeys(revoked, 1), **options)
    issuer.publish_list(
        notices_url(LIST_URL), revoked={INDEX: int(notice)}, size=NOTICE_SIZE, purpose="message", **options
    )
    return issuer


def bundle_of(issuer: Issuer, content: bytes | None = None, **members) -> Bundle:
    documents = {url: orjson.dumps(body) for url, body in issuer.site.items()}
    content = content or orjson.dumps(issuer.badge_with_status(validUntil="2099-01-15T10:00:00Z"))
    return Bundle("preuve.json", content, SIGNED_AT, documents, **members)


def judged(bundle: Bundle, *, now=NOW, fetcher=None, **policy):
    return verify_handed(bundle, policy=Policy(shipped(), **policy), fetcher=fetcher or OfflineFetcher(), now=now)


def key_of(issuer: Issuer) -> frozenset[str]:
    return frozenset({encode_public(issuer.signer.public_key)})


@pytest.fixture
def issuer():
    return publish(Issuer())


def test_with_its_own_documents_alone_it_is_intact_and_its_issuer_is_to_be_confirmed(issuer):
    report = judged(bundle_of(issuer))

    assert (report.verdict, report.sentence["fr"]) == ("check", "Intacte, émetteur à confirmer")
    assert said(report) == {"key": "unknown handed.key", "issuer": "unknown handed.issuer"}
    assert answer(report, "revocation").reason.code == "status.not_revoked"
    assert report.decisive.message["fr"].startswith("La clé est celle qui est jointe au fichier, du 15 janvier 2026")


def test_with_the_key_that_the_reader_confirmed_it_is_valid_as_of_the_day_of_its_status(issuer):
    report = judged(bundle_of(issuer), confirmed=key_of(issuer))

    assert report.verdict == "valid"
    assert answer(report, "issuer").reason.code == "handed.confirmed_issuer"
    assert answer(report, "key").reason.code == "handed.confirmed_key"
    assert [note.reason.code for note in report.notes] == [
        "handed.documents", "handed.confirmed", "handed.status_as_of",
    ]  # fmt: skip


def test_a_forger_who_writes_the_documents_of_another_is_never_believed():
    forger = publish(Issuer(66))  # another key, the same did:web
    trusted = TrustList.of(TrustedIssuer(forger.id, "Université des Causses", "habilitée"))

    for report in (
        judged(bundle_of(forger)),
        judged(bundle_of(forger), trusted=trusted),
        judged(bundle_of(forger), confirmed=key_of(Issuer())),
    ):
        assert report.verdict == "check"
        assert said(report) == {"key": "unknown handed.key", "issuer": "unknown handed.issuer"}


def test_online_the_keys_that_are_published_go_before_those_that_came_with_the_file(issuer):
    forger = publish(Issuer(66))
    world = MemoryFetcher(issuer.site)

    assert judged(bundle_of(issuer), fetcher=world).verdict == "valid"
    assert judged(bundle_of(forger), fetcher=world).verdict == "invalid"


def test_a_second_key_beside_the_confirmed_one_signs_nothing(issuer):
    """Neither the credential nor a list that hides its revocation."""
    forger = publish(Issuer(66))
    forger.method = f"{forger.id}#key-9"
    both = orjson.loads(orjson.dumps(issuer.site))
    document = next(body for body in both.values() if "verificationMethod" in body)
    theirs = next(body for body in forger.site.values() if "verificationMethod" in body)
    renamed = orjson.loads(orjson.dumps(theirs).replace(b"#key-1", b"#key-9"))
    document["verificationMethod"] += renamed["verificationMethod"]
    document["assertionMethod"] += renamed["assertionMethod"]
    forger.site = both
    publish(forger)  # signs the lists with the key that nobody confirmed

    signed_by_it = judged(bundle_of(forger), confirmed=key_of(issuer))
    true_one = bundle_of(forger, bundle_of(issuer).credential)

    assert said(signed_by_it) == {"key": "unknown handed.key", "issuer": "unknown handed.issuer"}
    assert said(judged(true_one, confirmed=key_of(issuer))) == {"status": "failed status.not_authentic"}


def test_years_later_the_state_is_that_of_its_day(issuer):
    publish(issuer, until=WEEK)

    report = judged(bundle_of(issuer), now=LATER, confirmed=key_of(issuer))

    assert report.sentence["fr"] == "Authentique, à vérifier"
    assert said(report) == {"status": "unknown handed.status"}
    assert answer(report, "revocation").reason.code == "status.not_revoked"
    assert answer(report, "status").message["fr"].startswith("L’état joint est celui du 15 janvier 2026")


@pytest.mark.parametrize(
    ("options", "verdict", "wanting"),
    [
        ({"revoked": [INDEX]}, "invalid", "revocation"),
        ({"notice": Notice.SUSPENDED}, "check", "suspension"),
        ({"notice": Notice.REPLACED}, "check", "replacement"),
    ],
)
def test_what_stood_against_it_on_that_day_stays_said(issuer, options, verdict, wanting):
    publish(issuer, until=WEEK, **options)

    report = judged(bundle_of(issuer), now=LATER, confirmed=key_of(issuer))

    assert report.verdict == verdict
    assert answer(report, wanting).outcome.name == "FAILED"


def test_validity_is_judged_today_and_not_on_the_day_of_the_bundle(issuer):
    bundle = bundle_of(issuer, orjson.dumps(issuer.badge_with_status()))  # until 2031

    assert said(judged(bundle, now=LATER, confirmed=key_of(issuer))) == {"validity": "failed validity.expired"}


def test_the_documents_answer_for_nobody_else(issuer):
    """A holder cannot bring the endorsement of a ministry along."""
    ministry = Issuer(7, host="ministry.example")
    subject = {"id": f"{BASE}/m/audit/1", "type": ["EndorsementSubject"], "endorsementComment": "Remarquable."}
    unsigned = credential(ministry.id, credentialSubject=subject)
    unsigned |= {"id": "urn:uuid:7f2d7c1e-9d0f-4c61-8a39-6a3f5f0d0001"}
    praise = ministry.sign(unsigned | {"type": ["VerifiableCredential", "EndorsementCredential"]})
    badge = issuer.badge(endorsement=[praise])
    issuer.site |= ministry.site
    bundle = bundle_of(issuer, orjson.dumps(badge))

    assert answer(judged(bundle, fetcher=MemoryFetcher(issuer.site)), "endorsements").outcome.name == "PASSED"
    told = judged(bundle, confirmed=key_of(issuer))
    assert [check for check in told.checks if check.id == "endorsements"] == []
    assert "endorsement.not_counted" in [note.reason.code for note in told.notes]


def test_a_list_that_was_left_out_is_never_taken_for_one_that_says_nothing(issuer):
    without = {url: body for url, body in bundle_of(issuer).documents.items() if not url.endswith("/notices")}

    hidden = judged(replace(bundle_of(issuer), documents=without), confirmed=key_of(issuer))

    assert said(hidden) == {"status": "unknown status.out_of_reach"}


def test_what_was_altered_is_not_authentic_whatever_came_with_it(issuer):
    altered = bundle_of(issuer).credential.replace("énergétique".encode(), "nucléaire".encode())

    assert judged(bundle_of(issuer, altered), confirmed=key_of(issuer)).verdict == "invalid"
    assert judged(bundle_of(issuer, altered)).sentence["fr"] == "Non authentique"


def test_the_file_is_read_as_it_was_written(issuer):
    bundle = bundle_of(
        issuer, resources={"https://x/annex-1.json": b"\xff\xfe"}, contexts={"https://c": {"sha256": "a"}}
    )
    written = write_bundle(bundle)

    assert is_bundle(written)
    assert replace(read_bundle(written), contexts=bundle.contexts) == bundle
    assert write_bundle(bundle) == written
    (held,) = opened_file(written, None)
    assert (held.content, held.resources, held.bundle.made_at) == (bundle.credential, bundle.resources, SIGNED_AT)
    assert not is_bundle(bundle.credential)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"version": 2}, "bundle.later_version"),
        ({"credential": "x"}, "bundle.malformed"),
        ({"credential": {"name": "x", "content": {"base64": "é"}}}, "bundle.malformed"),
        ({"documents": []}, "bundle.malformed"),
        ({"documents": {"https://x": None}}, "bundle.malformed"),
        ({"resources": {"https://x": 3}}, "bundle.malformed"),
    ],
)
def test_a_damaged_bundle_says_so(issuer, change, reason):
    data = orjson.dumps(orjson.loads(write_bundle(bundle_of(issuer))) | change)

    with pytest.raises(MalformedBundle) as refusal:
        read_bundle(data)
    assert refusal.value.reason.code == reason
    with pytest.raises(NothingCarried):
        opened_file(data, None)


def test_the_keys_of_a_page_that_was_copied_are_found_and_those_of_the_bundle_shown(issuer):
    bundle = bundle_of(issuer)
    (shown,) = shown_keys(bundle)

    assert keys_in(f"Clé n° 1 : {shown.key} (en service)\nautre texte") == key_of(issuer)
    assert shown.id == issuer.method
    document = next(body for body in issuer.site.values() if "verificationMethod" in body)
    assert keys_in(orjson.dumps(document).decode()) == key_of(issuer)
    issuer.publish_key(revoked=NOW)
    withdrawn = next(body for body in issuer.site.values() if "verificationMethod" in body)
    assert keys_in(orjson.dumps(withdrawn).decode()) == frozenset()
    assert shown_keys(replace(bundle, documents={})) == ()
    assert datetime(2026, 1, 15, 10, tzinfo=UTC) == bundle.made_at
