"""What the issuer has said since: revoked, suspended, replaced; and lists that cannot be believed or read."""

from __future__ import annotations

import copy
import json
from datetime import timedelta

import pytest

from sceau.engine.checks.policy import ListThen, Policy
from sceau.engine.checks.verify import Memory, verify
from sceau.engine.errors import OutOfReach, Reason
from sceau.engine.status.documents import MESSAGE, status_entry
from sceau.engine.status.notices import NOTICE_SIZE, Notice, notices_url
from sceau.engine.vocabularies.contexts import shipped
from sceau.outside.fetchers import MemoryFetcher
from verifying import INDEX, LIST_URL, NOW, SIGNED_AT, Issuer, answer, ask, said

NOTICES_URL = notices_url(LIST_URL)


@pytest.fixture
def issuer():
    issuer = Issuer()
    issuer.publish_list()
    return issuer


@pytest.fixture
def badge(issuer):
    return issuer.badge_with_status()


def test_not_revoked(issuer, badge):
    report = ask(badge, issuer.site)

    assert report.verdict == "valid"
    assert answer(report, "revocation").reason.code == "status.not_revoked"


def test_revoked_is_authentic_and_invalid(issuer, badge):
    issuer.publish_list(revoked={INDEX: 1})

    report = ask(badge, issuer.site)

    assert said(report) == {"revocation": "failed status.revoked"}
    assert report.sentence["fr"] == "Authentique, mais révoquée"
    assert report.exit_status == 1


def test_the_neighbours_revocation_is_not_ours(issuer, badge):
    issuer.publish_list(revoked={INDEX - 1: 1, INDEX + 1: 1})

    assert ask(badge, issuer.site).verdict == "valid"


def test_a_revocation_is_todays_and_the_report_says_so(issuer, badge):
    report = ask(badge, issuer.site, at=SIGNED_AT + timedelta(days=1))

    assert report.verdict == "valid"
    assert [note.reason.code for note in report.notes] == ["status.as_of_today"]


def test_a_list_is_as_of_today_even_when_the_question_is_not(issuer, badge):
    issuer.publish_list(revoked={INDEX: 1}, valid_from=NOW - timedelta(days=1))

    assert ask(badge, issuer.site, at=SIGNED_AT + timedelta(days=1)).sentence["fr"] == "Authentique, mais révoquée"


def kept(*, since=SIGNED_AT, **options):
    """The list as it stood then, of the same issuer, for whoever keeps what was published."""
    former = Issuer()
    former.publish_list(valid_from=since, **options)
    body = json.dumps(former.site[LIST_URL]).encode()
    return lambda url, _at: ListThen(since, body) if url == LIST_URL else None


def test_a_list_of_then_is_what_counts_for_then_and_what_changed_since_is_told(issuer, badge):
    before = kept()
    issuer.publish_list(revoked={INDEX: 1}, valid_from=NOW - timedelta(days=1))

    report = ask(badge, issuer.site, at=SIGNED_AT + timedelta(days=1), list_then=before)

    assert report.verdict == "valid"
    assert [note.reason.code for note in report.notes] == ["status.as_of_then", "status.otherwise_today"]
    assert report.notes[1].message["fr"].endswith("aujourd’hui, l’émetteur a révoqué cette preuve")
    assert ask(badge, issuer.site, list_then=before).sentence["fr"] == "Authentique, mais révoquée"


def test_what_was_revoked_then_is_revoked_as_of_then(issuer, badge):
    report = ask(badge, issuer.site, at=SIGNED_AT + timedelta(days=1), list_then=kept(revoked={INDEX: 1}))

    assert report.sentence["fr"] == "Authentique, mais révoquée"
    assert [note.reason.code for note in report.notes] == ["status.as_of_then"]


def test_a_list_of_then_is_believed_no_more_than_one_of_today(issuer, badge):
    at = SIGNED_AT + timedelta(days=3)
    lapsed = kept(valid_until=SIGNED_AT + timedelta(days=2))
    assert said(ask(badge, issuer.site, at=at, list_then=lapsed))["status"] == "unknown status.lapsed"

    forged = kept()(LIST_URL, at).body.replace(b'"encodedList": "u', b'"encodedList": "uA')
    report = ask(badge, issuer.site, at=at, list_then=lambda _url, _at: ListThen(SIGNED_AT, forged))
    assert said(report)["status"] == "failed status.not_authentic"


def test_evidence_of_the_credentials_age_says_nothing_of_the_list(issuer, badge):
    """Whoever has a key that was withdrawn can sign an empty list today."""
    issuer.publish_key(revoked=SIGNED_AT + timedelta(days=1))

    report = ask(badge, issuer.site, existed_by=SIGNED_AT)

    assert answer(report, "key_time").reason.code == "key.revoked_after"
    assert said(report) == {"status": "unknown status.not_verifiable"}


def test_no_status_is_noted_and_changes_no_verdict(issuer):
    report = ask(issuer.badge(), issuer.site)

    assert report.verdict == "valid"
    assert [note.reason.code for note in report.notes] == ["status.none"]


# a list out of reach, forged or foreign fails closed, and never says "revoked" -----------------------------------------


def _unverifiable(report, expected):
    assert said(report) == {"status": expected}
    assert report.sentence["fr"] == "Authentique, à vérifier"
    assert "revocation" not in {check.id for check in report.checks}


def test_a_list_out_of_reach(issuer, badge):
    silent = OutOfReach(Reason("test.silent", fr="le serveur se tait", en="the server is silent"))

    report = ask(badge, {**issuer.site, LIST_URL: silent})

    _unverifiable(report, "unknown status.out_of_reach")
    assert "le serveur se tait" in answer(report, "status").message["fr"]
    del issuer.site[LIST_URL]
    _unverifiable(ask(badge, issuer.site), "unknown status.out_of_reach")


def test_a_list_whose_proof_is_wrong(issuer, badge):
    forged = copy.deepcopy(issuer.site[LIST_URL])
    issuer.publish_list(revoked={INDEX: 1})
    issuer.site[LIST_URL]["credentialSubject"]["encodedList"] = forged["credentialSubject"]["encodedList"]

    _unverifiable(ask(badge, issuer.site), "failed status.not_authentic")


def test_a_list_without_a_proof(issuer, badge):
    del issuer.site[LIST_URL]["proof"]

    _unverifiable(ask(badge, issuer.site), "failed status.not_authentic")


def test_a_good_list_of_somebody_else(issuer, badge):
    other = Issuer(2, host="autre.example")
    other.publish_list()

    _unverifiable(ask(badge, {**issuer.site, **other.site}), "failed status.foreign")


def test_something_that_is_no_list(issuer, badge):
    _unverifiable(ask(badge, {**issuer.site, LIST_URL: issuer.badge()}), "failed status.other_list")
    _unverifiable(ask(badge, {**issuer.site, LIST_URL: b"<html>"}), "failed status.not_authentic")


def test_a_list_for_another_purpose(issuer, badge):
    issuer.publish_list(purpose="suspension")

    _unverifiable(ask(badge, issuer.site), "failed status.other_purpose")


def test_a_list_that_stands_elsewhere(issuer, badge):
    url = LIST_URL[:-1] + "2"
    issuer.publish_list(url)

    _unverifiable(ask(badge, {**issuer.site, LIST_URL: issuer.site[url]}), "failed status.other_list")


def test_a_list_that_has_lapsed(issuer, badge):
    issuer.publish_list(valid_until=NOW - timedelta(hours=1))

    _unverifiable(ask(badge, issuer.site), "unknown status.lapsed")


def test_an_index_outside_the_list(issuer):
    far = issuer.badge(credentialStatus=status_entry(LIST_URL, 10_000_000))

    _unverifiable(ask(far, issuer.site), "failed status.out_of_range")


def test_a_status_of_a_kind_that_we_do_not_read(issuer):
    old = issuer.badge(credentialStatus={"id": LIST_URL, "type": "1EdTechRevocationList"})

    _unverifiable(ask(old, issuer.site), "unknown status.unknown_kind")


def test_an_index_written_as_a_number_is_read_and_noted(issuer):
    issuer.publish_list(revoked={INDEX: 1})
    entry = status_entry(LIST_URL, INDEX) | {"statusListIndex": INDEX}

    report = ask(issuer.badge(credentialStatus=entry), issuer.site)

    assert said(report)["revocation"] == "failed status.revoked"
    assert "status.index_as_number" in [note.reason.code for note in report.notes]


def test_an_entry_that_nobody_could_follow_asks_for_attention(issuer):
    entry = status_entry(LIST_URL, INDEX) | {"statusListIndex": "four"}

    _unverifiable(ask(issuer.badge(credentialStatus=entry), issuer.site), "failed status.index_not_digits")


def test_the_list_is_not_looked_at_when_the_document_is_not_its_issuers(issuer, badge):
    badge["name"] += " "
    fetcher = MemoryFetcher(issuer.site)

    ask(badge, fetcher=fetcher)

    assert LIST_URL not in fetcher.asked  # an address that only a forger may have written


# other purposes, and our own notices ----------------------------------------------------------------------------------


def test_suspended_asks_for_attention(issuer):
    issuer.publish_list(revoked={INDEX: 1}, purpose="suspension")
    badge = issuer.badge(credentialStatus=status_entry(LIST_URL, INDEX, "suspension"))

    report = ask(badge, issuer.site)

    assert said(report) == {"suspension": "failed status.suspended"}
    assert report.exit_status == 3


def test_several_entries_are_all_read():
    issuer = Issuer()
    other_url = LIST_URL[:-1] + "2"
    issuer.publish_list()
    issuer.publish_list(other_url, revoked={7: 1}, purpose="suspension")
    entries = [status_entry(LIST_URL, INDEX), status_entry(other_url, 7, "suspension")]

    report = ask(issuer.badge(credentialStatus=entries, type=["VerifiableCredential"], **_no_badge()), issuer.site)

    assert said(report) == {"suspension": "failed status.suspended"}
    assert answer(report, "revocation").reason.code == "status.not_revoked"


def _no_badge():
    """Open Badges takes one status object; the VC data model takes several."""
    return {"credentialSubject": {"id": "did:example:naima"}}


@pytest.mark.parametrize(
    ("notice", "expected"),
    [
        (Notice.NONE, {}),
        (Notice.SUSPENDED, {"suspension": "failed status.suspended"}),
        (Notice.REPLACED, {"replacement": "failed status.replaced"}),
        (9, {"suspension": "failed status.unknown_notice"}),
    ],
)
def test_our_companion_list_says_suspended_or_replaced(issuer, badge, notice, expected):
    issuer.publish_list(NOTICES_URL, revoked={INDEX: int(notice)}, size=NOTICE_SIZE, purpose=MESSAGE)

    report = ask(badge, issuer.site)

    assert said(report) == expected
    assert report.verdict == ("check" if expected else "valid")


def test_a_forged_companion_list_is_not_believed(issuer, badge):
    issuer.publish_list(NOTICES_URL, size=NOTICE_SIZE, purpose=MESSAGE)
    del issuer.site[NOTICES_URL]["proof"]

    assert said(ask(badge, issuer.site)) == {"status": "failed status.not_authentic"}


def test_a_companion_list_out_of_reach_hides_nothing_else(issuer, badge):
    silent = OutOfReach(Reason("test.silent", fr="le serveur se tait", en="the server is silent"))
    issuer.publish_list(revoked={INDEX: 1})

    report = ask(badge, {**issuer.site, NOTICES_URL: silent})

    assert report.sentence["fr"] == "Authentique, mais révoquée"


# asking once ----------------------------------------------------------------------------------------------------------


def _verify_with(memory, fetcher, badge, now=NOW):
    return verify(badge, policy=Policy(shipped()), fetcher=fetcher, now=now, memory=memory)


def test_a_pile_asks_each_server_once(issuer):
    fetcher, memory = MemoryFetcher(issuer.site), Memory()

    for _ in range(20):
        assert _verify_with(memory, fetcher, issuer.badge_with_status()).verdict == "valid"

    assert sorted(fetcher.asked) == sorted({*issuer.site, NOTICES_URL})


def test_a_memory_grows_old(issuer, badge):
    fetcher, memory = MemoryFetcher(issuer.site), Memory()
    _verify_with(memory, fetcher, badge)
    issuer.publish_list(revoked={INDEX: 1})
    fetcher.documents.update(issuer.site)

    assert _verify_with(memory, fetcher, badge).verdict == "valid"
    assert _verify_with(memory, fetcher, badge, NOW + timedelta(minutes=6)).verdict == "invalid"


def test_a_list_says_how_long_it_may_be_kept(issuer, badge):
    issuer.publish_list(ttl=60_000)
    fetcher, memory = MemoryFetcher(issuer.site), Memory()
    _verify_with(memory, fetcher, badge)
    issuer.publish_list(revoked={INDEX: 1})
    fetcher.documents.update(issuer.site)

    assert _verify_with(memory, fetcher, badge, NOW + timedelta(seconds=61)).verdict == "invalid"
