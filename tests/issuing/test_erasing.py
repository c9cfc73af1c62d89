"""An erasure takes the bytes, the papers and the page of a credential; it never looks like a revocation."""

from __future__ import annotations

from hashlib import sha256

import pytest

from assessment import making
from institutions.people import NOW
from issuing.making import a_batch, a_released_batch, an_award, awards, the_store
from issuing.opened import a_credential
from sceau.assessment.models import Award
from sceau.issuing.models import Batch, Content, Credential, Letter, Line, Paper, StatusList, Turn
from sceau.issuing.services.running import cancel_batch
from sceau.issuing.services.signing import issue_next_lines
from sceau.issuing.states import CredentialState, LetterState, LineState
from sceau.journal.models import Act, Why
from sceau.journal.services import record
from sceau.ledger.models import Leaf
from sceau.people.erasure import erase, idle, preview_of
from sceau.people.models import Person
from sceau.people.services import create_person, merge

pytestmark = pytest.mark.django_db


@pytest.fixture
def one():
    made = a_credential()
    Paper.objects.create(credential=made, kind="certificate", digest="a" * 64, made_at=NOW)
    return made


def erased(credential, why="À la demande de la personne"):
    erase(person=credential.award.person, why=why, by=making.head(credential.institution), now=NOW)
    credential.refresh_from_db()
    return credential


def test_the_bytes_the_papers_and_the_opening_go(one):
    body = bytes(one.content.body)
    erased(one)

    assert (one.state, one.opening, one.why) == (CredentialState.ERASED, "", "")
    assert not Content.objects.filter(credential=one).exists()
    assert not Paper.objects.filter(credential=one).exists()
    assert sha256(body).hexdigest() == one.digest
    assert bytes(Leaf.objects.get(number=one.leaf).digest).hex() == one.digest


def test_no_bit_of_a_list_changes(one):
    before = StatusList.objects.values("revocations", "notices", "revision", "signed_revision").get()
    erased(one)

    assert StatusList.objects.values("revocations", "notices", "revision", "signed_revision").get() == before


@pytest.mark.parametrize("state", ["valid", "suspended", "revoked", "replaced", "cancelled"])
def test_however_it_stood_it_is_erased_and_the_turn_is_kept_without_words(one, state):
    amina = making.head(one.institution)
    Credential.objects.filter(pk=one.pk).update(state=state, state_at=NOW, why="Naïma a triché")
    Turn.objects.create(credential=one, state=state, at=NOW, by=amina, why="Naïma a triché")
    erased(one)

    assert one.state == CredentialState.ERASED
    assert list(Turn.objects.order_by("pk").values_list("state", "why")) == [(state, ""), ("erased", "")]


def test_what_was_called_off_and_then_erased_counts_as_given():
    chosen = awards(2)
    batch, who = a_released_batch(chosen), making.head(chosen[0].institution)
    issue_next_lines(batch.pk, limit=1, keys=the_store(), now=NOW)
    cancel_batch(batch=batch, by=who, now=NOW)

    for award in chosen:
        erase(person=award.person, why="À la demande de la personne", by=who, now=NOW)

    assert Credential.objects.get().state == "erased"
    assert list(Award.objects.order_by("pk").values_list("taken_up", flat=True)) == [True, False]


def test_erased_twice_it_turns_once(one):
    erased(one)
    from sceau.issuing import erasing

    erasing.apply([one.award.person], None, NOW)

    assert Turn.objects.filter(credential=one).count() == 1


def test_what_somebody_typed_about_it_in_the_journal_goes(one):
    record(
        "credential.revoked",
        subject=f"credential:{one.uuid}",
        by=None,
        at=NOW,
        institution=one.institution.uuid,
        why="Naïma a triché",
    )
    erased(one)

    act = Act.objects.get(code="credential.revoked")
    assert not Why.objects.filter(act=act).exists()


def test_what_was_still_to_be_signed_is_left_out_and_the_batch_counts_it_no_more(one):
    other = an_award()
    batch = a_batch([other, an_award()])
    Line.objects.filter(award=other).update(name="Naïma Haddad")
    erase(person=other.person, why="À sa demande", by=making.head(other.institution), now=NOW)

    line = Line.objects.get(award=other)
    assert (line.state, line.name) == (LineState.DROPPED, "")
    batch = Batch.objects.get(pk=batch.pk)
    assert (batch.lines_total, batch.lines_failed) == (1, 0)


def test_a_line_that_failed_is_counted_no_more_either():
    award = an_award()
    batch = a_batch([award])
    Line.objects.filter(award=award).update(state="failed", code="x")
    Batch.objects.filter(pk=batch.pk).update(lines_failed=1)
    erase(person=award.person, why="À sa demande", by=making.head(award.institution), now=NOW)

    batch.refresh_from_db()
    assert (batch.lines_total, batch.lines_failed) == (0, 0)


def test_letters_that_were_to_leave_do_not(one):
    for kind, state in (("issued", "sent"), ("revoked", "waiting"), ("expiring", "to_print")):
        Letter.objects.create(institution=one.institution, credential=one, kind=kind, state=state, due=NOW, made_at=NOW)
    erased(one)

    states = dict(Letter.objects.values_list("kind", "state"))
    assert states == {"issued": LetterState.SENT, "revoked": LetterState.DROPPED, "expiring": LetterState.DROPPED}


def test_the_preview_says_it_in_both_languages_and_writes_nothing(one):
    said = preview_of(one.award.person)

    goes = {line.words.code: line for line in said.goes}
    assert goes["issuing.bytes"].count == 1
    assert "fichier signé" in goes["issuing.bytes"].words.sentence("fr", {})
    assert "signed file" in goes["issuing.bytes"].words.sentence("en", {})
    assert goes["issuing.papers"].count == 1
    stays = {line.words.code: line for line in said.stays}
    assert "ne paraît jamais révoquée" in stays["issuing.register_line"].words.sentence("fr", {})
    assert "never shows as revoked" in stays["issuing.register_line"].words.sentence("en", {})
    assert stays["issuing.register_line"].ground is not None
    one.refresh_from_db()
    assert (one.state, Content.objects.count()) == (CredentialState.VALID, 1)


def test_all_records_of_the_person_are_erased_and_nobody_elses(one):
    head = making.head(one.institution)
    other = a_credential()
    kept = create_person(institution=one.institution, given_name="Naïma", family_name="H.", by=head, now=NOW)
    merge(kept=kept, other=one.award.person, why="La même", by=head, now=NOW)
    erase(person=kept, why="À sa demande", by=head, now=NOW)

    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.state, other.state) == (CredentialState.ERASED, CredentialState.VALID)
    assert Content.objects.filter(credential=other).exists()


def test_whoever_has_a_credential_is_not_idle(one):
    stranger = create_person(
        institution=one.institution,
        given_name="Zoé",
        family_name="Seule",
        by=making.head(one.institution),
        now=NOW,
    )

    assert idle(Person.objects.filter(pk__in=[stranger.pk, one.award.person_id])) == {stranger.pk}
