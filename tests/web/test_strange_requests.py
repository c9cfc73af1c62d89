"""What programs that look for holes send: an answer each time, never a fault of ours."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

pytestmark = pytest.mark.django_db
NOBODY = "00000000-0000-4000-8000-000000000000"


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/i/x/logo-%00.png", 400),
        ("/invitation/%00", 400),
        ("/account/lost-factor/cancel/%00/", 400),
        ("/issuers?q=%00", 400),
        ("/invitation/" + "a" * 5000, 404),
        ("/i/x/logo-" + "a" * 3000 + ".png", 404),
        ("/i/" + "a" * 5000, 404),
        (f"/m/{NOBODY}/" + "9" * 300, 404),
        (f"/m/{NOBODY}/" + "9" * 5000, 404),
        ("/issuers?page=" + "9" * 5000, 200),
        ("/issuers?page=-1", 200),
    ],
)
def test_a_strange_address_has_its_answer(client, address, status):
    assert client.get(address, secure=True).status_code == status


@pytest.mark.parametrize(
    ("address", "sent"),
    [
        ("/account/login/", {"login": "a\0@b.fr", "password": "x\0"}),
        ("/account/login/", {"login": "a" * 100_000 + "@b.fr", "password": "x" * 100_000}),
        ("/account/login/code/", {"email": "a\0@b.fr"}),
        ("/account/login/code/confirm/", {"code": "\0"}),
        ("/account/directory/", {"email": "a@b\0.fr"}),
        ("/account/lost-factor/", {"email": "\0a@b.fr"}),
        ("/account/password/reset/", {"email": "a@b\0.fr"}),
        ("/account/directory/x/logout/", {"logout_token": "\0"}),
        ("/demo/sign-in", {"email": "\0"}),
    ],
)
def test_a_strange_form_has_its_answer(client, address, sent):
    assert client.post(address, sent, secure=True).status_code < 500


@pytest.mark.parametrize("wanted", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
@pytest.mark.parametrize("address", ["/language", "/theme"])
def test_a_choice_leads_to_no_other_site(client, address, wanted):
    answer = client.post(address, {"language": "fr", "theme": "dark", "next": wanted}, secure=True)

    assert (answer.status_code, answer["Location"]) == (302, "/")


@pytest.mark.parametrize("cookie", ["sceau-language", "sceau_theme", "__Host-sceau", "__Host-sceau-form"])
@pytest.mark.parametrize("value", ["\x01", '"><script>alert(1)</script>', "../../etc/passwd", "a" * 5000])
def test_a_strange_cookie_changes_nothing(client, cookie, value):
    client.cookies[cookie] = value

    page = client.get("/account/login/", secure=True)

    assert page.status_code == 200
    assert b"<script>alert" not in page.content


@pytest.mark.parametrize("said", [str(33 * 1024 * 1024), "9" * 5000, "-1", "much"])
def test_what_is_too_heavy_is_refused_unread(said):
    """Files of a stranger would be written to the disk before the form is found to be forged."""
    client = Client(enforce_csrf_checks=True)
    body = Unread()

    answer = client.request(
        REQUEST_METHOD="POST",
        PATH_INFO="/account/login/",
        CONTENT_TYPE="multipart/form-data; boundary=x",
        CONTENT_LENGTH=said,
        **{"wsgi.input": body, "wsgi.url_scheme": "https", "HTTP_ACCEPT_LANGUAGE": "en"},
    )

    assert answer.status_code == 413
    assert "What you sent is too heavy." in answer.content.decode()
    assert not body.was_read


def test_what_is_a_little_too_heavy_is_told_by_its_form(client):
    body = SimpleUploadedFile("act.pdf", b"x" * 6_000_000)

    assert client.post("/account/login/", {"file": body}, secure=True).status_code == 200


class Unread(io.BytesIO):
    """A body that tells whether anybody looked at it."""

    was_read = False

    def read(self, *_: object) -> bytes:
        self.was_read = True
        return b""
