"""What everybody finds: one entry a design, with what the filters ask, and words that are searched."""

from __future__ import annotations

from decimal import Decimal

import pytest

from design.samples import changed, released, reviewed, sample
from institutions.people import NOW
from sceau.design.models import CatalogueEntry, Facet
from sceau.design.queries import latest_published, published_latest
from sceau.design.services import new_version, publish, retire_version
from sceau.search.queries import find


@pytest.fixture
def version(alpes, claire, amina):
    document = sample() | {
        "sector": "J",
        "price": {"amount": 450.5, "funders": ["opco", "self"]},
        "delivery": {"modes": ["blended"], "places": [{"city": "Saint-Étienne"}, {"city": "SAINT ETIENNE"}]},
        "look": {"ink": "garance"},
    }
    return released(alpes, claire, amina, document)


def test_an_entry_has_what_lists_and_filters_ask(version, alpes):
    entry = CatalogueEntry.objects.get()

    assert (entry.version, entry.institution, entry.number) == (version, alpes, 1)
    assert (entry.sector, entry.level, entry.hours, entry.price) == ("J", 5, 20, Decimal("450.50"))
    assert (entry.profile, entry.registration, entry.ink, entry.languages) == ("eu", "", "garance", ["fr"])
    assert entry.sort_title == "gestion de projet agile conduire une iteration"
    tags = {facet: set(entry.tags.filter(facet=facet).values_list("value", flat=True)) for facet in Facet}
    assert tags[Facet.LANGUAGE] == {"fr"}
    assert tags[Facet.MODE] == {"blended"}
    assert tags[Facet.CITY] == {"saint etienne"}
    assert tags[Facet.FUNDER] == {"opco", "self"}
    assert {value.partition(":")[0] for value in tags[Facet.SKILL]} == {"http", "LifeComp"}


def test_without_modes_the_form_of_participation_says_one_and_the_old_price_counts(alpes, claire, amina):
    document = sample("mc-pac-thermalis") | {"purpose": "skill"}
    released(alpes, claire, amina, document)
    entry = CatalogueEntry.objects.get()

    assert entry.tags.get(facet=Facet.MODE).value == "online"
    assert entry.price == 0


def test_it_is_found_by_its_words_even_mistyped_and_forgotten_when_retired(version, amina):
    assert [hit.key for hit in find("catalogue", "projet agille")] == [str(version.design.uuid)]
    assert published_latest(version.design.uuid) == version

    retire_version(version=version, why="Remplacée", by=amina, now=NOW)

    assert find("catalogue", "projet agile") == []
    assert published_latest(version.design.uuid) is None


def test_the_next_version_takes_the_place_and_its_retirement_brings_the_former_back_no_more(version, claire, amina):
    design = new_version(design=version.design, by=claire, now=NOW)
    assert latest_published().get() == version  # while it is written, the former is offered
    changed(design, "identity", {"/title/fr": "Conduire un sprint"}, claire)
    second = publish(design=reviewed(design, claire, amina), by=amina, now=NOW)
    assert latest_published().get() == second
    assert [hit.key for hit in find("catalogue", "sprint")] == [str(design.uuid)]

    retire_version(version=second, why="Erreur", by=amina, now=NOW)

    assert not latest_published().exists()
