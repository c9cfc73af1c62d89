"""The page of a credential: closed, it says only that one exists; opened by its holder, what it attests."""

from __future__ import annotations

from typing import Any, Final

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from sceau.engine.checks.report import Outcome
from sceau.engine.model.code import NOT_A_CODE, MalformedCode, group_code
from sceau.issuing.models import Credential
from sceau.issuing.states import CredentialState
from sceau.verification.judging import Judged
from sceau.web.public.catalogue.languages import in_language_of_address
from sceau.web.public.credentials import files
from sceau.web.public.credentials.checked import report_of
from sceau.web.public.credentials.doors import Found, TooMany, closed_to_others, look_for
from sceau.web.public.credentials.lines import lines_of
from sceau.web.public.credentials.papers import papers_of
from sceau.web.public.credentials.pictures import pictures_of
from sceau.web.public.credentials.reading import shown
from sceau.web.public.credentials.standing import standing_of, verdict_of
from sceau.web.public.verifying.showing import MARKS, result_of
from sceau.web.templatetags.words import spoken

_NOTHING: Final = {"fr": "", "en": ""}
MOST_TYPED: Final = 60  # signs of what was typed that are shown again


@require_safe
@in_language_of_address
def credential(request: HttpRequest, text: str) -> HttpResponse:
    """The page of a credential for people; its bytes for whoever asks for JSON, and may have them."""
    asked = request.get_preferred_type(["text/html", *files.JSON_TYPES])
    is_machine = asked not in ("text/html", None)
    try:
        found = look_for(request, text)
    except MalformedCode as refusal:
        return files.refused(refusal) if is_machine else _no_code(request, text, refusal)
    except TooMany as refusal:
        return files.refused(refusal) if is_machine else closed_to_others(render(request, "429.html", status=429))
    if found.credential is not None and text != found.code:
        return _to_its_address(request, found)
    if is_machine:
        return files.open_to(found) or closed_to_others(files.the_bytes(found, content_type=str(asked)))
    return closed_to_others(_page(request, found, text))


@require_safe
@in_language_of_address
def find(request: HttpRequest) -> HttpResponse:
    """A code that somebody types, from paper."""
    typed = request.GET.get("code", "").strip()
    if not typed:
        return closed_to_others(_render(request, "find", {"typed": ""}))
    # what has a slash, or dots only, is no part of an address
    safe = typed.replace("/", "-")[:MOST_TYPED]
    return closed_to_others(redirect("credential", safe if safe.strip(".") else "-"))


def _page(request: HttpRequest, found: Found, text: str) -> HttpResponse:
    if found.credential is None:
        return _render(request, "unknown", {"typed": group_code(found.code), "why": "unknown"}, status=404)
    if found.is_erased:
        return _render(request, "erased", {"grouped": group_code(found.code)}, status=410)
    if found.is_open:
        return _opened(request, found, found.credential)
    context = {
        "grouped": group_code(found.code),
        "successor": _successor(found.credential),
        "tried": found.tried,
    }
    return _render(request, "closed", context)


def _opened(request: HttpRequest, found: Found, row: Credential) -> HttpResponse:
    document, record = orjson.loads(bytes(row.content.body)), orjson.loads(bytes(row.content.record))
    version, successor, language = row.award.version, _successor(row), spoken()
    report = report_of(row, now=found.now)
    result = result_of(Judged("", _NOTHING, "", report), language=language, body=row.institution)
    registered = standing_of(row, now=found.now, successor=successor)
    verdict = verdict_of(report, registered)
    is_refused = report.authenticity is Outcome.FAILED
    holds = verdict.kind != "bad"  # what was revoked is offered to be verified, never to be shown off
    page = None if is_refused else shown(document, record, language=language)
    context = {
        "page": page,
        "credential": row,
        "institution": row.institution,
        "grouped": group_code(row.code),
        "verdict": verdict,
        "mark": MARKS[verdict.kind],
        "lines": lines_of(result.lines, row=row, page=page, registered=registered, now=found.now),
        "notes": result.notes,
        "report": report,
        "outcomes": orjson.dumps({each.id: each.outcome.name.lower() for each in report.checks}).decode(),
        "is_everybodys": holds and found.reader is None and not found.opening,
        "card": reverse("micro_credential_card", args=[version.design.uuid, version.number]),
        "successor": successor,
        "query": found.query,
        "file": f"preuve-{group_code(row.code)}.json",
        "seal": reverse("achievement_drawing", args=[version.design.uuid, version.number]),
        "achievement": reverse("micro_credential", args=[version.design.uuid, version.number]),
        "papers": papers_of(row) if holds and found.may_have_opening else [],
        "pictures": pictures_of(row) if holds else [],
        "wrong": reverse("credential_wrong", args=[row.code]) + found.query if found.is_holders else "",
        "now": found.now,
    }
    return _render(request, "opened", context)


def _successor(row: Credential) -> Credential | None:
    """The one that stands instead of it."""
    return row.replaced_by if row.state == CredentialState.REPLACED else None


def _no_code(request: HttpRequest, text: str, refusal: MalformedCode) -> HttpResponse:
    why = "not_a_code" if refusal.reason is NOT_A_CODE else "mistyped"
    return closed_to_others(_render(request, "unknown", {"typed": text[:MOST_TYPED], "why": why}, status=404))


def _to_its_address(request: HttpRequest, found: Found) -> HttpResponse:
    """One credential, one address; what else was asked goes along."""
    query = request.GET.urlencode()
    return closed_to_others(redirect(reverse("credential", args=[found.code]) + (f"?{query}" if query else "")))


def _render(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    other = "fr" if spoken() == "en" else "en"
    kept = {name: request.GET.get(name, "") for name in request.GET if name != "lang"}
    about = {"in_other_language": f"?{urlencode({**kept, 'lang': other})}", "base_url": settings.BASE_URL}
    return render(request, f"public/credentials/{template}.html", {**about, **context}, status=status)
