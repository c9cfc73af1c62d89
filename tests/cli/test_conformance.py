"""`sceau conformance`: opened with issuers that it tells, asked from outside, closed by one signal."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import urllib.request

import pytest

from sceau.cli.places import ROOT

pytestmark = pytest.mark.enable_socket
PATIENCE = 60.0


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def post(url, body):
    request = urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
        return answer.status, json.loads(answer.read())


def test_it_opens_tells_who_signs_answers_and_closes():
    port = free_port()
    words = [sys.executable, "-P", "-m", "sceau.cli", "conformance", "--port", str(port)]
    process = subprocess.Popen(
        words, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT / "src")}, stdout=subprocess.PIPE, text=True
    )
    given_up = threading.Timer(PATIENCE, process.kill)
    given_up.start()
    try:
        told = [process.stdout.readline().strip() for _ in range(2)]
        address, did = told
        credential = {
            "@context": ["https://www.w3.org/ns/credentials/v2"],
            "type": ["VerifiableCredential"],
            "issuer": did,
            "credentialSubject": {"id": "did:example:subject"},
        }
        issued, document = post(f"{address}/credentials/issue", {"credential": credential})
        verified, answer = post(f"{address}/credentials/verify", {"verifiableCredential": document})

        assert address == f"http://127.0.0.1:{port}/vc-api/eddsa-rdfc-2022"
        assert did.startswith("did:key:z6Mk")
        assert (issued, verified, answer["verified"]) == (201, 200, True)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=PATIENCE) == 0
    finally:
        given_up.cancel()
        process.kill()
        process.wait()
        process.stdout.close()
