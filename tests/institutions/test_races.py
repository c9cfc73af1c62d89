"""Two at the same moment."""

import threading

import pytest
from django.db import connection

from institutions.people import NOW, member, person
from sceau.institutions.errors import InstitutionsError
from sceau.institutions.models import Invitation, Membership
from sceau.institutions.queries import heads_of
from sceau.institutions.services import accept_invitation, end_membership, invite

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite in memory has one writer, and refuses the others"),
]


def at_once(*acts):
    """What each gave or the class of its refusal; all of them begin together."""
    ready, results = threading.Barrier(len(acts)), []

    def run(act):
        ready.wait(timeout=20)
        try:
            results.append(act())
        except InstitutionsError as refusal:
            results.append(type(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert len(results) == len(acts)
    return results


def test_two_heads_who_leave_together_do_not_both_leave(alpes, amina):
    other = person("Eve Fabre")
    member(other, alpes, "head")
    rows = list(Membership.objects.filter(institution=alpes, role="head"))

    at_once(*(lambda row=row: end_membership(membership=row, by=row.user, now=NOW) for row in rows))

    assert heads_of(alpes, now=NOW).count() == 1


def test_two_heads_who_end_each_other_do_not_both_succeed(alpes, amina):
    other = person("Eve Fabre")
    theirs, mine = member(other, alpes, "head"), Membership.objects.get(user=amina)

    at_once(
        lambda: end_membership(membership=theirs, why="x", by=amina, now=NOW),
        lambda: end_membership(membership=mine, why="x", by=other, now=NOW),
    )

    assert heads_of(alpes, now=NOW).count() == 1


def test_an_invitation_taken_twice_at_once_gives_one_role(alpes, amina):
    david = person("David Eon")
    offer = invite(institution=alpes, email=david.email, role="assessor", by=amina, now=NOW)

    at_once(*[lambda: accept_invitation(invitation=offer, user=david, now=NOW)] * 3)

    assert Membership.objects.filter(user=david).count() == 1


def test_the_same_invitation_made_twice_at_once_is_one(alpes, amina):
    at_once(*[lambda: invite(institution=alpes, email="d@example.org", role="assessor", by=amina, now=NOW)] * 3)

    assert Invitation.objects.count() == 1
