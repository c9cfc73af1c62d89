"""Takes the pictures of `sceau screenshots`; a program of its own, for only those who work on the code have playwright.

usage:   pictures.py ADDRESS FOLDER light|dark CHROMIUM
prints:  the names of the pictures of pages that are wider than their screen
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, sync_playwright

WIDTHS = (320, 768, 1280)  # px: a small phone, a tablet, a desk
LOCALES = {"fr": "fr-FR", "en": "en-GB"}
HEAD, ADMINISTRATOR = "helene.garnier@alpes.example", "camille.renard@sceau.example"  # of the demonstration
PUBLIC = ("/", "/issuers", "/accessibility", "/style", "/account/login/", "/nowhere")
LINKS = ".desk__rail a, main .bodies a"  # to the pages that a page leads to, and that are pictured too
FLAGS = "--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-sync".split()


def main(address: str, folder: str, scheme: str, chromium: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for name in picture_all(browser, address, Path(folder), scheme):
            sys.stdout.write(f"{name}\n")
        browser.close()


def picture_all(browser: Browser, address: str, out: Path, scheme: str) -> Iterator[str]:
    """Picture every page for a stranger, a head of certification and the administrator.

    returns:  the names of the pictures of pages that are wider than their screen
    """
    for language, locale in LOCALES.items():
        for who, begin in (("", PUBLIC), (HEAD, ("/desk/", "/account/")), (ADMINISTRATOR, ("/platform/",))):
            context = browser.new_context(base_url=address, locale=locale, color_scheme=scheme)
            page = context.new_page()
            if who:
                sign_in(page, who, language)
            for path in reached(page, begin):
                for width in WIDTHS:
                    page.set_viewport_size({"width": width, "height": 800})
                    name = f"{path.strip('/').replace('/', '-') or 'home'}-{width}-{language}.png"
                    page.screenshot(path=out / name, full_page=True)
                    if page.evaluate("document.documentElement.scrollWidth") > width:
                        yield name
            context.close()


def reached(page: Page, begin: tuple[str, ...]) -> Iterator[str]:
    """Open these pages, then those that they lead to, each once; gives the path of the one that is open."""
    waiting, seen = list(begin), set()
    while waiting:
        page.goto(waiting.pop(0))
        path = urlsplit(page.url).path
        if path in seen:
            continue
        seen.add(path)
        links = page.locator(LINKS).evaluate_all("all => all.map((each) => new URL(each.href).pathname)")
        waiting += [link for link in links if link not in seen and link not in waiting]
        yield path


def sign_in(page: Page, who: str, language: str) -> None:
    """Enter as somebody of the demonstration, and have the pages in this language."""
    page.goto("/account/login/")
    with page.expect_navigation():
        page.locator(f'form:has(input[value="{who}"])').first.evaluate("form => form.requestSubmit()")
    if page.locator("html").get_attribute("lang") != language:
        page.locator(f'button[name="language"][value="{language}"]').click()


if __name__ == "__main__":
    main(*sys.argv[1:])
