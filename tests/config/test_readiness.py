"""While the demonstration is being written: pages say how far it is, and nothing half written is left."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from sceau.accounts.models import User
from sceau.config import demo, waiting
from sceau.config.middleware.readiness import HOW_FAR, wait_until_ready
from sceau.config.waiting import HowFar
from sceau.institutions.models import Institution


@pytest.fixture
def ask(settings, tmp_path):
    settings.HOUSE = tmp_path

    def asked(path: str, language: str = "fr") -> HttpResponse:
        page = wait_until_ready(lambda _request: HttpResponse("the page"))
        return page(RequestFactory().get(path, headers={"accept-language": language}))

    return asked


def test_pages_wait_and_say_how_far_it_is_in_the_language_of_the_reader(ask):
    waiting.tell(HowFar(sessions=12, of=36, percent=40))

    french, english = ask("/desk/"), ask("/desk/", "en")
    assert [french.status_code, english.status_code] == [503, 503]
    assert french.headers["Retry-After"]
    assert french.headers["Cache-Control"] == "no-store"
    assert "La démonstration se prépare…" in french.content.decode()
    assert '<progress id="share" max="100" value="40">' in french.content.decode()
    assert "The demonstration is being prepared…" in english.content.decode()
    assert "the page" not in french.content.decode()
    assert ask(HOW_FAR).content == b'{"sessions": 12, "of": 36, "percent": 40}'


def test_once_it_is_written_nobody_waits(ask):
    assert ask(HOW_FAR).content == b"the page"
    waiting.tell(HowFar())
    assert ask("/").status_code == 503
    waiting.end()
    waiting.end()
    assert ask("/").content == b"the page"


@pytest.mark.django_db
def test_what_is_ended_on_its_way_leaves_nothing():
    def stop(how_far: HowFar) -> None:
        assert Institution.objects.count() > 10
        if how_far.percent:
            raise InterruptedError

    assert demo.is_to_come()
    with pytest.raises(InterruptedError):
        demo.seed(stop)
    assert (User.objects.count(), Institution.objects.count()) == (0, 0)
    assert demo.is_to_come()
