"""Reads of the keys, each with who may see."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from sceau.accounts.models import User
from sceau.institutions.models import Institution
from sceau.institutions.queries import memberships_of, rights_held
from sceau.institutions.roles import Right
from sceau.keyring import reasons
from sceau.keyring.errors import NoActiveKey
from sceau.keyring.models import Ceremony, KeyState, Purpose, SigningKey


def keys_of(institution: Institution) -> QuerySet[SigningKey]:
    """Every key of an institution, the newest first; for whoever may see its keys."""
    return SigningKey.objects.filter(institution=institution).select_related("holder").order_by("-number")


def published_keys(institution: Institution) -> QuerySet[SigningKey]:
    """Every key of an institution, without its private half or whose it is; for everybody."""
    return SigningKey.objects.filter(institution=institution).defer("reference").order_by("number")


def keys_in_care_of(user: User, institution: Institution, *, now: datetime) -> QuerySet[SigningKey]:
    """The keys that somebody may report: all of them for whoever manages keys, otherwise one's own."""
    keys = keys_of(institution)
    return keys if manages_keys(user, institution, now=now) else keys.filter(holder=user)


def open_ceremonies(user: User, institution: Institution, *, now: datetime) -> QuerySet[Ceremony]:
    """The ceremonies on their way that somebody may act on: all for whoever manages keys, otherwise one's own."""
    ceremonies = waiting(institution)
    return ceremonies if manages_keys(user, institution, now=now) else ceremonies.filter(asked_by=user)


def waiting(institution: Institution) -> QuerySet[Ceremony]:
    """The ceremonies on their way, for whoever may see the keys."""
    ceremonies = Ceremony.objects.filter(institution=institution, ended_at__isnull=True)
    return ceremonies.select_related("asked_by", "holder").order_by("asked_at")


def active_key(institution: Institution, purpose: str, *, holder: User | None = None) -> SigningKey:
    """The key in service for a purpose.

    holder:  for the purpose "person"
    raises:  NoActiveKey
    """
    key = active_keys(institution).filter(purpose=purpose, holder=holder).first()
    if key is None:
        raise NoActiveKey(reasons.NO_KEY, name=institution.name)
    return key


def active_keys(institution: Institution) -> QuerySet[SigningKey]:
    """The keys in service."""
    return SigningKey.objects.filter(institution=institution, state=KeyState.ACTIVE)


def manages_keys(user: User, institution: Institution, *, now: datetime) -> bool:
    """Whether somebody manages the keys: a role that counts in one unit only does not bind the institution."""
    return Right.MANAGE_KEYS in _rights(user, institution, now)


def may_hold_key(user: User, institution: Institution, *, now: datetime) -> bool:
    """Whether somebody may have a key of their own."""
    return Right.HOLD_KEY in _rights(user, institution, now)


def is_purpose_of_institution(purpose: str) -> bool:
    """Whether keys of this purpose are the institution's own."""
    return purpose in (Purpose.CREDENTIALS, Purpose.DOCUMENTS)


def _rights(user: User, institution: Institution, now: datetime) -> frozenset[Right]:
    return rights_held(memberships_of(user, now=now).filter(institution=institution))
