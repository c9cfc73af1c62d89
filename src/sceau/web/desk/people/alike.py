"""Records that may be one person: shown side by side, merged, told apart, separated again."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sceau.institutions.roles import Right
from sceau.people import queries, services
from sceau.people.duplicates import Suspicion, duplicates_of, suspected_duplicates
from sceau.people.errors import PeopleError
from sceau.people.models import Merge, Person
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.desk.people.finding import back_to, may_everywhere, person_here, refuse
from sceau.web.desk.people.forms import MergeForm, WhyForm
from sceau.web.desk.people.wording import lacking, name_of
from sceau.web.public.catalogue.saying import language_name
from sceau.web.templatetags.words import spoken

PER_PAGE: Final = 25


@desk_page(Right.SEE_PEOPLE)
@require_safe
def alike(request: DeskRequest) -> HttpResponse:
    """The pairs that somebody should look at, the surest first; or those that somebody told apart."""
    apart = request.GET.get("state") == "apart"
    whole = may_everywhere(request.desk, Right.SEE_PEOPLE)
    found = suspected_duplicates(request.desk.institution, dismissed=apart) if whole else []
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [_pair(each) for each in page],
        "apart": apart,
        "may_edit": may_everywhere(request.desk, Right.EDIT_PEOPLE),
    }
    return render(request, "desk/people/alike.html", context)


@desk_page(Right.EDIT_PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def compare(request: DeskRequest, uuid: UUID, other: UUID) -> HttpResponse:
    """Two records side by side, and the decision."""
    pair = _two(request, uuid, other)
    form = MergeForm(request.POST if request.method == "POST" else None, initial={"kept": str(pair[0].uuid)})
    form.choose([(str(each.uuid), _chosen(each)) for each in pair])
    if form.is_valid():
        kept, goes = pair if form.cleaned_data["kept"] == str(pair[0].uuid) else (pair[1], pair[0])
        try:
            services.merge(kept=kept, other=goes, why=form.cleaned_data["why"], by=request.user, now=now())
        except PeopleError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Les deux fiches sont réunies. Vous pouvez les séparer depuis cette page."))
            return back_to(request, kept)
    reasons = [
        label
        for each in duplicates_of(pair[0])
        if pair[1].pk in (each.one.pk, each.other.pk)
        for label in _reasons(each)
    ]
    context = {"form": form, "pair": pair, "sides": [_side(each) for each in pair], "reasons": reasons}
    return render(request, "desk/people/compare.html", context)


@desk_page(Right.EDIT_PEOPLE)
@require_POST
def apart(request: DeskRequest, uuid: UUID, other: UUID) -> HttpResponse:
    """They are two people: the pair is not proposed any more."""
    return _decide(request, uuid, other, services.tell_apart, _("C’est noté : ce sont deux personnes."))


@desk_page(Right.EDIT_PEOPLE)
@require_POST
def again(request: DeskRequest, uuid: UUID, other: UUID) -> HttpResponse:
    """The pair is proposed again."""
    return _decide(request, uuid, other, services.propose_again, _("Les deux fiches sont de nouveau à rapprocher."))


@desk_page(Right.EDIT_PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def separate(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Undo a merge."""
    rows = Merge.objects.filter(kept__institution=request.desk.institution)
    merge = get_object_or_404(rows.select_related("kept__institution", "kept__root", "other"), uuid=uuid)
    person = person_here(request, merge.kept.uuid)
    form = WhyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            freed = services.undo_merge(merge=merge, by=request.user, now=now(), **form.cleaned_data)
        except PeopleError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Les deux fiches sont séparées."))
            return back_to(request, freed)
    context = {"form": form, "merge": merge, "person": person, "name": name_of(person), "other": name_of(merge.other)}
    return render(request, "desk/people/separate.html", context)


def _decide(request: DeskRequest, uuid: UUID, other: UUID, service: Any, done: str) -> HttpResponse:
    one, two = _two(request, uuid, other)
    try:
        service(one=one, other=two, by=request.user, now=now())
    except PeopleError as refusal:
        messages.error(request, refusal.sentence(spoken()))
    else:
        messages.success(request, done)
    return redirect("desk_people_alike", request.desk.institution.slug)


def _two(request: DeskRequest, uuid: UUID, other: UUID) -> tuple[Person, Person]:
    one, two = person_here(request, uuid), person_here(request, other)
    if one.pk == two.pk:
        raise Http404
    return one, two


def _pair(suspicion: Suspicion) -> dict[str, Any]:
    pair = (suspicion.one, suspicion.other)
    return {
        "one": suspicion.one,
        "other": suspicion.other,
        "names": [name_of(each) for each in pair],
        "reasons": _reasons(suspicion),
    }


def _reasons(suspicion: Suspicion) -> list[str]:
    return [str(each.label) for each in suspicion.reasons]


def _side(person: Person) -> dict[str, Any]:
    """What is shown of a record in a comparison; civil status stays sealed."""
    return {
        "person": person,
        "name": name_of(person),
        "language": language_name(person.language, spoken()),
        "addresses": list(queries.addresses_of(person)),
        "guardians": list(queries.guardians_of(person)),
        "lacking": lacking(queries.missing_for_declaration(person)),
        "records": len(queries.everybody_behind(person)),
    }


def _chosen(person: Person) -> str:
    day = person.created_at.date().isoformat()
    return _("%(name)s, fiche du %(day)s") % {"name": name_of(person), "day": "/".join(reversed(day.split("-")))}
