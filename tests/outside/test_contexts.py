import hashlib
import json

import pytest

from sceau.engine.errors import MalformedJson, UnknownContext
from sceau.engine.vocabularies.contexts import OB_3_0_3, shipped
from sceau.outside.contexts import UnreadableContexts, add_context, entries, read_contexts

URL = "https://example.org/mine/v1"
DATA = b'{"@context": {"mine": "https://example.org/mine#mine"}}'


def test_a_folder_that_is_not_there_adds_nothing(tmp_path):
    assert read_contexts(tmp_path / "none") is shipped()


def test_what_is_added_is_read_again(tmp_path):
    folder = tmp_path / "var" / "contexts"

    entry = add_context(folder, URL, DATA)

    assert entry.sha256 == hashlib.sha256(DATA).hexdigest()
    assert entries(folder) == [entry]
    assert (folder / entry.file).read_bytes() == DATA
    assert read_contexts(folder).get(URL)["@context"]["mine"] == "https://example.org/mine#mine"
    assert sorted(path.name for path in folder.iterdir()) == sorted([entry.file, "index.json"])


def test_the_same_one_twice_changes_nothing(tmp_path):
    first = add_context(tmp_path, URL, DATA)
    before = (tmp_path / "index.json").read_bytes()

    assert add_context(tmp_path, URL, DATA) == first
    assert (tmp_path / "index.json").read_bytes() == before


def test_several_are_kept(tmp_path):
    add_context(tmp_path, URL, DATA)
    add_context(tmp_path, URL.replace("v1", "v2"), DATA)

    assert {entry.url for entry in entries(tmp_path)} == {URL, URL.replace("v1", "v2")}


@pytest.mark.parametrize(
    ("url", "data", "sha256", "error"),
    [
        (URL, DATA, "00", UnknownContext),
        (URL, b"{}", None, UnknownContext),
        (URL, b"<html>", None, MalformedJson),
        (OB_3_0_3, DATA, None, UnknownContext),
        ("mine", DATA, None, UnknownContext),
    ],
)
def test_what_is_refused_is_not_written(tmp_path, url, data, sha256, error):
    with pytest.raises(error):
        add_context(tmp_path / "contexts", url, data, sha256)

    assert not (tmp_path / "contexts").exists()


def test_a_file_that_was_altered_is_refused(tmp_path):
    entry = add_context(tmp_path, URL, DATA)
    (tmp_path / entry.file).write_bytes(DATA.replace(b"#mine", b"#yours"))

    with pytest.raises(UnreadableContexts) as refusal:
        read_contexts(tmp_path)

    assert refusal.value.reason.code == "contexts.altered"
    said = refusal.value.sentence("fr")
    assert said.startswith(f"{tmp_path / entry.file}, admis pour {URL}, n’est plus")
    assert str(tmp_path / "index.json") in said


def test_a_file_that_is_gone_is_said_to_be(tmp_path):
    entry = add_context(tmp_path, URL, DATA)
    (tmp_path / entry.file).unlink()

    with pytest.raises(UnreadableContexts) as refusal:
        read_contexts(tmp_path)

    assert entry.file in refusal.value.sentence("fr")


@pytest.mark.parametrize(
    "index",
    [
        b"",
        b"{}x",
        b"3",
        b'["x"]',
        b'[{"url": "https://example.org/"}]',
        json.dumps([{"url": URL, "file": "../secret.json", "sha256": "00"}]).encode(),
        json.dumps([{"url": URL, "file": 3, "sha256": "00"}]).encode(),
    ],
)
def test_an_index_that_is_none_is_refused(tmp_path, index):
    (tmp_path / "index.json").write_bytes(index)

    with pytest.raises(UnreadableContexts) as refusal:
        read_contexts(tmp_path)

    assert refusal.value.reason.code == "contexts.bad_index"
