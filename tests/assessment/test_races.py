"""Two browsers, two assessors, a close at the same moment: each mark once, none after the close."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from django.db import connection

from assessment.grids import attempts, given, marking_session
from assessment.making import assessor, body, head
from design.test_races import together
from institutions.people import NOW
from sceau.assessment.models import Marking, MarkWrite, RetainedMark
from sceau.assessment.services.assigning import assign, assign_evenly
from sceau.assessment.services.comparing import agree, propose
from sceau.assessment.services.marking import Write, receive, submit
from sceau.assessment.services.writing import held
from sceau.assessment.states import SessionState

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="in memory, SQLite shares nothing between threads"),
]


def names(found):
    return sorted(type(each).__name__ for each in found)


def a_write(level, device, sequence=1, criterion="C1"):
    return Write(
        uuid=uuid4(), criterion=criterion, level=level, comment="Vu", device=UUID(int=device), sequence=sequence
    )


def sending(marking, *writes):
    return lambda: receive(marking=marking, writes=writes, by=marking.assessor, now=NOW)


def test_one_queue_sent_three_times_at_once_arrives_once():
    (attempt,) = attempts(marking_session())
    marking = given(attempt)
    queue = [a_write(f"N{n % 4}", 1, n) for n in range(1, 9)]

    found = together(*[sending(marking, *queue)] * 3)

    assert names(found) == ["Received"] * 3
    assert MarkWrite.objects.count() == 8
    marking.refresh_from_db()
    assert (marking.revision, marking.marks.get().level) == (8, "N0")


def test_two_browsers_at_once_one_is_shown_the_other():
    (attempt,) = attempts(marking_session())
    marking = given(attempt)

    found = together(sending(marking, a_write("N1", 1)), sending(marking, a_write("N2", 2)))

    assert sorted(each.answers[0].outcome for each in found) == ["applied", "conflict"]


def test_no_mark_after_the_close():
    from django.db import transaction

    (attempt,) = attempts(marking_session())
    marking = given(attempt)
    session = attempt.candidate.session

    def close():
        with transaction.atomic():
            there = held(session)
            there.state = SessionState.MARKED
            there.save()
            return set(Marking.objects.values_list("revision", flat=True))

    for _ in range(3):
        found = together(close, sending(marking, a_write("N1", 1)))
        seen = next(each for each in found if isinstance(each, set))
        marking.refresh_from_db()
        assert seen == {marking.revision}


def test_two_hand_in_at_once_and_what_follows_happens_once():
    (attempt,) = attempts(marking_session())
    both = [given(attempt), given(attempt, "Nadia Roux")]
    for place, marking in enumerate(both):
        writes = [a_write(f"N{3 * place}", place, n, f"C{n}") for n in (1, 2, 3)]
        receive(marking=marking, writes=writes, by=marking.assessor, now=NOW)

    found = together(*[lambda each=each: submit(marking=each, by=each.assessor, now=NOW) for each in both])

    assert names(found) == ["Marking"] * 2
    assert Marking.objects.filter(place=3).count() == 1


def test_one_place_is_given_once():
    session = marking_session()
    (attempt,) = attempts(session)
    users = [assessor(session, name).user for name in ("Mona Petit", "Nadia Roux", "Oscar Blin")]
    amina = head(body())

    found = together(
        *[
            lambda user=user: assign(
                session=session, attempt=attempt, event="E1", user=user, place=1, by=amina, now=NOW
            )
            for user in users
        ],
        lambda: assign_evenly(session=session, by=amina, now=NOW),
    )

    assert "Assigned" in names(found)
    assert Marking.objects.filter(event="E1", place=1).count() == 1


def test_two_agree_at_once():
    (attempt,) = attempts(marking_session())
    both = [given(attempt), given(attempt, "Nadia Roux")]
    for place, marking in enumerate(both):
        writes = [a_write(f"N{2 + place}", place, n, f"C{n}") for n in (1, 2, 3)]
        receive(marking=marking, writes=writes, by=marking.assessor, now=NOW)
        submit(marking=marking, by=marking.assessor, now=NOW)
    mona, nadia = (each.assessor for each in both)
    asked = {"attempt": attempt, "event": "E1", "criterion": "C1", "now": NOW}

    together(lambda: propose(level="N2", by=mona, **asked), lambda: propose(level="N2", by=nadia, **asked))

    assert RetainedMark.objects.get(criterion="C1").level == "N2"
    found = together(*[lambda: agree(level="N2", by=nadia, **asked)] * 2)
    assert names(found) == ["NotNow"] * 2
