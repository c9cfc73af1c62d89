"""A holder says that a credential is wrong: from the pages of their file, and with the link of a credential."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils.timezone import now

from institutions.people import person
from issuing.making import an_award, head
from issuing.opened import a_credential
from sceau.assessment.services import links
from sceau.issuing.models import CorrectionRequest, Credential
from sceau.issuing.services.opening import make_public
from sceau.issuing.services.requests import answer_request
from sceau.people.models import Person
from signing_in import prove_now

pytestmark = pytest.mark.django_db
NAME = {"act": "ask", "about": "name", "name": "Naïma Haddad-Lévy", "words": "C’est mon nom d’usage."}


@pytest.fixture(autouse=True)
def _nothing_counted():
    cache.clear()


@pytest.fixture
def one():
    return a_credential()


@pytest.fixture
def candidate(one):
    return one.award.decision.attempt.candidate


@pytest.fixture
def inside(client, candidate):
    client.get(reverse("candidate_open", args=[links.make_link(candidate, now())]))
    return client


def own(candidate, credential):
    return reverse("candidate_credential_wrong", args=[candidate.uuid, credential.uuid])


def linked(credential, opening=None):
    opening = credential.opening if opening is None else opening
    return reverse("credential_wrong", args=[credential.code], query={"o": opening} if opening else None)


def said(answer):
    return answer.content.decode().replace("\u00a0", " ").replace("\u202f", " ")


def answered(accepted=False, words="Le procès-verbal dit ce nom."):
    request = CorrectionRequest.objects.get()
    return answer_request(
        request=request, accepted=accepted, words=words, by=head(request.credential.institution), now=now()
    )


def test_from_their_file_they_ask_see_that_it_waits_and_withdraw(inside, candidate, one):
    page = own(candidate, one)
    assert page in said(inside.get(reverse("candidate_credentials", args=[candidate.uuid])))
    assert "Envoyer la demande" in said(inside.get(page))

    assert inside.post(page, NAME).status_code == 302

    made = CorrectionRequest.objects.get()
    assert (made.credential, made.about, made.name, made.asked_by) == (one, "name", "Naïma Haddad-Lévy", None)
    told = said(inside.get(page))
    assert "Votre demande est envoyée." in told
    assert "C’est mon nom d’usage." in told
    assert "Envoyer la demande" not in told
    assert "la réponse est attendue" in said(inside.get(reverse("candidate_credentials", args=[candidate.uuid])))

    inside.post(page, {"act": "withdraw"})
    told = said(inside.get(page))
    assert "Vous avez retiré votre demande." in told
    assert "Envoyer la demande" in told


@pytest.mark.parametrize(
    ("accepted", "sentence"), [(False, "la preuve reste comme elle est"), (True, "a répondu à votre demande")]
)
def test_they_read_the_answer_and_may_ask_again(inside, candidate, one, accepted, sentence):
    inside.post(own(candidate, one), NAME)
    answered(accepted)

    told = said(inside.get(own(candidate, one)))

    assert sentence in told
    assert "Le procès-verbal dit ce nom." in told
    assert "Une autre erreur ?" in told
    assert "Lire la réponse" in said(inside.get(reverse("candidate_credentials", args=[candidate.uuid])))


def test_what_was_typed_stays_where_it_is_refused(inside, candidate, one):
    page = own(candidate, one)

    for typed, fault in (
        ({"act": "ask", "words": "Tout est faux."}, "Dites d’abord ce qui est faux."),
        (NAME | {"name": "", "words": "Tout est faux."}, "Écrivez le nom comme il devrait être"),
        (NAME | {"name": "Naïma Haddad", "words": "Tout est faux."}, "porte déjà ce nom"),
        ({"act": "ask", "about": "other", "name": "Tout est faux."}, "Dites ce qui est faux"),
        (NAME | {"words": "Tout est faux." + "a" * 1000}, "1 000 signes au plus."),
    ):
        answer = inside.post(page, typed)
        assert answer.status_code == 200
        assert fault in said(answer), typed
        assert "Tout est faux." in said(answer)
    assert not CorrectionRequest.objects.exists()


def test_another_candidate_and_a_stranger_find_nothing(client, inside, candidate, one):
    other = an_award()
    assert inside.get(own(candidate, a_credential(other))).status_code == 404
    client.cookies.clear()
    assert client.post(own(candidate, one), NAME).status_code == 404
    assert not CorrectionRequest.objects.exists()


def test_with_the_holders_link_without_an_account(client, one):
    public = reverse("credential", args=[one.code])
    assert linked(one).replace("&", "&amp;") in said(client.get(f"{public}?o={one.opening}"))

    answer = client.post(linked(one), NAME)

    assert (answer.status_code, answer.url) == (302, linked(one))
    answer = client.get(linked(one))
    assert "C’est mon nom d’usage." in said(answer)
    assert answer["Referrer-Policy"] == "same-origin"
    assert "no-store" in answer["Cache-Control"]
    assert "noindex" in answer["X-Robots-Tag"]


def test_whoever_else_has_the_link_reads_only_that_a_request_waits(client, one):
    client.post(linked(one), NAME)
    client.cookies.clear()

    told = said(client.get(linked(one)))
    client.post(linked(one), {"act": "withdraw"})
    again = client.post(linked(one), NAME | {"about": "other"})

    assert "Une demande attend déjà une réponse" in told
    assert "Haddad-Lévy" not in told
    assert "nom d’usage" not in told
    assert "Retirer ma demande" not in told
    assert CorrectionRequest.objects.get().state == "open"
    assert "nom d’usage" in said(again)  # what was typed here
    answered()
    assert "Le procès-verbal" not in said(client.get(linked(one)))


@pytest.mark.parametrize("public", [True, False])
def test_without_the_link_there_is_no_form(client, one, public):
    if public:
        make_public(credential=one, by=None, now=now())
    page = reverse("credential", args=[one.code])

    for opening in ("", "x" * 43):
        answer = client.post(linked(one, opening), NAME)
        assert (answer.status_code, answer.url) == (302, page)
    assert "/wrong" not in said(client.get(page))
    assert not CorrectionRequest.objects.exists()


def test_the_holders_account_asks_without_the_link_and_a_colleague_does_not(client, one):
    holder = person("Naïma Haddad")
    Person.objects.filter(pk=one.award.person_id).update(user=holder)
    prove_now(client, head(one.institution))
    assert client.post(linked(one, ""), NAME).url == reverse("credential", args=[one.code])
    client.logout()
    prove_now(client, holder)

    client.post(linked(one, ""), NAME)

    assert CorrectionRequest.objects.get().asked_by == holder
    assert "nom d’usage" in said(client.get(linked(one, "")))


def test_a_code_that_is_none_leads_to_the_page_that_says_so(client, db):
    answer = client.get(reverse("credential_wrong", args=["no-code"]))

    assert (answer.status_code, answer.url) == (302, reverse("credential", args=["no-code"]))


def test_what_counts_no_more_says_so(client, one):
    Credential.objects.filter(pk=one.pk).update(state="revoked", state_at=now())

    told = said(client.get(linked(one)))

    assert "Cette preuve ne vaut plus : elle ne se corrige pas." in told
    assert "Envoyer la demande" not in told


def test_too_many_requests_are_refused_and_what_was_typed_stays(client, one):
    for _turn in range(5):
        client.post(linked(one), NAME)
        client.post(linked(one), {"act": "withdraw"})

    answer = client.post(linked(one), NAME)

    assert answer.status_code == 429
    assert "Trop de demandes" in said(answer)
    assert "C’est mon nom d’usage." in said(answer)
    assert CorrectionRequest.objects.count() == 5


def test_in_english_nothing_is_french(client, one):
    client.post(linked(one), NAME)
    page = said(client.get(f"{linked(one)}&lang=en"))

    assert "Your request" in page
    assert "Withdraw my request" in page
