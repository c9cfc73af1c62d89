"""`sceau run` and `sceau serve`: opened, used, closed by one signal; what is in the way is said with what to do."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import sqlite3
import ssl
import subprocess
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from config.houses import SEEDING, House
from sceau.cli import main, ports, processes
from sceau.cli.processes import Meanwhile, Program, run_beside

pytestmark = pytest.mark.enable_socket
PATIENCE = 90.0


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


@pytest.fixture
def house(tmp_path):
    return House(tmp_path / "house")


@contextlib.contextmanager
def opened(house: House, *words: object, said: str, patience: float = PATIENCE):
    """A house opened by a command; gives the process, and what it said."""
    process = house.start(*words)
    lines: list[str] = []
    reader = threading.Thread(target=lambda: lines.extend(iter(process.stdout.readline, "")))
    reader.start()
    try:
        limit = time.monotonic() + patience
        while not any(said in line for line in lines):
            assert process.poll() is None, process.stderr.read()
            assert time.monotonic() < limit, lines
            time.sleep(0.05)
        yield process, lines
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        process.wait(timeout=PATIENCE)
        reader.join()
        process.stdout.close()
        process.stderr.close()


def get(url: str, context: ssl.SSLContext | None = None) -> str:
    with urllib.request.urlopen(url, timeout=20, context=context) as answer:
        return answer.read().decode()


def children(process: subprocess.Popen[str]) -> dict[str, int]:
    """The programs that the command started, by what is on their command line."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if f"PPid:\t{process.pid}\n" in (folder / "status").read_text():
                words = (folder / "cmdline").read_text()
                found["worker" if "\0work\0" in words else "web"] = int(folder.name)
    return found


def waited_for(asked, patience: float = PATIENCE):
    """What an answer becomes once it is something."""
    limit = time.monotonic() + patience
    while not (found := asked()):
        assert time.monotonic() < limit, "it did not come"
        time.sleep(0.2)
    return found


def looked(url: str) -> tuple[int, str]:
    """The status and the words of a page, whatever they are; 0 while nobody answers."""
    try:
        with urllib.request.urlopen(url, timeout=20) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.read().decode()
    except OSError:
        return 0, ""


def verdicts_of_all(house: House, at_home: str) -> list[str]:
    """What `sceau verify` says of every credential of a running house, as its holder saves it."""
    with contextlib.closing(sqlite3.connect(house.folder / "sceau.sqlite3")) as there:
        credentials = there.execute("SELECT code, opening FROM issuing_credential").fetchall()
    saved = house.folder.parent / "saved"
    saved.mkdir()
    for code, opening in credentials:
        (saved / f"{code}.json").write_text(get(f"{at_home}/v/{code}.json?o={opening}"), encoding="utf-8")
    secured = at_home.replace("http://", "https://")
    ways = [word for origin in (at_home, secured) for word in ("--resolve", f"{origin}={at_home}")]
    told = house.sceau("verify", saved, "--json", *ways)
    return [result["verdict"] for result in json.loads(told.stdout)["results"]]


def test_an_empty_house_is_given_its_demonstration_even_after_a_first_try_was_killed_and_one_signal_closes_it(house):
    port = free_port()
    at_home = f"http://localhost:{port}"
    house.variables["SCEAU_BASE_URL"] = at_home
    words = ("run", "--no-browser", "--port", port)
    with opened(house, *words, said="La démonstration se prépare") as (process, lines):
        waited_for(lambda: "Démonstration\u00a0: 1 session sur 36…\n" in lines, SEEDING)
        status, page = waited_for(lambda: looked(f"{at_home}/desk/")[0] and looked(f"{at_home}/desk/"))
        assert status == 503
        assert "La démonstration se prépare…" in page
        told = json.loads(looked(f"{at_home}/demo/preparing")[1])
        assert told["of"] == 36
        assert 0 < told["percent"] < 100
        there = children(process)
        assert set(there) == {"web"}
        process.kill()
        os.killpg(there["web"], signal.SIGKILL)  # the server and its worker
    waited_for(lambda: not ports.answers("127.0.0.1", port))

    with opened(house, *words, said="Ctrl-C arrête tout.", patience=SEEDING) as (process, lines):
        advancing = [line for line in lines if line.startswith("Démonstration\u00a0: ")]
        assert advancing[:3] == [
            f"Démonstration\u00a0: {told} sur 36…\n" for told in ("0 session", "1 session", "2 sessions")
        ]
        assert advancing[-1] == "Démonstration\u00a0: 36 sessions sur 36…\n"
        assert len(advancing) == 37
        assert f"Sceau est ouvert\u00a0: {at_home}\n" in lines
        assert "micro-certification" in get(f"{at_home}/")
        assert "Hélène Garnier" in get(f"{at_home}/account/login/")
        assert "Institut Alpes Numérique" in get(f"{at_home}/i/alpes-numerique")
        assert looked(f"{at_home}/demo/preparing")[0] == 404
        waited_for(lambda: "nouvelle.personne@occitanie.example" in get(f"{at_home}/demo/mail"))
        verdicts = verdicts_of_all(house, at_home)
        assert len(verdicts) == 12
        assert set(verdicts) == {"valid"}

        there = children(process)
        assert set(there) == {"web", "worker"}
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == 0

    assert lines[-1] == "Sceau est fermé.\n"
    ports.free_or_refuse("127.0.0.1", port, "sceau run")
    for pid in there.values():
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_a_worker_that_is_killed_is_started_again_and_a_second_house_on_the_same_data_is_refused(house):
    port = free_port()
    house.variables["SCEAU_BASE_URL"] = f"http://localhost:{port}"
    house.folder.mkdir()
    house.python("from sceau.config import preparing; preparing.prepare_tables()")
    with opened(house, "serve", "--worker", "--port", port, said="Sceau écoute") as (process, _):
        refused = house.sceau("serve", "--port", free_port())
        assert refused.returncode == 1
        assert "Sceau est déjà ouvert sur ces données" in refused.stderr

        first = children(process)["worker"]
        os.kill(first, signal.SIGKILL)
        limit = time.monotonic() + PATIENCE
        while children(process).get("worker", first) == first and time.monotonic() < limit:
            time.sleep(0.05)
        assert children(process)["worker"] != first
        assert process.poll() is None


def test_a_certificate_to_throw_away_serves_tls(house):
    port = free_port()
    house.folder.mkdir()
    house.variables["SCEAU_BASE_URL"] = f"https://localhost:{port}"
    with opened(house, "serve", "--migrate", "--tls", "--port", port, said=f"https://127.0.0.1:{port}"):
        trusted = ssl.create_default_context(cafile=house.folder / "tls" / "certificate.pem")
        trusted.verify_flags &= ~ssl.VERIFY_X509_STRICT
        assert "micro-certification" in get(f"https://localhost:{port}/", trusted)

    assert (house.folder / "tls" / "key.pem").stat().st_mode & 0o077 == 0


def test_a_database_that_is_behind_is_not_served_unasked(house):
    house.folder.mkdir()
    refused = house.sceau("serve", "--port", free_port())

    assert refused.returncode == 1
    assert "sceau serve --migrate" in refused.stderr
    assert "accounts.0001_initial" in refused.stderr or "mises au niveau qui manquent" in refused.stderr


@pytest.mark.parametrize("command", ["run", "serve"])
def test_a_taken_port_is_said_with_what_to_do(command, capsys):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        status = main.main([command, "--port", str(port)])

    told = capsys.readouterr().err
    assert status == 1
    assert f"Le port {port} est déjà pris" in told
    assert f"sceau {command} --port {port + 1}" in told


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http", "8000.5", "٨٠٠٠"])
def test_what_is_no_port_is_wrong_usage(port, monkeypatch, capsys):
    with pytest.raises(SystemExit) as usage:
        main.main(["run", f"--port={port}"])
    assert usage.value.code == 2
    assert "un nombre de 1 à 65535" in capsys.readouterr().err

    monkeypatch.setenv("SCEAU_PORT", port)
    with pytest.raises(SystemExit) as usage:
        main.main(["run"])
    assert usage.value.code == 2
    assert "SCEAU_PORT\u00a0: un port est" in capsys.readouterr().err


def test_an_address_of_another_machine_is_refused(capsys):
    assert main.main(["serve", "--host", "192.0.2.1", "--port", str(free_port())]) == 1
    assert "n’est pas celle de cette machine" in capsys.readouterr().err


def test_a_program_that_ends_by_itself_ends_the_others(capsys):
    lasting = Program("Le premier", ["sleep", "60"])
    ending = Program("Le second", ["sh", "-c", "exit 3"])

    assert run_beside([lasting, ending], ready=lambda: False, opened=lambda: None) == 3
    assert lasting.process.poll() is not None
    assert "Le second s’est arrêté (3)" in capsys.readouterr().err


def test_a_program_that_dies_again_and_again_ends_everything(capsys):
    dying = Program("Le fragile", ["false"], again=True)

    assert run_beside([dying], ready=lambda: False, opened=lambda: None) == 1
    assert len(dying.starts) == processes.MOST_STARTS
    assert capsys.readouterr().err.count("je le relance") == processes.MOST_STARTS - 1


def test_what_is_done_meanwhile_comes_before_the_programs_that_need_it_and_before_all_is_said_to_be_open(tmp_path):
    told = []
    lasting, after = Program("Le premier", ["sleep", "60"]), Program("Le second", ["sh", "-c", "sleep 0.5; exit 3"])

    def do(stopped):
        waited_for(lambda: told == ["shown"])
        assert not stopped()
        assert after.process is None
        told.append("done")

    meanwhile = Meanwhile(do, [after], lambda: told.append("shown"))
    assert run_beside([lasting], ready=lambda: True, opened=lambda: told.append("opened"), meanwhile=meanwhile) == 3
    assert told == ["shown", "done", "opened"]
    assert lasting.process.poll() is not None


def test_what_fails_meanwhile_ends_everything_and_what_ends_everything_stops_it(capsys):
    def fail(stopped):
        raise LookupError("no file")

    lasting = Program("Le premier", ["sleep", "60"])
    with pytest.raises(LookupError, match="no file"):
        run_beside([lasting], ready=lambda: False, opened=lambda: None, meanwhile=Meanwhile(fail, [], lambda: None))
    assert lasting.process.poll() is not None

    ending, seen = Program("Le second", ["sh", "-c", "exit 3"]), []
    meanwhile = Meanwhile(lambda stopped: seen.append(waited_for(stopped)), [lasting], lambda: None)
    assert run_beside([ending], ready=lambda: False, opened=lambda: None, meanwhile=meanwhile) == 3
    assert seen == [True]


def test_a_program_that_will_not_end_is_killed(monkeypatch):
    monkeypatch.setattr(processes, "PATIENCE", 0.3)
    stubborn = Program("Le têtu", ["sh", "-c", "trap '' TERM; while :; do sleep 0.1; done"])
    ending = Program("L’autre", ["sh", "-c", "sleep 0.3; exit 1"])

    run_beside([stubborn, ending], ready=lambda: False, opened=lambda: None)

    assert stubborn.process.poll() == -signal.SIGKILL
