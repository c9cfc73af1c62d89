"""A grid filled in while the network is cut: nothing is lost, nothing arrives twice, and the page says how it stands."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils.timezone import now

from assessment.grids import attempts, given, marking_session
from browser.conftest import PATIENCE
from sceau.assessment.models import Marking, MarkWrite
from sceau.assessment.services.marking import Write, receive

SAVED = "#saved[data-state=saved]"
# the neighbours are kept for an hour without network, and the worker rules the page
KEPT = """async () => {
    const kept = await (await caches.open("sceau-assess")).keys();
    return navigator.serviceWorker.controller && kept.filter((each) => each.url.includes("/markings/")).length === 3;
}"""


@pytest.fixture
def marking(own_database):
    """Mona's grid of the first of three candidates."""
    session = marking_session()
    first, *others = attempts(session, 3)
    made = given(first)
    for each in others:
        given(each)
    return made


@pytest.fixture
def grid(marking, sign_in, page):
    sign_in(marking.assessor)
    page.goto(reverse("assess_marking", args=[marking.uuid]))
    page.locator("#grid[data-ready=yes]").wait_for()
    return page


@pytest.fixture
def interrupted(page_at, faults):
    """What a browser complains of while it has no network, or nobody is signed in, is no fault."""
    yield
    faults[:] = [each for each in faults if "net::ERR_INTERNET_DISCONNECTED" not in each and "403" not in each]


def until(page, question):
    """Ask the page until it says yes; at most half a minute."""
    for _ in range(PATIENCE // 100):
        if page.evaluate(question):
            return
        page.wait_for_timeout(100)
    raise AssertionError(question)


def choose(page, criterion, level):
    page.locator(f"input[name=level-{criterion}][value={level}]").check()


def levels():
    return dict(Marking.objects.get(attempt__candidate__number=1).marks.values_list("criterion", "level"))


def test_marks_wait_for_the_network_through_a_reload_and_arrive_once(grid, interrupted):
    choose(grid, "C1", "N3")
    grid.locator(SAVED).wait_for()
    until(grid, KEPT)

    grid.context.set_offline(True)
    choose(grid, "C1", "N1")
    grid.get_by_label("Ce que vous avez vu").first.fill("Oublie les menuiseries")
    choose(grid, "C2", "N2")
    until(grid, "document.getElementById('saved').textContent.includes('En attente de connexion')")
    grid.reload()
    grid.locator("#grid[data-ready=yes]").wait_for()
    assert grid.locator("input[name=level-C1][value=N1]").is_checked()
    assert grid.get_by_label("Ce que vous avez vu").first.input_value() == "Oublie les menuiseries"
    choose(grid, "C3", "N2")
    grid.get_by_role("link", name="Candidat suivant").click()
    grid.get_by_text("2 sur 3", exact=True).wait_for()
    assert levels() == {"C1": "N3"}

    grid.context.set_offline(False)
    grid.locator(SAVED).wait_for()

    assert levels() == {"C1": "N1", "C2": "N2", "C3": "N2"}
    assert set(MarkWrite.objects.values_list("outcome", flat=True)) == {"applied"}
    grid.get_by_role("link", name="Candidat précédent").click()
    grid.get_by_role("button", name="Remettre ma grille").click()
    grid.get_by_text("est remise").wait_for()
    assert Marking.objects.get(attempt__candidate__number=1).state == "submitted"


def test_a_change_that_never_reached_the_queue_is_sent_when_the_grid_is_opened_again(grid, interrupted):
    choose(grid, "C1", "N3")
    grid.locator(SAVED).wait_for()
    until(grid, KEPT)
    grid.context.set_offline(True)
    grid.evaluate(
        "() => { sceauMarks.add = () => new Promise(() => {}); }"
    )  # the page ends while the device is writing
    choose(grid, "C2", "N2")
    grid.reload()  # the page that was kept, older than what is known of the grid
    grid.locator("#grid[data-ready=yes]").wait_for()
    assert grid.locator("input[name=level-C2][value=N2]").is_checked()

    grid.context.set_offline(False)
    grid.locator(SAVED).wait_for()

    assert levels() == {"C1": "N3", "C2": "N2"}


def test_words_typed_while_a_level_is_on_its_way_outlive_the_page(grid, interrupted):
    grid.evaluate(
        """() => {
            const { add } = sceauMarks;
            window.held = [];
            sceauMarks.add = async (write) => { await new Promise((go) => held.push(go)); await add(write); };
        }"""
    )
    choose(grid, "C1", "N3")
    grid.get_by_label("Ce que vous avez vu").first.fill("Tient son échelle")
    grid.evaluate("() => held.shift()()")  # of the level alone; the words wait
    grid.locator(SAVED).wait_for()
    drafts = grid.evaluate("Object.entries(localStorage).filter(([name]) => name.startsWith('sceau-draft-'))")

    assert any("Tient son échelle" in text for _, text in drafts)


def test_a_change_from_elsewhere_is_shown_and_one_chooses(grid, marking):
    write = Write(uuid=uuid4(), criterion="C1", level="N0", comment="Vu ailleurs", device=uuid4(), sequence=1)
    receive(marking=marking, writes=[write], by=marking.assessor, now=now())

    choose(grid, "C1", "N3")
    grid.get_by_role("button", name="Garder celle d’ici").wait_for()
    assert "Vu ailleurs" in grid.locator("[data-theirs]").inner_text()
    assert levels() == {"C1": "N0"}
    grid.get_by_role("button", name="Garder celle d’ici").click()
    grid.locator(SAVED).wait_for()

    assert levels() == {"C1": "N3"}


def test_with_the_keys_alone_and_after_the_session_has_ended(grid, marking, interrupted):
    grid.keyboard.press("4")
    grid.keyboard.press("c")
    grid.keyboard.type("Très clair n 2")
    grid.keyboard.press("Escape")
    grid.locator(SAVED).wait_for()
    cookies = grid.context.cookies()
    grid.context.clear_cookies()
    grid.keyboard.press("2")
    grid.get_by_text("Vous n’êtes plus connecté").wait_for()
    assert grid.get_by_role("link", name="Se connecter pour les envoyer").is_visible()

    grid.context.add_cookies(cookies)
    grid.reload()
    grid.locator(SAVED).wait_for()

    assert levels() == {"C1": "N1"}
    assert marking.marks.get().comment == "Très clair n 2"
