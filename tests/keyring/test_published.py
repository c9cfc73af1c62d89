"""Documents for machines, as a cache, a browser of another site and a resolver get them."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from sceau.institutions.models import Institution
from sceau.keyring.models import Purpose


def test_the_did_document_is_public_cacheable_and_of_no_language(client, greta, make_key, django_assert_num_queries):
    make_key()
    make_key(Purpose.DOCUMENTS)

    with django_assert_num_queries(2):
        answer = client.get("/i/greta/did.json", headers={"accept-language": "en", "cookie": "sceau-language=en"})

    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/json"
    assert answer["Cache-Control"] == "public, max-age=300"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert not answer.cookies
    assert not answer.has_header("Vary")
    assert not answer.has_header("Content-Language")
    assert not answer.has_header("X-Sceau-Published")
    document = answer.json()
    assert document["id"] == "did:web:sceau.example:i:greta"
    assert len(document["assertionMethod"]) == 2


def test_who_has_it_already_is_told_so_until_it_changes(client, greta, make_key, now):
    make_key()
    etag = client.get("/i/greta/did.json")["ETag"]

    again = client.get("/i/greta/did.json", headers={"if-none-match": etag})
    make_key(at=now + timedelta(days=1))
    after = client.get("/i/greta/did.json", headers={"if-none-match": etag})

    assert (again.status_code, again.content) == (304, b"")
    assert again["Cache-Control"] == "public, max-age=300"
    assert again["Access-Control-Allow-Origin"] == "*"
    assert after.status_code == 200


def test_somebody_signed_in_gets_the_same_document(client, amina, greta, make_key):
    make_key()
    before = client.get("/i/greta/did.json").content
    client.force_login(amina)

    answer = client.get("/i/greta/did.json")

    assert answer.content == before
    assert answer["Cache-Control"] == "public, max-age=300"
    assert not answer.cookies


def test_an_own_domain_serves_its_own_document_and_nothing_else(client, greta, cfa, make_key):
    Institution.objects.filter(pk=greta.pk).update(domain="greta-essai.fr", did="did:web:greta-essai.fr")
    greta.refresh_from_db()
    make_key()

    own = client.get("/.well-known/did.json", headers={"host": "greta-essai.fr"})
    with_port = client.get("/.well-known/did.json", headers={"host": "GRETA-essai.fr:443"})

    assert own.json()["id"] == "did:web:greta-essai.fr"
    assert with_port.content == own.content
    for host in ("sceau.example", "autre.fr", "cfa.fr"):
        assert client.get("/.well-known/did.json", headers={"host": host}).status_code == 404
    assert client.get("/i/greta/did.json", headers={"host": "greta-essai.fr"}).status_code == 400


def test_the_history_is_published(client, greta, make_key, now):
    make_key()
    make_key(Purpose.DOCUMENTS)
    make_key(at=now + timedelta(days=1))

    answer = client.get("/i/greta/keys.json")

    assert [key["purpose"] for key in answer.json()["keys"]] == ["credentials", "documents", "credentials"]
    assert "reference" not in answer.content.decode()
    assert answer["Cache-Control"] == "public, max-age=300"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/i/nobody/did.json", "/i/nobody/keys.json", "/.well-known/did.json"])
def test_who_is_nobody_has_no_document(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/i/greta/did.json", "/i/greta/keys.json"])
def test_nobody_writes_there(client, greta, path):
    assert client.post(path).status_code == 405


# What the command published


@pytest.fixture
def published(settings, tmp_path):
    settings.HOUSE = tmp_path
    folder = tmp_path / "published"
    folder.mkdir()
    return folder


def _put(folder: Path, name: str, data: bytes = b"{}") -> None:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)


UUID = str(uuid4())


@pytest.mark.parametrize(
    ("path", "file", "kind", "seconds"),
    [
        (f"/status/{UUID}", f"status/{UUID}.json", "application/vc", 60),
        (f"/status/{UUID}/notices", f"status/{UUID}/notices.json", "application/vc", 60),
        (f"/m/{UUID}/3", f"m/{UUID}/3.json", "application/ld+json", 3600),
        (f"/m/{UUID}/3/image.png", f"m/{UUID}/3/image.png", "image/png", 3600),
        (f"/m/{UUID}/3/image.svg", f"m/{UUID}/3/image.svg", "image/svg+xml", 3600),
        ("/issuers/cba-formation", "issuers/cba-formation.json", "application/ld+json", 3600),
    ],
)
def test_what_was_published_is_served_as_what_it_is(client, db, published, path, file, kind, seconds):
    assert client.get(path).status_code == 404
    _put(published, file, b"content")

    answer = client.get(path)

    assert (answer.status_code, answer.content) == (200, b"content")
    assert answer["Content-Type"] == kind
    assert answer["Cache-Control"] == f"public, max-age={seconds}"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert client.get(path, headers={"if-none-match": answer["ETag"]}).status_code == 304


def test_a_drawing_runs_nothing(client, db, published):
    _put(published, f"m/{UUID}/1/image.svg", b"<svg><script>1</script></svg>")

    policy = client.get(f"/m/{UUID}/1/image.svg")["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "script-src" not in policy


@pytest.mark.parametrize(
    "path",
    [
        "/status/../secret-key",
        "/status/%2e%2e/secret-key",
        "/issuers/..%2f..%2fsecret-key",
        "/issuers/.hidden",
        f"/m/{UUID}/../../secret-key",
        f"/m/{UUID}/1/image.json",
        f"/m/{UUID}/1/other.png",
        "/issuers/a%00b",
    ],
)
def test_no_spelling_leads_out_of_the_folder(client, db, published, path):
    (published.parent / "secret-key").write_text("secret")
    (published.parent / "secret-key.json").write_text("secret")
    _put(published, "issuers/.hidden.json")

    answer = client.get(path)

    assert answer.status_code in (400, 404)
    assert b"secret" not in answer.content or b"secret-key" in answer.content


def test_a_link_in_the_folder_leads_nowhere_else(client, db, published):
    (published.parent / "secret-key.json").write_text("of mine")
    _put(published, "issuers/a.json")
    (published / "issuers" / "b.json").symlink_to(published.parent / "secret-key.json")

    assert client.get("/issuers/b").status_code == 404
