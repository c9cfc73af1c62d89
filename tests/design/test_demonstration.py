"""The designs of the demonstration: taken in as files, published by people through the services."""

from __future__ import annotations

import pytest

from sceau.config.demo.designs import SECOND, STARTED, WAITING
from sceau.config.demo.seeding import seed
from sceau.design.difference import difference
from sceau.design.models import CatalogueEntry, Design, DesignVersion, Review
from sceau.engine.model.designs import read_design
from sceau.journal.verification import recheck

pytestmark = pytest.mark.django_db

REFUSED = {"mc-boreal-accueil-equipier", "mc-frigea-commande-multitemp", STARTED}  # by the gate, which says why


def test_ten_of_twelve_are_published_and_what_is_on_its_way_is_there_to_be_seen():
    assert seed()

    states = dict(Design.objects.values_list("name", "state"))
    assert len(states) == 14
    assert {name for name, state in states.items() if state == "draft"} == REFUSED
    assert states[WAITING] == "in_review"
    assert Review.objects.get(decision="waiting").reviewer.email == "helene.garnier@alpes.example"
    assert CatalogueEntry.objects.count() == 10
    assert all(Design.objects.get(name=name).blockers for name in REFUSED)
    for version in DesignVersion.objects.select_related("design__institution"):
        design = read_design(version.document)
        assert design.bodies[0].siren == version.design.institution.siren
        parts = {each["part"]: each["user"] for each in version.signatures}
        if version.design.institution.slug in ("alpes-numerique", "certif-occitanie"):
            assert parts["author"] != parts["reviewer"]
            assert version.proof
    first, second = DesignVersion.objects.filter(design__name=SECOND).order_by("number")
    assert {change.step for change in difference(first.document, second.document)} == {
        "identity",
        "assessment",
        "level",
    }
    registered = CatalogueEntry.objects.exclude(registration="").values_list("registration", flat=True)
    assert set(registered) == {"RS9901", "RNCP99901BC02"}
    excel = DesignVersion.objects.get(design__name="mc-excel-reporting-rh").document
    assert excel["cpf"]["eligible"] is True
    assert excel["registration"]["entitled"][0]["right"] == "certifier"
    shared = DesignVersion.objects.get(design__name="mc-circuits-courts-durables").document
    assert len(shared["annex1"]["mandatory"]["awarding_body"]) == 2
    assert recheck(Design.objects.get(name=SECOND).institution.uuid).is_whole
