"""Results from outside: a file with its hash, row by row, and two people of the body who decide."""

from __future__ import annotations

from datetime import date
from hashlib import sha256

import pytest

from assessment.deciders import LATER, NOW, releaser
from assessment.making import body, colleague, version
from sceau.assessment.errors import AlreadyThere, NotEntitled, NotNow, WrongValue
from sceau.assessment.models import Award, Candidate, Deliberation, Session
from sceau.assessment.outside import read_results
from sceau.assessment.reasons import awards as reasons
from sceau.assessment.services.outside_results import propose_takeover
from sceau.assessment.services.proposing import confirm_results, send_back
from sceau.assessment.services.releasing import release_results
from sceau.people.models import Person

pytestmark = pytest.mark.django_db

TABLE = """Nom;Prénom;Courriel;Date d’obtention;Note;Décision;Surveillance;Identité vérifiée
Haddad;Naïma;naima@example.org;12/03/2019;82,5;acquis;sous surveillance, sans vérification d’identité;non
Öberg;Björn;bjorn@example.org;04/06/2021;;acquis;;
Martin;Léa;lea@example.org;04/06/2021;31;non acquis;;
Bâ;Oumar;oumar@example.org;06/2021;70;acquis;;
""".encode()
HOLDERS = """Nom;Prénom;Courriel
Haddad;Naïma;naima@example.org
Haddad;Naïma;naima@example.org
""".encode()


class Drawer:
    """Keeps files in memory."""

    def __init__(self):
        self.kept = {}

    def put(self, content, *, limit):
        assert len(content) <= limit
        self.kept[sha256(content).hexdigest()] = content
        return sha256(content).hexdigest()


class Glass:
    """A box through which one sees: for tests."""

    def seal(self, clear, *, context):
        return clear.decode()

    def open(self, sealed, *, context):
        return sealed.encode()


def manager():
    return colleague(body(), "Gaëlle Roux", "session_manager")


def proposed(content=TABLE, by=None, files=None, **values):
    given = {"version": version(), "source": "Registre papier 2019-2021", "now": NOW, "box": Glass()} | values
    return propose_takeover(content=content, by=by or manager(), files=files or Drawer(), **given)


def refused(reason, act, error=NotNow, **values):
    with pytest.raises(error) as refusal:
        act(**values)
    assert refusal.value.reason is reason


def test_a_file_is_read_row_by_row_and_nothing_is_written():
    found = read_results(version(), TABLE, today=date(2026, 11, 22))

    assert [past.name for past in found.past] == ["Naïma Haddad", "Björn Öberg"]
    assert [row.line for row in found.wrong] == [5]  # a month is no day
    assert found.left == 1
    assert found.digest == sha256(TABLE).hexdigest()
    first = found.past[0]
    assert (first.awarded_on, first.assessed_on) == (date(2019, 3, 12), None)
    assert (first.supervision, first.identity) == ("sup_noid", "unchecked")
    assert not Session.objects.exists()


def test_two_people_take_results_over_and_they_are_marked_as_such():
    files = Drawer()
    deliberation = proposed(files=files).deliberation
    assert not Award.objects.exists()
    assert deliberation.source_digest in files.kept

    confirm_results(deliberation=deliberation, by=releaser(), now=LATER)

    first, second = Award.objects.order_by("pk")
    assert first.awarded_on == date(2019, 3, 12)
    assert first.basis == {
        "route": "decision",
        "people": [
            {"name": "Gaëlle Roux", "role": "gestion des sessions"},
            {"name": "Amina Benali", "role": "responsable de certification"},
        ],
        "source": "Registre papier 2019-2021",
        "digest": sha256(TABLE).hexdigest(),
        "taken_over_on": "2026-11-23",
    }
    assert str(first.score) == "82.5"
    assert (first.supervision, first.identity_verified) == ("sup_noid", False)
    assert first.evidence == {"supervision": "sup_noid", "identity_verified": False}
    assert (second.score, second.supervision, second.identity_verified) == (None, "", None)
    assert second.evidence == {}  # what nobody recorded is not stated, whatever the design had planned
    session = deliberation.session
    assert (session.kind, session.route) == ("taken_over", "decision")


def test_one_person_does_not_take_over_alone():
    deliberation = proposed(by=releaser()).deliberation

    refused(reasons.TWO_PEOPLE, confirm_results, deliberation=deliberation, by=releaser(), now=NOW)


def test_a_file_is_taken_over_once():
    deliberation = proposed().deliberation

    refused(reasons.SAME_FILE, proposed, AlreadyThere)
    send_back(deliberation=deliberation, why="Colonne des dates fausse", by=releaser(), now=NOW)
    deliberation.session.refresh_from_db()
    assert deliberation.session.state == "cancelled"
    assert proposed().deliberation.pk != deliberation.pk


def test_the_same_person_is_taken_over_once_and_then_told():
    result = proposed(HOLDERS, accepted=[3])

    assert Candidate.objects.count() == Person.objects.count() == 1
    assert [left.sentence("fr") for left in result.left_out] == [
        "Ligne 3\u00a0: la même personne est déjà sur la ligne 2"
    ]
    confirm_results(deliberation=result.deliberation, by=releaser(), now=NOW)
    assert Award.objects.get().awarded_on == date(2026, 11, 22)  # the file gives no day: that of the decision

    again = HOLDERS + b"Roux;Jean;jean@example.org\n"
    left = proposed(again, accepted=[3]).left_out
    assert [each.reason for each in left] == [reasons.ALREADY_HELD] * 2


def test_doubtful_rows_wait_for_somebody_to_accept_them():
    doubtful = "Nom;Prénom;Courriel;Note;Décision\nBâ;Oumar;oumar@example.org;12;acquis\n".encode()

    refused(reasons.EMPTY_FILE, proposed, WrongValue, content=doubtful)
    assert not Session.objects.exists()
    assert proposed(doubtful, accepted=[2]).deliberation.decisions.count() == 1


def test_a_source_is_named():
    refused(reasons.NAME_THE_SOURCE, proposed, WrongValue, source=" ")


def test_who_does_not_manage_sessions_proposes_nothing():
    with pytest.raises(NotEntitled):
        proposed(by=colleague(body(), "Claire Dumas", "designer"))


def test_nobody_is_told_when_whoever_releases_says_so():
    deliberation = proposed().deliberation
    confirm_results(deliberation=deliberation, by=releaser(), now=NOW)

    release_results(deliberation=deliberation, by=releaser(), now=NOW, tell=False)

    assert Deliberation.objects.get().released_at == NOW
