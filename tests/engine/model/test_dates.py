from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sceau.engine.errors import MalformedCredential
from sceau.engine.model.dates import format_datetime, parse_datetime


@pytest.mark.parametrize(
    ("text", "moment"),
    {
        "2026-01-15T10:00:00Z": datetime(2026, 1, 15, 10, tzinfo=UTC),
        "2026-01-15T10:00:00+02:00": datetime(2026, 1, 15, 8, tzinfo=UTC),
        "2026-01-15T10:00:00-14:00": datetime(2026, 1, 16, 0, tzinfo=UTC),
        "2026-01-15T10:00:00.250Z": datetime(2026, 1, 15, 10, 0, 0, 250_000, tzinfo=UTC),
        "2026-01-15T10:00:00.123456789Z": datetime(2026, 1, 15, 10, 0, 0, 123_456, tzinfo=UTC),
        "2026-12-31T24:00:00Z": datetime(2027, 1, 1, tzinfo=UTC),  # XML Schema 1.1 part 2, §3.3.7: the end of the day
        "2026-12-31T24:00:00.000+01:00": datetime(2026, 12, 31, 23, tzinfo=UTC),
        "2024-02-29T00:00:00Z": datetime(2024, 2, 29, tzinfo=UTC),
        "0001-01-01T00:00:00Z": datetime(1, 1, 1, tzinfo=UTC),
    }.items(),
)
def test_a_date_time_stamp_names_an_instant(text, moment):
    assert parse_datetime(text) == moment


@pytest.mark.parametrize(
    ("text", "code"),
    {
        "2026-01-15T10:00:00": "date.without_zone",
        "2026-01-15T24:00:00": "date.without_zone",
        "2026-01-15T10:00:00.5": "date.without_zone",
        "2026-02-30T10:00:00Z": "date.not_in_the_calendar",
        "2025-02-29T10:00:00+01:00": "date.not_in_the_calendar",
        "0000-01-01T00:00:00Z": "date.not_in_the_calendar",
        "2026-13-01T24:00:00Z": "date.not_in_the_calendar",
        "9999-12-31T24:00:00Z": "date.not_in_the_calendar",
        "2026-01-15": "date.not_a_date",
        "2026-01-15 10:00:00Z": "date.not_a_date",
        "2026-01-15T10:00Z": "date.not_a_date",
        "2026-01-15T10:00:60Z": "date.not_a_date",
        "2026-01-15T24:00:01Z": "date.not_a_date",
        "2026-01-15T25:00:00Z": "date.not_a_date",
        "2026-01-15t10:00:00z": "date.not_a_date",
        "2026-01-15T10:00:00+0200": "date.not_a_date",
        "2026-01-15T10:00:00+15:00": "date.not_a_date",
        "2026-01-15T10:00:00,5Z": "date.not_a_date",
        "2026-W03-4T10:00:00Z": "date.not_a_date",
        "20260115T100000Z": "date.not_a_date",
        "٢٠٢٦-01-15T10:00:00Z": "date.not_a_date",
        " 2026-01-15T10:00:00Z": "date.not_a_date",
        "2026-01-15T10:00:00Z\n": "date.not_a_date",
        "": "date.not_a_date",
    }.items(),
)
def test_anything_else_is_refused_with_its_reason(text, code):
    with pytest.raises(MalformedCredential) as refusal:
        parse_datetime(text, "/validFrom")

    assert (refusal.value.reason.code, refusal.value.pointer) == (code, "/validFrom")


@pytest.mark.parametrize("value", [None, 1768471200, True, ["2026-01-15T10:00:00Z"], {}])
def test_a_date_is_text(value):
    with pytest.raises(MalformedCredential) as refusal:
        parse_datetime(value)

    assert refusal.value.reason.code == "date.not_text"


def test_a_date_is_written_in_utc():
    paris = timezone(timedelta(hours=2))

    assert format_datetime(datetime(2026, 7, 14, 10, tzinfo=paris)) == "2026-07-14T08:00:00Z"
    assert format_datetime(datetime(2026, 7, 14, 10, 0, 0, 500_000, tzinfo=UTC)) == "2026-07-14T10:00:00.500000Z"


def test_a_moment_without_a_zone_is_our_own_mistake():
    with pytest.raises(ValueError, match="no instant"):
        format_datetime(datetime(2026, 7, 14, 10))  # noqa: DTZ001 -- the mistake that is tested


@given(st.datetimes(timezones=st.timezones(), min_value=datetime(1000, 1, 1), max_value=datetime(9000, 1, 1)))  # noqa: DTZ001
def test_what_we_write_we_read(moment):
    assert parse_datetime(format_datetime(moment)) == moment.astimezone(UTC)


@given(st.text(max_size=40) | st.from_regex(r"[0-9T:Z+.-]{15,30}", fullmatch=True))
def test_any_text_is_an_instant_or_a_refusal(text):
    try:
        moment = parse_datetime(text)
    except MalformedCredential:
        return
    assert moment.tzinfo is not None
