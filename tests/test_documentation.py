"""The documentation: its examples run as they stand, and it says the same in French and in English."""

import ast
import json
import re
import shlex
import shutil
from pathlib import Path

import pytest

from sceau.cli import main, verify
from sceau.engine.images import bake
from sceau.engine.images.seal import draw_seal
from sceau.outside.fetchers import MemoryFetcher
from test_french import faults_of
from verifying import Issuer

ROOT = Path(__file__).resolve().parents[1]
PAGES = {
    "README.md": "README.en.md",
    "docs/titulaire.md": "docs/holder.md",
    "docs/preuve.md": "docs/credential.md",
    "docs/delivrer.md": "docs/issue.md",
    "docs/tableaux.md": "docs/tables.md",
    "docs/employeur.md": "docs/employer.md",
    "docs/verifier-un-lot.md": "docs/verify-a-pile.md",
    "docs/verifier-sans-nous.md": "docs/verify-without-us.md",
    "docs/contextes.md": "docs/contexts.md",
    "docs/organisme.md": "docs/institution.md",
    "docs/concevoir.md": "docs/design.md",
    "docs/evaluer.md": "docs/assess.md",
    "docs/lots-et-preuves.md": "docs/batches.md",
    "docs/annuaire.md": "docs/directory.md",
    "docs/installer.md": "docs/install.md",
    "docs/administrer.md": "docs/administer.md",
    "docs/operate/echelle.md": "docs/operate/scale.md",
    "docs/referentiels.md": "docs/frameworks.md",
    "docs/publications.md": "docs/published.md",
    "docs/documents-reconnus.md": "docs/documents.md",
    "docs/depuis-python.md": "docs/python.md",
}
"""French page → its English counterpart."""

INDEX = "docs/README.md"
both_languages = pytest.mark.parametrize(("french", "english"), PAGES.items())


def read(page):
    return (ROOT / page).read_text(encoding="utf-8")


def blocks(page, language):
    """The blocks of code of a page, each with the line on which it begins."""
    text = read(page)
    found = re.finditer(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return [(text[: block.start(1)].count("\n"), block[1]) for block in found]


def commands(page):
    """The command lines of a page that begin with ./sceau, as words."""
    lines = (line for _, block in blocks(page, "sh") for line in block.splitlines())
    return [shlex.split(line, comments=True)[1:] for line in lines if line.startswith("./sceau")]


def prose(page):
    """The sentences of a page, without code, addresses and HTML."""
    text = re.sub(r"^```.*?^```$", "", read(page), flags=re.MULTILINE | re.DOTALL)
    return re.sub(r"`[^`\n]+`|\]\([^)\s]*\)|<[^>]*>", "x", text)


def shape(code):
    """A program without its texts, which may be in either language."""
    tree = ast.parse(code)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            node.value = ""
    return ast.dump(tree)


def test_every_page_is_there_in_both_languages():
    there = {page.relative_to(ROOT).as_posix() for page in (ROOT / "docs").rglob("*.md")}
    there = {page for page in there if not page.startswith("docs/decisions/")}

    assert there - {INDEX} == {page for pair in PAGES.items() for page in pair if page.startswith("docs/")}


@both_languages
def test_both_pages_point_to_each_other_and_show_the_same(french, english):
    for page, other, word in ((french, english, "English"), (english, french, "français")):
        assert re.search(rf"{word}\]\({Path(other).name}\)", "".join(read(page).splitlines()[:3]), re.IGNORECASE)
    headings = [
        re.findall(r"^#+", re.sub(r"^```.*?^```$", "", read(page), flags=re.M | re.S), re.M)
        for page in (french, english)
    ]
    rows = [len(re.findall(r"^\|", read(page), re.MULTILINE)) for page in (french, english)]
    programs = [[shape(code) for _, code in blocks(page, "python")] for page in (french, english)]

    assert headings[0] == headings[1]
    assert rows[0] == rows[1]
    assert programs[0] == programs[1]


@pytest.mark.parametrize("page", [*PAGES, INDEX])
def test_french_pages_are_written_as_french_is(page):
    faults = {line: faults_of(line) for line in prose(page).splitlines() if faults_of(line)}
    thousands = re.findall(r"\d \d{3}\b", prose(page))

    assert faults == {}
    assert thousands == []


@pytest.mark.parametrize("page", ["docs/depuis-python.md", "docs/python.md"])
def test_the_examples_for_python_run_one_after_the_other(page, monkeypatch):
    monkeypatch.chdir(ROOT)
    examples = blocks(page, "python")
    names = {"__name__": "example"}

    for line, example in examples:
        exec(compile("\n" * line + example, page, "exec"), names)

    assert len(examples) > 5
    assert names["report"].verdict == "valid"


@pytest.mark.parametrize(
    "page", [page for pair in PAGES.items() for page in pair if re.search("titulaire|holder|employ", page)]
)
def test_holders_and_employers_verify_as_their_pages_say(page, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    site = credentials_for(commands(page), blocks(page, "json"))
    monkeypatch.setattr(verify, "fetcher_for", lambda arguments: MemoryFetcher(site))

    ends = [main.main(words) for words in commands(page)]

    assert len(ends) > 1
    assert set(ends) == {0}


def credentials_for(lines, trust_lists):
    """The files that command lines name, in the current folder; gives what their issuer publishes."""
    issuer = Issuer(host="preuves.exemple.fr")
    name = {"type": "IdentityObject", "hashed": False, "identityType": "name", "identityHash": "Éléonore d’Hauteville"}
    subject = issuer.badge()["credentialSubject"] | {"identifier": [name]}
    seal = draw_seal(design_id="x", title="Titre", body="Organisme", level="", load="")
    picture = bake(seal, json.dumps(issuer.badge(credentialSubject=subject)))
    for words in lines:
        for named in (Path(word) for word in words[1:2]):
            folder = named if not named.suffix else Path("pile")
            folder.mkdir(exist_ok=True)
            (folder / "une.svg").write_bytes(picture)
            if named.suffix == ".zip":
                shutil.make_archive(named.stem, "zip", folder)
            elif named.suffix:
                named.write_bytes(picture)
        if "--trust" in words:
            Path(words[words.index("--trust") + 1]).write_text(trust_lists[0][1], encoding="utf-8")
        if "did.json" in words:
            Path("did.json").write_text(json.dumps(next(iter(issuer.site.values()))), encoding="utf-8")
    return issuer.site


@pytest.mark.parametrize("page", ["docs/contextes.md", "docs/contexts.md"])
def test_a_vocabulary_is_admitted_as_the_page_says(page, monkeypatch, tmp_path, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SCEAU_CONTEXTS", str(tmp_path / "contexts"))
    (adding,) = [words for words in commands(page) if "add" in words]
    Path(adding[3]).write_text('{"@context": {"mot": "https://vocabulaire.exemple/mot"}}', encoding="utf-8")

    assert [main.main(words) for words in [*commands(page), ["contexts", "list"]]] == [0, 0, 0]
    assert adding[2] in capsys.readouterr().out


@pytest.mark.parametrize("page", ["docs/delivrer.md", "docs/issue.md"])
def test_a_body_issues_revokes_and_changes_keys_as_the_page_says(page, monkeypatch, tmp_path, capsys):
    (tmp_path / "demo").symlink_to(ROOT / "demo")
    monkeypatch.chdir(tmp_path)
    ends = []
    for words in commands(page):
        asked = words + ["--format", "json"] * (words[0] == "issue")
        ends.append((words[0], main.main(with_issued_codes(asked, page, tmp_path) if words[0] == "status" else asked)))

    assert ends == [("keys", 0), ("issue", 0), *[("status", 0)] * 5, ("keys", 0)]
    shown = capsys.readouterr().out
    assert all(re.search(state, shown) for state in ("révoquée|revoked", "valable|valid", "remplacée|replaced"))
    (written,) = tmp_path.glob("*/site/.well-known/did.json")
    assert "#key-2" in written.read_text(encoding="utf-8")
    (copy,) = tmp_path.glob("*-2.did.json")
    assert copy.name in read(page)
    assert copy.read_bytes() == written.read_bytes()
    laid_out = {line.split()[0] for line in blocks(page, "text")[0][1].splitlines() if re.match(r"  [a-z]", line)}
    assert {path.name + "/" * path.is_dir() for path in written.parents[2].iterdir()} == laid_out - {"a-corriger.csv"}


def with_issued_codes(words, page, folder):
    """The words with codes that were issued in place of those of the page, and a file of codes where one is named."""
    first, second, *others = sorted(path.stem for path in folder.glob("*/preuves/*.json") if "annex" not in path.name)
    (folder / "codes.txt").write_text(f"{first}\n{second}\n", encoding="utf-8")
    codes = [word for line in commands(page) for word in line if re.fullmatch(r"\w{5}-\w{4}-\w{5}", word)]
    issued = dict(zip(codes, others, strict=False))
    return [issued.get(word, word) for word in words]


def test_the_commands_of_the_readme_do_what_it_says(monkeypatch, tmp_path):
    (tmp_path / "demo").symlink_to(ROOT / "demo")
    monkeypatch.chdir(tmp_path)
    asked = [words for words in commands("README.md") if words[0] not in {"run", "test"}]

    ends = {words[0]: main.main(words) for words in asked}

    assert list(ends) == ["keys", "issue", "verify"]
    assert set(ends.values()) == {0}
    assert len(list(tmp_path.rglob("*.jwt"))) == 140


def test_both_readmes_show_the_same_commands():
    french, english = (
        [
            [words[0], *(word for word in words if word.startswith("--") and word != "--lang")]
            for words in commands(page)
        ]
        for page in ("README.md", "README.en.md")
    )

    assert french == english
    assert ["test"] in french


def test_every_command_for_people_is_in_the_readme():
    for page in ("README.md", "README.en.md"):
        text = read(page)
        missing = [command.name for command in main.COMMANDS if f"sceau {command.name}" not in text]
        assert missing == ["conformance", "screenshots", "lock"], "they are for those who work on the code"


def test_the_picture_of_the_readme_is_what_the_engine_draws():
    drawn = draw_seal(
        design_id="mc-gestion-projet-agile",
        title="Gestion de projet agile : conduire une itération",
        body="Institut Alpes Numérique",
        level="Niveau 5",
        load="20 heures",
    )

    assert (ROOT / "docs/pictures/seal.svg").read_bytes() == drawn
