import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.model.samples import read
from sceau.engine.model.identity import (
    fold_name,
    identity_hash,
    identity_matches,
    identity_object,
    name_in_clear,
    normalise_email,
)

# Open Badges 3.0 prints this example: the hash of a@example.com salted with Kosher
PRINTED = "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399"


def test_the_hash_that_the_standard_prints():
    assert identity_hash("a@example.com", "Kosher") == PRINTED


def test_the_recipient_of_the_published_assertion():
    recipient = read("vectors/open-badges-2.0/basic-assertion.json")["recipient"]

    assert identity_matches(recipient, "nobody@example.org")
    assert identity_matches(recipient, "Nobody@Example.org")
    assert not identity_matches(recipient, "somebody@example.org")
    assert not identity_matches({**recipient, "salt": "deadlake"}, "nobody@example.org")


def test_the_recipients_of_the_published_credential_are_not_hashed():
    identifiers = read("vectors/open-badges-3.0/complete.json")["credentialSubject"]["identifier"]

    assert identity_matches(identifiers[0], "student@1edtech.edu")
    assert identity_matches(identifiers[0], " Student@1EdTech.edu ")
    assert not identity_matches(identifiers[0], "somebody@gmail.com")


@pytest.mark.parametrize(
    "typed", ["Amina.Diallo@Example.org", "  amina.diallo@example.org\n", "AMINA.DIALLO@EXAMPLE.ORG"]
)
def test_an_address_is_recognised_however_it_is_typed(typed):
    identity = identity_object("amina.diallo@example.org", "salt-1")

    assert identity_matches(identity, typed)
    assert identity_object(typed, "salt-1") == identity
    assert not identity_matches(identity, "bruno@example.org")
    assert not identity_matches({**identity, "salt": "salt-2"}, typed)


def test_composed_and_decomposed_letters_are_the_same_address():
    assert normalise_email("rene\u0301@example.org") == normalise_email("ren\u00e9@example.org") == "rené@example.org"


def test_somebody_who_hashed_an_address_as_it_was_typed_is_understood():
    identity = {"type": "IdentityObject", "hashed": True, "identityType": "emailAddress"}
    identity["identityHash"] = identity_hash("Amina@Example.org")

    assert identity_matches(identity, "Amina@Example.org")
    assert not identity_matches(identity, "amina@example.org")  # nothing says which letters were large


def test_an_account_name_keeps_its_letters():
    identity = {"hashed": False, "identityHash": "Amina", "identityType": "userName"}

    assert identity_matches(identity, "Amina")
    assert not identity_matches(identity, "amina")


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Éléonore d’Hauteville", "eleonore d'hauteville"),
        ("Éléonore d’Hauteville", " ÉLÉONORE  D HAUTEVILLE "),
        ("Anne-Lise N’Diaye", "anne lise n'diaye"),
        ("Ismaël Guillaume", "GUILLAUME Ismaël"),
        ("Anne-Lise N’Diaye", "N'Diaye Anne-Lise"),
        ("Anne Lise Œuvrard", "ANNE\u2011LISE OEUVRARD"),
        ("Zoe\u0308 Lefe\u0300vre", "Zoë Lefèvre"),
        ("Łukasz Żak", "lukasz zak"),
        ("J. Weiß", "J WEISS"),
        ("Σωκράτης", "σωκρατης"),
        ("किरण", "किरण"),
    ],
)
def test_a_name_in_clear_is_recognised_as_a_person_would(written, typed):
    for identity in (
        {"hashed": False, "identityHash": written, "identityType": "name"},
        {"hashed": False, "identity": written, "type": "name"},
    ):
        assert identity_matches(identity, typed)
        assert name_in_clear(identity) == written


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Anne Lise", "Anne Élise"),
        ("Anne Lise", "Anneli se"),
        ("Jean Dupont", "Jean"),
        ("Jean Dupont", ""),
        ("--", "’"),
        ("किरण", "करण"),
        ("Jean\u202eDupont", "Jean Dupont"),
    ],
)
def test_another_name_is_somebody_else_s(written, typed):
    assert not identity_matches({"hashed": False, "identityHash": written, "identityType": "name"}, typed)


def test_a_hashed_name_keeps_its_letters():
    identity = {"hashed": True, "identityHash": identity_hash("Zoë"), "identityType": "name"}

    assert identity_matches(identity, "Zoë")
    assert not identity_matches(identity, "zoe")
    assert name_in_clear(identity) is None


@given(st.text(max_size=20), st.text(max_size=20))
def test_folding_a_folded_name_changes_nothing(one, other):
    folded = fold_name(one)

    assert fold_name(folded) == folded
    assert fold_name(f"{one} {other}") == fold_name(f"{one}-{other}")


@pytest.mark.parametrize("algorithm", ["md5", "sha1", "sha256", "sha512"])
def test_hashes_that_others_wrote_are_read_in_either_case(algorithm):
    digest = hashlib.new(algorithm, b"a@example.comsalt").hexdigest()

    for written in (digest, digest.upper()):
        identity = {"identity": f"{algorithm}${written}", "type": "email", "hashed": True, "salt": "salt"}
        assert identity_matches(identity, "a@example.com")


@pytest.mark.parametrize(
    "identity",
    [
        {},
        {"identityHash": None, "hashed": True},
        {"identityHash": 3, "hashed": False},
        {"identityHash": "sha3$00", "hashed": True},
        {"identityHash": "sha256$", "hashed": True},
        {"identityHash": PRINTED, "hashed": True, "salt": 3},
        {"identityHash": PRINTED, "hashed": False, "salt": "Kosher"},
    ],
)
def test_what_is_no_identity_is_nobodys(identity):
    assert not identity_matches(identity, "a@example.com")


@given(st.emails(), st.emails(), st.text(max_size=20))
def test_a_hash_is_that_of_one_address_only(mine, yours, salt):
    identity = identity_object(mine, salt)

    assert identity_matches(identity, mine)
    assert identity_matches(identity, yours) is (normalise_email(mine) == normalise_email(yours))
