"""The addresses: 201 and 200 for what is well, 400 for what is not, never a fault of ours for a fault of theirs."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeAlias

import orjson
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from sceau.api.vc_api.asking import read_request
from sceau.api.vc_api.issuers import SUITES, issuers_of
from sceau.api.vc_api.issuing import issue, turn_status
from sceau.api.vc_api.lists import LISTS, PURPOSES, UnknownPlace
from sceau.api.vc_api.problems import problem_with
from sceau.api.vc_api.verifying import Verdict, verify_credential, verify_presentation
from sceau.engine.errors import EngineError

View: TypeAlias = Callable[..., HttpResponse]


def _answering(view: View) -> View:
    """Refusals of the engine are the caller's faults: 400, with their details."""

    @wraps(view)
    def answered(request: HttpRequest, *words: str, **named: str) -> HttpResponse:
        if named.get("suite", "jose") not in SUITES:
            raise Http404
        try:
            return view(request, *words, **named)
        except UnknownPlace as error:
            return _json({"verified": False, "errors": [problem_with(error)]}, 404)
        except EngineError as error:
            return _json({"verified": False, "errors": [problem_with(error)]}, 400)

    return answered


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Which paths there are, and the DIDs that sign."""
    base = request.build_absolute_uri("/vc-api")
    suites = {
        suite: {"address": f"{base}/{suite}", "issuers": [each.did for each in issuers_of(suite)]} for suite in SUITES
    }
    return _json({"suites": suites, "status": [f"{base}/status/{purpose}" for purpose in PURPOSES]})


@require_POST
@_answering
def credentials_issue(request: HttpRequest, suite: str) -> HttpResponse:
    """source: Verifiable Credentials API 0.7, §3.2.1 "Issue Credential" """
    return _json(issue(suite, read_request(request)), 201)


@require_POST
@_answering
def credentials_status(request: HttpRequest, suite: str) -> HttpResponse:
    """source: §3.2.4 "Update Status" """
    del suite
    turn_status(read_request(request))
    return _json({})


@require_POST
@_answering
def credentials_verify(request: HttpRequest, suite: str) -> HttpResponse:
    """source: §3.3.1 "Verify Credential" """
    del suite
    return _told(verify_credential(read_request(request)))


@require_POST
@_answering
def presentations_verify(request: HttpRequest, suite: str) -> HttpResponse:
    """source: §3.3.2 "Verify Presentation" """
    del suite
    return _told(verify_presentation(read_request(request)))


@require_safe
def status_list(request: HttpRequest, purpose: str) -> HttpResponse:
    """A list of what was issued here, for whoever verifies."""
    del request
    if purpose not in PURPOSES:
        raise Http404
    answer = HttpResponse(LISTS.document(purpose), content_type="application/vc")
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Cache-Control"] = "no-cache"
    return answer


def _told(verdict: Verdict) -> HttpResponse:
    return _json(verdict.answer, 200 if verdict.verified else 400)


def _json(value: Any, status: int = 200) -> HttpResponse:
    return HttpResponse(orjson.dumps(value), status=status, content_type="application/json")
