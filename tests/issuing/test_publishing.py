"""Status lists: which places are given out, what their bits say, and when they are signed."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import orjson
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from design.test_races import together
from issuing.making import NOW, a_key, body, head, the_store
from issuing.standing import BASE, LATER, issued, report_of, site_of, verdict_of
from sceau.engine.checks.policy import Policy
from sceau.engine.checks.verify import verify
from sceau.engine.errors import EngineError, Reason
from sceau.engine.status.bitstring import StatusList as Bits
from sceau.engine.status.notices import Notice
from sceau.engine.vocabularies.contexts import shipped
from sceau.issuing.models import Credential, StatusList, StatusSnapshot
from sceau.issuing.places import PLACES
from sceau.issuing.queries.lists import list_at, list_then, lists_to_sign
from sceau.issuing.services import publishing
from sceau.issuing.services.publishing import (
    RENEWED_BEFORE,
    TTL,
    VALIDITY,
    allocate,
    published,
    set_bits,
    sign_due,
)
from sceau.issuing.services.snapshots import thin_snapshots
from sceau.issuing.states import CredentialState
from sceau.keyring.errors import NoActiveKey
from sceau.keyring.models import KeyState, SigningKey
from sceau.keyring.services import report_compromise

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
in_memory = pytest.mark.skipif(connection.vendor == "sqlite", reason="in memory, SQLite shares nothing between threads")


class Store:
    """The store of the tests, that counts what it signs and may be closed."""

    name = "sealed"

    def __init__(self):
        self.signatures, self.is_closed = 0, False

    def signer(self, ref):
        if self.is_closed:
            raise EngineError(Reason("store.closed", fr="fermé", en="closed"))
        signer, store = the_store().signer(ref), self

        class Counting:
            algorithm, public_key = signer.algorithm, signer.public_key

            def sign(self, data):
                store.signatures += 1
                return signer.sign(data)

        return Counting()


@pytest.fixture
def store():
    return Store()


def a_list(institution=None):
    owner = institution or body()
    a_key(owner)
    return StatusList.objects.get(pk=allocate(owner, 1)[0].list_id)


def at(listed, index):
    return Credential(list_id=listed.pk, index=index)


def of(listed):
    there = list_at(listed.uuid)
    assert there is not None
    return there


def asked(listed, store, now=LATER):
    return published(of(listed), base=BASE, keys=store, now=now)


# places ---------------------------------------------------------------------------------------------------------------


def test_a_first_list_is_made_when_a_place_is_asked_for_and_says_nothing_of_anybody():
    (place,) = allocate(body(), 1)

    listed = StatusList.objects.get()
    assert (place.list_id, place.uuid, listed.given) == (listed.pk, str(listed.uuid), 1)
    assert not any(listed.revocations)
    assert not any(listed.notices)
    assert len(Bits(bytearray(listed.revocations))) == len(Bits(bytearray(listed.notices), 4)) == PLACES


def test_no_place_is_given_out_twice_and_neighbours_are_none():
    places = [each.index for _ in range(4) for each in allocate(body(), 250)]

    assert len(set(places)) == 1000
    assert sum(abs(one - other) == 1 for one, other in pairwise(places)) < 10


def test_a_list_that_is_full_is_followed_by_another_in_the_middle_of_a_call():
    full = a_list()
    StatusList.objects.filter(pk=full.pk).update(given=PLACES - 2)

    places = allocate(body(), 5)

    second = StatusList.objects.exclude(pk=full.pk).get()
    assert [each.list_id for each in places] == [full.pk] * 2 + [second.pk] * 3
    assert bytes(second.seed) != bytes(full.seed)
    assert list(StatusList.objects.order_by("pk").values_list("given", flat=True)) == [PLACES, 3]


def test_each_institution_has_lists_of_its_own():
    ours, theirs = allocate(body(), 1)[0], allocate(body("certif-occitanie"), 1)[0]

    assert ours.list_id != theirs.list_id


# bits -----------------------------------------------------------------------------------------------------------------

STATES = [each for each in CredentialState if each is not CredentialState.ERASED]
NOTICES = {CredentialState.SUSPENDED: Notice.SUSPENDED, CredentialState.REPLACED: Notice.REPLACED}


@given(st.lists(st.tuples(st.sampled_from(STATES), st.sets(st.integers(0, 40), min_size=1, max_size=6)), max_size=12))
def test_the_bits_are_what_was_last_said_and_a_revocation_is_never_taken_back(turns):
    StatusList.objects.update(given=PLACES)  # of the example before
    listed = a_list()
    others = [PLACES - 1, 41]
    revoked: set[int] = set()
    noticed: dict[int, int] = {}

    for state, indices in turns:
        before = (set(revoked), dict(noticed), StatusList.objects.get(pk=listed.pk).revision)
        set_bits([at(listed, index) for index in indices], state, now=LATER)
        revoked |= indices if state in ("revoked", "cancelled") else set()
        noticed |= dict.fromkeys(indices, NOTICES.get(state, Notice.NONE))
        said = {index: value for index, value in noticed.items() if value}
        changes = (revoked, said) != (before[0], {index: value for index, value in before[1].items() if value})
        assert StatusList.objects.get(pk=listed.pk).revision == before[2] + changes

    there = StatusList.objects.get(pk=listed.pk)
    revocations, notices = Bits(bytearray(there.revocations)), Bits(bytearray(there.notices), 4)
    assert {index for index in range(41) if revocations.get(index)} == revoked
    assert all(notices.get(index) == noticed.get(index, 0) for index in range(41))
    assert not any(revocations.get(index) or notices.get(index) for index in others)


def test_an_erasure_changes_no_bit():
    listed = a_list()
    set_bits([at(listed, 3)], CredentialState.SUSPENDED, now=NOW)

    set_bits([at(listed, 3), at(listed, 4)], CredentialState.ERASED, now=LATER)

    there = StatusList.objects.get()
    assert (there.revision, there.changed_at) == (1, NOW)
    assert not any(there.revocations)


def test_credentials_of_several_lists_are_changed_in_as_many_statements_as_there_are_lists():
    listed, other = a_list(), a_list(body("certif-occitanie"))
    few, many = [at(listed, 1), at(other, 1)], [at(each, index) for each in (listed, other) for index in range(2, 900)]

    with CaptureQueriesContext(connection) as first:
        set_bits(few, CredentialState.REVOKED, now=NOW)
    with CaptureQueriesContext(connection) as second:
        set_bits(many, CredentialState.REVOKED, now=NOW)

    assert len(first) == len(second)
    assert set(StatusList.objects.values_list("revision", flat=True)) == {2}
    assert sum(Bits(bytearray(listed_.revocations)).get(899) for listed_ in StatusList.objects.all()) == 2


# documents ------------------------------------------------------------------------------------------------------------


def test_the_two_documents_are_signed_once_and_then_served_as_they_are(store):
    listed = a_list()

    first = asked(listed, store)
    with CaptureQueriesContext(connection) as queries:
        again = asked(listed, store, LATER + timedelta(hours=30))

    assert (first, store.signatures, len(queries)) == (again, 2, 1)
    document, companion = orjson.loads(first.revocations), orjson.loads(first.notices)
    url = f"{BASE}/status/{listed.uuid}"
    assert (document["id"], companion["id"]) == (url, f"{url}/notices")
    assert document["issuer"] == companion["issuer"] == body().did
    assert document["validFrom"] == LATER.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert document["validUntil"] == (LATER + VALIDITY).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert document["credentialSubject"]["ttl"] == TTL.total_seconds() * 1000 == 60_000
    purposes = [each["credentialSubject"]["statusPurpose"] for each in (document, companion)]
    assert purposes == ["revocation", "message"]


def test_a_change_is_signed_when_somebody_asks_and_a_change_of_nothing_is_not(store):
    listed = a_list()
    before = asked(listed, store)

    set_bits([at(listed, 7)], CredentialState.VALID, now=LATER)
    assert asked(listed, store) == before
    set_bits([at(listed, 7)], CredentialState.SUSPENDED, now=LATER)
    after = asked(listed, store, LATER + SECOND)

    assert (before != after, store.signatures) == (True, 4)
    there = of(listed)
    assert (there.signed_revision, there.revision, there.signed_at) == (1, 1, LATER + SECOND)


@pytest.mark.parametrize(
    ("after", "signatures"), [(VALIDITY - RENEWED_BEFORE - SECOND, 2), (VALIDITY - RENEWED_BEFORE, 4), (VALIDITY, 4)]
)
def test_a_list_is_signed_anew_when_a_day_is_left(store, after, signatures):
    listed = a_list()
    asked(listed, store)

    again = asked(listed, store, LATER + after)

    assert store.signatures == signatures
    assert orjson.loads(again.revocations)["validUntil"] > (LATER + after).strftime("%Y-%m-%dT%H:%M:%SZ")


def test_a_store_that_is_closed_leaves_what_holds_and_is_noted(store, caplog):
    listed = a_list()
    before = asked(listed, store)
    set_bits([at(listed, 7)], CredentialState.REVOKED, now=LATER)
    store.is_closed = True

    assert asked(listed, store, LATER + SECOND) == before
    assert f"the status list {listed.uuid} could not be signed: EngineError" in caplog.text
    assert of(listed).signed_revision == 0
    with pytest.raises(EngineError):  # it holds no more: better nothing than a list that says too little
        asked(listed, store, LATER + VALIDITY)

    store.is_closed = False
    assert asked(listed, store, LATER + VALIDITY) != before


def test_a_list_that_was_never_signed_needs_a_key(store):
    listed = StatusList.objects.get(pk=allocate(body(), 1)[0].list_id)

    with pytest.raises(NoActiveKey):
        asked(listed, store)


def test_what_a_compromised_key_signed_is_not_served_and_the_next_key_signs_it(store):
    listed = a_list()
    asked(listed, store)
    old = SigningKey.objects.get(institution=body(), purpose="credentials")
    report_compromise(key=old, since=NOW, by=head(body()), now=LATER, why="Clé vue ailleurs")

    with pytest.raises(NoActiveKey):
        asked(listed, store, LATER + SECOND)
    new = a_key()
    again = orjson.loads(asked(listed, store, LATER + 2 * SECOND).revocations)

    assert again["proof"]["verificationMethod"] == f"{body().did}#key-{new.number}"
    assert of(listed).key == new


def test_a_key_that_was_replaced_signed_a_list_that_still_holds(store):
    listed = a_list()
    before = asked(listed, store)
    SigningKey.objects.filter(institution=body()).update(state=KeyState.RETIRED, retired_at=LATER)

    assert asked(listed, store, LATER + SECOND) == before


def test_the_round_signs_what_is_due_and_one_that_fails_stops_none(store):
    ours = a_list()
    theirs = StatusList.objects.get(pk=allocate(body("certif-occitanie"), 1)[0].list_id)  # without a key

    sign_due(base=BASE, keys=store, now=LATER)
    assert (of(ours).signed_revision, of(theirs).signed_revision, store.signatures) == (0, -1, 2)

    sign_due(base=BASE, keys=store, now=LATER + timedelta(hours=47))
    assert store.signatures == 2
    sign_due(base=BASE, keys=store, now=LATER + timedelta(hours=48))
    assert store.signatures == 4
    set_bits([at(ours, 1)], CredentialState.REVOKED, now=LATER)
    assert of(ours) in lists_to_sign(before=LATER)
    sign_due(base=BASE, keys=store, now=LATER + timedelta(hours=48, seconds=1))
    assert store.signatures == 6


# verifiers ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "verdict", "reason"),
    [
        (CredentialState.VALID, "valid", ""),
        (CredentialState.SUSPENDED, "check", "status.suspended"),
        (CredentialState.REPLACED, "check", "status.replaced"),
        (CredentialState.REVOKED, "invalid", "status.revoked"),
        (CredentialState.CANCELLED, "invalid", "status.revoked"),
        (CredentialState.ERASED, "valid", ""),
    ],
)
def test_a_verifier_reads_each_state_in_the_lists_and_the_neighbours_are_untouched(state, verdict, reason):
    credential, neighbour = issued(2)

    set_bits([credential], state, now=LATER)

    report = report_of(credential)
    assert report.verdict == verdict
    assert [check.reason.code for check in report.checks if check.outcome] == ([reason] if reason else [])
    assert verdict_of(neighbour) == "valid"


def test_a_list_of_another_institution_says_nothing_of_ours():
    (credential,) = issued(1)
    listed = a_list(body("certif-occitanie"))
    theirs = site_of(body("certif-occitanie"), listed.uuid, now=LATER).documents
    url = f"{BASE}/status/{credential.list.uuid}"
    site = site_of(body(), now=LATER)
    site.documents |= {url: theirs[f"{BASE}/status/{listed.uuid}"], **{k: v for k, v in theirs.items() if "did" in k}}

    report = verify(bytes(credential.content.body), policy=Policy(shipped()), fetcher=site, now=LATER)

    assert report.verdict != "valid"


def test_a_list_that_lapsed_says_nothing_any_more(store):
    (credential,) = issued(1)
    site = site_of(body(), credential.list.uuid, now=LATER)

    def verdict(now):
        return str(verify(bytes(credential.content.body), policy=Policy(shipped()), fetcher=site, now=now).verdict)

    assert verdict(LATER + VALIDITY - SECOND) == "valid"
    assert verdict(LATER + VALIDITY + SECOND) == "check"


# at the same moment ---------------------------------------------------------------------------------------------------


@in_memory
@pytest.mark.django_db(transaction=True)
class TestTogether:
    def test_twenty_readers_after_a_change_sign_once(self, store):
        listed = a_list()
        asked(listed, store)
        set_bits([at(listed, 7)], CredentialState.REVOKED, now=LATER)

        found = together(*[lambda: asked(listed, store, LATER + SECOND)] * 20)

        assert {type(each).__name__ for each in found} == {"Published"}
        assert store.signatures == 4

    def test_those_who_ask_first_wait_for_the_one_who_signs(self, store):
        listed = a_list()

        found = together(*[lambda: asked(listed, store)] * 8)

        assert len({each.revocations for each in found}) == 1
        assert store.signatures == 2

    def test_while_one_signs_the_others_are_served_what_stood(self, store, monkeypatch):
        listed = a_list()
        before = asked(listed, store)
        set_bits([at(listed, 7)], CredentialState.REVOKED, now=LATER)
        seen = []
        really = publishing.active_key

        def slowly(*args, **names):
            if not seen:  # whoever signs holds the row now
                seen.append(None)
                seen.extend(together(lambda: asked(listed, store, LATER + SECOND)))
            return really(*args, **names)

        monkeypatch.setattr(publishing, "active_key", slowly)
        after = asked(listed, store, LATER + SECOND)

        assert seen == [None, before]
        assert after != before

    def test_two_who_issue_are_never_given_one_place(self):
        a_list()

        found = together(*[lambda: allocate(body(), 100)] * 6)

        assert len({(each.list_id, each.index) for places in found for each in places}) == 600
        assert StatusList.objects.get().given == 601

    def test_two_first_ones_make_one_list(self):
        body()

        together(*[lambda: allocate(body(), 10)] * 4)

        assert StatusList.objects.get().given == 40

    def test_changes_of_many_at_once_are_all_there(self):
        listed = a_list()

        found = together(
            *[
                (lambda n=n: set_bits([at(listed, n)], CredentialState.REVOKED, now=LATER))
                if n % 2
                else (lambda n=n: set_bits([at(listed, n)], CredentialState.SUSPENDED, now=LATER))
                for n in range(10)
            ]
        )

        assert found == [None] * 10
        there = StatusList.objects.get()
        assert there.revision == 10
        assert [Bits(bytearray(there.revocations)).get(n) for n in range(10)] == [0, 1] * 5
        assert [Bits(bytearray(there.notices), 4).get(n) for n in range(10)] == [1, 0] * 5


def test_what_is_published_is_kept_byte_for_byte_and_before_the_last_month_once_a_day():
    (one,) = issued(1)
    listed, kept = list_at(one.list.uuid), []
    for hours in (0, 2, 30):
        set_bits([one], "suspended" if hours == 2 else "valid", now=NOW + timedelta(hours=hours))
        moment = NOW + timedelta(hours=hours, minutes=5)
        kept.append((moment, published(list_at(listed.uuid), base=BASE, keys=the_store(), now=moment)))

    for moment, documents in kept:
        then = list_then(listed.uuid, moment + timedelta(minutes=1))
        assert (then.since, then.revocations, then.notices) == (moment, documents.revocations, documents.notices)
    assert list_then(listed.uuid, kept[0][0] - timedelta(minutes=1)) is None
    published(list_at(listed.uuid), base=BASE, keys=the_store(), now=kept[-1][0] + SECOND)  # fresh: nothing new
    assert StatusSnapshot.objects.count() == 3

    assert thin_snapshots(now=NOW + timedelta(days=29)) == 0
    assert thin_snapshots(now=NOW + timedelta(days=40)) == 1
    assert [each.signed_at for each in StatusSnapshot.objects.order_by("signed_at")] == [kept[1][0], kept[2][0]]
