"""The whole way: a key of the house, `sceau issue --institution`, and `sceau verify` asking the running server."""

from __future__ import annotations

import json
import shutil
from datetime import timedelta

import pytest
from django.utils.timezone import now as clock

from config.houses import ROOT, House
from sample_awards import DEMO
from sceau.cli import main
from sceau.config.wiring import ports
from sceau.journal.models import Act
from sceau.keyring.models import Purpose, SigningKey
from sceau.keyring.queries import active_key
from sceau.keyring.services import agree, ask_for_key, report_compromise

pytestmark = [pytest.mark.enable_socket, pytest.mark.django_db(transaction=True)]

ROWS = "nom;prénom;courriel;certification;résultat\n" + "".join(
    f"{name};Alix;{name.lower()}@exemple.fr;mc-rgpd-poste-de-travail;acquis\n" for name in ("Durand", "Martin", "Petit")
)


@pytest.fixture
def house(live_server, settings, tmp_path):
    """A server that answers for https://sceau.example, and an empty folder that it publishes from."""
    settings.HOUSE = tmp_path / "house"
    settings.HOUSE.mkdir()
    return live_server


@pytest.fixture
def new_key(greta, amina, benoit):
    def make():
        moment = clock()
        ceremony = ask_for_key(
            institution=greta, purpose=Purpose.CREDENTIALS, by=amina, now=moment, delay=timedelta(hours=48)
        )
        return agree(ceremony=ceremony, by=benoit, store=ports().keys, now=moment)

    return make


@pytest.fixture
def issue(tmp_path):
    def call(*words, name="lot"):
        table = tmp_path / f"{name}.csv"
        table.write_text(ROWS, encoding="utf-8")
        design = tmp_path / "design.json"
        shutil.copy(DEMO / "designs" / "mc-rgpd-poste-de-travail.json", design)
        line = ["--design", str(design), "--recipients", str(table), "--out", str(tmp_path / name)]
        status = main.main(["issue", "--institution", "greta", *line, "--format", "json,jwt", *words])
        files = sorted((tmp_path / name / "preuves").glob("*")) if status == 0 else []
        return status, [file for file in files if file.suffix in (".json", ".jwt") and "annex" not in file.name]

    return call


@pytest.fixture
def verify(house, capsys):
    def call(file):
        capsys.readouterr()
        status = main.main(["verify", str(file), "--json", "--resolve", f"https://sceau.example={house.url}"])
        result = json.loads(capsys.readouterr().out)["results"][0]
        return status, result["verdict"], {check["id"]: check["outcome"] for check in result["checks"]}

    return call


def test_what_a_key_of_the_house_signed_verifies_before_and_after_a_rotation_and_not_after_a_theft(
    house, greta, amina, new_key, issue, verify, client
):
    first = new_key()
    status, files = issue()
    assert status == 0
    assert len(files) == 6
    proof, token = files[0], next(file for file in files if file.suffix == ".jwt")

    for file in (proof, token):
        assert verify(file)[:2] == (0, "valid"), file

    second = new_key()
    assert (first.number, second.number) == (1, 2)
    for file in (proof, token):
        assert verify(file)[:2] == (0, "valid"), file
    status, later = issue(name="suite")
    assert status == 0
    assert json.loads(later[0].read_bytes())["proof"]["verificationMethod"].endswith("#key-2")
    assert verify(later[0])[:2] == (0, "valid")

    first.refresh_from_db()
    report_compromise(key=first, since=clock() - timedelta(days=1), by=amina, now=clock(), why="portable volé")

    for file in (proof, token):
        status, verdict, checks = verify(file)
        assert (status, verdict) == (3, "check"), file
        assert "unknown" in checks.values()
        assert "failed" not in checks.values()
    assert verify(later[0])[:2] == (0, "valid")
    acts = Act.objects.filter(code="credentials.issued").order_by("pk")
    assert [act.details for act in acts] == ['{"count":3}', '{"count":3}']
    assert {act.subject for act in acts} == {f"key:{first.uuid}", f"key:{second.uuid}"}


def test_what_was_issued_is_revoked_and_the_server_says_so(house, greta, new_key, issue, verify, tmp_path):
    new_key()
    _, files = issue()
    code = next(file.stem for file in files)

    done = main.main(
        [
            "status",
            "revoke",
            "--institution",
            "greta",
            "--out",
            str(tmp_path / "lot"),
            code,
            "--yes",
            "--reason",
            "erreur",
        ]
    )

    assert done == 0
    revoked = next(file for file in files if file.stem == code)
    other = next(file for file in files if file.stem != code)
    assert verify(revoked)[:2] == (1, "invalid")
    assert verify(other)[:2] == (0, "valid")
    assert Act.objects.get(code="credentials.revoke").details == '{"count":1}'


def test_the_key_of_documents_signs_no_credential(house, greta, amina, benoit, new_key, issue, verify):
    """Somebody who could use it for that would not be believed."""
    key = new_key()
    _, files = issue()
    SigningKey.objects.filter(pk=key.pk).update(purpose=Purpose.DOCUMENTS)

    status, verdict, _ = verify(files[0])

    assert (status, verdict) == (1, "invalid")


def test_two_institutions_of_one_house_each_sign_for_themselves(house, greta, cfa, new_key, issue, verify):
    new_key()
    _, files = issue()

    document = json.loads(files[0].read_bytes())

    assert document["issuer"]["id"] == greta.did
    assert document["issuer"]["name"] == "GRETA du Val d’Essai"
    assert document["id"].startswith("https://sceau.example/v/")
    assert active_key(greta, Purpose.CREDENTIALS).number == 1


def test_without_a_key_nothing_is_issued_and_the_way_out_is_told(house, greta, issue, capsys):
    status, _ = issue()

    assert status == 1
    assert "n’a pas de clé en service" in capsys.readouterr().err


def test_an_institution_that_is_not_here_is_told_with_those_that_are(house, greta, cfa, tmp_path, capsys):
    table = tmp_path / "lot.csv"
    table.write_text(ROWS, encoding="utf-8")
    design = DEMO / "designs" / "mc-rgpd-poste-de-travail.json"
    line = ["--design", str(design), "--recipients", str(table), "--out", str(tmp_path / "o")]

    assert main.main(["issue", "--institution", "gretta", *line]) == 1

    assert "cfa, greta" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--base-url", "https://ailleurs.example"], "--base-url"),
        (["--issuer-name", "Autre"], "--issuer-name"),
    ],
)
def test_what_the_house_knows_is_not_given_again(house, greta, new_key, issue, capsys, words, told):
    new_key()

    status, _ = issue(*words)

    assert status == 1
    assert told in capsys.readouterr().err


def test_a_key_that_does_not_open_signs_nothing_and_the_way_out_is_told(house, greta, new_key, issue, capsys):
    key = new_key()
    SigningKey.objects.filter(pk=key.pk).update(reference=key.reference[:-4] + "AAAA")

    status, _ = issue()

    assert status == 1
    assert "ne s’ouvre pas" in capsys.readouterr().err


def test_in_a_process_of_its_own_it_looks_for_the_institution(tmp_path):
    """In the tests Django is there already; whoever types the command has it loaded by the command."""
    house = House(tmp_path / "house")
    house.python("from sceau.config import preparing\npreparing.prepare_tables()")
    what = ("--design", ROOT / "demo" / "designs", "--recipients", ROOT / "demo" / "learners_200.csv")

    refused = house.sceau("issue", "--institution", "inconnu", *what, "--out", tmp_path / "out")

    assert refused.returncode == 1, refused
    assert "aucun organisme" in refused.stderr
    assert not (tmp_path / "out").exists()
