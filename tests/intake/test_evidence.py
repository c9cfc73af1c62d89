"""Evidence in a ZIP: what comes out is counted, whatever the archive says, and names mean one row or none."""

from __future__ import annotations

import io
import zipfile

import pytest

from sceau.intake.errors import TooLarge, UnreadableFile
from sceau.intake.evidence import Bounds, match_names, read_archive


def archive(**members: bytes) -> io.BytesIO:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return target


def test_files_come_one_after_the_other_without_what_systems_add():
    made = archive(
        **{"a/devis.txt": b"x", "__MACOSX/a/._devis.txt": b"noise", "a/Thumbs.db": b"noise", "\x1b[31m.txt": b""}
    )

    assert [each.name for each in read_archive(made, Bounds())] == ["a/devis.txt", "[31m.txt"]


def test_one_that_is_too_long_is_told_and_never_held():
    [long] = read_archive(archive(long=b"0" * 5_000), Bounds(file=1_000))

    assert (long.content, long.size) == (None, 5_000)


def test_all_together_have_a_bound_too():
    with pytest.raises(TooLarge):
        list(read_archive(archive(a=b"0" * 900, b=b"0" * 900), Bounds(file=1_000, total=1_000)))
    with pytest.raises(TooLarge):
        list(read_archive(archive(a=b"", b=b""), Bounds(files=1)))


def test_an_archive_that_lies_about_a_size_or_is_cut_is_refused():
    whole = archive(a=b"0" * 5_000).getvalue()
    lying = whole.replace((5_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert lying != whole

    for wrong in (lying, whole[:-30], b"no archive at all"):
        with pytest.raises(UnreadableFile):
            list(read_archive(io.BytesIO(wrong), Bounds()))


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("Haddad Naïma.pdf", 2),
        ("preuves/naima_haddad-rapport final.PDF", 2),
        ("HaddadNaima.pdf", 2),
        ("n.haddad@example.org.pdf", 2),
        ("E-1042.pdf", 3),
        ("projet-agile.pdf", 4),
        ("Martin Léa.pdf", None),  # two rows have this name
        ("Haddad.pdf", None),  # a family name alone says nobody
    ],
)
def test_a_name_means_one_row_or_none(name: str, line: int | None):
    rows = [
        (2, {"birth_name": "Haddad", "given_name": "Naïma", "email": "n.haddad@example.org"}),
        (3, {"birth_name": "Öberg", "given_name": "Björn", "identifier": "E-1042"}),
        (4, {"birth_name": "Bâ", "given_name": "Oumar", "evidence_file": "Projet-agile.pdf"}),
        (5, {"birth_name": "Martin", "given_name": "Léa"}),
        (6, {"birth_name": "Martin", "given_name": "Léa"}),
    ]

    assert match_names([name], rows).get(name) == line
