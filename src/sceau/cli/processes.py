"""Programs that run beside each other until one signal ends them all."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from filelock import FileLock, Timeout

from sceau.cli.language import say
from sceau.engine.errors import Reason

LOOK = 0.1  # seconds between two looks at the programs
PATIENCE = 15.0  # seconds that a program has to end by itself
MOST_STARTS = 5  # of a program that dies, in QUITE_A_WHILE; then everything ends
QUITE_A_WHILE = 60.0


@dataclass(slots=True)
class Program:
    """One of them.

    name:     as people are told of it
    words:    its command line
    again:    whether it is started again when it dies; otherwise everything ends with it
    starts:   the moments when it was started
    """

    name: str
    words: Sequence[str]
    again: bool = False
    starts: list[float] = field(default_factory=list)
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it in a session of its own: a Ctrl-C of the terminal reaches the one who looks after it, alone."""
        self.starts = [moment for moment in self.starts if time.monotonic() - moment < QUITE_A_WHILE]
        self.starts.append(time.monotonic())
        self.process = subprocess.Popen(self.words, stdin=subprocess.DEVNULL, start_new_session=True)


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """What is done in a thread while programs already run.

    do:      called with what tells whether it is to stop; when it raises, everything ends
    then:    the programs that start once it is done
    opened:  called once, when the programs are ready before it is done
    """

    do: Callable[[Callable[[], bool]], None]
    then: Sequence[Program]
    opened: Callable[[], None]


ALREADY_OPEN = Reason(
    "command.already_open",
    "Sceau est déjà ouvert sur ces données (il tient {file}) : fermez-le d’abord, ou donnez un autre dossier à "
    "SCEAU_DATA",
    "Sceau is already open on these data (it holds {file}): close it first, or give another folder to SCEAU_DATA",
)


class AlreadyOpen(Exception):
    """Somebody else holds the house open."""

    def __init__(self, file: Path) -> None:
        super().__init__(ALREADY_OPEN.code)
        self.reason = ALREADY_OPEN
        self.file = file

    def sentence(self, language: str) -> str:
        """The clause in "fr" or "en"."""
        return self.reason.sentence(language, {"file": self.file})


@contextlib.contextmanager
def held(lock: Path | None) -> Iterator[None]:
    """Hold the file that tells that the house is open; nothing where several may open it.

    raises:  AlreadyOpen
    """
    if lock is None:
        yield
        return
    lock.parent.mkdir(parents=True, exist_ok=True)
    mine = FileLock(lock)
    try:
        mine.acquire(timeout=0)
    except Timeout as taken:
        raise AlreadyOpen(lock) from taken
    with mine:
        yield


def run_beside(
    programs: Sequence[Program],
    *,
    ready: Callable[[], bool],
    opened: Callable[[], None],
    meanwhile: Meanwhile | None = None,
) -> int:
    """Run them until SIGINT or SIGTERM, or until one ends that is not started again.

    ready:      asked again and again until it says yes; opened is then called, once, when nothing is done meanwhile
    meanwhile:  what is to be done before all of it is open
    returns:    0 when a signal ended them, otherwise the exit status of the one that ended, or 1
    raises:     what is done meanwhile raised, once the programs have ended
    """
    running = list(programs)
    with _signals() as stop, ThreadPoolExecutor(max_workers=1) as threads:
        try:
            for program in running:
                program.start()
            doing = threads.submit(meanwhile.do, stop.is_set) if meanwhile else None
            to_tell = [each for each in (meanwhile.opened if meanwhile else None, opened) if each]
            while not stop.wait(LOOK):
                status = _look_after(running)
                if status is not None:
                    return status or 1
                if meanwhile and doing and doing.done():
                    doing.result()
                    running += _started(meanwhile.then)
                    doing = None
                if len(to_tell) > (1 if doing else 0) and ready():
                    to_tell.pop(0)()
            return 0
        finally:
            stop.set()
            _end(running)


def _started(programs: Sequence[Program]) -> Sequence[Program]:
    for program in programs:
        program.start()
    return programs


def _look_after(programs: Sequence[Program]) -> int | None:
    """Start again what died and may; gives the exit status that ends everything, or None."""
    for program in programs:
        status = program.process.poll() if program.process else None
        if status is None:
            continue
        if not program.again or len(program.starts) >= MOST_STARTS:
            sys.stderr.write(
                say(
                    fr=f"{program.name} s’est arrêté ({status})\u00a0: tout s’arrête.\n",
                    en=f"{program.name} has ended ({status}): everything ends.\n",
                )
            )
            return abs(status)
        sys.stderr.write(
            say(
                fr=f"{program.name} s’est arrêté ({status})\u00a0: je le relance.\n",
                en=f"{program.name} has ended ({status}): starting it again.\n",
            )
        )
        program.start()
    return None


def _end(programs: Sequence[Program]) -> None:
    """Ask each to end, and kill those that will not."""
    living = [program.process for program in programs if program.process and program.process.poll() is None]
    for process in living:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
    limit = time.monotonic() + PATIENCE
    for process in living:
        try:
            process.wait(timeout=max(0.1, limit - time.monotonic()))
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)  # it leads its own session, and the programs it started
            process.wait()


@contextlib.contextmanager
def _signals() -> Iterator[threading.Event]:
    """An event that SIGINT and SIGTERM set while this lasts."""
    stop = threading.Event()

    def end(number: int, frame: FrameType | None) -> None:
        stop.set()

    before = {each: signal.signal(each, end) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
