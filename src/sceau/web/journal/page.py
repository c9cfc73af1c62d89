"""The page of a journal, whosever it is: what the desk and the platform both show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

import orjson
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils.timezone import now
from django.utils.translation import gettext as _

from sceau.accounts.models import User
from sceau.journal.digests import moment_of
from sceau.journal.errors import RecheckUnderWay
from sceau.journal.queries import Wanted, acts_of, head_of, last_recheck_of
from sceau.journal.rechecking import recheck_and_note
from sceau.journal.services import record
from sceau.web.journal.export import FORMATS, file_of
from sceau.web.journal.filtering import ActPages, Filter
from sceau.web.journal.telling import Names, tell
from sceau.web.templatetags.words import spoken


@dataclass(frozen=True, slots=True)
class Journal:
    """Whose journal, and how people are found in it by what is typed.

    name:     of files made from it
    recheck:  the address that rechecks it
    csv, json:  those that give it as a file
    """

    chain: UUID
    name: str
    recheck: str
    csv: str
    json: str
    people: Callable[[str], list[UUID]]


def context(journal: Journal, query: QueryDict) -> dict[str, Any]:
    """What the page shows: the acts that are wanted, the latest first, and the last recheck."""
    form = Filter(query)
    wanted = form.wanted(journal.people)
    pages = ActPages(journal.chain, wanted if wanted is not None else Wanted(actors=()))
    page = pages.get_page(query.get("page"))
    return {
        "form": form,
        "page": page,
        "acts": tell(page.object_list),
        "filtered": wanted is None or not wanted.is_everything,
        "head": head_of(journal.chain),
        "checked": last_check(journal.chain),
        "recheck": journal.recheck,
        "exports": [(journal.csv, _("Exporter en tableau (CSV)")), (journal.json, _("Exporter en JSON"))],
        "asked": [(name, query.get(name, "")) for name in form.fields if query.get(name)],
    }


def last_check(chain: UUID) -> dict[str, Any] | None:
    """Who last rechecked this chain, when, and what was found; None when nobody did."""
    act = last_recheck_of(chain)
    if act is None:
        return None
    try:
        said = orjson.loads(act.details)
        whole, length = said["whole"], said["length"]
        named = [(code, number) for code, number in said["findings"]]
    except (ValueError, KeyError, TypeError):  # a hand altered it: the next recheck tells so
        return None
    return {
        "at": moment_of(act.at),
        "who": Names([act]).actor(act.actor),
        "whole": whole,
        "length": length,
        "findings": [_in_short(code, number) for code, number in named],
    }


def recheck_now(request: HttpRequest, journal: Journal, *, by: User) -> None:
    """Recheck, write it down, and say on the next page what was found."""
    try:
        result = recheck_and_note(journal.chain, by=by.uuid, now=now())
    except RecheckUnderWay as refusal:
        messages.warning(request, f"{refusal.sentence(spoken())}.")
        return
    if result.is_whole:
        messages.success(request, _("Le journal est intact."))
    else:
        found = result.findings[0].sentence(spoken())
        messages.error(request, _("Le journal n’est pas intact. %(found)s.") % {"found": found})


def export(request: HttpRequest, journal: Journal, form: str, *, by: User) -> HttpResponse:
    """The acts that are wanted as a file; that they were taken away is an act."""
    if form not in FORMATS:
        raise Http404
    wanted = Filter(request.POST).wanted(journal.people)
    if wanted is None:
        raise Http404
    moment = now()
    record(
        "journal.exported",
        subject=f"chain:{journal.chain}",
        by=by.uuid,
        at=moment,
        institution=journal.chain,
        form=form,
        whole=wanted.is_everything,
    )
    answer = file_of(acts_of(journal.chain, wanted), form=form, name=f"{journal.name}-{moment:%Y-%m-%d}")
    return cast(HttpResponse, answer)  # it is streamed: for Django another class of answer


def _in_short(code: str, number: int | None) -> str:
    """A finding of which only the code and the number were kept."""
    if number is None:
        return _("%(code)s, sans numéro d’acte") % {"code": code}
    return _("acte n° %(number)s (%(code)s)") % {"number": number, "code": code}
