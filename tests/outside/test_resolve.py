"""Origins that a person has named: a folder or another server answers for them, and nothing outside the folder does."""

from __future__ import annotations

import pytest

from sceau.engine.errors import OutOfReach
from sceau.engine.ports import Fetched
from sceau.outside import resolve
from sceau.outside.exchange import STATUS, Bounds
from sceau.outside.fetchers import OFFLINE, MemoryFetcher, OfflineFetcher
from sceau.outside.resolve import MalformedResolution, Resolution, ResolvingFetcher, read_resolution

ORIGIN = "https://badges.example"


@pytest.fixture
def site(tmp_path):
    folder = tmp_path / "site"
    files = {
        ".well-known/did.json": b'{"id": "did:web:badges.example"}',
        "status/1.json": b'{"list": 1}',
        "i/body/index.json": b'{"body": 1}',
        "v/ABC.jwt": b"a.b.c",
        "été/plain": b"plain",
    }
    for name, body in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(body)
    (tmp_path / "secret.json").write_bytes(b'{"secret": 1}')
    (folder / "link.json").symlink_to(tmp_path / "secret.json")
    (folder / "out").symlink_to(tmp_path)
    (folder / "round").symlink_to(folder / "round")
    return folder


@pytest.fixture
def fetcher(site):
    return ResolvingFetcher([Resolution(ORIGIN, site)], OfflineFetcher(), Bounds(bytes=100))


# --- a folder -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "content_type", "body"),
    [
        ("/.well-known/did.json", "application/json", b'{"id": "did:web:badges.example"}'),
        ("/status/1.json", "application/json", b'{"list": 1}'),
        ("/status/1", "application/json", b'{"list": 1}'),
        ("/status/1?timestamp=2026#x", "application/json", b'{"list": 1}'),
        ("/i/body", "application/json", b'{"body": 1}'),
        ("/i/body/", "application/json", b'{"body": 1}'),
        ("//status//1", "application/json", b'{"list": 1}'),
        ("/v/ABC.jwt", "text/plain", b"a.b.c"),
        ("/%C3%A9t%C3%A9/plain", "", b"plain"),
    ],
)
def test_a_path_is_a_file_a_file_with_json_or_an_index(fetcher, path, content_type, body):
    assert fetcher.fetch(ORIGIN + path) == Fetched(ORIGIN + path, 200, content_type, body)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/nothing",
        "/../secret.json",
        "/%2e%2e/secret.json",
        "/..%2fsecret.json",
        "/status/../../secret.json",
        "/..\\secret.json",
        "/%5c..%5csecret.json",
        "/link.json",  # a link that leads out
        "/link",
        "/out/secret.json",
        "/round",
        "/status/1.json%00.png",
        "/C:/secret.json",
        "/" + "a" * 300,
        "/.",
        "/%",
    ],
)
def test_nothing_is_found_outside_the_folder(fetcher, path):
    assert fetcher.fetch(ORIGIN + path) == Fetched(ORIGIN + path, 404, "", b"")


def test_a_file_beyond_the_limit_is_refused(fetcher, site):
    (site / "large.json").write_bytes(b" " * 101)

    with pytest.raises(OutOfReach) as refused:
        fetcher.fetch(f"{ORIGIN}/large.json")
    assert refused.value.reason is resolve.FILE_TOO_LARGE


@pytest.mark.parametrize("url", [f"{ORIGIN}:443/status/1", "HTTPS://BADGES.EXAMPLE/status/1"])
def test_an_origin_is_one_whatever_its_spelling(fetcher, url):
    assert fetcher.fetch(url).status == 200


@pytest.mark.parametrize(
    "url",
    [
        "http://badges.example/status/1",
        "https://badges.example:8443/status/1",
        "https://badges.example.evil.example/status/1",
        "https://user@badges.example/status/1",
        "https://other.example/",
        "badges.example",
    ],
)
def test_other_origins_are_left_to_the_other_fetcher(fetcher, url):
    with pytest.raises(OutOfReach) as refused:
        fetcher.fetch(url)
    assert refused.value.reason is OFFLINE
    assert url in refused.value.sentence("fr")


# --- another server ---------------------------------------------------------------------------------------------------


@pytest.mark.enable_socket
@pytest.mark.allow_hosts(["127.0.0.1"])
def test_another_server_answers_whatever_its_certificate_and_its_address(server):
    server.answers(body=b'{"a": 1}', Content_Type="application/json")
    fetcher = ResolvingFetcher([read_resolution(f"{ORIGIN}=https://127.0.0.1:{server.port}")], OfflineFetcher())

    found = fetcher.fetch(f"{ORIGIN}/status/1?x=1#y")

    assert found == Fetched(f"{ORIGIN}/status/1?x=1#y", 200, "application/json", b'{"a": 1}')
    assert server.requests[0].startswith(b"GET /status/1?x=1 HTTP/1.1\r\nHost: 127.0.0.1:")


@pytest.mark.enable_socket
@pytest.mark.allow_hosts(["127.0.0.1"])
def test_another_server_is_not_followed_elsewhere(server):
    server.answers("302 Found", Location="https://169.254.169.254/")
    fetcher = ResolvingFetcher([Resolution(ORIGIN, f"https://127.0.0.1:{server.port}")], OfflineFetcher())

    with pytest.raises(OutOfReach) as refused:
        fetcher.fetch(ORIGIN)
    assert refused.value.reason is STATUS
    assert len(server.requests) == 1


# --- the words of a person --------------------------------------------------------------------------------------------


def test_the_words_of_a_person_are_read(site):
    assert read_resolution(f"https://Badges.Example:443/={site}") == Resolution(ORIGIN, site)
    assert read_resolution("http://badges.example=http://127.0.0.1:8000/") == Resolution(
        "http://badges.example", "http://127.0.0.1:8000"
    )


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", resolve.MALFORMED),
        ("https://badges.example", resolve.MALFORMED),
        ("https://badges.example=", resolve.MALFORMED),
        ("badges.example=.", resolve.MALFORMED),
        ("https://badges.example/path=.", resolve.MALFORMED),
        ("https://badges.example=ftp://x", resolve.MALFORMED),
        ("https://badges.example=https://other.example/path", resolve.MALFORMED),
        ("https://badges.example=/no/such/folder", resolve.NO_FOLDER),
    ],
)
def test_words_that_name_nothing_are_refused(text, reason):
    with pytest.raises(MalformedResolution) as refused:
        read_resolution(text)
    assert refused.value.reason is reason
    assert refused.value.sentence("fr")


# --- those that ask nobody --------------------------------------------------------------------------------------------


def test_memory_answers_with_what_it_was_given():
    gone = Fetched("https://a.example/3", 410, "application/json", b"{}")
    fetcher = MemoryFetcher({"https://a.example/1": {"a": 1}, "https://a.example/2": b"x", "https://a.example/3": gone})

    assert fetcher.fetch("https://a.example/1", accept="application/did+json, */*;q=0.1") == Fetched(
        "https://a.example/1", 200, "application/did+json", b'{"a":1}'
    )
    assert fetcher.fetch("https://a.example/2").body == b"x"
    assert fetcher.fetch("https://a.example/3") is gone
    assert fetcher.fetch("https://a.example/4").status == 404
    assert fetcher.asked == [f"https://a.example/{number}" for number in (1, 2, 3, 4)]


def test_what_is_no_address_is_left_to_the_other_fetcher(fetcher):
    for address in ("https://[x", "https://a]/b", "https://\u2100.example/x"):
        with pytest.raises(OutOfReach):
            fetcher.fetch(address)
