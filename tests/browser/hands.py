"""Two ways to use a page: with a pointer, and with nothing but a keyboard."""

from __future__ import annotations

from typing import Self

from django.utils import translation
from playwright.sync_api import Locator, Page, expect

MOST_TABS = 150  # a page whose control is further away cannot be used with a keyboard


class Hand:
    """Somebody at a page, who reads it in a language.

    Names are those of the French page; in English they are looked up as the page does.
    """

    def __init__(self, page: Page, language: str, here: Locator | None = None) -> None:
        self.page = page
        self.language = language
        self.here = here or page

    def word(self, french: str, **values: object) -> str:
        with translation.override(self.language):
            said = translation.gettext(french)
        return said % values if values else said

    def within(self, french: str, role: str = "group", **values: object) -> Self:
        """The same hand, kept inside the group of fields, or another part of the page, that has this name."""
        part = self.page.get_by_role(role, name=self.word(french, **values), exact=True)
        return type(self)(self.page, self.language, part)

    def named(self, role: str, french: str, **values: object) -> Locator:
        """The first control that has these words in its name."""
        return self.here.get_by_role(role, name=self.word(french, **values)).first

    def field(self, french: str) -> Locator:
        """The first field that has these words in its label."""
        return self.here.get_by_label(self.word(french)).first

    def press(self, role: str, french: str, **values: object) -> None:
        """Press what leads to another page, and wait for that page."""
        with self.page.expect_navigation():
            self.named(role, french, **values).click()

    def unfold(self, french: str) -> None:
        """Open the fold that has these words."""
        self.page.locator("summary", has_text=self.word(french)).first.click()

    def fill(self, french: str, text: str) -> None:
        self.field(french).fill(text)

    def choose(self, french: str, option: str) -> None:
        self.field(french).select_option(label=self.word(option))

    def tick(self, french: str) -> None:
        """Choose a box, or one of several."""
        self.field(french).check()

    def sees(self, french: str, **values: object) -> None:
        expect(self.page.get_by_text(self.word(french, **values)).first).to_be_visible()

    def heading(self, text: str) -> None:
        expect(self.page.get_by_role("heading", name=text).first).to_be_visible()


class Keyboard(Hand):
    """The same with the Tab key, letters, arrows and Enter; what has the focus must be seen."""

    def reach(self, wanted: Locator) -> None:
        wanted.wait_for()
        for _ in range(MOST_TABS):
            if wanted.evaluate("each => each === document.activeElement"):
                box = wanted.bounding_box()
                assert box, "the focus is on something that is not shown"
                assert box["x"] + 1 >= 0, wanted
                assert box["x"] <= self.page.viewport_size["width"], wanted
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{wanted} is not reached by {MOST_TABS} presses of Tab on {self.page.url}")

    def press(self, role: str, french: str, **values: object) -> None:
        self.reach(self.named(role, french, **values))
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def unfold(self, french: str) -> None:
        self.reach(self.page.locator("summary", has_text=self.word(french)).first)
        self.page.keyboard.press("Enter")

    def fill(self, french: str, text: str) -> None:
        self.reach(self.field(french))
        self.page.keyboard.press("Control+A")
        self.page.keyboard.press("Delete")
        self.page.keyboard.type(text)

    def choose(self, french: str, option: str) -> None:
        field = self.field(french)
        self.reach(field)
        label = self.word(option)
        self.page.keyboard.type(label)
        assert field.evaluate("each => each.selectedOptions[0].label") == label

    def tick(self, french: str) -> None:
        field = self.field(french)
        if field.get_attribute("type") != "radio":
            self.reach(field)
            self.page.keyboard.press("Space")
        else:  # Tab leads to one button of the group, arrows to the others
            group = f'input[name="{field.get_attribute("name")}"]'
            chosen = self.page.locator(f"{group}:checked")
            self.reach(chosen if chosen.count() else self.page.locator(group).first)
        while not field.is_checked():
            self.page.keyboard.press("ArrowDown")
