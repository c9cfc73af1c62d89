"""`sceau status`: what was issued is revoked, suspended, restored, replaced, and every verifier is told so."""

from __future__ import annotations

import io
import json
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from sample_awards import DEMO
from sceau.cli import main
from sceau.cli.issuing import changes
from sceau.cli.issuing.codes import read_codes
from sceau.cli.issuing.states import NEXT, State
from sceau.engine.keys import did_key
from sceau.engine.model.code import MalformedCode, group_code, make_code
from sceau.outside.keyfiles import new_key, write_key

BASE = "https://badges.example"
UNKNOWN = make_code(bytes(9))


@dataclass
class Folder:
    """A body's folder: its key, and what it issued."""

    path: Path

    @property
    def out(self) -> Path:
        return self.path / "out"

    @property
    def key(self) -> Path:
        return self.path / "key.json"

    @property
    def codes(self) -> list[str]:
        return sorted(path.stem for path in (self.out / "preuves").glob("*.jwt"))

    @property
    def lists(self) -> dict[str, bytes]:
        root = self.out / "site" / "status"
        return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*.json")}

    def register(self) -> list[dict]:
        return [json.loads(line) for line in (self.out / "registre.jsonl").read_bytes().splitlines()]

    def acts(self) -> list[tuple[str, str]]:
        return [(line["code"], line["state"]) for line in self.register() if line["line"] == "act"]

    def status(self, act: str, *words: str, key: Path | None = None) -> int:
        named = [] if act == "show" else ["--key", str(key or self.key)]
        return main.main(["status", act, "--out", str(self.out), *named, *words])

    def issue(self, *words: str, **files: Path) -> int:
        given = {
            "--design": DEMO / "designs" / "mc-rgpd-poste-de-travail.json",
            "--recipients": DEMO / "learners_200.csv",
            "--issuer": DEMO / "organisations.json",
            "--key": self.key,
            "--out": self.out,
        } | {f"--{name}": file for name, file in files.items()}
        line = [str(word) for option in given.items() for word in option]
        return main.main(["issue", *line, "--format", "json,jwt", *words])

    def judge(self, code: str, capsys: pytest.CaptureFixture[str], form: str = "json") -> tuple[int, str]:
        """The exit status and the sentence of `sceau verify`."""
        capsys.readouterr()
        file = self.out / "preuves" / f"{code}.{form}"
        ended = main.main(["verify", str(file), "--json", "--resolve", f"{BASE}={self.out / 'site'}"])
        (result,) = json.loads(capsys.readouterr().out)["results"]
        return ended, result["sentence"]["fr"]


@pytest.fixture(scope="module")
def issued(tmp_path_factory) -> Path:
    """What a body issued once; to be copied."""
    folder = Folder(tmp_path_factory.mktemp("issued"))
    assert main.main(["keys", "new", "--did", "web:badges.example", "--out", str(folder.key)]) == 0
    assert folder.issue() == 0
    return folder.path


@pytest.fixture
def folder(issued, tmp_path, monkeypatch) -> Folder:
    monkeypatch.setenv("SCEAU_LANG", "fr")
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    shutil.copytree(issued, tmp_path / "body")
    return Folder(tmp_path / "body")


class Keyboard(io.StringIO):
    """Somebody who types."""

    def isatty(self) -> bool:
        return True


# What verifiers are told

VALID = (0, "Authentique et valide")
REVOKED = (1, "Authentique, mais révoquée")
TO_CHECK = (3, "Authentique, à vérifier")


def test_each_act_is_what_sceau_verify_then_says(folder, capsys):
    first, second, third, fourth, *_ = folder.codes

    assert folder.status("revoke", first) == 0
    assert folder.status("suspend", second) == 0
    assert folder.status("replace", third, "--by", fourth) == 0

    judged = [folder.judge(code, capsys, form) for code in folder.codes[:4] for form in ("json", "jwt")]
    assert judged == [REVOKED] * 2 + [TO_CHECK] * 4 + [VALID] * 2
    assert {folder.judge(code, capsys) for code in folder.codes[4:]} == {VALID}


def test_a_suspension_is_lifted_a_replacement_undone_a_revocation_stays(folder, capsys):
    first, second, third, fourth, *_ = folder.codes
    assert folder.status("suspend", first) == 0
    assert folder.status("replace", second, "--by", fourth) == 0
    assert folder.status("revoke", third) == 0

    assert folder.status("restore", first, second) == 0
    before = folder.register(), folder.lists
    assert folder.status("restore", third) == 1
    assert "une preuve révoquée le reste" in capsys.readouterr().err

    assert (folder.register(), folder.lists) == before
    assert [folder.judge(code, capsys) for code in (first, second, third)] == [VALID, VALID, REVOKED]


def test_a_suspended_or_replaced_credential_can_still_be_revoked(folder, capsys):
    first, second, third, *_ = folder.codes
    assert folder.status("suspend", first) == 0
    assert folder.status("replace", second, "--by", third) == 0

    assert folder.status("revoke", first, second) == 0

    assert [folder.judge(code, capsys) for code in (first, second)] == [REVOKED] * 2


@pytest.mark.parametrize(("was", "wanted"), [(was, state) for was in State for state in State if was is not state])
def test_the_table_of_moves_is_what_the_command_does(folder, was, wanted):
    code, other, *_ = folder.codes
    words = {State.VALID: "restore", State.SUSPENDED: "suspend", State.REVOKED: "revoke", State.REPLACED: "replace"}

    def come_to(state: State) -> int:
        return folder.status(words[state], code, *(["--by", other] if state is State.REPLACED else []))

    if was is not State.VALID:
        assert come_to(was) == 0
    assert come_to(wanted) == (0 if wanted in NEXT[was] else 1)
    assert folder.acts()[-1:] == [(code, wanted if wanted in NEXT[was] else was)]


# Which credentials


@pytest.mark.parametrize(
    "typed",
    [
        lambda code: [group_code(code)],
        lambda code: [code.lower()],
        lambda code: [code.replace("0", "O").replace("1", "l")],
        lambda code: group_code(code).split("-"),
        lambda code: [" ".join(group_code(code).split("-"))],
        lambda code: [f"{BASE}/v/{code}"],
        lambda code: [f"out/preuves/{code}.json"],
        lambda code: [f"{code}.annex-1.json"],
    ],
)
def test_a_code_is_read_as_people_give_it(typed):
    codes = [make_code(bytes([seed]) * 9) for seed in (1, 33, 255)]

    assert read_codes([word for code in codes for word in typed(code)]) == codes


@pytest.mark.parametrize("words", [["7GK2P"], ["7GK2P-4XWD-93MTU"], ["7GK2P", "4XWD"], ["out/preuves"], [""]])
def test_what_is_no_code_is_refused(words):
    with pytest.raises(MalformedCode):
        read_codes(words)


def test_a_file_of_codes_as_a_spreadsheet_leaves_it(folder, capsys):
    first, second, third, *_ = folder.codes
    file = folder.path / "codes.csv"
    file.write_bytes(f'\ufeffCode\r\n"{group_code(first)}"\r\n\r\n{second.lower()};\r\n# fin\r\n{first}\r\n'.encode())

    assert folder.status("revoke", third, "--codes", str(file)) == 0
    assert [code for code, _ in folder.acts()] == [third, first, second]

    file.write_text(f"{first}\n7GK2P\n", "utf-8")
    assert folder.status("revoke", "--codes", str(file)) == 1
    assert f"{file}, ligne 2\u00a0: «\u00a07GK2P\u00a0»" in capsys.readouterr().err


def test_several_at_once_are_all_changed_or_none(folder, capsys):
    first, second, *_ = folder.codes
    before = folder.register(), folder.lists

    assert folder.status("revoke", first, UNKNOWN, second) == 1

    assert (folder.register(), folder.lists) == before
    assert f"ne connaît pas {group_code(UNKNOWN)}" in capsys.readouterr().err
    assert folder.status("revoke", first) == 0
    assert folder.status("suspend", second, first) == 1
    assert folder.acts() == [(first, "revoked")]
    assert folder.status("suspend") == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (lambda codes: [codes[0], "--by", codes[0]], "ne peut pas se remplacer elle-même"),
        (lambda codes: [codes[0], "--by", codes[1]], "elle est elle-même révoquée"),
        (lambda codes: [codes[0], codes[2], "--by", codes[3]], "Une seule preuve se remplace à la fois"),
    ],
)
def test_a_replacement_must_be_another_valid_credential(folder, capsys, words, said):
    assert folder.status("revoke", folder.codes[1]) == 0

    assert folder.status("replace", *words(folder.codes)) == 1

    assert said in capsys.readouterr().err
    assert len(folder.acts()) == 1


def test_what_replaces_may_be_in_another_folder_and_be_mended(folder, capsys):
    code, other, *_ = folder.codes

    assert folder.status("replace", code, "--by", UNKNOWN) == 0
    assert folder.status("replace", code, "--by", other) == 0
    assert folder.status("replace", code, "--by", other) == 0

    assert [line["by"] for line in folder.register() if line["line"] == "act"] == [UNKNOWN, other]
    assert folder.judge(code, capsys) == TO_CHECK


# What is written


def test_the_same_act_twice_changes_nothing_more(folder, capsys):
    code = folder.codes[0]
    assert folder.status("revoke", code) == 0
    before = folder.register(), folder.lists
    capsys.readouterr()

    assert folder.status("revoke", code) == 0

    assert (folder.register(), folder.lists) == before
    assert "déjà révoquée" in capsys.readouterr().out


def test_whose_and_what_and_where_to_publish_are_told(folder, capsys):
    code = folder.codes[0]
    holder = next(
        identity["identityHash"]
        for identity in json.loads((folder.out / "preuves" / f"{code}.json").read_bytes())["credentialSubject"][
            "identifier"
        ]
        if identity["identityType"] == "name"
    )
    capsys.readouterr()

    assert folder.status("revoke", code, "--json") == 0

    told = json.loads(capsys.readouterr().out)
    (uuid,) = {line["uuid"] for line in folder.register() if line["line"] == "list"}
    assert told["publish"] == [
        {"url": f"{BASE}/status/{uuid}", "file": str(folder.out / "site" / "status" / f"{uuid}.json")}
    ]
    (credential,) = told["credentials"]
    assert credential["title"].startswith("Traiter des données personnelles")
    assert (
        credential["code"],
        credential["holder"],
        credential["was"],
        credential["state"],
        credential["changed"],
    ) == (
        code,
        holder,
        "valid",
        "revoked",
        True,
    )
    assert folder.status("show") == 0
    assert f"{group_code(code)}  {holder}" in capsys.readouterr().out


def test_a_credential_that_was_handed_over_and_not_kept_is_known_by_its_code(folder, capsys):
    code = folder.codes[0]
    for file in (folder.out / "preuves").glob(f"{code}*"):
        file.unlink()

    assert folder.status("revoke", code) == 0
    assert "titulaire non précisé ici, «\u00a0mc-rgpd-poste-de-travail\u00a0»" in capsys.readouterr().out


def test_the_reason_stays_in_the_register(folder, capsys):
    code = folder.codes[0]

    assert folder.status("suspend", code, "--reason", "Doute sur l’identité") == 0

    published = b"".join(file.read_bytes() for file in (folder.out / "site").rglob("*") if file.is_file())
    assert b"Doute" not in published
    (act,) = [line for line in folder.register() if line["line"] == "act"]
    assert (act["reason"], act["state"]) == ("Doute sur l’identité", "suspended")
    capsys.readouterr()
    assert folder.status("show", code, "--json") == 0
    (told,) = json.loads(capsys.readouterr().out)["credentials"]
    assert [(each["state"], each["reason"]) for each in told["acts"]] == [("suspended", "Doute sur l’identité")]


def test_a_later_issuance_into_the_same_folder_keeps_the_states(folder, capsys):
    first, second, *_ = folder.codes
    assert folder.status("revoke", first) == 0
    assert folder.status("suspend", second) == 0
    before = folder.lists

    assert folder.issue(design=DEMO / "designs" / "mc-gestion-projet-agile.json") == 0
    assert folder.lists == before
    new = next(code for code in folder.codes if folder.judge(code, capsys) == VALID)
    shutil.rmtree(folder.out / "site" / "status")  # what was put on line and not kept here
    assert folder.issue(design=DEMO / "designs" / "mc-boreal-accueil-equipier.json") == 0

    assert [folder.judge(code, capsys) for code in (first, second, new)] == [REVOKED, TO_CHECK, VALID]


def test_a_call_cut_short_is_made_good_by_the_next_one(folder, capsys, monkeypatch):
    first, second, *_ = folder.codes
    with monkeypatch.context() as cut:
        cut.setattr(changes, "write_file", lambda path, data: (_ for _ in ()).throw(OSError(28, "", str(path))))
        assert folder.status("revoke", first) == 1
    assert folder.judge(first, capsys) == VALID

    assert folder.status("suspend", second) == 0

    assert [folder.judge(code, capsys) for code in (first, second)] == [REVOKED, TO_CHECK]


def test_a_revocation_that_the_register_lost_is_not_undone(folder, capsys):
    first, second, *_ = folder.codes
    backup = (folder.out / "registre.jsonl").read_bytes()
    assert folder.status("revoke", first) == 0
    (folder.out / "registre.jsonl").write_bytes(backup)

    assert folder.status("revoke", second) == 0
    assert folder.status("restore", first) == 1

    assert [folder.judge(code, capsys) for code in (first, second)] == [REVOKED] * 2


def test_something_else_where_the_list_should_be_stops_everything(folder, capsys):
    code = folder.codes[0]
    (path,) = (folder.out / "site" / "status").glob("*.json")
    notices = path.with_suffix("") / "notices.json"

    for data in (b"{}", b"<html>", notices.read_bytes()):
        path.write_bytes(data)
        assert folder.status("revoke", code) == 1
        assert str(path) in capsys.readouterr().err
        assert path.read_bytes() == data
    assert folder.acts() == []


# Asking


@pytest.mark.parametrize(("answer", "ended"), [("oui\n", 0), ("O\n", 0), ("non\n", 1), ("\n", 1), ("", 1)])
def test_somebody_at_the_keyboard_is_asked_first(folder, capsys, monkeypatch, answer, ended):
    code = folder.codes[0]
    monkeypatch.setattr(sys, "stdin", Keyboard(answer))

    assert folder.status("revoke", code) == ended

    said = capsys.readouterr().err
    assert "Révoquer 1 preuve, pour toujours\u202f? (oui/non)" in said
    assert f"{group_code(code)}" in said
    assert len(folder.acts()) == 1 - ended


def test_nobody_is_asked_when_they_said_yes_or_when_nothing_is_to_be_done(folder, capsys, monkeypatch):
    monkeypatch.setattr(sys, "stdin", Keyboard(""))

    assert folder.status("revoke", folder.codes[0], "--yes") == 0
    assert folder.status("revoke", folder.codes[0]) == 0
    assert "oui/non" not in capsys.readouterr().err


# With which key


def test_another_issuer_s_key_is_refused(folder, capsys):
    key, other = new_key("Ed25519"), folder.path / "other.json"
    did = did_key.did_of(key.public_key)
    write_key(other, key, method=did_key.method_of(key.public_key), controller=did)

    assert folder.status("revoke", folder.codes[0], key=other) == 1
    assert did in capsys.readouterr().err
    assert folder.acts() == []


def test_a_key_that_was_replaced_changes_nothing_and_its_successor_does(folder, capsys):
    code, second = folder.codes[0], folder.path / "key-2.json"
    document = folder.out / "site" / ".well-known" / "did.json"
    assert main.main(["keys", "rotate", "--did-document", str(document), "--out", str(second)]) == 0

    assert folder.status("revoke", code) == 1
    assert "a cessé de servir" in capsys.readouterr().err
    assert folder.status("revoke", code, key=second) == 0

    assert folder.judge(code, capsys) == REVOKED


@pytest.mark.parametrize("algorithm", ["P-256", "RSA"])
def test_the_lists_of_other_keys_are_signed_with_what_they_sign(folder, capsys, algorithm):
    key = folder.path / "other.key"
    words = ["--did", "web:badges.example", "--algorithm", algorithm, "--out", str(key)]
    assert main.main(["keys", "new", *words]) == 0
    shutil.rmtree(folder.out)
    assert folder.issue("--format", "jwt", key=key) == 0
    code, other, *_ = folder.codes

    assert folder.status("revoke", code, key=key) == 0
    assert folder.status("suspend", other, key=key) == 0

    assert [folder.judge(each, capsys, "jwt") for each in (code, other)] == [REVOKED, TO_CHECK]


def test_a_folder_without_a_register_is_no_folder_of_ours(folder, capsys):
    for text in (None, b"", b"{}\n"):
        path = folder.path / "empty" / "registre.jsonl"
        path.parent.mkdir(exist_ok=True)
        if text is not None:
            path.write_bytes(text)
        ended = main.main(["status", "revoke", "--out", str(path.parent), "--key", str(folder.key), UNKNOWN])
        assert ended == 1
        assert "registre" in capsys.readouterr().err
    assert path.read_bytes() == b"{}\n"
