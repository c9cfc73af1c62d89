"""Numbers of looks and erasures at the same moment: what is erased keeps no number, and nobody waits for the other."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction

from institutions.people import NOW
from issuing.opened import a_credential
from sceau.issuing import erasing
from sceau.verification import counting
from sceau.verification.models import Looks

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite in memory has one writer, and refuses the others"),
]


@pytest.fixture(autouse=True)
def _nothing_counted():
    counting._waiting.clear()
    yield
    counting._waiting.clear()


def beside(act):
    """Do something on another connection, to its end."""

    def run():
        try:
            act()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(timeout=20)
    assert not thread.is_alive()


def test_a_number_written_while_its_credential_is_erased_waits_and_then_goes():
    one, other = a_credential(), a_credential()
    waiting = {(one.uuid, NOW.date()): 2, (other.uuid, NOW.date()): 3}
    with transaction.atomic():
        erasing.apply([one.award.person], None, NOW)
        counting._waiting.update(waiting)  # of another process
        beside(counting.write_waiting)
        assert counting._waiting == {(one.uuid, NOW.date()): 2}
    counting.write_waiting()

    assert not counting._waiting
    assert list(Looks.objects.values_list("credential", "count")) == [(other.uuid, 3)]


def test_a_number_written_just_before_is_erased_with_its_credential():
    one = a_credential()
    counting._waiting.update({(one.uuid, NOW.date()): 2})
    erased = threading.Event()

    def erase():
        with transaction.atomic():
            erasing.apply([one.award.person], None, NOW)
        erased.set()

    def erase_beside():
        try:
            erase()
        finally:
            connection.close()

    with transaction.atomic():
        counting.write_waiting()
        thread = threading.Thread(target=erase_beside)
        thread.start()
        assert not erased.wait(timeout=0.3)  # it waits for the number
    thread.join(timeout=20)

    assert erased.is_set()
    assert not Looks.objects.exists()
