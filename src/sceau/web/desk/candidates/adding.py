"""One more candidate: somebody known or somebody new, enrolled or invited."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sceau.assessment import prerequisites
from sceau.assessment.errors import AssessmentError
from sceau.assessment.models import Candidate, Cohort
from sceau.assessment.partners import brought_to, is_held_by_a_partner
from sceau.assessment.services import enrolment
from sceau.assessment.states import Entry
from sceau.institutions.roles import Right
from sceau.people import queries as people
from sceau.people.errors import PeopleError
from sceau.people.models import Person
from sceau.people.queries import behind
from sceau.people.services import find_or_create
from sceau.web.desk.candidates.finding import (
    Here,
    no_longer_taken,
    refuse,
    rules_here,
    session_here,
    to_file,
    to_list,
)
from sceau.web.desk.candidates.forms import ConditionsForm, EnrolmentForm, InviteForm, NewPersonForm
from sceau.web.desk.candidates.wording import name_of, name_of_person
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.desk.sessions.finding import frame
from sceau.web.ports import ports

MOST_FOUND: Final = 20
LONGEST_SEARCH: Final = 200


@desk_page(Right.MANAGE_SESSIONS)
@require_safe
def add(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """First look whether the body knows the person; the people of a body are seen by its own colleagues."""
    here = _managed(request, uuid)
    if (closed := no_longer_taken(request, here)) is not None:
        return closed
    words = request.GET.get("q", "").strip()[:LONGEST_SEARCH]
    seen = people.people_seen_by(request.desk.memberships).filter(institution=here.session.institution)
    found = list(people.find(seen, here.session.institution, words)[: MOST_FOUND + 1]) if words else []
    rows = [{"person": each, "name": name_of_person(each), "email": people.email_of(each)} for each in found]
    context = {
        **frame(request, here.session, "desk_session_candidates"),
        "here": here,
        "words": words,
        "rows": rows[:MOST_FOUND],
        "more": len(rows) > MOST_FOUND,
        "may_search": here.session.institution_id == request.desk.institution.pk and request.desk.may(Right.SEE_PEOPLE),
    }
    return render(request, "desk/candidates/add.html", context)


@desk_page(Right.MANAGE_SESSIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def add_person(request: DeskRequest, uuid: UUID, person: UUID) -> HttpResponse:
    """Enrol somebody whom the body knows."""
    here = _managed(request, uuid)
    if (closed := no_longer_taken(request, here)) is not None:
        return closed
    found = people.person_seen_by(request.desk.memberships, person)
    if found is None or found.institution_id != here.session.institution_id:
        raise Http404
    there = Candidate.objects.filter(behind(found), session=here.session).first()
    if there is not None:
        messages.info(request, _("%(name)s est déjà dans la session.") % {"name": name_of_person(found)})
        return to_file(request, there)
    return _enrol(request, here, found)


@desk_page(Right.MANAGE_SESSIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def add_new(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Enrol somebody new; whoever has the same address and the same names is the same person."""
    here = _managed(request, uuid)
    return no_longer_taken(request, here) or _enrol(request, here, None)


@desk_page(Right.MANAGE_SESSIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Offer a place by e-mail: the person answers the conditions from the link."""
    here = _managed(request, uuid)
    if (closed := no_longer_taken(request, here)) is not None:
        return closed
    form = InviteForm(request.POST if request.method == "POST" else None, initial={"language": "fr"})
    form.fields["email"].required = True
    if form.is_valid():
        values = form.cleaned_data
        moment = now()
        try:
            with transaction.atomic():
                person = _person_of(request, here, values, moment=moment)
                candidate = enrolment.invite(
                    session=here.session,
                    person=person,
                    language=values["language"],
                    by_experience=values["by_experience"],
                    by=request.user,
                    now=moment,
                )
        except (AssessmentError, PeopleError) as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("L’invitation de %(name)s part par courriel.") % {"name": name_of(candidate)})
            return to_list(request, here.session)
    context = {**frame(request, here.session, "desk_session_candidates"), "here": here, "form": form}
    return render(request, "desk/candidates/invite.html", context)


def _enrol(request: DeskRequest, here: Here, person: Person | None) -> HttpResponse:
    """person: None for somebody new."""
    rules = rules_here(here)
    conditions = prerequisites.conditions_of(rules)
    data = request.POST if request.method == "POST" else None
    cohorts = list(Cohort.objects.filter(session=here.session).order_by("name"))
    initial = {"language": person.language if person else "fr", "tell": True, "enrolled_on": None}
    form = EnrolmentForm(data, initial=initial)
    form.prepare(cohorts, edits=False)
    asking = ConditionsForm(data, conditions=conditions, waivable=True)
    newcomer = None if person else NewPersonForm(data, prefix="person")
    if newcomer is not None:
        for name in ("language", "by_experience"):
            del newcomer.fields[name]
    forms = [each for each in (newcomer, form, asking) if each is not None]
    faults = [each for each in forms if not each.is_valid()]  # all of them are asked: a page says everything at once
    if data is not None and not faults:
        moment = now()
        try:
            with transaction.atomic():
                who = person or _person_of(request, here, newcomer.cleaned_data if newcomer else {}, moment=moment)
                candidate = enrolment.enrol(
                    session=here.session,
                    person=who,
                    entry=Entry.DESK,
                    by=request.user,
                    now=moment,
                    prerequisites=asking.answers() if asking.is_answered else None,
                    waiver=asking.cleaned_data.get("waiver", ""),
                    rules=rules,
                    **_enrolment_values(form, cohorts),
                )
        except (AssessmentError, PeopleError) as refusal:
            _say(refusal, forms)
        else:
            messages.success(request, _("%(name)s est dans la session.") % {"name": name_of(candidate)})
            return to_file(request, candidate)
    context = {
        **frame(request, here.session, "desk_session_candidates"),
        "here": here,
        "person": person,
        "who": name_of_person(person) if person else "",
        "form": form,
        "asking": asking,
        "newcomer": newcomer,
        "recognises": not is_held_by_a_partner(here.session),
        "conditions": conditions,
    }
    return render(request, "desk/candidates/enrol.html", context)


def _enrolment_values(form: EnrolmentForm, cohorts: list[Cohort]) -> dict[str, Any]:
    values = dict(form.cleaned_data)
    chosen = values.pop("cohort", "")
    values["cohort"] = next((each for each in cohorts if str(each.uuid) == chosen), None)
    return values


def _say(refusal: AssessmentError | PeopleError, forms: list[Any]) -> None:
    """At the form that has the field, else at the last but one: that of the enrolment."""
    refuse(next((each for each in forms if refusal.field in each.fields), forms[-2]), refusal)


def _person_of(request: DeskRequest, here: Here, values: dict[str, Any], *, moment: datetime) -> Person:
    told = {name: values.get(name, "").strip() for name in ("given_name", "birth_name", "email")}
    found, _how = find_or_create(
        institution=here.session.institution,
        values={name: value for name, value in told.items() if value} | {"language": values.get("language") or "fr"},
        by=request.user,
        now=moment,
        box=ports().box,
        brought=brought_to(here.session),
    )
    return found


def _managed(request: DeskRequest, uuid: UUID) -> Here:
    here = session_here(request, uuid)
    if not here.manages:
        raise PermissionDenied
    return here
