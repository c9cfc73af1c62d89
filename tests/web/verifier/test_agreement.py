"""The verifier of the browser says what the engine says: verdict, checks, sentences, notes, to the letter.

What it does not judge, it names: each such document stands in a table here.
"""

from __future__ import annotations

import os

import orjson
import pytest

from sample_awards import DESIGN_IDS
from sceau.engine.status.notices import notices_url
from verifying import LIST_URL, Issuer

from .browser_side import Question, asked_of_the_browser, reports_on
from .questions import everything, mutated

IMAGE, KIND, SUITE, SCHEMA = (f"elsewhere.{name}" for name in ("image", "kind", "suite", "schema"))
STEP = int(os.environ.get("SCEAU_STEP_OF_MUTANTS", "7"))  # 1: every one of them, 5,500 in ten seconds

LIMIT = 3_000  # milliseconds; the worst, of equal parts that are to be put in order, takes a twentieth where nothing else runs

# what is named and handed over to /verifier; each is unknown, never valid and never refused
ELSEWHERE = {
    "open-badges-2.0/assets/robotics-badge.png": IMAGE,
    "open-badges-2.0/simple-badge.png": IMAGE,
    "open-badges-2.0/basic-assertion.json": KIND,
    "open-badges-2.0/basic-assertion-expired.json": KIND,
    "open-badges-2.0/basic-assertion-invalid-type.json": KIND,
    "open-badges-2.0/simple.jwt": KIND,
    "open-badges-2.0/simple-revoked.jwt": KIND,
    "open-badges-3.0/simple-json.png": IMAGE,
    "open-badges-3.0/simple-json.png, its keys published": IMAGE,
    "open-badges-3.0/simple-jwt.svg": IMAGE,
    "open-badges-3.0/simple_v1.json": SUITE,  # Ed25519Signature2020
    "open-badges-3.0/simple_v1.json, its keys published": SUITE,
    "vc-di-ecdsa/ecdsa-rdfc-2019-p256/canonDocECDSAP256.txt": IMAGE,  # N-Quads, which begin like an SVG
    "vc-di-eddsa/eddsa-rdfc-2022/canonDocDataInt.txt": IMAGE,
    "text '<svg/>'": IMAGE,
    "bytes '<svg/>'": IMAGE,
    "bytes b'\\x89PNG\\r\\n\\x1a\\n'": IMAGE,
    "hostile lying-lengths.png": IMAGE,
    "hostile truncated.png": IMAGE,
    "hostile baked-twice.png": IMAGE,
    "hostile compressed-bomb.png": IMAGE,
    "hostile entities.svg": IMAGE,
    "hostile external-entity.svg": IMAGE,
    "hostile deep.svg": IMAGE,
    "proofs of P-256": SUITE,
    "proofs with the schema of a profile": SCHEMA,
}
# the same checks and outcomes, and another sentence: DecompressionStream does not say what is wrong with a gzip
IN_OTHER_WORDS = {"list not JSON", "list truncated", "list damaged", "list followed by something"}


@pytest.fixture(scope="module")
def questions():
    return everything()


@pytest.fixture(scope="module")
def asked(questions):
    return [answer["result"] for answer in asked_of_the_browser([each.as_task() for each in questions])]


@pytest.fixture(scope="module")
def answers(asked):
    return [each["report"] for each in asked]


def test_no_two_questions_have_one_name(questions):
    names = [question.name for question in questions]

    assert len(names) == len(set(names))
    assert set(names) >= {*ELSEWHERE, *IN_OTHER_WORDS}


def test_both_say_the_same_of_every_document(questions, answers):
    wrong = []
    for question, found in zip(questions, answers, strict=True):
        expected = question.report_of_the_engine()
        is_same = _outcomes(found) == _outcomes(expected) if question.name in IN_OTHER_WORDS else found == expected
        if question.name not in ELSEWHERE and not is_same:
            wrong.append((question.name, _outcomes(expected), _outcomes(found)))

    assert wrong == []


def test_every_credential_of_the_demonstration_is_valid_in_each_form(questions, answers):
    verdicts = {each.name: report["verdict"] for each, report in zip(questions, answers, strict=True)}
    of_the_house = {name: verdict for name, verdict in verdicts.items() if name.partition(" ")[0] in DESIGN_IDS}

    assert {verdict for name, verdict in of_the_house.items() if "another record" not in name} == {"valid"}
    assert {verdict for name, verdict in of_the_house.items() if "another record" in name} == {"invalid"}
    assert len(of_the_house) == 5 * len(DESIGN_IDS)


def test_no_document_keeps_the_browser_busy(questions, asked):
    slow = {each.name: found["ms"] for each, found in zip(questions, asked, strict=True) if found["ms"] > LIMIT}

    assert slow == {}


def test_what_is_not_judged_is_named_and_handed_over(questions, answers):
    handed_over = {}
    for question, report in zip(questions, answers, strict=True):
        for check in report["checks"]:
            if check["reason"].startswith("elsewhere."):
                handed_over[question.name] = check["reason"]
                assert check["outcome"] == "unknown"
                assert all("/verifier" in check["message"][language] for language in ("fr", "en"))

    assert handed_over == ELSEWHERE
    assert "valid" not in {report["verdict"] for report in answers if "elsewhere." in str(report["checks"])}


def test_a_document_changed_in_one_place_is_judged_alike():
    questions = list(mutated(STEP))

    wrong = []
    for question, found in zip(questions, reports_on(questions), strict=True):
        expected = question.report_of_the_engine()
        if found != expected and SCHEMA not in str(found["checks"]):
            wrong.append((question.name, _outcomes(expected), _outcomes(found)))

    assert wrong == []
    assert len(questions) > 500


def test_a_browser_without_the_algorithm_says_so():
    issuer = Issuer()
    task = Question("x", orjson.dumps(issuer.badge()), issuer.site).as_task() | {"without": ["Ed25519"]}

    (answer,) = asked_of_the_browser([task])

    report = answer["result"]["report"]
    assert report["verdict"] == "check"
    assert report["sentence"]["fr"] == "Impossible à vérifier"
    (check,) = [each for each in report["checks"] if each["id"] == "proof"]
    assert (check["outcome"], check["reason"]) == ("unknown", "elsewhere.algorithm")


def test_without_a_network_the_issuer_is_out_of_reach_and_the_answer_is_not_known():
    issuer = Issuer()
    task = Question("x", orjson.dumps(issuer.badge())).as_task() | {"reach": "nothing"}

    (answer,) = asked_of_the_browser([task])

    report = answer["result"]["report"]
    assert report["sentence"]["en"] == "Cannot be verified"
    assert "n’est pas parmi les documents joints" in str(report["checks"])


def test_the_documents_of_a_bundle_are_enough():
    issuer = Issuer()
    issuer.publish_list()
    site = {url: orjson.dumps(document).decode() for url, document in issuer.site.items()}
    task = Question("x", orjson.dumps(issuer.badge_with_status())).as_task() | {"reach": "documents"}

    silent, told = asked_of_the_browser(
        [task | {"documents": site}, task | {"documents": site | {notices_url(LIST_URL): None}}]
    )

    assert _outcomes(silent["result"]["report"])[0] == "check", "nothing says that there are no notices"
    assert told["result"]["report"]["verdict"] == "valid"


def _outcomes(report):
    return report["verdict"], sorted((check["id"], check["outcome"]) for check in report["checks"])
