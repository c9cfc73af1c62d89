"""The grid of one candidate in one event. With its script marks leave by themselves; without it the form does all."""

from __future__ import annotations

from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sceau.assessment.errors import AssessmentError
from sceau.assessment.models import Assessor, Mark, Marking, Piece
from sceau.assessment.queries.marking import (
    Beside,
    arrangements_to_know,
    beside,
    grid_of,
    pieces_beside,
    pieces_for,
    still_assesses,
)
from sceau.assessment.reasons.marking import BOTH_ARE_IN, DECLARE_FIRST, SET_ASIDE, SUBMITTED
from sceau.assessment.rulebook import rules_of_version
from sceau.assessment.services.marking import (
    CONFLICT,
    LONGEST_COMMENT,
    Answer,
    Write,
    receive,
    submit,
    take_back,
)
from sceau.assessment.services.standing import criteria_of, hindrance_of, place_of, why_it_stays
from sceau.assessment.settling import ABSENT
from sceau.engine.marking.rules import AssessmentRules
from sceau.engine.model.grids import Criterion
from sceau.web import downloads
from sceau.web.assessor.doors import AssessorRequest, assessor_page
from sceau.web.assessor.wording import event_name, frame, person_name, told
from sceau.web.desk.candidates.wording import ARRANGEMENTS
from sceau.web.ports import ports
from sceau.web.templatetags.words import spoken

LARGEST_REVISION = 2**31 - 1


@assessor_page
@require_http_methods(["GET", "HEAD", "POST"])
def screen(request: AssessorRequest, uuid: UUID) -> HttpResponse:
    """Mark, keep what was typed, hand in."""
    marking, place = _mine(request, uuid)
    hindrance = hindrance_of(marking, by=request.user, now=now(), place=place)
    if hindrance is DECLARE_FIRST:
        messages.info(request, _("Dites d’abord quels candidats vous connaissez."))
        return redirect("assess_declaration", marking.attempt.candidate.session.uuid)
    refusals: list[str] = []
    if request.method == "POST":
        refusals = _posted(request, marking)
        if not refusals:
            return _afterwards(request, marking)
        marking, place = _mine(request, uuid)
    context = _context(request, marking)
    stays = why_it_stays(marking, context["event"]) if hindrance is SUBMITTED else None
    context |= {
        "refusals": refusals,
        "submitted": hindrance is SUBMITTED,
        "stays": stays.sentence(spoken(), {}) if stays else "",
        "all_in": stays is BOTH_ARE_IN,
        "hindrance": hindrance.sentence(spoken(), {}) if hindrance else "",
        "set_aside": hindrance is SET_ASIDE,
    }
    return render(request, "assessor/marking.html", context, status=409 if refusals else 200)


@assessor_page
@require_POST
def back(request: AssessorRequest, uuid: UUID) -> HttpResponse:
    """Open again what was handed in."""
    marking, _place = _mine(request, uuid)
    try:
        take_back(marking=marking, by=request.user, now=now())
    except AssessmentError as refusal:
        messages.warning(request, refusal.sentence(spoken()))
    else:
        messages.success(request, _("Votre grille est de nouveau ouverte."))
    return redirect("assess_marking", marking.uuid)


@assessor_page
@require_safe
def piece(request: AssessorRequest, uuid: UUID) -> HttpResponse:
    """A piece of the evidence of somebody whom one marks, to save."""
    found = pieces_for(request.user).select_related("attempt__candidate__session").filter(uuid=uuid).first()
    if found is None or not still_assesses(request.user, found.attempt.candidate.session, now=now()):
        raise Http404
    return downloads.of_piece(found, ports().files)


def _mine(request: AssessorRequest, uuid: UUID) -> tuple[Marking, Assessor]:
    marking = grid_of(request.user, uuid)
    place = place_of(request.user, marking.attempt.candidate.session, now=now()) if marking else None
    if marking is None or place is None:
        raise Http404
    return marking, place


def _posted(request: AssessorRequest, marking: Marking) -> list[str]:
    """Write what the form says, hand in if that was asked; gives what was refused."""
    try:
        answers = receive(marking=marking, writes=_writes(request, marking), by=request.user, now=now()).answers
        refused = [_sentence(each) for each in answers if each.reason is not None or each.outcome == CONFLICT]
        if not refused and ("submit" in request.POST or "absent" in request.POST):
            submit(marking=marking, absent="absent" in request.POST, by=request.user, now=now())
    except AssessmentError as refusal:
        return [refusal.sentence(spoken())]
    return list(dict.fromkeys(refused))


def _writes(request: AssessorRequest, marking: Marking) -> list[Write]:
    """What the form changes: a criterion that stands as it was shown, or as it is now, says nothing."""
    marks = {mark.criterion: mark for mark in marking.marks.all()}
    base = request.POST.get("revision", "")
    writes = []
    for name in marking.attempt.scope:
        if f"seen-{name}" not in request.POST:
            continue
        level = request.POST.get(f"level-{name}", "")
        comment = request.POST.get(f"comment-{name}", "").replace("\r\n", "\n").strip()
        mark = marks.get(name)
        there = (mark.level, mark.comment) if mark else ("", "")
        if (level, comment) == there or _seen(level, comment) == request.POST[f"seen-{name}"]:
            continue
        writes.append(
            Write(
                uuid=uuid4(),
                criterion=name,
                level=level,
                comment=comment,
                base=min(int(base), LARGEST_REVISION) if base.isdecimal() else 0,
            )
        )
    return writes


def _sentence(answer: Answer) -> str:
    if answer.reason is None:
        return _(
            "Un critère a été noté autrement depuis un autre appareil. Rien n’a été remplacé : regardez les notes "
            "ci-dessous et changez-les s’il le faut."
        )
    return answer.reason.sentence(spoken(), answer.details) + "."


def _afterwards(request: AssessorRequest, marking: Marking) -> HttpResponse:
    name = person_name(marking.attempt.candidate)
    if "submit" not in request.POST and "absent" not in request.POST:
        messages.success(request, _("Vos notes sont enregistrées."))
        return redirect("assess_marking", marking.uuid)
    messages.success(request, _("Votre grille pour %(name)s est remise.") % {"name": name})
    following = beside(marking).following
    return redirect("assess_marking", following) if following else redirect("assess")


def _context(request: AssessorRequest, marking: Marking) -> dict[str, Any]:
    attempt = marking.attempt
    session = attempt.candidate.session
    rules = rules_of_version(session.version)
    event = rules.event(marking.event)
    marks = {mark.criterion: mark for mark in marking.marks.all()}
    criteria = criteria_of(event, attempt.scope)
    here = beside(marking)
    pieces = list(pieces_beside(request.user, marking))
    return frame(
        session,
        marking=marking,
        candidate=attempt.candidate,
        name=person_name(attempt.candidate),
        event_name=event_name(event),
        event=event,
        again=attempt.number > 1,
        criteria=[
            _criterion(rules, rules.grid.criterion(name), marks.get(name), at)
            for at, name in enumerate(criteria, start=1)
        ],
        count=len(criteria),
        marked=sum(bool(marks.get(name) and marks[name].level) for name in criteria),
        most=LONGEST_COMMENT,
        beside=here,
        near=_near(here),
        arrangements=[
            {"name": ARRANGEMENTS.get(each.kind, each.kind), "arrangement": each}
            for each in arrangements_to_know(marking)
        ],
        pieces=[_piece(each) for each in pieces],
        third=marking.place > event.assessors > 1,
    )


def _near(here: Beside) -> str:
    return " ".join(reverse("assess_marking", args=[uuid]) for uuid in here.near)


def _criterion(rules: AssessmentRules, criterion: Criterion, mark: Mark | None, at: int) -> dict[str, Any]:
    level, comment = (mark.level, mark.comment) if mark else ("", "")
    return {
        "id": criterion.id,
        "at": at,
        "label": told(criterion.label),
        "eliminatory": criterion.eliminatory,
        "level": level,
        "comment": comment,
        "seen": _seen(level, comment),
        "absent": level == ABSENT,
        "levels": [
            {
                "code": each.code,
                "label": told(each.label),
                "sentence": told(criterion.levels.get(each.code)),
                "below": not rules.is_acquired(criterion.id, each.code),
                "chosen": each.code == level,
            }
            for each in rules.grid.scale
        ],
    }


def _seen(level: str, comment: str) -> str:
    return sha256(f"{level}\n{comment}".encode()).hexdigest()[:16]


def _piece(each: Piece) -> dict[str, Any]:
    return {"piece": each, "file": bool(each.digest)}
