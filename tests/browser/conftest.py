"""A browser for the tests: Chromium of the system, without a screen, started once a run.

page             a page at 1,280 px, in French, in the light
page_at          makes others: page_at(320, "en", "dark"); each has cookies of its own
sign_in(user)    signs somebody in, in `page` or in the page given, without asking for a password
axe(page)        fails with what axe-core finds: WCAG 2.2 A and AA, and its best practices; frame=False: not once more the
                 colours and sizes of the rail, the head and the foot, which pages share
faults           what the browsers complained of: at the end of the test it must be empty

A test that uses one of them has a database of its own, which the test and the server both see; it needs no
`django_db`. What a browser says on its console is a fault, and so is what the content security policy refuses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from typing import ParamSpec, TypeVar

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, expect, sync_playwright

from browser import serving
from published import tool
from sceau.cli.screenshots import CHROMIUM
from signing_in import prove_now

P, T = ParamSpec("P"), TypeVar("T")
PATIENCE = 30_000  # milliseconds: the rest of the gate works beside, on a machine that may be slow
expect.set_options(timeout=PATIENCE)
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # each page is a new one, and is left a second later: making its code faster takes longer than it is used
    "--js-flags=--no-opt,--no-maglev",
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# the two that look at every element: most of the time of them all
WITHOUT_FRAME = [{"id": rule, "selector": "main, main *"} for rule in ("color-contrast", "target-size")]
ASKED = {
    "runOnly": RULES,
    "resultTypes": ["violations"],
    "preload": {"assets": ["media"]},  # style sheets are read anew for one rule only, which is none of these
}
ASK_AXE = """async ([asked, rules]) => {
    axe.reset()
    if (rules.length) axe.configure({rules})
    return (await axe.run(asked)).violations
}"""
LOCALES = {"fr": "fr-FR", "en": "en-GB"}


def pytest_collection_modifyitems(items):
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.enable_socket)


@pytest.fixture(scope="session")
def server(tmp_path_factory) -> Iterator[serving.Server]:
    with serving.serving(tmp_path_factory.mktemp("server")) as server:
        yield server


@pytest.fixture(scope="session")
def browser(server) -> Iterator[Browser]:
    chromium = tool(*CHROMIUM)
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # playwright leaves a loop in this thread, and Django then fears for its connection
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        for name in ("click", "press", "check", "uncheck", "select_option"):
            patch.setattr(Locator, name, settled(getattr(Locator, name)))
        opened = playwright.chromium.launch(executable_path=chromium, args=[*FLAGS, *server.flags])
        yield opened
        opened.close()


def settled(act: Callable[P, T]) -> Callable[P, T]:
    """The same act, after which the page that it leads to has all its elements.

    Playwright waits until another document takes the place of the first, which is empty at that moment: whoever reads
    it at once finds nothing.
    """

    @wraps(act)
    def acted(*words: P.args, **named: P.kwargs) -> T:
        given = act(*words, **named)
        page = words[0].page
        if not page.is_closed():
            page.wait_for_load_state("domcontentloaded")
        return given

    return acted


@pytest.fixture(scope="session")
def _template(django_db_blocker, tmp_path_factory) -> Iterator[str]:
    with django_db_blocker.unblock(), serving.migrated_template(tmp_path_factory.mktemp("template")) as name:
        yield name


@pytest.fixture
def own_database(_template, django_db_blocker, tmp_path) -> Iterator[None]:
    with django_db_blocker.unblock(), serving.own_database(_template, tmp_path):
        yield


@pytest.fixture
def faults() -> list[str]:
    return []


@pytest.fixture
def page_at(browser, own_database, faults) -> Iterator[Callable[..., Page]]:
    contexts = []

    def open_page(width: int = 1280, language: str = "fr", scheme: str = "light", **options: object) -> Page:
        context = browser.new_context(
            base_url=settings.BASE_URL,
            viewport={"width": width, "height": 800},
            locale=LOCALES[language],
            color_scheme=scheme,
            timezone_id=settings.TIME_ZONE,
            **options,
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        asked: set[str] = set()
        page.on("request", lambda each: asked.add(each.url) if each.is_navigation_request() else None)
        page.on("console", lambda message: faults.extend(complaint(message, page, asked)))
        page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


def complaint(message: ConsoleMessage, page: Page, asked: set[str]) -> list[str]:
    """What a console says, when it is a fault; a page that answers 404 to a test that asked for it is none."""
    if message.type not in ("error", "warning"):
        return []
    if message.text.startswith("Failed to load resource: the server") and message.location["url"] in asked:
        return []
    return [f"{page.url}: {message.text}"]


@pytest.fixture
def page(page_at) -> Page:
    return page_at()


@pytest.fixture
def sign_in(page_at, request) -> Callable[..., None]:
    def sign_in(user, page: Page | None = None) -> None:
        page = page or request.getfixturevalue("page")
        client = Client(headers={"host": settings.BASE_URL.removeprefix("https://")})
        prove_now(client, user)
        assert client.session[BACKEND_SESSION_KEY]
        name = settings.SESSION_COOKIE_NAME
        page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": settings.BASE_URL}])

    return sign_in


@pytest.fixture(scope="session")
def axe() -> Callable[..., None]:
    def find_nothing(page: Page, *, frame: bool = True) -> None:
        """frame: whether colours and sizes of what is around the page are looked at too, which all pages share"""
        if not page.evaluate("'axe' in window"):
            page.evaluate(AXE_SCRIPT)
        found = page.evaluate(ASK_AXE, [ASKED, [] if frame else WITHOUT_FRAME])
        told = [
            f"{each['id']}: {each['help']}\n" + "\n".join(f"    {node['html'][:200]}" for node in each["nodes"])
            for each in found
        ]
        assert not told, "\n".join([f"axe on {page.url}", *told])

    return find_nothing
