"""What each column of a file of past results holds, and which sheet of a workbook is read."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.timezone import now
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from sceau.assessment.models import ResultsFile
from sceau.assessment.services import results_files
from sceau.institutions.roles import Right
from sceau.intake import IntakeError, match_columns
from sceau.web.desk.candidates.staged import NAMES as OF_PEOPLE
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.desk.imports.finding import METHODS, REFUSALS, file_here, frame, hands, number_in, tell, to_file

_NOT_HERE: Final = frozenset({"access_route", "initiative", "edof_number", "cohort", "arrangement"})
NAMES: Final[dict[str, str | Promise]] = {
    **{name: label for name, label in OF_PEOPLE.items() if name not in _NOT_HERE},
    "assessed_on": gettext_lazy("Date de l’évaluation ou de la décision"),
    "score": gettext_lazy("Note ou score"),
    "decision": gettext_lazy("Décision"),
    "supervision": gettext_lazy("Surveillance"),
    "identity_checked": gettext_lazy("Identité vérifiée"),
    "session": gettext_lazy("Session"),
    "attempt": gettext_lazy("Passage"),
    "evidence_file": gettext_lazy("Fichier de preuve"),
    "evidence_url": gettext_lazy("Lien vers une preuve"),
    "narrative": gettext_lazy("Récit"),
    "reason": gettext_lazy("Motif ou commentaire"),
    "public_page_consent": gettext_lazy("Accord de publication"),
}


@desk_page(Right.MANAGE_SESSIONS)
@require_http_methods(METHODS)
def columns(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Guessed, shown with samples, corrected by a person, and remembered for the next file of the same columns."""
    file = file_here(request, uuid)
    if request.method == "POST":
        mapping = {header: request.POST.get(f"column-{place}") or None for place, header in enumerate(file.headers)}
        try:
            results_files.map_columns(
                file=file,
                mapping=mapping,
                revision=number_in(request.POST.get("revision", "")),
                by=request.user,
                now=now(),
                **hands(request),
            )
        except REFUSALS as refusal:
            tell(request, refusal)
        else:
            return to_file(request, file)
        file.mapping = mapping
    context = frame(file) | {"columns": _columns(file), "choices": list(NAMES.items())}
    return render(request, "desk/imports/columns.html", context)


@desk_page(Right.MANAGE_SESSIONS)
@require_POST
def sheet(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Another sheet of the workbook; what was corrected in this one is forgotten."""
    file = file_here(request, uuid)
    chosen = request.POST.get("sheet", "")
    try:
        results_files.choose_sheet(file=file, sheet=chosen, by=request.user, now=now(), **hands(request))
    except REFUSALS as refusal:
        tell(request, refusal)
    return to_file(request, file)


def _columns(file: ResultsFile) -> list[dict[str, Any]]:
    samples: list[list[str]] = file.reading.get("samples", [])
    rows = [[each[n] if n < len(each) else "" for each in samples] for n in range(3)]
    try:
        mapping = match_columns(file.headers, mapping=file.mapping, samples=rows).mapping
    except IntakeError:  # one field for two columns: shown as it was chosen
        mapping = dict(file.mapping)
    return [
        {
            "place": place,
            "header": header,
            "chosen": mapping.get(header) or "",
            "values": samples[place] if place < len(samples) else [],
        }
        for place, header in enumerate(file.headers)
    ]
