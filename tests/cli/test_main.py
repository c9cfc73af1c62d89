import argparse
import ast
import inspect
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from sceau.cli import arguments, main
from sceau.engine.errors import EngineError, Reason

NAMES = [command.name for command in main.COMMANDS]


class FakeCommand(SimpleNamespace):
    """A command that does what a test says."""

    def add_parser(self, subparsers):
        subparsers.add_parser("verify").add_argument("path", nargs="*")


@pytest.fixture
def verify_does(monkeypatch):
    """Replace what `sceau verify` does."""

    def replace(run):
        monkeypatch.setattr(main, "_module", lambda command: FakeCommand(run=run))

    return replace


def refusing(error):
    def run(arguments):
        raise error

    return run


def test_without_a_word_the_help_is_shown_in_french(capsys):
    assert main.main([]) == 0

    shown = capsys.readouterr().out
    assert shown.startswith("usage\u00a0: sceau ")
    assert "délivrer des preuves à une liste de personnes" in shown
    assert all(f"\n    {name} " in shown for name in NAMES)


def test_without_a_word_the_help_is_shown_in_english_when_asked(capsys):
    assert main.main(["--lang", "en"]) == 0

    shown = capsys.readouterr().out
    assert shown.startswith("usage: sceau ")
    assert "issue credentials to a list of people" in shown


@pytest.mark.parametrize("name", NAMES)
def test_every_command_has_its_help_in_both_languages(name, capsys):
    shown = {}
    for spoken in ("fr", "en"):
        with pytest.raises(SystemExit) as left:
            main.main([name, "--help", "--lang", spoken])
        assert left.value.code == 0
        shown[spoken] = capsys.readouterr().out

    assert shown["fr"].startswith(f"usage\u00a0: sceau {name}")
    assert shown["en"].startswith(f"usage: sceau {name}")
    lines = {spoken: set(text.splitlines()) for spoken, text in shown.items()}
    described = [line for line in lines["fr"] & lines["en"] if len(line.split()) > 5]
    assert not described, "the same in both languages"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["frobnicate"], "choix inconnu\u00a0: 'frobnicate'"),
        (["--lang", "de"], "--lang\u00a0: choix inconnu\u00a0: 'de'"),
        (["verify", "--frobnicate"], "mots inconnus\u00a0: --frobnicate"),
        (["--lang"], "--lang\u00a0: une valeur est attendue"),
    ],
)
def test_wrong_usage_is_said_in_french_and_ends_with_2(words, said, capsys, verify_does):
    verify_does(lambda arguments: 0)

    with pytest.raises(SystemExit) as left:
        main.main(words)

    assert left.value.code == 2
    assert said in capsys.readouterr().err


def test_a_command_gets_its_words_and_gives_its_status(verify_does):
    seen = []
    verify_does(lambda arguments: seen.append(arguments.path) or 3)

    assert main.main(["--lang", "fr", "verify", "a.json", "b.json"]) == 3
    assert seen == [["a.json", "b.json"]]


def test_the_language_may_be_asked_for_after_the_words_of_a_command_within_a_command(capsys):
    assert main.main(["contexts", "list", "--json", "--lang", "en"]) == 0
    assert "https://www.w3.org/ns/credentials/v2" in capsys.readouterr().out


def test_help_is_folded_to_the_terminal(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "60")
    for name in NAMES:
        with pytest.raises(SystemExit):
            main.main([name, "--help"])
        lines = capsys.readouterr().out.splitlines()
        assert [line for line in lines if len(line) > 60 and max(map(len, line.split())) < 40 and "[" not in line] == []


TOO_LONG = Reason("test.too_long", "le texte a {count} signes", "the text has {count} characters")
STARTS_WITH_A_NAME = Reason("test.name", "{name} manque", "{name} is missing")


@pytest.mark.parametrize(
    ("error", "fr", "en"),
    [
        (EngineError(TOO_LONG, count=7), "Le texte a 7 signes.\n", "The text has 7 characters.\n"),
        (
            EngineError(TOO_LONG, pointer="/name", count=7),
            "/name\u00a0: le texte a 7 signes.\n",
            "/name: the text has 7 characters.\n",
        ),
        (EngineError(STARTS_WITH_A_NAME, name="a.json"), "a.json manque.\n", "a.json is missing.\n"),
        (FileNotFoundError(2, "No such file", "a.json"), "a.json n’existe pas.\n", "a.json does not exist.\n"),
        (
            IsADirectoryError(21, "Is a directory", "a"),
            "a est un dossier\u202f; un fichier est attendu.\n",
            "a is a folder",
        ),
        (FileNotFoundError(2, "", "/nulle/a"), "Le dossier /nulle n’existe pas.\n", "The folder /nulle does not"),
        (OSError(28, "No space left on device", "a"), "Il n’y a plus de place pour écrire a", "There is no room"),
        (OSError(28, "No space left on device"), "Il n’y a plus de place pour écrire la réponse", "There is no room"),
        (OSError(5, "Input/output error", "a"), "a\u00a0: Input/output error.\n", "a: Input/output error.\n"),
    ],
)
def test_a_refusal_is_a_sentence_and_never_a_traceback(error, fr, en, verify_does, capsys):
    verify_does(refusing(error))

    assert main.main(["verify"]) == 2, "1 would be a verdict on the credential"
    assert capsys.readouterr().err.startswith(fr)
    assert main.main(["verify", "--lang", "en"]) == 2
    assert capsys.readouterr().err.startswith(en)


def test_a_fault_of_ours_is_not_taken_for_a_verdict(verify_does, capsys):
    verify_does(refusing(KeyError("x")))

    assert main.main(["verify"]) == main.OUR_FAULT

    said = capsys.readouterr().err
    assert said.startswith("Erreur de Sceau, et non de votre fichier (KeyError: 'x').")
    assert "Traceback" not in said


def test_a_fault_of_ours_shows_its_detail_on_demand(verify_does, capsys, monkeypatch):
    monkeypatch.setenv("SCEAU_DEBUG", "1")
    verify_does(refusing(KeyError("x")))

    main.main(["verify"])

    assert "Traceback" in capsys.readouterr().err


def test_an_interruption_ends_with_130(verify_does, capsys):
    verify_does(refusing(KeyboardInterrupt()))

    assert main.main(["verify"]) == 130
    assert capsys.readouterr().err == "Interrompu.\n"


def test_a_reader_that_leaves_early_is_no_fault():
    source = Path(main.__file__).parents[2]
    command = "import sys; from sceau.cli.main import main; sys.exit(main(['--help']))"
    reading, writing = os.pipe()
    os.close(reading)

    outcome = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(source)!r}); {command}"],
        stdout=writing,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(writing)

    assert outcome.stderr == ""
    assert outcome.returncode in (0, main.PIPE_CLOSED)


def test_only_the_module_of_the_command_asked_for_is_read():
    command = "import sys; from sceau.cli.main import main; main(['lock'])"
    listed = f"{command}; print([name for name in sys.modules if name.startswith('sceau.cli.')], file=sys.stderr)"
    source = Path(main.__file__).parents[2]

    outcome = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(source)!r}); {listed}"],
        capture_output=True,
        text=True,
        check=True,
        env={"PATH": ""},  # without uv, which `sceau lock` would start
    )

    read = set(ast.literal_eval(outcome.stderr.splitlines()[-1]))
    assert "sceau.cli.lock" in read
    assert not read & {f"sceau.cli.{name}" for name in NAMES if name != "lock"}


def said_by_argparse():
    """Every text that argparse hands to gettext, except those that only its programmers meet."""
    tree = ast.parse(inspect.getsource(argparse))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    texts = [argument for call in calls if call.func.id in {"_", "ngettext"} for argument in call.args]
    return {text.value for text in texts if isinstance(text, ast.Constant) and isinstance(text.value, str)}


FOR_PROGRAMMERS = (
    "conflicting",
    "is an invalid argument for positionals",
    "mutually exclusive",
    "is not callable",
    "cannot ",
    "invalid option string",
    "dest= is required",
    "invalid conflict_resolution",
    ".__call__() not defined",
    "with mode",
)


def test_whatever_argparse_says_to_people_has_its_french():
    for_people = {text for text in said_by_argparse() if not any(part in text for part in FOR_PROGRAMMERS)}

    assert for_people
    assert for_people <= arguments.FRENCH.keys()


@pytest.mark.parametrize("text", arguments.FRENCH)
def test_the_french_of_argparse_has_the_same_places_to_fill(text):
    def places(pattern):
        return sorted(part.split(")")[0] for part in pattern.split("%(")[1:]), pattern.count("%s"), pattern.count("%r")

    assert places(arguments.FRENCH[text]) == places(text)
