"""A holder says that a credential is wrong; the body corrects it, or answers, and the holder hears of it once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from institutions.people import person
from issuing.making import a_preparer, body, colleague, head, the_store, without_address
from issuing.standing import LATER, issued, signed
from sceau.institutions.roles import MAY, Right, Role
from sceau.issuing import erasing, personal
from sceau.issuing.errors import NotEntitled, NotNow, WrongValue
from sceau.issuing.letter_words import worded
from sceau.issuing.models import Batch, CorrectionRequest, Credential, IssuingSettings, Letter
from sceau.issuing.queries.requests import may_ask, open_requests, request_about, requests_in_care_of
from sceau.issuing.reasons import requests as reasons
from sceau.issuing.reasons import turning as of_turning
from sceau.issuing.retention import end_requests, requests_due
from sceau.issuing.services.correcting import correct_name, name_on
from sceau.issuing.services.finishing import move_batch_on
from sceau.issuing.services.letters import agrees, queue
from sceau.issuing.services.preparing import drop_lines
from sceau.issuing.services.releasing import take_back
from sceau.issuing.services.requests import Recorded, accept_name, answer_request, ask_correction, withdraw_request
from sceau.issuing.services.running import cancel_batch
from sceau.issuing.services.turning import turn
from sceau.issuing.states import About, BatchState, CredentialState, Kind, RequestState
from sceau.issuing.wordings import LANGUAGES
from sceau.journal.models import Act
from sceau.people.models import Person
from sceau.people.queries import person_of
from sceau.people.retention import preview, run
from sceau.people.states import DataKind, Step

pytestmark = pytest.mark.django_db
NAME = "Naïma Haddad-Lévy"
SOON = LATER + timedelta(minutes=1)


@pytest.fixture
def alone():
    """One person is enough."""
    return IssuingSettings.objects.create(institution=body(), two_people=False)


@pytest.fixture
def credential():
    return issued(1)[0]


def ask(credential, about=About.NAME, name=NAME, words="", by=None):
    return ask_correction(credential=credential, about=about, name=name, words=words, by=by, now=LATER)


def answer(request, accepted=False, words="Le procès-verbal dit ce nom.", by=None):
    return answer_request(request=request, accepted=accepted, words=words, by=by or head(body()), now=SOON)


def accept(request, name=NAME, by=None):
    return accept_name(request=request, name=name, by=by or head(body()), now=SOON, keys=the_store())


def afresh(thing):
    return type(thing).objects.get(pk=thing.pk)


def codes():
    return list(Act.objects.filter(code__startswith="request.").order_by("pk").values_list("code", flat=True))


def test_a_request_waits_with_the_name_as_it_should_be(credential):
    made = ask(credential, name="  Naïma   Haddad-Lévy ", words=" Mon nom d’usage.\r\nMerci. ")

    assert (made.state, made.about, made.name) == (RequestState.OPEN, About.NAME, NAME)
    assert made.words == "Mon nom d’usage.\nMerci."
    assert (made.asked_by, made.asked_at, made.batch) == (None, LATER, None)
    assert request_about(credential) == made
    assert list(open_requests(body())) == [made]
    (act,) = Act.objects.filter(code="request.asked")
    assert (act.actor, act.subject) == (None, f"credential:{credential.uuid}")
    assert "Lévy" not in str(act.details)


def test_the_same_said_twice_is_one_request_and_another_waits_its_turn(credential):
    made = ask(credential)

    assert ask(credential) == made
    with pytest.raises(NotNow) as refusal:
        ask(credential, About.OTHER, words="La date est fausse.")
    assert refusal.value.reason is reasons.ASKED_ALREADY
    with pytest.raises(IntegrityError), transaction.atomic():
        CorrectionRequest.objects.create(credential=credential, about=About.OTHER, asked_at=LATER)


@pytest.mark.parametrize(
    ("about", "name", "words", "field"),
    [
        (About.NAME, "", "", "name"),
        (About.NAME, "N" * 301, "", "name"),
        (About.NAME, "Na\u0000ïma", "", "name"),
        (About.NAME, "Naïma Haddad", "", "name"),
        (About.OTHER, "", "  ", "words"),
        (About.NOT_MINE, "", "a" * 1001, "words"),
    ],
)
def test_what_says_nothing_or_too_much_is_refused_at_its_field(credential, about, name, words, field):
    with pytest.raises(WrongValue) as refusal:
        ask(credential, about, name, words)

    assert refusal.value.field == field
    assert not CorrectionRequest.objects.exists()


def test_what_is_not_about_the_name_keeps_no_name(credential):
    assert ask(credential, About.NOT_MINE, name=NAME).name == ""


def test_nothing_is_asked_of_what_counts_no_more_or_is_being_corrected(alone, credential):
    correct_name(credential=credential, name=NAME, by=head(body()), now=LATER, keys=the_store())
    assert not may_ask(credential)
    with pytest.raises(NotNow) as refusal:
        ask(credential)
    assert refusal.value.reason is reasons.CORRECTED_ALREADY

    Credential.objects.filter(pk=credential.pk).update(state="replaced")
    assert not may_ask(afresh(credential))
    with pytest.raises(NotNow) as refusal:
        ask(credential)
    assert refusal.value.reason is reasons.NOTHING_TO_ASK


def test_an_account_asks_and_withdraws_of_its_own_only(credential):
    holder, other = person("Naïma Haddad"), person("Autre Personne")
    Person.objects.filter(pk=credential.award.person_id).update(user=holder)
    credential = Credential.objects.select_related("award__person").get(pk=credential.pk)

    with pytest.raises(NotEntitled):
        ask(credential, by=other)
    made = ask(credential, by=holder)
    with pytest.raises(NotEntitled):
        withdraw_request(request=made, by=other, now=LATER)
    assert withdraw_request(request=made, by=holder, now=SOON).state == RequestState.WITHDRAWN
    with pytest.raises(NotNow) as refusal:
        withdraw_request(request=made, by=holder, now=SOON)
    assert refusal.value.reason is reasons.ENDED_ALREADY
    assert ask(credential).pk != made.pk
    assert codes() == ["request.asked", "request.withdrawn", "request.asked"]


def test_an_accepted_name_is_a_correction_and_its_letter_is_the_usual_one(alone, credential):
    made = ask(credential)

    batch = accept(made)

    made = afresh(made)
    assert (made.state, made.batch, made.answered_by) == (RequestState.ACCEPTED, batch, head(body()))
    (new,) = signed(batch, SOON)
    assert (name_on(new), afresh(credential).state) == (NAME, "replaced")
    Batch.objects.filter(pk=batch.pk).update(cancel_until=SOON)
    for later in (1, 20, 40):
        move_batch_on(afresh(batch), now=SOON + timedelta(minutes=later))
    assert list(Letter.objects.values_list("kind", "credential")) == [("replaced", new.pk)]


def test_the_body_may_write_the_name_otherwise_and_two_people_decide_where_two_are_asked_for(credential):
    made = ask(credential, name="naima haddad-levy")

    batch = accept(made, NAME)

    assert batch.state == BatchState.ASKED
    assert batch.lines.get().name == NAME
    assert afresh(made).state == RequestState.ACCEPTED


def test_a_correction_from_the_page_of_the_credential_answers_the_request_too(alone, credential):
    made = ask(credential)

    batch = correct_name(credential=credential, name=NAME, by=head(body()), now=SOON, keys=the_store())

    assert (afresh(made).state, afresh(made).batch) == (RequestState.ACCEPTED, batch)


def test_a_batch_that_is_called_off_makes_the_request_wait_again(alone, credential):
    made = ask(credential)
    batch = accept(made)
    signed(batch, SOON)

    cancel_batch(batch=batch, by=head(body()), now=SOON)

    made = afresh(made)
    assert (made.state, made.batch, made.answered_at, made.answered_by) == (RequestState.OPEN, None, None, None)
    assert codes() == ["request.asked", "request.accepted", "request.reopened"]
    assert afresh(accept(made)).state == BatchState.RELEASED


def test_so_does_a_line_that_is_left_out(credential):
    made = ask(credential)
    batch = take_back(batch=accept(made), by=a_preparer(), now=SOON)

    drop_lines(batch=batch, lines=list(batch.lines.all()), by=a_preparer(), now=SOON)

    assert afresh(made).state == RequestState.OPEN


def test_what_was_refused_or_is_about_something_else_is_no_name_to_correct(alone, credential):
    made = ask(credential, About.OTHER, words="La date est fausse.")
    with pytest.raises(NotNow) as refusal:
        accept(made)
    assert refusal.value.reason is reasons.NOT_OF_A_NAME
    answer(made)
    with pytest.raises(NotNow) as refusal:
        accept(made)
    assert refusal.value.reason is reasons.ENDED_ALREADY
    assert not Batch.objects.filter(cause="correction").exists()


def test_a_name_that_cannot_be_leaves_the_request_waiting(alone, credential):
    made = ask(credential)

    with pytest.raises(WrongValue) as refusal:
        accept(made, "Naïma Haddad")

    assert refusal.value.reason is of_turning.NAME_AS_BEFORE
    assert afresh(made).state == RequestState.OPEN


@pytest.mark.parametrize("accepted", [True, False])
def test_an_answer_in_words_leaves_by_a_letter_once(credential, accepted):
    made = ask(credential, About.OTHER, words="La date est fausse.")

    answer(made, accepted, "La date est celle\ndu jury.")

    made = afresh(made)
    assert made.state == (RequestState.ACCEPTED if accepted else RequestState.REFUSED)
    (letter,) = Letter.objects.all()
    assert (letter.kind, letter.state, letter.occasion) == ("answered", "waiting", str(made.uuid))
    assert any("La date est celle du jury." in each for each in worded(letter).paragraphs)
    with pytest.raises(NotNow):
        answer(made)
    queue([credential], Kind.ANSWERED, due=SOON, now=SOON, occasion=str(made.uuid))
    assert Letter.objects.count() == 1


def test_two_requests_one_after_the_other_have_a_letter_each(credential):
    for words in ("La date.", "Le niveau."):
        answer(ask(credential, About.OTHER, words=words), words=f"Rien à changer : {words}")

    first, second = Letter.objects.order_by("pk")
    assert "La date." in " ".join(worded(first).paragraphs)
    assert "Le niveau." in " ".join(worded(second).paragraphs)


def test_who_has_no_address_has_a_letter_to_print(credential):
    without_address(credential.award.person)

    answer(ask(credential))

    assert Letter.objects.get().state == "to_print"


def test_the_letter_holds_however_the_credential_stands_but_when_it_was_erased(credential):
    answer(ask(credential, About.NOT_MINE), accepted=True, words="Nous l’avons suspendue.")
    turn(
        institution=body(),
        credentials=[credential.pk],
        state=CredentialState.SUSPENDED,
        by=head(body()),
        now=SOON,
        why="À qui est-elle",
    )
    letter = Letter.objects.select_related("credential__award__person").get(kind="answered")
    assert agrees(letter, now=SOON)

    Credential.objects.filter(pk=credential.pk).update(state="erased")
    letter.credential.refresh_from_db()
    assert not agrees(letter, now=SOON)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_house_has_words_for_an_answer_in_both_languages(credential, language):
    Person.objects.filter(pk=credential.award.person_id).update(language=language)
    answer(ask(credential), words="XYZ")

    letter = worded(Letter.objects.select_related("institution").get())

    assert "XYZ" in letter.paragraphs
    assert letter.link.endswith(credential.opening)


def test_an_answer_says_something_and_not_too_much(credential):
    made = ask(credential)

    for words in ("", "  ", "a" * 1001):
        with pytest.raises(WrongValue) as refusal:
            answer(made, words=words)
        assert refusal.value.field == "words"
    assert afresh(made).state == RequestState.OPEN


def test_only_who_may_change_credentials_sees_and_answers(credential):
    made, elsewhere = ask(credential), body("certif-occitanie")
    for somebody in (a_preparer(), colleague(body(), "Aude Itrice", "designer"), head(elsewhere)):
        with pytest.raises(NotEntitled):
            answer(made, by=somebody)
        with pytest.raises(NotEntitled):
            accept(made, by=somebody)
        assert not requests_in_care_of(somebody, body(), now=LATER).exists()
    assert list(requests_in_care_of(head(body()), body(), now=LATER)) == [made]
    assert not requests_in_care_of(head(elsewhere), elsewhere, now=LATER).exists()


def test_an_erasure_empties_requests_and_lets_none_wait(credential):
    answered = answer(ask(credential, About.OTHER, words="La date est fausse."), words="Elle est juste, Naïma.")
    waits = ask(credential)
    letter = Letter.objects.get(kind="answered")

    erasing.apply([credential.award.person], None, SOON)

    for request, state in ((answered, RequestState.REFUSED), (waits, RequestState.WITHDRAWN)):
        there = afresh(request)
        assert (there.state, there.name, there.words, there.answer) == (state, "", "", "")
    assert afresh(letter).state == "dropped"
    assert not open_requests(body()).exists()


def test_the_export_tells_what_was_asked_and_answered(credential):
    answer(ask(credential, words="C’est mon nom d’usage."))

    part = personal.tell([credential.award.person], "fr")

    ((told,),) = (each["requests"] for each in part.data["credentials"])
    assert (told["about"], told["name"], told["words"]) == ("name", NAME, "C’est mon nom d’usage.")
    assert (told["state"], told["answer"]) == ("refused", "Le procès-verbal dit ce nom.")
    assert ("demandes de correction", "1") in part.sections[0].rows


# Taken over into the record


def test_a_corrected_name_is_taken_over_into_the_record_where_that_is_chosen(alone, credential):
    amina, person = head(body()), credential.award.person
    accept_name(
        request=ask(credential),
        name=NAME,
        by=amina,
        now=SOON,
        keys=the_store(),
        recorded=Recorded("Naïma", "Haddad-Lévy"),
    )

    person.refresh_from_db()
    assert (person.given_name, person.family_name) == ("Naïma", "Haddad-Lévy")
    assert Act.objects.get(code="person.changed").actor == amina.uuid
    assert codes() == ["request.asked", "request.accepted"]


@pytest.mark.parametrize("family", ["Haddad", "Haddad-Lévy-Durand", ""])
def test_a_record_that_would_say_another_name_is_refused_and_nothing_is_done(alone, credential, family):
    request = ask(credential)

    with pytest.raises(WrongValue) as refusal:
        accept_name(
            request=request,
            name=NAME,
            by=head(body()),
            now=SOON,
            keys=the_store(),
            recorded=Recorded("Naïma", family),
        )

    assert (refusal.value.field, refusal.value.reason) == ("family_name", reasons.RECORD_SAYS_ANOTHER)
    assert afresh(request).state == RequestState.OPEN
    assert not Act.objects.filter(code="person.changed").exists()


def test_a_record_is_changed_by_whoever_may_change_it_only(alone, credential, monkeypatch):
    request = ask(credential)
    monkeypatch.setitem(MAY, Role.HEAD, MAY[Role.HEAD] - {Right.EDIT_PEOPLE})

    with pytest.raises(NotEntitled):
        accept_name(
            request=request,
            name=NAME,
            by=head(body()),
            now=SOON,
            keys=the_store(),
            recorded=Recorded("Naïma", "Haddad-Lévy"),
        )
    assert str(person_of(credential.award.person)) != NAME
    assert accept(request).cause == "correction"


@pytest.mark.parametrize(
    ("given", "family", "name"),
    [("Naïma", "Haddad", "Haddad Naïma"), ("", "王伟", "王伟"), (" Jean  Luc ", "Petit", "Jean Luc Petit")],
)
def test_the_two_parts_of_a_name_stand_in_either_order(given, family, name):
    assert Recorded(given, family).spells(name)


# How long they are kept


def due(moment):
    return requests_due(body(), Step.DELETE, moment)


def test_what_was_answered_goes_after_its_time_and_what_waits_stays(credential):
    request = ask(credential)
    assert due(SOON + timedelta(days=4000)) == []
    answer(request)
    Letter.objects.filter(kind=Kind.ANSWERED).update(state="sent")

    assert due(SOON) == []
    assert due(SOON + timedelta(seconds=1)) == [request.uuid]
    assert end_requests(body(), Step.DELETE, [request.uuid], SOON) == 1
    assert not CorrectionRequest.objects.exists()


def test_the_round_carries_it_out_under_the_rule_of_the_house(credential):
    request = ask(credential)
    withdraw_request(request=request, by=None, now=SOON)

    assert (DataKind.REQUESTS, 1) not in [(each.kind, each.count) for each in preview(body(), SOON)]
    later = SOON + timedelta(days=367)
    assert (DataKind.REQUESTS, 1) in [(each.kind, each.count) for each in preview(body(), later)]
    run(body(), later, by=head(body()))
    assert not CorrectionRequest.objects.exists()


def test_an_answer_that_nobody_read_yet_stays_and_one_that_is_forgotten_is_not_written_again(credential):
    request = ask(credential)
    answer(request)
    letter = Letter.objects.get(kind=Kind.ANSWERED)

    assert due(SOON + timedelta(days=1)) == []
    assert agrees(letter, now=SOON)
    Letter.objects.filter(pk=letter.pk).update(state="sent")
    end_requests(body(), Step.DELETE, due(SOON + timedelta(days=1)), SOON)
    assert not agrees(letter, now=SOON)


def test_one_whose_batch_may_still_be_called_off_stays(alone, credential):
    request = ask(credential)
    batch = accept(request)

    assert due(SOON + timedelta(days=1)) == []
    Batch.objects.filter(pk=batch.pk).update(state=BatchState.DONE)
    assert due(SOON + timedelta(days=1)) == [request.uuid]


def test_requests_of_another_body_are_not_due_here(credential):
    withdraw_request(request=ask(credential), by=None, now=SOON)

    assert requests_due(body("certif-occitanie"), Step.DELETE, LATER + timedelta(days=9)) == []
