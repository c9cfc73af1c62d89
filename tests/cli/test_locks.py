import pytest

from sceau.cli import locks
from sceau.cli.places import REQUIREMENTS

PIN = "orjson==3.13.0 \\\n    --hash=sha256:00\n    # via -r requirements/run.in\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "run.in").write_text("orjson\n")
    (tmp_path / "run.txt").write_text(f"{locks.header(tmp_path, 'run')}\n{PIN}")
    (tmp_path / "test.in").write_text("-c run.txt\npytest\n")
    pin = "pytest==9.2.0 \\\n    --hash=sha256:00\n"
    (tmp_path / "test.txt").write_text(f"{locks.header(tmp_path, 'test')}\n{pin}")
    return tmp_path


@pytest.mark.parametrize("name", locks.NAMES)
def test_our_own_locks_may_be_installed(name):
    assert locks.faults(REQUIREMENTS, name) == []


def test_a_fresh_lock_has_no_fault(folder):
    assert locks.faults(folder, "run") == []
    assert locks.faults(folder, "test") == []


def test_a_lock_is_stale_once_what_is_asked_for_changes(folder):
    (folder / "run.in").write_text("orjson\nrich\n")

    assert locks.faults(folder, "run") == ["run.txt was not made from today's run.in", "run.txt does not pin rich"]


def test_a_lock_is_stale_once_the_lock_that_holds_it_changes(folder):
    with (folder / "run.txt").open("a") as lock:
        lock.write("# another\n")

    assert locks.faults(folder, "test") == ["test.txt was not made from today's test.in"]


def test_a_pin_without_a_hash_is_a_fault(folder):
    with (folder / "run.txt").open("a") as lock:
        lock.write("rich==15.0.0\n")

    assert locks.faults(folder, "run") == ["run.txt: no hash for rich==15.0.0"]


@pytest.mark.parametrize("line", ["--index-url mirror\n", "rich @ https://mirror.example/rich.whl\n"])
def test_a_lock_that_names_an_address_is_a_fault(folder, line):
    with (folder / "run.txt").open("a") as lock:
        lock.write(line)

    assert "run.txt names an address" in locks.faults(folder, "run")


def test_names_are_compared_in_their_normal_form(folder):
    (folder / "run.in").write_text("Or_JSON[x]>=3 ; python_version > '3'\n")

    assert locks.asked_for(folder, "run") == {"or-json"}
