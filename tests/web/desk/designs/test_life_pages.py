"""Every page of the life of a design opens, for a draft and for what is published."""

import pytest
from django.urls import reverse
from django.utils.timezone import now

from sceau.design.services import create_design
from signing_in import prove_now


@pytest.fixture
def draft(alpes, amina):
    return create_design(institution=alpes, document={"title": {"fr": "Suivre un chantier"}}, by=amina, now=now())


PAGES = """desk_design desk_design_gate desk_design_translations desk_design_preview desk_design_seal desk_design_review
desk_design_withdraw desk_design_publish desk_design_versions desk_design_archive desk_design_delete
desk_design_copy""".split()


@pytest.mark.parametrize("page", PAGES)
def test_each_page_of_a_draft_opens(client, alpes, amina, draft, page):
    prove_now(client, amina)

    assert client.get(reverse(page, args=[alpes.slug, draft.uuid])).status_code == 200


@pytest.mark.parametrize("page", ["desk_designs_deleted", "desk_design_settings", "desk_design_field_add"])
def test_each_page_of_the_institution_opens(client, alpes, amina, page):
    prove_now(client, amina)

    assert client.get(reverse(page, args=[alpes.slug])).status_code == 200
