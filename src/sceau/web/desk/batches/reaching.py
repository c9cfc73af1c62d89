"""Whom nobody can write to: their credential is printed and handed over."""

from __future__ import annotations

from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.functions import Coalesce

from sceau.assessment.models import Award
from sceau.people.models import Address
from sceau.people.states import AddressKind


def without_mail(awards: QuerySet[Award]) -> int:
    """How many of these awards are of people without an e-mail address, under whatever record of theirs it stands."""
    written = Address.objects.filter(kind=AddressKind.EMAIL, removed_at__isnull=True)
    standing = OuterRef("standing")
    told = awards.order_by().annotate(standing=Coalesce(F("person__root"), F("person")))
    # two looks into two indexes: one with « or » would read every address for every award
    directly, merged = Exists(written.filter(person=standing)), Exists(written.filter(person__root=standing))
    return told.filter(~directly, ~merged).count()
