"""The picture of a credential with the credential inside: whoever has the picture has what can be verified."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from sceau.engine.images import bake
from sceau.issuing.models import Credential
from sceau.web.public import site
from sceau.web.public.catalogue.documents import seal_as_png, seal_as_svg
from sceau.web.public.credentials.addresses import address_of
from sceau.web.public.credentials.doors import Found
from sceau.web.public.credentials.files import named, opened_file


@dataclass(frozen=True, slots=True)
class Offered:
    """A file that a page offers. address: without the opening"""

    name: str
    address: str


def pictures_of(credential: Credential) -> list[Offered]:
    """Those of a credential."""
    return [
        Offered(_("Son sceau en image, qui la contient (PNG)"), address_of("credential_png", credential.code)),
        Offered(_("Le même, pour l’impression (SVG)"), address_of("credential_svg", credential.code)),
    ]


@opened_file
def credential_png(request: HttpRequest, found: Found) -> HttpResponse:
    """For networks and files."""
    return named(_baked(found, seal_as_png, "image/png"), found, ".png")


@opened_file
def credential_svg(request: HttpRequest, found: Found) -> HttpResponse:
    """For paper."""
    return named(site.drawing(_baked(found, seal_as_svg, "image/svg+xml")), found, ".svg")


def _baked(found: Found, draw: Callable[..., bytes], media_type: str) -> HttpResponse:
    seal = draw(found.it.award.version)
    return HttpResponse(bake(seal, bytes(found.it.content.body).decode()), content_type=media_type)
