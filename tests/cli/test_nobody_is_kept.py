"""A house that runs, visited by somebody who says a great deal: nothing of it is in its files nor in what it says.

Every byte that the house holds is read afterwards: the database with its journal, what was handed in, the logs.
"""

from __future__ import annotations

import contextlib
import http.client
import io
import sqlite3
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from cli.test_run import free_port, opened
from config.houses import House

pytestmark = pytest.mark.enable_socket
ADDRESS = "127.77.66.55"  # of this machine, and of nobody else
AGENT = "Netscape-Navigator-9-of-Recruiter"
REFERRER = "https://recruiter.example/file-of-Naima-42"
SAID = {
    "User-Agent": AGENT,
    "Referer": REFERRER,
    "X-Forwarded-For": "203.0.113.77",
    "Forwarded": "for=203.0.113.78",
    "From": "curious@recruiter.example",
    "Accept-Language": "gsw-u-va-recruiter, fr;q=0.5",
    "Cookie": "tracked=recruiter-7421",
}
SECRETS = (ADDRESS, AGENT, "Navigator", REFERRER, "203.0.113.7", "curious@", "gsw-u-va", "recruiter-7421")
BOUNDARY = "b0undary"
PATIENCE = 60.0  # seconds


class Visitor:
    """Somebody who asks from an address of their own."""

    def __init__(self, port: int) -> None:
        self._port = port

    def ask(self, path: str, method: str = "GET", *, body: bytes = b"", **headers: str) -> tuple[int, bytes]:
        """The status and the body of an answer."""
        connection = http.client.HTTPConnection("localhost", self._port, timeout=60, source_address=(ADDRESS, 0))
        try:
            connection.request(method, path, body or None, {**SAID, **headers})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def hand_in(self, path: str, name: str, content: bytes, **headers: str) -> tuple[int, bytes]:
        """A file, as a form sends it."""
        parts = [
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="text"\r\n\r\n\r\n'.encode(),
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode(),
            content,
            f"\r\n--{BOUNDARY}--\r\n".encode(),
        ]
        kind = f"multipart/form-data; boundary={BOUNDARY}"
        return self.ask(path, "POST", body=b"".join(parts), **{"Content-Type": kind, **headers})


def rows(house: House, statement: str) -> list[Any]:
    with contextlib.closing(sqlite3.connect(house.folder / "sceau.sqlite3")) as there:
        return there.execute(statement).fetchall()


def looks(house: House) -> dict[str, int]:
    return dict(rows(house, "SELECT credential, sum(count) FROM verification_looks GROUP BY credential"))


def wait_until(is_so: Callable[[], bool]) -> None:
    """Looks are written by and by."""
    until = time.monotonic() + PATIENCE
    while not is_so() and time.monotonic() < until:
        time.sleep(0.2)


def everything_of(folder: Path) -> Iterator[tuple[Path, bytes]]:
    for path in folder.rglob("*"):
        if path.is_file():
            yield path, path.read_bytes()


def zipped(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, content)
    return out.getvalue()


def test_a_visit_leaves_a_number_and_nothing_of_who_came(tmp_path):
    house = House(tmp_path / "house", {"SCEAU_LOG_LEVEL": "debug"}).seeded()
    ((code, opening, name, list_uuid),) = rows(
        house,
        "SELECT c.code, c.opening, c.uuid, l.uuid FROM issuing_credential c JOIN issuing_statuslist l ON l.id = c.list_id "
        "WHERE c.state = 'valid' ORDER BY c.id LIMIT 1",
    )
    before = looks(house)
    port = free_port()

    with opened(house, "run", "--port", port, said="Ctrl-C") as (process, lines):
        visitor = Visitor(port)
        status, saved = visitor.ask(f"/v/{code}.json?o={opening}")
        assert status == 200
        for path in (
            f"/v/{code}?o={opening}",
            f"/v/{code}?o={opening}&lang=en",
            f"/v/{code}",
            f"/v/{code}?o=wrong",
            "/v/00000000000000",
            f"/v?code={code}",
            f"/v/{code}/preuve.zip?o={opening}",
            f"/v/{code}/annex-1.json?o={opening}",
            f"/v/{code}/image.png?o={opening}",
            f"/v/{code}/image.svg?o={opening}",
            f"/v/{code}/certificate.pdf?o={opening}",
            f"/status/{UUID(list_uuid)}",
            f"/status/{UUID(list_uuid)}/notices",
            "/i/alpes-numerique/did.json",
            "/verifier",
            "/verifier?link=https://a.example/recruiter",
            "/verifier.html",
            "/verifier/offline",
            "/verifier/lot",
            "/",
            "/nowhere/recruiter-7421",
        ):
            assert visitor.ask(path)[0] < 500, path
            assert visitor.ask(path, "HEAD")[0] < 500, path
        for path in ("/verifier", "/verifier/lot"):
            for accept in ("text/html", "application/json"):
                for file, content in (("preuve.json", saved), ("lot.zip", zipped("preuve.json", saved)), ("x", b"x")):
                    status, said = visitor.hand_in(path, file, content, Accept=accept)
                    assert status < 500, (path, accept, file, said[:300])
        assert visitor.ask("/verifier", "POST", body=b"\xff", **{"Content-Type": "nonsense"})[0] < 500
        assert visitor.ask("/verifier", "DELETE")[0] == 405
        wait_until(lambda: looks(house).get(name, 0) >= before.get(name, 0) + 2)
        process.terminate()
        process.wait(timeout=60)
        told = "".join(lines) + process.stderr.read()

    assert looks(house)[name] >= before.get(name, 0) + 2
    assert "request" in told
    for secret in (*SECRETS, opening):
        assert secret not in told, secret
    for path, content in everything_of(house.folder):
        for secret in SECRETS:
            assert secret.encode() not in content, (secret, path)
