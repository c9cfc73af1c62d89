"""The script at the root: what it does before anything is installed."""

import ast
import base64
import hashlib
import importlib.machinery
import importlib.util
import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SCRIPT = ROOT / "sceau"
BASE_PYTHON = getattr(sys, "_base_executable", sys.executable)
PREPARING = "Préparation de l’environnement"


@pytest.fixture(scope="module")
def script():
    """The script as a module."""
    loader = importlib.machinery.SourceFileLoader("command_script", str(SCRIPT))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(loader.name, loader))
    loader.exec_module(module)
    return module


def small_wheel(folder):
    """A distribution of one line, for there is no registry here."""
    wheel = folder / "sceau_small-1.0-py3-none-any.whl"
    files = {
        "sceau_small.py": "HERE = True\n",
        "sceau_small-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: sceau-small\nVersion: 1.0\n",
        "sceau_small-1.0.dist-info/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(f"{name},sha256={_digest(text)},{len(text)}\n" for name, text in files.items())
    files["sceau_small-1.0.dist-info/RECORD"] = f"{record}sceau_small-1.0.dist-info/RECORD,,\n"
    with zipfile.ZipFile(wheel, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return wheel


def _digest(text):
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()


def small_clone(folder):
    """A clone that needs one small distribution, and whose command says where it runs."""
    shutil.copy(SCRIPT, folder)
    (folder / "requirements").mkdir()
    wheel = small_wheel(folder)
    pin = f"sceau-small @ {wheel.as_uri()} --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n"
    (folder / "requirements" / "run.txt").write_text(pin)
    source = folder / "src" / "sceau"
    (source / "cli").mkdir(parents=True)
    (source / "__init__.py").touch()
    (source / "cli" / "__init__.py").touch()
    shutil.copy(ROOT / "src/sceau/cli/language.py", source / "cli")
    (source / "cli" / "__main__.py").write_text(
        "import json, os, sys, sceau_small\nprint(json.dumps([sys.prefix, os.getcwd(), sys.path, sys.argv[1:]]))\n"
    )
    return folder


def start(clone, *words, cwd=None):
    """Start the script as a person does, without uv: it may be configured for another registry."""
    environment = {"PATH": "/usr/bin:/bin", "SCEAU_LANG": "fr", "HOME": str(clone)}
    return subprocess.Popen(
        [BASE_PYTHON, clone / "sceau", *words],
        cwd=cwd or clone,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    """A small clone, and how its first two starts ended, which were made at the same time."""
    folder = small_clone(tmp_path_factory.mktemp("clone"))
    both = [start(folder, "verify"), start(folder, "verify")]
    return folder, [(*process.communicate(timeout=120), process.returncode) for process in both]


def test_the_first_start_makes_the_environment_once_even_when_there_are_two(clone):
    folder, ends = clone

    assert [status for _, _, status in ends] == [0, 0], ends
    assert [said.count(PREPARING) for _, said, _ in ends].count(1) == 1
    for printed, _, _ in ends:
        prefix, where, path, words = json.loads(printed)
        assert prefix == str(folder / ".venv")
        assert where == str(folder)
        assert words == ["verify"]
        assert str(folder / "src") in path
        assert str(folder) not in path, "the folder where the person stands holds no module of ours"


def test_the_next_start_installs_nothing_and_says_nothing(clone):
    folder, _ = clone
    before = (folder / ".venv" / "sceau-locks.json").stat().st_mtime_ns

    process = start(folder, "issue", "--out", "x")
    printed, said = process.communicate(timeout=60)

    assert said == ""
    assert json.loads(printed)[3] == ["issue", "--out", "x"]
    assert (folder / ".venv" / "sceau-locks.json").stat().st_mtime_ns == before


def test_it_may_be_called_from_another_folder(clone, tmp_path):
    folder, _ = clone

    printed, said = start(folder, "verify", "a.json", cwd=tmp_path).communicate(timeout=60)

    assert said == ""
    assert json.loads(printed)[1] == str(tmp_path)


def test_what_does_not_have_its_hash_is_not_installed(clone, tmp_path):
    folder, _ = clone
    lock = folder / "requirements" / "run.txt"
    honest = lock.read_text()
    lock.write_text(honest.split("sha256:")[0] + f"sha256:{'0' * 64}\n")
    try:
        process = start(folder, "verify")
        printed, said = process.communicate(timeout=60)
    finally:
        lock.write_text(honest)

    assert process.returncode == 1
    assert printed == ""
    assert "La préparation de l’environnement a échoué" in said
    assert "Traceback" not in said

    printed, said = start(folder, "verify").communicate(timeout=60)
    assert said == "", "what was there before is still whole"


def test_it_needs_nothing_but_the_standard_library():
    tree = ast.parse(SCRIPT.read_text(encoding="utf-8"))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    modules = {
        name.split(".")[0]
        for node in imports
        for name in ([node.module] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names])
    }

    assert modules - {"sceau"} <= set(sys.stdlib_module_names)
    assert [node.module for node in imports if getattr(node, "module", "").startswith("sceau")] == ["sceau.cli"]


def test_an_old_python_can_read_it_and_is_told_in_both_languages(script, monkeypatch, capsys):
    ast.parse(SCRIPT.read_text(encoding="utf-8"), feature_version=(3, 7))
    monkeypatch.setattr(script, "OLDEST_PYTHON", (99, 0))

    assert script.main(["verify"]) == 1

    said = capsys.readouterr().err
    assert "Sceau demande Python 3.11 ou plus récent" in said
    assert "Sceau needs Python 3.11 or later" in said


@pytest.mark.parametrize(
    ("words", "locks"),
    [
        ([], ("run",)),
        (["verify", "test"], ("run",)),
        (["test", "-k", "bench"], ("run", "test")),
        (["--lang", "en", "test"], ("run", "test")),
        (["--lang=en", "bench", "engine"], ("run", "bench")),
        (["--lang", "test"], ("run",)),
        (["bench", "--help"], ("run",)),
    ],
)
def test_a_command_installs_the_locks_it_needs_and_no_other(script, words, locks):
    assert script.locks_for(words) == locks


@pytest.fixture
def environment(script, tmp_path):
    """An environment whose installers only note what they were asked."""

    class Noted(script.Environment):
        def __init__(self):
            super().__init__(tmp_path, lambda *, fr, en: en)
            self.asked = []

        def run(self, command):
            self.asked.append([str(word) for word in command])
            if "venv" in command:
                (self.folder / "bin").mkdir(parents=True)
                (self.folder / "bin" / "python").symlink_to(sys.executable)
                version = ".".join(map(str, sys.version_info[:3]))
                (self.folder / "pyvenv.cfg").write_text(f"version = {version}\n")
                (self.folder / f"lib/python{version.rpartition('.')[0]}/site-packages/pip").mkdir(parents=True)

        def installed(self):
            """What the last installer was asked to install, by the names of the locks."""
            return [Path(word).stem for word in self.asked[-1] if word.endswith(".txt")]

    (tmp_path / "requirements").mkdir()
    for name in ("run", "test"):
        (tmp_path / "requirements" / f"{name}.txt").write_text(f"# {name}\n")
    return Noted()


@pytest.fixture
def without_uv(script, monkeypatch):
    monkeypatch.setattr(script.shutil, "which", lambda name: None)


@pytest.mark.usefixtures("without_uv")
def test_only_what_changed_is_installed_again(environment):
    environment.make_ready(("run", "test"))
    assert environment.installed() == ["run", "test"]
    asked = len(environment.asked)

    environment.make_ready(("run",))
    assert len(environment.asked) == asked

    environment.lock("test").write_text("# other\n")
    environment.make_ready(("run",))
    assert len(environment.asked) == asked
    environment.make_ready(("run", "test"))
    assert environment.installed() == ["run", "test"]
    assert not any("venv" in command for command in environment.asked[asked:]), "the environment itself is kept"


@pytest.mark.usefixtures("without_uv")
def test_an_installation_that_was_cut_short_is_made_anew(environment):
    environment.make_ready(("run",))
    remains = environment.folder / "half"
    remains.touch()
    environment.turnstile.write_text("under way\n")
    environment.lock("run").write_text("# other\n")

    environment.make_ready(("run",))

    assert not remains.exists()
    assert environment.is_ready(("run",))
    assert environment.turnstile.read_text() == ""


@pytest.mark.usefixtures("without_uv")
def test_an_interruption_leaves_word_of_it(environment, monkeypatch):
    def interrupted(requirements):
        raise KeyboardInterrupt

    monkeypatch.setattr(environment, "fetch", interrupted)

    with pytest.raises(KeyboardInterrupt):
        environment.make_ready(("run",))

    assert environment.turnstile.read_text() == "under way\n"
    assert not environment.is_ready(("run",))


@pytest.mark.usefixtures("without_uv")
def test_another_python_behind_the_environment_makes_another_environment(environment, tmp_path):
    environment.make_ready(("run",))
    other = tmp_path / "python-of-tomorrow"
    other.touch()
    environment.python.unlink()
    environment.python.symlink_to(other)
    (environment.folder / "pyvenv.cfg").write_text("version = 3.99.0\n")

    environment.make_ready(("run",))

    assert environment.interpreter() == str(Path(sys.executable).resolve())


@pytest.mark.usefixtures("without_uv")
def test_a_marker_that_cannot_be_read_counts_for_nothing(environment):
    environment.make_ready(("run",))
    for damage in ("", "[]", "{}", '{"python": 1, "locks": []}'):
        environment.marker.write_text(damage)
        assert not environment.is_ready(("run",))


def test_uv_is_used_when_it_is_there(environment, script, monkeypatch):
    monkeypatch.setattr(script.shutil, "which", lambda name: f"/usr/bin/{name}")

    environment.make_ready(("run",))

    assert environment.asked[-1][:3] == ["/usr/bin/uv", "pip", "install"]
    assert "--require-hashes" in environment.asked[-1]


def test_pip_takes_over_when_uv_fails(environment, script, monkeypatch):
    monkeypatch.setattr(script.shutil, "which", lambda name: f"/usr/bin/{name}")
    run = environment.run

    def run_unless_uv(command):
        run(command)
        if command[0] == "/usr/bin/uv":
            raise script.CannotPrepare("no registry")

    monkeypatch.setattr(environment, "run", run_unless_uv)

    environment.make_ready(("run",))

    assert environment.asked[-1][1:4] == ["-m", "pip", "install"]
    assert "--require-hashes" in environment.asked[-1]


@pytest.mark.usefixtures("without_uv")
def test_a_debian_without_its_venv_package_is_told_what_to_install(environment, script, monkeypatch):
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    run = environment.run

    def run_without_pip(command):
        run(command)
        for pip in environment.folder.glob("lib/python*/site-packages/pip"):
            pip.rmdir()

    monkeypatch.setattr(environment, "run", run_without_pip)

    with pytest.raises(script.CannotPrepare, match="sudo apt install python3-venv"):
        environment.make_ready(("run",))


def test_a_clone_that_cannot_be_written_is_a_sentence(environment, script):
    environment.turnstile.mkdir()  # as good as a folder without the right to write, and so for root too

    with pytest.raises(script.CannotPrepare, match="Cannot prepare the environment in"):
        environment.make_ready(("run",))


def test_the_environment_follows_a_clone_that_is_moved(clone, tmp_path):
    folder, _ = clone
    link = next((folder / ".venv").glob("lib/python*/site-packages/sceau.pth"))

    assert not Path(link.read_text().strip()).is_absolute()
    assert (link.parent / link.read_text().strip()).resolve() == (folder / "src").resolve()
