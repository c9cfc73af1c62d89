"""One HTTP exchange, bounded in time and in size whatever the server does."""

from __future__ import annotations

import contextlib
import socket
import threading
import warnings
import zlib
from collections.abc import Collection, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from types import TracebackType

import requests
import urllib3
from AntiSSRF import AntiSSRFError
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection

import sceau
from sceau.engine.errors import OutOfReach, Reason

USER_AGENT = f"Sceau/{'.'.join(sceau.__version__.split('.')[:2])} (+verification)"
ANSWERS = (200, 404, 410)  # what tells something about a document; 410 is how Open Badges 2.0 says "revoked"
REDIRECTS = (301, 302, 303, 307, 308)

ADDRESS_REFUSED = Reason(
    "http.address_refused",
    fr="{host} mène à une adresse qui n’est pas publique : nous n’y allons pas",
    en="{host} leads to an address that is not public: we do not go there",
)
NAME_UNKNOWN = Reason("http.name_unknown", fr="le nom {host} est introuvable", en="the name {host} cannot be found")
NO_ANSWER = Reason(
    "http.no_answer",
    fr="{host} ne répond pas, ou pas comme un serveur web",
    en="{host} does not answer, or not as a web server does",
)
NOT_SECURE = Reason(
    "http.not_secure",
    fr="la connexion à {host} n’est pas sûre : son certificat n’est pas reconnu",
    en="the connection to {host} is not secure: its certificate is not recognised",
)
TOO_SLOW = Reason(
    "http.too_slow",
    fr="{host} n’a pas répondu en entier en {seconds} secondes",
    en="{host} has not answered in full within {seconds} seconds",
)
TOO_LARGE = Reason(
    "http.too_large",
    fr="la réponse de {host} dépasse {limit} octets",
    en="the answer of {host} is longer than {limit} bytes",
)
ENCODING = Reason(
    "http.encoding",
    fr="la réponse de {host} est codée d’une façon que nous n’avons pas demandée, ou abîmée",
    en="the answer of {host} is encoded in a way that we did not ask for, or damaged",
)
STATUS = Reason(
    "http.status",
    fr="{host} répond par une erreur (code {status})",
    en="{host} answers with an error (status {status})",
)


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much of our time and memory a server may take.

    bytes:     of the answer, also once decompressed
    seconds:   for the whole of it, from the first byte sent to the last received
    patience:  seconds for one step of it: connecting, or one wait
    """

    bytes: int = 262_144
    seconds: float = 10.0
    patience: float = 5.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said.

    location:  where it sends us instead; "" when it does not
    """

    status: int
    content_type: str
    location: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked beside the address.

    form:           posted when there is one; else the address is only read
    authorization:  the header of that name, "" for none
    heard:          the statuses whose answer is read; of others only the status is told
    """

    accept: str = "application/json"
    form: Mapping[str, str] | None = None
    authorization: str = field(default="", repr=False)
    heard: Collection[int] = ANSWERS


class Alarm:
    """Cuts the connections made under it when the time is over: a server that drips is cut like one that is silent."""

    def __init__(self, seconds: float) -> None:
        self.rang = False
        self._sockets: list[socket.socket] = []
        self._lock = threading.Lock()
        self._timer = threading.Timer(seconds, self._ring)
        self._timer.daemon = True

    def __enter__(self) -> Alarm:
        self._before = _ALARM.set(self)
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        _ALARM.reset(self._before)
        with self._lock:
            for copy in self._sockets:
                copy.close()
            self._sockets.clear()

    def watch(self, connection: socket.socket) -> None:
        """Cut this connection too. A copy of its handle is kept: TLS takes the original for itself."""
        with self._lock:
            self._sockets.append(connection.dup())
        if self.rang:
            self._ring()

    def _ring(self) -> None:
        with self._lock:
            self.rang = True
            for copy in self._sockets:
                with contextlib.suppress(OSError):  # the server may have left first
                    copy.shutdown(socket.SHUT_RDWR)


_ALARM: ContextVar[Alarm | None] = ContextVar("alarm", default=None)


class _Http(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        return _watched(super()._new_conn())


class _Https(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        return _watched(super()._new_conn())


class _HttpPool(urllib3.HTTPConnectionPool):
    ConnectionCls = _Http


class _HttpsPool(urllib3.HTTPSConnectionPool):
    ConnectionCls = _Https


def _watched(connection: socket.socket) -> socket.socket:
    alarm = _ALARM.get()
    if alarm is not None:
        alarm.watch(connection)
    return connection


def exchange(
    session: requests.Session, url: str, *, accept: str | Question, bounds: Bounds, verify: bool | str = True
) -> Answer:
    """Ask once, follow nothing, and read no more than is allowed.

    session:  a fresh one: its adapters decide which addresses may be reached
    url:      http or https, well formed
    accept:   the media types wanted, or the whole question
    verify:   False where a person has named a server of their own; a path for authorities of their own
    raises:   OutOfReach
    """
    prepare(session)
    question = accept if isinstance(accept, Question) else Question(accept)
    host = urllib3.util.parse_url(url).netloc or url
    with Alarm(bounds.seconds) as alarm:
        try:
            answer = _ask(session, url, question, bounds, verify)
        except OutOfReach:
            raise
        except Exception as error:
            reason = TOO_SLOW if alarm.rang else _reason_of(error)
            if reason is None:
                raise
            raise OutOfReach(reason, host=host, seconds=round(bounds.seconds), limit=bounds.bytes) from error
        if alarm.rang:  # what looks like the end of the answer was the cut
            raise OutOfReach(TOO_SLOW, host=host, seconds=round(bounds.seconds))
    return answer


def prepare(session: requests.Session) -> None:
    """Make a session say who we are and nothing more: no proxy or password of the environment, no cookies.

    Nor does it read where it is sent instead: an address that is none would raise there whatever Python raises.
    """
    session.trust_env = False
    setattr(session, "get_redirect_target", _nowhere)  # noqa: B010 -- mypy lets no method be replaced
    session.headers.clear()
    session.headers.update({"User-Agent": USER_AGENT, "Accept-Encoding": "gzip", "Connection": "close"})
    for adapter in session.adapters.values():
        if isinstance(adapter, HTTPAdapter):
            adapter.poolmanager.pool_classes_by_scheme = {"http": _HttpPool, "https": _HttpsPool}


def _nowhere(_response: requests.Response) -> None:
    """See `prepare`: redirects are for whoever asks, who looks at each address first."""


def _ask(session: requests.Session, url: str, question: Question, bounds: Bounds, verify: bool | str) -> Answer:
    headers = {"Accept": question.accept}
    if question.authorization:
        headers["Authorization"] = question.authorization
    with warnings.catch_warnings():
        # a server without a recognised certificate is asked only where a person has said so
        warnings.simplefilter("ignore", urllib3.exceptions.InsecureRequestWarning)
        response = session.request(
            "GET" if question.form is None else "POST",
            url,
            headers=headers,
            data=question.form,
            allow_redirects=False,
            stream=True,
            timeout=(bounds.patience, bounds.patience),
            verify=verify,
        )
    with response:
        body = _body_of(response, bounds) if response.status_code in question.heard else b""
        return Answer(
            response.status_code,
            response.headers.get("Content-Type", "").partition(";")[0].strip().lower(),
            response.headers.get("Location", "") if response.status_code in REDIRECTS else "",
            body,
        )


def _body_of(response: requests.Response, bounds: Bounds) -> bytes:
    host = urllib3.util.parse_url(response.url).netloc
    data = b""
    while more := response.raw.read(bounds.bytes + 1 - len(data), decode_content=False):
        data += more
        if len(data) > bounds.bytes:
            raise OutOfReach(TOO_LARGE, host=host, limit=bounds.bytes)
    encoding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding in ("", "identity"):
        return data
    if encoding != "gzip":
        raise OutOfReach(ENCODING, host=host)
    expander = zlib.decompressobj(31)  # 31: the gzip container and no other
    try:
        body = expander.decompress(data, bounds.bytes + 1)
    except zlib.error as error:
        raise OutOfReach(ENCODING, host=host) from error
    if len(body) > bounds.bytes:
        raise OutOfReach(TOO_LARGE, host=host, limit=bounds.bytes)
    if not expander.eof or expander.unused_data:
        raise OutOfReach(ENCODING, host=host)
    return body


def _reason_of(error: Exception) -> Reason | None:
    """Why an exchange failed; None for a fault of ours."""
    reasons: tuple[tuple[type[Exception] | tuple[type[Exception], ...], Reason], ...] = (
        (AntiSSRFError, ADDRESS_REFUSED),
        (socket.gaierror, NAME_UNKNOWN),
        ((requests.exceptions.SSLError, urllib3.exceptions.SSLError), NOT_SECURE),
        ((requests.exceptions.Timeout, urllib3.exceptions.TimeoutError, TimeoutError), TOO_SLOW),
        ((requests.exceptions.RequestException, urllib3.exceptions.HTTPError, OSError, UnicodeError), NO_ANSWER),
    )
    return next((reason for kinds, reason in reasons if isinstance(error, kinds)), None)
