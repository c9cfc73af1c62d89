"""The papers of a credential. Each carries the holder's opening in its square, so it is for whoever may have that.

A page that its holder made public is read by anybody; its papers are not, for whoever saved one could open the page
after the holder had taken that back.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from sceau.engine.strict_json import JsonObject
from sceau.issuing.errors import IssuingError
from sceau.issuing.models import Credential
from sceau.issuing.papers import CERTIFICATE, PARCHMENT, kinds_of
from sceau.issuing.reasons.papers import NO_PARCHMENT
from sceau.issuing.services.papers import Press, paper_of
from sceau.keyring.models import KeyState, Purpose, SigningKey
from sceau.web.ports import ports
from sceau.web.public.credentials.addresses import address_of
from sceau.web.public.credentials.doors import Found, problem
from sceau.web.public.credentials.files import named, opened_file
from sceau.web.public.credentials.pictures import Offered
from sceau.web.templatetags.words import spoken

PDF: Final = "application/pdf"


def papers_of(
    credential: Credential, keys: Iterable[SigningKey] | None = None, *, record: JsonObject | None = None
) -> list[Offered]:
    """Those that can be given: none while the institution has no key that seals papers.

    keys:    those of the institution; record: that of the credential, where they are at hand
    """
    if not (_has_sealing_key(credential) if keys is None else any(_seals(each) for each in keys)):
        return []
    names = {
        CERTIFICATE: (_("Certificat (PDF)"), "credential_pdf"),
        PARCHMENT: (_("Parchemin (PDF)"), "credential_parchment"),
    }
    kinds = kinds_of(orjson.loads(bytes(credential.content.record)) if record is None else record)
    return [Offered(names[kind][0], address_of(names[kind][1], credential.code)) for kind in kinds]


@opened_file
def credential_pdf(request: HttpRequest, found: Found) -> HttpResponse:
    """The certificate, with the credential inside."""
    return _paper(found, CERTIFICATE, ".pdf")


@opened_file
def credential_parchment(request: HttpRequest, found: Found) -> HttpResponse:
    """The parchment of a registered certification."""
    return _paper(found, PARCHMENT, "-parchemin.pdf")


def _has_sealing_key(credential: Credential) -> bool:
    keys = SigningKey.objects.filter(institution=credential.institution_id)
    return keys.filter(purpose=Purpose.DOCUMENTS, state=KeyState.ACTIVE).exists()


def _seals(key: SigningKey) -> bool:
    return key.purpose == Purpose.DOCUMENTS and key.state == KeyState.ACTIVE


def _paper(found: Found, kind: str, ending: str) -> HttpResponse:
    if not found.may_have_opening:
        title = _("Ce papier porte le lien de la personne\u00a0: demandez-le-lui.")
        return problem(403, code="holders_own", title=title)
    house = ports()
    press = Press(house.typesetter, house.sealer, house.keys, house.files)
    try:
        made = paper_of(found.it, kind, press=press, now=found.now)
    except IssuingError as refusal:
        status = 404 if refusal.reason is NO_PARCHMENT else 503
        return problem(status, code=refusal.reason.code, title=refusal.sentence(spoken()))
    return named(HttpResponse(made, content_type=PDF), found, ending)
