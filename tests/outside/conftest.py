"""A server on this machine that says exactly what a test wants, byte by byte, with a throw-away certificate."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

HOST = "badges.example"
Script = Callable[[socket.socket, bytes], None]


@dataclass
class Server:
    """Answers each connection with its script; remembers what it was asked."""

    port: int
    authorities: str
    script: Script
    requests: list[bytes] = field(default_factory=list)

    @property
    def origin(self) -> str:
        return f"https://{HOST}:{self.port}"

    def says(self, *parts: bytes) -> None:
        def script(connection: socket.socket, _request: bytes) -> None:
            for part in parts:
                connection.sendall(part)

        self.script = script

    def answers(self, status: str = "200 OK", body: bytes = b"{}", **headers: str) -> None:
        lines = [f"HTTP/1.1 {status}", *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items())]
        self.says("\r\n".join([*lines, f"Content-Length: {len(body)}", "", ""]).encode() + body)


@pytest.fixture(scope="session")
def certificate(tmp_path_factory) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
    today = datetime(2020, 1, 1, tzinfo=UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(today)
        .not_valid_after(today + timedelta(days=36_500))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("certificate") / "server.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return file


@pytest.fixture
def server(certificate) -> Iterator[Server]:
    """Answers {} until told otherwise. Its test needs the marks enable_socket and allow_hosts(["127.0.0.1"])."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        made = Server(listener.getsockname()[1], str(certificate), lambda _connection, _request: None)
        made.answers()
        listener.settimeout(0.05)
        over = threading.Event()
        thread = threading.Thread(target=_serve, args=(listener, context, made, over))
        thread.start()
        try:
            yield made
        finally:
            over.set()
            thread.join()


def _request(connection: socket.socket) -> bytes:
    """The whole of one request. A body left unread would make the system reset the connection under the answer."""
    request = b""
    while b"\r\n\r\n" not in request:
        if not (more := connection.recv(4096)):
            return request
        request += more
    head, _, body = request.partition(b"\r\n\r\n")
    length = next((int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), 0)
    while len(body) < length and (more := connection.recv(4096)):
        body += more
    return head + b"\r\n\r\n" + body


def _serve(listener: socket.socket, context: ssl.SSLContext, server: Server, over: threading.Event) -> None:
    while not over.is_set():
        with contextlib.suppress(OSError):  # nobody has come, or the one who came has left
            connection, _ = listener.accept()
            connection.settimeout(5)
            with context.wrap_socket(connection, server_side=True) as secured:
                request = _request(secured)
                if request:
                    server.requests.append(request)
                    server.script(secured, request)


@pytest.fixture
def names(monkeypatch) -> dict[str, list[str]]:
    """What names resolve to; none but these do. The world is never asked."""
    table: dict[str, list[str]] = {HOST: ["127.0.0.1"]}

    def getaddrinfo(host, port, *_rest):
        if host == "127.0.0.1":  # the address that was looked at, on its way to the connection
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, port or 0))]
        if host not in table:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return [
            (socket.AF_INET6 if ":" in one else socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port or 0))
            for one in table[host]
        ]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return table
