"""The rows of a file of past results, by what is to be done with them; corrected, settled or left aside in place."""

from __future__ import annotations

from typing import Any, Final, cast
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.timezone import now
from django.views.decorators.http import require_POST, require_safe

from sceau.assessment.errors import AssessmentError
from sceau.assessment.models import ResultsFile, ResultsPiece, ResultsRow
from sceau.assessment.services import results_files
from sceau.assessment.services.results_checking import WRONG, wrong_rows
from sceau.assessment.states import FileRowState, FileState
from sceau.institutions.roles import Right
from sceau.intake.corrections import ENCODING, wrong_lines
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.desk.imports.finding import AT_WORK, TABS, file_here, frame, hands, number_in, tell, to_file
from sceau.web.templatetags.words import spoken

PER_PAGE: Final = 50
EVERY: Final = 2  # seconds between two looks at how far it is
_SHOWN: Final = 2_000  # signs of a cell that can be typed anew; a longer one is mended in the file


@desk_page(Right.MANAGE_SESSIONS)
@require_safe
def check(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Counts, and the rows of one state; how far it is while a worker is at it."""
    file = file_here(request, uuid)
    context = frame(file)
    if file.state in AT_WORK:
        return render(request, "desk/imports/at_work.html", context | {"every": EVERY, "total": max(file.expected, 1)})
    if file.state == FileState.DONE:
        return render(request, "desk/imports/done.html", context)
    return render(request, "desk/imports/check.html", context | _shown(request, file))


@desk_page(Right.MANAGE_SESSIONS)
@require_POST
def row(request: DeskRequest, uuid: UUID, line: int) -> HttpResponse:
    """Correct cells, settle a doubt, leave a row aside or take it back."""
    file, act = file_here(request, uuid), request.POST.get("act", "")
    given: dict[str, Any] = {"file": file, "line": line, "by": request.user, "now": now(), **hands(request)}
    try:
        if act == "correct":
            places = {name.removeprefix("cell-"): str(value) for name, value in request.POST.items()}
            results_files.correct(
                cells={number_in(place): value for place, value in places.items() if number_in(place) >= 0}, **given
            )
        elif act == "settle":
            results_files.settle(**given)
        elif act in ("leave", "take_back"):
            results_files.leave(left=act == "leave", **given)
    except AssessmentError as refusal:
        tell(request, refusal)
    asked = {name: request.POST.get(name, "") for name in ("show", "page")}
    return to_file(request, file, urlencode({name: value for name, value in asked.items() if value}))


@desk_page(Right.MANAGE_SESSIONS)
@require_POST
def again(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Every row is checked once more."""
    file = file_here(request, uuid)
    try:
        results_files.check_again(file=file, by=request.user, now=now(), **hands(request))
    except AssessmentError as refusal:
        tell(request, refusal)
    return to_file(request, file)


@desk_page(Right.MANAGE_SESSIONS)
@require_safe
def wrong(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """The rows that are not right, as a CSV to mend in a spreadsheet and bring back; sent as it is read."""
    file = file_here(request, uuid)
    delimiter = file.reading.get("delimiter", "")
    lines = wrong_lines(wrong_rows(file, spoken()), file.headers, delimiter, language=spoken())
    told = (line.encode(ENCODING if first else "utf-8") for first, line in _with_first(lines))
    answer = StreamingHttpResponse(told, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="a-corriger.csv"'
    answer["X-Content-Type-Options"] = "nosniff"
    return cast(HttpResponse, answer)  # a page of the desk gives either


def _with_first(lines: Any) -> Any:
    return ((place == 0, line) for place, line in enumerate(lines))


def _shown(request: DeskRequest, file: ResultsFile) -> dict[str, Any]:
    counts = file.counts
    asked = request.GET.get("show", "")
    first = next((state for state, _label in TABS if counts.get(state)), FileRowState.READY)
    chosen = next((state for state, _label in TABS if state.value == asked), first)
    words = request.GET.get("q", "").strip()[:100]
    found = ResultsRow.objects.filter(file=file, state=chosen).order_by("line")
    if words:
        found = found.filter(name__icontains=words)
    paginator = Paginator(found, PER_PAGE)
    if not words:
        paginator.count = counts.get(chosen, 0)  # counted with the rows already
    page = paginator.get_page(request.GET.get("page"))
    mapping = _fields(file)
    return {
        "page": page,
        "rows": [_row(each, file) for each in page],
        "chosen": chosen.value,
        "words": words,
        "file_tabs": [
            {"name": state.value, "label": label, "count": counts.get(state, 0)}
            for state, label in TABS
            if counts.get(state) or state in (FileRowState.READY, chosen)
        ],
        "ready": counts.get(FileRowState.READY, 0),
        "wrong": sum(counts.get(state, 0) for state in WRONG),
        "total": sum(counts.values()),
        "aside": mapping,
        "accented": file.reading.get("accented", []) if not file.reading.get("certain", True) else [],
        "sheets": file.reading.get("sheets", []) if len(file.reading.get("sheets", [])) > 1 else [],
        "pieces": ResultsPiece.objects.filter(file=file).count(),
    }


def _fields(file: ResultsFile) -> list[str]:
    """The columns that somebody left aside."""
    return [header for header in file.headers if file.mapping.get(header, "") is None]


def _row(row: ResultsRow, file: ResultsFile) -> dict[str, Any]:
    language = spoken()
    findings = []
    for found in row.findings:
        place = found["place"]
        cell = row.cells[place] if place is not None and place < len(row.cells) else found["value"]
        suggestion = found["suggestion"]
        findings.append(
            {
                **found,
                "sentence": found.get(language) or found["fr"],
                "cell": cell,
                "is_short": place is not None and len(cell) <= _SHOWN,
                "suggestion": suggestion if place is not None and "|" not in suggestion and suggestion != cell else "",
                "several": suggestion if "|" in suggestion else "",
            }
        )
    return {
        "line": row.line,
        "name": row.name or next((cell[:80] for cell in row.cells if cell.strip()), ""),
        "email": row.values.get("email", ""),
        "state": str(row.state),
        "settled": row.settled,
        "findings": findings,
    }
