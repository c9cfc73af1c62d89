"""What servers do to us, played by one on this machine: the bounds hold, and no more is said than must be."""

from __future__ import annotations

import gzip
import time
import zlib

import pytest

from sceau.engine.errors import OutOfReach
from sceau.engine.ports import Fetched
from sceau.outside import exchange, http
from sceau.outside.exchange import Bounds
from sceau.outside.http import HttpFetcher

pytestmark = [pytest.mark.enable_socket, pytest.mark.allow_hosts(["127.0.0.1"])]


@pytest.fixture
def fetch(server, names):
    """Ask the server on this machine for a path."""
    fetcher = HttpFetcher(Bounds(10_000, 0.6, 0.4), allowed=["127.0.0.1"], authorities=server.authorities)
    return lambda path="/": fetcher.fetch(server.origin + path)


def refusal(fetch, path: str = "/") -> exchange.Reason:
    with pytest.raises(OutOfReach) as refused:
        fetch(path)
    assert refused.value.sentence("fr")
    assert refused.value.sentence("en")
    return refused.value.reason


# --- what is asked --------------------------------------------------------------------------------------------------


def test_a_document_is_fetched(server, fetch):
    server.answers(body=b'{"a": 1}', Content_Type="application/did+json; charset=utf-8")

    assert fetch("/did.json") == Fetched(f"{server.origin}/did.json", 200, "application/did+json", b'{"a": 1}')


def test_the_question_says_who_we_are_and_nothing_of_the_machine(server, fetch):
    fetch("/status/1?x=1#list")

    first, *headers = server.requests[0].decode().removesuffix("\r\n\r\n").split("\r\n")
    assert first == "GET /status/1?x=1 HTTP/1.1"
    assert sorted(headers) == [
        "Accept-Encoding: gzip",
        "Accept: application/json",
        "Connection: close",
        f"Host: badges.example:{server.port}",
        "User-Agent: Sceau/0.1 (+verification)",
    ]


def test_a_cookie_is_not_given_back(server, fetch):
    server.answers(Set_Cookie="who=you; Path=/")
    fetch()
    fetch()

    assert b"who" not in server.requests[1]


def test_a_password_of_the_environment_is_not_given(server, fetch, monkeypatch, tmp_path):
    (tmp_path / ".netrc").write_text("machine badges.example login amina password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    fetch()

    assert b"Authorization" not in server.requests[0]


# --- what may be answered -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("status", "code"), [("404 Not Found", 404), ("410 Gone", 410)])
def test_not_there_and_gone_are_answers(server, fetch, status, code):
    server.answers(status, b'{"revoked": true}')

    assert (fetch().status, fetch().body) == (code, b'{"revoked": true}')


@pytest.mark.parametrize("status", ["201 Created", "204 No Content", "304 Not Modified", "401 No", "403 No", "500 Oh"])
def test_any_other_status_is_no_answer(server, fetch, status):
    server.answers(status)

    assert refusal(fetch) is exchange.STATUS


def test_a_redirect_is_followed_and_the_final_address_told(server, fetch):
    def script(connection, request):
        there = request.startswith(b"GET /new")
        head = b"HTTP/1.1 200 OK\r\n" if there else b"HTTP/1.1 302 Found\r\nLocation: /new\r\n"
        connection.sendall(head + b"Content-Length: 2\r\n\r\n{}")

    server.script = script

    assert fetch("/old").url == f"{server.origin}/new"


def test_a_did_document_is_where_its_did_says(server, fetch):
    server.answers("301 Moved", Location="/elsewhere.json")

    assert refusal(fetch, "/.well-known/did.json") is http.REDIRECT_REFUSED
    assert len(server.requests) == 1


def test_three_redirects_and_no_more(server, fetch):
    server.answers("307 Again", Location="/again")

    assert refusal(fetch) is http.TOO_MANY_REDIRECTS
    assert len(server.requests) == 4


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("http://badges.example/", http.NOT_HTTPS),
        ("file:///etc/passwd", http.NOT_HTTPS),
        ("https://169.254.169.254/latest/meta-data/", http.MALFORMED_URL),
        ("//2130706433/", http.MALFORMED_URL),
        ("https://[", http.MALFORMED_URL),
        ("//[x]y/", http.MALFORMED_URL),
        ("https://metadata.example/", exchange.ADDRESS_REFUSED),
        ("https://nowhere.example/", exchange.NAME_UNKNOWN),
    ],
)
def test_a_redirect_is_looked_at_like_the_first_address(server, fetch, names, location, reason):
    names["metadata.example"] = ["169.254.169.254"]
    server.answers("302 Found", Location=location)

    assert refusal(fetch) is reason
    assert len(server.requests) == 1


# --- bounds -----------------------------------------------------------------------------------------------------------


def test_an_answer_at_the_limit_is_read_and_beyond_it_refused(server, fetch):
    server.answers(body=b"x" * 10_000)
    assert len(fetch().body) == 10_000

    server.answers(body=b"x" * 10_001)
    assert refusal(fetch) is exchange.TOO_LARGE


def test_an_answer_without_an_end_is_cut_at_the_limit(server, fetch):
    server.says(b"HTTP/1.1 200 OK\r\n\r\n", *([b"x" * 65_536] * 500))

    assert refusal(fetch) is exchange.TOO_LARGE


def test_a_compressed_answer_is_unpacked(server, fetch):
    server.answers(body=gzip.compress(b'{"a": 1}'), Content_Encoding="gzip")

    assert fetch().body == b'{"a": 1}'


@pytest.mark.parametrize(
    ("body", "encoding", "reason"),
    [
        (gzip.compress(b"\0" * 10_000_000), "gzip", exchange.TOO_LARGE),  # 10 kB that are 10 MB
        (gzip.compress(b"{}")[:-1], "gzip", exchange.ENCODING),
        (gzip.compress(b"{}") + b"x", "gzip", exchange.ENCODING),
        (b"{}", "gzip", exchange.ENCODING),
        (zlib.compress(b"{}"), "deflate", exchange.ENCODING),
        (b"{}", "br", exchange.ENCODING),
        (gzip.compress(gzip.compress(b"{}")), "gzip, gzip", exchange.ENCODING),
    ],
)
def test_a_bomb_a_damaged_answer_or_an_encoding_not_asked_for(server, fetch, body, encoding, reason):
    server.answers(body=body, Content_Encoding=encoding)

    assert refusal(fetch) is reason


def drip(first: bytes, drop: bytes):
    """Say something, then a byte now and then, for as long as anybody listens."""

    def script(connection, _request):
        connection.sendall(first)
        for _ in range(60):
            connection.sendall(drop)
            time.sleep(0.05)

    return script


@pytest.mark.parametrize(
    "script",
    [
        lambda connection, _request: connection.recv(1),  # says nothing
        drip(b"HTTP/1.1 200 OK\r\nX: ", b"x"),  # a header that never ends
        drip(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n"),
        drip(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n", b"x"),
        drip(b"HTTP/1.1 200 OK\r\n\r\n", b"x"),  # a body that never ends
    ],
)
def test_a_server_that_is_silent_or_drips_is_left_in_time(server, fetch, script):
    server.script = script
    start = time.monotonic()

    assert refusal(fetch) is exchange.TOO_SLOW
    assert time.monotonic() - start < 1.5


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n",
    ],
)
def test_what_is_not_http_is_no_answer(server, fetch, said):
    server.says(said)

    assert refusal(fetch) is exchange.NO_ANSWER


def test_a_certificate_that_nobody_vouches_for_is_refused(server, names):
    fetcher = HttpFetcher(Bounds(10_000, 2, 1), allowed=["127.0.0.1"])

    assert refusal(lambda path: fetcher.fetch(server.origin + path)) is exchange.NOT_SECURE
    assert server.requests == []


def test_a_certificate_for_another_name_is_refused(server, names):
    names["other.example"] = ["127.0.0.1"]
    fetcher = HttpFetcher(Bounds(10_000, 2, 1), allowed=["127.0.0.1"], authorities=server.authorities)

    assert refusal(lambda path: fetcher.fetch(f"https://other.example:{server.port}/")) is exchange.NOT_SECURE


def test_a_server_that_has_left_does_not_answer(names):
    fetcher = HttpFetcher(Bounds(10_000, 2, 1), allowed=["127.0.0.1"])

    assert refusal(lambda path: fetcher.fetch("https://badges.example:1/")) is exchange.NO_ANSWER
