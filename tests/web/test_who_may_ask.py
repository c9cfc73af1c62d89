"""Every address of the house is asked by everybody: each role, another institution, a stranger, nobody."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from institutions.people import NOW, member, person
from sceau.engine.errors import OutOfReach
from sceau.outside.http import NOT_HTTPS
from signing_in import prove_now
from web.addresses import ADDRESSES, ADMINISTRATOR, ALL, ANYONE, MACHINE, SIGNED_IN, Row
from web.world import World, make_world

OPEN, SIGN_IN, CLOSED, RESERVED = "open", "asked to sign in", "not found", "reserved"
PERSONAS = ["nobody", "stranger", "elsewhere", "administrator", *sorted(ALL)]


def names() -> list[str]:
    """The name of every address, in the order in which they are asked for."""

    def walk(resolver: URLResolver) -> list[str]:
        found = []
        for entry in resolver.url_patterns:
            found += walk(entry) if isinstance(entry, URLResolver) else [name_of(entry)]
        return found

    return walk(get_resolver())


def name_of(pattern: URLPattern) -> str:
    return pattern.name or f"(nameless: {pattern.pattern})"


def test_every_address_has_its_row_and_every_row_its_address():
    assert sorted(set(names())) == sorted(ADDRESSES)


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker, _nobody_out_there):
    """Who administers the house, and a world; made once, each test takes back what it changed."""
    around = transaction.atomic()
    around._from_testcase = True  # as around every test: what is to be an outermost transaction may be inside it
    with django_db_blocker.unblock(), around:
        paul = person("Paul Atrides", is_platform_administrator=True)
        yield paul, make_world(paul)
        transaction.set_rollback(True)


@pytest.fixture
def paul(db, made):
    return made[0]


@pytest.fixture
def world(db, made) -> World:
    return made[1]


class Silence:
    """Nobody out there answers."""

    def _nothing(self, asked: str, **_: object) -> Any:
        raise OutOfReach(NOT_HTTPS, url=asked)

    fetch = ask = texts = _nothing


@pytest.fixture(autouse=True, scope="module")
def _nobody_out_there():
    with pytest.MonkeyPatch.context() as patch:
        for part in ("fetcher", "web", "dns"):
            patch.setattr(f"sceau.config.wiring.World.{part}", Silence())
        yield


@pytest.fixture
def ask(world, client, paul):
    """Ask for an address as somebody; what is changed is put back."""

    def become(persona: str) -> None:
        if persona == "nobody":
            return
        if persona == "administrator":
            prove_now(client, paul)
            return
        user = person("Zoe Essai")
        if persona in ALL:
            # a long way off: an auditor is here for a time
            member(user, world.ours, persona, until=None if persona != "auditor" else NOW + timedelta(days=3650))
        elif persona == "elsewhere":
            member(user, world.theirs, "head")
        prove_now(client, user)

    def answer(name: str, row: Row, args: list[object]) -> str:
        url = reverse(name, args=args)
        with transaction.atomic():
            response = client.post(url) if row.post else client.get(url)
            transaction.set_rollback(True)
        return _outcome(response)

    become.answer = answer
    return become


def _outcome(response) -> str:
    assert response.status_code < 500 or response.status_code == 503, response  # the worker does not run here
    if response.status_code == 302 and response.url.split("?")[0] == reverse("account_login"):
        return SIGN_IN
    return {404: CLOSED, 403: RESERVED}.get(response.status_code, OPEN)


def expected(row: Row, persona: str) -> set[str]:
    if row.who == ANYONE:
        return {
            OPEN,
            CLOSED,
            SIGN_IN,
        }  # what each answers is for the tests of the page: here, nobody is told « reserved »
    if row.who == MACHINE:
        return {RESERVED}
    if persona == "nobody":
        return {SIGN_IN}
    if row.who == SIGNED_IN:
        return {OPEN, CLOSED}
    if row.who == ADMINISTRATOR:
        return {OPEN} if persona == "administrator" else {CLOSED}
    if persona not in ALL:
        return {CLOSED}
    if persona not in row.who:
        return {RESERVED}
    return {OPEN, CLOSED, RESERVED} if row.own else {OPEN}


@pytest.mark.parametrize("persona", PERSONAS)
def test_every_address_answers_each_as_the_table_says(world, ask, persona):
    ask(persona)
    wrong = []
    for name, row in ADDRESSES.items():
        found = ask.answer(name, row, row.args(world))
        if found not in expected(row, persona):
            wrong.append(f"{name}: {found}, not {sorted(expected(row, persona))}")

    assert wrong == []


@pytest.mark.parametrize("persona", ["head", "auditor", "elsewhere"])
def test_what_belongs_to_another_institution_is_not_found_under_ours(world, ask, persona):
    ask(persona)
    wrong = []
    for name, row in ADDRESSES.items():
        if row.elsewhere is None:
            continue
        found = ask.answer(name, row, row.elsewhere(world))
        if found not in {CLOSED, RESERVED} or (persona == "head" and found != CLOSED):
            wrong.append(f"{name}: {found}")

    assert wrong == []


def test_the_reader_of_this_table_would_see_a_door_left_open():
    assert expected(Row(frozenset({"head"})), "designer") == {RESERVED}
    assert expected(Row(frozenset({"head"})), "elsewhere") == {CLOSED}
    assert expected(Row(SIGNED_IN), "nobody") == {SIGN_IN}
