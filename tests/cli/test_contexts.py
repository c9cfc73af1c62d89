import json

import pytest

from sceau.cli import contexts, main
from sceau.engine.vocabularies.contexts import OB_3_0_3, shipped

URL = "https://example.org/mine/v1"
DATA = b'{"@context": {"mine": "https://example.org/mine#mine"}}'


@pytest.fixture
def folder(monkeypatch, tmp_path):
    monkeypatch.setenv("SCEAU_CONTEXTS", str(tmp_path / "contexts"))
    return tmp_path / "contexts"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "mine.jsonld"
    path.write_bytes(DATA)
    return path


@pytest.mark.usefixtures("folder")
def test_the_shipped_contexts_are_listed(capsys):
    assert main.main(["contexts", "list", "--json"]) == 0

    rows = json.loads(capsys.readouterr().out)["contexts"]
    assert [row["url"] for row in rows] == list(shipped().urls())
    assert all(row["shipped"] for row in rows)


def test_a_context_is_added_and_listed(capsys, folder, file):
    assert main.main(["contexts", "add", URL, str(file)]) == 0
    added = capsys.readouterr().out
    assert main.main(["contexts", "list"]) == 0
    listed = capsys.readouterr().out

    assert URL in added
    assert "SHA-256" in added
    assert str(folder) in listed
    (line,) = [line for line in listed.splitlines() if URL in line]
    assert line.endswith("ajouté")
    assert URL in contexts.trusted_contexts()


def test_adding_it_again_is_no_fault(capsys, folder, file):
    main.main(["contexts", "add", URL, str(file)])
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    capsys.readouterr()

    assert main.main(["contexts", "add", URL, str(file)]) == 0
    assert "Déjà là" in capsys.readouterr().out
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([URL, "FILE", "--sha256", "00ff"], "00ff"),
        ([OB_3_0_3, "FILE"], OB_3_0_3),
        (["mine", "FILE"], "mine"),
    ],
)
def test_a_refusal_is_a_sentence(capsys, folder, file, words, said):
    assert main.main(["contexts", "add", *(str(file) if word == "FILE" else word for word in words)]) == 1

    captured = capsys.readouterr()
    assert said in captured.err
    assert "Traceback" not in captured.err
    assert not folder.exists()


@pytest.mark.usefixtures("folder")
def test_a_file_that_is_not_there_is_said_to_be(capsys, tmp_path):
    assert main.main(["contexts", "add", URL, str(tmp_path / "nothing")]) == 1
    assert "nothing" in capsys.readouterr().err


@pytest.mark.usefixtures("folder")
def test_it_speaks_english(capsys, file):
    assert main.main(["--lang", "en", "contexts", "add", URL, str(file)]) == 0
    assert capsys.readouterr().out.startswith("Added: ")


def test_the_folder_is_where_the_environment_says(monkeypatch, tmp_path):
    assert contexts.contexts_folder({"SCEAU_CONTEXTS": "/a/b"}).as_posix() == "/a/b"
    assert contexts.contexts_folder({}) == contexts.ROOT / "var" / "contexts"
    monkeypatch.setattr(contexts, "in_a_clone", lambda: False)
    assert contexts.contexts_folder({"XDG_DATA_HOME": str(tmp_path)}) == tmp_path / "sceau" / "contexts"
