"""Other people's documents: asked for once, within bounds, and remembered for the verifications that follow."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

from sceau.engine.errors import EngineError, OutOfReach, Reason
from sceau.engine.ports import Fetched, Fetcher
from sceau.engine.strict_json import JsonObject, parse_object

OK = 200
GONE = 410
NOT_FOUND = (404, GONE)
MAXIMUM_FETCHED = 4 * 1024 * 1024  # a status list of sixteen million entries, at its worst

CREDENTIAL_TYPES = "application/vc+ld+json, application/vc, application/ld+json;q=0.9, application/json;q=0.8"
DID_TYPES = "application/did+json, application/did+ld+json;q=0.9, application/json;q=0.8"

TOO_MANY = Reason(
    "reach.too_many",
    fr="cette vérification a déjà demandé {limit} documents à d’autres serveurs\u00a0: elle s’arrête là",
    en="this verification has already asked other servers for {limit} documents: it stops there",
)
TOO_MUCH = Reason(
    "reach.too_much",
    fr="cette vérification a déjà reçu {limit} octets d’autres serveurs\u00a0: elle s’arrête là",
    en="this verification has already received {limit} bytes from other servers: it stops there",
)
NOT_FOUND_THERE = Reason(
    "reach.not_found", fr="{url} n’existe pas (réponse {status})", en="{url} does not exist (answer {status})"
)
REFUSED_THERE = Reason(
    "reach.refused",
    fr="{url} ne répond pas comme il faut (réponse {status})",
    en="{url} does not answer as it should (answer {status})",
)
REDIRECTED = Reason(
    "reach.redirected",
    fr="{url} renvoie ailleurs ({found})\u202f; pour la clé d’un émetteur, nous ne suivons pas de renvoi",
    en="{url} redirects elsewhere ({found}); we follow no redirect to the key of an issuer",
)
NOT_A_DOCUMENT = Reason(
    "reach.not_a_document",
    fr="ce qui se trouve à {url} n’est pas un document JSON",
    en="what is at {url} is not a JSON document",
)

Value = TypeVar("Value")


class Shelf(Generic[Value]):
    """A bounded memory: what is too old is not found, and when it is full, what was kept first goes first."""

    __slots__ = ("_kept", "_limit")

    def __init__(self, limit: int) -> None:
        self._kept: dict[str, tuple[datetime, Value]] = {}
        self._limit = limit

    def get(self, key: str, now: datetime) -> Value | None:
        """What is kept under the key, if it is still good."""
        kept = self._kept.get(key)
        return kept[1] if kept is not None and now <= kept[0] else None

    def put(self, key: str, value: Value, until: datetime) -> None:
        """Keep something, good until a moment."""
        self._kept.pop(key, None)
        if len(self._kept) >= self._limit:
            del self._kept[next(iter(self._kept))]
        self._kept[key] = (until, value)

    def drop(self, key: str) -> None:
        """Forget it."""
        self._kept.pop(key, None)


@dataclass(slots=True)
class Memory:
    """What was fetched and understood, shared by the verifications of one pile or of one server.

    max_age:  how long it is used; a revocation published meanwhile is seen this much later
    """

    max_age: timedelta = timedelta(minutes=5)
    answers: Shelf[Fetched | OutOfReach] = field(default_factory=lambda: Shelf(512))
    methods: Shelf[Any] = field(default_factory=lambda: Shelf(4096))
    lists: Shelf[Any] = field(default_factory=lambda: Shelf(32))  # each may take 2 MB


class Reach:
    """The way to other people's servers, for one verification."""

    __slots__ = ("_bytes", "_count", "_fetcher", "_most_bytes", "_most_fetches", "memory", "now", "until")

    def __init__(self, fetcher: Fetcher, memory: Memory, now: datetime, *, most_fetches: int, most_bytes: int) -> None:
        self._fetcher = fetcher
        self.memory = memory
        self.now = now
        self.until = now + memory.max_age
        self._most_fetches, self._most_bytes = most_fetches, most_bytes
        self._count = self._bytes = 0

    def fetch(self, url: str, *, accept: str) -> Fetched:
        """What the server answered, now or to an earlier question.

        raises:  OutOfReach, also when this verification has asked for enough
        """
        answer = self.memory.answers.get(url, self.now)
        if answer is None:
            answer = self._ask(url, accept)
            self.memory.answers.put(url, answer, self.until)
        if isinstance(answer, OutOfReach):
            raise OutOfReach(answer.reason, pointer=answer.pointer, **answer.details)  # a new one: no traceback grows
        return answer

    def document(self, url: str, *, accept: str, follow: bool) -> JsonObject:
        """The JSON object at an address.

        follow:  whether a redirect may lead to it
        raises:  OutOfReach
        """
        answer = self.successful(url, accept=accept)
        if not follow and answer.url != url:
            raise OutOfReach(REDIRECTED, url=url, found=answer.url)
        try:
            return parse_object(answer.body, limit=MAXIMUM_FETCHED)
        except EngineError as error:
            raise OutOfReach(NOT_A_DOCUMENT, url=url) from error

    def successful(self, url: str, *, accept: str) -> Fetched:
        """The answer, if it is a success.

        raises:  OutOfReach
        """
        answer = self.fetch(url, accept=accept)
        if answer.status in NOT_FOUND:
            raise OutOfReach(NOT_FOUND_THERE, url=url, status=answer.status)
        if answer.status != OK:
            raise OutOfReach(REFUSED_THERE, url=url, status=answer.status)
        return answer

    def _ask(self, url: str, accept: str) -> Fetched | OutOfReach:
        if self._count >= self._most_fetches:
            raise OutOfReach(TOO_MANY, limit=self._most_fetches)
        if self._bytes >= self._most_bytes:
            raise OutOfReach(TOO_MUCH, limit=self._most_bytes)
        self._count += 1
        try:
            answer = self._fetcher.fetch(url, accept=accept)
        except OutOfReach as error:
            return error
        self._bytes += len(answer.body)
        return answer
