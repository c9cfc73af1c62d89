"""The house served to a browser inside the tests: over TLS, under its own name, with a database of each test's own.

Nothing of the settings is changed for it: the browser is told that every name in .example is here, and to believe the
one certificate that is made for the run, so that cookies, passkeys and addresses are those of a real installation.
"""

from __future__ import annotations

import base64
import shutil
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from django.conf import settings
from django.core.management import call_command
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.db import connection, connections


@dataclass(frozen=True)
class Server:
    """Where the house is served.

    port:  of the loopback
    key:   SHA-256 of the certificate's public key, base64, as Chromium takes it
    """

    port: int
    key: str

    @property
    def flags(self) -> list[str]:
        """What makes Chromium find and believe it."""
        return [
            f"--host-resolver-rules=MAP *.example 127.0.0.1:{self.port}",
            f"--ignore-certificate-errors-spki-list={self.key}",
        ]


class Quiet(WSGIRequestHandler):
    """Says nothing of each request."""

    def log_message(self, *words):
        pass


class House(ThreadedWSGIServer):
    """Each connection in a thread, whose handshake is its own affair: a silent one blocks nobody."""

    daemon_threads = True

    def setup_environ(self):
        super().setup_environ()
        self.base_environ["HTTPS"] = "on"

    def handle_error(self, request, client_address):
        """A browser that hangs up is no fault."""


@contextmanager
def serving(folder: Path) -> Iterator[Server]:
    """Serve the house, with a certificate made in this folder."""
    certificate, key = certify(urlsplit(settings.BASE_URL).hostname, folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    house = House(("127.0.0.1", 0), Quiet)
    house.set_app(get_wsgi_application())
    house.socket = context.wrap_socket(house.socket, server_side=True, do_handshake_on_connect=False)
    thread = threading.Thread(target=house.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield Server(house.server_address[1], key)
    finally:
        house.shutdown()
        thread.join()
        house.server_close()


def certify(host: str, folder: Path) -> tuple[Path, str]:
    """A certificate of one day for this name, with its key in one file; and the digest of its public key."""
    secret = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, host)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(secret.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host), x509.DNSName("*.example")]), critical=False)
        .sign(secret, SHA256())
    )
    path = folder / "certificate.pem"
    path.write_bytes(
        secret.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) + certificate.public_bytes(Encoding.PEM)
    )
    public = secret.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return path, base64.b64encode(sha256(public).digest()).decode()


@contextmanager
def migrated_template(folder: Path) -> Iterator[str]:
    """The name of an empty house, from which `own_database` makes copies: a file on SQLite."""
    name = str(folder / "template.sqlite3")
    if connection.vendor == "postgresql":
        name = f"{connection.settings_dict['NAME']}_template"
        _on_the_server(f'DROP DATABASE IF EXISTS "{name}"', f'CREATE DATABASE "{name}"')
    with connected_to(name):
        call_command("migrate", verbosity=0)
    yield name
    if connection.vendor == "postgresql":
        _on_the_server(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def own_database(template: str, folder: Path) -> Iterator[None]:
    """A database like the template, for every thread, while this lasts; nothing of it is left."""
    if connection.vendor == "sqlite":
        with connected_to(shutil.copy(template, folder / "house.sqlite3")):
            yield
        return
    name = f"{template}_copy"
    _on_the_server(f'DROP DATABASE IF EXISTS "{name}"', f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    with connected_to(name):
        yield
    _on_the_server(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def connected_to(name: str | Path) -> Iterator[None]:
    """Every thread that connects while this lasts finds this database."""
    usual, usual_settings = connections["default"], connections.settings["default"]
    _leave(usual)
    connections.settings["default"] = {**usual_settings, "NAME": str(name)}
    del connections["default"]
    try:
        yield
    finally:
        _leave(connections["default"])
        connections.settings["default"] = usual_settings
        connections["default"] = usual


def _leave(wrapper) -> None:
    """Close what is open, but for a database in memory, which would be lost: Django knows."""
    wrapper.close()
    if wrapper.vendor == "postgresql":
        wrapper.close_pool()  # one pool for all threads, and it would go on knowing the former name


def _on_the_server(*statements: str) -> None:
    """Say these to PostgreSQL from outside any database of ours."""
    _leave(connections["default"])
    with connections["default"]._nodb_cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
