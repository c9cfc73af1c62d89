"""What goes to the terminal: words that belong together stay together, and a pipe that closes decides nothing."""

from __future__ import annotations

import io
import subprocess
import sys

import pytest
from rich.table import Table

from sceau.cli.terminal import Terminal


@pytest.fixture
def terminal(monkeypatch):
    console = Terminal()
    monkeypatch.setattr(console, "file", io.StringIO(), raising=False)
    console.width = 12
    return console


@pytest.mark.parametrize("tie", ["\u00a0", "\u202f"])
def test_a_line_breaks_at_spaces_only(terminal, tie):
    table = Table(box=None, show_header=False, padding=0)
    table.add_row(f"il est dit «{tie}acquis{tie}» hier")

    terminal.print(f"il est dit «{tie}acquis{tie}» hier")
    terminal.print(table)

    lines = [line.rstrip(" ") for line in terminal.file.getvalue().splitlines()]
    assert lines == ["il est dit", f"«{tie}acquis{tie}»", "hier"] * 2


def test_a_pipe_that_closes_is_not_a_verdict(tmp_path):
    file = tmp_path / "preuve.json"
    file.write_text("{}")
    command = [sys.executable, "-m", "sceau.cli", "verify", "--offline", str(file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        running.stdout.close()
        said = running.stderr.read()

    assert (running.returncode, said) == (141, b"")
