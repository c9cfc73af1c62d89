"""`sceau keyring`, and two drills: the key-encryption key is changed; it is lost."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.utils.timezone import now as clock

from config.houses import House
from sceau.cli import main
from sceau.config import wiring
from sceau.config.selftest import WrongKeys, refuse_wrong_keys
from sceau.engine.keys.controller import verification_method
from sceau.journal.models import Act
from sceau.keyring.models import KeyState, Purpose, SigningKey
from sceau.keyring.services import agree, ask_for_key
from sceau.outside.keystores.sealed import KekRing, SealedStore, new_kek

pytestmark = pytest.mark.django_db


@pytest.fixture
def ring(settings):
    """Put another ring into the settings, as after a restart."""

    def put(text):
        settings.KEK_RING = text
        wiring.ports.cache_clear()

    put(new_kek())
    yield put
    wiring.ports.cache_clear()


@pytest.fixture
def store(ring, settings):
    return SealedStore(KekRing.read(settings.KEK_RING))


@pytest.fixture
def call(capsys):
    def run(*words):
        capsys.readouterr()
        status = main.main(["keyring", *words])
        said = capsys.readouterr()
        return status, said.out + said.err

    return run


def test_keys_are_shown_without_any_secret(call, make_key, now):
    assert "Aucune clé" in call("list")[1]
    first = make_key()
    make_key(Purpose.DOCUMENTS)
    make_key(at=now + timedelta(days=1))

    status, table = call("list")
    _, data = call("list", "--json")

    assert status == 0
    assert "greta #key-1" in table
    keys = json.loads(data)["keys"]
    assert [(key["number"], key["state"], key["kek"], key["fault"]) for key in keys] == [
        (1, "retired", "1", None),
        (2, "active", "1", None),
        (3, "active", "1", None),
    ]
    assert first.reference not in table + data


def test_check_says_what_keeps_the_house_closed(call, make_key):
    key = make_key()
    assert call("check") == (0, "Toutes les clés sont en ordre.\n")
    SigningKey.objects.filter(pk=key.pk).update(reference="1.AAAA")

    status, said = call("check")
    _, data = call("check", "--json")

    assert status == 1
    assert "greta #key-1" in said
    assert [fault["code"] for fault in json.loads(data)["faults"]] == ["selftest.does_not_open"]


def test_a_new_kek_goes_to_a_ring_that_only_its_owner_reads(call, tmp_path):
    file = tmp_path / "kek"

    first, second = call("new", "--file", str(file)), call("new", "--file", str(file))
    file.write_text(file.read_text().rstrip("\n"))
    third = call("new", "--file", str(file))
    shown = call("new")

    assert [status for status, _ in (first, second, third, shown)] == [0] * 4
    assert KekRing.read(file.read_text()).versions == (1, 2, 3)
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.read_text().splitlines()[0] not in "".join(said for _, said in (first, second, third))
    assert KekRing.read(shown[1]).versions == (1,)


def test_a_ring_that_is_damaged_is_not_added_to(call, tmp_path):
    file = tmp_path / "kek"
    file.write_text("1:AAAA\n")

    status, said = call("new", "--file", str(file))

    assert status == 1
    assert "octets" in said
    assert file.read_text() == "1:AAAA\n"


def test_drill_the_kek_is_changed(call, ring, settings, make_key, tmp_path):
    """New version beside the old; everything sealed anew; the old one dropped; all of it still opens."""
    key = make_key()
    make_key(Purpose.DOCUMENTS)
    file = tmp_path / "kek"
    file.write_text(settings.KEK_RING)
    call("new", "--file", str(file))
    ring(file.read_text())
    refuse_wrong_keys()

    status, said = call("reseal")
    _, data = call("reseal", "--json")

    assert status == 0
    assert "2 à l’instant, 0 déjà" in said
    assert "besoin de\u00a0: 1" in said
    again = json.loads(data)
    assert (again["keys"], again["already"], again["current"], again["idle"]) == (0, 2, 2, [1])
    ring(file.read_text().splitlines()[1])
    refuse_wrong_keys()
    key.refresh_from_db()
    assert key.reference.startswith("2.")


def test_a_key_that_does_not_open_keeps_the_old_kek_in_the_ring(call, ring, settings, make_key):
    key, other = make_key(), make_key(Purpose.DOCUMENTS)
    SigningKey.objects.filter(pk=key.pk).update(reference=other.reference)
    ring(settings.KEK_RING + new_kek(2))

    status, said = call("reseal")

    assert status == 1
    assert "greta #key-1" in said
    assert "Plus rien" not in said


def test_drill_the_kek_is_lost(call, ring, client, greta, amina, benoit, make_key):
    """What was signed still verifies; nothing can be signed; the way back is two steps."""
    make_key()
    make_key(Purpose.DOCUMENTS)
    before = client.get("/i/greta/did.json").json()

    ring(new_kek())  # another key under the same number: the old one is gone

    with pytest.raises(WrongKeys) as refusal:
        refuse_wrong_keys()
    assert "greta #key-1" in refusal.value.sentence("fr")
    assert client.get("/i/greta/did.json").json() == before  # verification asks for nothing else
    status, said = call("retire-lost")
    assert status == 1
    assert "greta #key-1, greta #key-2" in said
    assert SigningKey.objects.filter(state=KeyState.ACTIVE).count() == 2

    status, said = call("retire-lost", "--yes")

    assert status == 0
    refuse_wrong_keys()
    method = verification_method(client.get("/i/greta/did.json").json(), f"{greta.did}#key-1")
    assert method.expires is not None
    assert method.revoked is None
    assert Act.objects.filter(code="key.lost").count() == 2
    ceremony = ask_for_key(
        institution=greta, purpose=Purpose.CREDENTIALS, by=amina, now=clock(), delay=timedelta(hours=48)
    )
    assert agree(ceremony=ceremony, by=benoit, store=wiring.ports().keys, now=clock()).number == 3
    refuse_wrong_keys()
    assert "s’ouvrent" in call("retire-lost")[1]


def test_the_answers_in_json_say_what_was_lost(call, ring, make_key):
    make_key()
    ring(new_kek())

    status, data = call("retire-lost", "--json")

    found = json.loads(data)
    assert (status, found["retired"]) == (1, False)
    assert "ne s’ouvre pas" in found["keys"][0]["fault"]["fr"]
    assert "does not open" in found["keys"][0]["fault"]["en"]
    assert "greta #key-1" in call("list")[1]


def test_english_is_spoken(call, make_key):
    make_key()

    assert call("check", "--lang", "en") == (0, "All keys are in order.\n")
    assert "yes" in call("list", "--lang", "en")[1]


def test_in_a_process_of_its_own_it_finds_its_rooms(tmp_path):
    """In the tests Django is there already; whoever types the command has it loaded by the command."""
    house = House(tmp_path)
    house.python("from sceau.config import preparing\npreparing.prepare_tables()")

    for words in (("list",), ("check",), ("reseal",), ("retire-lost",)):
        ended = house.sceau("keyring", *words)
        assert (ended.returncode, ended.stderr) == (0, ""), (words, ended)
    house.variables = {"SCEAU_WORKERS": "0"}
    refused = house.sceau("keyring", "list")
    assert refused.returncode == 1
    assert "SCEAU_WORKERS" in refused.stderr
