"""Where a stranger's document may send us: the tricks of server-side request forgery, with the world unplugged.

The resolver is a table and every connection is recorded and refused: no test reaches an address, public or not.
"""

from __future__ import annotations

import pytest
import urllib3

from sceau.engine.errors import OutOfReach
from sceau.outside import exchange, http
from sceau.outside.http import HttpFetcher


@pytest.fixture
def connections(monkeypatch, names):
    """The addresses that were connected to; each connection is refused."""
    made: list[tuple[str, int]] = []

    def create_connection(address, *_rest, **_settings):
        made.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(urllib3.util.connection, "create_connection", create_connection)
    return made


def refusal(url: str) -> exchange.Reason:
    with pytest.raises(OutOfReach) as refused:
        HttpFetcher().fetch(url)
    assert refused.value.sentence("fr")
    assert refused.value.sentence("en")
    return refused.value.reason


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.255.255.254",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",  # behind a carrier's NAT
        "169.254.169.254",  # metadata of clouds
        "168.63.129.16",  # Azure's
        "192.0.0.192",  # Oracle's
        "192.0.2.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",  # IPv4-compatible
        "::ffff:127.0.0.1",  # IPv4-mapped
        "::ffff:169.254.169.254",
        "::ffff:0:127.0.0.1",  # IPv4-translated
        "64:ff9b::7f00:1",  # NAT64
        "64:ff9b:1::a00:1",
        "100::1",
        "2001::1",  # Teredo
        "2001:db8::1",
        "2002:7f00:1::",  # 6to4 of 127.0.0.1
        "fc00::1",
        "fd00:ec2::254",  # metadata over IPv6
        "fe80::1",
        "fec0::1",
        "ff02::1",
    ],
)
def test_a_name_that_leads_to_an_address_that_is_not_public_is_not_followed(address, names, connections):
    names["innocent.example"] = [address]

    assert refusal("https://innocent.example/did.json") is exchange.ADDRESS_REFUSED
    assert connections == []


def test_one_bad_address_among_good_ones_is_enough(names, connections):
    names["mixed.example"] = ["93.184.215.14", "10.0.0.1"]

    assert refusal("https://mixed.example/") is exchange.ADDRESS_REFUSED
    assert connections == []


def test_the_connection_goes_to_the_address_that_was_looked_at(monkeypatch, names, connections):
    answers = iter([["93.184.215.14"], ["127.0.0.1"], ["127.0.0.1"]])  # a name that changes its mind
    resolve = exchange.socket.getaddrinfo

    def rebinding(host, *rest):
        names["rebind.example"] = next(answers)
        return resolve(host, *rest)

    monkeypatch.setattr(exchange.socket, "getaddrinfo", rebinding)

    assert refusal("https://rebind.example/") is exchange.NO_ANSWER
    assert connections == [("93.184.215.14", 443)]


def test_a_proxy_of_the_environment_is_not_used(monkeypatch, names, connections):
    for variable in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(variable, "http://10.0.0.1:3128")
    names["plain.example"] = ["93.184.215.14"]

    assert refusal("https://plain.example/") is exchange.NO_ANSWER
    assert connections == [("93.184.215.14", 443)]


@pytest.mark.parametrize(
    "url",
    [
        "http://badges.example/did.json",
        "file:///etc/passwd",
        "ftp://badges.example/x",
        "gopher://badges.example/x",
        "data:application/json,{}",
        "javascript:alert(1)",
        "did:web:badges.example",
        "jar:https://badges.example!/x",
        "HTTP://badges.example/",
    ],
)
def test_nothing_but_https(url, connections):
    assert refusal(url) is http.NOT_HTTPS
    assert connections == []


@pytest.mark.parametrize(
    "url",
    [
        "",
        "badges.example/did.json",
        "//badges.example/",
        "https:/badges.example/",
        "https://",
        "https:///etc/passwd",
        "https://127.0.0.1/",
        "https://93.184.215.14/",  # a certificate names a host
        "https://2130706433/",  # 127.0.0.1 as one number
        "https://0x7f000001/",
        "https://0x7f.1/",
        "https://017700000001/",
        "https://127.1/",
        "https://0/",
        "https://[::1]/",
        "https://[::ffff:7f00:1]/",
        "https://badges.example@127.0.0.1/",
        "https://badges.example:pass@localhost/",
        "https://user@badges.example/",
        "https://badges.example\\@localhost/",
        "https://localhost\\.badges.example/",
        "https://badges.example:0/",
        "https://badges.example:65536/",
        "https://badges.example:443:443/",
        "https://badges.example:https/",
        "https://badges.example%2f@localhost/",
        "https://badges%2eexample/",
        "https://①②⑦.⓪.⓪.①/",
        "https://localhost。/",
        "https://bаdges.example/",  # a Cyrillic а
        "https://badges..example/",
        "https://badges.example./",
        "https://-badges.example/",
        " https://badges.example/",
        "https://badges.example/\r\nX: y",
        "https://badges.example/a b",
        "https://badges.example/é",
        "https://badges.example/\0",
        "https://badges.example:443\n/",
        f"https://badges.example/{'a' * 2048}",
        f"https://{'a' * 64}.example/",
        f"https://{'a.' * 130}example/",
    ],
)
def test_only_the_plain_address_of_a_named_host(url, names, connections):
    names.update({"localhost": ["93.184.215.14"], "badges.example": ["93.184.215.14"]})

    assert refusal(url) is http.MALFORMED_URL
    assert connections == []


@pytest.mark.parametrize("url", ["https://localhost/", "https://localhost.localdomain:8443/x"])
def test_this_machine_by_its_name(url, names, connections):
    names.update({"localhost": ["127.0.0.1"], "localhost.localdomain": ["::1"]})

    assert refusal(url) is exchange.ADDRESS_REFUSED
    assert connections == []


def test_a_name_that_nobody_knows(connections):
    assert refusal("https://nowhere.example/") is exchange.NAME_UNKNOWN


def test_a_name_without_an_address(names, connections):
    names["empty.example"] = []

    assert refusal("https://empty.example/") is exchange.ADDRESS_REFUSED


def test_a_port_and_a_fragment_are_understood(names, connections):
    names["badges.example"] = ["93.184.215.14"]

    assert refusal("https://badges.example:8443/status/1?x=1#list") is exchange.NO_ANSWER
    assert connections == [("93.184.215.14", 8443)]


def test_a_network_that_the_person_in_charge_allows_is_reached(names, connections):
    names["inside.example"] = ["10.2.0.7"]

    with pytest.raises(OutOfReach) as refused:
        HttpFetcher(allowed=["10.2.0.0/16"]).fetch("https://inside.example/")

    assert refused.value.reason is exchange.NO_ANSWER
    assert connections == [("10.2.0.7", 443)]
