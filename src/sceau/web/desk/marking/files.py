"""Marks that come on paper or in a file."""

from __future__ import annotations

from dataclasses import astuple, dataclass, replace
from hashlib import sha256
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sceau.accounts.models import User
from sceau.assessment.errors import AssessmentError
from sceau.assessment.marks_file import MarksRead, read_marks
from sceau.assessment.models import Assessor, Session
from sceau.assessment.queries.sessions import settings_of
from sceau.assessment.services.keying import key_in
from sceau.assessment.services.standing import criteria_of
from sceau.assessment.services.taking_in import Taken, take_in
from sceau.assessment.states import SessionState
from sceau.assessment.ties import rules_in
from sceau.engine.errors import EngineError
from sceau.engine.marking.rules import AssessmentRules
from sceau.institutions.roles import Right
from sceau.intake.errors import IntakeError, UnreadableFile
from sceau.intake.reasons import EMPTY_FILE
from sceau.intake.table import open_table
from sceau.intake.uploads import SCANS, examine
from sceau.web.assessor.wording import event_name, person_name
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.desk.marking.finding import attempt_here, framed, managed
from sceau.web.desk.marking.forms import KeyForm, ResultsForm
from sceau.web.desk.sessions.finding import back_to, refuse
from sceau.web.ports import ports
from sceau.web.templatetags.words import spoken

METHODS = ["GET", "HEAD", "POST"]
SHOWN = 50  # findings of a file, said one by one
MEGABYTE = 1024 * 1024
LARGEST = 20  # megabytes of a table
LOOKED_AT = "marks-files"  # in the session of the browser: assessment session → the files looked at, last one last
SAID = ("event", "source", "words", "assessed_on")  # of a file, besides what its scores mean
KEPT = 5  # of one assessment session, and as many of those: tabs that are open at once


@desk_page(Right.MANAGE_SESSIONS)
@require_http_methods(METHODS)
def key(request: DeskRequest, uuid: UUID, event: str) -> HttpResponse:
    """Key in a grid that was filled in on paper, or what somebody observed."""
    attempt, rules, shown = attempt_here(request, uuid, event)
    session = attempt.candidate.session
    posted = request.method == "POST"
    form = KeyForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        people=_assessors(session),
        rules=rules,
        criteria=criteria_of(shown, attempt.scope),
        initial={"source": "paper"},
    )
    if form.is_valid():
        values = form.cleaned_data
        try:
            key_in(
                attempt=attempt,
                event=event,
                levels={name: values[f"level-{name}"] for name in form.criteria},
                comments={name: values[f"comment-{name}"] for name in form.criteria},
                source=values["source"],
                assessor=values["assessor"],
                observer=values["observer"],
                assessed_on=values["assessed_on"],
                words=values["words"],
                digest=_scan(form, session),
                by=request.user,
                now=now(),
            )
        except AssessmentError as refusal:
            named = f"level-{refusal.field}" if refusal.field in form.criteria else refusal.field
            form.add_error(named if named in form.fields else None, refusal.sentence(spoken()))
        except (EngineError, IntakeError) as refusal:
            form.add_error("scan", refusal.sentence(spoken()))
        else:
            messages.success(request, _("La grille est saisie."))
            return back_to("desk_session_grids", request, session)
    context = framed(
        request,
        session,
        attempt=attempt,
        candidate_name=person_name(attempt.candidate),
        event=shown,
        event_name=event_name(shown),
        form=form,
    )
    return render(request, "desk/marking/key_in.html", context)


@desk_page(Right.MANAGE_SESSIONS)
@require_http_methods(METHODS)
def results(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Take in a file of a quiz or of a platform: first what it would do, then for good."""
    session = managed(request, uuid)
    rules = rules_in(session)
    posted = request.method == "POST"
    form = ResultsForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        events=[(each.id, event_name(each)) for each in rules.events],
        rules=rules,
        initial={"source": "quiz"},
    )
    found: _Found | None = None
    if form.is_valid():
        try:
            found = _take(request, session, rules, form)
        except AssessmentError as refusal:
            refuse(form, refusal)
        except (EngineError, IntakeError) as fault:
            form.add_error("file", fault.sentence(spoken()))
        else:
            _say(request, found)
    findings = [*found.read.findings, *found.taken.findings] if found else []
    context = framed(
        request,
        session,
        form=form,
        taken=found.taken if found else None,
        looked=found.looked if found else None,
        done=found is not None and found.done,
        findings=[{"line": each.line, "words": each.sentence(spoken())} for each in findings[:SHOWN]],
        more=max(0, len(findings) - SHOWN),
        begun=session.state == SessionState.EVENTS,
    )
    return render(request, "desk/marking/results.html", context)


@dataclass(frozen=True, slots=True)
class _Looked:
    """A file that was looked at. how: what the form said of it then, as a digest"""

    digest: str
    name: str
    how: str


@dataclass(frozen=True, slots=True)
class _Found:
    """What a file holds and what it does. done: for good"""

    looked: _Looked
    read: MarksRead
    taken: Taken
    done: bool


def _take(request: DeskRequest, session: Session, rules: AssessmentRules, form: ResultsForm) -> _Found:
    """Look, or take in what was looked at with the same words: nothing is written that nobody saw."""
    values = form.cleaned_data
    how = sha256(repr((sorted(form.thresholds.items()), *map(values.get, SAID))).encode()).hexdigest()
    before = _looked(request, session) if values["file"] is None else None
    looked, content = _content(request, session, values["file"], before, how)
    done = "take" in request.POST and before is not None and before.how == how
    event = rules.event(values["event"])
    read = read_marks(open_table(content), rules, event.criteria, form.thresholds)
    taken = take_in(
        session=session,
        event=event.id,
        rows=read.rows,
        source=values["source"],
        words=values["words"] or looked.name,
        digest=sha256(content).hexdigest(),
        assessed_on=values["assessed_on"],
        dry=not done,
        by=request.user,
        now=now(),
    )
    return _Found(looked, read, taken, done)


def _say(request: DeskRequest, found: _Found) -> None:
    if found.done:
        taken = found.taken
        messages.success(
            request,
            _("Repris : %(new)s résultats nouveaux, %(changed)s changés, %(same)s déjà là.")
            % {"new": taken.new, "changed": taken.changed, "same": taken.same},
        )
    elif "take" in request.POST:
        messages.warning(
            request, _("Le fichier ou ce que vous en dites a changé : regardez ce qu’il ferait, puis reprenez-le.")
        )


def _looked(request: DeskRequest, session: Session) -> _Looked | None:
    """The file that the page was about, else the last one that was looked at for this assessment session."""
    asked = request.POST.get("looked", "")
    files = [_Looked(*each) for each in request.session.get(LOOKED_AT, {}).get(str(session.uuid), ())]
    return next((each for each in reversed(files) if asked in ("", each.digest)), None)


def _content(
    request: DeskRequest, session: Session, file: UploadedFile[bytes] | None, before: _Looked | None, how: str
) -> tuple[_Looked, bytes]:
    """The file that was chosen, else the one that was looked at before. raises: UnreadableFile, EngineError"""
    if file is not None:
        content = file.read()
        looked = _Looked(ports().files.put(content, limit=LARGEST * MEGABYTE), (file.name or "")[:200], how)
    elif before is not None:
        content = ports().files.read(before.digest)
        looked = replace(before, how=how)
    else:
        raise UnreadableFile(EMPTY_FILE)
    there = request.session.get(LOOKED_AT, {})
    files = [each for each in there.pop(str(session.uuid), []) if each[0] != looked.digest]
    there[str(session.uuid)] = [*files, list(astuple(looked))][-KEPT:]
    request.session[LOOKED_AT] = dict(list(there.items())[-KEPT:])
    return looked, content


def _scan(form: KeyForm, session: Session) -> str:
    """The digest under which the scanned grid is kept; "" when there is none. raises: EngineError, IntakeError"""
    file = form.cleaned_data["scan"]
    if file is None:
        return ""
    limit = settings_of(session.institution).piece_megabytes * MEGABYTE
    content = file.read()
    examine(content, file.name, limit=limit, allowed=SCANS)
    return ports().files.put(content, limit=limit)


def _assessors(session: Session) -> QuerySet[User]:
    declared = Assessor.objects.filter(session=session, declared_at__isnull=False)
    return User.objects.filter(pk__in=declared.values("user")).order_by("name")
