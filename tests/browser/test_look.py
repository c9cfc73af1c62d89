"""The public pages and the components, as people meet them: axe, keyboard, small screens, print, no script, weight."""

from datetime import UTC, date, datetime, timedelta

import brotli
import pytest

from sceau.accounts.models import User
from sceau.institutions.models import Evidence, Habilitation, Institution, Membership
from sceau.keyring.models import SigningKey

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
PAGES = ["/", "/issuers", "/issuers?q=rien", "/i/causses", "/i/levezou", "/accessibility", "/style", "/nowhere"]


@pytest.fixture
def causses(own_database) -> Institution:
    causses = Institution.objects.create(
        slug="causses",
        name="Université des Causses",
        legal_name="Université publique expérimentale des Causses",
        siren="999900103",
        siret="99990010300014",
        street="12 rue du Puits",
        postal_code="12000",
        city="Rodez",
        email="certification@causses.example",
        website="https://causses.example",
        about_fr="Nous certifions depuis 1998 les compétences rurales: élevage, lait, énergie.",
        did="did:web:sceau.example:i:causses",
        created_at=NOW,
    )
    levezou = Institution.objects.create(
        slug="levezou",
        kind="partner",
        name="CFPPA du Lévézou",
        legal_name="Centre du Lévézou",
        did="did:web:sceau.example:i:levezou",
        created_at=NOW,
    )
    for kind, subject, state in (("dns", "causses.example", "confirmed"), ("register", "999900103", "lapsed")):
        Evidence.objects.create(
            institution=causses, kind=kind, subject=subject, state=state, created_at=NOW, confirmed_at=NOW
        )
    for number, state, retired in ((1, "retired", NOW), (2, "active", None)):
        SigningKey.objects.create(
            institution=causses,
            purpose="credentials",
            number=number,
            state=state,
            algorithm="Ed25519",
            public_key=f"z{number}",
            store="sealed",
            created_at=NOW - timedelta(days=300),
            retired_at=retired,
        )
    Habilitation.objects.create(
        certifier=causses,
        partner=levezou,
        scope="train",
        starts_on=date(2020, 1, 1),
        ends_on=date(2099, 1, 1),
        state="active",
        created_at=NOW,
    )
    return causses


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize(("language", "scheme"), [("fr", "light"), ("fr", "dark"), ("en", "light"), ("en", "dark")])
def test_axe_finds_nothing_and_nothing_overflows(page_at, causses, axe, width, language, scheme):
    page = page_at(width, language, scheme)

    for path in PAGES:
        page.goto(path)
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


@pytest.mark.parametrize("path", ["/platform/", "/account/", "/desk/causses/"])
def test_the_head_of_a_page_fits_a_small_phone_whoever_is_signed_in(page_at, sign_in, causses, axe, path):
    camille = User.objects.create_user(
        "camille@sceau.example", name="Camille Renard-Delacroix", is_platform_administrator=True
    )
    Membership.objects.create(institution=causses, user=camille, role="head", since=NOW)
    page = page_at(320)
    sign_in(camille, page)

    assert page.goto(path).status == 200
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    axe(page)


def test_the_first_page_weighs_less_than_100_kb_without_its_pictures(page, causses):
    """As it goes over the wire: styles and scripts compressed once and for all, as `sceau run` serves them."""
    answers = []
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 -- playwright wants a function of Python
    page.goto("/", wait_until="networkidle")

    weights: dict[str, int] = {}
    for answer in answers:
        kind, body = answer.request.resource_type, answer.body()
        weights[kind] = weights.get(kind, 0) + len(
            brotli.compress(body) if kind in ("stylesheet", "script", "other") else body
        )
    pictures = weights.pop("image")

    assert {"document", "stylesheet", "font", "script", "other"} == set(weights)  # "other" is the name of the house
    assert sum(weights.values()) < 100_000, weights
    assert weights["stylesheet"] < 12_000
    assert pictures < 120_000


def test_the_keyboard_begins_with_the_way_to_the_content(page):
    page.goto("/style")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.locator(".skip").bounding_box()["y"] >= 0

    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_every_control_can_be_reached_and_shows_its_focus(page_at):
    page = page_at(320)
    page.goto("/style")
    wanted = page.evaluate(
        "[...document.querySelectorAll('a[href], button, input, select, textarea, summary')].filter((each) =>"
        " each.checkVisibility() && !each.disabled && each.type !== 'radio').length"
    )
    seen = set()
    for _turn in range(wanted + 20):
        page.keyboard.press("Tab")
        label, outlined = page.evaluate(
            """() => {
                const each = document.activeElement;
                each.dataset.turn ??= String(Math.random());
                const shows = (one) => one && getComputedStyle(one).outlineStyle !== 'none';
                return [each === document.body ? '' : each.dataset.turn,
                        shows(each) || shows(each.closest('.drop, .level'))];
            }"""
        )
        if not label or label in seen:
            break
        seen.add(label)
        assert outlined, page.evaluate("document.activeElement.outerHTML")

    assert len(seen) >= wanted


def test_a_dialog_opens_by_keyboard_closes_by_escape_and_gives_the_focus_back(page):
    page.goto("/style")
    opener = page.locator("[data-dialog=ask]")
    opener.focus()
    page.keyboard.press("Enter")

    assert page.locator("dialog#ask").evaluate("each => each.open && each.matches(':modal')")
    assert page.get_by_role("dialog", name="Révoquer cette preuve").is_visible()

    page.keyboard.press("Escape")
    assert not page.locator("dialog#ask").evaluate("each => each.open")
    assert opener.evaluate("each => each === document.activeElement")


def test_a_line_of_the_summary_leads_to_its_field(page):
    page.goto("/style")

    page.get_by_role("alert").get_by_role("link", name="Date du jury").click()
    assert page.evaluate("document.activeElement.name") == "date"

    page.get_by_role("alert").get_by_role("link", name="Participation").click()
    assert page.evaluate("document.activeElement.name") == "way"


def test_an_identifier_is_copied_and_the_button_says_so(page, causses):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin="https://sceau.example")
    page.goto("/i/causses")
    page.get_by_role("button", name="Copier").click()

    page.get_by_role("status").filter(has_text="Copié").wait_for(state="attached")
    assert page.evaluate("navigator.clipboard.readText()") == "did:web:sceau.example:i:causses"


def test_a_file_that_is_chosen_is_named(page):
    page.goto("/style")
    page.locator("#id_act").set_input_files({"name": "acte.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-"})

    assert page.locator(".drop:has(#id_act)").inner_text() == "acte.pdf"


def test_language_and_appearance_are_chosen_without_a_script(page_at, causses):
    page = page_at(320, "fr", java_script_enabled=False)
    page.goto("/issuers?q=causses")

    page.get_by_role("button", name="English").click()
    assert page.url.endswith("/issuers?q=causses")
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("h1").inner_text() == "Institutions"

    page.get_by_role("button", name="dark").click()
    assert page.url.endswith("/issuers?q=causses")
    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert page.evaluate("getComputedStyle(document.body).colorScheme") == "dark"
    assert page.get_by_role("button", name="dark").get_attribute("aria-pressed") == "true"


def test_without_a_script_the_question_is_a_link_and_no_dead_button_is_shown(page_at, causses):
    page = page_at(java_script_enabled=False)
    page.goto("/i/causses")

    assert page.get_by_role("button", name="Copier").count() == 0

    page.goto("/style")
    assert page.locator("[data-dialog=ask]").get_attribute("href") == "#s-empty"


def test_paper_has_neither_navigation_nor_folds(page):
    page.goto("/style")
    page.emulate_media(media="print")

    assert not page.locator(".masthead nav").is_visible()
    assert not page.locator(".footer__choices").is_visible()
    assert page.get_by_text("L’organisme l’a retirée.", exact=True).is_visible()


def test_nothing_moves_for_whoever_asked_for_that(page):
    page.emulate_media(reduced_motion="reduce")
    page.goto("/style")

    assert page.locator(".button").first.evaluate("each => getComputedStyle(each).transitionDuration") == "0s, 0s"
    assert page.locator(".verdict__mark").first.evaluate("each => getComputedStyle(each).animationDuration") == "0s"


def test_with_forced_colours_the_current_line_is_still_told_apart(page, causses):
    page.emulate_media(forced_colors="active")
    page.goto("/issuers")
    below = "all => all.map((each) => getComputedStyle(each).borderBottomColor)"
    (current,) = page.locator(".menu a[aria-current]").evaluate_all(below)

    assert current not in page.locator(".menu a:not([aria-current])").evaluate_all(below)
    page.goto("/style")
    marks = page.locator("#s-states ~ .row .state").evaluate_all(
        "all => all.map((each) => { const mark = getComputedStyle(each, '::before');"
        " return [mark.backgroundColor, mark.backgroundImage !== 'none', mark.borderRadius, mark.rotate].join() })"
    )
    assert len(set(marks)) == len(marks) == 5


def test_more_contrast_darkens_the_rules(page):
    read = "getComputedStyle(document.documentElement).getPropertyValue('--ink-faint')"
    page.goto("/style")
    usual = page.evaluate(read)
    page.emulate_media(contrast="more")

    assert page.evaluate(read) != usual
