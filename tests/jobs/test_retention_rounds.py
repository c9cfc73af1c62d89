"""Each day: schedules of retention, one by one, and files that no row knows."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils.timezone import now

from assessment.everything import everything, told
from assessment.making import a_session, body, head
from institutions.people import NOW
from sceau.assessment.models import (
    Application,
    Attendance,
    Control,
    Convocation,
    ImportDraft,
    Incident,
    Piece,
)
from sceau.jobs import regular
from sceau.people import retention
from sceau.people.models import Keeping
from sceau.people.services import confirm_schedule

pytestmark = pytest.mark.django_db


def test_where_nobody_confirmed_only_a_forecast_is_noted(institution):
    regular.retention(now())

    assert Keeping.objects.get(institution=institution).previewed["counts"] == {}


def test_a_schedule_that_fails_stops_no_other_and_is_logged_without_its_words(institution, monkeypatch, caplog):
    seen = []

    def fails(each, moment):
        seen.append(each)
        raise ValueError("Siobhán O’Brien")

    monkeypatch.setattr(retention, "round_of", fails)
    regular.retention(now())

    assert institution in seen
    assert "ValueError" in caplog.text
    assert "Siobhán" not in caplog.text


def test_files_that_no_row_knows_are_swept_once_a_day_has_passed(monkeypatch):
    asked = []
    shelf = SimpleNamespace(sweep=lambda known, older_than: asked.append((known, older_than)))
    monkeypatch.setattr(regular, "ports", lambda: SimpleNamespace(files=shelf))
    moment = now()

    regular.files(moment)

    assert asked == [(set(), moment - regular.UNKNOWN_FILES)]


def test_from_where_somebody_was_signed_in_is_forgotten_once_the_session_is_over(amina):
    moment = now()
    for key, ends in (("over", -1), ("standing", 1)):
        Session.objects.create(session_key=key, session_data="", expire_date=moment + timedelta(hours=ends))
    for key in ("over", "standing", "ended-by-hand"):
        UserSession.objects.create(user=amina, session_key=key, ip="203.0.113.7", user_agent="Firefox/140")

    regular.sessions(moment)

    assert list(UserSession.objects.values_list("session_key", flat=True)) == ["standing"]
    assert list(Session.objects.values_list("session_key", flat=True)) == ["standing"]


def test_what_people_left_in_the_middle_is_swept_whatever_the_schedule_says():
    session, moment = a_session(), now()
    for name, age in (("old", 31), ("young", 29)):
        ImportDraft.objects.create(
            session=session, name=name, digest="a" * 64, headers=["nom"], rows=[[1, ["Haddad"]]],
            created_by=head(body()), created_at=moment, changed_at=moment - timedelta(days=age),
        )  # fmt: skip
        Application.objects.create(
            session=session, sealed=name, nonce="n", token_digest=name, created_at=moment,
            expires_at=moment + timedelta(minutes=30 - age),
        )  # fmt: skip

    regular.leftovers(moment)

    assert list(ImportDraft.objects.values_list("name", flat=True)) == ["young"]
    assert list(Application.objects.values_list("sealed", flat=True)) == ["young"]


def test_a_confirmed_schedule_is_carried_out_by_the_round_while_another_session_goes_on():
    done = everything()
    told(done, at=NOW)
    going_on = everything()
    confirm_schedule(institution=body(), by=head(body()), now=NOW)
    later = NOW + timedelta(days=4 * 366)

    regular.retention(later)
    regular.retention(later)

    for candidate, left in ((done, 1), (going_on, 4)):
        assert Piece.objects.filter(attempt__candidate=candidate).count() == left
        assert Attendance.objects.filter(candidate=candidate).count() == (left == 4)
        assert Convocation.objects.filter(candidate=candidate).count() == (left == 4)
        assert Incident.objects.filter(candidate=candidate).count() == (left == 4)
    assert not Control.objects.filter(attempt__candidate=done).exclude(document="").exists()
    assert Control.objects.filter(attempt__candidate=going_on, document="passport").exists()
