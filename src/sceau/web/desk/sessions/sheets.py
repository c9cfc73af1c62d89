"""An attendance sheet: presences noted, lines signed on screen, the paper deposited, and closed."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sceau.assessment.errors import AssessmentError
from sceau.assessment.models import Attendance, Session, Sheet
from sceau.assessment.queries.examday import lines_of, sheet_of
from sceau.assessment.services.attendance import LARGEST_SCAN, OPEN
from sceau.assessment.services.examday import add_line, attach_scan, close_sheet, note_presence, sign_line
from sceau.assessment.states import Presence
from sceau.engine.errors import EngineError
from sceau.institutions.roles import Right
from sceau.intake.errors import UnfitUpload
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.desk.fields import DeskForm
from sceau.web.desk.sessions.finding import back_to, done, frame, may_with, refuse, session_or_404
from sceau.web.desk.sessions.printing.attendance import quality_named
from sceau.web.desk.sessions.printing.common import half_named
from sceau.web.desk.sessions.wording import person_named
from sceau.web.desk.turned_away import without_right
from sceau.web.ports import ports
from sceau.web.templatetags.words import spoken

METHODS: Final = ["GET", "HEAD", "POST"]
_NOTED: Final = (Presence.PRESENT, Presence.ABSENT, Presence.EXCUSED)


class LineForm(DeskForm):
    """Somebody else who is there."""

    name = forms.CharField(max_length=200, label=gettext_lazy("Nom"))
    quality = forms.CharField(
        required=False,
        max_length=120,
        label=gettext_lazy("À quel titre"),
        help_text=gettext_lazy("Par exemple : surveillance."),
    )


class SignForm(DeskForm):
    """What was drawn."""

    drawn = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)


class ScanForm(DeskForm):
    """The paper that was signed."""

    scan = forms.FileField(
        label=gettext_lazy("La feuille signée"),
        help_text=gettext_lazy("Un PDF ou une photo, quinze mégaoctets au plus."),
        error_messages={"required": gettext_lazy("Choisissez un fichier.")},
    )


@desk_page(Right.SEE_SESSIONS)
@require_safe
def sheet(request: DeskRequest, uuid: UUID, sheet: UUID) -> HttpResponse:
    """Its lines."""
    session, row = _found(request, uuid, sheet)
    return _page(request, session, row)


@desk_page(Right.MANAGE_SESSIONS)
@require_POST
def note(request: DeskRequest, uuid: UUID, sheet: UUID) -> HttpResponse:
    """Who is there, absent, excused; or that all who are not noted are absent."""
    session, row = _found(request, uuid, sheet)
    lines = list(lines_of(row))
    if request.POST.get("act") == "rest":
        noted = {each.pk: Presence.ABSENT.value for each in lines if each.presence == Presence.EXPECTED}
    else:
        typed = {each.pk: request.POST.get(f"line-{each.pk}", "") for each in lines}
        noted = {pk: presence for pk, presence in typed.items() if presence}

    def act() -> str:
        note_presence(sheet=row, noted=noted, by=request.user, now=now())
        return _("Les présences sont notées.")

    return done(request, session, act, page="desk_session_sheet", more=(row.uuid,))


@desk_page(Right.MANAGE_SESSIONS)
@require_http_methods(METHODS)
def sign(request: DeskRequest, uuid: UUID, sheet: UUID, line: int) -> HttpResponse:
    """Hand the screen to somebody: they sign, and it comes back to the sheet."""
    session, row = _found(request, uuid, sheet)
    if not may_with(request.desk, session, Right.MANAGE_SESSIONS):
        return without_right(request)
    found = get_object_or_404(lines_of(row), pk=line)
    form = SignForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            sign_line(line=found, drawn=form.cleaned_data["drawn"], by=request.user, now=now())
        except AssessmentError as refusal:
            form.add_error(None, refusal.sentence(spoken()))
        else:
            return back_to("desk_session_sheet", request, session, row.uuid)
    context = frame(request, session, "desk_session_day") | {
        "sheet": row,
        "half": half_named(row.half),
        "who": _name(found),
        "form": form,
        "today": row.day == localdate(),
    }
    return render(request, "desk/sessions/sign.html", context)


@desk_page(Right.MANAGE_SESSIONS)
@require_POST
def line_add(request: DeskRequest, uuid: UUID, sheet: UUID) -> HttpResponse:
    """Somebody else who is there."""
    session, row = _found(request, uuid, sheet)
    if not may_with(request.desk, session, Right.MANAGE_SESSIONS):
        return without_right(request)
    form = LineForm(request.POST)
    if form.is_valid():
        try:
            add_line(sheet=row, by=request.user, now=now(), **form.cleaned_data)
        except AssessmentError as refusal:
            refuse(form, refusal)
        else:
            return back_to("desk_session_sheet", request, session, row.uuid)
    return _page(request, session, row, line=form)


@desk_page(Right.SEE_SESSIONS)
@require_http_methods(METHODS)
def scan(request: DeskRequest, uuid: UUID, sheet: UUID) -> HttpResponse:
    """The signed paper: deposited by POST, given back as a file to keep."""
    session, row = _found(request, uuid, sheet)
    if request.method != "POST":
        return _kept(row)
    if not may_with(request.desk, session, Right.MANAGE_SESSIONS):
        return without_right(request)
    form = ScanForm(request.POST, request.FILES)
    if form.is_valid():
        upload = form.cleaned_data["scan"]
        try:
            attach_scan(
                sheet=row,
                content=upload.read(LARGEST_SCAN + 1),
                name=upload.name or "",
                files=ports().files,
                by=request.user,
                now=now(),
            )
        except (AssessmentError, UnfitUpload) as refusal:
            form.add_error("scan", refusal.sentence(spoken()))
        else:
            return back_to("desk_session_sheet", request, session, row.uuid)
    return _page(request, session, row, scan=form)


@desk_page(Right.MANAGE_SESSIONS)
@require_POST
def close(request: DeskRequest, uuid: UUID, sheet: UUID) -> HttpResponse:
    """It does not change any more."""
    session, row = _found(request, uuid, sheet)
    return done(
        request,
        session,
        lambda: _closed(request, row),
        page="desk_session_sheet",
        more=(row.uuid,),
    )


def _closed(request: DeskRequest, row: Sheet) -> str:
    close_sheet(sheet=row, by=request.user, now=now())
    return _("La feuille est close.")


def _page(
    request: DeskRequest, session: Session, row: Sheet, *, line: LineForm | None = None, scan: ScanForm | None = None
) -> HttpResponse:
    lines = list(lines_of(row))
    lines.sort(key=lambda each: (each.candidate is None, each.candidate.number if each.candidate else 0, each.name))
    may_write = (
        may_with(request.desk, session, Right.MANAGE_SESSIONS) and session.state in OPEN and row.closed_at is None
    )
    context = frame(request, session, "desk_session_day") | {
        "sheet": row,
        "half": half_named(row.half),
        "rows": [
            {
                "line": each,
                "name": _name(each),
                "detail": _("n° %(n)s") % {"n": each.candidate.number}
                if each.candidate
                else quality_named(each.quality),
                "presence": Presence(each.presence).label,
            }
            for each in lines
        ],
        "unknown": sum(each.presence == Presence.EXPECTED for each in lines),
        "choices": [(each.value, each.label) for each in _NOTED],
        "may_write": may_write,
        "today": row.day == localdate(),
        "form": line or LineForm(),
        "scan": scan or ScanForm(),
    }
    return render(request, "desk/sessions/sheet.html", context)


def _found(request: DeskRequest, uuid: UUID, sheet: UUID) -> tuple[Session, Sheet]:
    session = session_or_404(request, uuid)
    row = sheet_of(session, sheet)
    if row is None:
        raise Http404
    return session, row


def _name(line: Attendance) -> str:
    return person_named(line.candidate.person) if line.candidate else line.name


def _kept(row: Sheet) -> HttpResponse:
    """The file, only ever to be saved: its type is the one that was sniffed, and nothing of it runs here."""
    if not row.scan_digest:
        raise Http404
    try:
        content = ports().files.read(row.scan_digest)
    except EngineError as error:
        raise Http404 from error
    response = HttpResponse(content, content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="emargement-{row.day}-{row.half}{_ending(row.scan_name)}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


def _ending(name: str) -> str:
    ending = name.rpartition(".")[2].lower()
    return f".{ending}" if ending.isascii() and ending.isalnum() and len(ending) <= 4 else ""  # noqa: PLR2004 -- .jpeg
