"""`sceau test` and `sceau bench`: which programs they start, and what they say of them."""

import subprocess
import sys
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import TestCase

from sceau.cli import bench, locks, main, places
from sceau.cli import test as gate


@pytest.fixture
def programs(monkeypatch):
    """The programs that would have been started; a test may say which of them fail, and with what words."""
    started = []
    databases = []
    failing = {}

    def run(command, **settings):
        started.append([str(word) for word in command])
        databases.append(settings.get("env", {}).get(gate.DATABASE))
        words = " ".join(started[-1])
        said = next((text for part, text in failing.items() if part in words), None)
        return subprocess.CompletedProcess(command, 0 if said is None else 1, stdout=said or "")

    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setattr(gate, "_answers", lambda address: address == "postgresql://here")
    monkeypatch.setenv(gate.DATABASE, "postgresql://here")
    return SimpleNamespace(started=started, failing=failing, databases=databases)


def test_the_gate_asks_every_question_and_runs_the_tests(programs, capsys):
    assert main.main(["test"]) == 0

    # some beside one another, in whatever order they start
    words = [" ".join(command[2:]) for command in programs.started]
    questions = [each for each in words if "pytest" not in each]
    assert questions[:4] == ["-m ruff format --check .", "-m ruff check .", "-m mypy", "-m mypy sceau"]
    assert "importlinter" in questions[4]
    tests = sorted(pair for pair in zip(words, programs.databases, strict=True) if "pytest" in pair[0])
    assert tests == sorted(
        [
            *((f"-m pytest tests/{folder}", "") for folder in gate.APART),
            (" ".join(["-m pytest", *(f"--ignore=tests/{folder}" for folder in gate.APART)]), ""),
            *(
                (
                    " ".join(["-m pytest", *(f"tests/{room}" for room in rooms.split()), *gate.TWICE]),
                    "postgresql://here",
                )
                for rooms in gate.ON_POSTGRESQL
            ),
        ]
    )
    shown = capsys.readouterr().out
    assert shown.count("●") == len(gate.STEPS) + len(tests)
    assert "■" not in shown


@pytest.mark.parametrize(
    ("part", "step"),
    [
        ("ruff format", "mise en forme"),
        ("ruff check", "règles"),
        ("mypy sceau", "types"),
        ("importlinter", "contrats d’importation"),
        ("-m pytest --ignore", "tests"),
        ("-m pytest tests/browser", "tests"),
        ("-m pytest tests/cli", "tests"),
        ("-m pytest tests/accounts", "tests sur PostgreSQL"),
        ("-m pytest tests/config tests/assessment", "tests sur PostgreSQL"),
    ],
)
def test_a_question_that_fails_shows_its_reason_and_fails_the_gate(part, step, programs, capsys):
    programs.failing[part] = "the reason"

    assert main.main(["test"]) == 1

    shown = capsys.readouterr().out
    assert shown.splitlines()[-1] == f"■ À reprendre\u00a0: {step}"
    assert "the reason" in shown
    assert any("pytest" in " ".join(command) for command in programs.started), "the tests run all the same"


def test_tests_that_fail_fail_the_gate(programs, capsys):
    programs.failing["pytest"] = ""

    assert main.main(["test", "--lang", "en"]) == 1
    told, names = capsys.readouterr().out.splitlines()[-1].split(": ")
    assert (told, sorted(names.split(", "))) == ("■ To mend", ["tests", "tests on PostgreSQL"])


def test_without_postgresql_the_gate_says_so_and_fails_in_ci_only(programs, monkeypatch, capsys):
    monkeypatch.setattr(gate, "_answers", lambda address: False)

    assert main.main(["test", "--lang", "en"]) == 0
    assert "No PostgreSQL answers" in capsys.readouterr().out
    on_sqlite = len(gate.APART) + 1
    assert len([command for command in programs.started if "pytest" in command]) == on_sqlite

    monkeypatch.setenv("CI", "true")
    assert main.main(["test", "--lang", "en"]) == 1


def test_a_postgresql_of_this_machine_is_found_by_its_socket(monkeypatch, tmp_path):
    monkeypatch.delenv(gate.DATABASE, raising=False)
    monkeypatch.setattr(gate, "SOCKETS", tmp_path)
    for name in (".s.PGSQL.5433", ".s.PGSQL.5433.lock"):
        (tmp_path / name).touch()

    assert gate._addresses() == [f"postgresql:///postgres?host={tmp_path}&port=5433"]
    assert not gate._answers(gate._addresses()[0])


def test_every_room_that_is_asked_on_postgresql_is_there():
    rooms = [room for together in gate.ON_POSTGRESQL for room in together.split()]
    assert [room for room in (*rooms, *gate.APART) if not (places.ROOT / "tests" / room).is_dir()] == []
    assert len(set(rooms)) == len(rooms)


@pytest.mark.usefixtures("db")
def test_what_meets_the_database_is_passed_on_postgresql_too(request):
    assert request.node.get_closest_marker("database")


class TestOfDjango(TestCase):
    def test_so_is_what_django_calls_a_test_of_a_database(self):
        assert connection.in_atomic_block


def test_what_does_not_meet_it_is_not(request):
    assert not request.node.get_closest_marker("database")
    marked = {item.name: bool(item.get_closest_marker("database")) for item in request.session.items}
    assert marked.get("test_so_is_what_django_calls_a_test_of_a_database", True)


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
