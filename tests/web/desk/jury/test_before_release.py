"""What a jury makes of marks is met by no partner, no assessor and no candidate before the release.

Each page is asked twice, the jury having changed its mind in between: it is the same page.
"""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from django.utils.timezone import now

from assessment import making
from assessment.deciders import BEST, WORST, jury_session
from sceau.assessment.models import Attempt, Decision, MarkChange, RetainedMark, Session
from sceau.assessment.services import links
from sceau.institutions.models import Habilitation
from signing_in import prove_now

pytestmark = pytest.mark.django_db
OF_THE_SESSION = (
    "desk_session",
    "desk_session_candidates",
    "desk_session_planning",
    "desk_session_assessors",
    "desk_session_day",
    "desk_session_incidents",
)
OF_THE_CANDIDATE = ("desk_candidate", "desk_candidate_results", "desk_candidate_history")
OF_THE_BODY = ("desk_session_jury", "desk_session_results")
OWN = ("candidate", "candidate_results", "candidate_kept")


@pytest.fixture(params=["deliberation", "decided"])
def deliberation(request):
    """A jury of Alpes Numérique on a session that Terres Vives holds, at both stages before the release."""
    terres = making.body("terres-vives")
    given = Habilitation.objects.create(
        certifier=making.body(),
        partner=terres,
        scope="train_and_assess",
        starts_on=now().date(),
        ends_on=now().date(),
        state="active",
        created_at=now(),
    )
    found = jury_session([BEST, WORST], seal=False, organiser=terres, habilitation=given)
    Session.objects.filter(pk=found.session.pk).update(state=request.param)
    return found


def decides_otherwise(deliberation):
    """The jury changes every mark and every decision."""
    for decision in deliberation.decisions.select_related("attempt"):
        other, level = ("not_acquired", WORST) if decision.outcome == "acquired" else ("acquired", BEST)
        RetainedMark.objects.filter(attempt=decision.attempt).update(level=level, how="jury")
        Attempt.objects.filter(pk=decision.attempt.pk).update(state=other, score=37)
        Decision.objects.filter(pk=decision.pk).update(outcome=other, proposed=other, score=37, reason="Motif du jury")
        MarkChange.objects.create(
            decision=decision,
            criterion="C1",
            before=BEST,
            after=level,
            reason="Motif du jury",
            by=deliberation.opened_by,
            at=now(),
        )


def page(client, url):
    """What is sent, without what is new each time, the minute that an empty form proposes among it."""
    answer = client.get(url)
    if answer.status_code != 200:
        return answer.status_code
    text = re.sub(r'(csrfmiddlewaretoken" value|nonce|data-token|content)="[^"]*"', "", answer.content.decode())
    return re.sub(r'value="\d\d:\d\d"', "", text)


def twice(client, urls, deliberation):
    before = {url: page(client, url) for url in urls}
    decides_otherwise(deliberation)
    return before, {url: page(client, url) for url in urls}


def test_a_partner_that_organises_meets_the_same_pages_whatever_the_jury_decides(client, deliberation):
    session, slug = deliberation.session, "terres-vives"
    prove_now(client, making.head(session.organiser))
    first = session.candidates.order_by("number").first()
    urls = [reverse(name, args=[slug, session.uuid]) for name in OF_THE_SESSION]
    urls += [reverse(name, args=[slug, first.uuid]) for name in OF_THE_CANDIDATE]
    urls += [reverse("desk_sessions", args=[slug]), reverse("desk_home", args=[slug])]

    before, after = twice(client, urls, deliberation)
    assert {url: found for url, found in before.items() if isinstance(found, int)} == {}
    assert [url for url in urls if before[url] != after[url]] == []
    for name in OF_THE_BODY:
        assert client.get(reverse(name, args=[slug, session.uuid])).status_code == 404, name
    for name in ("desk_deliberation", "desk_results", "desk_results_release"):
        assert client.get(reverse(name, args=[slug, deliberation.uuid])).status_code == 404, name


def test_an_assessor_meets_the_same_pages_whatever_the_jury_decides(client, deliberation):
    attempt = deliberation.decisions.order_by("pk").first().attempt
    marking = attempt.markings.filter(assessor__isnull=False).order_by("pk").first()
    prove_now(client, marking.assessor)
    urls = [
        reverse("assess"),
        reverse("assess_marking", args=[marking.uuid]),
        reverse("assess_comparison", args=[attempt.uuid, marking.event]),
        reverse("assess_juries"),
    ]

    before, after = twice(client, urls, deliberation)
    assert [url for url in urls if before[url] != after[url]] == []
    assert before[reverse("assess")] != 404


def test_a_candidate_meets_the_same_pages_whatever_the_jury_decides(client, deliberation):
    first = deliberation.session.candidates.order_by("number").first()
    client.get(reverse("candidate_open", args=[links.make_link(first, now())]), follow=True)
    urls = [reverse(name, args=[first.uuid]) for name in OWN]

    before, after = twice(client, urls, deliberation)
    assert {url: found for url, found in before.items() if isinstance(found, int)} == {}
    assert [url for url in urls if before[url] != after[url]] == []


def test_the_body_itself_meets_what_changed(client, deliberation):
    """Lest the tests above compare pages that say nothing."""
    first = deliberation.session.candidates.order_by("number").first()
    prove_now(client, making.head(deliberation.session.institution))
    url = reverse("desk_candidate_results", args=["alpes-numerique", first.uuid])

    before, after = twice(client, [url], deliberation)
    assert before[url] != after[url]
