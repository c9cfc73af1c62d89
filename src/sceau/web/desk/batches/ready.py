"""The files of a batch as its page tells them: what is made, what is missing and why, what may be taken away."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from sceau.institutions.roles import Right
from sceau.issuing.models import Batch, BatchFiles, FilesFault
from sceau.issuing.queries.files import are_ready, can_be_taken, faults_of, files_of, still_since, why_missing
from sceau.issuing.reasons.papers import NAME_NOT_PRINTED
from sceau.issuing.states import BatchState, CredentialState, FilesState
from sceau.people.queries import person_of
from sceau.web.desk.doors import Desk, DeskRequest
from sceau.web.templatetags.words import spoken

EVERY: Final = 2  # seconds between two looks
STEP: Final = 10  # in hundredths: a reader of screens is told each tenth
SHOWN: Final = 5  # of what is missing, on the page of the batch
_SIGNED: Final = frozenset({BatchState.SIGNED, BatchState.DELIVERING, BatchState.DONE})


def files_about(request: DeskRequest, batch: Batch, moment: datetime) -> dict[str, Any]:
    """What the section of the files reads; nothing for whoever may not take them away."""
    if not request.desk.may(Right.PREPARE_CREDENTIALS) or not batch.lines_signed:
        return {"files_shown": False, "files_every": 0}
    files = files_of(batch)
    is_asked = files is not None and files.state == FilesState.ASKED
    signed = batch.state in _SIGNED or (batch.state == BatchState.RELEASED and batch.paused_at is not None)
    is_ready = are_ready(files, batch)
    missing = faults_of(files).count() if files is not None else 0
    done = min(files.done, files.total) if files is not None else 0
    hundredths = 100 * done // files.total if files is not None and files.total else 0
    told = hundredths - hundredths % STEP
    return {
        "files_shown": (signed or is_asked) and batch.state != BatchState.CANCELLED,
        "files": files,
        "files_done": done,
        "files_asked": is_asked,
        "files_ready": is_ready,
        "files_again": files is not None and not is_asked and not is_ready and files.state != FilesState.STOPPED,
        "files_given": can_be_taken(files, batch),
        "files_every": EVERY if is_asked else 0,
        "files_fault": _fault_of(files),
        "files_still": still_since(files, now=moment),
        "files_told": told if not is_asked or request.GET.get("files") != str(told) else None,
        "files_told_now": told,
        "missing": missing,
        "missing_rows": rows_of(faults_of(files)[:SHOWN], request.desk) if files is not None and missing else [],
    }


def rows_of(faults: Iterable[FilesFault], desk: Desk) -> list[dict[str, Any]]:
    """How what is missing is listed. url: where it is put right, "" where that is not for this person"""
    language = spoken()
    return [_row(each, desk, language) for each in faults]


def _row(fault: FilesFault, desk: Desk, language: str) -> dict[str, Any]:
    credential = fault.credential
    why, todo, url = why_missing(fault.code, fault.details, language), "", ""
    if fault.code == NAME_NOT_PRINTED.code:
        why = _("Nos papiers n’ont pas toutes les lettres de ce nom ; la preuve le porte, exact.")
        todo = _("Corriger le nom, en lettres latines : la preuve corrigée aura son certificat.")
        if desk.may(Right.CHANGE_CREDENTIALS):
            url = reverse("desk_credential_correct", args=[desk.institution.slug, credential.uuid])
    if credential.state == CredentialState.REPLACED:
        todo, url = _("Rien : une preuve corrigée la remplace."), ""
    return {
        "number": credential.line.number,
        "name": credential.line.name or str(person_of(credential.award.person)),
        "credential": credential,
        "why": why,
        "todo": todo
        or _("Préparer de nouveau les fichiers. Si cela dure, prévenir qui administre cette installation."),
        "url": url,
    }


def _fault_of(files: BatchFiles | None) -> str:
    return "" if files is None or not files.code else why_missing(files.code, files.details, spoken())
