"""The wizard in a real browser: what is typed is saved by itself, and nothing that has the focus moves."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils.timezone import now

from institutions.people import member, person
from sceau.accounts.services import create_account
from sceau.design.models import Design
from sceau.design.services import save_step
from sceau.design.steps import STEPS, digest_of, part_of
from web.world import make_world


@pytest.fixture
def design(own_database):
    paul = create_account(email="paul@sceau.example", name="Paul Atrides", language="fr", now=now())
    paul.is_platform_administrator = True
    paul.save()
    return make_world(paul).design


@pytest.fixture
def open_step(design, sign_in):
    def open_step(page, step: str, language: str = "fr") -> None:
        designer = person("Zoe Essai", language=language)
        member(designer, design.institution, "designer")
        sign_in(designer, page)
        page.goto(reverse("desk_design_step", args=[design.institution.slug, design.uuid, step]))

    return open_step


LOOKS = [
    pytest.param(1280, "fr", "light", ["assessment"], id="French, wide, light"),
    pytest.param(320, "en", "dark", STEPS, id="English, 320 px, dark"),
]


@pytest.mark.parametrize(("width", "language", "scheme", "steps"), LOOKS)
def test_a_step_can_be_read_by_everybody_all_unfolded(page_at, axe, design, open_step, width, language, scheme, steps):
    page = page_at(width, language, scheme)
    open_step(page, "identity", language)
    for step in steps:
        page.goto(reverse("desk_design_step", args=[design.institution.slug, design.uuid, step]))
        page.evaluate("document.querySelectorAll('#step details').forEach((each) => { each.open = true; })")
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, step


def test_what_is_typed_is_saved_by_itself_and_the_focus_stays(page, design, open_step):
    open_step(page, "identity")
    title = page.get_by_role("textbox", name="Français").first
    title.fill("Suivre un chantier de rénovation")

    page.get_by_role("heading", level=1, name="Suivre un chantier de rénovation").wait_for()

    assert title.evaluate("each => each === document.activeElement")
    assert "Enregistré à" in page.get_by_role("status").first.inner_text()
    assert Design.objects.get(pk=design.pk).titles["fr"] == "Suivre un chantier de rénovation"
    preview = page.frame_locator("#preview").get_by_role("heading", level=1)
    preview.get_by_text("Suivre un chantier de rénovation").wait_for()
    # Enter saves, and takes no row away
    towns = page.get_by_role("textbox", name="Ville").count()
    page.get_by_role("textbox", name="Adresse électronique").press("Enter")
    page.get_by_text("Enregistré.", exact=True).wait_for()
    assert page.get_by_role("textbox", name="Ville").count() == towns
    # what was saved by itself is no colleague's: the button goes on
    page.get_by_role("button", name="Enregistrer et continuer").click()
    page.wait_for_url("**/step/outcomes/")
    # advice comes while one types, and goes
    statement = page.locator("#id_outcomes-LO1-statement-fr")
    said = page.locator("#id_outcomes-LO1-statement_findings").get_by_text("omprendre").first
    statement.fill("Comprendre les enjeux d’une itération")
    said.wait_for()
    statement.fill("Animer les quatre rituels d’une itération avec une équipe de 4 à 9 personnes")
    said.wait_for(state="detached")
    assert statement.evaluate("each => each === document.activeElement")


def test_without_a_script_the_buttons_do_the_same(page_at, design, open_step):
    page = page_at(1280, java_script_enabled=False)
    open_step(page, "outcomes")
    before = page.get_by_role("group", name="Acquis").count()
    page.locator("#id_outcomes-LO1-statement-fr").fill("Animer une revue devant dix personnes")
    page.get_by_role("button", name="Ajouter un acquis").click()

    assert page.get_by_role("group", name="Acquis").count() == before + 1
    assert page.locator("#id_outcomes-LO1-statement-fr").input_value() == "Animer une revue devant dix personnes"


def test_a_colleague_who_wrote_meanwhile_is_named_and_both_versions_are_shown(page, axe, design, open_step):
    open_step(page, "identity")
    nora = person("Nora Autre")
    member(nora, design.institution, "designer")
    now_there = Design.objects.get(pk=design.pk)
    save_step(
        design=now_there,
        step="identity",
        values={"/title": {"fr": "Titre de Nora"}},
        seen=digest_of(part_of(now_there.draft, "identity")),
        by=nora,
        now=now(),
    )
    page.locator("#id_about-title-fr").fill("Mon titre")
    page.get_by_role("button", name="Voir les deux versions").click()

    page.get_by_role("heading", level=1, name="Nora Autre a modifié cette étape").wait_for()
    axe(page)
    page.get_by_role("group", name="Intitulé").get_by_label("La vôtre").check()
    for group in page.get_by_role("group").all():
        if not group.get_by_role("radio", checked=True).count():
            group.get_by_label("Celle de Nora Autre").check()
    page.get_by_role("button", name="Enregistrer ces choix").click()
    page.get_by_text("Enregistré.", exact=True).wait_for()
    assert Design.objects.get(pk=design.pk).titles["fr"] == "Mon titre"
