"""The servers that institutions name for their directory, asked as carefully as those that strangers name.

Whoever sets a directory up must not reach what only this machine can reach; a page waits for the answer, so little time
is given.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sceau.outside.exchange import Answer, Bounds, Question, exchange
from sceau.outside.http import guarded_session, refuse_unsafe

# a refusal of OAuth says why in its body (RFC 6749, §5.2)
_HEARD = (200, 400, 401)
PATIENT = Bounds(bytes=262_144, seconds=4.0, patience=3.0)


class WebClient:
    """Asks one address, by GET or by a posted form, and follows nothing.

    bounds:       of time and size, for one question
    allowed:      networks that are not public and may be reached all the same, such as "10.2.0.0/16"
    authorities:  a file of certificates to trust in place of the usual ones
    """

    def __init__(
        self, bounds: Bounds = PATIENT, *, allowed: Sequence[str] = (), authorities: str | None = None
    ) -> None:
        self._bounds = bounds
        self._allowed = tuple(allowed)
        self._verify: bool | str = authorities or True

    def ask(self, url: str, *, form: Mapping[str, str] | None = None, authorization: str = "") -> Answer:
        """What the server says.

        form:           posted when there is one
        authorization:  the header of that name, "" for none
        raises:         OutOfReach when there is no answer, or the address is refused
        """
        asked = refuse_unsafe(url)
        question = Question(form=form, authorization=authorization, heard=_HEARD)
        with guarded_session(self._allowed) as session:
            return exchange(session, asked, accept=question, bounds=self._bounds, verify=self._verify)
