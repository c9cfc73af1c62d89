"""What the registers and the frameworks bring to a design, with the small set that ships with Sceau."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.urls import reverse

from frameworks.loaded import loaded
from sceau.design import pointers
from sceau.design.models import Design
from sceau.web.desk.designs.forms.outcomes import AT
from signing_in import prove_now

__all__ = ["loaded"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]


def draft(at) -> dict:
    return Design.objects.get(pk=at.design.pk).draft


def offered(page: str, name: str) -> list[str]:
    return [unescape(each) for each in re.findall(rf'name="{name}" value="([^"]+)"', page)]


def test_an_outcome_is_aligned_without_a_script_and_what_was_typed_is_kept(client, at):
    typed = at.sent("outcomes", outcomes__LO1__statement__fr="Animer une revue devant dix personnes")
    asked = client.post(at("outcomes"), typed | {"look_up": "outcomes-LO1", "q:outcomes-LO1": "gestion de projt"})
    value = offered(client.get(asked.url).content.decode(), "add_alignment")[0]
    before = pointers.read(draft(at), f"{AT}/0/alignments")

    done = client.post(at("outcomes"), at.sent("outcomes") | {"add_alignment": value})

    outcome = pointers.read(draft(at), f"{AT}/0")
    assert done.url.endswith("#outcomes-LO1")
    assert outcome["statement"]["fr"] == "Animer une revue devant dix personnes"
    assert outcome["alignments"][:-1] == before
    assert outcome["alignments"][-1]["relation"] == "closeMatch"

    # once is enough, and it can be taken away
    client.post(at("outcomes"), at.sent("outcomes") | {"add_alignment": value})
    client.post(at("outcomes"), at.sent("outcomes", act=f"unalign:LO1:{len(before)}"))
    assert pointers.read(draft(at), f"{AT}/0/alignments") == before


def test_a_design_is_classified_and_no_more(client, at):
    asked = client.post(
        at("outcomes"), at.sent("outcomes") | {"look_up": "class-isced_f", "q:class-isced_f": "agricol"}
    )
    value = offered(client.get(asked.url).content.decode(), "add_alignment")[0]
    before = pointers.read(draft(at), "/classification/isced_f")

    client.post(at("outcomes"), at.sent("outcomes") | {"add_alignment": value})
    assert len(pointers.read(draft(at), "/classification/isced_f")) == len(before) + 1

    client.post(at("outcomes"), at.sent("outcomes", act=f"unclass:isced_f:{len(before)}"))
    assert pointers.read(draft(at), "/classification/isced_f") == before


@pytest.mark.parametrize(
    "value", ["outcomes-LO1|esco|http://nothing", "|||", "class-nothing|esco|x", "outcomes-LO99|x|y"]
)
def test_what_no_framework_has_is_not_written(client, at, value):
    before = draft(at)

    assert client.post(at("outcomes"), at.sent("outcomes") | {"add_alignment": value}).status_code == 302
    assert draft(at) == before


def test_a_design_begins_from_a_fiche_and_says_so(client, alpes, amina):
    prove_now(client, amina)
    address = reverse("desk_design_new_from", args=[alpes.slug, "fiche"])
    page = client.get(address, {"q": "excel"}).content.decode()
    value = offered(page, "from")[0]

    begun = client.post(address, {"from": value})

    design = Design.objects.get()
    assert begun.url == reverse("desk_design_step", args=[alpes.slug, design.uuid, "identity"])
    assert design.origin["kind"] == "fiche"
    assert pointers.read(design.draft, "/registration/code") == design.origin["code"]
    assert design.origin["code"] in client.get(begun.url).content.decode()


def test_words_that_lead_nowhere_are_answered_with_what_was_probably_meant(client, alpes, amina):
    prove_now(client, amina)
    address = reverse("desk_design_new_from", args=[alpes.slug, "fiche"])

    assert "Aucune fiche" in client.get(address, {"q": "zzzzzz"}).content.decode()
    gone = client.post(address, {"from": "rncp|RNCP1", "q": "x"})
    assert "plus dans les registres" in gone.content.decode()
    assert not Design.objects.exists()


def test_a_design_begins_from_another_one(client, at):
    address = reverse("desk_design_new_from", args=[at.design.institution.slug, "design"])
    page = client.get(address).content.decode()
    assert offered(page, "from") == [str(at.design.uuid)]

    client.post(address, {"from": str(at.design.uuid)})

    copy = Design.objects.exclude(pk=at.design.pk).get()
    assert copy.origin["kind"] == "design"
    assert pointers.read(copy.draft, AT) == pointers.read(at.design.draft, AT)
    assert client.post(address, {"from": "not-a-uuid"}).status_code == 200
