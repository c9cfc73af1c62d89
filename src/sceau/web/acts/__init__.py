"""What each act is called: the closed table of codes, each with its sentence. A code without one fails the tests."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise

from sceau.web.acts import awards, candidates, house, issuing, jury, marking, people, sessions

# kind, as the filter names it -> code -> sentence; who: of the act; the other places come from its details
KINDS: Final[dict[str, tuple[str | Promise, dict[str, str | Promise]]]] = {
    kind: told
    for part in (people, sessions, candidates, marking, jury, awards, issuing, house)
    for kind, told in part.KINDS.items()
}
SENTENCES: Final[dict[str, str | Promise]] = {
    code: sentence for _title, sentences in KINDS.values() for code, sentence in sentences.items()
}
