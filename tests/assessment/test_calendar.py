"""Files for calendars: lines that fold, strangers' words that stay words, moments in UTC."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from sceau.assessment.calendar import Event, calendar_of

PARIS = ZoneInfo("Europe/Paris")
EVENT = Event(
    uid="convocation-1f0c@sceau.example",
    sequence=2,
    changed=datetime(2026, 6, 2, 8, 0, tzinfo=UTC),
    start=datetime(2026, 6, 22, 9, 0, tzinfo=PARIS),
    end=datetime(2026, 6, 22, 12, 30, tzinfo=PARIS),
    title="Épreuve écrite",
    place="Rodez, salle Aubrac",
    url="https://sceau.example/c/1",
)


def lines(content: bytes) -> list[str]:
    """As a calendar reads them: folds undone (RFC 5545, §3.1)."""
    assert content.endswith(b"\r\n")
    assert content.count(b"\n") == content.count(b"\r\n")
    return content.replace(b"\r\n ", b"").decode().split("\r\n")[:-1]


def test_an_event_is_told_in_utc_and_asks_for_nothing():
    assert lines(calendar_of([EVENT], "fr")) == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Sceau//Sceau//FR",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        "UID:convocation-1f0c@sceau.example",
        "SEQUENCE:2",
        "DTSTAMP:20260602T080000Z",
        "DTSTART:20260622T070000Z",
        "DTEND:20260622T103000Z",
        "SUMMARY;LANGUAGE=fr:Épreuve écrite",
        "LOCATION;LANGUAGE=fr:Rodez\\, salle Aubrac",
        "URL:https://sceau.example/c/1",
        "STATUS:CONFIRMED",
        "TRANSP:OPAQUE",
        "END:VEVENT",
        "END:VCALENDAR",
    ]


@pytest.mark.parametrize(
    "hostile",
    [
        "Oral\r\nEND:VEVENT\r\nBEGIN:VALARM\r\nACTION:EMAIL",
        "Oral\nATTENDEE:mailto:x@evil.example",
        "Oral\rATTACH:https://evil.example",
        "Oral\u2028URL:javascript:1",
        'x";LANGUAGE=en:y',
        "\\n\\;\\,\\\\",
        "\x00\x0b\x0c",
    ],
)
def test_the_words_of_a_stranger_make_no_line_of_their_own(hostile):
    event = replace(EVENT, title=hostile, place=hostile, description=hostile)
    told = lines(calendar_of([event], "fr"))

    names = [line.partition(":")[0].partition(";")[0] for line in told]
    assert names.count("BEGIN") == names.count("END") == 2
    assert set(names) <= set(
        "BEGIN VERSION PRODID CALSCALE METHOD UID SEQUENCE DTSTAMP DTSTART DTEND SUMMARY LOCATION "
        "DESCRIPTION URL STATUS TRANSP END".split()
    )
    (summary,) = (line for line in told if line.startswith("SUMMARY"))
    value = summary.partition(":")[2]
    unescaped = (
        value.replace("\\\\", "\0").replace("\\;", ";").replace("\\,", ",").replace("\\n", "\n").replace("\0", "\\")
    )
    kept = hostile.replace("\r\n", "\n").replace("\r", "\n")
    assert unescaped == "".join(sign for sign in kept if sign == "\n" or sign >= " ").replace("\u2028", "")


def test_no_line_is_longer_than_75_octets_and_no_letter_is_cut():
    content = calendar_of([replace(EVENT, title="é王🙂" * 100, description="a" * 75)], "fr")

    for line in content.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()
    assert any("é王🙂" * 100 in line for line in lines(content))


def test_what_is_called_off_says_so():
    assert "STATUS:CANCELLED" in lines(calendar_of([replace(EVENT, cancelled=True, sequence=3)], "en"))


def test_many_events_are_one_calendar():
    told = lines(calendar_of([EVENT, replace(EVENT, uid="other@sceau.example")], "fr"))

    assert told.count("BEGIN:VEVENT") == 2
    assert told.count("BEGIN:VCALENDAR") == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"uid": "a\r\nb"},
        {"uid": ""},
        {"url": "javascript:alert(1)"},
        {"url": "https://a\r\nX:b"},
        {"end": EVENT.start - timedelta(minutes=1)},
        {"start": datetime(2026, 6, 22, 9, 0)},  # noqa: DTZ001 -- without a zone, on purpose
    ],
)
def test_what_is_no_uid_no_address_or_no_moment_is_refused(wrong):
    with pytest.raises((ValueError, TypeError)):
        calendar_of([replace(EVENT, **wrong)], "fr")
