"""The pass over a pile: a form, a table, its exports; and the same for recruitment systems. Nothing is kept or logged.

No token against forged requests, and no cookie: the page changes nothing, whoever asks (see the box). The result is in
the page alone, which hands it back, signed, to be exported.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import Any, Final
from urllib.parse import urlsplit

import orjson
from allauth.core.context import request_context
from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sceau.engine.checks.policy import Policy
from sceau.engine.errors import EngineError
from sceau.engine.model.dates import parse_datetime
from sceau.engine.vocabularies.contexts import shipped
from sceau.keyring.house import house_key
from sceau.verification.judging import Handed
from sceau.verification.known import known_issuers
from sceau.verification.pile.items import read_items
from sceau.verification.pile.looking import MOST_ITEMS, FewQuestions, Pass, Step, steps_through, the_end_of
from sceau.verification.pile.pieces import Piece
from sceau.verification.pile.places import Places
from sceau.verification.pile.telling import as_json
from sceau.web.account.limits import seconds_left, spend, whoever_asks
from sceau.web.ports import ports
from sceau.web.public.catalogue.languages import in_language_of_address
from sceau.web.public.credentials.doors import closed_to_others, problem
from sceau.web.public.piles.carrying import NotCarried, read
from sceau.web.public.piles.forms import PileForm
from sceau.web.public.piles.house import OurHouse
from sceau.web.public.piles.report import report
from sceau.web.public.piles.rows import table
from sceau.web.public.piles.streaming import PAGE, page_in_parts
from sceau.web.public.verifying.forms import InMemory, light_text
from sceau.web.public.verifying.looks import count_ours
from sceau.web.public.verifying.own import OwnFetcher
from sceau.web.public.verifying.soon import soon
from sceau.web.public.verifying.turns import PILE, NoTurn, turns
from sceau.web.templatetags.words import spoken

TYPES: Final = ("text/html", "application/json", "application/pdf")
OTHERS_END: Final = 60  # seconds in which a pass of others has ended
OWN_ENDS: Final = 40  # seconds in which one's own has


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@in_language_of_address
def pile(request: HttpRequest) -> HttpResponse:
    """The form; posted, the table: for people, as JSON, or as the sealed report, as whoever asks prefers."""
    wanted = request.get_preferred_type(list(TYPES)) or "text/html"
    if request.method != "POST":
        return _page(request, PileForm())
    request.upload_handlers = [InMemory(request)]
    if not spend("pile", ""):
        return _too_often(request, wanted, seconds_left("pile", ""))
    try:
        form, items = _given(request)
    except (RequestDataTooBig, SuspiciousOperation):
        form, items = PileForm({"text": ""}), []
        form.say_only(_("C’est trop à la fois\u00a0: 20 fichiers au plus, et un texte d’un million de signes."))
    except EngineError as refusal:
        return problem(400, code=refusal.reason.code, title=_malformed(), detail=refusal.sentence(spoken()))
    if not items and not form.is_valid():
        return _page(request, form, status=400) if wanted == "text/html" else _refused(form)
    try:
        turn = turns.take(whoever_asks(request), PILE)
    except NoTurn as none:
        return _busy(request, wanted, form, is_own=none.is_own)
    steps = _steps(request, [] if items else form.handed(), items)
    if wanted == "text/html":
        return closed_to_others(page_in_parts(request, _context(PileForm()), steps, turn))
    with turn:
        told = as_json(the_end_of(steps))
    return _file(orjson.dumps(told), "application/json") if wanted == "application/json" else _export(told, "pdf")


@csrf_exempt
@require_POST
@in_language_of_address
def export(request: HttpRequest) -> HttpResponse:
    """A result that its page hands back, as a file: CSV, JSON, or the report on paper."""
    if not spend("pile_export", ""):
        return _too_often(request, "text/html", seconds_left("pile_export", ""))
    try:
        told = read(request.POST.get("result", ""))
    except (NotCarried, RequestDataTooBig, SuspiciousOperation):
        form = PileForm({"text": ""})
        form.say_only(
            _("Ce résultat a plus de douze heures, ou n’est pas arrivé entier\u00a0: refaites la vérification.")
        )
        return _page(request, form, status=400)
    return _export(told, request.POST.get("as", ""))


@require_safe
def certificate(request: HttpRequest) -> HttpResponse:
    """The certificate of the seal on reports."""
    key, _signer = house_key(host=urlsplit(settings.BASE_URL).netloc, store=ports().keys, now=now())
    response = HttpResponse(key.certificate, content_type="application/x-pem-file")
    response.headers["Content-Disposition"] = 'attachment; filename="sceau.pem"'
    return response


def _given(request: HttpRequest) -> tuple[PileForm, list[Piece]]:
    """What was handed in: a form, or the items of a program. raises: EngineError, and what Django says of its size"""
    if request.content_type == "application/json":
        return PileForm({"text": ""}), read_items(request.body, Places(settings.BASE_URL))
    return PileForm(request.POST, request.FILES), []


def _steps(request: HttpRequest, handed: Sequence[Handed], items: Sequence[Piece]) -> Generator[Step, None, Pass]:
    """The work, which begins when it is asked how far it is. Codes that are none count as they do on their pages."""
    moment = now()

    def may_miss(code: str) -> bool:
        with request_context(request):  # the page may be made after its view
            return spend("credential_miss", code, reading=True)

    done = yield from steps_through(
        handed,
        items,
        places=Places(settings.BASE_URL),
        house=OurHouse(),
        policy=Policy(shipped(), trusted=known_issuers()),
        reader=ports().reader,
        fetcher=OwnFetcher(request, FewQuestions(ports().witnesses)),
        now=moment,
        may_miss=may_miss,
    )
    count_ours((entry.judged.report for entry in done.entries if entry.judged is not None), now=moment)
    return done


def _export(told: dict[str, Any], form: str) -> HttpResponse:
    language, day = spoken(), localtime(parse_datetime(told["at"])).date().isoformat()
    name = _("verification-%(day)s") % {"day": day}
    if form == "json":
        return _file(orjson.dumps(told, option=orjson.OPT_INDENT_2), "application/json", f"{name}.json")
    if form == "csv":
        return _file(table(told, language), "text/csv; charset=utf-8", f"{name}.csv")
    try:
        made = report(told, language=language, now=now())
    except EngineError as refusal:
        return problem(503, code=refusal.reason.code, title=_("Le rapport n’a pas pu être scellé\u00a0: recommencez."))
    return _file(made, "application/pdf", f"{name}.pdf")


def _file(body: bytes, content_type: str, name: str = "") -> HttpResponse:
    response = HttpResponse(body, content_type=content_type)
    if name:
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return closed_to_others(response)


def _too_often(request: HttpRequest, wanted: str, seconds: int) -> HttpResponse:
    when = soon(seconds)
    said = _("Trop de lots sont venus de votre connexion en peu de temps\u00a0: revenez %(when)s.") % {"when": when}
    return _later(request, wanted, said, status=429, code="too_many", seconds=seconds)


def _busy(request: HttpRequest, wanted: str, form: PileForm, *, is_own: bool) -> HttpResponse:
    if is_own:
        said = _("Une vérification est déjà en cours depuis votre connexion\u00a0: revenez %(when)s.")
        said %= {"when": soon(OWN_ENDS)}
        return _later(request, wanted, said, status=429, code="in_hand", seconds=OWN_ENDS, form=form)
    said = _("D’autres dossiers sont en cours de vérification\u00a0: recommencez dans une minute.")
    return _later(request, wanted, said, status=503, code="busy", seconds=OTHERS_END, form=form)


def _later(
    request: HttpRequest, wanted: str, said: str, *, status: int, code: str, seconds: int, form: PileForm | None = None
) -> HttpResponse:
    """That it is not done now, and when to come back; the text that was pasted stands in its field."""
    if wanted == "text/html":
        kept = form or PileForm({"text": light_text(request)})
        kept.say_only(said)
        answer = _page(request, kept, status=status)
    else:
        answer = problem(status, code=code, title=said)
    answer.headers["Retry-After"] = str(seconds)
    return answer


def _malformed() -> str:
    return _("Cette demande ne peut pas être jugée.")


def _refused(form: PileForm) -> HttpResponse:
    said = " ".join(str(error) for errors in form.errors.values() for error in errors)
    return problem(400, code="malformed", title=_malformed(), detail=said)


def _page(request: HttpRequest, form: PileForm, *, status: int = 200) -> HttpResponse:
    return closed_to_others(render(request, PAGE, _context(form), status=status))


def _context(form: PileForm) -> dict[str, Any]:
    other = "fr" if spoken() == "en" else "en"
    return {"form": form, "most": MOST_ITEMS, "current": "verifier", "in_other_language": f"?lang={other}"}
