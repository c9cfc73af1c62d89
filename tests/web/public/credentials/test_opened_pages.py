"""The page of a credential and its files: closed, opened by the holder, at the desk, and nowhere else."""

from __future__ import annotations

import re
from datetime import timedelta

import orjson
import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessment import making
from institutions.people import NOW, person
from issuing.making import an_award, the_store
from issuing.opened import a_credential
from sceau.config.wiring import ports
from sceau.engine.model.code import group_code, make_code
from sceau.issuing import erasing
from sceau.issuing.models import Credential
from sceau.issuing.services.opening import make_private, make_public, renew_opening
from sceau.people.models import Address, Person
from signing_in import prove_now

pytestmark = pytest.mark.django_db
FILES = ("credential_json", "credential_record")


@pytest.fixture(autouse=True)
def _nothing_counted(monkeypatch):
    cache.clear()
    monkeypatch.setitem(vars(ports()), "keys", the_store())
    monkeypatch.setattr("sceau.web.public.credentials.doors.now", lambda: NOW + timedelta(hours=1))


@pytest.fixture
def award():
    award = an_award(
        score="76.7",
        assessed_on=NOW.date(),
        evidence={"assessors": 2, "jury_on": "2026-03-02", "minutes": "PV-12"},
        supervision="sup_onsite_id",
    )
    Person.objects.filter(pk=award.person_id).update(native_name="نعيمة حداد")
    award.person.refresh_from_db()
    return award


@pytest.fixture
def one(award):
    return a_credential(award)


@pytest.fixture
def amina(one):
    return making.head(one.institution)


def page(credential, **query):
    return reverse("credential", args=[credential.code], query=query or None)


def opened(credential):
    return page(credential, o=credential.opening)


def words(answer):
    return answer.content.decode()


def secrets_of(credential):
    """All that a closed page may not say: of whom, of what, by whom, since when."""
    award, document = credential.award, orjson.loads(bytes(credential.content.body))
    holder = award.person
    known = [
        holder.given_name,
        holder.family_name,
        holder.native_name,
        str(holder),
        str(holder.uuid),
        document["name"],
        document["description"],
        document["issuer"]["id"],
        credential.institution.name,
        credential.institution.legal_name,
        credential.institution.slug,
        str(award.version.design.uuid),
        str(award.uuid),
        str(credential.uuid),
        credential.opening,
        credential.digest,
        str(award.awarded_on.year),
        "Claire Dumas",
        "Amina Benali",
        "PV-12",
        "76,7",
        "76.7",
    ]
    known += [each.value for each in Address.objects.filter(person=holder)]
    known += [each["targetName"] for each in document["credentialSubject"]["achievement"]["alignment"]]
    return [each for each in known if each]


def assert_closed(answer, credential, typed=""):
    """typed: what the reader wrote into the address, which its link to the other language repeats"""
    said = words(answer).replace(typed, "") if typed else words(answer)
    assert answer.status_code == 200
    assert "Une preuve authentique existe sous ce code." in said
    assert "demandez à la personne qui la détient" in said
    assert [each for each in secrets_of(credential) if each in said] == []


def assert_private(answer):
    assert {"private", "no-store"} <= {each.strip() for each in answer["Cache-Control"].split(",")}
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert {"accept", "accept-language", "cookie"} <= {each.strip().lower() for each in answer["Vary"].split(",")}
    assert answer.cookies == {}


def test_closed_it_says_only_that_it_exists_and_whom_to_ask(client, one):
    answer = client.get(page(one))

    assert_closed(answer, one)
    assert_private(answer)
    assert group_code(one.code) in words(answer)
    assert "<form" not in words(answer)


@pytest.mark.parametrize("state", ["valid", "suspended", "revoked"])
def test_closed_it_looks_the_same_however_it_stands(client, one, state):
    before = words(client.get(page(one)))
    Credential.objects.filter(pk=one.pk).update(state=state, state_at=NOW, why="Fraude de Naïma")

    assert words(client.get(page(one))) == before


def test_closed_its_files_are_refused_and_say_nothing_either(client, one):
    for name in FILES:
        answer = client.get(reverse(name, args=[one.code]))
        assert (answer.status_code, answer["Content-Type"]) == (403, "application/problem+json"), name
        assert orjson.loads(answer.content)["code"] == "closed"
        assert [each for each in secrets_of(one) if each in words(answer)] == []
        assert_private(answer)


def test_the_opening_opens_all_of_it(client, one):
    answer = client.get(opened(one))
    said = words(answer)

    assert answer.status_code == 200
    assert_private(answer)
    document = orjson.loads(bytes(one.content.body))
    for each in (str(one.award.person), "نعيمة حداد", one.institution.name, "76,7 sur 100", "PV-12", "2 personnes"):
        assert each in said, each
    assert document["credentialSubject"]["achievement"]["alignment"][0]["targetName"] in said
    assert "Valide" in said
    for name in FILES:
        assert f"{reverse(name, args=[one.code])}?o={one.opening}" in said, name


def test_the_files_are_the_exact_bytes(client, one):
    query = {"o": one.opening}
    body = client.get(reverse("credential_json", args=[one.code], query=query))
    record = client.get(reverse("credential_record", args=[one.code], query=query))

    assert body.content == bytes(one.content.body)
    assert record.content == bytes(one.content.record)
    assert group_code(one.code) in body["Content-Disposition"]
    for answer in (body, record):
        assert_private(answer)
        assert answer["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("asked", ["application/json", "application/ld+json", "application/vc"])
def test_whoever_asks_for_json_gets_the_bytes_when_it_is_open_and_403_else(client, one, asked):
    answer = client.get(opened(one), headers={"accept": asked})
    assert (answer.status_code, answer["Content-Type"], answer.content) == (200, asked, bytes(one.content.body))
    assert_private(answer)

    refused = client.get(page(one), headers={"accept": asked})
    assert (refused.status_code, refused["Content-Type"]) == (403, "application/problem+json")


def test_a_wrong_opening_opens_nothing_and_is_told(client, one):
    other = a_credential()
    for wrong in (other.opening, one.opening[:-1], "xyz"):
        answer = client.get(page(one, o=wrong))
        assert_closed(answer, one, typed=wrong)
        assert "Le lien que vous avez n’ouvre pas cette preuve." in words(answer)
        assert client.get(reverse("credential_json", args=[one.code], query={"o": wrong})).status_code == 403


def test_after_a_renewal_the_former_link_is_closed(client, one):
    former = opened(one)
    renewed = renew_opening(credential=one, by=None, now=NOW)

    assert "Le lien que vous avez n’ouvre pas" in words(client.get(former))
    assert str(one.award.person) in words(client.get(opened(renewed)))


def test_consent_opens_it_to_anybody_and_taking_it_back_closes_it(client, one):
    make_public(credential=one, by=None, now=NOW)
    assert str(one.award.person) in words(client.get(page(one)))
    assert client.get(reverse("credential_json", args=[one.code])).content == bytes(one.content.body)
    assert_private(client.get(page(one)))

    make_private(credential=one, by=None, now=NOW)
    assert_closed(client.get(page(one)), one)


def test_at_the_desk_of_its_institution_it_is_open_and_at_another_closed(client, one, amina):
    prove_now(client, amina)
    assert str(one.award.person) in words(client.get(page(one)))

    prove_now(client, making.head(making.body("certif-occitanie")))
    assert_closed(client.get(page(one)), one)
    assert client.get(reverse("credential_json", args=[one.code])).status_code == 403


def test_where_a_second_factor_is_asked_for_a_colleague_without_one_reads_nothing(client, one, amina):
    one.institution.second_factor_required = True
    one.institution.save()
    prove_now(client, amina)

    assert_closed(client.get(page(one)), one)


def test_a_stranger_who_is_signed_in_reads_nothing(client, one):
    prove_now(client, person("Sacha Ailleurs"))

    assert_closed(client.get(page(one)), one)


@pytest.mark.parametrize(
    ("state", "until", "word"),
    [
        ("valid", None, "Valide"),
        ("valid", NOW - timedelta(days=1), "Expirée"),
        ("suspended", None, "Suspendue"),
        ("revoked", None, "Révoquée"),
    ],
)
def test_opened_it_says_how_it_stands(client, award, state, until, word):
    one = a_credential(award, state=state, valid_until=until, state_at=NOW)

    said = words(client.get(opened(one)))
    assert word in said
    assert ("Résultats" in said) == (state != "revoked")


def test_one_that_was_replaced_leads_to_the_one_that_stands_instead(client, one):
    new = a_credential(one.award, replaces=one)
    one.refresh_from_db()

    for address in (page(one), opened(one)):
        said = words(client.get(address))
        assert page(new) in said, address
        assert new.opening not in said
    assert "Révoquée" not in words(client.get(opened(one)))
    assert_closed(client.get(page(one)), one)


def test_a_code_is_read_as_people_type_it(client, one):
    for typed in (group_code(one.code), one.code.lower(), f" {one.code[:5]} {one.code[5:]} "):
        answer = client.get(reverse("credential", args=[typed], query={"o": one.opening}))
        assert (answer.status_code, answer["Location"]) == (302, opened(one)), typed
    typed = client.get(reverse("credential_find"), {"code": group_code(one.code).lower()}, follow=True)
    assert typed.redirect_chain[-1][0] == page(one)
    record = client.get(reverse("credential_record", args=[group_code(one.code)], query={"o": one.opening}))
    assert record["Location"] == reverse("credential_record", args=[one.code], query={"o": one.opening})


def test_a_code_that_is_none_is_told_kindly(client, one):
    last = "0" if one.code[-1] != "0" else "1"
    for typed, said in (
        (one.code[:-1] + last, "Ce code contient une faute de frappe."),
        ("bonjour", "Ce n’est pas le code d’une preuve."),
        (make_code(b"\xff" * 9), "Aucune preuve n’a ce code ici."),
    ):
        answer = client.get(reverse("credential", args=[typed]))
        assert answer.status_code == 404, typed
        assert said in words(answer)
        assert_private(answer)
        asked = client.get(reverse("credential", args=[typed]), headers={"accept": "application/json"})
        assert (asked.status_code, asked["Content-Type"]) == (404, "application/problem+json")
        assert client.get(reverse("credential_json", args=[typed])).status_code == 404


def test_what_is_typed_is_never_markup(client):
    answer = client.get(reverse("credential", args=["<script>alert(1)<x>"]))

    assert answer.status_code == 404
    assert "<script>alert" not in words(answer)


def test_strange_codes_find_nothing_and_break_nothing(client):
    for typed in (".", "..", "/", "a/b", "%", "é" * 200, "?o=x", "-"):
        assert client.get(reverse("credential_find"), {"code": typed}, follow=True).status_code == 404, typed
    assert client.get(reverse("credential_find")).status_code == 200


def test_whoever_tries_code_after_code_is_stopped_and_the_right_one_still_opens(client, one):
    answers = [client.get(reverse("credential", args=[make_code(bytes([n] * 9))])).status_code for n in range(70)]

    assert set(answers) == {404, 429}
    assert answers[:50] == [404] * 50
    refused = client.get(reverse("credential_json", args=[make_code(b"\x77" * 9)]))
    assert (refused.status_code, orjson.loads(refused.content)["code"]) == (429, "too_many")
    assert client.get(opened(one)).status_code == 200


def test_one_that_was_called_off_is_as_if_it_had_never_been(client):
    gone = a_credential(state="cancelled", state_at=NOW)
    never = make_code(b"\xfe" * 9)

    ours, unknown = client.get(opened(gone)), client.get(reverse("credential", args=[never], query={"o": "x"}))
    assert (ours.status_code, unknown.status_code) == (404, 404)
    assert words(ours).replace(gone.code, never).replace(group_code(gone.code), group_code(never)).replace(
        gone.opening, "x"
    ) == words(unknown)


def test_an_erased_one_says_so_and_that_this_is_no_revocation(client, one, amina):
    erasing.apply([one.award.person], amina, NOW)

    for address in (page(one), opened(one)):
        answer = client.get(address)
        assert answer.status_code == 410
        assert "effacée à la demande" in words(answer)
        assert "n’est pas une révocation" in words(answer)
        assert str(one.award.person) not in words(answer)
        assert_private(answer)
    for name in FILES:
        asked = client.get(reverse(name, args=[one.code], query={"o": one.opening}))
        assert (asked.status_code, asked["Content-Type"]) == (410, "application/problem+json"), name
    prove_now(client, amina)
    assert client.get(page(one)).status_code == 410


def test_it_is_read_in_the_language_of_the_reader_and_says_which_is_its_own(client, one):
    french = words(client.get(opened(one)))
    english = words(client.get(opened(one) + "&lang=en"))

    assert 'lang="en"' in english.partition("<head>")[0]
    assert "Valid" in english
    assert "It is written in French" in english
    assert "Elle est rédigée en" not in french
    assert f"o={one.opening}&amp;lang=en" in french
    assert "An authentic credential exists under this code." in words(client.get(page(one) + "?lang=en"))


@pytest.mark.parametrize(("address", "most"), [(page, 2), (opened, 3)])
def test_a_page_takes_few_statements(client, one, address, most):
    client.get(address(one))

    with CaptureQueriesContext(connection) as asked:
        client.get(address(one))

    assert len(asked) == most, [each["sql"][:80] for each in asked]


def test_what_the_page_does_not_show_of_its_holder_is_not_read(client, one):
    client.get(opened(one))

    with CaptureQueriesContext(connection) as asked:
        client.get(opened(one))

    statements = " ".join(each["sql"] for each in asked)
    assert not re.findall(r'"people_person"\."(?!id"|root_id")\w+"|"assessment_award"\."(?:marks|basis)"', statements)
