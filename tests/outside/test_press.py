"""Many documents in one process that is kept: the same bytes, and one that fails harms none that follow."""

from __future__ import annotations

import os
import signal
from datetime import UTC, datetime
from pathlib import Path

import pytest

from outside import papers
from sceau.engine.ports import Attachment
from sceau.outside import press as module
from sceau.outside.press import PressRoom
from sceau.outside.typesetter import NotTypeset, WarmTypesetter

AT = datetime(2026, 6, 26, 17, 30, tzinfo=UTC)
DATA = papers.minutes(count=1)


def set_by(room: PressRoom, data=DATA) -> bytes:
    attachments = [Attachment("a.json", b"{}", "application/json", "source", "Données")]
    return room.document("minutes", data, at=AT, attachments=attachments)


def process_of(room: PressRoom) -> int:
    return room._process.pid


def test_one_process_makes_them_all_and_ends_with_the_room():
    with PressRoom() as room:
        one = set_by(room)
        pid = process_of(room)
        with pytest.raises(NotTypeset):
            set_by(room, {})
        other = set_by(room)
        assert process_of(room) == pid

    assert one == other == set_by(WarmTypesetter())
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_a_process_that_died_is_followed_by_another():
    with PressRoom() as room:
        set_by(room)
        former = room._process
        os.kill(former.pid, signal.SIGKILL)
        os.waitid(os.P_PID, former.pid, os.WEXITED | os.WNOWAIT)
        assert set_by(room).startswith(b"%PDF-")
        assert room._process is not former


def test_one_that_takes_too_long_is_ended_and_the_next_is_made():
    with PressRoom(seconds=0.001) as room:
        with pytest.raises(NotTypeset) as refusal:
            set_by(room)
        assert refusal.value.details["problem"] == "0.001 s"
        assert room._process is None
        room._seconds = 60
        assert set_by(room).startswith(b"%PDF-")


def test_a_process_is_let_go_after_so_many_and_too_much_is_refused_unasked(monkeypatch):
    monkeypatch.setattr(module, "MOST_DOCUMENTS", 1)
    with PressRoom() as room:
        set_by(room)
        former = process_of(room)
        set_by(room)
        assert process_of(room) != former
    monkeypatch.setattr(module, "MOST_BYTES_OF_DOCUMENT", 10)
    with PressRoom() as room:
        with pytest.raises(NotTypeset):
            set_by(room)
        assert room._process is None


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="Linux tells the environment of a process")
def test_the_process_knows_none_of_our_secrets(monkeypatch):
    monkeypatch.setenv("SCEAU_SECRET", "words")
    with PressRoom() as room:
        set_by(room)
        told = Path(f"/proc/{process_of(room)}/environ").read_bytes()
    assert b"PATH=" in told
    assert b"SCEAU_SECRET" not in told
