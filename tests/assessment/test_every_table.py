"""Every table of people and assessments: told to the person, erased, ended, or a stated reason why not.

A table that is added has no line here, and the first test fails until somebody has thought about it.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import NamedTuple

import pytest
from django.apps import apps
from django.db.models import Model

from assessment.everything import everything, sha, told
from assessment.making import body, head
from institutions.people import NOW
from people.samples import BOX, Shelf
from sceau.assessment.personal.files import known_digests
from sceau.people import erasure
from sceau.people.export import export_of
from sceau.people.models import Person
from sceau.people.schedule import DEFAULTS
from sceau.people.states import DataKind

pytestmark = pytest.mark.django_db


class Fate(NamedTuple):
    """What becomes of one table.

    told:    a text of it that the export has, else why not
    erased:  what an erasure does to it
    ends:    the kind under whose rule it ends, else why no rule ends it
    """

    told: str
    erased: str
    ends: DataKind | str


GOES, STAYS, PART = "goes", "stays", "is emptied"
NOBODY = "it says nothing of a candidate"
REGISTER = "the database refuses: it is the register (GDPR, article 17(3), b and e)"
OTHERS = "it is somebody else's data, or holds it"
FATES = {
    # people
    "Person": Fate('"given_name"', PART, DataKind.PROSPECTS),
    "NameWord": Fate("made from the name, to find it", PART, DataKind.PROSPECTS),
    "Address": Fate("@example.org", GOES, DataKind.REMOVED_ADDRESSES),
    "Guardian": Fate("words-Guardian", GOES, DataKind.REMOVED_ADDRESSES),
    "CivilStatus": Fate("O’Brien", GOES, DataKind.PROSPECTS),
    "TraitOf": Fate("a keyed digest of what is told", GOES, DataKind.PROSPECTS),
    "Merge": Fate('"merges"', PART, "which records are one person is known as long as they are"),
    "Apart": Fate("two opaque ids", STAYS, "which records are two people is known as long as they are"),
    "Consent": Fate("words-Consent", PART, "the proof of both moments stays, taken back (GDPR, article 7(1))"),
    "Change": Fate("words-Change", GOES, DataKind.PROSPECTS),
    "RetentionRule": Fate(NOBODY, STAYS, NOBODY),
    "Archived": Fate("an opaque id and a day", STAYS, "with the thing itself"),
    "Keeping": Fate(NOBODY, STAYS, NOBODY),
    "Processing": Fate(NOBODY, STAYS, NOBODY),
    # before the day
    "AssessmentSettings": Fate(NOBODY, STAYS, NOBODY),
    "Session": Fate('"session"', STAYS, NOBODY),
    "Cohort": Fate("words-Cohort", STAYS, NOBODY),
    "Slot": Fate("words-Slot", STAYS, NOBODY),
    "Application": Fate("sealed, and empty once it is a candidate", STAYS, "three days: `leftovers`"),
    "ImportDraft": Fate("not yet about anybody", STAYS, "thirty days: `leftovers`"),
    "ResultsFile": Fate(NOBODY, STAYS, NOBODY),
    "ResultsRow": Fate("not yet about anybody", STAYS, "thirty days: `leftovers`"),
    "ResultsPiece": Fate("not yet about anybody", STAYS, "thirty days: `leftovers`"),
    "ColumnsKnown": Fate(NOBODY, STAYS, NOBODY),
    "Candidate": Fate("words-Candidate", PART, DataKind.ENROLMENT),
    "Arrangement": Fate("words-Arrangement", GOES, DataKind.ENROLMENT),
    "Link": Fate('"links"', GOES, DataKind.ENROLMENT),
    "Convocation": Fate('"way":"mail"', GOES, DataKind.ENROLMENT),
    # the day
    "Attempt": Fate("words-Attempt", STAYS, DataKind.SCORES),
    "Control": Fate('"document":"passport"', PART, DataKind.IDENTITY_CHECKS),
    "Sheet": Fate(OTHERS, STAYS, DataKind.ATTENDANCE),
    "Attendance": Fate("words-Attendance", STAYS, DataKind.ATTENDANCE),
    "Incident": Fate("words-Incident", STAYS, DataKind.INCIDENTS),
    "Piece": Fate("words-Piece", PART, DataKind.ANSWERS),
    # marking
    "Assessor": Fate(OTHERS, STAYS, "who assessed is part of what was decided"),
    "Conflict": Fate('"nature":"trainer"', STAYS, DataKind.SCORES),
    "Marking": Fate(OTHERS, STAYS, DataKind.SCORES),
    "Mark": Fate("words-Mark", STAYS, DataKind.SCORES),
    "MarkWrite": Fate("words-MarkWrite", STAYS, DataKind.SCORES),
    "Proposal": Fate(OTHERS, STAYS, DataKind.SCORES),
    "RetainedMark": Fate('"how":"agreed"', STAYS, DataKind.SCORES),
    # the jury and after
    "Seat": Fate(OTHERS, STAYS, "who sat on the jury is part of what was decided"),
    "SeatConflict": Fate('"nature":"relative"', STAYS, DataKind.SCORES),
    "Deliberation": Fate('"decisions"', STAYS, REGISTER),
    "Seated": Fate(OTHERS, STAYS, "who was there is part of what was decided"),
    "Decision": Fate("words-Decision", STAYS, REGISTER),
    "MarkChange": Fate("words-MarkChange", STAYS, REGISTER),
    "AuditCheck": Fate("words-AuditCheck", STAYS, REGISTER),
    "Minutes": Fate("PV-2026-0077", STAYS, DataKind.AWARDS),
    "Signature": Fate(OTHERS, STAYS, REGISTER),
    "Award": Fate("words-Award", STAYS, DataKind.AWARDS),
    "Appeal": Fate("words-Appeal", STAYS, "with the decision that it contests"),
}
# why a table is not told is a sentence; what is looked for in the export is a mark, a key or an address
_LOOKED_FOR = ("words-", '"', "@", "PV-", "O’")


def tables() -> Iterator[type[Model]]:
    for label in ("people", "assessment"):
        yield from apps.get_app_config(label).get_models()


def exported(candidate) -> str:
    """The values of the export as text, without the spaces of their form."""
    shelf = Shelf(**{sha(name): b"%PDF" for name in ("piece", "shown", "removed", "recording")})
    archive = zipfile.ZipFile(
        io.BytesIO(export_of(person=candidate.person, by=head(body()), now=NOW, box=BOX, files=shelf))
    )
    assert sum(name.endswith(".pdf") for name in archive.namelist()) == 4
    return archive.read("donnees.json").decode().replace('": ', '":')


def test_every_table_has_its_line():
    assert {model.__name__ for model in tables()} == set(FATES)


def test_every_table_that_leads_to_a_person_has_a_row_in_these_tests():
    everything()

    empty = {model.__name__ for model in tables() if not model._default_manager.exists()}
    assert empty <= {"RetentionRule", "Archived", "Keeping", "Processing", "AssessmentSettings"}
    assert {FATES[name].told for name in empty} <= {NOBODY, "an opaque id and a day"}


def test_the_export_tells_each_table_that_it_should():
    candidate = everything()
    told(candidate)

    text = exported(candidate)

    looked_for = {name: fate.told for name, fate in FATES.items() if fate.told.startswith(_LOOKED_FOR)}
    assert len(looked_for) > 25
    assert {name for name, mark in looked_for.items() if mark not in text} == set()
    for other in ("words-Seat", "words-Control", "words-Conflict", "words-ImportDraft", "Mona", "Nils"):
        assert other not in text.replace("words-SeatConflict", ""), other


def test_what_is_told_only_with_the_result_is_not_told_before():
    text = exported(everything())

    for mark in ("words-Mark", "words-MarkWrite", "words-MarkChange", "words-Decision", '"how":"agreed"'):
        assert mark not in text
    assert "words-Candidate" in text


def test_an_erasure_deals_with_each_table_as_its_line_says():
    candidate = everything()
    told(candidate)
    before = {model.__name__: model._default_manager.count() for model in tables()}
    values = {model.__name__: sorted(map(str, model._default_manager.values_list())) for model in tables()}

    erasure.erase(person=candidate.person, why="Demande", by=head(body()), now=NOW)

    for model in tables():
        name, fate = model.__name__, FATES[model.__name__]
        left = model._default_manager.count()
        now_there = sorted(map(str, model._default_manager.values_list()))
        if fate.erased == GOES:
            assert left < before[name], name
            assert not _of(model, candidate).exists(), name
        elif fate.erased == STAYS:
            assert now_there == values[name], name
        else:
            assert now_there != values[name], name
    for mark in ("words-Candidate", "words-Reason", "words-Prerequisite", "words-Arrangement", "words-Guardian"):
        assert mark not in exported_after(candidate)


def test_whatever_ends_ends_by_a_rule_that_exists():
    ending = {fate.ends for fate in FATES.values() if isinstance(fate.ends, DataKind)}

    assert ending < set(DEFAULTS)
    of_others = {DataKind.CREDENTIALS, DataKind.REQUESTS, DataKind.ACCESS_LOGS, DataKind.RECORDINGS}
    assert set(DEFAULTS) - ending == of_others
    assert all(len(fate.ends) > 20 for fate in FATES.values() if not isinstance(fate.ends, DataKind))


def test_a_file_goes_with_the_last_row_that_knows_it_and_not_before():
    candidate = everything()
    told(candidate)
    (piece,) = candidate.attempts.get().pieces.filter(name="words-Piece")
    shown = candidate.attempts.get().pieces.get(name="words-Shown")
    type(shown).objects.filter(pk=shown.pk).update(digest=piece.digest, removed_at=NOW, removed_by=head(body()))
    kept = {sha("sheet"), sha("sealed"), sha("pdf"), sha("scan")}
    assert known_digests() >= kept | {sha("piece"), sha("recording"), sha("removed")}

    erasure.erase(person=candidate.person, why="Demande", by=head(body()), now=NOW)

    assert sha("piece") in known_digests()  # the evidence that is shown has the same bytes
    assert known_digests() >= kept
    assert not known_digests() & {sha("recording"), sha("removed")}
    type(shown).objects.filter(pk=shown.pk).delete()
    assert sha("piece") not in known_digests()


def exported_after(candidate) -> str:
    archive = zipfile.ZipFile(
        io.BytesIO(export_of(person=candidate.person, by=head(body()), now=NOW, box=BOX, files=Shelf()))
    )
    return archive.read("donnees.json").decode()


def _of(model, candidate):
    """The rows of a table that are this candidate's or this person's."""
    names = {field.name for field in model._meta.get_fields()}
    records = Person.objects.filter(pk=candidate.person_id) | Person.objects.filter(root=candidate.person_id)
    if "candidate" in names:
        return model._default_manager.filter(candidate=candidate)
    return model._default_manager.filter(person__in=records)
