"""The address of a version: a page for people, documents for machines, pictures, a brief on paper."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse

from outside.pdf import pages_of, text_of
from sceau.engine.model.awards import Issuer
from sceau.engine.model.bodies import Body
from sceau.engine.model.describe import describe_achievement
from sceau.engine.model.designs import read_design
from sceau.institutions.models import Evidence, Habilitation, Institution
from web.public.catalogue.conftest import NOW
from web.public.catalogue.samples import another, sample

pytestmark = pytest.mark.django_db
PAGE = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8", "accept-language": "fr"}
ENGLISH = {**PAGE, "accept-language": "en"}
JSON = {"accept": "application/ld+json, application/json"}


@pytest.fixture
def ask(client):
    def answer(name, version, headers=PAGE, **asked):
        number = [] if name == "micro_credential_latest" else [version.number]
        return client.get(reverse(name, args=[version.design.uuid, *number]), asked, headers=headers, secure=True)

    return answer


def text_of_page(response) -> str:
    return unescape(response.content.decode())


# The page


def test_one_sentence_first_then_what_it_certifies_and_how(ask, publish):
    summary = {"fr": "Sécurité incendie: alerter et évacuer."}
    page = text_of_page(ask("micro_credential", publish("mc-equipier-premiere-intervention", summary=summary)))
    main = page.split("<main")[1]

    assert main.index("Sécurité incendie\u00a0: alerter") < main.index("Ce que vous saurez faire")
    for words in (
        "Un jury délibère et signe un procès-verbal",
        "Au moins 66 sur 100",
        "Lieu, nature, victimes, accès donnés.",
        "Les seize éléments",
        "Ce qu’elle n’est pas",
        "160\u00a0€",
        "Non éligible au CPF",
        "Claire Fabre",
    ):
        assert words in main, words
    assert main.count("<h1") == 1


def test_who_awards_it_is_shown_with_what_proves_it(ask, publish, occitanie):
    proof = {"kind": "dns", "subject": "certif.example", "state": "confirmed", "created_at": NOW, "confirmed_at": NOW}
    Evidence.objects.create(institution=occitanie, **proof)
    page = text_of_page(ask("micro_credential", publish()))

    assert "certif.example, le 20 novembre 2026" in page
    assert 'href="/i/certif-occitanie"' in page


def test_the_registered_words_stand_only_while_the_registration_does(ask, publish, occitanie, registers_loaded):
    version = publish("mc-cyber-risques-incident")
    assert "d’une certification enregistrée au RNCP, jusqu’au 15 janvier 2029" in text_of_page(
        ask("micro_credential", version)
    )

    occitanie.siren = "123456782"
    occitanie.save()
    page = text_of_page(ask("micro_credential", version))
    assert "d’une certification enregistrée au RNCP" not in page
    assert "Elle n’est pas enregistrée" in page


def test_what_the_registers_here_do_not_know_is_not_called_registered(ask, client, publish):
    promise = {"fr": "Certification enregistrée au RNCP, éligible au CPF."}
    version = publish("mc-cyber-risques-incident", summary=promise, worth=promise)
    page = text_of_page(ask("micro_credential", version))

    assert "ertification enregistrée au RNCP" not in page
    assert "ertification enregistrée au RNCP" not in text_of_page(client.get(reverse("catalogue"), secure=True))
    assert "Non éligible au CPF" in page
    assert "les registres chargés ici ne connaissent pas la fiche RNCP99901BC02" in page


def test_who_writes_the_siren_of_another_body_borrows_neither_its_proofs_nor_its_rights(
    ask, publish, occitanie, registers_loaded
):
    """A body that is entitled to nothing names the certifier beside itself, who knows nothing of it."""
    Evidence.objects.create(
        institution=occitanie,
        kind="dns",
        subject="certif.example",
        state="confirmed",
        created_at=NOW,
        confirmed_at=NOW,
    )
    other = Institution.objects.create(
        slug="autre",
        name="Autre",
        legal_name="Autre",
        siren="123456782",
        did="did:web:sceau.example:i:autre",
        created_at=NOW,
    )
    version = publish("mc-cyber-risques-incident", institution=other)

    page = text_of_page(ask("micro_credential", version))
    assert "d’une certification enregistrée au RNCP" not in page
    assert "certif.example" not in page
    assert "nous n’avons pas son accord" in page
    assert "999900111" not in page.split("ld+json")[1].split("</script>")[0]

    habilitation = Habilitation.objects.create(
        certifier=occitanie,
        partner=other,
        scope="train",
        starts_on=NOW.date(),
        ends_on=NOW.date() + timedelta(days=365),
        state="active",
        created_at=NOW,
    )
    assert "certif.example" in text_of_page(ask("micro_credential", version))
    habilitation.state = "suspended"
    habilitation.save()
    assert "certif.example" not in text_of_page(ask("micro_credential", version))


def test_a_newer_version_and_a_retired_one_are_told(ask, publish):
    first = publish()
    second = publish(number=2)
    page = text_of_page(ask("micro_credential", first))
    assert "Une version plus récente existe." in page
    assert reverse("micro_credential", args=[second.design.uuid, 2]) in page

    type(second).objects.filter(pk=second.pk).update(
        retired_at=NOW + timedelta(days=3), retired_by=second.published_by, retired_why="La norme a changé."
    )
    page = text_of_page(ask("micro_credential", second))
    assert "n’est plus proposée" in page
    assert "La norme a changé." in page
    assert "S’inscrire" not in page


def test_a_version_that_was_replaced_is_not_offered_again_when_its_successor_is_retired(ask, publish):
    delivery = {"enrol_url": "https://certif.example/inscription", "modes": ["online"]}
    first = publish(delivery=delivery, price={"amount": 620})
    assert "S’inscrire" in text_of_page(ask("micro_credential", first))

    second = publish(number=2, delivery=delivery)
    for _ in ("replaced", "retired"):
        page = text_of_page(ask("micro_credential", first))
        assert "Une version plus récente existe." in page
        assert "S’inscrire" not in page
        assert '"offers"' not in page
        type(second).objects.filter(pk=second.pk).update(
            retired_at=NOW + timedelta(days=3), retired_by=second.published_by, retired_why="La norme a changé."
        )


def test_the_latest_is_one_address(ask, publish):
    first = publish()
    publish(number=2)

    response = ask("micro_credential_latest", first)
    assert (response.status_code, response["location"]) == (302, f"/m/{first.design.uuid}/2")


def test_it_is_in_the_readers_language_with_the_words_of_the_design_in_theirs(ask, publish):
    version = publish("mc-equipier-premiere-intervention", summary={"fr": "Sécurité incendie: alerter."})
    page = ask("micro_credential", version, ENGLISH).content.decode()

    assert "What you will be able to do" in page
    assert '<span lang="fr">Sécurité incendie' in page


@pytest.mark.parametrize(
    "address", ["micro_credential", "micro_credential_file", "micro_credential_brief", "micro_credential_small"]
)
def test_what_was_never_published_is_not_found(client, publish, address):
    version = publish()
    number = reverse(address, args=[version.design.uuid, 7])
    stranger = reverse(address, args=["00000000-0000-4000-8000-000000000000", 1])

    assert [client.get(each, headers=PAGE, secure=True).status_code for each in (number, stranger)] == [404, 404]


def test_asked_again_it_is_not_drawn_again(ask, publish):
    version = publish()
    ask("micro_credential", version)  # gives the reader the cookie of forms
    first = ask("micro_credential", version)
    assert first["vary"] == "Accept, Accept-Language, Cookie"

    again = ask("micro_credential", version, {**PAGE, "if-none-match": first["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert ask("micro_credential", version, {**ENGLISH, "if-none-match": first["etag"]}).status_code == 200


def test_the_page_asks_few_questions(ask, publish, django_assert_max_num_queries):
    version = publish("mc-cyber-risques-incident")

    with django_assert_max_num_queries(15):
        ask("micro_credential", version)


# Search engines and networks


def linked(page: str) -> dict:
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    return json.loads(block)


def test_search_engines_read_what_is_true(ask, publish):
    credential, course = linked(ask("micro_credential", publish("mc-equipier-premiere-intervention")).content.decode())[
        "@graph"
    ]

    assert credential["@type"] == "EducationalOccupationalCredential"
    assert credential["credentialCategory"] == "MicroCredential"
    assert len(credential["competencyRequired"]) == 4
    assert course["timeRequired"] == "PT7H"
    assert course["offers"] == {"@type": "Offer", "price": "160", "priceCurrency": "EUR", "category": "Paid"}
    assert "validIn" not in credential


def test_no_text_of_a_design_ends_the_block_of_data(ask, publish):
    version = publish(title={"fr": "</script><script>alert(1)</script>"}, summary={"fr": "<!-- \u2028"})
    page = ask("micro_credential", version).content.decode()

    assert "<script>alert" not in page
    assert linked(page)["@graph"][0]["name"] == "</script><script>alert(1)</script>"


def test_networks_get_a_picture_of_their_size(ask, publish):
    version = publish()
    page = ask("micro_credential", version).content.decode()

    assert (
        f'<meta property="og:image" content="https://sceau.example/m/{version.design.uuid}/1/card.png?lang=fr">' in page
    )
    card = ask("micro_credential_card", version)
    assert card["content-type"] == "image/png"
    assert card.content[16:24] == (1200).to_bytes(4, "big") + (627).to_bytes(4, "big")


# Machines


def test_whoever_asks_for_json_gets_the_achievement_that_issuing_publishes(ask, publish, occitanie):
    version = publish()
    response = ask("micro_credential", version, JSON)
    issuer = Issuer(did=occitanie.did, base="https://sceau.example", body=Body(name=occitanie.legal_name))

    assert response["content-type"] == "application/ld+json"
    assert response["vary"] == "Accept"
    assert response["access-control-allow-origin"] == "*"
    assert "max-age" in response["cache-control"]
    assert response.json() == describe_achievement(read_design(version.document), issuer, "fr")
    assert response.json()["id"] == f"https://sceau.example/m/{version.design.uuid}/1"


def test_what_the_command_published_stays_as_it_was(ask, publish, tmp_path):
    version = publish()
    folder = tmp_path / "published" / "m" / str(version.design.uuid)
    folder.mkdir(parents=True)
    (folder / "1.json").write_bytes(b'{"id": "as it was"}\n')

    assert ask("micro_credential", version, JSON).content == b'{"id": "as it was"}\n'
    assert "<h1" in ask("micro_credential", version).content.decode()


def test_an_achievement_that_only_the_command_knows_is_served_to_everybody(client, tmp_path, db):
    folder = tmp_path / "published" / "m" / "00000000-0000-4000-8000-000000000000"
    folder.mkdir(parents=True)
    (folder / "1.json").write_bytes(b"{}\n")

    for headers in (PAGE, JSON):
        response = client.get("/m/00000000-0000-4000-8000-000000000000/1", headers=headers, secure=True)
        assert (response.status_code, response.content) == (200, b"{}\n")


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("*/*", "text/html"),
        ("", "text/html"),
        ("text/html", "text/html"),
        ("application/json", "application/ld+json"),
        ("application/ld+json;q=0.9, text/html;q=0.5", "application/ld+json"),
        ("application/ld+json;q=0.5, text/html;q=0.9", "text/html"),
    ],
)
def test_the_header_decides(ask, publish, accept, kind):
    assert ask("micro_credential", publish(), {"accept": accept})["content-type"].startswith(kind)


def test_the_frozen_document_is_given_with_its_proof(ask, publish):
    version = publish()
    type(version).objects.filter(pk=version.pk).update()
    assert ask("micro_credential_file", version).json() == version.document


def test_the_pictures(ask, publish):
    version = publish()

    drawing = ask("achievement_drawing", version)
    assert drawing["content-type"] == "image/svg+xml"
    assert "sandbox" in drawing["content-security-policy"]
    small = ask("micro_credential_small", version)
    assert small.content[16:20] == (256).to_bytes(4, "big")
    assert len(small.content) < 40_000
    assert ask("micro_credential_small", version).content == small.content


# The brief


@pytest.mark.parametrize(
    ("language", "words"), [("fr", "Ce que la personne sait faire"), ("en", "What the person can do")]
)
def test_the_brief_is_one_page_that_can_be_read_out(ask, publish, language, words):
    version = publish("mc-cyber-risques-incident")
    response = ask("micro_credential_brief", version, lang=language)
    text = text_of(response.content)

    assert response["content-type"] == "application/pdf"
    assert pages_of(response.content) == 1
    assert words in text
    assert f"https://sceau.example/m/{version.design.uuid}/1" in text.replace("\n", "")
    assert len(response.content) < 120_000


def test_the_brief_is_kept(ask, publish, monkeypatch):
    version = publish()
    first = ask("micro_credential_brief", version).content
    monkeypatch.setattr("sceau.outside.typesetter.subprocess.run", None)

    assert ask("micro_credential_brief", version).content == first


def test_a_long_design_is_shortened_and_says_so(ask, publish):
    document = sample()
    outcomes = document["annex1"]["mandatory"]["learning_outcomes"]
    outcomes[0]["statement"] = {"fr": "Relever ce qui compte et le dire à qui doit l’entendre. " * 30}
    version = publish(
        title={"fr": "Un titre qui n’en finit pas " * 20},
        annex1=document["annex1"],
        worth={"fr": '#read("/etc/passwd") سلام ' * 80},
    )
    pdf = ask("micro_credential_brief", version).content

    assert pages_of(pdf) == 1
    assert "Cette fiche est abrégée" in text_of(pdf)
    assert "root:" not in text_of(pdf)
    assert "[…]" in text_of(pdf)


def test_without_a_typesetter_the_page_is_still_there(ask, publish, monkeypatch):
    monkeypatch.setattr("sceau.outside.typesetter.MOST_BYTES", 10)

    response = ask("micro_credential_brief", publish())
    assert response.status_code == 503
    assert "La page en ligne dit la même chose" in response.content.decode()


# Two side by side


def test_two_are_compared_in_words_first(client, publish, registers_loaded):
    one, other = publish("mc-equipier-premiere-intervention"), publish("mc-cyber-risques-incident")
    asked = {"a": str(one.design.uuid), "b": str(other.design.uuid)}
    page = text_of_page(client.get(reverse("catalogue_compare"), asked, headers=PAGE, secure=True))

    assert "«\u00a0Équipier de première intervention\u00a0» prend 143 heures de moins." in page
    assert "coûte 2\u202f240\u00a0€ de moins" in page
    assert "Seule «\u00a0Sécuriser un système d’information\u00a0» peut être payée par le CPF." in page
    assert page.index("prend 143 heures") < page.index("<table")


@pytest.mark.parametrize("asked", [{}, {"a": "x"}, {"a": "x", "b": "y"}])
def test_it_takes_two(client, db, asked):
    page = client.get(reverse("catalogue_compare"), asked, headers=PAGE, secure=True).content.decode()

    assert "Il en faut deux." in page


def test_with_one_that_is_not_there_nothing_is_compared(client, publish):
    asked = {"a": str(publish().design.uuid), "b": "00000000-0000-4000-8000-000000000000"}

    assert client.get(reverse("catalogue_compare"), asked, headers=PAGE, secure=True).status_code == 404


# The map of the site


def test_the_map_has_every_page_and_is_cut_when_it_is_long(client, publish, monkeypatch):
    for number in range(3):
        version = publish(**another(number, f"Projet {number}"))
    whole = client.get("/sitemap.xml", secure=True).content.decode()
    assert whole.count("<loc>") == 4 + 1 + 3
    assert f"<loc>https://sceau.example/m/{version.design.uuid}/1</loc><lastmod>2026-11-21</lastmod>" in whole

    monkeypatch.setattr("sceau.web.public.catalogue.sitemap.MOST", 3)
    index = client.get("/sitemap.xml", secure=True).content.decode()
    assert re.findall(r"sitemap-(\d)\.xml", index) == ["1", "2", "3"]
    parts = [client.get(f"/sitemap-{page}.xml", secure=True).content.decode() for page in (1, 2, 3)]
    assert sum(part.count("<loc>") for part in parts) == 8
    assert client.get("/sitemap-4.xml", secure=True).status_code == 404


def test_robots_may_read_what_is_public_but_not_a_trial(client, settings, db):
    assert "Sitemap: https://sceau.example/sitemap.xml" in client.get("/robots.txt", secure=True).content.decode()

    settings.MODE = "demo"
    assert client.get("/robots.txt", secure=True).content == b"User-agent: *\nDisallow: /\n"
