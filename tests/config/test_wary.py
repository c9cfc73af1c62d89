"""A directory that answers late is asked one thing at a time: the house stays open to everybody else."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from django.core.cache import cache

from sceau.config.wary import BUSY, LATE, WaryWeb
from sceau.config.wiring import World
from sceau.engine.errors import OutOfReach
from sceau.outside.exchange import NO_ANSWER, Answer

pytestmark = pytest.mark.django_db
URL = "https://annuaire.example/token"


@dataclass
class Directory:
    """Takes its time; meanwhile somebody else may ask."""

    seconds: float = 0.0
    meanwhile: object = None
    fails: bool = False
    asked: list[str] = field(default_factory=list)
    time: float = 0.0

    def ask(self, url, *, form=None, authorization=""):
        self.asked.append(url)
        self.time += self.seconds
        then, self.meanwhile = self.meanwhile, None
        if then:
            then()
        if self.fails:
            raise OutOfReach(NO_ANSWER, host="annuaire.example")
        return Answer(200, "application/json", "", b"{}")

    def wary(self):
        return WaryWeb(self, clock=lambda: self.time)


def test_a_quick_directory_is_asked_by_many_at_once():
    directory = Directory()
    web = directory.wary()
    directory.meanwhile = lambda: web.ask(URL)

    assert web.ask(URL).status == 200
    assert len(directory.asked) == 2


@pytest.mark.parametrize("fails", [False, True])
def test_one_that_was_late_is_asked_one_thing_at_a_time(fails):
    directory = Directory(seconds=LATE, fails=fails)
    web, told = directory.wary(), []

    def ask(then=None, url=URL):
        directory.meanwhile = then
        try:
            told.append(web.ask(url).status)
        except OutOfReach as refusal:
            told.append(refusal.reason.code)

    answered = NO_ANSWER.code if fails else 200
    ask()
    ask(then=ask)
    assert told == [answered, BUSY.code, answered]

    ask()  # its turn was given back
    ask(then=lambda: ask(url="https://autre.example/"))  # another server has nothing to do with it
    assert told[3:] == [answered, answered, answered]


def test_one_that_is_quick_again_is_trusted_again():
    directory = Directory(seconds=LATE)
    web = directory.wary()
    web.ask(URL)
    cache.clear()  # a minute later
    directory.seconds = 0.0
    directory.meanwhile = lambda: web.ask(URL)

    assert web.ask(URL).status == 200


def test_the_house_asks_directories_in_this_way():
    assert isinstance(World().web, WaryWeb)
