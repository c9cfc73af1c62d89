"""The pictures of the guides, made from the pages themselves, always of the same things at the same hour.

`SCEAU_PICTURES=docs ./sceau test tests/browser/test_pictures.py` puts them in docs/pictures; otherwise those that are
there are compared with what the pages show today.
"""

from __future__ import annotations

import json
import os
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from django.utils.timezone import now
from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import Page

from institutions.people import NOW, member, person
from issuing.making import a_batch, a_preparer, awards, body, colleague, head
from sceau.accounts.models import User
from sceau.assessment.models import Candidate, Marking, Seat, Session
from sceau.assessment.services.deliberating import decide_as_proposed
from sceau.assessment.services.minutes import close
from sceau.assessment.services.sittings import note_presence, open_deliberation
from sceau.config.demo.sessions import DESIGN, Month
from sceau.config.wiring import ports
from sceau.design.models import Design
from sceau.design.services import ask_review, create_design, decide_review, publish
from sceau.institutions.models import Unit
from sceau.institutions.services import create_institution
from sceau.issuing.models import Batch, Credential
from sceau.issuing.services.finishing import move_batch_on
from sceau.issuing.services.releasing import ask_release, release_batch
from sceau.issuing.services.signing import issue_next_lines
from sceau.keyring.models import Purpose
from sceau.keyring.services import agree, ask_for_key
from sceau.people.models import Person

ROOT = Path(__file__).parents[2]
WRITES = os.environ.get("SCEAU_PICTURES") == "docs"
FOLDER = ROOT / "docs" / "pictures"
HEIGHT = 900  # px, under a width of 1,280
COLOURS = 96
MOST_BYTES = 150_000
STAFF = (
    ("Hélène Garnier", "head", None),
    ("Jean-Luc Perrin", "jury_president", None),
    ("Paul Marchetti", "assessor", 0),
    ("Sofia Mendes", "session_manager", 1),
    ("Nadège Ouedraogo", "jury_member", None),
    ("Maud Keravec", "visitor", None),
)
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


@pytest.fixture
def month(own_database, drafts) -> Month:
    """The sessions of this month, as the demonstration has them; the jury sits on one of them."""
    alpes = drafts[0].institution
    Design.objects.filter(pk=drafts[0].pk).update(name=DESIGN)
    users = {each.email: each for each in User.objects.all()}
    units = [
        Unit.objects.create(institution=alpes, name=name) for name in ("Faculté des réseaux", "Campus de Chambéry")
    ]
    for name, role, place in STAFF:
        given, family = name.split()
        email = f"{given}.{family}@{'evaluation' if role == 'visitor' else 'alpes'}.example".lower()
        email = email.replace("é", "e").replace("è", "e")
        users[email] = User.objects.create_user(email, name=name)
        member(
            users[email], alpes, "assessor" if role == "visitor" else role, unit=None if place is None else units[place]
        )
    made = Month(alpes, units, users, now())
    made.happens()
    return made


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_guide_of_assessment_shows_the_pages_as_they_are(page_at, sign_in, month, language):
    there = {each.state: each for each in Session.objects.filter(institution=month.institution)}
    page = signed_in(page_at, sign_in, month.manager, language)
    page.goto(reverse("desk_session", args=["alpes-numerique", there["open"].uuid]))
    compare("session-home", language, page)
    candidate = Candidate.objects.filter(session=there["open"]).order_by("number")[0]
    page.goto(reverse("desk_candidate", args=["alpes-numerique", candidate.uuid]))
    compare("candidate", language, page)
    page = signed_in(page_at, sign_in, month.assessor, language)
    marking = Marking.objects.get(assessor=month.assessor, state="open")
    page.goto(reverse("assess_marking", args=[marking.uuid]))
    compare("marking", language, page)
    deliberation = open_deliberation(session=there["marked"], by=month.president, now=now())
    seats = {seat.uuid: ("present", None) for seat in Seat.objects.filter(session=there["marked"])}
    note_presence(deliberation=deliberation, presences=seats, by=month.president, now=now())
    page = signed_in(page_at, sign_in, month.president, language)
    page.goto(reverse("desk_deliberation", args=["alpes-numerique", deliberation.uuid]))
    compare("deliberation", language, page)
    decide_as_proposed(deliberation=deliberation, by=month.president, now=now())
    minutes = close(deliberation=deliberation, by=month.president, now=now())
    page.goto(reverse("desk_minutes", args=["alpes-numerique", minutes.uuid]))
    compare("minutes", language, page)


@pytest.fixture
def two_people(own_database) -> tuple[User, User]:
    """Who prepares batches and who releases them; a key signs."""
    amina, benoit = head(body()), colleague(body(), "Benoît Roux", "head")
    before = now() - timedelta(days=3)
    asked = ask_for_key(
        institution=body(), purpose=Purpose.CREDENTIALS, by=amina, now=before, delay=timedelta(hours=48)
    )
    agree(ceremony=asked, by=benoit, store=ports().keys, now=before)
    preparer = a_preparer()
    preparer.name = "Sofia Mendes"
    preparer.save()
    return preparer, amina


@pytest.mark.parametrize(("language", "name"), [("fr", "Promotion d’automne"), ("en", "Autumn class")])
def test_the_guide_of_batches_shows_the_pages_as_they_are(page_at, sign_in, two_people, language, name):
    preparer, releaser = two_people
    several, (by_paper,) = awards(11), awards(1, email=False)
    Person.objects.filter(pk=by_paper.person_id).update(given_name="Ousmane", family_name="Diop")
    batch = a_batch([*several, by_paper], by=preparer, name=name, now=now())
    ask_release(batch=batch, by=preparer, now=now())
    page = signed_in(page_at, sign_in, releaser, language)
    address = reverse("desk_batch", args=["alpes-numerique", batch.uuid])
    page.goto(address)
    compare("batch-to-release", language, page)
    release_batch(batch=batch, by=releaser, now=now(), keys=ports().keys)
    issue_next_lines(batch.pk, limit=100, keys=ports().keys, now=now())
    move_batch_on(Batch.objects.get(pk=batch.pk), now=now())
    page.goto(address)
    compare("batch-signed", language, page)
    Batch.objects.filter(pk=batch.pk).update(cancel_until=now())
    move_batch_on(Batch.objects.get(pk=batch.pk), now=now())
    some = Credential.objects.filter(line__batch=batch).order_by("pk")[:3]
    asked = urlencode([("scope", "chosen"), *(("chosen", each.uuid) for each in some)])
    page.goto(f"{reverse('desk_credentials_turn', args=['alpes-numerique', 'suspend'])}?{asked}")
    compare("suspend", language, page)


def signed_in(page_at, sign_in, user: User, language: str) -> Page:
    """A page of somebody who reads this language, of the size of the pictures."""
    user.language = language
    user.save()
    page = page_at(1280, language, reduced_motion="reduce")
    page.set_viewport_size({"width": 1280, "height": HEIGHT})
    sign_in(user, page)
    return page


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
