"""The file that needs nobody: a ZIP with the credential, all that it takes to verify it, and a page that does so."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from sceau.engine.model.addresses import annex_one_url
from sceau.engine.model.bundle import Bundle, write_bundle
from sceau.engine.model.code import group_code
from sceau.engine.strict_json import JsonObject
from sceau.engine.vocabularies.contexts import shipped
from sceau.issuing.errors import IssuingError
from sceau.issuing.models import Credential
from sceau.issuing.papers import CERTIFICATE
from sceau.issuing.services.papers import Press, paper_of
from sceau.issuing.states import CredentialState
from sceau.keyring.documents import key_history
from sceau.keyring.queries import published_keys
from sceau.web.ports import ports
from sceau.web.public.catalogue.documents import achievement_of, frozen
from sceau.web.public.credentials.documents import documents_of
from sceau.web.public.credentials.doors import Found
from sceau.web.public.credentials.files import named, opened_file
from sceau.web.public.credentials.papers import papers_of
from sceau.web.public.credentials.read_me import NAME as READ_ME
from sceau.web.public.credentials.read_me import read_me
from sceau.web.verifier_file import page_with

ZIP: Final = "application/zip"
BUNDLE: Final = "bundle.json"
_WITHOUT_PAPERS: Final = (CredentialState.REVOKED, CredentialState.CANCELLED)


def bundle_of(row: Credential, *, now: datetime) -> Bundle:
    """The credential with what the house publishes of it at this moment. What cannot be signed now is not in it."""
    body, institution, version = bytes(row.content.body), row.institution, row.award.version
    base, place = settings.BASE_URL, [version.design.uuid, version.number]
    published = {url: found for url, found in documents_of(row, now=now).items() if found is not None}
    history = orjson.dumps(key_history(institution, published_keys(institution)))
    return Bundle(
        name=f"preuve-{group_code(row.code)}.json",
        credential=body,
        made_at=now.replace(microsecond=0),
        documents={
            **published,
            base + reverse("issuer_keys", args=[institution.slug]): history,
            base + reverse("micro_credential", args=place): achievement_of(version),
            base + reverse("micro_credential_file", args=place): frozen(version),
        },
        resources={annex_one_url(base, row.code): bytes(row.content.record)},
        contexts=_contexts_of(orjson.loads(body)),
    )


@opened_file
def credential_bundle(request: HttpRequest, found: Found) -> HttpResponse:
    """All of it as one file, for whoever may have the credential; the paper only for whoever may have the opening."""
    bundle = bundle_of(found.it, now=found.now)
    stem, data = bundle.name.removesuffix(".json"), write_bundle(bundle)
    members = {
        BUNDLE: data,
        f"{stem}.html": page_with(data).encode(),
        bundle.name: bundle.credential,
        **({f"{stem}.pdf": paper} if (paper := _paper_of(found)) else {}),
        READ_ME: read_me(f"{stem}.html", at=bundle.made_at).encode(),
    }
    return named(HttpResponse(_zipped(members, bundle.made_at), content_type=ZIP), found, ".zip")


def _contexts_of(document: JsonObject) -> dict[str, JsonObject]:
    known, named_there = shipped(), document.get("@context")
    urls = [url for url in named_there if url in known] if isinstance(named_there, list) else []
    return {url: {"sha256": known.hash_of(url), "document": known.get(url)} for url in urls}


def _paper_of(found: Found) -> bytes | None:
    """The certificate, where there is one: it opens the page, so it is not for those whom consent alone lets read."""
    row, house = found.it, ports()
    if not found.may_have_opening or row.state in _WITHOUT_PAPERS or not papers_of(row):
        return None
    press = Press(house.typesetter, house.sealer, house.keys, house.files)
    try:
        return paper_of(row, CERTIFICATE, press=press, now=found.now)
    except IssuingError:
        return None  # the credential stands without it


def _zipped(members: dict[str, bytes], at: datetime) -> bytes:
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name, data in members.items():
            info = ZipInfo(name, at.timetuple()[:6])
            info.compress_type = ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, data)
    return made.getvalue()
