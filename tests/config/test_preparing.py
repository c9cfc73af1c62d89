"""What is put in place before the house opens, and for whom."""

from __future__ import annotations

import stat

import pytest

from .houses import SERVER, House

PREPARE = "from sceau.config.preparing import prepare_tables; print(prepare_tables())"


@pytest.mark.skipif(bool(SERVER), reason="of SQLite alone")
def test_the_database_is_for_its_owner_alone_even_in_a_folder_that_is_open_to_all(tmp_path):
    """Who is signed in stands in it: a neighbour on the same machine would be signed in as them."""
    tmp_path.chmod(0o755)
    house = House(tmp_path)

    assert house.python(PREPARE).strip() == "True"
    assert _open_to_others(tmp_path) == []

    (tmp_path / "sceau.sqlite3").chmod(0o644)
    assert house.python(PREPARE).strip() == "False"
    assert _open_to_others(tmp_path) == []


def _open_to_others(folder):
    files = folder.glob("sceau.sqlite3*")
    return [file.name for file in files if stat.S_IMODE(file.stat().st_mode) & 0o077]
