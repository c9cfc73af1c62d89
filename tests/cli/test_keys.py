"""`sceau keys`: new, show, rotate; nothing replaced unasked, no secret shown, no traceback."""

from __future__ import annotations

import json
import stat
from datetime import UTC, datetime
from getpass import GetPassWarning

import pytest

from sceau.cli.main import main
from sceau.engine.keys.controller import verification_method, verification_methods
from sceau.engine.keys.did_web import url_of
from sceau.outside.keyfiles import UnusableKeyFile, read_key

DID = "did:web:greta.example:i:greta"


@pytest.fixture
def key(tmp_path, capsys):
    path = tmp_path / "greta.json"
    assert main(["keys", "new", "--did", "web:greta.example:i:greta", "--out", str(path)]) == 0
    capsys.readouterr()
    return path


@pytest.fixture
def passphrase(tmp_path):
    path = tmp_path / "phrase.txt"
    path.write_text("cheval correct pile agrafe\nthe second line is not read\n", encoding="utf-8")
    return path


def document_of(path):
    return json.loads(path.with_name("greta.did.json").read_bytes())


@pytest.mark.parametrize("algorithm", ["Ed25519", "P-256", "P-384", "RSA"])
def test_a_new_key_its_document_and_where_to_serve_it(tmp_path, capsys, algorithm):
    path = tmp_path / "greta.json"
    words = ["keys", "new", "--did", "web:greta.example:i:greta", "--algorithm", algorithm, "--out", str(path)]

    assert main(words) == 0

    said = capsys.readouterr().out
    held = read_key(path)
    assert "https://greta.example/i/greta/did.json" in said
    assert str(path) in said
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert (held.controller, held.method, held.key.algorithm) == (DID, f"{DID}#key-1", algorithm)
    assert verification_method(document_of(path), held.method).key == held.key.public_key


@pytest.mark.parametrize(
    ("asked", "did"),
    [
        ("web:greta.example", "did:web:greta.example"),
        ("did:web:greta.example", "did:web:greta.example"),
        ("web:GRETA.example:i:greta", DID),
        ("web:localhost%3A8443:i", "did:web:localhost%3A8443:i"),
    ],
)
def test_the_identity_is_the_one_that_was_asked(tmp_path, capsys, asked, did):
    assert main(["keys", "new", "--did", asked, "--out", str(tmp_path / "k.json"), "--json"]) == 0

    facts = json.loads(capsys.readouterr().out)
    assert facts == {
        "did": did,
        "method": f"{did}#key-1",
        "algorithm": "Ed25519",
        "private_key": str(tmp_path / "k.json"),
        "encrypted": False,
        "document": str(tmp_path / "k.did.json"),
        "serve_at": url_of(did),
    }


def test_a_did_key_is_served_nowhere(tmp_path, capsys):
    path = tmp_path / "try.json"

    assert main(["keys", "new", "--did", "key", "--out", str(path), "--json"]) == 0

    facts = json.loads(capsys.readouterr().out)
    assert facts["serve_at"] is None
    assert facts["did"].startswith("did:key:z6Mk")
    assert read_key(path).method == facts["method"]
    assert main(["keys", "show", str(path)]) == 0


def test_a_key_with_a_passphrase(tmp_path, capsys, passphrase):
    path = tmp_path / "greta.pem"
    words = ["keys", "new", "--did", "web:greta.example", "--out", str(path), "--passphrase-file", str(passphrase)]

    assert main(words) == 0
    assert read_key(path, lambda: "cheval correct pile agrafe").controller == "did:web:greta.example"
    assert "ENCRYPTED" in path.read_text()
    assert main(["keys", "show", str(path)]) == 0
    assert "did:web:greta.example#key-1" in capsys.readouterr().out


def test_a_passphrase_from_the_keyboard_is_asked_twice(tmp_path, capsys, monkeypatch):
    path = tmp_path / "greta.pem"
    words = ["keys", "new", "--did", "web:greta.example", "--out", str(path), "--passphrase"]
    answers = iter(["cheval correct pile", "cheval correct pilé", *["cheval correct pile"] * 2])
    monkeypatch.setattr("getpass.getpass", lambda prompt: next(answers))

    assert main(words) == 1
    assert "pas les mêmes" in capsys.readouterr().err
    assert not path.exists()
    assert main(words) == 0
    assert read_key(path, lambda: "cheval correct pile").controller == "did:web:greta.example"


@pytest.mark.parametrize("trouble", [EOFError(), GetPassWarning("Can not control echo on the terminal.")])
def test_without_a_keyboard_the_file_of_the_passphrase_is_proposed(tmp_path, capsys, monkeypatch, trouble):
    def nobody(prompt):
        raise trouble

    monkeypatch.setattr("getpass.getpass", nobody)

    assert main(["keys", "new", "--did", "key", "--passphrase", "--out", str(tmp_path / "k.json")]) == 1
    assert "donnez-la par --passphrase-file FICHIER" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("did", "told"),
    [("web:exemple.fr:8443", True), ("web:exemple.fr%3A8443", False), ("web:exemple.fr:a:8443", False)],
)
def test_what_may_have_been_meant_as_a_port_is_told(tmp_path, capsys, did, told):
    assert main(["keys", "new", "--did", did, "--out", str(tmp_path / "k.json")]) == 0
    assert ("Pour un port, écrivez web:exemple.fr%3A8443" in capsys.readouterr().out) is told


def test_a_file_that_is_no_key_is_named(tmp_path, capsys):
    path = tmp_path / "personnes.csv"
    path.write_text("Nom;Prénom", encoding="utf-8")

    with pytest.raises(UnusableKeyFile) as refusal:
        read_key(path)
    assert refusal.value.sentence("fr").startswith("personnes.csv n’est pas un fichier de clé privée")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--did", "foo"], "ni « key », ni « web"),
        (["--did", "web:"], "ni « key », ni « web"),
        (["--did", "key:z6Mk"], "ni « key », ni « web"),
        (["--did", "web:127.0.0.1"], "adresse IP"),
        (["--did", "web:a b"], "n’est pas un nom de domaine"),
        (["--did", "web:greta.example:.."], "élément de chemin"),
        (["--did", "key", "--algorithm", "RSA"], "did:web"),
        (["--did", "key", "--passphrase-file", "/nowhere"], "n’existe pas"),
    ],
)
def test_what_cannot_be_made_is_refused_in_a_sentence(tmp_path, capsys, words, said):
    assert main(["keys", "new", *words, "--out", str(tmp_path / "k.json")]) == 1

    error = capsys.readouterr().err
    assert said in error.replace("\u00a0", " ").replace("\u202f", " ")
    assert "Traceback" not in error
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("existing", ["k.json", "k.did.json"])
def test_nothing_is_replaced(tmp_path, capsys, existing):
    (tmp_path / existing).write_text("dear")

    assert main(["keys", "new", "--did", "key", "--out", str(tmp_path / "k.json")]) == 1

    assert "existe déjà" in capsys.readouterr().err
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [(existing, "dear")]


def test_show_tells_the_public_side_only(key, capsys):
    secret = json.loads(key.read_bytes())["secretKeyMultibase"]

    for words in ([str(key)], [str(key), "--json"], [str(key.with_name("greta.did.json"))]):
        assert main(["keys", "show", *words]) == 0
        said = capsys.readouterr()
        assert f"{DID}#key-1" in said.out
        assert secret not in said.out + said.err


def test_show_warns_when_others_can_read_the_key(key, capsys):
    key.chmod(0o644)

    assert main(["keys", "show", str(key)]) == 0
    assert "chmod 600" in capsys.readouterr().err


def test_show_without_the_document_says_what_it_can(key, capsys):
    key.with_name("greta.did.json").unlink()

    assert main(["keys", "show", str(key)]) == 0
    assert f"{DID}#key-1 (Ed25519)" in capsys.readouterr().out


@pytest.mark.parametrize(
    "text", ["", "{}", "hello", '{"verificationMethod": []}', '{"id": "x", "verificationMethod": []}']
)
def test_show_of_something_else_is_refused_in_a_sentence(tmp_path, capsys, text):
    path = tmp_path / "x.json"
    path.write_text(text)

    assert main(["keys", "show", str(path)]) == 1
    assert "Traceback" not in capsys.readouterr().err


def test_a_new_key_takes_over_and_the_old_one_stays(key, tmp_path, capsys):
    beside, new = key.with_name("greta.did.json"), tmp_path / "greta-2027.json"
    before = document_of(key)
    words = ["keys", "rotate", "--did-document", str(beside), "--out", str(new), "--at", "2027-01-01"]

    assert main(words) == 0

    held = read_key(new)
    methods = {method.id.removeprefix(DID): method for method in verification_methods(document_of(key))}
    assert list(methods) == ["#key-1", "#key-1-jwk", "#key-2", "#key-2-jwk"]
    assert methods["#key-1"].key == read_key(key).key.public_key
    assert methods["#key-2"].key == methods["#key-2-jwk"].key == held.key.public_key
    assert held.method == f"{DID}#key-2"
    assert [method.expires for method in methods.values()] == [datetime(2027, 1, 1, tzinfo=UTC)] * 2 + [None] * 2
    assert document_of(key)["@context"] == before["@context"]
    assert "https://greta.example/i/greta/did.json" in capsys.readouterr().out


def test_the_history_lies_beside_the_new_key_too(key, tmp_path, capsys):
    beside, new = key.with_name("greta.did.json"), tmp_path / "next" / "greta-2.json"
    new.parent.mkdir()
    copy = new.with_name("greta-2.did.json")

    assert main(["keys", "rotate", "--did-document", str(beside), "--out", str(new), "--json"]) == 0

    assert json.loads(copy.read_bytes()) == document_of(key)
    told = json.loads(capsys.readouterr().out)
    assert (told["document"], told["copy"]) == (str(beside), str(copy))
    assert main(["keys", "show", str(new)]) == 0
    assert f"{DID}#key-2 (Ed25519)" in capsys.readouterr().out


def test_a_document_that_lies_there_already_is_not_overwritten_by_a_copy(key, tmp_path, capsys):
    beside, new = key.with_name("greta.did.json"), tmp_path / "next.json"
    in_place, before = tmp_path / "next.did.json", beside.read_bytes()
    in_place.write_text("{}")

    assert main(["keys", "rotate", "--did-document", str(beside), "--out", str(new)]) == 1
    assert (in_place.read_text(), beside.read_bytes(), new.exists()) == ("{}", before, False)

    in_place.write_bytes(before)
    assert main(["keys", "rotate", "--did-document", str(in_place), "--out", str(new)]) == 0
    assert read_key(new).method == f"{DID}#key-2"
    assert f"{DID}#key-2" in in_place.read_text()


def test_the_number_of_a_key_is_never_given_again(key, tmp_path):
    beside = key.with_name("greta.did.json")
    for number in (2, 3):
        assert main(["keys", "rotate", "--did-document", str(beside), "--out", str(tmp_path / f"{number}.json")]) == 0
    document = document_of(key)
    for member in ("verificationMethod", "assertionMethod", "authentication"):
        # somebody takes the second key away: its number stays taken by nobody, the third one's follows
        document[member] = [entry for entry in document[member] if "#key-2" not in str(entry)]
    beside.write_text(json.dumps(document))

    assert main(["keys", "rotate", "--did-document", str(beside), "--out", str(tmp_path / "4.json")]) == 0
    assert read_key(tmp_path / "4.json").method == f"{DID}#key-4"


def test_a_revoked_key_is_marked_under_both_its_names(key, capsys):
    beside = key.with_name("greta.did.json")

    for name in ("#key-1", f"{DID}#key-1-jwk"):
        words = ["keys", "rotate", "--did-document", str(beside), "--revoke", name, "--at", "2026-05-01T08:00:00+02:00"]
        assert main(words) == 0
        methods = verification_methods(document_of(key))
        assert [method.revoked for method in methods] == [datetime(2026, 5, 1, 6, tzinfo=UTC)] * 2
        assert "2026-05-01T06:00:00Z" in capsys.readouterr().out


def test_a_compromised_key_is_revoked_and_replaced_in_one_call(key, tmp_path):
    beside = key.with_name("greta.did.json")
    words = ["keys", "rotate", "--did-document", str(beside), "--revoke", "#key-1", "--at", "2026-05-01"]

    assert main([*words, "--out", str(tmp_path / "2.json")]) == 0

    first, _, second, _ = verification_methods(document_of(key))
    assert first.revoked == datetime(2026, 5, 1, tzinfo=UTC)
    assert (second.revoked, second.expires) == (None, None)


def test_unknown_members_of_the_document_are_kept(key, tmp_path):
    beside = key.with_name("greta.did.json")
    service = [{"id": f"{DID}#site", "type": "LinkedDomains", "serviceEndpoint": "https://greta.example"}]
    beside.write_text(json.dumps(document_of(key) | {"service": service}))

    assert main(["keys", "rotate", "--did-document", str(beside), "--out", str(tmp_path / "2.json")]) == 0
    assert document_of(key)["service"] == service


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ([], 1),
        (["--revoke", "#key-9"], 1),
        (["--revoke", "#key-1", "--at", "never"], 2),
        (["--revoke", "#key-1", "--at", "2026-05-01T08:00:00"], 2),
        (["--out", "EXISTING"], 1),
    ],
)
def test_a_rotation_that_makes_no_sense_changes_nothing(key, capsys, words, status):
    beside = key.with_name("greta.did.json")
    before = beside.read_bytes()
    words = [str(key) if word == "EXISTING" else word for word in words]

    try:
        found = main(["keys", "rotate", "--did-document", str(beside), *words])
    except SystemExit as leaving:
        found = leaving.code

    assert found == status
    assert capsys.readouterr().err
    assert beside.read_bytes() == before


@pytest.mark.parametrize("text", ["[]", "{}", '{"id": 5}', '{"id": "did:web:a.example", "verificationMethod": {}}'])
def test_a_document_that_is_none_is_refused_in_a_sentence(tmp_path, capsys, text):
    path = tmp_path / "did.json"
    path.write_text(text)

    for words in (["--out", str(tmp_path / "k.json")], ["--revoke", "#key-1"]):
        assert main(["keys", "rotate", "--did-document", str(path), *words]) == 1
        assert "Traceback" not in capsys.readouterr().err
    assert not (tmp_path / "k.json").exists()


def test_the_command_speaks_english_too(tmp_path, capsys):
    assert main(["keys", "new", "--did", "key", "--out", str(tmp_path / "k.json"), "--lang", "en"]) == 0
    assert "Private key" in capsys.readouterr().out
