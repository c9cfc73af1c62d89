"""The tables of this room."""

from __future__ import annotations

from sceau.people.models.civil import CivilStatus, TraitOf
from sceau.people.models.joining import Apart, Merge
from sceau.people.models.keeping import Archived, Change, Consent, Keeping, Processing, RetentionRule
from sceau.people.models.persons import Address, Guardian, NameWord, Person

__all__ = [
    "Address",
    "Apart",
    "Archived",
    "Change",
    "CivilStatus",
    "Consent",
    "Guardian",
    "Keeping",
    "Merge",
    "NameWord",
    "Person",
    "Processing",
    "RetentionRule",
    "TraitOf",
]
