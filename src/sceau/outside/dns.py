"""The domain name system, asked with care: one question, little time, few records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import dns.exception
import dns.name
import dns.rdatatype
import dns.resolver

from sceau.engine.errors import OutOfReach, Reason

SECONDS = 5.0  # for the whole of a question, its second tries included
MOST_RECORDS = 64
LONGEST_TEXT = 1024  # bytes of one record; ours has sixty

NO_ANSWER = Reason(
    "dns.no_answer",
    fr="les serveurs de noms de {name} n’ont pas répondu",
    en="the name servers of {name} did not answer",
)


@dataclass(frozen=True, slots=True)
class Texts:
    """The TXT records of a name.

    canonical:  the name that has them, in lower case, without its last dot
    """

    canonical: str
    texts: tuple[str, ...]


class SystemDns:
    """Asks the resolver of this machine, or those that it is told."""

    def __init__(self, servers: Sequence[str] = (), *, port: int = 53, seconds: float = SECONDS) -> None:
        """servers: addresses of resolvers; none: those that the system uses"""
        self._servers, self._port, self._seconds = list(servers), port, seconds

    def texts(self, name: str) -> Texts:
        """The TXT records of a name; none when it has none or does not exist. Each is one text, whatever its pieces.

        raises:  OutOfReach
        """
        try:
            asked = dns.name.from_text(f"{name}.")
            answer = self._resolver().resolve(asked, "TXT", search=False, raise_on_no_answer=False)
        except dns.resolver.NXDOMAIN as error:
            return Texts(_plain(error.canonical_name), ())
        except (dns.exception.DNSException, OSError) as error:
            raise OutOfReach(NO_ANSWER, name=name) from error
        records = [b"".join(record.strings) for record in (answer.rrset or [])][:MOST_RECORDS]
        kept = tuple(record.decode("utf-8", "replace") for record in records if len(record) <= LONGEST_TEXT)
        return Texts(_plain(answer.canonical_name), kept)

    def _resolver(self) -> dns.resolver.Resolver:
        resolver = dns.resolver.Resolver(configure=not self._servers)
        if self._servers:
            resolver.nameservers = self._servers
            resolver.port = self._port
        resolver.lifetime, resolver.timeout = self._seconds, self._seconds / 2
        resolver.cache = None  # a proof that was just published must be seen
        return resolver


def _plain(name: dns.name.Name) -> str:
    return name.to_text(omit_final_dot=True).lower()
