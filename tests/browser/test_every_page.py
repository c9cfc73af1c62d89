"""axe looks at every page of the house: those of the table of addresses that show themselves when asked for."""

from __future__ import annotations

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.urls import reverse
from django.utils.timezone import now
from playwright.sync_api import Error

from institutions.people import member, person
from sceau.accounts.services import create_account
from web.addresses import ADDRESSES, ADMINISTRATOR, ANYONE, MACHINE, SIGNED_IN, Row
from web.world import make_world

NOT_PAGES = {
    *("issuer_did", "issuer_keys", "issuer_journal", "own_did", "status_list", "status_notices", "robots"),
    *("verifier_file", "verifier_sum"),
    *(
        "achievement_picture",
        "achievement_drawing",
        "sitemap",
        "sitemap_page",
        "micro_credential_file",
        "micro_credential_brief",
    ),
    *(
        "micro_credential_small",
        "micro_credential_card",
        "issuer_profile",
        "healthz",
        "healthz_web",
        "issuer_logo",
        "issuer_seal",
    ),
    *("desk_delegation_act", "desk_key_certificate", "desk_key_request", "desk_journal_export"),
    *("desk_design_seal", "desk_design_export", "desk_processing_export"),
    *("desk_minutes_file", "desk_minutes_extract", "assess_minutes_page", "assess_sign_link_page"),
    *("platform_journal_export", "mfa_login_webauthn", "assess_worker", "assess_token"),
}
LOOKS = [
    pytest.param(1280, "fr", "light", id="French, wide, light"),
    pytest.param(320, "en", "dark", id="English, 320 px, dark"),
]


def pages(*who: object) -> list[tuple[str, Row]]:
    return [
        (name, row)
        for name, row in ADDRESSES.items()
        if row.who in who and not row.post and row.who != MACHINE and name not in NOT_PAGES
    ]


def of_roles() -> list[frozenset[str]]:
    return [row.who for row in ADDRESSES.values() if isinstance(row.who, frozenset)]


@pytest.fixture
def house(own_database):
    paul = create_account(email="paul@sceau.example", name="Paul Atrides", language="fr", now=now())
    paul.is_platform_administrator = True
    paul.save()
    return make_world(paul), paul


def look_at(page, axe, world, asked) -> None:
    """Axe finds nothing on any page, and each fits its window. What is a file, or is for machines, is no page.

    What is around the pages is theirs together: its colours and sizes are looked at once in ten.
    """
    page.add_init_script(f"if (window === top) {{ {AXE_SCRIPT} }}")  # sent once, instead of once a page
    for place, (name, row) in enumerate(asked):
        try:
            answer = page.goto(reverse(name, args=row.args(world)))
        except Error as error:
            if "Download is starting" in error.message:
                continue
            raise
        if answer is None or not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        axe(page, frame=place % 10 == 0)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= page.viewport_size["width"], f"{page.url} is {width} px wide"


@pytest.mark.parametrize(("width", "language", "scheme"), LOOKS)
def test_what_anyone_sees(page_at, axe, house, width, language, scheme):
    world, _ = house
    look_at(page_at(width, language, scheme), axe, world, pages(ANYONE))


@pytest.mark.parametrize(("width", "language", "scheme"), LOOKS)
def test_what_a_head_sees(page_at, sign_in, axe, house, width, language, scheme):
    world, _ = house
    head = person("Zoe Essai", language=language)
    member(head, world.ours, "head")
    page = page_at(width, language, scheme)
    sign_in(head, page)
    look_at(page, axe, world, pages(SIGNED_IN, *of_roles()))


@pytest.mark.parametrize(("width", "language", "scheme"), LOOKS)
def test_what_whoever_administers_sees(page_at, sign_in, axe, house, width, language, scheme):
    world, paul = house
    page = page_at(width, language, scheme)
    sign_in(paul, page)
    look_at(page, axe, world, pages(ADMINISTRATOR))
