"""A file of past results: every row told apart, corrected in place or in a spreadsheet, proposed once, evidence beside."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from datetime import date
from hashlib import sha256

import pytest

from assessment.deciders import LATER, NOW, releaser
from assessment.listed import listed
from assessment.making import body, colleague, version
from people.samples import BOX
from sceau.assessment.errors import ChangedMeanwhile, NotEntitled, NotNow, WrongValue
from sceau.assessment.models import Award, Decision, Deliberation, Piece, ResultsFile, ResultsPiece, ResultsRow
from sceau.assessment.services import (
    results_checking,
    results_files,
    results_pieces,
    results_proposing,
    results_staging,
)
from sceau.assessment.services.proposing import confirm_results
from sceau.intake.corrections import wrong_lines
from sceau.people.models import Person

pytestmark = pytest.mark.django_db

TABLE = """Nom;Prénom;Courriel;Date d’obtention;Note;Décision
Haddad;Naïma;naima@example.org;12/03/2019;82,5;acquis
Öberg;Björn;bjorn@example.org;04/06/2021;90;acquis
Martin;Léa;lea(at)example.org;04/06/2021;80;acquis
Bâ;Oumar;oumar@example.org;04/06/2021;12;acquis
Roux;Jean;jean@example.org;04/06/2021;30;refusé
"""
PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\nstartxref\n9\n%%EOF\n"


class Shelf:
    """Keeps files in memory."""

    def __init__(self):
        self.kept = {}

    def put(self, content, *, limit):
        whole = content if isinstance(content, bytes) else b"".join(content)
        assert len(whole) <= limit
        digest = sha256(whole).hexdigest()
        self.kept[digest] = whole
        return digest

    def read(self, digest):
        return self.kept[digest]


@pytest.fixture
def shelf():
    return Shelf()


@pytest.fixture
def gaelle():
    return colleague(body(), "Gaëlle Roux", "session_manager")


@pytest.fixture
def desk(shelf, gaelle):
    """What every call takes."""
    return {"by": gaelle, "now": NOW, "files": shelf, "box": BOX}


def staged(desk, table=TABLE, **values):
    given = {"institution": body(), "version": version(), "source": "Registre papier", "name": "registre.csv"} | values
    content = table if isinstance(table, bytes) else table.encode()
    return results_staging.stage(content=content, **given, **desk)


def states(file):
    return {row.line: str(row.state) for row in ResultsRow.objects.filter(file=file).order_by("line")}


def mended(file, was, becomes):
    """The file of wrong rows as the desk gives it, mended in a spreadsheet."""
    wrong = results_checking.wrong_rows(file, "fr")
    text = "".join(wrong_lines(wrong, file.headers, file.reading["delimiter"]))
    assert was in text
    return text.replace(was, becomes).encode("utf-8-sig")


def confirmed(file, desk):
    done = results_proposing.propose(file=file, by=desk["by"], now=NOW, box=BOX)
    for uuid in done.proposed:
        confirm_results(deliberation=Deliberation.objects.get(uuid=uuid), by=releaser(), now=LATER)
    return done


def test_every_row_is_told_apart_and_nobody_is_made(desk):
    file = staged(desk).file

    assert states(file) == {2: "ready", 3: "ready", 4: "to_correct", 5: "suspicious", 6: "not_awarded"}
    assert file.counts == dict(Counter(states(file).values()))
    [found] = [each for each in ResultsRow.objects.get(file=file, line=4).findings if each["severity"] == "error"]
    assert (found["column"], found["code"], found["value"], found["suggestion"]) == (
        "Courriel",
        "invalid_email",
        "lea(at)example.org",
        "lea@example.org",
    )
    assert found["fr"] != found["en"]
    assert not Person.objects.exists()


def test_a_cell_typed_anew_is_checked_again_and_a_doubt_is_settled(desk):
    file = staged(desk).file

    results_files.correct(file=file, line=4, cells={2: "lea@example.org"}, **desk)
    results_files.settle(file=file, line=5, **desk)
    results_files.leave(file=file, line=3, left=True, **desk)

    assert states(file) == {2: "ready", 3: "left", 4: "ready", 5: "ready", 6: "not_awarded"}
    results_files.correct(file=file, line=5, cells={4: "11"}, **desk)
    assert states(file)[5] == "suspicious"  # what was settled was said of another value
    results_files.leave(file=file, line=3, left=False, **desk)
    assert states(file)[3] == "ready"
    with pytest.raises(WrongValue):
        results_files.correct(file=file, line=99, cells={2: "x"}, **desk)
    with pytest.raises(WrongValue):
        results_files.correct(file=file, line=4, cells={17: "x"}, **desk)


def test_a_row_whose_twin_is_corrected_is_no_twin_any_more(desk):
    twins = "Nom;Prénom;Courriel\nHaddad;Naïma;n@example.org\nHaddad;Naïma;n@example.org\n"
    file = staged(desk, twins).file
    assert states(file) == {2: "ready", 3: "suspicious"}

    results_files.correct(file=file, line=2, cells={0: "Öberg", 2: "o@example.org"}, **desk)

    assert states(file) == {2: "ready", 3: "ready"}


def test_the_wrong_rows_come_back_mended_into_the_file_that_they_left(desk):
    file = staged(desk).file
    sheet = mended(file, "lea(at)example.org", "lea@example.org")

    back = staged(desk, sheet, name="a-corriger.csv")

    assert (back.how, back.file.pk, back.changed, back.unchanged) == ("merged", file.pk, 1, 1)
    assert states(file)[4] == "ready"
    assert ResultsFile.objects.count() == 1
    again = results_staging.merge(file=file, content=sheet, **desk)
    assert (again.changed, again.unchanged) == (0, 2)


def test_a_formula_goes_out_guarded_and_comes_back_as_it_was(desk):
    file = staged(desk, "Nom;Prénom;Courriel\n=cmd|' /C calc'!A0;Léa;lea@example.org\n").file
    assert states(file) == {2: "to_correct"}

    sheet = mended(file, "'=cmd", "'=cmd")
    assert results_staging.merge(file=file, content=sheet, **desk).unchanged == 1
    sheet = mended(file, "'=cmd|' /C calc'!A0", "Martin")
    assert results_staging.merge(file=file, content=sheet, **desk).changed == 1
    assert states(file) == {2: "ready"}


def test_what_is_no_mended_file_of_this_one_is_told(desk):
    file = staged(desk).file

    for wrong in (TABLE.encode(), "Ligne d’origine;Autre\n4;x\n".encode()):
        with pytest.raises(WrongValue):
            results_staging.merge(file=file, content=wrong, **desk)


def test_the_same_file_again_changes_nothing(desk):
    first = staged(desk)
    assert staged(desk).how == "same"
    confirmed(first.file, desk)
    people, awards = Person.objects.count(), Award.objects.count()
    assert (people, awards) == (2, 2)

    again = staged(desk, name="copie.csv")

    # the rows that were left are still in the first file
    assert (again.how, again.file.pk) == ("same", first.file.pk)
    results_files.drop(file=first.file, by=desk["by"], now=NOW)
    third = staged(desk)
    assert third.taken
    assert states(third.file) == {
        2: "already_issued",
        3: "already_issued",
        4: "to_correct",
        5: "suspicious",
        6: "not_awarded",
    }
    with pytest.raises(NotNow):
        results_proposing.propose(file=third.file, by=desk["by"], now=NOW, box=BOX)
    assert (Person.objects.count(), Award.objects.count()) == (people, awards)


def test_another_score_or_day_for_somebody_who_has_it_is_changed(desk):
    confirmed(staged(desk).file, desk)
    other = TABLE.replace("82,5", "85").replace("bjorn@example.org;04/06/2021", "bjorn@example.org;05/06/2023")
    other = other.replace("Roux;Jean;jean@example.org;04/06/2021;30", "Öberg;Björn;bjorn@example.org;01/01/2024;30")

    file = staged(desk, other).file

    assert states(file) == {2: "changed", 3: "changed", 4: "to_correct", 5: "suspicious", 6: "changed"}
    [told] = [each for each in ResultsRow.objects.get(file=file, line=2).findings if each["code"] == "held_otherwise"]
    assert "12/03/2019" in told["fr"]
    assert "82,5" in told["fr"]
    results_files.settle(file=file, line=3, **desk)  # another award of another day: somebody said so
    results_files.settle(file=file, line=2, **desk)  # of the same day: it is there
    done = results_proposing.propose(file=file, by=desk["by"], now=NOW, box=BOX)
    assert Decision.objects.filter(deliberation__uuid=done.proposed[0]).count() == 1
    assert states(file)[2] == "already_issued"


def test_what_is_proposed_elsewhere_and_not_decided_yet_is_there_already(desk):
    results_proposing.propose(file=staged(desk).file, by=desk["by"], now=NOW, box=BOX)

    file = staged(desk, TABLE.replace("Roux", "Rouxel")).file

    assert [states(file)[line] for line in (2, 3)] == ["already_issued"] * 2


def test_each_row_says_its_micro_credential_and_each_gets_a_session_of_its_own(desk):
    agile, excel = listed("mc-gestion-projet-agile", "mc-excel-reporting-rh")
    table = (
        "Nom;Prénom;Courriel;Micro-certification;Date d’obtention\n"
        "Haddad;Naïma;n@example.org;Gestion de projet agile;12/03/2019\n"
        "Öberg;Björn;b@example.org;Maîtriser Excel pour le reporting RH;12/03/2019\n"
    )
    file = staged(desk, table, version=None).file

    done = confirmed(file, desk)

    assert done.state == "done"
    assert {award.version_id for award in Award.objects.all()} == {agile.pk, excel.pk}
    assert {award.awarded_on for award in Award.objects.all()} == {date(2019, 3, 12)}
    assert not ResultsRow.objects.filter(file=file).exists()


def test_columns_are_decided_once_for_a_source(desk):
    table = "A;B;C;Note\nHaddad;Naïma;n@example.org;80\n"
    file = staged(desk, table).file
    assert file.state == "refused"
    assert "nom de naissance" in file.fault["fr"]
    assert file.reading["samples"][0] == ["Haddad"]

    said = {"A": "birth_name", "B": "given_name", "C": "email", "Note": None}
    results_files.map_columns(file=file, mapping=said, revision=0, **desk)
    file.refresh_from_db()
    assert states(file) == {2: "ready"}
    assert "score" not in ResultsRow.objects.get(file=file).values
    with pytest.raises(ChangedMeanwhile):
        results_files.map_columns(file=file, mapping=said, revision=0, **desk)
    with pytest.raises(WrongValue):
        results_files.map_columns(file=file, mapping=said | {"B": "birth_name"}, revision=1, **desk)

    other = staged(desk, "C;A;B;Note\nbjorn@example.org;Öberg;Björn;10\n").file
    assert states(other) == {2: "ready"}


def zipped(**members):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    target.seek(0)
    return target


def test_evidence_is_matched_by_name_and_follows_its_row(desk, shelf):
    file = staged(desk).file
    members = {
        "preuves/Haddad_Naima-rapport.txt": b"Bilan de projet.",
        "bjorn@example.org.txt": "Récit".encode(),
        "inconnu.txt": b"?",
        "Roux.exe": b"MZ\x90\x00" + b"\0" * 100,
        "__MACOSX/._x": b"noise",
    }
    archive = zipped(**members)

    assert results_pieces.add_pieces(file=file, archive=archive, by=desk["by"], now=NOW, files=shelf) == 2

    found = {each.name: each for each in ResultsPiece.objects.filter(file=file)}
    assert {name: each.line for name, each in found.items()} == {
        "preuves/Haddad_Naima-rapport.txt": 2,
        "bjorn@example.org.txt": 3,
        "inconnu.txt": None,
        "Roux.exe": None,
    }
    assert "Windows" in found["Roux.exe"].fault["fr"]
    results_pieces.place_piece(piece=found["inconnu.txt"], line=3, by=desk["by"], now=NOW)
    results_proposing.propose(file=file, by=desk["by"], now=NOW, box=BOX)
    kept = Piece.objects.order_by("attempt__candidate__number", "name")
    assert [(each.attempt.candidate.person.family_name, shelf.kept[each.digest]) for each in kept] == [
        ("Haddad", b"Bilan de projet."),
        ("Öberg", "Récit".encode()),
        ("Öberg", b"?"),
    ]


def test_an_archive_beyond_its_bounds_leaves_nothing(desk, shelf):
    file = staged(desk).file
    bomb = zipped(**{f"{number}.txt": b"0" * 30_000_000 for number in range(3)})

    results_pieces.add_pieces(file=file, archive=bomb, by=desk["by"], now=NOW, files=shelf)
    assert all("trop" in each.fault["fr"] or "pèse" in each.fault["fr"] for each in ResultsPiece.objects.all())
    for wrong in (io.BytesIO(b"not a ZIP"), zipped(**{f"{n}.txt": b"" for n in range(2_001)})):
        with pytest.raises(WrongValue):
            results_pieces.add_pieces(file=file, archive=wrong, by=desk["by"], now=NOW, files=shelf)


def test_who_does_not_manage_sessions_brings_no_file(desk):
    claire = colleague(body(), "Claire Dumas", "designer")
    file = staged(desk).file

    for act in (
        lambda: staged(desk | {"by": claire}),
        lambda: results_files.correct(file=file, line=4, cells={2: "x"}, **desk | {"by": claire}),
        lambda: results_files.drop(file=file, by=claire, now=NOW),
        lambda: results_proposing.propose(file=file, by=claire, now=NOW, box=BOX),
    ):
        with pytest.raises(NotEntitled):
            act()


def test_a_long_file_is_checked_and_proposed_by_a_worker_who_may_be_killed(desk, shelf, monkeypatch):
    monkeypatch.setattr(results_checking, "SHORT", 2)
    monkeypatch.setattr(results_files, "SHORT", 2)
    monkeypatch.setattr(results_proposing, "SHORT", 1)
    file = staged(desk).file
    assert (file.state, states(file)) == ("to_check", {})
    with pytest.raises(NotNow):
        results_proposing.propose(file=file, by=desk["by"], now=NOW, box=BOX)

    def killed(*_args, **_values):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(results_checking, "counted", killed)
        with pytest.raises(KeyboardInterrupt):
            results_checking.check_waiting(files=shelf, box=BOX, clock=lambda: NOW)
    assert results_checking.check_waiting(files=shelf, box=BOX, clock=lambda: NOW) == 0  # somebody may be at it
    later = NOW + results_checking.SILENT * 2
    assert results_checking.check_waiting(files=shelf, box=BOX, clock=lambda: later) == 1
    assert states(file) == {2: "ready", 3: "ready", 4: "to_correct", 5: "suspicious", 6: "not_awarded"}

    file.refresh_from_db()
    results_files.correct(file=file, line=4, cells={2: "lea@example.org"}, **desk)
    file.refresh_from_db()
    assert (states(file)[4], file.is_stale) == ("ready", True)
    with pytest.raises(NotNow):
        results_proposing.propose(file=file, by=desk["by"], now=NOW, box=BOX)
    results_files.check_again(file=file, **desk)
    results_checking.check_waiting(files=shelf, box=BOX, clock=lambda: later)
    file.refresh_from_db()
    done = results_proposing.propose(file=file, by=desk["by"], now=NOW, box=BOX)
    assert (done.state, Decision.objects.count()) == ("propose", 0)

    monkeypatch.setattr(results_proposing, "MOST", 2)
    with monkeypatch.context() as patch:
        patch.setattr(results_proposing, "_pieces", killed)
        with pytest.raises(KeyboardInterrupt):
            results_proposing.propose_waiting(box=BOX, clock=lambda: later)
    ResultsFile.objects.update(state="propose", claimed_at=NOW)  # as a kill leaves it
    assert Decision.objects.count() == 0
    results_proposing.propose_waiting(box=BOX, clock=lambda: later)
    file.refresh_from_db()
    assert (file.state, len(file.proposed), Decision.objects.count()) == ("checked", 2, 3)
    assert states(file) == {5: "suspicious", 6: "not_awarded"}
