"""TXT records, asked of a name server of our making."""

from __future__ import annotations

import socket
import threading

import dns.message
import dns.rcode
import dns.rrset
import pytest

from sceau.engine.errors import OutOfReach
from sceau.outside.dns import MOST_RECORDS, SystemDns

pytestmark = pytest.mark.enable_socket


class Server:
    """Answers each question with what `answer` makes of it, over UDP; silent when that is None."""

    def __init__(self, answer):
        self._answer = answer
        self.asked = []
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                data, sender = self._socket.recvfrom(4096)
            except OSError:
                return
            question = dns.message.from_wire(data)
            self.asked.append(str(question.question[0].name))
            answer = self._answer(question)
            if answer is not None:
                self._socket.sendto(answer.to_wire(), sender)

    def close(self):
        self._socket.close()


@pytest.fixture
def serve():
    servers = []

    def start(answer):
        servers.append(Server(answer))
        return servers[-1], SystemDns(["127.0.0.1"], port=servers[-1].port, seconds=1.0)

    yield start
    for server in servers:
        server.close()


def _with(*lines, rcode=dns.rcode.NOERROR):
    def answer(question):
        response = dns.message.make_response(question)
        response.set_rcode(rcode)
        response.answer = [dns.rrset.from_text_list(name, 60, "IN", kind, values) for name, kind, values in lines]
        return response

    return answer


def test_records_are_read_each_as_one_text(serve):
    name = "_sceau.greta-essai.fr."
    server, reader = serve(_with((name, "TXT", ['"sceau-verification=" "abc"', '"other"'])))

    found = reader.texts("_sceau.greta-essai.fr")

    assert found.canonical == "_sceau.greta-essai.fr"
    assert sorted(found.texts) == ["other", "sceau-verification=abc"]
    assert server.asked == [name]


def test_an_alias_is_told(serve):
    _, reader = serve(
        _with(
            ("_sceau.greta-essai.fr.", "CNAME", ["Proofs.Elsewhere.example."]),
            ("proofs.elsewhere.example.", "TXT", ['"sceau-verification=abc"']),
        )
    )

    assert reader.texts("_sceau.greta-essai.fr").canonical == "proofs.elsewhere.example"


@pytest.mark.parametrize("rcode", [dns.rcode.NXDOMAIN, dns.rcode.NOERROR])
def test_a_name_without_records_has_none(serve, rcode):
    _, reader = serve(_with(rcode=rcode))

    found = reader.texts("_sceau.greta-essai.fr")

    assert (found.canonical, found.texts) == ("_sceau.greta-essai.fr", ())


@pytest.mark.parametrize("answer", [lambda _: None, _with(rcode=dns.rcode.SERVFAIL), _with(rcode=dns.rcode.REFUSED)])
def test_silence_and_refusals_are_no_answer(serve, answer):
    _, reader = serve(answer)

    with pytest.raises(OutOfReach) as refusal:
        reader.texts("_sceau.greta-essai.fr")

    assert "_sceau.greta-essai.fr" in refusal.value.sentence("fr")


def test_no_more_is_read_than_is_needed(serve):
    name = "_sceau.greta-essai.fr."
    long = " ".join(f'"{"x" * 250}"' for _ in range(5))
    many = [f'"{number}"' for number in range(MOST_RECORDS)]
    _, reader = serve(_with((name, "TXT", [long, *many])))

    found = reader.texts("_sceau.greta-essai.fr")

    assert len(found.texts) <= MOST_RECORDS
    assert all(len(text) < 10 for text in found.texts)


def test_a_name_that_is_none_is_no_answer():
    with pytest.raises(OutOfReach):
        SystemDns(["127.0.0.1"], port=9).texts("a..b")
