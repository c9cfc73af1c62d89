"""People and bodies of the tests: Amina heads one institution, Bruno another, Paul looks after the installation."""

from __future__ import annotations

import pytest

from institutions.people import NOW, member, person
from sceau.institutions.models import Unit
from sceau.institutions.services import create_institution


@pytest.fixture
def paul(db):
    return person("Paul Atrides", is_platform_administrator=True)


@pytest.fixture
def alpes(paul):
    return create_institution(
        legal_name="Institut Alpes Numérique",
        name="Alpes Numérique",
        slug="alpes-numerique",
        siren="999900103",
        siret="99990010300014",
        did_host="sceau.example",
        by=paul,
        now=NOW,
    )


@pytest.fixture
def occitanie(paul):
    return create_institution(
        legal_name="Certif’Compétences Occitanie",
        name="Certif’Occitanie",
        slug="certif-occitanie",
        siren="999900111",
        did_host="sceau.example",
        by=paul,
        now=NOW,
    )


@pytest.fixture
def terres(paul):
    return create_institution(
        legal_name="Réseau Terres Vives",
        name="Terres Vives",
        slug="terres-vives",
        kind="partner",
        siren="999900129",
        did_host="sceau.example",
        by=paul,
        now=NOW,
    )


@pytest.fixture
def amina(alpes):
    user = person("Amina Benali")
    member(user, alpes, "head")
    return user


@pytest.fixture
def bruno(occitanie):
    user = person("Bruno Carpentier")
    member(user, occitanie, "head")
    return user


@pytest.fixture
def claire(alpes):
    """A colleague of Amina's who designs."""
    user = person("Claire Dumas")
    member(user, alpes, "designer")
    return user


@pytest.fixture
def grenoble(alpes):
    return Unit.objects.create(institution=alpes, name="Site de Grenoble")


@pytest.fixture
def gap(alpes):
    return Unit.objects.create(institution=alpes, name="Site de Gap")
