"""`sceau test` and `sceau bench`: which programs they start, and what they say of them."""

import subprocess
import sys
from types import SimpleNamespace

import pytest

from sceau.cli import bench, locks, main, places
from sceau.cli import test as gate


@pytest.fixture
def programs(monkeypatch):
    """The programs that would have been started; a test may say which of them fail, and with what words."""
    started = []
    failing = {}

    def run(command, **settings):
        started.append([str(word) for word in command])
        words = " ".join(started[-1])
        said = next((text for part, text in failing.items() if part in words), None)
        return subprocess.CompletedProcess(command, 0 if said is None else 1, stdout=said or "")

    monkeypatch.setattr(subprocess, "run", run)
    return SimpleNamespace(started=started, failing=failing)


def test_the_gate_asks_every_question_then_runs_the_tests(programs, capsys):
    assert main.main(["test"]) == 0

    words = [" ".join(command[2:]) for command in programs.started]
    assert words[:4] == ["-m ruff format --check .", "-m ruff check .", "-m mypy", "-m mypy sceau"]
    assert "importlinter" in words[4]
    assert words[5:] == ["-m pytest"]
    shown = capsys.readouterr().out
    assert shown.count("●") == len(gate.STEPS)
    assert "■" not in shown


@pytest.mark.parametrize(
    ("part", "step"),
    [
        ("ruff format", "mise en forme"),
        ("ruff check", "règles"),
        ("mypy sceau", "types"),
        ("importlinter", "contrats d’importation"),
        ("pytest", "tests"),
    ],
)
def test_a_question_that_fails_shows_its_reason_and_fails_the_gate(part, step, programs, capsys):
    programs.failing[part] = "the reason"

    assert main.main(["test"]) == 1

    shown = capsys.readouterr().out
    assert shown.splitlines()[-1] == f"■ À reprendre\u00a0: {step}"
    assert ("the reason" in shown) == (part != "pytest")  # pytest speaks for itself, as it goes
    assert any("pytest" in " ".join(command) for command in programs.started), "the tests run all the same"


@pytest.mark.usefixtures("programs")
def test_a_stale_lock_fails_the_gate(monkeypatch, capsys):
    monkeypatch.setattr(locks, "faults", lambda folder, name: [f"{name}.txt is stale"])

    assert main.main(["test", "--lang", "en"]) == 1
    assert "run.txt is stale" in capsys.readouterr().out


def test_words_go_to_pytest_as_they_are_and_nothing_else_is_run(programs):
    assert main.main(["test", "tests/engine", "-k", "jcs", "-x"]) == 0

    assert programs.started == [[sys.executable, "-P", "-m", "pytest", "tests/engine", "-k", "jcs", "-x"]]


@pytest.mark.parametrize("word", ["test", "bench"])
def test_away_from_a_clone_the_refusal_says_so(word, monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(places, "ROOT", tmp_path)

    assert main.main([word]) == 1
    assert capsys.readouterr().err.startswith("Cette commande travaille sur le code de Sceau\u00a0: ")


@pytest.fixture
def two_measurements(monkeypatch, tmp_path):
    for name in ("engine.py", "pages.py", "_peers.py"):
        (tmp_path / name).touch()
    monkeypatch.setattr(bench, "BENCHMARKS", tmp_path)
    return tmp_path


def test_bench_runs_the_measurement_that_is_named(programs, two_measurements):
    assert main.main(["bench", "engine", "--seconds", "1"]) == 0
    assert programs.started == [[sys.executable, str(two_measurements / "engine.py"), "--seconds", "1"]]


def test_bench_without_a_name_runs_them_all(programs, two_measurements):
    programs.failing["pages"] = ""

    assert main.main(["bench"]) == 1
    assert [command[1] for command in programs.started] == [
        str(two_measurements / name) for name in ("engine.py", "pages.py")
    ]


@pytest.mark.usefixtures("two_measurements")
def test_bench_names_the_measurements_when_it_is_given_another(programs, capsys):
    assert main.main(["bench", "speed"]) == 2
    assert capsys.readouterr().err == "Mesure inconnue\u00a0: speed (au choix\u00a0: engine, pages).\n"
    assert programs.started == []
