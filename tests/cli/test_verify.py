"""`sceau verify`: one sentence first, an exit status that programs can trust, and piles within bounds."""

from __future__ import annotations

import io
import json
import sys
import zipfile
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest

from engine.checks.test_handed import bundle_of, key_of, publish
from sceau.cli import language
from sceau.cli.main import main
from sceau.cli.verifying import sources
from sceau.engine.images import bake
from sceau.engine.model.bundle import write_bundle
from strangers_files import certificate, certificate_without_code, picture
from verifying import INDEX, Issuer

ORIGIN = "https://badges.example"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"></svg>'


@pytest.fixture
def issuer():
    issuer = Issuer()
    issuer.publish_list()
    return issuer


@pytest.fixture
def folder(tmp_path, issuer, monkeypatch):
    """A working folder with a site of the issuer and one good credential."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    _publish(tmp_path, issuer)
    _write(tmp_path / "good.json", issuer.badge_with_status())
    return tmp_path


def _publish(folder, issuer):
    for url, body in issuer.site.items():
        path = folder / "site" / urlsplit(url).path.strip("/")
        path = path if path.suffix else path.with_name(f"{path.name}.json")
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, body)


def _write(path, document):
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")


def _verify(capsys, *words, lang="fr"):
    status = main(["verify", *map(str, words), "--resolve", f"{ORIGIN}=site", "--offline", "--lang", lang])
    return status, capsys.readouterr()


def test_a_good_credential(folder, capsys):
    status, said = _verify(capsys, "good.json")

    assert status == 0
    assert said.out.splitlines()[0] == "● Authentique et valide"
    assert "Conduire un audit énergétique" in said.out
    assert "badges.example" in said.out


def test_in_english(folder, capsys):
    status, said = _verify(capsys, "good.json", lang="en")

    assert status == 0
    assert said.out.splitlines()[0] == "● Authentic and valid"


def test_a_forged_credential_is_refused_and_not_repeated(folder, issuer, capsys):
    _write(folder / "bad.json", issuer.badge() | {"name": "Doctorat [bold]d’État"})

    status, said = _verify(capsys, "bad.json")

    assert status == 1
    assert said.out.splitlines()[0] == "■ Non authentique"
    assert "Doctorat" not in said.out


def test_a_revoked_credential(folder, issuer, capsys):
    issuer.publish_list(revoked={INDEX: 1})
    _publish(folder, issuer)

    status, said = _verify(capsys, "good.json")

    assert status == 1
    assert said.out.splitlines()[0] == "■ Authentique, mais révoquée"


def test_without_a_network_nothing_is_sure(folder, capsys):
    assert main(["verify", "good.json", "--offline"]) == 3
    assert capsys.readouterr().out.startswith("◇ Impossible à vérifier")


def test_as_of_a_date(folder, capsys):
    assert _verify(capsys, "good.json", "--at", "2032-01-01")[0] == 3
    assert _verify(capsys, "good.json", "--at", "2026-06-01")[0] == 0
    assert _verify(capsys, "good.json", "--at", "2026-06-01T14:05:00+02:00")[0] == 0


def test_for_programs(folder, capsys):
    status, said = _verify(capsys, "good.json", "--json")

    whole = json.loads(said.out)
    assert status == 0
    assert whole["version"] == 1
    assert [(each["source"], each["verdict"]) for each in whole["results"]] == [("good.json", "valid")]
    assert whole["results"][0]["sentence"] == {"fr": "Authentique et valide", "en": "Authentic and valid"}
    assert {"id", "weight", "outcome", "message"} <= set(whole["results"][0]["checks"][0])


def test_from_standard_input(folder, issuer, capsys, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(issuer.token().encode())))

    assert _verify(capsys, "-")[0] == 0


def test_from_an_address(folder, issuer, capsys):
    _write(folder / "site" / "v.json", issuer.badge())

    assert _verify(capsys, f"{ORIGIN}/v.json")[0] == 0


def test_an_issuer_whom_the_reader_knows(folder, capsys):
    issuer = Issuer(5, host=None)
    _write(folder / "key.json", issuer.badge())
    _write(folder / "trust.json", {"version": 1, "issuers": [{"id": issuer.id, "name": "Université des Causses"}]})

    assert _verify(capsys, "key.json")[0] == 3
    assert _verify(capsys, "key.json", "--trust", "trust.json")[0] == 0


def test_whose_it_is(folder, capsys):
    assert _verify(capsys, "good.json", "--holder", "did:example:naima")[0] == 0
    assert _verify(capsys, "good.json", "--holder", "bruno@exemple.fr")[0] == 3


@pytest.mark.parametrize(
    "words",
    [
        ["absent.json"],
        ["good.json", "--at", "hier"],
        ["good.json", "--at", "2026-06-01T10:00:00"],
        ["good.json", "--trust", "good.json"],
        ["good.json", "--trust", "absent.json"],
        ["good.json", "--resolve", "site"],
        ["good.json", "--resolve", "https://a.example=absent"],
        [],
    ],
)
def test_wrong_usage_is_2_and_no_verdict(folder, capsys, words):
    try:
        status = main(["verify", *words])
    except SystemExit as left:
        status = left.code

    said = capsys.readouterr()
    assert status == 2
    assert said.out == ""
    assert said.err
    assert "Traceback" not in said.err


# the record beside a credential ---------------------------------------------------------------------------------------


def _with_record(issuer, record):
    import hashlib
    from base64 import b64encode

    digest = f"sha256-{b64encode(hashlib.sha256(record).digest()).decode()}"
    return issuer.badge(relatedResource=[{"id": f"{ORIGIN}/v/7F3AK/annex-1.json", "digestSRI": digest}])


def test_the_record_beside_a_credential_is_compared(folder, issuer, capsys):
    record = b'{"schema":"sceau.annex1/1"}'
    badge = _with_record(issuer, record)
    _write(folder / "7F3AK.json", badge)
    (folder / "7F3AK.svg").write_bytes(bake(SVG, json.dumps(badge)))

    assert "n’est pas là" in _verify(capsys, "7F3AK.json")[1].out
    (folder / "7F3AK.annex-1.json").write_bytes(record)
    for name in ("7F3AK.json", "7F3AK.svg"):
        status, said = _verify(capsys, name)
        assert status == 0
        assert "Documents joints" in said.out
    (folder / "7F3AK.annex-1.json").write_bytes(record + b" ")
    assert _verify(capsys, "7F3AK.json")[0] == 1


# piles ----------------------------------------------------------------------------------------------------------------


@pytest.fixture
def pile(folder, issuer):
    """A folder with two good credentials, a bad one, and what else lies about."""
    place = folder / "pile"
    place.mkdir()
    record = b'{"schema":"sceau.annex1/1"}'
    _write(place / "a.json", _with_record(issuer, record))
    (place / "a.annex-1.json").write_bytes(record)
    (place / "b.jwt").write_text(issuer.token())
    _write(place / "c.json", issuer.badge() | {"name": "Autre"})
    (place / "picture.svg").write_bytes(SVG)
    (place / "notes.txt").write_text("rien")
    return place


def _zip(folder, place):
    path = folder / "pile.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(place.iterdir()):
            archive.write(file, f"../../{file.name}" if file.suffix == ".jwt" else file.name)
    return path


@pytest.mark.parametrize("form", ["folder", "zip"])
def test_a_pile_tells_its_problems_first(folder, pile, capsys, form):
    source = pile if form == "folder" else _zip(folder, pile)

    status, said = _verify(capsys, source)

    assert status == 1
    assert said.out.startswith("3 preuves examinées")
    assert "■ 1 à refuser" in said.out
    assert "● 2 authentiques et valides" in said.out
    assert "2 fichiers ne sont pas des preuves" in said.out
    assert "c.json" in said.out
    assert "b.jwt" not in said.out


@pytest.mark.parametrize("form", ["folder", "zip"])
def test_a_pile_for_programs_has_every_result(folder, pile, capsys, form):
    source = pile if form == "folder" else _zip(folder, pile)

    whole = json.loads(_verify(capsys, source, "--json")[1].out)

    verdicts = {each["source"].rpartition("/")[2]: each["verdict"] for each in whole["results"]}
    assert verdicts == {"a.json": "valid", "b.jwt": "valid", "c.json": "invalid"}
    assert {each["source"] for each in whole["skipped"]} == {"a.annex-1.json", "picture.svg"}


def test_a_file_of_a_pile_that_cannot_be_read_is_a_problem_and_not_left_aside(folder, pile, capsys):
    (pile / "c.json").write_bytes(b'{"type": ["VerifiableCredential"')

    status, said = _verify(capsys, pile)

    assert status == 1
    assert "c.json" in said.out


def test_nothing_to_verify_is_not_valid(folder, capsys):
    (folder / "empty").mkdir()

    status, said = _verify(capsys, "empty")

    assert status == 3
    assert "Aucune preuve" in said.out


def test_a_link_in_a_folder_is_not_followed(folder, pile, capsys):
    (pile / "link.json").symlink_to(folder / "good.json")

    assert "link.json" not in _verify(capsys, pile, "--json")[1].out


def test_a_zip_bomb_stops_at_the_bounds(folder, capsys, monkeypatch):
    monkeypatch.setattr(sources, "MOST_BYTES", 50_000_000)
    path = folder / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(20):
            archive.writestr(f"{number}.json", b"{" * 20_000_000)

    status, said = _verify(capsys, path, "--json")

    results = json.loads(said.out)["results"]
    assert status == 1
    assert len(results) < 10
    assert results[-1]["checks"][0]["reason"] == "source.too_much"


def test_a_damaged_a_false_and_an_encrypted_zip_are_told(folder, capsys):
    (folder / "false.zip").write_bytes(b"PK\x03\x04" + b"x" * 100)
    good = folder / "good.zip"
    with zipfile.ZipFile(good, "w") as archive:
        archive.writestr("a.json", b"{}" * 100)
    data = bytearray(good.read_bytes())
    data[40:60] = bytes(20)
    (folder / "damaged.zip").write_bytes(data)
    data = bytearray(good.read_bytes())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    (folder / "encrypted.zip").write_bytes(data)

    told = {
        check["reason"]: check["outcome"]
        for name in ("false.zip", "damaged.zip", "encrypted.zip")
        for check in json.loads(_verify(capsys, name, "--json")[1].out)["results"][0]["checks"][:1]
    }

    assert told == {"source.damaged_zip": "failed", "source.damaged": "failed", "source.encrypted": "unknown"}


def test_more_files_than_anybody_looks_at(folder, pile, capsys, monkeypatch):
    monkeypatch.setattr(sources, "MOST_FILES", 2)

    for source in (pile, _zip(folder, pile)):
        status, said = _verify(capsys, source, "--json")
        assert json.loads(said.out)["results"][-1]["checks"][0]["reason"] == "source.too_many_files"
        assert status == 3  # nothing is known to be wrong


def test_names_cannot_move_the_cursor(folder, issuer, capsys):
    with zipfile.ZipFile(folder / "names.zip", "w") as archive:
        archive.writestr("\x1b[2J[red]évil.json", json.dumps(issuer.badge() | {"name": "x"}))

    said = _verify(capsys, "names.zip")[1].out

    assert "\x1b[2J" not in said
    assert "[red]" in said


@pytest.fixture(autouse=True)
def _french():
    yield
    language.use("fr")


def test_a_pile_is_verified_as_of_now(folder, capsys):
    year = datetime.now(UTC).year

    assert str(year) in _verify(capsys, "good.json")[1].out


def test_identifiers_are_shown_letter_for_letter(folder, capsys):
    unnamed = Issuer(9, host=None)
    _write(folder / "key.json", unnamed.badge(name=":x: Audit :white_check_mark:"))
    _write(folder / "other.json", unnamed.badge())

    _, alone = _verify(capsys, "key.json")
    _, pile = _verify(capsys, "key.json", "other.json")

    assert unnamed.id in alone.out
    assert ":x: Audit :white_check_mark:" in alone.out
    assert "did:key:" in pile.out


def test_the_name_of_a_single_file_cannot_move_the_cursor(folder, issuer, capsys):
    _write(folder / "a\x1b[2J\x9b2Jb.json", issuer.badge())

    _, said = _verify(capsys, "a\x1b[2J\x9b2Jb.json")

    assert "\x1b[2J" not in said.out
    assert "\x9b" not in said.out


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_zip_damaged_anywhere_is_read_or_told(folder, method):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", method) as archive:
        archive.writestr("a.json", '{"a": 1}' * 50)
    whole = written.getvalue()
    for place in range(4, len(whole)):
        for byte in (0x00, 0xFF):
            (folder / "z.zip").write_bytes(whole[:place] + bytes([byte]) + whole[place + 1 :])
            for source in sources.find("z.zip").sources:
                assert isinstance(source.content, bytes | sources.Unreadable)
    for end in range(4, len(whole)):
        (folder / "z.zip").write_bytes(whole[:end])
        assert [type(source.content) for source in sources.find("z.zip").sources] == [sources.Unreadable]


@pytest.mark.parametrize("address", ["ftp://badges.example/1.json", "file:///etc/passwd", "ipfs://bafy"])
def test_an_address_of_another_kind_is_no_path(folder, capsys, address):
    status, said = _verify(capsys, address)

    assert status == 2
    assert said.err.startswith(address)
    assert "adresses https" in said.err


def test_the_credential_in_a_pdf_and_the_address_on_a_photograph_are_verified(folder, issuer, capsys):
    body = (folder / "good.json").read_bytes()
    (folder / "certificate.pdf").write_bytes(certificate(("credential.json", body)))
    (folder / "photo.jpg").write_bytes(picture(f"{ORIGIN}/good", "JPEG"))
    (folder / "empty.pdf").write_bytes(certificate_without_code())
    _write(folder / "site" / "good.json", json.loads(body))

    status, said = _verify(capsys, "certificate.pdf", "--json")
    (result,) = json.loads(said.out)["results"]
    assert (status, result["verdict"], result["source"]) == (0, "valid", "certificate.pdf › credential.json")
    assert _verify(capsys, "photo.jpg")[0] == 0
    status, said = _verify(capsys, "empty.pdf")
    assert (status, "ne porte aucune preuve" in said.out) == (1, True)


def test_pictures_and_pages_without_a_credential_are_left_aside_in_a_pile(folder, capsys):
    pile = folder / "pile"
    pile.mkdir()
    (pile / "empty.pdf").write_bytes(certificate_without_code())
    (pile / "good.json").write_bytes((folder / "good.json").read_bytes())

    status, said = _verify(capsys, "pile", "--json")

    assert (status, len(json.loads(said.out)["results"])) == (0, 1)
    assert [each["source"] for each in json.loads(said.out)["skipped"]] == ["empty.pdf"]


@pytest.fixture
def lone(folder, issuer):
    """A credential without a status list, and its issuer's document, with no site within reach."""
    _write(folder / "lone.json", issuer.badge())
    (keys,) = [body for url, body in issuer.site.items() if url.endswith("did.json")]
    _write(folder / "did.json", keys)
    return folder


def _offline(capsys, *words):
    status = main(["verify", *map(str, words), "--offline", "--lang", "fr"])
    return status, capsys.readouterr().out


def test_the_document_of_an_issuer_beside_a_credential_counts_as_much_as_that_of_a_bundle(lone, capsys):
    status, said = _offline(capsys, "lone.json")
    assert (status, said.splitlines()[0]) == (3, "◇ Impossible à vérifier")

    for words in (("lone.json", "did.json"), ("did.json", "lone.json")):
        status, said = _offline(capsys, *words)
        assert (status, said.splitlines()[0]) == (3, "◇ Intacte, émetteur à confirmer")

    for words in (("lone.json", "--key", "did.json"), ("lone.json", "did.json", "--key", "did.json")):
        status, said = _offline(capsys, *words)
        assert (status, said.splitlines()[0]) == (0, "● Authentique et valide")


def test_a_confirmed_key_alone_is_enough_and_another_one_is_told(lone, issuer, capsys):
    (key,) = key_of(issuer)
    (other,) = key_of(Issuer(5))

    assert _offline(capsys, "lone.json", "--key", key)[0] == 0
    status, said = _offline(capsys, "lone.json", "--key", other)
    assert status == 3
    assert "La clé que vous avez donnée n’est pas celle qui a signé" in said


def test_a_bundle_beside_others_lends_them_its_documents(lone, issuer, capsys):
    (lone / "preuve.json").write_bytes(write_bundle(bundle_of(publish(issuer))))
    with zipfile.ZipFile(lone / "preuve.zip", "w") as archive:
        archive.write(lone / "preuve.json", "bundle.json")

    for bundle in ("preuve.json", "preuve.zip"):
        status, said = _offline(capsys, "lone.json", bundle, "--json")
        results = json.loads(said)["results"]
        assert status == 3
        assert {each["sentence"]["fr"] for each in results} == {"Intacte, émetteur à confirmer"}
    assert _offline(capsys, "lone.json", "preuve.json", "--key", "did.json")[0] == 0


def test_what_was_changed_is_refused_beside_its_keys_and_keys_alone_are_no_credential(lone, capsys):
    (lone / "lone.json").write_text((lone / "lone.json").read_text().replace("énergétique", "nucléaire"))

    assert _offline(capsys, "lone.json", "did.json")[0] == 1
    status, said = _offline(capsys, "did.json")
    assert status == 1
    assert "pas une preuve attestée à quelqu’un" in said


def test_the_document_of_another_institution_confirms_nothing(lone, capsys):
    forger = Issuer(66)
    _write(lone / "faux.json", forger.badge())
    _write(lone / "faux-did.json", next(iter(forger.site.values())))
    other = Issuer(66, host="other.example")
    _write(lone / "other-did.json", next(iter(other.site.values())))

    words = ("faux.json", "faux-did.json", "--key", "other-did.json")
    status, said = _offline(capsys, *words)

    assert (status, said.splitlines()[0]) == (3, "◇ Intacte, émetteur à confirmer")


def test_in_a_folder_the_document_of_keys_counts_for_all(lone, issuer, capsys):
    folder = lone / "pile"
    folder.mkdir()
    for name in ("a", "b"):
        _write(folder / f"{name}.json", issuer.badge(id=f"urn:uuid:7f2d7c1e-9d0f-4c61-8a39-6a3f5f0d000{name}"))
    (folder / "did.json").write_bytes((lone / "did.json").read_bytes())

    status, said = _offline(capsys, folder, "--json")

    whole = json.loads(said)
    assert status == 3
    assert [each["sentence"]["en"] for each in whole["results"]] == ["Intact, issuer to be confirmed"] * 2
    assert [each["source"] for each in whole["skipped"]] == ["did.json"]


def test_an_entry_of_a_trust_list_that_has_ended_counts_no_more(folder, capsys):
    signer = Issuer(host=None)
    _write(folder / "badge.json", signer.badge())
    for until, verdict in (("2100-01-01T00:00:00Z", "valid"), ("2020-01-01T00:00:00Z", "check")):
        entry = {"id": signer.id, "name": "Université des Causses", "until": until}
        _write(folder / "trusted.json", {"version": 1, "issuers": [entry]})

        _, said = _verify(capsys, "badge.json", "--trust", "trusted.json", "--json")

        assert json.loads(said.out)["results"][0]["verdict"] == verdict
