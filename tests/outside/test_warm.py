"""A process that is kept: ended when it takes too long, when it is let go, and with the interpreter."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from sceau.outside.warm import Ended, WarmProcess

ECHO = (
    sys.executable,
    "-c",
    "import sys\nfor line in sys.stdin.buffer: sys.stdout.buffer.write(line); sys.stdout.flush()",
)
MUTE = (sys.executable, "-c", "import time; time.sleep(60)")


def say(into, out):
    into.write(b"hello\n")
    into.flush()
    return out.readline()


def heard(into, out):
    line = say(into, out)
    if not line:
        raise ValueError("nothing")
    return line


def test_it_answers_until_it_has_answered_so_many():
    process = WarmProcess(ECHO, most=2)
    assert process.ask(say, seconds=30) == b"hello\n"
    assert process.is_fit()
    assert process.ask(say, seconds=30) == b"hello\n"
    assert not process.is_fit()
    process.end()
    with pytest.raises(ProcessLookupError):
        os.kill(process.pid, 0)


def test_one_that_is_late_is_ended_and_says_so():
    process = WarmProcess(MUTE, most=5)
    with pytest.raises(Ended) as ended:
        process.ask(heard, seconds=0.05)
    assert ended.value.late
    assert not process.is_fit()
    process.end()


def test_what_is_still_alive_ends_with_the_interpreter_without_a_word():
    program = (
        f"from sceau.outside.warm import WarmProcess\nprocess = WarmProcess({MUTE!r}, most=1)\nprint(process.pid)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", program], capture_output=True, text=True, check=True, timeout=60
    )

    assert ran.stderr == ""
    with pytest.raises(ProcessLookupError):
        os.kill(int(ran.stdout), 0)
