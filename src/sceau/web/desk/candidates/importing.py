"""The import desk: a file, its columns, its rows one by one, then everybody enrolled."""

from __future__ import annotations

import io
from typing import Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sceau.assessment import rows
from sceau.assessment.columns import OWN
from sceau.assessment.errors import AssessmentError
from sceau.assessment.models import ImportDraft
from sceau.assessment.partners import seen_by_the_partner_of
from sceau.assessment.queries.sessions import sessions_seen_by
from sceau.assessment.rows import RowState
from sceau.assessment.services import importing
from sceau.assessment.services.taking_changes import may_change_people, take_changes, taken_of
from sceau.institutions.roles import Right
from sceau.intake.corrections import ENCODING, write_corrections
from sceau.intake.errors import IntakeError
from sceau.intake.fields import FIELDS
from sceau.people.models import Person
from sceau.people.queries import people_seen_by
from sceau.web.desk.candidates.finding import Here, no_longer_taken, refuse, session_here, to_list
from sceau.web.desk.candidates.staged import NAMES, as_checked, columns_shown, row_shown
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.desk.fields import DeskForm
from sceau.web.desk.sessions.finding import frame
from sceau.web.ports import ports
from sceau.web.templatetags.words import spoken

PER_PAGE: Final = 50
AT_ONCE: Final = 250  # rows enrolled by one request: two seconds
TAKEN_AT_ONCE: Final = 100  # changed rows taken over by one request, each in a transaction: two seconds
WRONG: Final = (RowState.TO_CORRECT, RowState.SUSPICIOUS)
TABS: Final = (
    (RowState.TO_CORRECT, gettext_lazy("À corriger")),
    (RowState.SUSPICIOUS, gettext_lazy("À vérifier")),
    (RowState.CHANGED, gettext_lazy("Changées")),
    (RowState.READY, gettext_lazy("Prêtes")),
    (RowState.ALREADY, gettext_lazy("Déjà dans la session")),
    (RowState.LEFT, gettext_lazy("Laissées de côté")),
)


class UploadForm(DeskForm):
    """A table of people."""

    file = forms.FileField(
        label=gettext_lazy("Fichier"),
        help_text=gettext_lazy(
            "CSV, XLSX ou ODS, 10 Mo et 5 000 lignes au plus. Une ligne de titres, puis une personne par ligne."
        ),
        error_messages={
            "required": gettext_lazy("Choisissez un fichier."),
            "empty": gettext_lazy("Ce fichier est vide."),
        },
    )
    sheet = forms.CharField(
        label=gettext_lazy("Feuille du classeur"),
        help_text=gettext_lazy("Seulement si le classeur en a plusieurs : sinon, elle est reconnue."),
        required=False,
        max_length=100,
    )


@desk_page(Right.MANAGE_SESSIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Bring a file; those that wait are listed."""
    here = session_here(request, uuid)
    if not here.manages:
        raise PermissionDenied
    if (closed := no_longer_taken(request, here)) is not None:
        return closed
    posted = request.method == "POST"
    form = UploadForm(request.POST if posted else None, request.FILES if posted else None)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            draft = importing.stage(
                session=here.session,
                content=file.read(importing.LIMITS.text_bytes + 1),
                name=file.name,
                sheet=form.cleaned_data["sheet"],
                by=request.user,
                now=now(),
            )
        except AssessmentError as refusal:
            refuse(form, refusal)
        else:
            return _to(request, draft)
    drafts = ImportDraft.objects.filter(session=here.session).order_by("created_at")
    context = {**frame(request, here.session, "desk_session_candidates"), "here": here, "form": form, "drafts": drafts}
    return render(request, "desk/candidates/import.html", context)


@desk_page(Right.MANAGE_SESSIONS)
@require_safe
def check(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """The rows of a staged file, by what is to be done with them."""
    here, draft = _draft(request, uuid)
    try:
        reading = rows.read(draft, today=localdate(now()))
    except IntakeError as refusal:
        messages.warning(request, refusal.sentence(spoken()))
        return redirect("desk_import_columns", request.desk.institution.slug, draft.uuid)
    counts = {state: len(reading.of(state)) for state in RowState}
    asked = request.GET.get("show", "")
    first = next((state for state, _label in TABS if counts[state]), RowState.READY)
    chosen = next((state for state, _label in TABS if state.value == asked), first)
    page = Paginator(reading.of(chosen), PER_PAGE).get_page(request.GET.get("page"))
    table = rows.table_of(draft)
    may_people = may_change_people(request.user, draft.session, now=now()) if counts[RowState.CHANGED] else False
    context = {
        **frame(request, here.session, "desk_session_candidates"),
        "here": here,
        "draft": draft,
        "page": page,
        "rows": [row_shown(each, draft, people_too=may_people) for each in page],
        "chosen": chosen.value,
        "file_tabs": [{"name": state.value, "label": label, "count": counts[state]} for state, label in TABS],
        "ready": counts[RowState.READY],
        "wrong": sum(counts[state] for state in WRONG),
        "changed": counts[RowState.CHANGED],
        "takes": sum(bool(taken_of(each, people_too=may_people)) for each in reading.of(RowState.CHANGED)),
        "already": counts[RowState.ALREADY],
        "ignored": counts[RowState.IGNORED],
        "columns": sum(found is not None for found in reading.mapping.values()),
        "aside": [header for header, found in reading.mapping.items() if found is None],
        "total": len(draft.headers),
        "accented": table.accented(),
    }
    return render(request, "desk/candidates/check.html", context)


@desk_page(Right.MANAGE_SESSIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """What each column holds: guessed, and corrected by a person."""
    here, draft = _draft(request, uuid)
    if request.method == "POST":
        mapping = {header: request.POST.get(f"column-{place}") or None for place, header in enumerate(draft.headers)}
        try:
            importing.map_columns(draft=draft, mapping=mapping, revision=_revision(request), by=request.user, now=now())
        except AssessmentError as refusal:
            messages.warning(request, refusal.sentence(spoken()))
        else:
            return _to(request, draft)
        draft.mapping = mapping
    context = {
        **frame(request, here.session, "desk_session_candidates"),
        "here": here,
        "draft": draft,
        "rows": columns_shown(draft),
        "choices": [(name, label) for name, label in NAMES.items() if name in FIELDS or name in OWN],
    }
    return render(request, "desk/candidates/columns.html", context)


@desk_page(Right.MANAGE_SESSIONS)
@require_POST
def row(request: DeskRequest, uuid: UUID, line: int) -> HttpResponse:
    """Correct a cell, settle a doubt, take a change over, leave a row aside or take it back."""
    _here, draft = _draft(request, uuid)
    act, by, moment = request.POST.get("act", ""), request.user, now()
    try:
        if act == "correct":
            for name, value in request.POST.items():
                place = name.removeprefix("cell-")
                if name.startswith("cell-") and place.isdigit() and int(place) < len(draft.headers):
                    header = draft.headers[int(place)]
                    importing.correct(draft=draft, line=line, header=header, value=str(value), by=by, now=moment)
        elif act == "settle":
            chosen = request.POST.get("person", "")
            known = _chosen(request, draft, chosen) if len(chosen) == 36 else None  # noqa: PLR2004 -- a uuid
            importing.settle(draft=draft, line=line, as_person=known, by=by, now=moment)
        elif act == "take":
            _tell_taken(request, draft, [line])
        elif act in ("leave", "take_back"):
            importing.leave(draft=draft, line=line, left=act == "leave", by=by, now=moment)
    except (AssessmentError, IntakeError) as refusal:
        messages.warning(request, refusal.sentence(spoken()))
    return _to(request, draft, show=request.POST.get("show", ""))


@desk_page(Right.MANAGE_SESSIONS)
@require_POST
def take(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Take over what the changed rows say, some hundred at a time."""
    _here, draft = _draft(request, uuid)
    try:
        _tell_taken(request, draft, None)
    except (AssessmentError, IntakeError) as refusal:
        messages.warning(request, refusal.sentence(spoken()))
    return _to(request, draft, show=RowState.CHANGED.value)


def _tell_taken(request: DeskRequest, draft: ImportDraft, lines: list[int] | None) -> None:
    done = take_changes(draft=draft, lines=lines, by=request.user, now=now(), box=ports().box, most=TAKEN_AT_ONCE)
    for refused in done.refused[:10]:
        sentence = refused.reason.sentence(spoken(), dict(refused.details))
        messages.warning(request, _("Ligne %(line)s : %(why)s.") % {"line": refused.line, "why": sentence})
    if done.taken:
        told = ngettext("%(n)s dossier suit le fichier.", "%(n)s dossiers suivent le fichier.", done.taken)
        messages.success(request, told % {"n": done.taken})
    if done.waiting:
        left = ngettext("%(n)s ligne attend encore.", "%(n)s lignes attendent encore.", done.waiting)
        messages.info(request, left % {"n": done.waiting})


@desk_page(Right.MANAGE_SESSIONS)
@require_safe
def wrong_rows(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """The rows that are not right, as a CSV to mend in a spreadsheet and bring back."""
    _here, draft = _draft(request, uuid)
    try:
        reading = rows.read(draft, today=localdate(now()))
    except IntakeError as refusal:
        raise Http404 from refusal
    target = io.StringIO(newline="")
    wrong = [as_checked(each) for state in WRONG for each in reading.of(state)]
    write_corrections(sorted(wrong, key=lambda each: each.line), rows.table_of(draft), target, language=spoken())
    answer = HttpResponse(target.getvalue().encode(ENCODING), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="a-corriger.csv"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@desk_page(Right.MANAGE_SESSIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Enrol everybody whose row is ready, some hundred at a time."""
    here, draft = _draft(request, uuid)
    tell = request.POST.get("tell", "") == "yes"
    if request.method == "POST":
        try:
            done = importing.confirm(draft=draft, by=request.user, now=now(), box=ports().box, tell=tell, most=AT_ONCE)
        except (AssessmentError, IntakeError) as refusal:
            messages.warning(request, refusal.sentence(spoken()))
            return _to(request, draft)
        for refused in done.refused[:10]:
            sentence = refused.reason.sentence(spoken(), dict(refused.details))
            messages.warning(request, _("Ligne %(line)s : %(why)s.") % {"line": refused.line, "why": sentence})
        if done.waiting and not done.refused:
            context = {
                **frame(request, here.session, "desk_session_candidates"),
                "here": here,
                "draft": draft,
                "done": done,
                "tell": tell,
            }
            return render(request, "desk/candidates/import_goes_on.html", context)
        if done.enrolled:
            told = ngettext("%(n)s personne est inscrite.", "%(n)s personnes sont inscrites.", done.enrolled)
            messages.success(request, told % {"n": done.enrolled})
        if ImportDraft.objects.filter(pk=draft.pk).exists():
            return _to(request, draft)
        return to_list(request, here.session)
    try:
        reading = rows.read(draft, today=localdate(now()))
    except IntakeError:
        return _to(request, draft)
    ready = reading.of(RowState.READY)
    context = {
        **frame(request, here.session, "desk_session_candidates"),
        "here": here,
        "draft": draft,
        "ready": len(ready),
        "new": sum(each.person is None for each in ready),
        "minors": sum(bool(each.under_age) for each in ready),
        "unreachable": sum(not each.values.get("email") for each in ready),
        "examples": ready[:3],
    }
    return render(request, "desk/candidates/import_confirm.html", context)


@desk_page(Right.MANAGE_SESSIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def drop(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Forget the file."""
    here, draft = _draft(request, uuid)
    if request.method == "POST":
        importing.drop(draft=draft, by=request.user, now=now())
        messages.success(request, _("Le fichier est abandonné : personne n’en a été inscrit depuis."))
        return to_list(request, here.session)
    return render(
        request,
        "desk/candidates/import_drop.html",
        {**frame(request, here.session, "desk_session_candidates"), "here": here, "draft": draft},
    )


def _chosen(request: DeskRequest, draft: ImportDraft, chosen: str) -> Person | None:
    """One of the people whom this desk sees, or whom a partner meets in its sessions."""
    seen = people_seen_by(request.desk.memberships)
    if draft.session.institution_id != request.desk.institution.pk:
        seen = Person.objects.filter(seen_by_the_partner_of(draft.session), root=None).select_related("institution")
    try:
        return seen.filter(uuid=chosen).first()
    except ValidationError:  # no uuid at all
        return None


def _draft(request: DeskRequest, uuid: UUID) -> tuple[Here, ImportDraft]:
    seen = sessions_seen_by(request.desk.memberships).values("pk")
    found = ImportDraft.objects.filter(uuid=uuid, session__in=seen).select_related("session").first()
    if found is None:
        raise Http404
    here = session_here(request, found.session.uuid)
    if not here.manages:
        raise PermissionDenied
    found.session = here.session
    return here, found


def _to(request: DeskRequest, draft: ImportDraft, show: str = "") -> HttpResponse:
    answer = redirect("desk_import", request.desk.institution.slug, draft.uuid)
    if show in {state.value for state in RowState}:
        answer["Location"] += f"?show={show}"
    return answer


def _revision(request: DeskRequest) -> int:
    typed = request.POST.get("revision", "")
    return int(typed) if typed.isdigit() and len(typed) < 10 else -1  # noqa: PLR2004 -- figures of a number that we gave
