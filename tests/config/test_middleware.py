"""What every request goes through: names, proxies, headers."""

from ipaddress import ip_network
from types import SimpleNamespace

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from sceau.accounts.models import User
from sceau.config.middleware.headers import close_what_is_open
from sceau.config.middleware.proxies import behind_proxies

pytestmark = pytest.mark.django_db

SAID_EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@pytest.mark.parametrize("path", ["/", "/nowhere", "/desk/"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_page_closes_what_it_does_not_need(client, path, language):
    page = client.get(path, headers={"accept-language": language})

    assert {name: page.headers.get(name) for name in SAID_EVERYWHERE} == SAID_EVERYWHERE or page.status_code == 302
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "base-uri 'none'" in policy
    assert "unsafe" not in policy
    assert "*" not in policy
    assert "http" not in policy
    permissions = page.headers["Permissions-Policy"]
    assert "camera=()" in permissions
    assert "publickey-credentials-get=(self)" in permissions


def test_a_style_and_a_font_carry_nothing_that_is_said_to_documents(client):
    answers = [
        client.get(f"/static/{path}") for path in ("css/tokens.css", "fonts/sceau-sans-400-core.woff2", "js/sceau.js")
    ]
    for each in answers:
        each.close()
    style, font, script = (each.headers for each in answers)

    for headers in (style, font):
        assert not {"Content-Security-Policy", "Permissions-Policy", "Cross-Origin-Opener-Policy"} & set(headers)
        assert headers["X-Content-Type-Options"] == "nosniff"
    assert "Permissions-Policy" not in script
    assert "default-src 'none'" in script["Content-Security-Policy"]  # of a worker it is the policy


def test_over_tls_the_browser_is_told_to_stay_there(client):
    assert client.get("/", secure=True).headers["Strict-Transport-Security"] == "max-age=31536000"


def test_what_one_person_sees_is_kept_by_no_cache():
    def page(request, **session):
        request.session = SimpleNamespace(**session)
        return close_what_is_open(lambda _: HttpResponse())(request).headers.get("Cache-Control")

    request = RequestFactory().get("/")
    assert page(request, accessed=True, is_empty=lambda: False) == "private, no-cache"
    assert page(request, accessed=True, is_empty=lambda: True) is None
    assert page(request, accessed=False, is_empty=lambda: False) is None


def test_a_page_with_a_cookie_of_somebodys_is_kept_by_no_cache(client):
    """A cache between would give the cookie of the first visitor's forms to all the others."""
    page = client.get("/account/login/", secure=True)
    assert page.cookies
    assert "private" in page.headers["Cache-Control"]
    home = client.get("/", secure=True)
    assert "private" in home.headers["Cache-Control"] or not home.cookies
    made = HttpResponse()
    made.set_cookie("theme", "dark")
    assert close_what_is_open(lambda _: made)(RequestFactory().get("/")).headers["Cache-Control"] == "private, no-cache"


@pytest.mark.django_db
def test_the_page_of_the_verifier_alone_may_ask_for_the_camera(client):
    allowed = client.get("/verifier").headers["Permissions-Policy"]

    assert "camera=(self)" in allowed
    assert "microphone=()" in allowed
    for path in ("/", "/verifier/lot", "/nowhere"):
        assert "camera=()" in client.get(path).headers["Permissions-Policy"], path


def test_a_view_that_says_otherwise_is_heard():
    answer = HttpResponse(
        headers={"Cross-Origin-Resource-Policy": "cross-origin", "Permissions-Policy": "camera=(self)"}
    )

    response = close_what_is_open(lambda _: answer)(RequestFactory().get("/"))

    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response.headers["Permissions-Policy"] == "camera=(self)"


@pytest.mark.parametrize(
    "host", ["evil.example", "sceau.example.evil.example", "sceau.example@evil.example", "", "a b", "[::1"]
)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_under_another_name_nothing_is_answered_nor_repeated(client, host, language):
    page = client.get("/", headers={"host": host, "accept-language": language})

    assert page.status_code == 400
    said = page.content.decode()
    assert "evil" not in said
    assert 'href="https://sceau.example"' in said
    assert {"fr": "Sceau ne répond pas sous ce nom.", "en": "Sceau does not answer under this name."}[language] in said
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]


@pytest.mark.parametrize("host", ["sceau.example", "SCEAU.example:8000", "localhost:8000", "127.0.0.1", "[::1]:8000"])
def test_under_our_names_the_page_is_there(client, host):
    assert client.get("/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("path", ["/healthz", "/healthz/web"])
def test_machines_ask_by_number(client, path):
    assert client.get(path, headers={"host": "10.1.2.3:8000"}).status_code in {200, 503}


def test_the_did_document_of_an_own_domain_is_looked_for_under_it(client):
    assert client.get("/.well-known/did.json", headers={"host": "ailleurs.example"}).status_code == 404
    assert client.get("/.well-known/did.jsonx", headers={"host": "ailleurs.example"}).status_code == 400


@pytest.fixture
def asked(settings):
    """Ask through the middleware of proxies; gives the request as views see it, or the redirect."""

    def ask(path="/x", *, trusted="10.0.0.0/8", mode="development", **headers):
        settings.ENVIRONMENT = settings.ENVIRONMENT.model_copy(
            update={"trusted_proxies": tuple(map(ip_network, trusted.split())), "mode": mode}
        )
        seen = []
        request = RequestFactory().get(path, **headers)
        response = behind_proxies(lambda each: seen.append(each) or HttpResponse())(request)
        return seen[0] if seen else response

    return ask


def test_a_trusted_proxy_says_who_asks_and_how(asked):
    seen = asked(REMOTE_ADDR="10.0.0.7", HTTP_X_FORWARDED_FOR="192.0.2.1", HTTP_X_FORWARDED_PROTO="https")

    assert seen.META["REMOTE_ADDR"] == "192.0.2.1"
    assert seen.is_secure()
    assert "HTTP_X_FORWARDED_FOR" not in seen.META


@pytest.mark.parametrize(
    ("said", "believed"),
    [
        ("203.0.113.9, 192.0.2.1", "192.0.2.1"),
        ("203.0.113.9, 192.0.2.1, 10.0.0.8", "192.0.2.1"),
        ("unknown, 10.0.0.8", "10.0.0.7"),
        ("192.0.2.1, nonsense", "192.0.2.1"),
        ("", "10.0.0.7"),
    ],
)
def test_only_the_last_stranger_is_believed(asked, said, believed):
    assert asked(REMOTE_ADDR="10.0.0.7", HTTP_X_FORWARDED_FOR=said).META["REMOTE_ADDR"] in {believed, "10.0.0.7"}


def test_what_somebody_puts_before_the_proxy_changes_nothing(asked):
    seen = asked(REMOTE_ADDR="10.0.0.7", HTTP_X_FORWARDED_FOR="127.0.0.1, 192.0.2.66")

    assert seen.META["REMOTE_ADDR"] == "192.0.2.66"


def test_a_stranger_is_not_believed(asked):
    seen = asked(
        REMOTE_ADDR="192.0.2.66",
        HTTP_X_FORWARDED_FOR="127.0.0.1",
        HTTP_X_FORWARDED_PROTO="https",
        HTTP_X_REQUEST_ID="chosen-by-somebody",
    )

    assert seen.META["REMOTE_ADDR"] == "192.0.2.66"
    assert not seen.is_secure()
    assert "HTTP_X_REQUEST_ID" not in seen.META


def test_in_production_who_comes_in_clear_is_sent_to_tls(asked):
    sent = asked("/i/a?b=c", mode="production", REMOTE_ADDR="192.0.2.1")

    assert sent.status_code == 308
    assert sent.headers["Location"] == "https://sceau.example/i/a?b=c"


@pytest.mark.parametrize("path", ["/healthz", "/healthz/web", "/metrics"])
def test_machines_inside_may_come_in_clear(asked, path):
    assert asked(path, mode="production", REMOTE_ADDR="10.9.9.9").path == path


def test_an_unknown_proxy_over_tls_does_not_go_in_a_circle(asked):
    seen = asked(mode="production", trusted="10.0.0.1", REMOTE_ADDR="10.0.0.2", HTTP_X_FORWARDED_PROTO="https")

    assert seen.path == "/x"


def test_what_every_request_goes_through_costs_two_queries_and_none_for_a_stranger(client, django_assert_num_queries):
    user = User.objects.create_user("amina@exemple.fr", name="Amina")
    client.get("/accessibility")

    with django_assert_num_queries(0):
        client.get("/accessibility")
    client.force_login(user)
    client.get("/accessibility")
    with django_assert_num_queries(2):  # the session and the person
        assert client.get("/accessibility").status_code == 200
