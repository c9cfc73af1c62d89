"""A key of credentials for an institution of the tests, made by its two heads."""

from __future__ import annotations

import secrets
from datetime import timedelta

from institutions.people import NOW, member, person
from sceau.engine.ports import Signer
from sceau.institutions.models import Institution
from sceau.keyring.documents import ref_of
from sceau.keyring.models import Purpose
from sceau.keyring.services import agree, ask_for_key
from sceau.outside.keystores.sealed import KekRing, SealedStore

MADE = NOW - timedelta(days=2)


def key_of(institution: Institution, head) -> Signer:
    """Its signer; a second head agreed."""
    store = SealedStore(KekRing({1: secrets.token_bytes(32)}))
    second = person(f"second-{institution.slug} Head")
    member(second, institution, "head")
    ceremony = ask_for_key(
        institution=institution, purpose=Purpose.CREDENTIALS, by=head, now=MADE, delay=timedelta(hours=48)
    )
    return store.signer(ref_of(agree(ceremony=ceremony, by=second, store=store, now=MADE)))
