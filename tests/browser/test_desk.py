"""The desk's pages of people and bodies, in a browser: axe, small screens, the live preview, a role taken away."""

import time
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate, now
from playwright.sync_api import expect

from institutions.people import member, person
from sceau.institutions.models import Institution, Membership, Unit
from sceau.institutions.services import (
    create_delegation,
    create_institution,
    end_membership,
    give_habilitation,
    invite,
    token_of,
)
from signing_in import prove_at


@pytest.fixture
def world(own_database):
    """An institution with something of each kind, and the address of every page."""
    paul = person("Paul Atrides", is_platform_administrator=True)
    alpes, terres = (
        create_institution(
            legal_name=name, name=name, slug=slug, kind=kind, did_host="sceau.example", by=paul, now=now()
        )
        for name, slug, kind in (("Alpes Numérique", "alpes", "certifier"), ("Terres Vives", "terres", "partner"))
    )
    amina, claire = person("Amina Benali"), person("Claire Dumas-de La Rochefoucauld")
    mine, theirs = member(amina, alpes, "head"), member(claire, alpes, "jury_president")
    unit = Unit.objects.create(institution=alpes, name="Site de Grenoble")
    Unit.objects.create(institution=alpes, name="Site de Gap", closed_at=now())
    day = localdate()
    offer = invite(institution=alpes, email="david@example.org", role="assessor", unit=unit, by=amina, now=now())
    right = give_habilitation(
        certifier=alpes, partner=terres, scope="train", certifications="RS5801", starts_on=day,
        ends_on=day + timedelta(days=30), by=amina, now=now(),
    )  # fmt: skip
    lent = create_delegation(
        institution=alpes, delegator=amina, delegate=claire, what="minutes", starts_on=day, ends_on=day,
        act=b"%PDF-1.7 %%EOF", act_name="Acte de délégation.pdf", by=amina, now=now(),
    )  # fmt: skip
    names = {
        "desk_home": (), "desk_profile": (), "desk_profile_edit": (), "desk_second_factor": (), "desk_appearance": (),
        "desk_units": (), "desk_unit_add": (), "desk_unit_edit": (unit.uuid,), "desk_unit_close": (unit.uuid,),
        "desk_members": (), "desk_invite": (), "desk_member_change": (theirs.uuid,), "desk_member_end": (theirs.uuid,),
        "desk_member_leave": (mine.uuid,), "desk_delegations": (), "desk_delegation_add": (),
        "desk_delegation_revoke": (lent.uuid,), "desk_habilitations": (), "desk_habilitation": (right.uuid,),
        "desk_habilitation_give": (), "desk_habilitation_ask": (), "desk_habilitation_move": (right.uuid, "withdrawn"),
    }  # fmt: skip
    pages = {name: reverse(name, args=["alpes", *args]) for name, args in names.items()}
    return amina, claire, alpes, pages, reverse("invitation", args=[token_of(offer)])


def freshly(page, user):
    """Signed in as somebody who proved it this moment."""
    from django.conf import settings
    from django.test import Client

    client = Client(headers={"host": settings.BASE_URL.removeprefix("https://")})
    prove_at(client, user, time.time())
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": settings.BASE_URL}])


@pytest.mark.parametrize(("width", "language", "scheme"), [(1280, "fr", "light"), (320, "en", "dark")])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(world, page_at, axe, width, language, scheme):
    amina, _claire, _alpes, pages, _link = world
    page = page_at(width, language, scheme)
    freshly(page, amina)

    for name, address in pages.items():
        answer = page.goto(address)
        assert (answer.status, page.url.endswith(address)) == (200, True), name
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        assert page.locator(".button--main").count() <= 1 or name == "desk_appearance", name


@pytest.mark.parametrize(("width", "language"), [(1280, "fr"), (320, "en")])
def test_refused_forms_are_fit_to_be_read(world, page_at, axe, width, language):
    amina, _claire, _alpes, pages, _link = world
    page = page_at(width, language)
    freshly(page, amina)

    for name in ("desk_profile_edit", "desk_unit_add", "desk_invite", "desk_delegation_add", "desk_habilitation_give"):
        page.goto(pages[name])
        page.locator("main form").last.evaluate(
            "form => { for (const each of form.elements) if (each.type === 'text') each.value = ''; form.requestSubmit(); }"
        )
        expect(page.locator("main [role=alert]").first).to_be_focused()
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name


def test_the_preview_follows_what_is_typed(world, page_at):
    amina, _claire, _alpes, pages, _link = world
    page = page_at()
    freshly(page, amina)
    page.goto(pages["desk_appearance"])

    page.locator("#id_colour").fill("#14573f")
    page.get_by_label("Qui vous êtes, en français").press_sequentially("Nous sommes")
    page.wait_for_selector('#preview rect[fill="#14573f"]')
    page.wait_for_selector("#preview p:has-text('Nous sommes')")
    page.locator("#id_colour").fill("#ffffff")
    page.wait_for_selector("#preview .field__error")

    assert Institution.objects.get(slug="alpes").colour == ""


@pytest.mark.parametrize(("width", "language"), [(1280, "fr"), (320, "en")])
def test_an_invitation_is_taken_by_keyboard(world, page_at, axe, width, language):
    link = world[4]
    page = page_at(width, language)
    page.goto(link)
    axe(page)
    page.locator("#id_name").focus()
    page.keyboard.type("David Eon")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/account/**")

    assert Membership.objects.get(user__email="david@example.org").role == "assessor"
    page.context.clear_cookies()
    page.goto(link)
    axe(page)
    assert ("a déjà servi" if language == "fr" else "already used") in page.inner_text("main")


def test_what_was_typed_is_read_on_the_page_that_turns_one_away(world, page_at, axe):
    amina, _claire, alpes, pages, _link = world
    page = page_at(320)
    other = person("Eve Fabre")
    held = member(other, alpes, "head")
    freshly(page, other)
    page.goto(pages["desk_unit_add"])
    page.locator("#id_name").fill("Site de Lyon")
    end_membership(membership=held, why="départ", by=amina, now=now())
    page.locator("#id_name").press("Enter")

    page.wait_for_selector("h1:has-text('Votre rôle a pris fin')")
    assert "Site de Lyon" in page.inner_text("main")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
