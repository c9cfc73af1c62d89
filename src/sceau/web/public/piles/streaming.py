"""The page of a pile that is given as it is made: its head, how far it is, and the result when it is there.

Nothing is stored for it, and no script is needed. Whoever closes the page ends the work.
"""

from __future__ import annotations

import logging
from collections.abc import Generator, Iterator
from time import monotonic
from typing import Any, Final, cast

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sceau.verification.pile.looking import Pass, Step
from sceau.verification.pile.telling import as_json
from sceau.web.public.piles.showing import shown
from sceau.web.public.verifying.turns import Turn
from sceau.web.templatetags.words import number, spoken

PAGE: Final = "public/verifier/pile.html"
STEPS: Final = "<!--steps-->"  # where it goes in the page how far it is
RESULT: Final = "<!--result-->"  # and where the result goes
EVERY: Final = 0.4  # seconds between two words on how far it is

log = logging.getLogger(__name__)

Steps = Generator[Step, None, Pass]


def page_in_parts(request: HttpRequest, context: dict[str, Any], steps: Steps, turn: Turn) -> HttpResponse:
    """The page, of which the head is sent at once.

    steps:  the work, which begins when somebody reads the page
    turn:   given back when the work is done, or when nobody reads on
    """
    whole = render_to_string(PAGE, context | {"running": True}, request)
    parts = _parts(request, steps, turn, page=whole, language=spoken())
    response = cast(HttpResponse, StreamingHttpResponse(_Parts(parts, turn)))  # all that is asked of one
    response.headers["X-Accel-Buffering"] = "no"  # a proxy that keeps it back would keep it all back
    return response


class _Parts:
    """What the server reads, and closes when its reader leaves."""

    def __init__(self, parts: Generator[str, None, None], turn: Turn) -> None:
        self._parts, self._turn = parts, turn

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        return next(self._parts).encode()

    def close(self) -> None:
        """Let everything go."""
        self._parts.close()
        self._turn.give_back()


def _parts(request: HttpRequest, steps: Steps, turn: Turn, *, page: str, language: str) -> Generator[str, None, None]:
    before, _mark, rest = page.partition(STEPS)
    between, _mark, after = rest.partition(RESULT)
    with translation.override(language):
        first = _step(_("Les fichiers sont ouverts un à un…"))
    yield f'{before}<div class="pile__steps" role="status">{first}'
    started = told = monotonic()
    try:
        while True:
            try:
                step = next(steps)
            except StopIteration as done:
                passed = cast(Pass, done.value)
                break
            if monotonic() - told >= EVERY:
                told = monotonic()
                with translation.override(language):
                    text = _said(step)
                yield text
        turn.give_back()
        with translation.override(language):
            text, result = _end(request, passed, monotonic() - started)
    except Exception:
        log.exception("a pile was not gone through to its end")
        with translation.override(language):
            text = _step(_("La vérification s’est interrompue, par notre faute\u00a0: recommencez."), is_end=True)
        result = ""
    finally:
        steps.close()
        turn.give_back()
    yield f"{text}</div>{between}{result}{after}"


def _said(step: Step) -> str:
    if not step.total and step.files > 1:
        opened = ngettext("%(n)s fichier ouvert sur %(all)s", "%(n)s fichiers ouverts sur %(all)s", step.opened)
        return _step(opened % {"n": number(step.opened), "all": number(step.files)}, step.opened, step.files)
    if not step.total:
        found = ngettext("%(n)s élément trouvé…", "%(n)s éléments trouvés…", step.found)
        return _step(found % {"n": number(step.found)})
    judged = ngettext("%(n)s élément vérifié sur %(all)s", "%(n)s éléments vérifiés sur %(all)s", step.judged)
    return _step(judged % {"n": number(step.judged), "all": number(step.total)}, step.judged, step.total)


def _end(request: HttpRequest, passed: Pass, seconds: float) -> tuple[str, str]:
    told = as_json(passed)
    text = _("Terminé en %(seconds)s\u00a0s") % {"seconds": number(seconds, 1)}
    result = render_to_string("public/verifier/pile_result.html", shown(told, spoken()), request)
    return _step(text, is_end=True), result


def _step(text: str, done: int = 0, total: int = 0, *, is_end: bool = False) -> str:
    """A line on how far it is, which comes over the one before; our own words and numbers."""
    line = f'<progress max="{total}" value="{done}" aria-hidden="true"></progress>' if total else ""
    end = " pile__end" if is_end else ""
    return f'<p class="progress small soft{end}">{text}{line}</p>'
