"""The file that needs nobody: what is in it, for whom, and that it verifies with no server at all."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import orjson
import pytest
from django.core.cache import cache
from django.urls import reverse

from assessment import making
from institutions.people import NOW
from issuing.making import the_store
from issuing.opened import a_credential
from sceau.cli.main import main
from sceau.config.wiring import ports
from sceau.engine.checks.handed import shown_keys, verify_handed
from sceau.engine.checks.policy import Policy
from sceau.engine.model.bundle import read_bundle
from sceau.engine.model.code import group_code
from sceau.engine.vocabularies.contexts import shipped
from sceau.issuing import erasing
from sceau.issuing.models import Credential
from sceau.issuing.services.opening import make_private, make_public
from sceau.issuing.services.publishing import set_bits
from sceau.outside.fetchers import OfflineFetcher
from sceau.web.public.credentials import bundles
from sceau.web.verifier_file import page_with, verifier_digest, verifier_page
from signing_in import prove_now

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    cache.clear()
    monkeypatch.setitem(vars(ports()), "keys", the_store())
    monkeypatch.setattr("sceau.web.public.credentials.doors.now", lambda: LATER)


@pytest.fixture
def one():
    return a_credential()


def asked(client, credential, **query):
    return client.get(reverse("credential_bundle", args=[credential.code], query=query))


def members(answer):
    with ZipFile(BytesIO(answer.content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def judged(data, **policy):
    policy = Policy(shipped(), **policy)
    return verify_handed(read_bundle(data), policy=policy, fetcher=OfflineFetcher(), now=LATER)


def test_it_verifies_with_no_server_once_the_key_is_confirmed(client, one, settings):
    answer = asked(client, one, o=one.opening)
    inside = members(answer)
    stem = f"preuve-{group_code(one.code)}"
    bundle = read_bundle(inside["bundle.json"])
    key = frozenset(shown.key for shown in shown_keys(bundle))

    assert answer.headers["Content-Disposition"] == f'attachment; filename="{stem}.zip"'
    assert list(inside) == ["bundle.json", f"{stem}.html", f"{stem}.json", "LISEZMOI-README.txt"]
    assert inside[f"{stem}.json"] == bundle.credential == bytes(one.content.body)
    assert bundle.resources == {f"{settings.BASE_URL}/v/{one.code}/annex-1.json": bytes(one.content.record)}
    assert judged(inside["bundle.json"]).sentence["fr"] == "Intacte, émetteur à confirmer"
    report = judged(inside["bundle.json"], confirmed=key)
    assert report.verdict == "valid", report.as_json("x")
    assert [check.reason.code for check in report.checks if check.id == "resources"] == ["resource.matches"]
    assert verifier_digest() in inside["LISEZMOI-README.txt"].decode()
    assert any(url.endswith("/keys.json") for url in bundle.documents)
    assert any(url.endswith("/design.json") for url in bundle.documents)
    assert set(orjson.loads(inside["bundle.json"])["contexts"]) == set(orjson.loads(bundle.credential)["@context"])


def test_its_page_is_the_published_one_with_the_bundle_inside(client, one):
    inside = members(asked(client, one, o=one.opening))
    page = next(data for name, data in inside.items() if name.endswith(".html")).decode()

    assert page == page_with(inside["bundle.json"])
    start, end = (verifier_page().split('id="bundle">null<')[at] for at in (0, 1))
    assert page.startswith(start)
    assert page.endswith(end)
    data = page[len(start) : -len(end)].removeprefix('id="bundle">').removesuffix("<")
    assert not {"<", ">", "&", "\u2028", "\u2029"} & set(data)
    assert orjson.loads(data) == orjson.loads(inside["bundle.json"])


@pytest.mark.parametrize("sign", ["</script><script>alert(1)</script>", "<!--", "]]>", "\u2028", "&lt;"])
def test_nothing_that_a_credential_says_leaves_its_place_in_the_page(client, one, sign):
    whole = orjson.loads(members(asked(client, one, o=one.opening))["bundle.json"])
    whole["credential"]["name"] = sign

    page = page_with(orjson.dumps(whole))

    assert page.count("</script>") == verifier_page().count("</script>")
    assert page.count("<!--") == verifier_page().count("<!--")


def test_it_is_for_those_who_may_have_the_credential_and_the_paper_for_those_who_may_open_it(client, one, monkeypatch):
    monkeypatch.setattr(bundles, "papers_of", lambda row: ["one"])
    monkeypatch.setattr(bundles, "paper_of", lambda row, kind, **about: b"%PDF with the link")
    assert [asked(client, one).status_code, asked(client, one, o="x" * 20).status_code] == [403, 403]

    make_public(credential=one, by=None, now=NOW)
    assert [name for name in members(asked(client, one)) if name.endswith(".pdf")] == []
    assert one.opening.encode() not in b"".join(members(asked(client, one)).values())
    make_private(credential=one, by=None, now=NOW)
    assert asked(client, one).status_code == 403

    prove_now(client, making.head(one.institution))
    assert b"%PDF with the link" in members(asked(client, one)).values()
    prove_now(client, making.head(making.body("certif-occitanie")))
    assert asked(client, one).status_code == 403


def test_what_was_revoked_says_so_for_ever_and_what_was_erased_is_gone(client, one):
    set_bits([one], "revoked", now=NOW)
    Credential.objects.filter(pk=one.pk).update(state="revoked", state_at=NOW)
    inside = members(asked(client, one, o=one.opening))
    assert judged(inside["bundle.json"]).sentence["fr"] == "Révoquée"

    erasing.apply([one.award.person], making.head(one.institution), NOW)
    assert asked(client, one, o=one.opening).status_code == 410


def test_the_command_reads_it_with_no_network(client, one, tmp_path, capsys):
    path = tmp_path / "preuve.zip"
    path.write_bytes(asked(client, one, o=one.opening).content)
    with ZipFile(path) as archive:
        (shown,) = shown_keys(read_bundle(archive.read("bundle.json")))

    assert main(["verify", str(path), "--offline", "--lang", "fr"]) == 3
    said = capsys.readouterr().out
    assert said.startswith("◇ Intacte, émetteur à confirmer")
    assert f"lé jointe au fichier\u00a0: {shown.key}" in said

    main(["verify", str(path), "--offline", "--key", shown.key, "--json"])
    (result,) = orjson.loads(capsys.readouterr().out)["results"]
    assert {note["reason"] for note in result["notes"]} >= {"handed.documents", "handed.confirmed"}
    with pytest.raises(SystemExit):
        main(["verify", str(path), "--key", "nothing"])
