"""The examples of the documentation, run as they stand."""

import re
import shlex
from pathlib import Path

from sceau.cli import main
from sceau.engine.images.seal import draw_seal

ROOT = Path(__file__).resolve().parents[1]


def blocks(page, language):
    """The blocks of code of a page, each with the line on which it begins."""
    text = (ROOT / page).read_text(encoding="utf-8")
    found = re.finditer(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return [(text[: block.start(1)].count("\n"), block[1]) for block in found]


def commands(page):
    """The command lines of a page that begin with ./sceau, as words."""
    lines = (line for _, block in blocks(page, "sh") for line in block.splitlines())
    return [shlex.split(line, comments=True)[1:] for line in lines if line.startswith("./sceau")]


def test_the_examples_for_python_run_one_after_the_other(monkeypatch):
    monkeypatch.chdir(ROOT)
    examples = blocks("docs/python.md", "python")
    names = {"__name__": "example"}

    for line, example in examples:
        exec(compile("\n" * line + example, "docs/python.md", "exec"), names)

    assert len(examples) > 4
    assert names["report"].verdict == "valid"


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
        text = (ROOT / page).read_text(encoding="utf-8")
        missing = [command.name for command in main.COMMANDS if f"sceau {command.name}" not in text]
        assert missing == ["bench", "lock"], "they are for those who work on the code"


def test_the_picture_of_the_readme_is_what_the_engine_draws():
    drawn = draw_seal(
        design_id="mc-gestion-projet-agile",
        title="Gestion de projet agile : conduire une itération",
        body="Institut Alpes Numérique",
        level="Niveau 5",
        load="20 heures",
    )

    assert (ROOT / "docs/pictures/seal.svg").read_bytes() == drawn
