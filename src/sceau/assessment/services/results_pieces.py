"""Evidence beside a file of past results: the files of a ZIP are kept by their digest, each with the row it names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import BinaryIO

from django.db import transaction

from sceau.accounts.models import User
from sceau.assessment.errors import WrongValue
from sceau.assessment.models import AssessmentSettings, ResultsFile, ResultsPiece, ResultsRow
from sceau.assessment.ports import Files
from sceau.assessment.reasons import importing
from sceau.assessment.services.results_files import held_file, require_manager
from sceau.intake.errors import IntakeError, UnfitUpload
from sceau.intake.evidence import Bounds, Member, match_names, read_archive
from sceau.intake.limits import MEGABYTE
from sceau.intake.uploads import examine, too_large

LARGEST = 30 * MEGABYTE  # an archive as it comes: what a page takes at most
_READ = 2_000  # rows in memory


def add_pieces(*, file: ResultsFile, archive: BinaryIO, by: User, now: datetime, files: Files) -> int:
    """Keep the files of a ZIP; one of a name that is there already takes its place. Gives how many were matched.

    archive:  can be gone back in
    raises:   WrongValue with what is wrong of the archive, and then nothing of it is kept; NotNow, NotEntitled
    """
    settings = AssessmentSettings.objects.filter(institution=file.institution).first() or AssessmentSettings()
    limit = settings.piece_megabytes * MEGABYTE
    require_manager(by, file.institution, now=now)
    try:  # before anything is held: others write meanwhile, and what no row knows is swept
        pieces = [_kept(file, member, limit, files) for member in read_archive(archive, Bounds(file=limit))]
    except IntakeError as error:
        raise WrongValue(error.reason, field="archive", **error.details) from error
    with transaction.atomic():
        there = held_file(file, by=by, now=now)
        lines = match_names([each.name for each in pieces if each.digest], _values_of(there))
        for piece in pieces:
            piece.line = lines.get(piece.name)
        by_name = {each.name: each for each in pieces}
        ResultsPiece.objects.filter(file=there, name__in=by_name).delete()
        ResultsPiece.objects.bulk_create(by_name.values())
    return len(lines)


def place_piece(*, piece: ResultsPiece, line: int | None, by: User, now: datetime) -> ResultsPiece:
    """Say which row a file belongs to; None for none. raises: WrongValue, NotNow, NotEntitled"""
    with transaction.atomic():
        there = held_file(piece.file, by=by, now=now)
        if line is not None and not ResultsRow.objects.filter(file=there, line=line).exists():
            raise WrongValue(importing.NO_SUCH_CELL, field="line")
        ResultsPiece.objects.filter(pk=piece.pk).exclude(digest="").update(line=line)
    piece.refresh_from_db()
    return piece


def _kept(file: ResultsFile, member: Member, limit: int, files: Files) -> ResultsPiece:
    piece = ResultsPiece(file=file, name=member.name)
    try:
        if member.content is None:
            raise too_large(member.size, limit)
        upload = examine(member.content, member.name, limit=limit)
    except UnfitUpload as refusal:
        piece.fault = {"fr": refusal.sentence("fr"), "en": refusal.sentence("en")}
        return piece
    piece.digest = files.put(member.content, limit=limit)
    piece.media_type, piece.size = upload.media_type, len(member.content)
    return piece


def _values_of(file: ResultsFile) -> Iterator[tuple[int, Mapping[str, str]]]:
    rows = ResultsRow.objects.filter(file=file).order_by("line")
    yield from rows.values_list("line", "values").iterator(chunk_size=_READ)
