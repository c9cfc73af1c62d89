"""The same conversation over sockets and TLS, with the client that refuses addresses that are not public."""

from __future__ import annotations

import socket
import ssl
import threading
from types import SimpleNamespace
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.test import Client
from django.utils.timezone import now

from institutions.directories import prove_domain
from institutions.fake_idp import CLIENT, SECRET, FakeIdp
from outside.conftest import certificate  # noqa: F401 -- a fixture: a throw-away certificate for badges.example
from sceau.accounts.services import create_account
from sceau.institutions.directories.services import put_into_service, set_up_directory, try_connection, vouch_for
from sceau.institutions.directories.sessions import ASK_AFTER
from sceau.institutions.models import DirectorySession, SessionEnd
from sceau.outside.asking import WebClient

HOST = "badges.example"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.enable_socket,
    pytest.mark.allow_hosts(["127.0.0.1"]),
]


class Quiet(WSGIRequestHandler):
    def log_message(self, *_):
        pass


class Secured(WSGIServer):
    """Whoever does not trust the certificate leaves in the middle of the greeting: that is not a fault of the server."""

    def handle_error(self, *_):
        pass


@pytest.fixture
def served(certificate, monkeypatch):  # noqa: F811
    idp = FakeIdp()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with make_server("127.0.0.1", 0, idp, server_class=Secured, handler_class=Quiet) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        idp.issuer = f"https://{HOST}:{server.server_port}/realm"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()

        def getaddrinfo(_host, port, *_rest):
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port or 0))]

        monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
        try:
            yield SimpleNamespace(idp=idp, authorities=str(certificate))
        finally:
            server.shutdown()
            thread.join()


def set_up(served, alpes, amina, box):
    return set_up_directory(
        institution=alpes,
        name="Annuaire",
        issuer=served.idp.issuer,
        client_id=CLIENT,
        client_secret=SECRET,
        box=box,
        by=amina,
        now=now(),
    )


def tried(directory, web, box, amina):
    redirect = served_redirect(directory)
    found = try_connection(
        directory=directory, web=web, box=box, redirect_uri=redirect, verifier="v" * 64, by=amina, now=now()
    )
    return [fault.sentence("fr") for fault in found.faults]


def served_redirect(directory):
    return f"https://sceau.example/account/directory/{directory.institution.slug}/callback/"


def test_a_private_address_is_never_asked(served, alpes, amina, box):
    faults = tried(set_up(served, alpes, amina, box), WebClient(), box, amina)
    assert len(faults) == 1
    assert "pas publique" in faults[0]
    assert served.idp.asked == []


def test_a_certificate_that_nobody_knows_is_refused(served, alpes, amina, box):
    faults = tried(set_up(served, alpes, amina, box), WebClient(allowed=["127.0.0.0/8"]), box, amina)
    assert len(faults) == 1
    assert "n’est pas sûre" in faults[0]
    assert served.idp.asked == []


def test_a_person_comes_in_stays_and_is_put_out(served, alpes, amina, box, monkeypatch):
    idp, web = served.idp, WebClient(allowed=["127.0.0.0/8"], authorities=served.authorities)
    monkeypatch.setattr("sceau.config.wiring.ports", lambda: SimpleNamespace(web=web, box=box))
    directory = set_up(served, alpes, amina, box)
    assert tried(directory, web, box, amina) == []
    prove_domain(alpes, "alpes.example")
    vouch_for(directory=directory, domain="alpes.example", by=amina, now=now())
    put_into_service(directory=directory, by=amina, now=now())
    nadia = create_account(email="nadia@alpes.example", name="Nadia Petit", language="fr", now=now())
    idp.knows("1", nadia.email)

    browser = Client(SERVER_NAME="sceau.example")
    start = browser.get("/account/directory/alpes-numerique/start/", secure=True)
    back = idp.authorize(start["Location"], "1").removeprefix("https://sceau.example")
    assert browser.get(back, secure=True).status_code == 302
    assert browser.session["_auth_user_id"] == str(nadia.pk)

    idp.forgets("1")
    DirectorySession.objects.update(checked_at=now() - ASK_AFTER)
    assert browser.get("/desk/", secure=True).status_code == 302
    assert "_auth_user_id" not in browser.session
    assert DirectorySession.objects.get().end == SessionEnd.REMOVED
