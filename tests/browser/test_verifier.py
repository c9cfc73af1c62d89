"""The verifier that runs in the reader's browser, in one: under a strict policy, and with the answers of the engine."""

from __future__ import annotations

import base64
import hashlib

import orjson
import pytest

from sceau.engine.status.notices import MESSAGES, NOTICE_SIZE, notices_url
from sceau.web.verifier_data import FOLDER
from sceau.web.verifier_file import one_module
from verifying import INDEX, LIST_URL, Issuer
from web.verifier.browser_side import Question

ORIGIN = "https://verifier.example"
POLICY = "default-src 'none'; script-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'"
JUDGE = """
async (tasks) => {
  const { verify } = await import("/verifier/verify.js");
  const { fromDocuments } = await import("/verifier/reach.js");
  const reports = [];
  const started = performance.now();
  for (const { given, site, now } of tasks) {
    reports.push(await verify(given, { now, reach: fromDocuments(site), source: "x" }));
  }
  return { reports, each: (performance.now() - started) / tasks.length, leaked: Object.keys(window).filter((name) => /verif|sceau/i.test(name)) };
}
"""


@pytest.fixture
def reader(browser):
    """A page of another house that serves the modules and nothing else; what it asks for besides is a fault."""
    context = browser.new_context()
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: faults.append(str(error)))

    def serve(route):
        name = route.request.url.removeprefix(f"{ORIGIN}/")
        path = FOLDER / name.removeprefix("verifier/")
        if name == "":
            route.fulfill(
                body="<!doctype html><title>x</title>",
                content_type="text/html",
                headers={"content-security-policy": POLICY},
            )
        elif name.startswith("verifier/") and path.is_file():
            route.fulfill(body=path.read_text("utf-8"), content_type="text/javascript; charset=utf-8")
        else:
            faults.append(route.request.url)
            route.abort()

    context.route("**/*", serve)
    page.goto(f"{ORIGIN}/")
    yield page
    context.close()
    assert faults == []


def _questions():
    issuer, p256 = Issuer(), Issuer(31, algorithm="P-256")
    issuer.publish_list(revoked={INDEX + 1: 1})
    issuer.publish_list(notices_url(LIST_URL), size=NOTICE_SIZE, purpose="message")
    assert len(MESSAGES) == 1 << NOTICE_SIZE
    badge = issuer.badge_with_status()
    yield Question("valid", orjson.dumps(badge).decode(), issuer.site)
    yield Question(
        "jcs", orjson.dumps(issuer.sign(badge_without_proof(badge), cryptosuite="eddsa-jcs-2022")).decode(), issuer.site
    )
    yield Question("forged", orjson.dumps(badge | {"name": "Autre chose"}).decode(), issuer.site)
    yield Question("token", issuer.token(), issuer.site)
    yield Question("token of P-256", p256.token(), p256.site)
    revoked = Issuer()
    revoked.publish_list(revoked={INDEX: 1})
    revoked.publish_list(notices_url(LIST_URL), size=NOTICE_SIZE, purpose="message")
    yield Question("revoked", orjson.dumps(badge).decode(), revoked.site)
    yield Question(
        "data model 1.1",
        orjson.dumps(badge | {"@context": ["https://www.w3.org/2018/credentials/v1"]}).decode(),
        issuer.site,
    )


def badge_without_proof(badge):
    return {name: value for name, value in badge.items() if name != "proof"}


def _tasks(questions):
    return [
        {
            "given": each.given,
            "now": each.as_task()["options"]["now"],
            "site": {url: orjson.dumps(body).decode() for url, body in each.site.items()},
        }
        for each in questions
    ]


def test_the_browser_says_what_the_engine_says(reader):
    questions = list(_questions())

    found = reader.evaluate(JUDGE, _tasks(questions))

    verdicts = [report["verdict"] for report in found["reports"]]
    assert verdicts == ["valid", "valid", "invalid", "valid", "valid", "invalid", "invalid"]
    assert found["reports"] == [each.report_of_the_engine() for each in questions]
    assert found["leaked"] == []
    assert found["each"] < 250  # milliseconds, the first of them with all that is compiled once


def test_in_one_piece_from_a_file_with_no_network_it_says_the_same(browser, tmp_path):
    """A page that is one file, opened as from a USB stick, whose policy allows its own script alone."""
    questions = list(_questions())
    script = f"{one_module()}globalThis.verify = verify; globalThis.fromDocuments = fromDocuments;"
    assert "</script" not in script
    pinned = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; script-src 'sha256-{pinned}'; require-trusted-types-for 'script'; trusted-types 'none'"
    )
    page = tmp_path / "verifier.html"
    page.write_text(
        f'<!doctype html><html lang="fr"><meta charset="utf-8"><title>x</title>'
        f'<meta http-equiv="content-security-policy" content="{policy}"><script type="module">{script}</script></html>',
        encoding="utf-8",
    )
    context = browser.new_context(offline=True)
    opened = context.new_page()
    faults: list[str] = []
    opened.on("console", lambda message: faults.append(message.text))
    opened.goto(page.as_uri())

    reports = opened.evaluate(
        """
        async (tasks) => {
          const found = [];
          for (const { given, site, now } of tasks) {
            found.push(await verify(given, { now, reach: fromDocuments(site), source: "x" }));
          }
          return found;
        }
        """,
        _tasks(questions),
    )
    context.close()

    assert reports == [each.report_of_the_engine() for each in questions]
    assert faults == []
