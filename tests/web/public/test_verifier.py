"""The box: what is handed in is judged and told; nothing is kept, nothing of it is logged, ourselves are not asked."""

from __future__ import annotations

import logging
from datetime import timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path

import orjson
import pytest
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from issuing.making import NOW, a_released_batch, awards, the_store
from sceau import web
from sceau.config.models import Remembered
from sceau.config.wiring import ports
from sceau.engine.model.code import group_code
from sceau.issuing.models import Credential
from sceau.issuing.queries.lists import list_at
from sceau.issuing.services.publishing import published, set_bits
from sceau.issuing.services.signing import issue_next_lines
from sceau.outside.fetchers import MemoryFetcher
from sceau.verification.lists import bring, take
from sceau.web.public.verifying.own import is_ours
from sceau.web.public.verifying.turns import FILE, PILE, Turns
from verifying import Issuer, credential

pytestmark = pytest.mark.django_db
PAGE = "/verifier"
SIGNED = NOW + timedelta(minutes=5)
READ = NOW + timedelta(hours=1)


@pytest.fixture(autouse=True)
def outside(monkeypatch):
    """Nobody outside answers, but an issuer of tests."""
    cache.clear()
    issuer = Issuer()
    monkeypatch.setitem(vars(ports()), "witnesses", MemoryFetcher(issuer.site))
    return issuer


@pytest.fixture
def one(monkeypatch):
    """A credential of the house, signed."""
    monkeypatch.setitem(vars(ports()), "keys", the_store())
    monkeypatch.setattr("sceau.web.public.site.now", lambda: READ)
    monkeypatch.setattr("sceau.web.public.verifying.pages.now", lambda: READ)
    batch = a_released_batch(awards(2))
    issue_next_lines(batch.pk, limit=10, now=SIGNED, keys=the_store())
    return Credential.objects.select_related("content").order_by("pk").first()


def posted(text="", *files, machine=False, lang="fr", **more):
    accept = "application/json" if machine else "text/html"
    uploads = [SimpleUploadedFile(f"preuve-{number}.json", each) for number, each in enumerate(files)]
    client = Client(enforce_csrf_checks=True)
    return client.post(f"{PAGE}?lang={lang}", {"text": text, "file": uploads, **more}, headers={"accept": accept})


def words(answer):
    return " ".join(answer.content.decode().split())


@pytest.mark.parametrize(("lang", "said"), [("fr", "Vérifier une preuve"), ("en", "Verify a credential")])
def test_the_form(client, lang, said):
    answer = client.get(PAGE, {"lang": lang})

    assert answer.status_code == 200
    assert f"<h1>{said}</h1>" in words(answer)
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in answer["Cache-Control"]
    assert not answer.cookies
    assert Client().get(PAGE, {"link": "https://sceau.example/v/1", "text": "x"}).content.count(b"verdict__in") == 0


def test_a_file_of_the_house_is_valid_and_nobody_is_asked_outside(one, monkeypatch):
    monkeypatch.setitem(vars(ports()), "witnesses", None)
    data = bytes(one.content.body)

    french, english = posted("", data), posted("", data, lang="en")
    assert "<h1>Authentique et valide</h1>" in words(french), words(french)[:3000]
    assert "<h1>Authentic and valid</h1>" in words(english)
    assert one.institution.name in words(french)
    assert words(french).count('<details class="fold fold--') == 5
    assert not french.cookies


@pytest.mark.parametrize(
    ("base", "url", "ours"),
    [
        ("http://localhost:8000", "https://localhost:8000/i/alpes/did.json", True),  # as did:web has it
        ("http://localhost:8000", "http://localhost:8000/status/1", True),
        ("https://sceau.example", "http://sceau.example/status/1", False),
        ("https://sceau.example", "https://sceau.example.evil.example/status/1", False),
        ("https://sceau.example", "https://sceau.example@evil.example/status/1", False),
        ("https://sceau.example", "ftp://sceau.example/", False),
        ("https://sceau.example", "https://[sceau.example/", False),
    ],
)
def test_our_own_addresses_are_those_of_our_origin_and_what_did_web_makes_of_it(settings, base, url, ours):
    settings.BASE_URL = base

    assert is_ours(url) is ours


def test_a_code_from_paper_leads_to_its_page_and_a_mistyped_one_to_the_page_that_says_so(one):
    typed = group_code(one.code)

    assert posted(typed.lower())["Location"] == f"/v/{one.code}"
    wrong = posted(typed[:-1] + ("0" if typed[-1] != "0" else "1"))
    assert wrong.status_code == 302
    assert Client().get(wrong["Location"]).status_code == 404


def test_a_link_of_the_house_is_judged_when_it_opens_and_leads_to_the_page_when_not(one):
    link = f"{settings.BASE_URL}/v/{one.code}"

    assert "<h1>Authentique et valide</h1>" in words(posted(f"{link}?o={one.opening}"))
    assert posted(link)["Location"] == f"/v/{one.code}"
    (result,) = posted(link, machine=True).json()["results"]
    assert result["checks"][0]["reason"] == "own.closed"


@pytest.mark.parametrize(
    "said", ["Voici mon code : {code}, merci.", "Bonjour,\nma preuve : {host}/v/{code} !\nCordialement"]
)
def test_a_code_or_a_link_in_a_sentence_leads_to_its_page(one, said):
    host = settings.BASE_URL.partition("://")[2]
    text = said.format(code=group_code(one.code), host=host)

    assert posted(text)["Location"] == f"/v/{one.code}"
    (result,) = posted("", text.encode(), machine=True).json()["results"]
    assert result["checks"][0]["reason"] == "own.closed"


def test_a_link_without_its_scheme_and_one_in_a_text_file_are_judged(one):
    link = f"{settings.BASE_URL}/v/{one.code}?o={one.opening}"
    bare = link.partition("://")[2]

    for text in (bare, f"Ma preuve ({bare})", f"Bonjour, voici : {link}."):
        assert "<h1>Authentique et valide</h1>" in words(posted(text)), text
        for file in (text.encode(), text.encode("utf-16"), b"\xef\xbb\xbf" + text.encode()):
            assert "<h1>Authentique et valide</h1>" in words(posted("", file)), (text, file[:3])


def test_several_in_one_text_are_judged_each(one):
    data = bytes(one.content.body).decode()
    other = bytes(Credential.objects.select_related("content").order_by("pk").last().content.body).decode()
    link = f"{settings.BASE_URL}/v/{one.code}?o={one.opening}"

    for text in (f"[{data},{other}]", f"{data}\n{other}\n"):
        found = posted("", text.encode(), machine=True).json()["results"]
        assert [each["verdict"] for each in found] == ["valid", "valid"]
        assert [each["source"] for each in found] == ["preuve-0.json › 1", "preuve-0.json › 2"]
    assert posted(f"[{data}]", machine=True).json()["results"][0]["verdict"] == "valid"
    mine, elsewhere = posted(f"Voici {link} et https://ailleurs.example/badge.", machine=True).json()["results"]
    assert (mine["verdict"], elsewhere["verdict"] == "valid") == ("valid", False)
    changed = other.replace(one.institution.name, "Un autre organisme")
    verdicts = [each["verdict"] for each in posted(f"[{data},{changed}]", machine=True).json()["results"]]
    assert sorted(verdicts) == ["invalid", "valid"]


def test_a_credential_in_the_encoding_of_another_editor_is_judged(one):
    for encoding in ("utf-16", "utf-16-be"):
        mark = b"\xfe\xff" if encoding == "utf-16-be" else b""
        file = mark + bytes(one.content.body).decode().encode(encoding)
        assert "<h1>Authentique et valide</h1>" in words(posted("", file)), encoding


def test_a_code_that_is_none_is_told_so_in_a_sentence_too(one):
    typed = group_code(one.code)
    wrong = typed[:-1] + ("0" if typed[-1] != "0" else "1")

    answer = posted(f"Mon code est {wrong}, délivré en juin")
    assert answer.status_code == 302
    assert Client().get(answer["Location"]).status_code == 404


@pytest.mark.parametrize(
    "text",
    [
        "Bonjour à tous",
        "[" * 5_000,
        '[{"a": 1}, ' * 2_000,
        "{" * 3_000,
        "[1, 2]",
        "nom, prénom\nDupont, Luc",
        "," * 9_000,
    ],
)
def test_a_text_that_leads_nowhere_stays_what_it_is(outside, text):
    for handed in ((text, ()), ("", (text.encode(),))):
        (result,) = posted(handed[0], *handed[1], machine=True).json()["results"]
        assert result["verdict"] == "invalid"


def test_what_is_of_no_page_for_machines_is_not_served_inside(one):
    (result,) = posted(f"{settings.BASE_URL}/desk", machine=True).json()["results"]

    assert result["verdict"] == "check"
    assert result["credential"] == {}


def test_a_revoked_one_says_what_to_do(one):
    set_bits([one], "revoked", now=READ)
    page = words(posted("", bytes(one.content.body)))

    assert "<h1>Authentique, mais révoquée</h1>" in page
    assert "Ne la retenez pas" in page
    assert "verdict--bad" in page


def test_what_a_forged_one_says_is_not_repeated(one):
    body = bytes(one.content.body).replace("Naïma".encode(), b"Imposteur")
    page = words(posted("", body))

    assert "<h1>Non authentique</h1>" in page
    assert "Imposteur" not in page
    assert one.institution.name not in page
    assert "nous ne le répétons pas" in page


def test_several_files_make_a_table_with_problems_first(outside):
    good = orjson.dumps(outside.sign(credential(outside.id, validUntil="2099-01-01T00:00:00Z")))
    page = words(posted("", good, b"{}", lang="en"))

    assert "2 credentials examined" in page
    assert page.index("preuve-1.json") < page.index("preuve-0.json")


def test_machines_get_what_the_command_prints(outside):
    data = orjson.dumps(outside.sign(credential(outside.id, validUntil="2099-01-01T00:00:00Z")))
    answer = posted("", data, machine=True)
    whole = answer.json()

    assert answer["Content-Type"] == "application/json"
    assert whole["version"] == 1
    assert set(whole["results"][0]) == {"source", "verdict", "sentence", "checks", "notes", "credential"}
    assert (whole["results"][0]["source"], whole["results"][0]["verdict"]) == ("preuve-0.json", "valid")


def test_a_past_date_and_the_name_of_the_holder(outside):
    data = orjson.dumps(outside.sign(credential(outside.id, validUntil="2026-02-01T00:00:00Z")))

    assert posted("", data, machine=True).json()["results"][0]["verdict"] == "check"
    assert posted("", data, machine=True, at="20/01/2026").json()["results"][0]["verdict"] == "valid"
    other = posted("", data, machine=True, at="20/01/2026", holder="Ada Lovelace").json()["results"][0]
    assert (other["verdict"], other["checks"][-1]["id"]) == ("check", "recipient")


def test_names_as_long_as_they_may_be_and_marks_of_a_page_are_text(outside):
    long = "<b>" + "Ab" * 150
    members = {"name": long, "validUntil": "2099-01-01T00:00:00Z"}
    page = words(posted("", orjson.dumps(outside.sign(credential(outside.id, **members)))))

    assert "<b>Ab" not in page
    assert "&lt;b&gt;Ab" in page


@pytest.mark.parametrize("text", ["", "   "])
def test_nothing_handed_in_is_asked_for(text):
    answer = posted(text)

    assert answer.status_code == 400
    assert "Déposez un fichier, ou collez un lien" in words(answer)
    assert posted(text, machine=True).json()["code"] == "malformed"


def test_too_many_and_too_much(monkeypatch):
    assert "10 fichiers au plus" in words(posted("", *[b"{}"] * 11))
    assert posted("", *[b"{}"] * 25).status_code == 400
    assert posted("x" * 1_000_001).status_code == 400
    assert posted("x" * 5_000_000).status_code == 400
    monkeypatch.setattr("sceau.web.public.verifying.forms.Files.largest", 10)
    assert posted("", b"{" * 11).status_code == 400


def test_one_address_may_not_ask_for_ever(monkeypatch):
    monkeypatch.setattr(settings, "OWN_RATE_LIMITS", settings.OWN_RATE_LIMITS | {"verification": "2/m/ip"})
    answers = [posted("{}").status_code for _time in range(4)]

    assert answers == [200, 200, 429, 429]
    told = posted("{}", machine=True)
    assert told["Content-Type"] == "application/problem+json"
    assert 50 <= int(told["Retry-After"]) <= 60
    page = words(posted("ce que j’ai collé"))
    assert "Trop d’essais sont venus de votre connexion" in page
    assert "ce que j’ai collé" in page


def test_one_address_never_has_all_readers_in_hand(monkeypatch):
    own = Turns()
    monkeypatch.setattr("sceau.web.public.verifying.pages.turns", own)
    monkeypatch.setattr(own, "take", partial(own.take, wait=0.01))
    with own.take("127.0.0.1", PILE):
        here, machine = posted("{}"), posted("{}", machine=True)
        assert own.take("192.0.2.1", FILE) is not None

    assert (here.status_code, machine.status_code) == (429, 429)
    assert machine["Retry-After"] == "10"
    assert posted("{}").status_code == 200


def test_nothing_is_kept_and_nothing_of_it_is_logged(outside, caplog, capsys, tmp_path, settings):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "nowhere")  # a file on the disk would fail
    caplog.set_level(logging.DEBUG)
    data = orjson.dumps(outside.sign(credential(outside.id, name="Jardin secret"))) + b" " * 3_000_000
    before = _rows()
    answer = posted("", data, holder="Ada Lovelace")

    assert answer.status_code == 200
    assert _rows() == before
    told = caplog.text + "".join(capsys.readouterr())
    assert not any(word in told for word in ("Jardin", "Lovelace", "preuve-0"))


def _rows():
    """Of every table, but that of how often an address asked."""
    counted = (model for model in apps.get_models() if model._meta.managed and model is not Remembered)
    return {model._meta.label: model._default_manager.count() for model in counted}


def test_the_header_leads_there(client):
    assert f'href="{PAGE}"' in client.get(reverse("home")).content.decode()


def test_an_issuer_of_a_list_of_the_administrator_is_known_by_it(outside):
    stranger = Issuer(host=None)
    badge = orjson.dumps(stranger.sign(credential(stranger.id, validUntil="2099-01-01T00:00:00Z")))
    registry = orjson.dumps({"registry": {stranger.id: {"name": "My School", "url": "https://school.example"}}})

    assert "Authentique, à vérifier" in words(posted("", badge))

    waiting = bring(content=registry, file_name="r.json", name="DCC", instead_of=None, by=None, now=NOW)
    assert "Authentique, à vérifier" in words(posted("", badge))
    take(waiting=waiting, by=None, now=NOW)

    page = words(posted("", badge))
    assert "Authentique et valide" in page
    assert "L’émetteur est My School (https://school.example), connu par la liste « DCC »" in page


def test_as_of_a_past_day_the_list_of_that_day_counts(one, monkeypatch):
    """Signed on 2 March, published, revoked ten days later, published again: each day has its own answer."""
    listed, day, data = list_at(one.list.uuid), timedelta(days=1), bytes(one.content.body)
    published(listed, base=settings.BASE_URL, keys=the_store(), now=SIGNED)
    revoked = SIGNED + 10 * day
    set_bits([one], "revoked", now=revoked)
    published(list_at(one.list.uuid), base=settings.BASE_URL, keys=the_store(), now=revoked)
    for module in ("site", "verifying.pages"):
        monkeypatch.setattr(f"sceau.web.public.{module}.now", lambda: revoked + 2 * day)

    def asked(moment):
        return words(posted("", data, at=moment.strftime("%d/%m/%Y")))

    before, after = asked(SIGNED + day), asked(revoked + day)
    assert "<h1>Authentique et valide</h1>" in before
    assert "L’état est celui que disait la liste publiée le" in before
    assert "Depuis, son état a changé : aujourd’hui, l’émetteur a révoqué cette preuve." in before
    assert "<h1>Authentique, mais révoquée</h1>" in after
    assert "Depuis, son état" not in after
    assert "la liste d’état ne vaut plus" in asked(SIGNED + 5 * day).lower()  # nobody signed it anew meanwhile
    # of before the first publication nothing is kept: the list of today, and that is said
    assert "l’état est celui d’aujourd’hui" in asked(SIGNED - 2 * day).lower()


def test_the_reader_of_square_codes_is_the_one_that_was_published():
    """Unchanged since it was taken from its registry: its NOTICE.txt says from where, and the digests."""
    folder = Path(web.__file__).parent / "static" / "js" / "qr"
    said = dict(reversed(line.split()) for line in (folder / "NOTICE.txt").read_text("utf-8").splitlines()[-2:])

    found = {path.name: sha256(path.read_bytes()).hexdigest() for path in folder.glob("*.js")}
    assert found == said
    assert "MIT" in (folder / "LICENSE.txt").read_text("utf-8")


@pytest.mark.parametrize("address", ["https://[x", "https://a]/b", "https://\u2100.example/x"])
def test_half_an_address_is_answered_in_words(outside, address):
    entry = {"type": "BitstringStatusListEntry", "statusPurpose": "revocation", "statusListIndex": "1"}
    document = credential(outside.id, credentialStatus=entry | {"statusListCredential": address})
    signed = outside.sign(document, cryptosuite="eddsa-jcs-2022")

    for answer in (posted(address), posted("", orjson.dumps(signed))):
        assert answer.status_code == 200
        assert "<h1>Authentique et valide</h1>" not in words(answer)
