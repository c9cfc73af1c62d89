"""Pages of candidates in a browser: nothing is cut, one thing is asked at a time, and all that is kept comes home."""

from __future__ import annotations

import zipfile

import pytest
from django.urls import reverse
from django.utils.timezone import now

from assessment import making
from sceau.assessment.services import links


@pytest.fixture
def candidate(own_database):
    return making.candidates(making.a_session(now=now()), 2)[0]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_tab_of_a_file_or_of_the_list_is_cut_on_a_laptop(page_at, sign_in, candidate, language):
    session = candidate.session
    page = page_at(1280, language)
    sign_in(making.head(session.institution), page)

    for name, uuid in (("desk_candidate_history", candidate.uuid), ("desk_session_candidates", session.uuid)):
        page.goto(reverse(name, args=[session.institution.slug, uuid]))
        cut = page.eval_on_selector_all(".tabs", "all => all.map(each => each.scrollWidth - each.clientWidth)")
        assert cut, name
        assert max(cut) <= 0, name
        assert page.locator(".desk__rail [aria-current]").count() == 1, name


def test_on_a_telephone_the_form_asks_for_what_was_chosen_only(page_at, candidate, axe):
    page = page_at(320)
    page.goto(reverse("candidate_open", args=[links.make_link(candidate, now())]))
    page.goto(reverse("candidate_evidence", args=[candidate.uuid]))

    assert page.get_by_label("Fichiers").is_visible()
    assert not page.get_by_label("Adresse d’une page").is_visible()
    page.get_by_label("Texte", exact=True).check()
    assert page.locator("textarea[name=text]").is_visible()
    assert not page.get_by_label("Fichiers").is_visible()
    axe(page)


def test_all_that_is_kept_is_taken_away_on_a_telephone(page_at, candidate, axe, tmp_path):
    page = page_at(320)
    page.goto(reverse("candidate_open", args=[links.make_link(candidate, now())]))
    page.get_by_role("link", name="Tout voir").click()
    page.get_by_role("link", name="Tout ce qui est gardé sur moi").click()
    axe(page)
    page.get_by_role("button", name="Recevoir le lien du fichier").click()
    assert page.get_by_text("Un message part à votre adresse").is_visible()

    page.goto(reverse("candidate_copy_open", args=[links.copy_token(candidate, now())]))
    with page.expect_download() as download:
        page.get_by_role("button", name="Télécharger le fichier").click()
    download.value.save_as(tmp_path / "donnees.zip")
    with zipfile.ZipFile(tmp_path / "donnees.zip") as archive:
        assert {"donnees.json", "lisez-moi.html"} <= set(archive.namelist())
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
