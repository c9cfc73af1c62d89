"""The pictures of the guide for designers, made from the pages themselves, always of the same design at the same hour.

`SCEAU_PICTURES=docs ./sceau test tests/browser/test_pictures.py` puts them in docs/pictures; otherwise those that are
there are compared with what the pages show today.
"""

from __future__ import annotations

import json
import os
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import Page

from institutions.people import NOW, member, person
from sceau.design.models import Design
from sceau.design.services import ask_review, create_design, decide_review, publish
from sceau.institutions.services import create_institution

ROOT = Path(__file__).parents[2]
WRITES = os.environ.get("SCEAU_PICTURES") == "docs"
FOLDER = ROOT / "docs" / "pictures"
HEIGHT = 900  # px, under a width of 1,280
COLOURS = 96
MOST_BYTES = 150_000
LIKE = 12  # mean difference of small grey copies, of 255: letters may be drawn otherwise, a page that moved is seen


@pytest.fixture
def drafts(own_database) -> tuple[Design, Design]:
    """One that is published, and one like it with an outcome that nobody can see and weights that make 90."""
    paul = person("Paul Atrides", is_platform_administrator=True)
    alpes = create_institution(
        legal_name="Institut Alpes Numérique",
        name="Alpes Numérique",
        slug="alpes-numerique",
        siren="999900103",
        did_host="sceau.example",
        by=paul,
        now=NOW,
    )
    lucie, helene = person("Lucie Fontaine"), person("Hélène Garnier")
    member(lucie, alpes, "designer")
    member(helene, alpes, "head")
    document = json.loads((ROOT / "demo/designs/mc-gestion-projet-agile.json").read_text(encoding="utf-8"))
    document["annex1"]["mandatory"].pop("awarding_body")
    good = create_design(institution=alpes, document=document, by=lucie, now=NOW)
    decide_review(review=ask_review(design=good, by=lucie, now=NOW), approved=True, by=helene, now=NOW)
    publish(design=good, by=helene, now=NOW)
    outcome = document["annex1"]["mandatory"]["learning_outcomes"][0]
    outcome["statement"] = {"fr": "Comprendre les principes agiles", "en": "Understand agile principles"}
    document["assessment"]["grid"]["criteria"][0]["weight"] -= 10
    wrong = create_design(institution=alpes, document=document, by=lucie, now=NOW)
    return good, wrong


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_guide_shows_the_pages_as_they_are(page_at, sign_in, drafts, tmp_path, language):
    good, wrong = drafts
    page = page_at(1280, language, reduced_motion="reduce")
    page.set_viewport_size({"width": 1280, "height": HEIGHT})
    page.goto(f"/m/{good.uuid}/1")
    compare("design-page", language, page)
    author = wrong.created_by
    author.language = language
    author.save()
    sign_in(author, page)
    page.goto(f"/desk/alpes-numerique/designs/{wrong.uuid}/gate/")
    page.locator(".remark details > summary").first.click()
    compare("design-gate", language, page)
    page.goto(f"/desk/alpes-numerique/designs/{wrong.uuid}/step/outcomes/")
    page.frame_locator("#preview").locator("h1").wait_for()
    compare("design-wizard", language, page)


def compare(name: str, language: str, page: Page) -> None:
    """What the page shows below its first line, and the picture that the guide has of it."""
    page.evaluate("document.fonts.ready")
    page.wait_for_load_state("networkidle")
    page.locator("main").evaluate("main => window.scrollTo(0, main.getBoundingClientRect().top)")
    taken = Image.open(BytesIO(page.screenshot())).convert("RGB")
    file = FOLDER / f"{name}.{language}.png"
    if WRITES:
        taken.quantize(COLOURS).save(file, optimize=True)
    with Image.open(file) as kept:
        assert kept.size == taken.size
        difference = ImageChops.difference(small(kept), small(taken))
    mean = ImageStat.Stat(difference).mean[0]
    assert mean < LIKE, f"{file.name} is of another day: SCEAU_PICTURES=docs makes it anew"
    assert file.stat().st_size < MOST_BYTES


def small(picture: Image.Image) -> Image.Image:
    """A grey copy in which letters are no longer told apart."""
    return picture.convert("L").resize((80, 56))
