"""The log says what happened, and never who, what was typed or what opens a door."""

import io
import json
import logging

import pytest
import structlog
from django.test import Client, override_settings
from django.urls import path

from sceau.config.logs import configure, logging_settings, scrubbed
from sceau.config.middleware.requests import route_of

SECRETS = ["amina@exemple.fr", "jeton-tres-secret-de-quarante-signes-et-plus-9876", "motdepasse"]


def fails(request, token):
    raise ValueError(f"Key (email)=({SECRETS[0]}) already exists, token {token}")


def answers(request, token):
    from django.http import HttpResponse

    structlog.get_logger("sceau.test").info("said", note=f"{SECRETS[0]} came by /invitation/{token}?next=/{SECRETS[2]}")
    return HttpResponse("ok")


urlpatterns = [path("fails/<str:token>", fails, name="failing"), path("answers/<str:token>", answers, name="answering")]


@pytest.fixture
def lines():
    """What the log says from here on, each line read as JSON."""
    configure(logging_settings("json", "info"))
    (handler,) = logging.getLogger().handlers[-1:]
    said = io.StringIO()
    before = handler.setStream(said)
    yield lambda: [json.loads(line) for line in said.getvalue().splitlines()]
    handler.setStream(before)
    configure(logging_settings("console", "warning"))


@pytest.fixture
def asking():
    with override_settings(ROOT_URLCONF=__name__):
        yield Client(raise_request_exception=False)


@pytest.mark.django_db
def test_a_request_is_one_line_with_its_number_and_without_what_was_asked(lines, asking):
    page = asking.get(f"/answers/{SECRETS[1]}?mail={SECRETS[0]}&q={SECRETS[2]}")

    said, request = lines()
    assert request["event"] == "request"
    assert {name: request[name] for name in ("method", "route", "status", "level")} == {
        "method": "GET",
        "route": "answering",
        "status": 200,
        "level": "info",
    }
    assert request["ms"] >= 0
    assert request["request_id"] == said["request_id"] == page.headers["X-Request-ID"]
    assert [secret for secret in SECRETS if secret in json.dumps(lines(), ensure_ascii=False)] == []


@pytest.mark.django_db
def test_a_fault_is_told_by_its_class_and_places_and_not_by_its_words(lines, asking):
    page = asking.get(f"/fails/{SECRETS[1]}")

    fault, request = lines()
    assert page.status_code == request["status"] == 500
    assert (fault["event"], fault["fault"], fault["route"]) == ("fault", "builtins.ValueError", "failing")
    assert fault["places"][-1].endswith(" fails")
    assert fault["request_id"] == request["request_id"]
    assert [secret for secret in SECRETS if secret in json.dumps(lines(), ensure_ascii=False)] == []


@pytest.mark.django_db
@pytest.mark.parametrize("url", ["/nowhere/jeton-tres-secret-de-quarante-signes-et-plus-9876", "/"])
def test_what_django_would_say_of_an_address_is_not_said(lines, client, url):
    client.get(url, headers={"host": "evil.example"})
    client.get(url)

    assert {line["logger"] for line in lines()} <= {"sceau.request", "sceau.hosts"}
    assert [line for line in lines() if SECRETS[1] in json.dumps(line) or "evil" in json.dumps(line)] == []


def test_lines_of_libraries_go_through_the_same_steps(lines):
    logging.getLogger("some.library").warning("cannot write to %s", SECRETS[0])

    (line,) = lines()
    assert (line["event"], line["logger"], line["level"]) == ("cannot write to [@]", "some.library", "warning")
    assert line["timestamp"].endswith("Z")


def test_less_than_the_level_is_not_said(lines):
    logging.getLogger("some.library").debug("a detail")
    structlog.get_logger("sceau.test").debug("a detail")

    assert lines() == []


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("de amina@exemple.fr à bruno@exemple.org", "de [@] à [@]"),
        ("GET /x?token=abc&next=/y HTTP/1.1", "GET /x?[…] HTTP/1.1"),
        ("/invitation/dGhpcyBpcyBhIHRva2VuIG9mIG91cnM", "/invitation/[…]"),
        ("abcdefghijklmnopqrstuvwxyz0123456789", "[…]"),
        ("une phrase ordinaire, en 2026", "une phrase ordinaire, en 2026"),
        (
            "sceau/config/middleware/requests.py:42 tell_and_count",
            "sceau/config/middleware/requests.py:42 tell_and_count",
        ),
    ],
)
def test_a_text_is_scrubbed(text, left):
    assert scrubbed(text) == left


def test_a_console_is_for_people(capsys):
    configure(logging_settings("console", "info"))
    structlog.get_logger("sceau.test").info("said", route="home")
    configure(logging_settings("console", "warning"))

    assert "said" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("claimed", "kept"), [("abcdef-0123456789", True), ("short", False), ("x" * 65, False), ("a b\nc-d-e-f-g", False)]
)
@pytest.mark.django_db
def test_the_number_of_a_trusted_proxy_is_kept_when_it_is_one(client, settings, claimed, kept):
    from ipaddress import ip_network

    settings.ENVIRONMENT = settings.ENVIRONMENT.model_copy(update={"trusted_proxies": (ip_network("127.0.0.1"),)})

    page = client.get("/", headers={"x-request-id": claimed})

    assert (page.headers["X-Request-ID"] == claimed) is kept


def test_a_static_file_has_no_route_of_its_own(rf):
    assert route_of(rf.get("/static/css/base.css")) == "static"
    assert route_of(rf.get("/nowhere")) == "none"
