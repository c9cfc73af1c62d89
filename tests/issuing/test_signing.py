"""Lines become credentials: what is written, what is refused, what stops a batch."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256

import orjson
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from issuing.making import NOW, a_batch, a_key, a_released_batch, awards, body, head, the_store
from sceau.assessment.models import Award
from sceau.engine.errors import EngineError
from sceau.engine.model.code import read_code
from sceau.engine.model.credential import check_credential
from sceau.engine.proofs.data_integrity import verify_proof
from sceau.engine.vocabularies.contexts import shipped
from sceau.issuing.models import Batch, Content, Credential, Line, StatusList
from sceau.issuing.services import lots
from sceau.issuing.services.running import retry_failed
from sceau.issuing.services.signing import Desk, issue_next_lines
from sceau.journal.models import Act
from sceau.journal.verification import recheck_all
from sceau.keyring.documents import method_of, ref_of
from sceau.keyring.models import SigningKey
from sceau.ledger.models import Head, Leaf
from sceau.people.models import Person
from sceau.people.services.joining import merge, undo_merge
from sceau.people.services.persons import edit_person

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


def issue(batch, limit=500, now=LATER, **ports):
    return issue_next_lines(batch.pk, limit=limit, now=now, **{"keys": the_store()} | ports)


def documents(batch):
    contents = Content.objects.filter(credential__line__batch=batch).order_by("credential__line__number")
    return [orjson.loads(bytes(each.body)) for each in contents]


def test_each_line_has_its_credential_and_all_that_belongs_to_it():
    batch = a_released_batch(awards(20))

    assert issue(batch) == 20

    batch.refresh_from_db()
    assert (batch.lines_signed, batch.lines_failed) == (20, 0)
    assert set(batch.lines.values_list("state", flat=True)) == {"signed"}
    for credential in Credential.objects.filter(line__batch=batch).select_related("content", "award", "list"):
        stored = bytes(credential.content.body)
        document = orjson.loads(stored)
        assert document["id"] == f"https://sceau.example/v/{credential.code}"
        assert read_code(credential.code) == credential.code
        assert credential.digest == sha256(stored).hexdigest()
        assert bytes(Leaf.objects.get(number=credential.leaf).digest).hex() == credential.digest
        assert document["credentialStatus"]["id"] == (
            f"https://sceau.example/status/{credential.list.uuid}#{credential.index}"
        )
        assert (credential.edition, credential.state, credential.award.version_id) == (
            1,
            "valid",
            credential.line.award.version_id,
        )
    assert [each.number for each in Leaf.objects.order_by("number")] == list(range(20))
    assert Head.objects.get().length == 20
    issued = Act.objects.filter(code="credential.issued")
    assert set(issued.values_list("subject", flat=True)) == {
        f"credential:{each.uuid}" for each in Credential.objects.all()
    }
    assert issued.count() == 20
    assert all(result.is_whole for result in recheck_all())


def test_the_engine_finds_each_of_them_right():
    batch = a_released_batch(awards(20))
    issue(batch)
    key = SigningKey.objects.get(pk=batch.key_id)

    for document in documents(batch):
        check_credential(document)
        assert document["proof"]["verificationMethod"] == method_of(batch.institution.did, key)
        assert document["issuer"]["id"] == batch.institution.did
        verify_proof(document, document["proof"], key=ref_of(key).public_key, contexts=shipped())


def test_an_address_stands_nowhere_in_clear_and_a_birth_date_nowhere_at_all():
    batch = a_released_batch(awards(3))
    issue(batch)

    for content in Content.objects.all():
        text = (bytes(content.body) + bytes(content.record)).decode()
        assert "@example.org" not in text
        assert "birth" not in text.lower()
    salts = [
        identity["salt"]
        for document in documents(batch)
        for identity in document["credentialSubject"]["identifier"]
        if identity["hashed"]
    ]
    assert len(set(salts)) == 3


def test_issued_twice_nothing_more_happens():
    batch = a_released_batch(awards(3))

    assert [issue(batch), issue(batch)] == [3, 0]
    assert Credential.objects.count() == 3


def test_the_statements_do_not_depend_on_the_number_of_lines():
    counted = []
    for n in (50, 500):
        batch = a_released_batch(awards(n))
        desk = Desk(batch.pk, keys=the_store())
        desk.issue(limit=5, now=LATER)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert desk.issue(limit=n, now=LATER) == n - 5
        counted.append([each["sql"].split("(")[0][:60] for each in captured])
    few, many = (len(each) for each in counted)
    assert few == many, counted


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"marks": {"no-such": "N9"}}, "issuing.does_not_fit"),
        ({"basis": {}}, "issuing.cannot_be_made"),
    ],
)
def test_a_line_that_cannot_be_written_fails_and_the_others_go_on(change, code):
    made = awards(1, **change) + awards(2)
    batch = a_released_batch(made)

    assert issue(batch) == 3

    batch.refresh_from_db()
    assert (batch.lines_signed, batch.lines_failed) == (2, 1)
    failed = batch.lines.get(state="failed")
    assert (failed.number, failed.code) == (1, code)
    assert failed.details
    assert not Credential.objects.filter(line=failed).exists()


def test_what_has_changed_since_the_batch_was_made_is_looked_at():
    batch = a_released_batch(awards(4))
    erased, blank, twice, _right = batch.lines.order_by("number").select_related("award__person")
    Person.objects.filter(pk=erased.award.person_id).update(erased_at=NOW)
    Person.objects.filter(pk=blank.award.person_id).update(given_name="", family_name="")
    other = a_released_batch([*awards(1)])
    Line.objects.filter(batch=other).update(state="dropped")
    Line.objects.filter(pk=twice.pk).update(state="dropped")
    again = Line.objects.create(batch=other, number=2, award=twice.award, state="waiting")
    assert issue(other) == 1
    assert again.credential.edition == 1
    Line.objects.filter(pk=twice.pk).update(state="waiting")

    assert issue(batch) == 4
    assert list(batch.lines.order_by("number").values_list("state", "code")) == [
        ("failed", "issuing.erased_meanwhile"),
        ("failed", "issuing.does_not_fit"),
        ("failed", "issuing.stands_already"),
        ("signed", ""),
    ]


@pytest.mark.parametrize("how", ["edited", "merged", "taken apart"])
def test_a_name_that_nobody_has_read_since_the_release_is_not_signed(how):
    first, second, other = awards(3)
    by, soon = head(body()), NOW + timedelta(minutes=1)
    if how == "taken apart":
        joined = merge(
            kept=other.person, other=first.person, why="Une seule personne", by=by, now=NOW - soon.resolution
        )
    batch = a_released_batch([first, second])
    if how == "edited":
        names = {name: getattr(first.person, name) for name in ("native_name", "language", "reference")}
        edit_person(person=first.person, given_name="Mallory", family_name="Fraude", by=by, now=soon, **names)
    elif how == "merged":
        merge(kept=other.person, other=first.person, why="Une seule personne", by=by, now=soon)
    else:
        undo_merge(merge=joined, why="Deux personnes", by=by, now=soon)

    assert issue(batch) == 2

    assert list(batch.lines.order_by("number").values_list("state", "code")) == [
        ("failed", "issuing.renamed_meanwhile"),
        ("signed", ""),
    ]
    retry_failed(batch=Batch.objects.get(pk=batch.pk), by=by, now=LATER, keys=the_store())
    issue(batch)
    assert batch.lines.get(number=1).state == "failed"


def test_what_changed_of_a_person_and_stands_in_no_credential_hinders_nothing():
    (award,) = awards(1)
    batch = a_released_batch([award])
    names = {name: getattr(award.person, name) for name in ("given_name", "family_name", "native_name", "language")}
    edit_person(person=award.person, reference="2026-17", by=head(body()), now=LATER, **names)

    assert issue(batch) == 1
    assert batch.lines.get().state == "signed"


def test_a_batch_that_is_not_released_or_waits_for_its_hour_is_left_alone():
    a_key()
    draft = a_batch(awards(1))
    paused, planned = a_released_batch(awards(1)), a_released_batch(awards(1))
    Batch.objects.filter(pk=paused.pk).update(paused_at=NOW)
    Batch.objects.filter(pk=planned.pk).update(not_before=LATER + timedelta(seconds=1))

    assert [issue(each) for each in (draft, paused, planned)] == [0, 0, 0]
    assert not Credential.objects.exists()
    assert issue(planned, now=LATER + timedelta(seconds=1)) == 1


@pytest.mark.parametrize("state", ["retired", "compromised"])
def test_a_key_that_is_out_of_service_stops_the_batch_where_it_stands(state):
    batch = a_released_batch(awards(4))
    assert issue(batch, limit=2) == 2
    since = {"compromised_from": LATER} if state == "compromised" else {}
    SigningKey.objects.filter(pk=batch.key_id).update(state=state, retired_at=LATER, **since)

    assert issue(batch, limit=2) == 0

    batch.refresh_from_db()
    assert (batch.state, batch.paused_at, batch.fault) == ("released", LATER, "issuing.key_out_of_service")
    assert sorted(batch.lines.values_list("state", flat=True)) == ["signed", "signed", "waiting", "waiting"]
    act = Act.objects.get(code="batch.stopped")
    assert (act.subject, orjson.loads(act.details)["fault"]) == (f"batch:{batch.uuid}", "issuing.key_out_of_service")
    assert issue(batch) == 0
    assert Act.objects.filter(code="batch.stopped").count() == 1


class ClosedStore:
    """A store whose keys cannot be opened."""

    name = "sealed"

    def create(self, algorithm, label):
        raise AssertionError

    def signer(self, ref):
        from sceau.outside.keystores.sealed import NOT_SEALED

        raise EngineError(NOT_SEALED)


class LyingSigner:
    """Signs something else every second time, as a broken device would."""

    def __init__(self, signer):
        self.algorithm, self.public_key, self._signer, self._turn = signer.algorithm, signer.public_key, signer, 0

    def sign(self, data):
        self._turn += 1
        return self._signer.sign(data if self._turn % 2 else data + b"!")


class LyingStore:
    name = "sealed"

    def signer(self, ref):
        return LyingSigner(the_store().signer(ref))


@pytest.mark.parametrize(
    ("store", "fault"),
    [(ClosedStore(), "issuing.key_does_not_open"), (LyingStore(), "issuing.signatures_differ")],
    ids=["closed", "lying"],
)
def test_a_store_that_fails_stops_the_batch_and_nothing_of_the_lot_is_kept(store, fault):
    batch = a_released_batch(awards(24))

    assert issue(batch, keys=store) == 0

    batch.refresh_from_db()
    assert (batch.fault, batch.lines_signed) == (fault, 0)
    assert set(batch.lines.values_list("state", flat=True)) == {"waiting"}
    assert not Credential.objects.exists()
    assert not Leaf.objects.exists()


def test_places_are_never_given_twice_and_a_full_list_is_followed_by_another():
    batch = a_released_batch(awards(5))
    issue(batch, limit=2)
    StatusList.objects.update(given=131_072 - 1)

    assert issue(batch) == 3

    places = list(Credential.objects.order_by("pk").values_list("list", "index"))
    assert len(set(places)) == 5
    assert [StatusList.objects.order_by("pk")[n].credentials.count() for n in range(2)] == [3, 2]


def test_a_correction_replaces_the_old_credential_and_bears_the_new_name():
    (award,) = awards(1)
    issue(a_released_batch([award]))
    old = Credential.objects.get()
    batch = Batch.objects.create(
        institution=body(),
        number=99,
        name="Correction",
        cause="correction",
        state="released",
        prepared_at=NOW,
        released_at=NOW,
        key=old.key,
        created=NOW,
        lines_total=1,
    )
    Line.objects.create(batch=batch, number=1, award=award, instead_of=old, name="Naïma El Haddad")

    assert issue(batch) == 1

    new = Credential.objects.exclude(pk=old.pk).get()
    old.refresh_from_db()
    assert (old.state, new.state, new.edition, new.replaces) == ("replaced", "valid", 2, old)
    document = orjson.loads(bytes(new.content.body))
    assert document["credentialSubject"]["identifier"][0]["identityHash"] == "Naïma El Haddad"
    assert (
        "Naïma El Haddad"
        in orjson.loads(bytes(new.content.record))["annex1"]["mandatory"]["identification_of_the_learner"].values()
    )
    act = Act.objects.get(code="credential.replaced")
    assert (act.subject, orjson.loads(act.details)) == (f"credential:{old.uuid}", {"by": new.uuid.hex})
    assert old.turns.get().state == "replaced"
    assert StatusList.objects.get().revision == 1


def test_what_was_revoked_is_not_replaced():
    (award,) = awards(1)
    issue(a_released_batch([award]))
    old = Credential.objects.get()
    Credential.objects.update(state="revoked")
    batch = a_released_batch(awards(1))
    line = Line.objects.create(batch=batch, number=2, award=award, instead_of=old)

    assert issue(batch) == 2
    line.refresh_from_db()
    assert (line.state, line.code) == ("failed", "issuing.old_is_over")


def test_a_line_that_the_database_refuses_fails_alone(monkeypatch):
    taken = a_released_batch(awards(1))
    issue(taken)
    opening = Credential.objects.get().code
    batch = a_released_batch(awards(3))
    third, codes = batch.lines.get(number=3), iter(range(10_000))
    ordinary = lots.make_code

    def code_of(_randomness):
        """That of the third line, whenever it comes, is one that is given already."""
        return opening if in_hand[-1] == third.pk else ordinary((next(codes) << 7).to_bytes(9))

    in_hand = []
    looked_at = lots.Lot._refuse_what_has_changed

    def noted(self, line):
        in_hand.append(line.pk)
        looked_at(self, line)

    monkeypatch.setattr(lots.Lot, "_refuse_what_has_changed", noted)
    monkeypatch.setattr(lots, "make_code", code_of)

    assert issue(batch) == 3

    assert list(batch.lines.order_by("number").values_list("state", "code")) == [
        ("signed", ""),
        ("signed", ""),
        ("failed", "issuing.cannot_be_made"),
    ]
    batch.refresh_from_db()
    assert (batch.lines_signed, batch.lines_failed) == (2, 1)
    assert Leaf.objects.count() == Credential.objects.count() == 3


def test_a_withdrawn_award_gets_no_credential():
    batch = a_released_batch(awards(1))
    award = Award.objects.get()
    Award.objects.filter(pk=award.pk).update(withdrawn_at=NOW, withdrawn_by=award.decision)

    issue(batch)
    assert batch.lines.get().code == "issuing.withdrawn_meanwhile"
