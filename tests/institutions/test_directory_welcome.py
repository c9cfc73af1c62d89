from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.timezone import now

from institutions.directories import (  # noqa: F401 -- fixtures
    REDIRECT,
    box,
    directory,
    draft,
    idp,
    web,
)
from institutions.fake_idp import CLIENT, ISSUER
from sceau.accounts.models import User
from sceau.institutions.directories import reasons
from sceau.institutions.directories.clients import client_of
from sceau.institutions.directories.errors import DirectoryError
from sceau.institutions.directories.protocol import authorization_url, redeem
from sceau.institutions.directories.sessions import published_by
from sceau.institutions.directories.welcome import bring_in
from sceau.institutions.models import Bond, DirectorySession
from sceau.institutions.services import invite, withdraw_invitation
from sceau.journal.models import Act

NONCE, VERIFIER = "n" * 43, "v" * 86


def arrive(directory, idp, web, box, sub="1", *, nonce=NONCE, verifier=VERIFIER, at=None):  # noqa: F811
    moment = at or now()
    client = client_of(directory, box=box, redirect_uri=REDIRECT)
    metadata = published_by(directory, web=web, now=moment)
    url = authorization_url(metadata, client, state="s", nonce=NONCE, verifier=VERIFIER, hint="")
    code = idp.authorize(url, sub).partition("code=")[2].partition("&")[0]
    return bring_in(
        directory=directory,
        client=client,
        code=code,
        verifier=verifier,
        nonce=nonce,
        language="fr",
        web=web,
        box=box,
        now=moment,
    )


def refused(*arguments, **named):
    before = (User.objects.count(), Bond.objects.count(), DirectorySession.objects.count())
    with pytest.raises(DirectoryError) as caught:
        arrive(*arguments, **named)
    assert before == (User.objects.count(), Bond.objects.count(), DirectorySession.objects.count())
    return caught.value.reason


@pytest.fixture
def nadia(db):
    return User.objects.create_user("nadia@alpes.example", name="Nadia Petit")


@pytest.fixture
def known(idp, nadia):  # noqa: F811
    idp.knows("1", "Nadia@Alpes.example", "Nadia Petit")
    return nadia


def test_a_person_with_an_account_comes_in_and_is_known_again(directory, idp, web, box, known):  # noqa: F811
    first = arrive(directory, idp, web, box)
    second = arrive(directory, idp, web, box)
    assert (first.user, second.user) == (known, known)
    assert (first.invitation, second.invitation) == (None, None)
    assert Bond.objects.get().subject == "1"
    assert Act.objects.filter(code="directory.bond_made").count() == 1
    assert DirectorySession.objects.count() == 2


def test_the_tokens_are_sealed_and_the_id_token_is_not_kept(directory, idp, web, box, known):  # noqa: F811
    session = arrive(directory, idp, web, box).session
    assert next(iter(idp.refresh_tokens)) not in session.tokens
    opened = box.open(session.tokens, context=session.seal_context).decode()
    assert next(iter(idp.refresh_tokens)) in opened
    assert "eyJ" not in opened


# lies about the token


@pytest.mark.parametrize(
    ("lie", "reason"),
    [
        ({"nonce": "another"}, reasons.WRONG_NONCE),
        ({"nonce": None}, reasons.WRONG_NONCE),
        ({"aud": "somebody-else"}, reasons.TOKEN_FOR_ANOTHER),
        ({"aud": None}, reasons.TOKEN_FOR_ANOTHER),
        ({"aud": []}, reasons.TOKEN_FOR_ANOTHER),
        ({"aud": [CLIENT, "somebody-else"]}, reasons.TOKEN_FOR_ANOTHER),
        ({"aud": [CLIENT, "somebody-else"], "azp": "somebody-else"}, reasons.TOKEN_FOR_ANOTHER),
        ({"azp": "somebody-else"}, reasons.TOKEN_FOR_ANOTHER),
        ({"iss": "https://idp.other.example"}, reasons.TOKEN_OF_ANOTHER),
        ({"iss": f"{ISSUER}/"}, reasons.TOKEN_OF_ANOTHER),
        ({"iss": None}, reasons.TOKEN_OF_ANOTHER),
        ({"exp": 1_000_000_000}, reasons.NOT_NOW),
        ({"exp": None}, reasons.MISSING_CLAIM),
        ({"exp": "tomorrow"}, reasons.MISSING_CLAIM),
        ({"iat": 1_000_000_000}, reasons.NOT_NOW),
        ({"iat": 9_000_000_000}, reasons.NOT_NOW),
        ({"iat": 1e300}, reasons.MISSING_CLAIM),
        ({"iat": True}, reasons.MISSING_CLAIM),
        ({"sub": ""}, reasons.MISSING_CLAIM),
        ({"sub": None}, reasons.MISSING_CLAIM),
        ({"sub": "x" * 256}, reasons.MISSING_CLAIM),
        ({"sub": ["1"]}, reasons.MISSING_CLAIM),
    ],
)
def test_a_token_that_lies_lets_nobody_in(directory, idp, web, box, known, lie, reason):  # noqa: F811
    idp.lies = lie
    assert refused(directory, idp, web, box) == reason


def test_a_token_for_us_among_others_is_good_when_it_says_so(directory, idp, web, box, known):  # noqa: F811
    idp.lies = {"aud": [CLIENT, "somebody-else"], "azp": CLIENT}
    assert arrive(directory, idp, web, box).user == known


def test_a_token_that_nobody_signed_lets_nobody_in(directory, idp, web, box, known):  # noqa: F811
    idp.unsigned = True
    assert refused(directory, idp, web, box) == reasons.WRONG_TOKEN


def test_a_token_signed_with_another_key_lets_nobody_in(directory, idp, web, box, known):  # noqa: F811
    idp.signs_with_another_key = True
    assert refused(directory, idp, web, box) == reasons.WRONG_TOKEN


def test_a_token_signed_with_the_secret_lets_nobody_in(directory, idp, web, box, known, monkeypatch):  # noqa: F811
    import hmac

    from sceau.engine.keys.multibase import encode_base64url

    def symmetric(claims):
        import json

        head = encode_base64url(json.dumps({"alg": "HS256", "kid": "one"}).encode())
        signed = f"{head}.{encode_base64url(json.dumps(claims).encode())}"
        return f"{signed}.{encode_base64url(hmac.digest(b'secret', signed.encode(), 'sha256'))}"

    monkeypatch.setattr(idp, "signed", symmetric)
    assert refused(directory, idp, web, box) == reasons.WRONG_TOKEN


def test_a_new_key_of_the_directory_is_looked_for_once_a_minute(directory, idp, web, box, known):  # noqa: F811
    idp.kid, idp.key = "two", idp.other_key
    assert refused(directory, idp, web, box) == reasons.UNKNOWN_KEY  # read just now: not again
    idp.asked.clear()
    later = now() + timedelta(minutes=2)
    idp.clock = lambda: later
    assert arrive(directory, idp, web, box, at=later).user == known
    assert idp.asked.count("/keys") == 1


def test_another_nonce_or_verifier_of_ours_lets_nobody_in(directory, idp, web, box, known):  # noqa: F811
    assert refused(directory, idp, web, box, nonce="m" * 43) == reasons.WRONG_NONCE
    assert refused(directory, idp, web, box, verifier="w" * 86) == reasons.REFUSED_THERE


def test_a_code_serves_once(directory, idp, web, box, known):  # noqa: F811
    client = client_of(directory, box=box, redirect_uri=REDIRECT)
    metadata = published_by(directory, web=web, now=now())
    url = authorization_url(metadata, client, state="s", nonce=NONCE, verifier=VERIFIER, hint="")
    code = idp.authorize(url, "1").partition("code=")[2].partition("&")[0]
    redeem(metadata, client, code=code, verifier=VERIFIER, web=web)
    with pytest.raises(DirectoryError) as caught:
        redeem(metadata, client, code=code, verifier=VERIFIER, web=web)
    assert caught.value.reason == reasons.REFUSED_THERE


# who may come in


@pytest.mark.parametrize("said", [False, None, "yes", 1.5, "True "])
def test_an_address_that_the_directory_does_not_vouch_for_opens_nothing(directory, idp, web, box, nadia, said):  # noqa: F811
    idp.knows("1", "nadia@alpes.example", email_verified=said)
    assert refused(directory, idp, web, box) == reasons.UNVERIFIED_ADDRESS


@pytest.mark.parametrize("said", [None, "", 7, "nadia", "nadia@"])
def test_without_an_address_nobody_comes_in(directory, idp, web, box, nadia, said):  # noqa: F811
    idp.knows("1", said)
    assert refused(directory, idp, web, box) == reasons.NO_ADDRESS


@pytest.mark.parametrize(
    "email",
    [
        "bruno@example.org",
        "x@sub.alpes.example",
        "x@alpes.example.org",
        "x@notalpes.example",
        "bruno@alpes.example@example.org",
    ],
)
def test_a_directory_never_opens_an_account_at_another_domain(directory, idp, web, box, bruno, email):  # noqa: F811
    User.objects.filter(email=email).exists() or User.objects.create_user(email, name="X")
    idp.knows("1", email)
    assert refused(directory, idp, web, box) == reasons.FOREIGN_ADDRESS


def test_a_domain_whose_evidence_lapsed_opens_nothing(directory, alpes, idp, web, box, known):  # noqa: F811
    alpes.evidence.update(state="lapsed")
    assert refused(directory, idp, web, box) == reasons.FOREIGN_ADDRESS


def test_whoever_moved_their_account_elsewhere_is_no_longer_let_in_by_it(directory, idp, web, box, known):  # noqa: F811
    arrive(directory, idp, web, box)
    known.email = "nadia@elsewhere.example"
    known.save()
    assert refused(directory, idp, web, box) == reasons.FOREIGN_ADDRESS


def test_somebody_known_whose_address_there_is_now_elsewhere_is_refused(directory, idp, web, box, known):  # noqa: F811
    arrive(directory, idp, web, box)
    idp.people["1"]["email"] = "nadia@elsewhere.example"
    assert refused(directory, idp, web, box) == reasons.FOREIGN_ADDRESS


def test_an_address_given_to_somebody_else_does_not_open_the_account(directory, idp, web, box, known):  # noqa: F811
    arrive(directory, idp, web, box)
    idp.forgets("1")
    idp.knows("2", "nadia@alpes.example", "Nadia Autre")
    assert refused(directory, idp, web, box, "2") == reasons.ANOTHER_PERSON


def test_a_person_who_takes_the_address_of_another_does_not_open_their_account(directory, idp, web, box, known):  # noqa: F811
    arrive(directory, idp, web, box)
    User.objects.create_user("other@alpes.example", name="Autre")
    idp.people["1"]["email"] = "other@alpes.example"
    assert refused(directory, idp, web, box) == reasons.ANOTHER_PERSON


def test_a_second_address_of_an_account_opens_nothing(directory, idp, web, box, bruno):  # noqa: F811
    from allauth.account.models import EmailAddress

    EmailAddress.objects.create(user=bruno, email="bruno@alpes.example", verified=True)
    idp.knows("1", "bruno@alpes.example")
    assert refused(directory, idp, web, box) == reasons.SECOND_ADDRESS


def test_those_who_look_after_the_platform_never_come_in_by_a_directory(directory, idp, web, box, known):  # noqa: F811
    known.is_platform_administrator = True
    known.save()
    assert refused(directory, idp, web, box) == reasons.ADMINISTRATOR


def test_a_closed_account_stays_closed(directory, idp, web, box, known):  # noqa: F811
    known.is_active = False
    known.save()
    assert refused(directory, idp, web, box) == reasons.CLOSED_ACCOUNT


def test_somebody_unknown_comes_in_only_if_invited(directory, idp, web, box, alpes, amina):  # noqa: F811
    idp.knows("9", "new@alpes.example", "Nouvelle Personne")
    assert refused(directory, idp, web, box, "9") == reasons.NOT_INVITED

    invitation = invite(institution=alpes, email="new@alpes.example", role="designer", by=amina, now=now())
    arrival = arrive(directory, idp, web, box, "9")
    assert arrival.invitation == invitation
    assert (arrival.user.email, arrival.user.name) == ("new@alpes.example", "Nouvelle Personne")
    assert not arrival.user.has_usable_password()
    assert not arrival.user.memberships.exists()  # the role is taken on the page of the invitation


def test_an_invitation_withdrawn_or_too_old_lets_nobody_in(directory, idp, web, box, alpes, amina):  # noqa: F811
    idp.knows("9", "new@alpes.example")
    invitation = invite(institution=alpes, email="new@alpes.example", role="designer", by=amina, now=now())
    withdraw_invitation(invitation=invitation, by=amina, now=now())
    assert refused(directory, idp, web, box, "9") == reasons.NOT_INVITED
    long_ago = now() - timedelta(days=100)
    invite(institution=alpes, email="new@alpes.example", role="designer", by=amina, now=long_ago)
    assert refused(directory, idp, web, box, "9") == reasons.NOT_INVITED


def test_the_name_is_that_of_the_directory_or_the_start_of_the_address(directory, idp, web, box, alpes, amina):  # noqa: F811
    for sub, email, told, name in (
        ("1", "a@alpes.example", {"name": None, "given_name": "Zoé", "family_name": "O’Brien"}, "Zoé O’Brien"),
        ("2", "lea@alpes.example", {"name": None}, "lea"),
    ):
        idp.knows(sub, email, **told)
        invite(institution=alpes, email=email, role="designer", by=amina, now=now())
        assert arrive(directory, idp, web, box, sub).user.name == name


def test_the_address_is_asked_for_when_the_token_does_not_say_it(directory, idp, web, box, known):  # noqa: F811
    idp.lies = {"email": None, "email_verified": None}
    assert arrive(directory, idp, web, box).user == known


def test_what_is_asked_for_must_be_about_the_same_person(directory, idp, web, box, known):  # noqa: F811
    idp.lies = {"email": None, "sub": "2"}
    assert refused(directory, idp, web, box) == reasons.OTHER_SUBJECT
