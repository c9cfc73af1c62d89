"""A file of past results between its upload and its proposal, and what was decided of the columns of such files."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models

from sceau.accounts.models import User
from sceau.assessment.states import FileRowState, FileState
from sceau.design.models import DesignVersion
from sceau.institutions.models import Institution


class ResultsFile(models.Model):
    """A table of people who passed elsewhere, or before; nothing of it counts until somebody proposes it.

    version:   the micro-credential of all rows; None where each row names its own
    source:    where the results come from, in words
    digest:    SHA-256 of the file, kept until it is dropped
    reading:   how it is read: kind, encoding, certain, delimiter, header_line, sheet, sheets, accented
    headers:   of its columns, each once
    mapping:   header → field or None, as somebody decided
    is_opened: its rows are in the table; is_stale: rows were corrected one by one since all were checked
    fault:     why it cannot be checked, in "fr" and "en"; empty when it can
    expected, checked:  rows, as far as the check is
    counts:    state → rows
    claimed_at:   when whoever works on it was last heard of
    proposed:  uuids of the deliberations that it gave; wanted_by: who asked for the proposal that is under way
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="results_files")
    version = models.ForeignKey(DesignVersion, on_delete=models.PROTECT, null=True, related_name="+")
    source = models.CharField(max_length=300)
    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    reading: models.JSONField[dict[str, Any]] = models.JSONField(default=dict)
    headers: models.JSONField[list[str]] = models.JSONField(default=list)
    mapping: models.JSONField[dict[str, str | None]] = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=FileState, default=FileState.TO_CHECK)
    is_opened = models.BooleanField(default=False)
    is_stale = models.BooleanField(default=False)
    fault: models.JSONField[dict[str, str]] = models.JSONField(default=dict)
    expected = models.PositiveIntegerField(default=0)
    checked = models.PositiveIntegerField(default=0)
    counts: models.JSONField[dict[str, int]] = models.JSONField(default=dict)
    claimed_at = models.DateTimeField(null=True)
    proposed: models.JSONField[list[str]] = models.JSONField(default=list)
    wanted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    revision = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["state"], name="results_files_by_state")]

    def __str__(self) -> str:
        return f"results file {self.uuid}"


class ResultsRow(models.Model):
    """One row of such a file, as it stands: corrected in place, checked, perhaps settled.

    line:      as a spreadsheet numbers rows
    cells:     in the order of the file's headers
    name:      of the person, to be found by
    values:    field → value, as `sceau.intake` reads them
    findings:  column, place, code, severity, doubt, value, suggestion, fr, en
    settled:   somebody found that its doubt is none; left: somebody left it aside
    """

    file = models.ForeignKey(ResultsFile, on_delete=models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField()
    cells: models.JSONField[list[str]] = models.JSONField()
    state = models.CharField(max_length=14, choices=FileRowState)
    name = models.CharField(max_length=300, blank=True, default="")
    values: models.JSONField[dict[str, str]] = models.JSONField(default=dict)
    findings: models.JSONField[list[dict[str, Any]]] = models.JSONField(default=list)
    settled = models.BooleanField(default=False)
    left = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "line"], name="one_row_a_line")]
        indexes = [models.Index(fields=["file", "state", "line"], name="results_rows_by_state")]

    def __str__(self) -> str:
        return f"line {self.line}"


class ResultsPiece(models.Model):
    """A file of evidence that came in an archive beside a file of results.

    name:   as the archive calls it
    digest: SHA-256, "" for one that is not taken; line: the row that it belongs to, None while nobody said
    fault:  why it is not taken, in "fr" and "en"
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    file = models.ForeignKey(ResultsFile, on_delete=models.CASCADE, related_name="pieces")
    name = models.CharField(max_length=300)
    digest = models.CharField(max_length=64, blank=True, default="")
    media_type = models.CharField(max_length=100, blank=True, default="")
    size = models.PositiveBigIntegerField(default=0)
    line = models.PositiveIntegerField(null=True)
    fault: models.JSONField[dict[str, str]] = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "name"], name="one_piece_a_name")]

    def __str__(self) -> str:
        return self.name


class ColumnsKnown(models.Model):
    """What somebody decided of the columns of one source, for the next file of the same headers.

    kind:     "results" or "candidates"
    headers:  SHA-256 over the set of headers, in hexadecimal
    mapping:  header → field or None
    """

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10)
    headers = models.CharField(max_length=64)
    mapping: models.JSONField[dict[str, str | None]] = models.JSONField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["institution", "kind", "headers"], name="one_mapping_a_source")]

    def __str__(self) -> str:
        return f"columns of {self.kind}"
