"""The browser of the tests sees what it must."""

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.db import connection

from sceau.accounts.models import User


def test_a_page_is_served_over_tls_in_the_language_of_the_browser(page_at):
    french, english = page_at(language="fr"), page_at(language="en")

    french.goto("/")
    english.goto("/")

    assert french.url == "https://sceau.example/"
    assert french.locator("html").get_attribute("lang") == "fr"
    assert english.locator("html").get_attribute("lang") == "en"


def test_the_test_and_the_server_see_one_database_and_each_test_its_own(page, sign_in):
    assert User.objects.count() == 0
    amina = User.objects.create_user("amina@causses.example", name="Amina Diallo")
    sign_in(amina)

    page.goto("/desk/")

    assert "Amina Diallo" in page.content()
    if connection.vendor == "sqlite":
        assert str(connection.settings_dict["NAME"]).endswith("house.sqlite3")


def test_the_next_test_finds_an_empty_house(own_database):
    assert User.objects.count() == 0


def test_what_the_policy_refuses_is_a_fault(page, faults):
    page.goto("/")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">x</p>')")
    page.wait_for_timeout(200)

    assert len(faults) == 1
    assert "Content Security Policy" in faults.pop()


def test_an_error_of_a_script_is_a_fault(page, faults):
    page.goto("/")
    page.evaluate("setTimeout(() => { throw new Error('of the test') })")
    page.wait_for_timeout(200)

    assert "of the test" in faults.pop()
    assert faults == []


def test_a_page_that_is_not_there_is_none(page):
    assert page.goto("/nowhere").status == 404


def test_axe_sees_a_slip(page, axe):
    page.goto("/")
    page.evaluate(
        "document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"/static/img/seal.svg\">')"
    )

    with pytest.raises(AssertionError, match="image-alt"):
        axe(page)


@pytest.mark.parametrize(("where", "frame"), [("main", True), ("main", False), ("footer", True)])
def test_axe_sees_what_cannot_be_read_or_touched(page, axe, where, frame):
    page.goto("/")
    page.evaluate(
        """where => {
            const added = document.createElement("p");
            added.textContent = "Trop clair";
            added.style.cssText = "color: #ddd; background: #fff";
            document.querySelector(where).append(added);
        }""",
        where,
    )

    with pytest.raises(AssertionError, match="color-contrast"):
        axe(page, frame=frame)


class Slow(BaseHTTPRequestHandler):
    """A page that leads to itself, of which everything but the first bytes comes late."""

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(b"<!--")
        self.wfile.flush()
        time.sleep(0.5)
        page = '--><!doctype html><title>Lente</title><form><button>Suivre</button><p role="status">Venue</p></form>'
        self.wfile.write(page.encode())

    def log_message(self, *words):
        pass


def test_what_an_act_leads_to_is_there_when_it_is_read(page):
    with ThreadingHTTPServer(("127.0.0.1", 0), Slow) as slow:
        threading.Thread(target=slow.serve_forever, daemon=True).start()
        page.goto(f"http://127.0.0.1:{slow.server_port}/")

        page.get_by_role("button", name="Suivre").click()
        assert page.evaluate("document.documentElement.scrollWidth") > 0
        assert page.get_by_text("Venue").is_visible()
        page.get_by_role("button", name="Suivre").press("Enter")
        assert page.get_by_text("Venue").is_visible()
        slow.shutdown()
