"""`sceau bake` and `sceau unbake`: into an image and out again, nothing replaced unasked, no traceback."""

from __future__ import annotations

import json

import pytest

from published import published
from sceau.cli.main import main
from sceau.engine.images import unbake
from sceau.engine.images.seal import draw_seal

JSON = json.dumps(
    {"@context": ["https://www.w3.org/ns/credentials/v2"], "type": ["VerifiableCredential"], "name": "Œuvrer"},
    ensure_ascii=False,
)
OPEN_BADGES_2 = json.dumps({"@context": "https://w3id.org/openbadges/v2", "type": "Assertion"})


@pytest.fixture
def picture(tmp_path):
    file = tmp_path / "seal.svg"
    file.write_bytes(draw_seal(design_id="1", title="Souder", body="Lycée"))
    return file


@pytest.fixture
def credential(tmp_path):
    file = tmp_path / "credential.json"
    file.write_text(JSON + "\n", encoding="utf-8")
    return file


def test_into_an_image_and_out_again(picture, credential, tmp_path, capsys):
    baked = tmp_path / "baked.svg"

    assert main(["bake", str(picture), str(credential), "--out", str(baked)]) == 0
    assert str(baked) in capsys.readouterr().err
    assert main(["unbake", str(baked)]) == 0
    assert capsys.readouterr().out == JSON + "\n"


def test_out_into_a_file(picture, credential, tmp_path, capsys):
    baked, out = tmp_path / "baked.svg", tmp_path / "out.json"
    main(["bake", str(picture), str(credential), "--out", str(baked)])

    assert main(["unbake", str(baked), "--out", str(out), "--lang", "en"]) == 0
    assert out.read_text(encoding="utf-8") == JSON
    assert "The Open Badges 3.0 credential is in" in capsys.readouterr().err


def test_the_published_token_goes_into_the_published_picture(tmp_path):
    folder, out = published("vectors/open-badges-3.0"), tmp_path / "out.png"

    assert main(["bake", str(folder / "simple-json.png"), str(folder / "simple.jwt"), "--out", str(out)]) == 0
    found = unbake(out.read_bytes())
    assert (found.standard, found.form, found.text) == ("ob3", "jwt", (folder / "simple.jwt").read_text().strip())


@pytest.mark.parametrize("name", ["basic-assertion.json", "simple.jwt"])
def test_a_badge_of_open_badges_2_is_baked_as_such(picture, tmp_path, name):
    badge, out = published("vectors/open-badges-2.0") / name, tmp_path / "out.svg"

    assert main(["bake", str(picture), str(badge), "--out", str(out)]) == 0
    found = unbake(out.read_bytes())
    assert (found.standard, found.text) == ("ob2", badge.read_text().strip())


def test_a_file_is_replaced_only_when_asked(picture, credential, tmp_path, capsys):
    out = tmp_path / "out.svg"
    out.write_text("mine")
    words = ["bake", str(picture), str(credential), "--out", str(out)]

    assert main(words) == 1
    assert "existe déjà" in capsys.readouterr().err
    assert out.read_text() == "mine"
    assert main([*words, "--force"]) == 0
    assert unbake(out.read_bytes()).text == JSON
    assert sorted(file.name for file in tmp_path.iterdir()) == ["credential.json", "out.svg", "seal.svg"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "This text is neither a JSON document nor a JWT."),
        (b"hello", "This text is neither a JSON document nor a JWT."),
        (b"a.b.c", "This text is neither a JSON document nor a JWT."),
        (b'{"a": 1, "a": 2}', "The name “a” appears twice in the same object."),
        (b'{"a": }', "This is not JSON: line 1, column 7."),
        (b"\xff{}", "The credential in the image is not UTF-8 text."),
        (b'{"a": "' + b"x" * 300_000 + b'"}', "The credential in the image is longer than 262144 bytes."),
    ],
)
def test_what_is_no_credential_is_refused_in_a_sentence_and_nothing_is_written(
    picture, tmp_path, capsys, content, sentence
):
    credential, out = tmp_path / "bad.json", tmp_path / "out.svg"
    credential.write_bytes(content)

    assert main(["bake", str(picture), str(credential), "--out", str(out), "--lang", "en"]) == 1
    assert capsys.readouterr().err == sentence + "\n"
    assert not out.exists()


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ({"type": "Multikey", "secretKeyMultibase": "z3u2"}, "est une clé privée, à ne donner à personne,"),
        ({"schema": "sceau.annex1/1"}, "est la fiche «\u00a0annexe\u00a0I\u00a0» d’une preuve,"),
        ({"a": 1}, "est un document JSON que nous ne reconnaissons pas,"),
    ],
)
def test_what_is_to_be_shown_to_nobody_is_not_put_into_an_image(picture, tmp_path, capsys, content, what):
    file, out = tmp_path / "cle.json", tmp_path / "out.svg"
    file.write_text(json.dumps(content))

    assert main(["bake", str(picture), str(file), "--out", str(out)]) == 1
    assert f"cle.json {what} et non une preuve" in capsys.readouterr().err
    assert not out.exists()


@pytest.mark.parametrize("command", ["bake", "unbake"])
def test_what_is_no_image_is_refused_in_a_sentence(command, credential, tmp_path, capsys):
    image = tmp_path / "image.jpg"
    image.write_bytes(b"\xff\xd8\xff")
    words = [str(credential), "--out", str(tmp_path / "out")] if command == "bake" else []

    assert main([command, str(image), *words]) == 1
    assert capsys.readouterr().err == "Ce n’est ni une image PNG, ni une image SVG.\n"


def test_an_image_without_a_credential_says_so(picture, capsys):
    assert main(["unbake", str(picture)]) == 1
    assert capsys.readouterr().err == "L’image ne contient pas de preuve.\n"


def test_a_folder_that_is_not_there_is_named_and_no_draft_of_ours(picture, credential, tmp_path, capsys):
    assert main(["bake", str(picture), str(credential), "--out", str(tmp_path / "none" / "out.svg")]) == 1
    assert capsys.readouterr().err == f"Le dossier {tmp_path / 'none'} n’existe pas.\n"


def test_a_file_that_is_not_there_says_so(tmp_path, capsys):
    assert main(["unbake", str(tmp_path / "none.png")]) == 1
    assert "n’existe pas" in capsys.readouterr().err
