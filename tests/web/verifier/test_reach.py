"""How the browser's verifier asks other people's servers, when the caller lets it: over https, bounded, as nobody."""

from __future__ import annotations

import pytest

from .browser_side import asked_of_the_browser

URL = "https://badges.example/.well-known/did.json"
CASES = {
    "a document": ({"body": '{"id": "x"}'}, None),
    "not there": ({"status": 404}, "reach.not_found"),
    "a server that fails": ({"status": 503}, "reach.refused"),
    "no network": ({"fails": True}, "elsewhere.no_answer"),
    "no JSON": ({"body": "<html>"}, "reach.not_a_document"),
    "a redirect": ({"body": "{}", "redirectedTo": "https://faussaire.example/did.json"}, "reach.redirected"),
    "too large": ({"length": 5 * 1024 * 1024}, "elsewhere.no_answer"),
}


@pytest.fixture(scope="module")
def answers():
    tasks = [{"task": "fetch", "url": URL, "told": told} for told, _ in CASES.values()]
    tasks.append({"task": "fetch", "url": "http://127.0.0.1/did.json", "told": {"body": "{}"}})
    found = [answer["result"] for answer in asked_of_the_browser(tasks)]
    return dict(zip([*CASES, "in the clear"], found, strict=True))


@pytest.mark.parametrize("name", CASES)
def test_an_answer_is_a_document_or_a_reason(answers, name):
    answer = answers[name]

    assert answer.get("refused") == CASES[name][1]
    assert ("found" in answer) == (CASES[name][1] is None)
    assert answer["asked"] == [
        {"url": URL, "accept": "application/json", "credentials": "omit", "referrer": "no-referrer"}
    ]


def test_nothing_is_asked_in_the_clear(answers):
    assert answers["in the clear"]["refused"] == "elsewhere.offline"
    assert answers["in the clear"]["asked"] == []
