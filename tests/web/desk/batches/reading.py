"""How the pages of these tests are asked for and read."""

from __future__ import annotations

import html
import re

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from issuing.making import the_store
from sceau.issuing.models import Batch
from sceau.issuing.services.finishing import move_batch_on
from sceau.issuing.services.signing import issue_next_lines

SLUG = "alpes-numerique"


def at(name, *args):
    return reverse(name, args=[SLUG, *args])


def said(answer):
    """The words of a page, its spaces as they are read."""
    page = answer.content.decode()
    text = html.unescape(re.sub(r"<[^>]+>", " ", page[page.index("<main") :] if "<main" in page else page))
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())


def statements(client, address):
    """How many statements a page takes, asked for the second time."""
    client.get(address)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


def signed(batch: Batch, *, moment=None) -> Batch:
    """All its lines signed by the worker, and the batch moved on."""
    clock = moment or now()
    while issue_next_lines(batch.pk, limit=100, keys=the_store(), now=clock):
        pass
    batch.refresh_from_db()
    move_batch_on(batch, now=clock)
    batch.refresh_from_db()
    return batch
