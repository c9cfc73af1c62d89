"""Every sentence that intake can say: whole, in both languages, typeset as French is."""

from __future__ import annotations

import re
import string

import pytest

from sceau.engine.errors import Reason
from sceau.intake import decisions, kinds, reasons
from sceau.intake.findings import Finding, Severity

REFUSALS = [value for value in vars(reasons).values() if isinstance(value, Reason)]
EVERY = [kind.reason for kind in kinds.ALL] + REFUSALS
DETAILS = {
    name: "7"
    for reason in EVERY
    for text in (reason.code, reason.fr, reason.en)
    for _, name, _, _ in string.Formatter().parse(text)
    if name
}


@pytest.mark.parametrize("reason", EVERY, ids=lambda reason: reason.code)
def test_a_sentence_is_french_typography_and_complete_english(reason: Reason):
    french, english = reason.sentence("fr", DETAILS), reason.sentence("en", DETAILS)

    assert not re.search(r"[^\u202f\u00a0] ?[?!](?<! [?!])| [:;?!»]|« |'|\.\.\.", french.replace("comme ; ou", "")), (
        french
    )
    assert not re.search(r" [:;?!]|'|\.\.\.|«", english.replace("as ; or", "")), english
    assert not french.endswith(".")
    assert not english.endswith(".")
    assert french[0].isupper() or french[0] in "«7"
    assert max(len(french), len(english)) < 160


def test_codes_are_unlike_and_only_warnings_can_leave_a_doubt():
    assert len({reason.code for reason in EVERY}) == len(EVERY)
    assert {kind.severity for kind in kinds.ALL if kind.doubt} == {Severity.WARNING}


def test_a_long_value_does_not_hide_the_sentence():
    finding = Finding("Courriel", kinds.INVALID_EMAIL, "x" * 5_000)

    assert len(finding.sentence("fr")) < 100
    assert finding.sentence("en").endswith("…” is not an address.")


def test_a_value_with_braces_is_shown_as_it_is():
    assert "{0} {line}" in Finding("Courriel", kinds.INVALID_EMAIL, "{0} {line}").sentence("fr")


def test_every_decision_has_its_words():
    assert set(decisions.WORDS_OF) == set(decisions.DECISIONS) == set(decisions.PLAIN) == set(decisions.DEBATABLE)
    words = [word for table in (decisions.PLAIN, decisions.DEBATABLE) for names in table.values() for word in names]
    assert len(words) == len(set(words))
