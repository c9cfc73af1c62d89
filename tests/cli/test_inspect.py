"""`sceau inspect`: what is in a file, in words, whatever it is."""

from __future__ import annotations

import json

import pytest

from published import published
from sceau.cli.main import main
from sceau.engine.images import bake
from verifying import Issuer

VECTORS = published("vectors")
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"></svg>'


def _inspect(capsys, *words, lang="fr"):
    status = main(["inspect", *map(str, words), "--lang", lang])
    return status, capsys.readouterr().out


def test_a_credential_says_what_it_claims_and_that_nothing_was_verified(tmp_path, capsys):
    path = tmp_path / "a.svg"
    path.write_bytes(bake(SVG, json.dumps(Issuer().badge_with_status() | {"name": "Forgée"})))

    status, said = _inspect(capsys, path)

    assert status == 0
    assert "Forgée" in said
    assert "dans une image SVG" in said
    assert "did:web:badges.example" in said
    assert "eddsa-rdfc-2022" in said
    assert "Rien n’a été vérifié." in said


def test_a_token_in_english(tmp_path, capsys):
    path = tmp_path / "a.jwt"
    path.write_text(Issuer().token())

    said = _inspect(capsys, path, lang="en")[1]

    assert "JWT" in said
    assert "Issuer that it names" in said
    assert "EdDSA" in said


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("open-badges-2.0/simple-badge.png", "Open Badges 2.0"),
        ("open-badges-2.0/assets/organization.json", "Open Badges 2.0"),
        ("open-badges-3.0/endorsement-valid.json", "recommandation"),
        ("clr-2.0/simple.json", "CLR 2.0"),
        ("elm/Sample-MC-Annex1-unsigned.jsonld", "européenne"),
        ("vc-jose-cose/presentation-single.json", "présentation"),
        ("vc-jose-cose/credential-sdjwt-selective.txt", "SD-JWT"),
        ("vc-di-eddsa/keyPair.json", "clé"),
        ("bitstring-status-list/testlist", "liste"),
    ],
)
def test_everything_that_we_know_is_named(capsys, path, words):
    status, said = _inspect(capsys, VECTORS / path)

    assert status == 0
    assert words in said


def test_what_we_do_not_know_is_said_to_be_unknown(tmp_path, capsys):
    path = tmp_path / "x.bin"
    path.write_bytes(b"\x00\x01\x02\xff")

    status, said = _inspect(capsys, path)

    assert status == 3
    assert "Illisible" in said


def test_for_programs(tmp_path, capsys):
    path = tmp_path / "a.json"
    path.write_text(json.dumps(Issuer().badge()))

    whole = json.loads(_inspect(capsys, path, "--json")[1])

    assert whole["results"][0]["kind"] == "ob3"
    assert ["Titre", "Conduire un audit énergétique"] in whole["results"][0]["says"]


def test_hostile_values_cannot_move_the_cursor(tmp_path, capsys):
    path = tmp_path / "a.json"
    path.write_text(json.dumps(Issuer().badge() | {"name": "\x1b[2J[red]x" + "y" * 10_000}))

    said = _inspect(capsys, path)[1]

    assert "\x1b" not in said
    assert "[red]" in said
    assert len(said) < 5000


def test_a_file_that_is_not_there(tmp_path, capsys):
    assert main(["inspect", str(tmp_path / "absent.json")]) == 1
    assert "absent.json" in capsys.readouterr().err


def test_a_folder_that_holds_nothing_to_look_at_is_named(tmp_path, capsys):
    assert main(["inspect", str(tmp_path)]) == 3
    assert capsys.readouterr().err == f"Rien à examiner dans {tmp_path}.\n"
