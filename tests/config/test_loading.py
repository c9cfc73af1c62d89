"""What is loaded at the start is looked through by no collector of garbage, neither then nor later."""

import gc

import pytest

from sceau.config.loading import kept_for_good


@pytest.mark.parametrize("collected", [True, False])
def test_while_rooms_load_nothing_is_collected_and_the_collector_is_left_as_it_was(collected):
    was = gc.isenabled()
    frozen = gc.get_freeze_count()
    (gc.enable if collected else gc.disable)()
    try:
        with kept_for_good():
            kept = [[] for _ in range(1000)]
            assert not gc.isenabled()
        assert gc.isenabled() is collected
    finally:
        (gc.enable if was else gc.disable)()

    assert gc.get_freeze_count() >= frozen + len(kept)


def test_a_start_that_fails_leaves_the_collector_at_work():
    with pytest.raises(LookupError), kept_for_good():
        raise LookupError

    assert gc.isenabled()


def test_a_process_that_ends_leaves_all_in_the_one_file_of_its_database(in_a_process, tmp_path):
    ended = in_a_process(
        {"SCEAU_MODE": "demo", "SCEAU_DATA": str(tmp_path)},
        "from sceau.config.opening import open_house\nopen_house()\nfrom django.db import connection\n"
        "connection.cursor().execute('CREATE TABLE kept (one integer)')",
    )

    assert ended.returncode == 0, ended.stderr
    assert [path.name for path in tmp_path.glob("sceau.sqlite3*")] == ["sceau.sqlite3"]
