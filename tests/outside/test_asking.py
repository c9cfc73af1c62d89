from __future__ import annotations

import pytest

from sceau.engine.errors import OutOfReach
from sceau.outside.asking import WebClient
from sceau.outside.exchange import Bounds

pytestmark = [pytest.mark.enable_socket, pytest.mark.allow_hosts(["127.0.0.1"])]


@pytest.fixture
def client(server, names):
    return WebClient(allowed=["127.0.0.0/8"], authorities=server.authorities)


def test_a_form_is_posted_with_its_header(server, client):
    answer = client.ask(f"{server.origin}/token", form={"grant_type": "é & b"}, authorization="Basic eDp5")
    assert (answer.status, answer.body) == (200, b"{}")
    top, _, body = server.requests[0].partition(b"\r\n\r\n")
    head = top.split(b"\r\n")
    assert head[0] == b"POST /token HTTP/1.1"
    assert b"Authorization: Basic eDp5" in head
    assert b"Content-Type: application/x-www-form-urlencoded" in head
    assert body == b"grant_type=%C3%A9+%26+b"


def test_without_form_it_is_read(server, client):
    client.ask(f"{server.origin}/keys")
    head = server.requests[0].split(b"\r\n")
    assert head[0] == b"GET /keys HTTP/1.1"
    assert not any(line.lower().startswith((b"authorization", b"cookie")) for line in head)


@pytest.mark.parametrize(
    ("status", "heard"), [("400 Bad", True), ("401 No", True), ("500 Oh", False), ("404 No", False)]
)
def test_a_refusal_is_heard_and_an_error_page_is_not(server, client, status, heard):
    server.answers(status, b'{"error":"x"}')
    answer = client.ask(f"{server.origin}/token", form={})
    assert answer.status == int(status.split()[0])
    assert bool(answer.body) == heard


def test_it_goes_where_it_was_sent_and_no_further(server, client):
    server.answers("302 Found", b"", Location=f"{server.origin}/elsewhere")
    assert client.ask(f"{server.origin}/token", form={"client_secret": "x"}).status == 302
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    "url", ["http://badges.example/", "https://127.0.0.1/", "file:///etc/passwd", "https://[::1]/"]
)
def test_an_unsafe_address_is_not_asked(server, client, url):
    with pytest.raises(OutOfReach):
        client.ask(url)
    assert server.requests == []


def test_an_address_that_is_not_public_is_not_asked(server, names):
    with pytest.raises(OutOfReach) as caught:
        WebClient(authorities=server.authorities).ask(f"{server.origin}/")
    assert caught.value.reason.code == "http.address_refused"
    assert server.requests == []


def test_a_long_or_slow_answer_is_cut(server, names):
    client = WebClient(Bounds(bytes=10, seconds=0.5), allowed=["127.0.0.0/8"], authorities=server.authorities)
    server.answers(body=b"x" * 100)
    with pytest.raises(OutOfReach) as caught:
        client.ask(f"{server.origin}/")
    assert caught.value.reason.code == "http.too_large"
    server.says(b"HTTP/1.1 200 OK\r\n")
    server.script = lambda connection, _request: connection.recv(1)
    with pytest.raises(OutOfReach) as caught:
        client.ask(f"{server.origin}/")
    assert caught.value.reason.code == "http.too_slow"
