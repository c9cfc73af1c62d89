"""Credentials that were issued, and what a verifier finds of them with what the house publishes.

first, second = issued(2)                     # signed, of Alpes Numérique
verdict_of(first, now=LATER)                  # "valid"
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from issuing.making import NOW, a_released_batch, awards, the_store
from sceau.engine.checks.policy import Policy
from sceau.engine.checks.report import Report
from sceau.engine.checks.verify import verify
from sceau.engine.keys.did_web import url_of
from sceau.engine.vocabularies.contexts import shipped
from sceau.institutions.models import Institution
from sceau.issuing.models import Batch, Credential
from sceau.issuing.queries.lists import list_at
from sceau.issuing.services.publishing import list_url, published
from sceau.issuing.services.signing import issue_next_lines
from sceau.keyring.documents import did_document
from sceau.keyring.queries import published_keys
from sceau.outside.fetchers import MemoryFetcher

BASE = "https://sceau.example"
SIGNED = NOW + timedelta(minutes=1)
LATER = NOW + timedelta(hours=1)


def signed(batch: Batch, now: datetime = SIGNED) -> list[Credential]:
    """What a released batch gives, in the order of its lines."""
    while issue_next_lines(batch.pk, limit=500, keys=the_store(), now=now):
        pass
    there = Credential.objects.filter(line__batch=batch).order_by("line__number")
    return list(there.select_related("institution", "award__person__root", "list", "content"))


def issued(n: int = 1, institution: Institution | None = None, now: datetime = NOW, **values) -> list[Credential]:
    """So many credentials, each of another person. values: of `awards`"""
    return signed(a_released_batch(awards(n, institution, **values), now=now), now + timedelta(minutes=1))


def site_of(institution: Institution, *lists: UUID, now: datetime) -> MemoryFetcher:
    """What the house publishes of an institution at a moment: its keys, and these lists."""
    did = institution.did
    site = {url_of(did): did_document(did, published_keys(institution))}
    for uuid in lists:
        listed = list_at(uuid)
        assert listed is not None
        pair = published(listed, base=BASE, keys=the_store(), now=now)
        url = list_url(BASE, uuid)
        site |= {url: pair.revocations, f"{url}/notices": pair.notices}
    return MemoryFetcher(site)


def report_of(credential: Credential, *, now: datetime = LATER) -> Report:
    """What a verifier says of the exact bytes at a moment."""
    there = Credential.objects.select_related("content", "list", "institution").get(pk=credential.pk)
    fetcher = site_of(there.institution, there.list.uuid, now=now)
    return verify(bytes(there.content.body), policy=Policy(shipped()), fetcher=fetcher, now=now)


def verdict_of(credential: Credential, *, now: datetime = LATER) -> str:
    """ "valid", "check" or "invalid" """
    return str(report_of(credential, now=now).verdict)
