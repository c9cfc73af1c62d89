"""The verdict's table (docs/decisions/verification.md), line by line, and what a report says to machines and to people."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from sceau.engine.checks import ids
from sceau.engine.checks.report import (
    Check,
    Note,
    Outcome,
    Report,
    failed,
    gravest,
    in_order,
    passed,
    results_as_json,
    unknown,
)
from sceau.engine.checks.words import Because, date_in_words, harmless
from sceau.engine.errors import Reason

SAYS = Reason("test.says", fr="c’est ainsi", en="so it is")
OF = Reason("test.of", fr="il dit «\u00a0{what}\u00a0»", en="it says “{what}”")
GOOD = passed(ids.PROOF, SAYS)
EXIT = {"valid": 0, "check": 3, "invalid": 1}


@pytest.mark.parametrize(
    ("checks", "verdict", "french"),
    [
        ([GOOD, passed(ids.ISSUER, SAYS)], "valid", "Authentique et valide"),
        ([failed(ids.PROOF, SAYS)], "invalid", "Non authentique"),
        ([GOOD, failed(ids.KEY, SAYS), unknown(ids.STATUS, SAYS)], "invalid", "Non authentique"),
        ([failed(ids.READABLE, SAYS)], "invalid", "Non authentique"),
        ([GOOD, failed(ids.REVOCATION, SAYS)], "invalid", "Authentique, mais révoquée"),
        ([failed(ids.PROOF, SAYS), failed(ids.REVOCATION, SAYS)], "invalid", "Non authentique"),
        ([GOOD, unknown(ids.KEY_TIME, SAYS), failed(ids.REVOCATION, SAYS)], "invalid", "Révoquée"),
        ([unknown(ids.KEY, SAYS)], "check", "Impossible à vérifier"),
        ([unknown(ids.KEY, SAYS), failed(ids.VALIDITY, SAYS)], "check", "Impossible à vérifier"),
        ([GOOD, failed(ids.VALIDITY, SAYS)], "check", "Authentique, à vérifier"),
        ([GOOD, unknown(ids.STATUS, SAYS)], "check", "Authentique, à vérifier"),
        ([GOOD, failed(ids.SUSPENSION, SAYS)], "check", "Authentique, à vérifier"),
        ([GOOD, failed(ids.REPLACEMENT, SAYS)], "check", "Authentique, à vérifier"),
        ([GOOD, unknown(ids.ISSUER, SAYS)], "check", "Authentique, à vérifier"),
        ([], "check", "Impossible à vérifier"),
        ([passed(ids.ISSUER, SAYS)], "check", "Impossible à vérifier"),
    ],
)
def test_the_verdict_follows_from_weights_and_outcomes(checks, verdict, french):
    report = Report(tuple(checks))

    assert (report.verdict, report.sentence["fr"]) == (verdict, french)
    assert report.exit_status == EXIT[verdict]


def test_of_several_reports_the_gravest_makes_the_exit_status():
    valid, check, invalid = Report((GOOD,)), Report((unknown(ids.KEY, SAYS),)), Report((failed(ids.KEY, SAYS),))

    assert gravest([]) == gravest([valid]) == 0
    assert gravest([valid, check, valid]) == 3
    assert gravest([check, invalid, valid]) == 1


def test_the_decisive_check_is_the_one_that_made_the_verdict():
    expired, forged, revoked = failed(ids.VALIDITY, SAYS), failed(ids.PROOF, SAYS), failed(ids.REVOCATION, SAYS)
    unreachable = unknown(ids.KEY, SAYS)

    assert Report((GOOD,)).decisive is None
    assert Report((expired, forged)).decisive is forged
    assert Report((GOOD, expired, revoked)).decisive is revoked
    assert Report((unreachable, expired)).decisive is unreachable


def test_a_report_has_one_answer_to_a_question_the_gravest_in_the_order_of_the_procedure():
    status, context, broken = passed(ids.STATUS, SAYS), passed(ids.CONTEXT, SAYS), failed(ids.CONTEXT, SAYS)

    assert in_order([context, status]) == (context, status)
    assert in_order([status, context, broken, context]) == (broken, status)


def test_the_ids_are_one_closed_list_numbered_in_order():
    names = [question.id for question in ids.QUESTIONS]

    assert len(set(names)) == len(names) == len([x for x in vars(ids).values() if isinstance(x, ids.Question)])
    assert [ids.NUMBER_OF[name] for name in names] == list(range(1, len(names) + 1))


def test_machines_read_what_is_agreed():
    report = Report((GOOD, failed(ids.VALIDITY, OF, pointer="/validUntil", what="fini")), (Note(SAYS),))

    whole = json.loads(json.dumps(results_as_json([("a.json", report)])))

    assert whole["version"] == 1
    (result,) = whole["results"]
    assert result["source"] == "a.json"
    assert result["verdict"] == "check"
    assert result["sentence"] == {"fr": "Authentique, à vérifier", "en": "Authentic, to be checked"}
    assert result["checks"][1] == {
        "id": "validity",
        "number": ids.NUMBER_OF["validity"],
        "weight": "attention",
        "outcome": "failed",
        "reason": "test.of",
        "pointer": "/validUntil",
        "message": {"fr": "Il dit «\u00a0fini\u00a0»", "en": "It says “fini”"},
    }
    assert result["notes"][0]["message"]["en"] == "So it is"
    assert result["credential"] == {}


def test_what_strangers_wrote_cannot_move_the_cursor_nor_turn_a_name_around():
    hostile = "a\x1b[2Jb\nc\u202egpj.exe" + "x" * 1000

    message = Check(ids.PROOF, Outcome.FAILED, OF, details={"what": hostile}).message["fr"]

    assert "\x1b" not in message
    assert "\n" not in message
    assert "\u202e" not in message
    assert len(message) < 260
    assert harmless("Naïma, œuvre, 東京, עברית") == "Naïma, œuvre, 東京, עברית"


def test_a_sentence_that_begins_with_a_value_keeps_the_value_as_it_is():
    begins = Reason("test.begins", fr="{who} parle", en="{who} speaks")

    assert Check(ids.PROOF, Outcome.FAILED, begins, details={"who": "did:web:a"}).message["en"] == "did:web:a speaks"


def test_dates_and_reasons_are_said_in_both_languages():
    details = {"what": Because(OF, {"what": datetime(2026, 3, 1, 9, 5, tzinfo=UTC)})}

    message = Check(ids.PROOF, Outcome.FAILED, OF, details=details).message

    assert message["fr"] == "Il dit «\u00a0il dit «\u00a01er mars 2026 à 9 h 05 UTC\u00a0»\u00a0»"
    assert message["en"] == "It says “it says “1 March 2026 at 09:05 UTC””"
    assert date_in_words(datetime(2026, 8, 26, tzinfo=UTC), "fr") == "26 août 2026"
