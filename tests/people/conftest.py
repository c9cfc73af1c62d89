"""People of these tests: Amina heads the body, Gaelle organises its sessions, Dora looks after personal data."""

from __future__ import annotations

import pytest

from institutions.bodies import alpes, amina, bruno, claire, gap, grenoble, occitanie, paul, terres
from institutions.people import member, person
from people.samples import BOX

__all__ = ["alpes", "amina", "bruno", "claire", "gap", "grenoble", "occitanie", "paul", "terres"]


@pytest.fixture
def box():
    return BOX


@pytest.fixture
def gaelle(alpes):
    user = person("Gaelle Le Goff")
    member(user, alpes, "session_manager")
    return user


@pytest.fixture
def dora(alpes):
    user = person("Dora Petit")
    member(user, alpes, "dpo")
    return user
