"""A file of past results comes in: a new one, the same one again, or its wrong rows, mended and sent back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction

from sceau.accounts.models import User
from sceau.assessment.errors import NotNow, WrongValue
from sceau.assessment.models import Deliberation, ResultsFile, ResultsRow
from sceau.assessment.ports import Files
from sceau.assessment.reasons import results_files as reasons
from sceau.assessment.reasons.awards import NAME_THE_SOURCE
from sceau.assessment.services.mending import brings_lines_back, is_of, mended_parts
from sceau.assessment.services.remembering import remembered
from sceau.assessment.services.results_checking import LARGEST, LIMITS, described
from sceau.assessment.services.results_files import (
    checked_if_short,
    held_file,
    note,
    require_manager,
    wait_for_check,
)
from sceau.assessment.states import FileState, SessionKind
from sceau.design.models import DesignVersion
from sceau.institutions.directories.ports import SecretBox
from sceau.institutions.models import Institution
from sceau.intake import IntakeError, Table, open_table
from sceau.intake.filenames import file_name

KEPT: Final = timedelta(days=30)  # a file that nobody came back to
_MOST_FILES: Final = 50


@dataclass(frozen=True, slots=True)
class Staged:
    """What became of a file that came in.

    how:      "new", "same" as one that waits, or "merged" into the one whose wrong rows it brings back
    changed, unchanged, unknown:  of a merged one, its rows: put in, found as they were, of no line of the file
    taken:    the code of a session that took results over from these very bytes before, "" for none
    """

    file: ResultsFile
    how: str
    changed: int = 0
    unchanged: int = 0
    unknown: int = 0
    taken: str = ""


def stage(
    *,
    institution: Institution,
    version: DesignVersion | None,
    source: str,
    content: bytes | Iterable[bytes],
    name: str,
    by: User,
    now: datetime,
    files: Files,
    box: SecretBox,
) -> Staged:
    """Keep a file and check it, at once when it is short.

    version:  of all rows; None where each names its own
    raises:   NotEntitled, NotNow, WrongValue with what is wrong of the file; EngineError of the place for files
    """
    require_manager(by, institution, now=now)
    if not source.strip():
        raise WrongValue(NAME_THE_SOURCE, field="source")
    if version is None and not DesignVersion.objects.filter(design__institution=institution).exists():
        raise WrongValue(reasons.NO_PUBLISHED_DESIGN, field="version")
    digest = files.put(content, limit=LARGEST)
    table = _opened(files.read(digest))
    original = _original(institution, version, table)
    if original is not None:
        return _merged(original, table, by=by, now=now, files=files, box=box)
    with transaction.atomic():
        same = ResultsFile.objects.select_for_update().filter(institution=institution, digest=digest, version=version)
        same.filter(state=FileState.DONE).delete()  # what of it is there already is told row by row
        there = same.first()
        if there is not None:
            return Staged(there, "same")
        if ResultsFile.objects.filter(institution=institution).count() >= _MOST_FILES:
            raise NotNow(reasons.TOO_MANY_FILES, most=_MOST_FILES)
        file = ResultsFile.objects.create(
            institution=institution,
            version=version,
            source=source.strip()[:300],
            name=file_name(name, "", otherwise="resultats")[:200],
            digest=digest,
            reading=described(table),
            headers=list(table.headers),
            mapping=remembered(institution, "results", table.headers),
            expected=table.expected_rows,
            created_by=by,
            created_at=now,
            changed_at=now,
        )
        note("results.file_staged", file, by=by, now=now, count=table.expected_rows)
    return Staged(checked_if_short(file, files, box, now), "new", taken=_taken(institution, digest))


def merge(
    *, file: ResultsFile, content: bytes | Iterable[bytes], by: User, now: datetime, files: Files, box: SecretBox
) -> Staged:
    """Put the rows of a mended file of wrong rows in the place of those that they were.

    raises:  WrongValue when it is not one of this file; NotNow, NotEntitled; EngineError of the place for files
    """
    require_manager(by, file.institution, now=now)
    table = _opened(files.read(files.put(content, limit=LARGEST)))
    if not brings_lines_back(table):
        raise WrongValue(reasons.NO_ORIGINAL_LINES, field="file")
    if not is_of(file.headers, table):
        raise WrongValue(reasons.NOT_THIS_FILE, field="file", name=file.name)
    return _merged(file, table, by=by, now=now, files=files, box=box)


def _opened(content: bytes) -> Table:
    try:
        return open_table(content, limits=LIMITS)
    except IntakeError as error:
        raise WrongValue(error.reason, field="file", **error.details) from error


def _original(institution: Institution, version: DesignVersion | None, table: Table) -> ResultsFile | None:
    """The file that waits of which these are the wrong rows."""
    if not brings_lines_back(table):
        return None
    waiting = ResultsFile.objects.filter(institution=institution, version=version).exclude(state=FileState.DONE)
    return next((each for each in waiting.order_by("-changed_at", "-pk") if is_of(each.headers, table)), None)


def _merged(original: ResultsFile, table: Table, *, by: User, now: datetime, files: Files, box: SecretBox) -> Staged:
    changed = unchanged = unknown = 0
    with transaction.atomic():
        there = held_file(original, by=by, now=now)
        for lines in mended_parts(table):
            rows = {row.line: row for row in ResultsRow.objects.filter(file=there, line__in=lines.keys() - {0})}
            mended = []
            for line, cells in lines.items():
                row = rows.get(line)
                if row is None:
                    unknown += 1
                    continue
                said = [cells.get(header, "") for header in there.headers]
                if said == [*row.cells, *[""] * (len(said) - len(row.cells))]:
                    unchanged += 1
                    continue
                row.cells, row.settled, row.left = said, False, False
                mended.append(row)
            ResultsRow.objects.bulk_update(mended, ["cells", "settled", "left"])
            changed += len(mended)
        if changed:
            wait_for_check(there, by=by, now=now)
    return Staged(checked_if_short(there, files, box, now), "merged", changed, unchanged, unknown)


def _taken(institution: Institution, digest: str) -> str:
    found: Any = Deliberation.objects.filter(
        source_digest=digest,
        session__institution=institution,
        session__kind=SessionKind.TAKEN_OVER,
        adjourned_at__isnull=True,
    )
    return str(found.values_list("session__code", flat=True).first() or "")
