"""The house rechecks its journals by itself, and writes to those who can act when one was altered."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.utils.timezone import now

from sceau.accounts.models import User
from sceau.jobs import outbox, regular
from sceau.journal import guards
from sceau.journal.models import Act
from sceau.journal.queries import RECHECKED
from sceau.journal.services import record


@pytest.fixture
def written(institution, amina, bruno):
    User.objects.create_user("paul@sceau.example", name="Paul Atrides", is_platform_administrator=True)
    for _ in range(3):
        record("unit.added", subject=f"unit:{institution.uuid}", by=None, at=now(), institution=institution.uuid)
    return institution


def rechecks() -> int:
    return Act.objects.filter(code=RECHECKED).count()


def letters() -> dict[str, str]:
    mail.outbox.clear()
    outbox.drain(clock=lambda: now() + timedelta(minutes=1), at_most=timedelta(minutes=1))
    return {letter.to[0]: letter.subject for letter in mail.outbox}


def test_a_whole_journal_is_noted_once_and_told_to_nobody(written):
    regular.journal(now())
    assert rechecks() == 1
    regular.journal(now())

    assert rechecks() == 1
    assert letters() == {}


def test_a_journal_that_has_grown_is_noted_again(written):
    regular.journal(now())
    record("unit.added", subject=f"unit:{written.uuid}", by=None, at=now(), institution=written.uuid)
    regular.journal(now())

    assert rechecks() == 2


def test_an_altered_journal_is_told_to_its_heads_and_to_whoever_administers(written):
    regular.journal(now())
    letters()
    with guards.lifted(connection):
        Act.objects.filter(number=2).update(code="unit.closed")
    regular.journal(now())

    assert letters() == {
        "paul@sceau.example": "Le journal de Institut Alpes a été altéré",
        "amina@example.org": "Le journal de Institut Alpes a été altéré",
        "bruno@example.org": "The journal of Institut Alpes was altered",
    }
