"""A credential alone, and documents beside it: what they show, what they cannot, and what a forger makes of them."""

from __future__ import annotations

from datetime import timedelta

import orjson
import pytest

from engine.checks.test_handed import key_of, publish
from sceau.engine.checks.beside import Brought, keys_document, verify_beside
from sceau.engine.checks.policy import Policy
from sceau.engine.errors import OutOfReach
from sceau.engine.vocabularies.contexts import shipped
from sceau.outside.fetchers import OFFLINE, MemoryFetcher, OfflineFetcher
from verifying import NOW, Issuer, answer, said

KEYS = "https://badges.example/.well-known/did.json"
UNKNOWN_KEY = {"key": "unknown beside.key", "issuer": "unknown handed.issuer", "status": "unknown status.out_of_reach"}


def documents_of(issuer):
    return {url: orjson.dumps(body) for url, body in issuer.site.items()}


def keys_of(issuer):
    return keys_document(orjson.dumps(issuer.site[KEYS]))


def judged(content, brought=None, *, fetcher=None, now=NOW, **policy):
    given = content if isinstance(content, bytes | str) else orjson.dumps(content)
    return verify_beside(
        given, brought or Brought(), policy=Policy(shipped(), **policy), fetcher=fetcher or OfflineFetcher(), now=now
    )


@pytest.fixture
def issuer():
    return publish(Issuer())


def notes(report):
    return [note.reason.code for note in report.notes]


def test_alone_it_cannot_be_verified(issuer):
    report = judged(issuer.badge_with_status())

    assert report.sentence["fr"] == "Impossible à vérifier"
    assert not {"beside.documents", "beside.none_fits", "handed.not_confirmed"} & set(notes(report))


@pytest.mark.parametrize("form", ["json", "jwt"])
def test_with_its_issuers_document_it_is_intact_and_its_issuer_is_to_be_confirmed(issuer, form):
    given = issuer.badge_with_status() if form == "json" else issuer.token()

    for brought in (Brought((keys_of(issuer),)), Brought((), (keys_of(issuer),))):
        report = judged(given, brought)

        assert (report.verdict, report.sentence["fr"]) == ("check", "Intacte, émetteur à confirmer")
        assert said(report).items() <= UNKNOWN_KEY.items()
        assert notes(report)[:2] == ["beside.documents", "beside.shown_key"]
        assert answer(report, "key").message["fr"].startswith("La clé est celle d’un document apporté")


def test_with_a_bundle_of_the_same_issuer_and_its_key_confirmed_it_is_valid(issuer):
    report = judged(issuer.badge_with_status(), Brought((), (documents_of(issuer),)), confirmed=key_of(issuer))

    assert report.verdict == "valid"
    assert answer(report, "key").reason.code == "handed.confirmed_key"


def test_with_the_confirmed_key_alone_its_issuer_is_known(issuer):
    for given in (issuer.badge(), issuer.token()):
        report = judged(given, confirmed=key_of(issuer))

        assert report.verdict == "valid"
        assert notes(report)[0] == "handed.confirmed"
    other = judged(issuer.badge(), confirmed=key_of(Issuer(5)))
    assert (other.verdict, notes(other)[0]) == ("check", "handed.not_confirmed")


def test_a_forgers_document_never_makes_it_more_than_intact(issuer):
    forger = Issuer(66)
    for confirmed in (frozenset(), key_of(issuer)):
        report = judged(forger.badge(), Brought((keys_of(forger),)), confirmed=confirmed)

        assert report.sentence["fr"] == "Intacte, émetteur à confirmer"


def test_changed_it_is_refused_by_its_own_documents_and_by_those_of_nobody_else(issuer):
    changed = issuer.badge() | {"name": "Doctorat"}

    assert judged(changed, Brought((keys_of(issuer),))).verdict == "invalid"
    for report in (judged(changed, Brought((), (keys_of(issuer),))), judged(changed, confirmed=key_of(issuer))):
        assert report.sentence["fr"] == "Impossible à vérifier"
    assert "beside.none_fits" in notes(judged(changed, Brought((), (keys_of(issuer),))))


def test_the_forged_file_of_one_person_does_not_spoil_that_of_another(issuer):
    """A pile in which somebody's bundle shows another key for the same institution, and a list that revokes all."""
    forger = publish(Issuer(66), revoked=range(4_700, 4_720))

    report = judged(issuer.badge_with_status(), Brought((), (documents_of(forger),)))

    assert report.sentence["fr"] == "Impossible à vérifier"
    both = judged(issuer.badge_with_status(), Brought((), (documents_of(forger), documents_of(issuer))))
    assert both.sentence["fr"] == "Intacte, émetteur à confirmer"


def test_a_document_that_does_not_know_the_key_refuses_nothing(issuer):
    """That of last year, before the key was made."""
    issuer.method = f"{issuer.id}#key-2"

    report = judged(issuer.badge(), Brought((keys_of(issuer),)))

    assert report.sentence["fr"] == "Impossible à vérifier"
    assert "beside.none_fits" in notes(report)


def test_a_list_that_nobody_confirmed_revokes_nothing_of_others(issuer):
    """The true key stands beside the forger's, who signs a list with theirs."""
    forger = Issuer(66)
    forger.method = f"{forger.id}#key-9"
    document = orjson.loads(orjson.dumps(issuer.site[KEYS]))
    theirs = orjson.loads(orjson.dumps(forger.site[KEYS]).replace(b"#key-1", b"#key-9"))
    for member in ("verificationMethod", "assertionMethod"):
        document[member] += theirs[member]
    forger.site = {KEYS: document}
    publish(forger, revoked=range(4_700, 4_720))

    report = judged(issuer.badge_with_status(), Brought((), (documents_of(forger),)))

    assert report.sentence["fr"] == "Intacte, émetteur à confirmer"
    confirmed = judged(issuer.badge_with_status(), Brought((), (documents_of(forger),)), confirmed=key_of(issuer))
    assert (confirmed.verdict, confirmed.is_revoked) == ("check", False)


def test_what_servers_say_goes_first_and_they_are_asked_once(issuer):
    forger = Issuer(66)
    world = MemoryFetcher(issuer.site)

    assert judged(issuer.badge_with_status(), Brought((keys_of(forger),)), fetcher=world).verdict == "valid"
    assert judged(forger.badge(), Brought((keys_of(forger),)), fetcher=world).verdict == "invalid"
    silent = MemoryFetcher({KEYS: OutOfReach(OFFLINE, url=KEYS)})
    judged(issuer.badge(), Brought((), tuple(keys_of(Issuer(seed)) for seed in range(2, 40))), fetcher=silent)
    assert silent.asked.count(KEYS) == 1


def test_what_is_no_document_of_keys_is_none(issuer):
    assert keys_document(orjson.dumps(issuer.badge())) is None
    assert keys_document(b"{") is None
    assert keys_document(b'{"id": "did:web:..", "verificationMethod": []}') is None
    assert list(keys_of(issuer)) == [KEYS]


def test_nothing_else_is_judged_otherwise(issuer):
    brought = Brought((keys_of(issuer),))
    for given in (
        b"nothing",
        "https://badges.example/v/1",
        orjson.dumps({"a": 1}),
        orjson.dumps(Issuer(host=None).badge()),
    ):
        assert judged(given, brought) == judged(given)
    late = judged(issuer.badge(), brought, now=NOW + timedelta(days=9_000), confirmed=key_of(issuer))
    assert said(late) == {"validity": "failed validity.expired"}
