from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.utils.timezone import now

from institutions.directories import (  # noqa: F401 -- fixtures
    box,
    directory,
    draft,
    idp,
    web,
)
from institutions.fake_idp import LOGOUT
from institutions.test_directory_welcome import arrive, known, nadia  # noqa: F401 -- fixtures
from sceau.institutions.directories import reasons
from sceau.institutions.directories.clients import client_of
from sceau.institutions.directories.errors import DirectoryError
from sceau.institutions.directories.services import reseal_secrets, stop_vouching_for, turn_off, undo_bond
from sceau.institutions.directories.sessions import (
    ASK_AFTER,
    SWEEP_AFTER,
    TRUSTED,
    obey_logout,
    recheck_session,
    sweep_sessions,
)
from sceau.institutions.models import DirectorySession, SessionEnd, UsedLogoutToken
from sceau.journal.models import Act


@pytest.fixture
def session(directory, idp, web, box, known):  # noqa: F811
    made = arrive(directory, idp, web, box).session
    store = SessionStore()
    store.create()
    made.session_key = store.session_key
    made.save()
    return made


def ask(session, web, box, at=None):  # noqa: F811
    client = client_of(session.bond.directory, box=box)
    return recheck_session(session, client=client, web=web, box=box, now=at or now())


def test_the_worker_comes_before_the_page_and_the_page_before_the_end():
    assert SWEEP_AFTER < ASK_AFTER < TRUSTED == timedelta(minutes=5)


def test_whoever_is_still_there_stays_and_the_token_is_renewed(session, web, box, idp):  # noqa: F811
    before, moment = session.tokens, now() + timedelta(minutes=4)
    idp.clock = lambda: moment
    assert ask(session, web, box, moment)
    assert session.ended_at is None
    assert session.checked_at == moment
    assert session.tokens != before
    assert ask(session, web, box, moment + timedelta(minutes=1))  # with the new refresh token: the old one served


def test_whoever_was_removed_is_out(session, web, box, idp):  # noqa: F811
    idp.forgets("1")
    assert ask(session, web, box)
    assert (session.end, session.tokens) == (SessionEnd.REMOVED, "")
    act = Act.objects.get(code="directory.session_ended")
    assert act.actor is None
    assert "removed" in act.details


def test_without_refresh_token_the_person_is_asked_about(directory, web, box, idp, known):  # noqa: F811
    idp.refreshes = False
    session = arrive(directory, idp, web, box).session
    assert ask(session, web, box)
    assert session.ended_at is None
    assert idp.asked[-1] == "/userinfo"
    idp.forgets("1")
    assert ask(session, web, box)
    assert session.end == SessionEnd.REMOVED


def test_a_directory_that_renews_for_somebody_else_ends_the_session(session, web, box, idp):  # noqa: F811
    idp.knows("2", "b@alpes.example")
    idp.lies = {"sub": "2"}
    ask(session, web, box)
    assert session.end == SessionEnd.REMOVED


def test_a_renewed_token_that_is_not_signed_as_it_should_be_ends_the_session(session, web, box, idp):  # noqa: F811
    idp.signs_with_another_key = True
    ask(session, web, box)
    assert session.end == SessionEnd.REMOVED


@pytest.mark.parametrize("failing", [500, 502, 404, 302, 429])
def test_a_directory_in_trouble_says_nothing_of_the_person(session, web, box, failing):  # noqa: F811
    web.failing, before = failing, session.checked_at
    assert not ask(session, web, box, now() + timedelta(minutes=4))
    assert (session.ended_at, session.checked_at) == (None, before)
    web.failing = 0
    assert ask(session, web, box)


def test_a_refused_client_says_nothing_of_the_person(session, web, box, idp, monkeypatch):  # noqa: F811
    monkeypatch.setattr("institutions.fake_idp.SECRET", "changed there")
    assert not ask(session, web, box)
    assert session.ended_at is None


def test_tokens_that_no_longer_open_say_nothing_of_the_person(session, web, box):  # noqa: F811
    DirectorySession.objects.update(tokens="1.AAAA")
    assert not ask(session, web, box)
    assert session.ended_at is None


def test_one_asks_at_a_time(session, web, box, idp):  # noqa: F811
    DirectorySession.objects.update(lease_until=now() + timedelta(seconds=10))
    idp.asked.clear()
    assert not ask(session, web, box)
    assert idp.asked == []
    DirectorySession.objects.update(lease_until=now() - timedelta(seconds=1))  # whoever asked was interrupted
    assert ask(session, web, box)


def test_a_directory_turned_off_ends_its_sessions(session, directory, amina):  # noqa: F811
    turn_off(directory=directory, by=amina, now=now(), why="Nous changeons de fournisseur")
    session.refresh_from_db()
    assert (session.end, session.tokens) == (SessionEnd.TURNED_OFF, "")


def test_a_domain_that_is_withdrawn_ends_the_sessions_of_its_people(session, directory, amina):  # noqa: F811
    stop_vouching_for(directory=directory, domain="alpes.example", by=amina, now=now())
    session.refresh_from_db()
    assert session.end == SessionEnd.TURNED_OFF


def test_evidence_that_lapses_ends_the_sessions_at_the_next_question(session, alpes, web, box):  # noqa: F811
    alpes.evidence.update(state="lapsed")
    ask(session, web, box)
    assert session.end == SessionEnd.TURNED_OFF


def test_an_undone_link_takes_the_sessions_with_it(session, amina):
    undo_bond(bond=session.bond, by=amina, now=now())
    assert not DirectorySession.objects.exists()
    assert Act.objects.filter(code="directory.bond_undone").exists()


def test_the_tokens_are_sealed_anew_under_the_next_key(session, box, web):  # noqa: F811
    before = session.tokens
    assert reseal_secrets(box=box) == 2
    session.refresh_from_db()
    assert session.tokens != before
    assert ask(session, web, box)


# the worker


def test_the_worker_ends_the_session_of_somebody_removed_who_does_nothing(session, web, box, idp):  # noqa: F811
    idp.forgets("1")
    assert sweep_sessions(web=web, box=box, now=now()).ended == 0  # asked a moment ago
    assert sweep_sessions(web=web, box=box, now=now() + SWEEP_AFTER).ended == 1
    session.refresh_from_db()
    assert session.end == SessionEnd.REMOVED


def test_the_worker_keeps_those_who_are_there(session, web, box, idp):  # noqa: F811
    moment = now() + SWEEP_AFTER
    idp.clock = lambda: moment
    swept = sweep_sessions(web=web, box=box, now=moment)
    assert (swept.there, swept.ended, swept.unanswered) == (1, 0, 0)


def test_the_worker_leaves_a_silent_directory_alone(directory, idp, web, box, known):  # noqa: F811
    for _ in range(5):
        made = arrive(directory, idp, web, box).session
        store = SessionStore()
        store.create()
        DirectorySession.objects.filter(pk=made.pk).update(session_key=store.session_key)
    asked = []
    web.ask = lambda url, **_: asked.append(url) or type("A", (), {"status": 503, "body": b""})()
    assert sweep_sessions(web=web, box=box, now=now() + SWEEP_AFTER).unanswered == 5
    assert len(asked) == 2


def test_the_worker_forgets_what_is_over(session, web, box, directory):  # noqa: F811
    SessionStore(session.session_key).delete()
    sweep_sessions(web=web, box=box, now=now() + SWEEP_AFTER)
    session.refresh_from_db()
    assert session.end == SessionEnd.LEFT
    UsedLogoutToken.objects.create(directory=directory, jti="x", forget_at=now())
    sweep_sessions(web=web, box=box, now=now() + timedelta(hours=3))
    assert not DirectorySession.objects.exists()
    assert not UsedLogoutToken.objects.exists()


def test_a_sign_in_whose_second_factor_never_came_is_over_after_a_while(directory, idp, web, box, known):  # noqa: F811
    made = arrive(directory, idp, web, box).session
    moment = now() + timedelta(minutes=31)
    sweep_sessions(web=web, box=box, now=moment)
    made.refresh_from_db()
    assert made.end == SessionEnd.LEFT


# the directory tells that a session is over


def obey(directory, token, web):  # noqa: F811
    return obey_logout(directory=directory, token=token, web=web, now=now())


@pytest.mark.parametrize("named", [{"sub": "1"}, {"sid": "session-of-1"}, {"sub": "1", "sid": "session-of-1"}])
def test_a_logout_token_ends_the_sessions_it_names(session, directory, idp, web, named):  # noqa: F811
    assert obey(directory, idp.logout_token(**named), web) == 1
    session.refresh_from_db()
    assert (session.end, session.tokens) == (SessionEnd.LOGGED_OUT, "")


@pytest.mark.parametrize("named", [{"sub": "2"}, {"sid": "other"}, {"sub": "1", "sid": "other"}])
def test_a_logout_token_of_others_ends_nothing(session, directory, idp, web, named):  # noqa: F811
    assert obey(directory, idp.logout_token(**named), web) == 0
    session.refresh_from_db()
    assert session.ended_at is None


@pytest.mark.parametrize(
    ("lie", "reason"),
    [
        ({"events": None}, reasons.MISSING_CLAIM),
        ({"events": {"other": {}}}, reasons.MISSING_CLAIM),
        ({"events": {LOGOUT: True}}, reasons.MISSING_CLAIM),
        ({"nonce": "n"}, reasons.WRONG_NONCE),
        ({"jti": None}, reasons.MISSING_CLAIM),
        ({"sub": None}, reasons.MISSING_CLAIM),
        ({"aud": "other"}, reasons.TOKEN_FOR_ANOTHER),
        ({"iss": "https://other.example"}, reasons.TOKEN_OF_ANOTHER),
        ({"iat": 1_000_000_000}, reasons.NOT_NOW),
        ({"exp": 1_000_000_000}, reasons.NOT_NOW),
    ],
)
def test_a_logout_token_that_lies_ends_nothing(session, directory, idp, web, lie, reason):  # noqa: F811
    with pytest.raises(DirectoryError) as caught:
        obey(directory, idp.logout_token(**{"sub": "1", **lie}), web)
    assert caught.value.reason == reason
    session.refresh_from_db()
    assert session.ended_at is None


def test_an_id_token_is_no_logout_token(session, directory, idp, web):  # noqa: F811
    with pytest.raises(DirectoryError):
        obey(directory, idp.id_token("1", nonce="n", jti="x"), web)


def test_an_unsigned_logout_token_ends_nothing(session, directory, idp, web):  # noqa: F811
    idp.unsigned = True
    with pytest.raises(DirectoryError) as caught:
        obey(directory, idp.logout_token(sub="1"), web)
    assert caught.value.reason == reasons.WRONG_TOKEN


def test_a_logout_token_is_obeyed_once(session, directory, idp, web, box):  # noqa: F811
    token = idp.logout_token(sub="1")
    assert obey(directory, token, web) == 1
    arrive(directory, idp, web, box)  # the person comes back, and somebody plays the token again
    with pytest.raises(DirectoryError):
        obey(directory, token, web)
    assert DirectorySession.objects.filter(ended_at=None).count() == 1
