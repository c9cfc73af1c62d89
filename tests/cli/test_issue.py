"""`sceau issue`: the French sample becomes credentials that verify, once, and nothing else does."""

from __future__ import annotations

import csv
import io
import json
import random
import shlex
import shutil
import uuid
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import orjson
import pytest

from published import published
from sample_awards import DEMO, learners
from sceau.cli import issue as command
from sceau.cli import language, main
from sceau.cli.issuing import batch, pictures, register
from sceau.cli.issuing.batch import Chance
from sceau.cli.issuing.errors import CannotIssue
from sceau.engine.checks.policy import Policy
from sceau.engine.checks.reach import Memory
from sceau.engine.checks.verify import verify
from sceau.engine.images import unbake
from sceau.engine.keys import did_key, did_web
from sceau.engine.keys.private import generate
from sceau.engine.model.code import read_code
from sceau.engine.status.bitstring import StatusList
from sceau.engine.vocabularies.contexts import shipped
from sceau.outside.fetchers import OfflineFetcher
from sceau.outside.keyfiles import UnusableKeyFile, new_key, read_key, write_document, write_key
from sceau.outside.pictures import picture_of
from sceau.outside.resolve import ResolvingFetcher, read_resolution

NOW = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)
BASE = "https://badges.example"
RGPD = "mc-rgpd-poste-de-travail"
AGILE = "mc-gestion-projet-agile"


def chance(seed: int = 1) -> Chance:
    """Repeatable randomness."""
    source = random.Random(seed)
    return Chance(source.randbytes, source.randrange, lambda: str(uuid.UUID(bytes=source.randbytes(16), version=4)))


def write_test_key(folder: Path, name: str = "key.json", did: str = "did:web:badges.example") -> Path:
    path = folder / name
    key = generate("Ed25519", bytes(range(32)))
    write_key(path, key, method=f"{did}#key-1", controller=did)
    return path


@dataclass
class Call:
    """A call of the command, in a folder of its own."""

    folder: Path

    def __call__(self, *words: str, seed: int = 1, now: datetime = NOW, **options: object) -> int:
        language.use("fr")
        given = {
            "design": DEMO / "designs",
            "recipients": DEMO / "learners_200.csv",
            "issuer": DEMO / "organisations.json",
            "key": self.folder / "key.json",
            "out": self.folder / "out",
        } | options
        line = [
            word
            for name, value in given.items()
            if value is not None
            for word in (f"--{name.replace('_', '-')}", str(value))
        ]
        arguments = main._parser(next(c for c in main.COMMANDS if c.name == "issue")).parse_args(
            ["issue", *line, *words]
        )
        return command.issue(arguments, now=now, chance=chance(seed))

    @property
    def out(self) -> Path:
        return self.folder / "out"

    def files(self, pattern: str = "*") -> list[Path]:
        return sorted((self.out / "preuves").glob(pattern))

    def credentials(self) -> list[dict]:
        return [json.loads(path.read_text("utf-8")) for path in self.files("*.json") if "annex" not in path.name]

    def results(self) -> list[dict[str, str]]:
        text = (self.out / "resultats.csv").read_bytes().decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))

    def states(self) -> Counter[str]:
        return Counter(row["Code d’état"] for row in self.results())

    def judge(
        self,
        data: bytes,
        *,
        memory: Memory | None = None,
        annex: bytes | None = None,
        code: str = "",
        now: datetime = NOW,
    ) -> str:
        fetcher = ResolvingFetcher([read_resolution(f"{BASE}={self.out / 'site'}")], OfflineFetcher())
        resources = {f"{BASE}/v/{code}/annex-1.json": annex} if annex is not None else {}
        report = verify(
            data, policy=Policy(shipped(), resources=resources), fetcher=fetcher, now=now, memory=memory or Memory()
        )
        return report.verdict


@pytest.fixture(autouse=True)
def small_pictures(monkeypatch):
    """The seals are drawn for good, but small: what is tried here is not their drawing."""
    monkeypatch.setattr(pictures, "picture_of", lambda svg: picture_of(svg, width=48))


@pytest.fixture
def call(tmp_path) -> Call:
    write_test_key(tmp_path)
    return Call(tmp_path)


@pytest.fixture(scope="module")
def sample(tmp_path_factory) -> Call:
    """The whole sample, issued once; not to be altered."""
    folder = tmp_path_factory.mktemp("sample")
    write_test_key(folder)
    call = Call(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pictures, "picture_of", lambda svg: picture_of(svg, width=48))
        assert call(decided_by="Mme Okoumé") == 0
    return call


def table(folder: Path, *rows: str, name: str = "liste.csv") -> Path:
    path = folder / name
    path.write_text("\n".join(rows) + "\n", "utf-8")
    return path


# The sample


def test_the_140_awarded_become_four_files_each_and_the_60_others_are_listed(sample):
    assert sample.states() == {"ready": 140, "not_awarded": 60}
    names = Counter(path.name.partition(".")[2] for path in sample.files())
    assert names == {"json": 140, "jwt": 140, "png": 140, "svg": 140, "annex-1.json": 140}
    awarded = [row for row in learners() if row["decision"] == "ACQUIS"]
    listed = [row for row in sample.results() if row["Code"]]
    assert [row["Ligne"] for row in listed] == [
        str(line) for line, row in enumerate(learners(), 2) if row["decision"] == "ACQUIS"
    ]
    assert len(awarded) == len({row["Code"] for row in listed}) == 140


def test_every_file_verifies_with_its_record_beside_it(sample):
    memory = Memory()
    verdicts = Counter()

    for path in sample.files():
        if "annex" not in path.name:
            annex = path.with_name(f"{path.stem}.annex-1.json").read_bytes()
            verdicts[sample.judge(path.read_bytes(), memory=memory, annex=annex, code=path.stem)] += 1

    assert verdicts == {"valid": 560}


@pytest.mark.parametrize("form", ["json", "jwt"])
def test_one_changed_byte_anywhere_does_not(sample, form):
    data = next(path for path in sample.files(f"*.{form}") if "annex" not in path.name).read_bytes()
    memory, source = Memory(), random.Random(7)
    places = sorted(source.sample(range(len(data)), 150))

    for place in places:
        changed = bytearray(data)
        changed[place] ^= source.choice([1, 2, 4, 8, 16, 32])
        if form == "jwt" and _same_token(data, bytes(changed)):
            continue
        assert sample.judge(bytes(changed), memory=memory) != "valid", place


@pytest.mark.parametrize("form", ["png", "svg"])
def test_one_changed_byte_in_the_credential_of_an_image_does_not(sample, form):
    path = sample.files(f"*.{form}")[0]
    image, text = path.read_bytes(), path.with_suffix(".json").read_bytes()
    start, memory, source = image.index(text[:200]), Memory(), random.Random(7)

    for place in sorted(source.sample(range(len(text)), 60)):
        changed = bytearray(image)
        changed[start + place] ^= source.choice([1, 2, 4, 8, 16, 32])
        assert sample.judge(bytes(changed), memory=memory) != "valid", place


def _same_token(one: bytes, other: bytes) -> bool:
    """Whether two tokens have the same bytes in their last part: the unused bits of base64url's last character."""
    return one[:-1] == other[:-1]


def test_a_record_that_is_not_the_one_that_was_sealed_makes_the_credential_invalid(sample):
    path = next(path for path in sample.files("*.json") if "annex" not in path.name)
    annex = path.with_name(f"{path.stem}.annex-1.json").read_bytes()

    assert sample.judge(path.read_bytes(), annex=annex.replace(b"ACQUIS", b"REFUSE"), code=path.stem) == "valid"
    assert sample.judge(path.read_bytes(), annex=annex.replace(b"acquired", b"acquirex"), code=path.stem) == "invalid"


def test_images_hold_the_very_credential_that_lies_beside_them(sample):
    for form in ("png", "svg"):
        for path in sample.files(f"*.{form}")[:5]:
            assert unbake(path.read_bytes()).text.encode() == path.with_suffix(".json").read_bytes()


def test_the_three_awards_before_the_registration_are_not_called_registered(sample):
    cyber = [
        credential
        for credential in sample.credentials()
        if credential["credentialSubject"]["achievement"]["humanCode"] == "mc-cyber-risques-incident"
    ]
    registered = {
        credential["awardedDate"][:10]: "RNCP99901BC02"
        in credential["credentialSubject"]["achievement"]["criteria"]["narrative"]
        for credential in cyber
    }
    before = [credential for credential in cyber if credential["awardedDate"] < "2026-01-15"]

    assert len(cyber) == 6
    assert len(before) == 3
    assert all(stands == (day >= "2026-01-15") for day, stands in registered.items())


def test_the_published_sample_gives_the_same_awards_and_says_why_no_registration_is_told(call, capsys):
    samples = published("domain/samples")

    status = call(
        design=samples / "designs", recipients=samples / "learners_200.csv", issuer=samples / "organisations.json"
    )

    assert status == 0
    assert call.states() == {"ready": 140, "not_awarded": 60}
    assert not [path for path in call.files() if b"enregistr\xc3\xa9e au R" in path.read_bytes()]
    assert "RNCP99901BC02\u00a0: la micro-certification ne dit pas de quand à quand" in " ".join(
        capsys.readouterr().out.split(" ")
    )


def test_no_address_birth_date_or_telephone_is_in_anything_that_is_written(sample):
    private = {row["email"].lower() for row in learners()} | {row["telephone"] for row in learners()}
    private |= {row["date_naissance"] for row in learners() if len(row["date_naissance"]) == 10}
    texts = [path.read_bytes().decode("utf-8", "ignore").lower() for path in sample.out.rglob("*") if path.is_file()]
    everything = "\n".join(texts)

    assert [value for value in private if value and value in everything] == []


def test_the_register_names_nobody(sample):
    text = (sample.out / "registre.jsonl").read_text("utf-8")

    names = {row["nom_naissance"] for row in learners() if len(row["nom_naissance"]) > 4}
    assert [name for name in names if name in text] == []


def test_what_is_published_holds_no_credential(sample):
    published = [path for path in (sample.out / "site").rglob("*") if path.is_file()]

    assert not [path for path in published if b"AchievementSubject" in path.read_bytes()]
    assert (sample.out / "site" / ".well-known" / "did.json").is_file()


def test_every_credential_has_a_place_of_its_own_drawn_by_chance_in_a_list_where_nothing_is_set(sample):
    entries = [credential["credentialStatus"] for credential in sample.credentials()]
    lists = {entry["statusListCredential"] for entry in entries}
    indices = sorted(int(entry["statusListIndex"]) for entry in entries)

    assert len(lists) == 1
    assert len(set(indices)) == 140
    assert indices[-1] - indices[0] > 100_000
    path = sample.out / "site" / "status" / f"{next(iter(lists)).rpartition('/')[2]}.json"
    published = json.loads(path.read_text("utf-8"))
    assert not any(StatusList.decode(published["credentialSubject"]["encodedList"]).bits)
    assert (path.with_suffix("") / "notices.json").is_file()


def test_codes_are_read_back_and_addresses_follow_them(sample):
    for row in sample.results():
        if row["Code"]:
            assert row["Adresse"] == f"{BASE}/v/{read_code(row['Code'])}"


def test_the_narrative_names_who_decided_and_the_file_that_says_so(sample):
    digest = sha256((DEMO / "learners_200.csv").read_bytes()).hexdigest()

    for credential in sample.credentials()[:10]:
        narrative = credential["credentialSubject"]["achievement"]["criteria"]["narrative"]
        assert "Okoumé" in narrative
        assert digest in narrative


def test_what_the_rows_say_of_the_assessment_reaches_the_credential(sample):
    by_code = {read_code(row["Code"]): row for row in sample.results() if row["Code"]}
    rows = {str(line): row for line, row in enumerate(learners(), 2)}

    for credential in sample.credentials():
        code = credential["id"].rpartition("/")[2]
        row = rows[by_code[code]["Ligne"]]
        annex = json.loads((sample.out / "preuves" / f"{code}.annex-1.json").read_text("utf-8"))
        optional = annex["annex1"]["optional"]
        assert optional["supervision_and_identity_verification"]["code"] == row["surveillance"]
        marks = {entry["id"]: entry["level"] for entry in optional["grade_achieved"]["criteria"]}
        assert marks == {name: row[name] for name in ("C1", "C2", "C3", "C4", "C5") if row[name]}
        assert annex["award"]["assessed_on"] == row["date_evaluation"]
        assert annex["annex1"]["mandatory"]["identification_of_the_learner"]["family_name"]


# Once only


def test_the_same_call_twice_issues_nothing_more_and_touches_nothing(sample, tmp_path):
    folder = tmp_path / "copy"
    shutil.copytree(sample.folder, folder)
    call = Call(folder)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    assert call(decided_by="Mme Okoumé", seed=99) == 0

    assert call.states() == {"already_issued": 140, "not_awarded": 60}
    assert [row["Code"] for row in call.results()] == [row["Code"] for row in sample.results()]
    results = folder / "out" / "resultats.csv"
    assert {path: path.read_bytes() for path in before if path != results} == {
        path: data for path, data in before.items() if path != results
    }
    assert (folder / "out" / "resultats.1.csv").read_bytes() == before[results]


@pytest.mark.parametrize("stop_after", [1, 7, 23, 58])
def test_an_interrupted_call_is_taken_up_where_it_was(call, monkeypatch, stop_after):
    written = []
    really_write = batch.write_file

    def write(path, data):
        if len(written) == stop_after:
            raise KeyboardInterrupt
        written.append(path)
        really_write(path, data)

    monkeypatch.setattr(batch, "write_file", write)
    monkeypatch.setattr(batch, "CHUNK", 8)
    with pytest.raises(KeyboardInterrupt):
        call(design=DEMO / "designs" / f"{RGPD}.json")
    begun = {path.name.partition(".")[0] for path in call.files()}
    monkeypatch.setattr(batch, "write_file", really_write)

    assert call(design=DEMO / "designs" / f"{RGPD}.json", seed=2) == 0

    assert begun <= {path.name.partition(".")[0] for path in call.files()}
    names = [credential["credentialSubject"]["identifier"][0]["identityHash"] for credential in call.credentials()]
    assert len(names) == len(set(names)) == 12
    indices = [credential["credentialStatus"]["statusListIndex"] for credential in call.credentials()]
    assert len(set(indices)) == 12
    assert len(call.files()) == 5 * 12
    assert not list(call.out.rglob("*.tmp"))
    memory = Memory()
    assert {call.judge(path.read_bytes(), memory=memory) for path in call.files("*.jwt")} == {"valid"}


def test_a_line_that_was_being_written_is_cut_off(call):
    call(design=DEMO / "designs" / f"{RGPD}.json")
    path = call.out / "registre.jsonl"
    whole = path.read_bytes()
    path.write_bytes(whole + b'{"line": "begun", "code": "7GK')

    assert call(design=DEMO / "designs" / f"{RGPD}.json") == 0

    assert path.read_bytes() == whole


def test_a_row_that_says_otherwise_is_told_and_nothing_is_overwritten(call):
    design = DEMO / "designs" / f"{AGILE}.json"
    header = "Nom,Prénom,Courriel,Note,Décision"
    call(design=design, recipients=table(call.folder, header, "Martin,Léa,lea@example.org,70,acquis"))
    before = {path: path.read_bytes() for path in call.files()}

    status = call(design=design, recipients=table(call.folder, header, "Martin,Léa,lea@example.org,80,acquis"))

    assert status == command.NEEDS_ATTENTION
    assert call.states() == {"changed": 1}
    (told,) = call.results()
    assert told["Fichiers"].split() == [path.name for path in before]
    assert told["Remarques"].startswith("Une preuve a déjà été délivrée à cette personne")
    assert {path: path.read_bytes() for path in call.files()} == before


def test_the_command_that_is_proposed_can_be_pasted(call, capsys):
    recipients = table(call.folder, "Nom,Prénom,Courriel,Décision", "Martin,Léa,lea@example.org,acquis")
    out = call.folder / "les preuves d’été"

    assert call(design=DEMO / "designs" / f"{AGILE}.json", recipients=recipients, out=out) == 0

    proposed = capsys.readouterr().out.strip().partition("Avant cela\u00a0: ")[2]
    words = ["./sceau", "verify", str(out / "preuves"), "--resolve", f"{BASE}={out / 'site'}"]
    assert shlex.split(proposed) == words
    assert main.main([*words[1:], "--offline", "--at", "2026-11-22"]) == 0


def test_another_issuer_does_not_write_into_the_same_folder(call):
    design = DEMO / "designs" / f"{RGPD}.json"
    call(design=design)
    other = write_test_key(call.folder, "other.json", "did:web:elsewhere.example")

    with pytest.raises(CannotIssue) as refusal:
        call(design=design, key=other)

    assert refusal.value.reason.code == "issue.other_issuer"


def test_two_calls_at_once_are_kept_apart(call):
    pytest.importorskip("fcntl")
    path = call.out / "registre.jsonl"
    settings = {"did": "did:web:badges.example", "base": BASE, "random": random.Random(1).randbytes}

    with register.Register(path, **settings), pytest.raises(CannotIssue) as refusal:
        register.Register(path, **settings)

    assert refusal.value.reason.code == "issue.busy"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"{}", "issue.damaged_register"),
        (b"not json", "issue.damaged_register"),
        (b'{"line":"begun","code":"X"}', "issue.damaged_register"),
        (b'{"line":"done","code":"NEVERBEGUN","files":{}}', "issue.damaged_register"),
        (b'{"line":"register","version":2}', "issue.newer_register"),
        (b'{"line":"revoked","code":"X"}', "issue.newer_register"),
    ],
)
def test_a_register_that_cannot_be_read_stops_everything(call, line, code):
    path = call.out / "registre.jsonl"
    path.parent.mkdir(parents=True)
    path.write_bytes(line + b"\n")

    with pytest.raises(CannotIssue) as refusal:
        call(design=DEMO / "designs" / f"{RGPD}.json")

    assert refusal.value.reason.code == code
    assert path.read_bytes() == line + b"\n"


# Awkward files


def test_the_awkward_import_gives_the_states_that_are_expected_of_it(call, capsys):
    expected = json.loads((DEMO / "import_difficile.attendus.json").read_text("utf-8"))

    status = call(recipients=DEMO / "import_difficile_cp1252.csv")

    assert status == command.NEEDS_ATTENTION
    assert {row["Ligne"]: row["Code d’état"] for row in call.results()} == {
        str(row["line"]): row["state"] for row in expected["rows"]
    }
    assert len(call.credentials()) == 2
    shown = capsys.readouterr().out
    assert "2 preuves délivrées, 10 lignes en attente." in shown
    assert "jean.dupont@example.org" in shown
    assert "Gestion de projet agile" in shown
    corrections = (call.out / "a-corriger.csv").read_bytes().decode("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(corrections, newline=""), delimiter=";"))) == 11


def test_rows_of_other_designs_are_left_aside(call):
    call(design=DEMO / "designs" / f"{RGPD}.json")

    assert call.states() == {"ready": 12, "not_awarded": 6, "ignored": 182}


def test_without_a_column_of_decisions_somebody_must_have_decided(call):
    recipients = table(call.folder, "Nom,Prénom,Courriel", "Martin,Léa,lea@example.org")
    design = DEMO / "designs" / f"{AGILE}.json"

    with pytest.raises(CannotIssue) as refusal:
        call(design=design, recipients=recipients)
    assert f"{recipients} n’a pas de colonne «\u00a0décision\u00a0»" in refusal.value.sentence("fr")
    assert "--decided-by NOM" in refusal.value.sentence("fr")
    assert not call.out.exists()

    assert call(design=design, recipients=recipients, decided_by="Awa Diop") == 0
    (credential,) = call.credentials()
    narrative = credential["credentialSubject"]["achievement"]["criteria"]["narrative"]
    assert "prise par Awa Diop le 21 novembre 2026" in narrative
    assert "Surveillance et vérification d’identité pendant l’évaluation**\u00a0: non précisé" in narrative
    assert [result for result in credential["credentialSubject"]["result"] if "value" in result] == []


@pytest.mark.parametrize(
    ("cells", "state", "code"),
    [
        ("66.7,N2,N2,N2,N2", "ready", ""),
        (",N3,N3,N2,N2", "ready", ""),
        ("66.7,Acquis,acquis,Maîtrisé,N0", "suspicious", "niveaux de la ligne donnent 65 et non 66.7"),
        ("66.7,N2,N2,N2,A+", "to_correct", "n’est pas dans la grille"),
        ("66.7,N1,N3,N3,N3", "suspicious", "ne suffisent pas"),
        ("80,N2,N2,N2,N2", "suspicious", "donnent 66.7"),
        ("80,N2,,,", "ready", ""),
    ],
)
def test_levels_must_be_of_the_grid_and_agree_with_score_and_decision(call, cells, state, code):
    recipients = table(
        call.folder, "Nom,Prénom,Courriel,Décision,Note,C1,C2,C3,C4", f"Martin,Léa,lea@example.org,acquis,{cells}"
    )

    call(design=DEMO / "designs" / f"{AGILE}.json", recipients=recipients)

    assert call.states() == {state: 1}
    assert code in call.results()[0]["Remarques"]


def test_a_score_that_nobody_wrote_is_counted_from_the_levels(call):
    recipients = table(
        call.folder, "Nom,Prénom,Courriel,Décision,C1,C2,C3,C4", "Martin,Léa,l@example.org,acquis,N3,N3,N2,N2"
    )

    call(design=DEMO / "designs" / f"{AGILE}.json", recipients=recipients)

    (credential,) = call.credentials()
    assert [result["value"] for result in credential["credentialSubject"]["result"] if "value" in result] == ["86.7"]


@pytest.mark.parametrize(
    ("header", "assessed", "awarded"),
    [
        ("Date d’évaluation", "2026-03-02", "2026-03-02"),
        ("Date du jury", None, "2026-03-02"),
        ("Date de délivrance", None, "2026-03-02"),
    ],
)
def test_the_header_says_which_day_a_date_is(call, header, assessed, awarded):
    recipients = table(
        call.folder, f"Nom,Prénom,Courriel,Décision,{header}", "Martin,Léa,l@example.org,acquis,02/03/2026"
    )

    call(design=DEMO / "designs" / f"{AGILE}.json", recipients=recipients)

    (annex,) = [json.loads(path.read_text("utf-8")) for path in call.files("*.annex-1.json")]
    assert annex["award"]["assessed_on"] == assessed
    assert annex["award"]["awarded_on"] == awarded


def test_without_any_date_the_award_is_of_today_and_valid_at_once(call):
    recipients = table(call.folder, "Nom,Prénom,Courriel,Décision", "Martin,Léa,l@example.org,acquis")
    morning = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)

    call(design=DEMO / "designs" / f"{AGILE}.json", recipients=recipients, now=morning)

    (credential,) = call.credentials()
    assert credential["validFrom"] == "2026-11-21T08:00:00Z"
    assert credential["awardedDate"] == "2026-11-21T12:00:00Z"


def test_evidence_reaches_the_credential_and_an_address_that_cannot_be_signed_is_told(call):
    recipients = table(
        call.folder,
        "Nom,Prénom,Courriel,Décision,Lien preuve,Récit",
        "Martin,Léa,l@example.org,acquis,https://e.example/1,Son dossier",
        "Durand,Ali,a@example.org,acquis,https://e.example/{1},",
    )

    status = call(design=DEMO / "designs" / f"{AGILE}.json", recipients=recipients)

    assert status == command.NEEDS_ATTENTION
    (credential,) = call.credentials()
    assert credential["evidence"] == [{"id": "https://e.example/1", "type": ["Evidence"], "narrative": "Son dossier"}]
    assert call.states() == {"ready": 1, "to_correct": 1}


def test_names_are_as_the_holder_writes_them(call):
    recipients = table(
        call.folder,
        "Nom de naissance,Nom d'usage,Prénom,Nom écriture origine,Prénom écriture origine,Décision,Courriel",
        "Wang,,Xiaoming,王,小明,acquis,x@example.org",
        "Nguyễn,Lefèvre,Thị,,,acquis,t@example.org",
    )

    call(design=DEMO / "designs" / f"{AGILE}.json", recipients=recipients)

    names = {
        tuple(i["identityHash"] for i in credential["credentialSubject"]["identifier"] if not i["hashed"])
        for credential in call.credentials()
    }
    assert names == {("Xiaoming Wang", "小明 王"), ("Thị Lefèvre",)}


def test_a_cell_that_a_spreadsheet_would_compute_is_disarmed_in_the_results(call):
    recipients = table(call.folder, "Nom,Prénom,Courriel,Décision", '"=cmd()",Léa,l@example.org,acquis')

    call(design=DEMO / "designs" / f"{AGILE}.json", recipients=recipients)

    text = (call.out / "resultats.csv").read_text("utf-8-sig")
    assert not [cell for row in csv.reader(io.StringIO(text), delimiter=";") for cell in row if cell.startswith("=")]


# Who issues


def test_an_unknown_body_is_a_refusal_that_says_so(call):
    bodies = [
        body for body in json.loads((DEMO / "organisations.json").read_text("utf-8")) if body["id"] != "org-boreal"
    ]
    path = call.folder / "bodies.json"
    path.write_text(json.dumps(bodies), "utf-8")

    with pytest.raises(CannotIssue) as refusal:
        call(issuer=path)

    assert refusal.value.reason.code == "issue.unknown_body"
    assert "org-boreal" in refusal.value.sentence("fr")
    assert not call.out.exists()


def test_a_body_that_no_row_needs_may_be_unknown(call):
    bodies = [
        body
        for body in json.loads((DEMO / "organisations.json").read_text("utf-8"))
        if body["id"] == "org-donnees-droit"
    ]
    path = call.folder / "body.json"
    path.write_text(json.dumps(bodies[0]), "utf-8")

    assert call(design=DEMO / "designs" / f"{RGPD}.json", issuer=path) == 0
    assert call.credentials()[0]["issuer"]["name"] == "Cabinet-école Données & Droit"


def test_a_name_is_enough_for_an_issuer(call):
    assert call(design=DEMO / "designs" / f"{RGPD}.json", issuer=None, issuer_name="École du Lac") == 0

    assert {credential["issuer"]["name"] for credential in call.credentials()} == {"École du Lac"}


def test_without_any_name_the_refusal_says_what_to_add(call):
    with pytest.raises(CannotIssue) as refusal:
        call(design=DEMO / "designs" / f"{RGPD}.json", issuer=None)

    assert refusal.value.reason.code == "issue.no_body"
    assert "--issuer-name" in refusal.value.sentence("fr")


def test_a_did_key_needs_an_address_for_its_credentials(call):
    key = generate("Ed25519", bytes(range(32)))
    path = call.folder / "did-key.json"
    did = did_key.did_of(key.public_key)
    write_key(path, key, method=did_key.method_of(key.public_key), controller=did)
    design = DEMO / "designs" / f"{RGPD}.json"

    with pytest.raises(CannotIssue) as refusal:
        call(design=design, key=path)
    assert refusal.value.reason.code == "issue.no_base_url"

    assert call(design=design, key=path, base_url=f"{BASE}/") == 0
    assert call.credentials()[0]["issuer"]["id"] == did
    assert call.credentials()[0]["id"].startswith(f"{BASE}/v/")
    assert not (call.out / "site" / ".well-known").exists()


def test_a_did_with_a_path_is_published_under_it_and_verifies(call):
    key = write_test_key(call.folder, "path.json", "did:web:badges.example:i:lac")

    call(design=DEMO / "designs" / f"{RGPD}.json", key=key, base_url=f"{BASE}/micro")

    assert (call.out / "site" / "i" / "lac" / "did.json").is_file()
    assert list((call.out / "site" / "micro" / "status").glob("*.json"))
    assert call.judge(call.files("*.png")[0].read_bytes()) == "valid"


def test_a_document_that_was_published_without_this_key_stops_everything(call):
    other = new_key("Ed25519")
    write_key(
        call.folder / "new.json", other, method="did:web:badges.example#key-1", controller="did:web:badges.example"
    )
    design = DEMO / "designs" / f"{RGPD}.json"
    call(design=design)
    (call.out / "registre.jsonl").unlink()

    with pytest.raises(CannotIssue) as refusal:
        call(design=design, key=call.folder / "new.json")

    assert refusal.value.reason.code == "issue.key_not_published"


def rotated(call, *, at: str) -> Path:
    """The DID document of the key of the call, beside it, after a second key took over; gives the second key."""
    language.use("fr")
    beside, second = call.folder / "key.did.json", call.folder / "second.json"
    first = read_key(call.folder / "key.json")
    did = "did:web:badges.example"
    write_document(beside, did_web.build_document(did, [did_web.PublishedKey(1, first.key.public_key)]))
    assert main.main(["keys", "rotate", "--did-document", str(beside), "--out", str(second), "--at", at]) == 0
    return second


def test_a_key_out_of_service_signs_nothing(call):
    rotated(call, at="2026-11-01")

    with pytest.raises(CannotIssue) as refusal:
        call(design=DEMO / "designs" / f"{RGPD}.json")

    assert refusal.value.reason.code == "issue.out_of_service"
    assert "2026-11-01T00:00:00Z" in refusal.value.sentence("fr")
    assert not call.out.exists()


def test_a_key_that_the_published_document_replaced_signs_nothing(call):
    design = DEMO / "designs" / f"{RGPD}.json"
    rotated(call, at="2026-11-01")
    published_at = call.out / "site" / ".well-known" / "did.json"
    published_at.parent.mkdir(parents=True)
    (call.folder / "key.did.json").replace(published_at)

    with pytest.raises(CannotIssue) as refusal:
        call(design=design)

    assert refusal.value.reason.code == "issue.out_of_service"
    assert not call.files("*")


def test_a_key_still_in_service_signs_until_its_end(call):
    rotated(call, at="2027-01-01")

    assert call(design=DEMO / "designs" / f"{RGPD}.json") == 0


def test_a_second_key_is_never_published_without_the_first(call):
    design, second = DEMO / "designs" / f"{RGPD}.json", rotated(call, at="2026-11-01")
    beside = (call.folder / "second.did.json").rename(call.folder / "elsewhere.json")

    with pytest.raises(CannotIssue) as refusal:
        call(design=design, key=second)
    assert refusal.value.reason.code == "issue.no_document"
    assert str(call.folder / "second.did.json") in refusal.value.sentence("fr")

    beside.rename(call.folder / "second.did.json")
    assert call(design=design, key=second) == 0
    document = json.loads((call.out / "site" / ".well-known" / "did.json").read_bytes())
    assert [method["id"].partition("#")[2] for method in document["verificationMethod"]] == [
        "key-1",
        "key-1-jwk",
        "key-2",
        "key-2-jwk",
    ]


def test_what_a_key_signed_stays_valid_once_it_is_replaced(call):
    design = DEMO / "designs" / f"{RGPD}.json"
    assert call(design=design) == 0
    document = call.out / "site" / ".well-known" / "did.json"
    words = ["--did-document", str(document), "--out", str(call.folder / "second.json")]

    assert main.main(["keys", "rotate", *words, "--at", "2026-11-21T23:45:00Z"]) == 0

    for form in ("json", "jwt", "png", "svg"):
        file = next(path for path in call.files(f"*.{form}") if "annex" not in path.name)
        assert call.judge(file.read_bytes(), now=NOW + timedelta(hours=1)) == "valid", form


# Keys, suites and forms


@pytest.mark.parametrize(
    ("algorithm", "options", "verified"),
    [
        ("P-256", {}, ("json", "jwt", "png")),
        ("P-384", {"suite": "ecdsa-jcs-2019"}, ("json", "jwt", "svg")),
        ("Ed25519", {"suite": "eddsa-jcs-2022"}, ("json", "png", "svg")),
        ("RSA", {"format": "jwt"}, ("jwt",)),
    ],
)
def test_other_keys_and_suites_issue_what_verifies(call, algorithm, options, verified):
    path = call.folder / f"{algorithm}.key"
    key = new_key(algorithm)
    write_key(path, key, method="did:web:badges.example#key-1", controller="did:web:badges.example")

    assert call(design=DEMO / "designs" / f"{RGPD}.json", key=path, **options) == 0

    for form in verified:
        file = next(path for path in call.files(f"*.{form}") if "annex" not in path.name)
        assert call.judge(file.read_bytes()) == "valid", form


@pytest.mark.parametrize(
    ("algorithm", "options", "code"),
    [
        ("RSA", {}, "issue.no_suite_for_key"),
        ("P-256", {"suite": "eddsa-rdfc-2022"}, "issue.not_for_this_key"),
        ("Ed25519", {"format": "json,pdf"}, "issue.unknown_format"),
        ("Ed25519", {"base_url": "badges.example"}, "issue.wrong_base_url"),
    ],
)
def test_what_a_key_cannot_do_is_refused_before_anything(call, algorithm, options, code):
    path = call.folder / f"{algorithm}.key"
    write_key(path, new_key(algorithm), method="did:web:badges.example#key-3", controller="did:web:badges.example")

    with pytest.raises(CannotIssue) as refusal:
        call(design=DEMO / "designs" / f"{RGPD}.json", key=path, **options)

    assert refusal.value.reason.code == code
    assert not call.out.exists()


def test_a_protected_key_is_opened_with_its_passphrase(call):
    path = call.folder / "protected.pem"
    write_key(
        path,
        new_key("Ed25519"),
        method="did:web:badges.example#key-1",
        controller="did:web:badges.example",
        passphrase="une phrase assez longue",
    )
    secret = call.folder / "phrase.txt"
    secret.write_text("une phrase assez longue\n", "utf-8")
    design = DEMO / "designs" / f"{RGPD}.json"

    with pytest.raises(UnusableKeyFile, match="passphrase"):
        call(design=design, key=path)
    assert call(design=design, key=path, passphrase_file=secret) == 0


def test_only_the_forms_that_are_asked_for_are_written(call):
    call(design=DEMO / "designs" / f"{RGPD}.json", format="png, JSON")

    assert {path.name.partition(".")[2] for path in call.files()} == {"json", "png", "annex-1.json"}


def test_a_picture_of_ones_own_takes_the_place_of_the_seal(call):
    own = call.folder / "logo.svg"
    own.write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle r="4"/></svg>', "utf-8")

    call(design=DEMO / "designs" / f"{RGPD}.json", image=own)

    assert {path.name.partition(".")[2] for path in call.files()} == {"json", "jwt", "svg", "annex-1.json"}
    assert b'<circle r="4"/>' in call.files("*.svg")[0].read_bytes()
    address = call.credentials()[0]["image"]["id"]
    assert address.endswith("/1/image.svg")
    assert (call.out / "site" / address.removeprefix(f"{BASE}/")).read_bytes() == own.read_bytes()


@pytest.mark.parametrize(
    ("content", "options", "code"),
    [
        ("<html/>", {}, "issue.wrong_image"),
        ('<svg xmlns="http://www.w3.org/2000/svg"/>', {"format": "png"}, "issue.image_of_one_form"),
    ],
)
def test_a_picture_that_cannot_hold_a_credential_is_refused(call, content, options, code):
    own = call.folder / "logo.svg"
    own.write_text(content, "utf-8")

    with pytest.raises(CannotIssue) as refusal:
        call(design=DEMO / "designs" / f"{RGPD}.json", image=own, **options)

    assert refusal.value.reason.code == code


# Designs


def test_a_folder_without_designs_a_draft_and_a_fault_are_refused_with_the_file(call):
    folder = call.folder / "designs"
    folder.mkdir()
    with pytest.raises(CannotIssue, match="no design"):
        call(design=folder)

    document = json.loads((DEMO / "designs" / f"{RGPD}.json").read_text("utf-8"))
    draft = folder / "draft.json"
    draft.write_text(json.dumps(document | {"status": "draft"}), "utf-8")
    with pytest.raises(CannotIssue, match="is a draft"):
        call(design=folder)

    draft.write_text(json.dumps(document | {"version": "one"}), "utf-8")
    with pytest.raises(CannotIssue, match=r"draft\.json.*/version"):
        call(design=folder)


def test_two_files_that_say_to_be_the_same_design_are_refused(call):
    folder = call.folder / "designs"
    folder.mkdir()
    for name in ("a.json", "b.json"):
        shutil.copy(DEMO / "designs" / f"{RGPD}.json", folder / name)

    with pytest.raises(CannotIssue) as refusal:
        call(design=folder)

    assert refusal.value.reason.code == "issue.same_design"


# Machines


def test_the_result_as_json_has_every_row_and_nothing_else_is_printed(call, capsys):
    call("--json", recipients=DEMO / "import_difficile_cp1252.csv")

    result = orjson.loads(capsys.readouterr().out)
    assert result["version"] == 1
    assert result["issued"] == 2
    assert result["states"]["to_correct"] == 6
    assert [row["line"] for row in result["rows"]] == list(range(2, 16))
    first = result["rows"][0]
    assert first["new"] is True
    assert first["credential"] == f"{BASE}/v/{first['code']}"
    assert result["rows"][2]["findings"][0]["message"]["fr"]


def test_wrong_usage_and_refusals_have_their_own_exit_status(call, capsys):
    with pytest.raises(SystemExit) as left:
        main.main(["issue", "--design", "x"])
    assert left.value.code == 2

    words = ["issue", "--design", str(DEMO / "designs"), "--recipients", str(DEMO / "learners_200.csv")]
    status = main.main([*words, "--key", str(call.folder / "key.json"), "--out", str(call.out)])

    assert status == main.REFUSED
    assert "--issuer" in capsys.readouterr().err
