"""An hour without network during which the session ends too: the marks wait, and leave once their author is back."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session as SignedIn
from django.urls import reverse

from assessment.grids import attempts, given, marking_session
from assessment.making import assessor
from sceau.assessment.models import MarkWrite

SAVED = "#saved[data-state=saved]"


@pytest.fixture
def marking(own_database):
    (attempt,) = attempts(marking_session())
    return given(attempt)


@pytest.fixture
def expected(page_at, faults):
    """What a browser complains of while it has no network, or nobody is signed in, is no fault."""
    yield
    faults[:] = [each for each in faults if "net::ERR_INTERNET_DISCONNECTED" not in each and "403" not in each]


def at_the_grid(page, marking):
    page.goto(reverse("assess_marking", args=[marking.uuid]))
    page.locator("#grid[data-ready=yes]").wait_for()


@pytest.mark.parametrize("ended", ["by the house", "in the browser"])
def test_marks_outlive_the_network_and_the_session(ended, marking, sign_in, page, expected):
    sign_in(marking.assessor)
    at_the_grid(page, marking)
    page.context.set_offline(True)
    for criterion, level in {"C1": "N1", "C2": "N2", "C3": "N3"}.items():
        page.locator(f"input[name=level-{criterion}][value={level}]").check()
    page.get_by_label("Ce que vous avez vu").first.fill("Sans réseau")
    page.get_by_text("En attente de connexion : 4 notes").wait_for()  # three levels and what was seen
    SignedIn.objects.all().delete()
    if ended == "in the browser":  # no cookie is left, that of forms neither: the answer is another one
        page.context.clear_cookies()

    page.context.set_offline(False)
    page.get_by_text("Vous n’êtes plus connecté").wait_for()
    link = page.get_by_role("link", name="Se connecter pour les envoyer").element_handle()
    for _ in range(3):  # the queue tries again
        with page.expect_response("**/writes"):
            page.evaluate("dispatchEvent(new Event('online'))")
        page.wait_for_timeout(300)
        page.get_by_text("Vous n’êtes plus connecté").wait_for()
    assert link.evaluate("each => each.isConnected")  # it stays under the finger
    assert not MarkWrite.objects.exists()
    page.get_by_role("link", name="Se connecter pour les envoyer").click()
    page.wait_for_url("**/account/**")
    colleague = assessor(marking.attempt.candidate.session, "Nadia Roux").user
    sign_in(colleague)  # somebody else first, on the same device
    page.goto(reverse("assess"))
    page.wait_for_load_state("networkidle")
    assert not MarkWrite.objects.exists()

    sign_in(marking.assessor)
    at_the_grid(page, marking)
    page.locator(SAVED).wait_for()

    assert dict(marking.marks.values_list("criterion", "level")) == {"C1": "N1", "C2": "N2", "C3": "N3"}
    assert marking.marks.get(criterion="C1").comment == "Sans réseau"
    assert set(MarkWrite.objects.values_list("outcome", flat=True)) == {"applied"}
