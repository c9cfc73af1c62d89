"""Status lists, of the house or published by `sceau issue --institution`, whose achievements and profiles are here too.

Each name in an address is of a form that leads nowhere else: a UUID, a number, a word.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sceau.engine.errors import EngineError
from sceau.issuing.queries.lists import list_at
from sceau.issuing.services.publishing import TTL, Published, published
from sceau.keyring.errors import NoActiveKey
from sceau.web.ports import ports
from sceau.web.public.published import answer

PUBLISHED = "published"  # the folder, in that of the data
STATUS_KEPT = TTL // timedelta(seconds=1)
AGAIN = "60"  # seconds, before a list that cannot be signed is asked for again
KEPT = 3600
_TYPES = {".json": "application/json", ".png": "image/png", ".svg": "image/svg+xml"}
_VC = "application/vc"  # VC Data Model 2.0, §6.1


@require_safe
def status_list(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A status list for revocation."""
    signed = _of_the_house(uuid)
    if signed is None:
        return _file(request, Path("status", f"{uuid}.json"), seconds=STATUS_KEPT, content_type=_VC)
    return signed if isinstance(signed, HttpResponse) else _status(request, signed.revocations)


@require_safe
def notices(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Its companion: what is suspended or replaced."""
    signed = _of_the_house(uuid)
    if signed is None:
        return _file(request, Path("status", str(uuid), "notices.json"), seconds=STATUS_KEPT, content_type=_VC)
    return signed if isinstance(signed, HttpResponse) else _status(request, signed.notices)


def achievement(request: HttpRequest, uuid: UUID, number: int) -> HttpResponse | None:
    """A version of a micro-certification, as JSON-LD; None when the command published none."""
    return _if_written(
        request, Path("m", str(uuid), f"{number}.json"), content_type="application/ld+json", vary="Accept"
    )


def picture(request: HttpRequest, uuid: UUID, number: int, form: str) -> HttpResponse | None:
    """Its picture; None when the command published none. form: "png" or "svg" """
    return _if_written(request, Path("m", str(uuid), str(number), f"image.{form}"))


@require_safe
def profile(request: HttpRequest, name: str) -> HttpResponse:
    """A body that issues, as an Open Badges profile."""
    return _file(request, Path("issuers", f"{name}.json"), content_type="application/ld+json")


def drawing(response: HttpResponse) -> HttpResponse:
    """The answer with an SVG image, which is a drawing and never a page: nothing in it may run."""
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response


def _of_the_house(uuid: UUID) -> Published | HttpResponse | None:
    """What the house publishes of a list of its own; an answer that it cannot; None when the list is not its own."""
    there = list_at(uuid)
    if there is None:
        return None
    try:
        return published(there, base=settings.BASE_URL, keys=ports().keys, now=now())
    except (NoActiveKey, EngineError):
        said = _("Cette liste d’état ne peut pas être signée en ce moment. Redemandez-la dans une minute.")
        response = HttpResponse(f"{said}\n", status=503, content_type="text/plain; charset=utf-8")
        response.headers["Retry-After"] = AGAIN
        response.headers["Cache-Control"] = "no-store"
        return response


def _status(request: HttpRequest, body: bytes) -> HttpResponse:
    return answer(request, body, content_type=_VC, seconds=STATUS_KEPT)


def _file(request: HttpRequest, path: Path, *, content_type: str = "", seconds: int = KEPT) -> HttpResponse:
    response = _if_written(request, path, content_type=content_type, seconds=seconds)
    if response is None:
        raise Http404
    return response


def _if_written(
    request: HttpRequest, path: Path, *, content_type: str = "", seconds: int = KEPT, vary: str = ""
) -> HttpResponse | None:
    """A file of the published folder; None when it is not there."""
    folder = (Path(settings.HOUSE) / PUBLISHED).resolve()
    file = (folder / path).resolve()
    if not file.is_relative_to(folder) or not file.is_file():
        return None
    kind = content_type or _TYPES[file.suffix]
    response = answer(request, file.read_bytes(), content_type=kind, seconds=seconds, vary=vary)
    return drawing(response) if file.suffix == ".svg" else response
