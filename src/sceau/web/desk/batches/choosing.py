"""Which awards go into a batch: found by session, micro-credential, day or name, all of them or those one ticks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from sceau.assessment.models import Award
from sceau.assessment.queries.awards import awards_seen_by, find_awards
from sceau.assessment.queries.examday import emails_of
from sceau.engine.model.code import group_code
from sceau.institutions.roles import Right
from sceau.issuing.errors import IssuingError
from sceau.issuing.models import Batch
from sceau.issuing.queries.batches import batches_in_care_of, that_wait
from sceau.issuing.queries.renewals import renewed_by
from sceau.issuing.services.preparing import add_awards, prepare_batch, rename_batch
from sceau.people.queries import person_of
from sceau.web.desk.batches.finding import METHODS, batch_here, refuse, to_batch
from sceau.web.desk.batches.forms import ALL, CHOSEN, ChooseForm, NameForm, NewForm
from sceau.web.desk.batches.hindered import hindered_rows
from sceau.web.desk.batches.reaching import without_mail
from sceau.web.desk.days import read_day
from sceau.web.desk.designs.wording import said
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.templatetags.words import day, spoken

PER_PAGE: Final = 50
LONGEST_SEARCH: Final = 80
ASKED: Final = ("session", "design", "since", "until", "q")


@dataclass(frozen=True, slots=True)
class Sifted:
    """The awards that may be issued and answer to what was asked.

    found:   the awards; all: before they were narrowed down
    asked:   what was asked, as it was typed; wrong: why a day was not understood, by name
    choices: of sessions and of micro-credentials, as (value, label)
    """

    found: QuerySet[Award]
    asked: dict[str, str]
    wrong: dict[str, str]
    choices: dict[str, list[tuple[str, str]]]

    @property
    def narrowed(self) -> bool:
        """Whether anything was asked."""
        return any(self.asked.values())


@desk_page(Right.PREPARE_CREDENTIALS)
@require_http_methods(METHODS)
def new(request: DeskRequest) -> HttpResponse:
    """A batch of awards that wait for their credential."""
    sifted = sift(request)
    page = _page(request, sifted)
    posted = request.POST if request.method == "POST" else None
    form = NewForm(posted, uuids=_ticked(request), initial={"name": _name(sifted), "token": str(uuid4()), "scope": ALL})
    if form.is_valid():
        # the same form again, when what it asked for is in its batch already
        before = batches_in_care_of(request.user, request.desk.institution, now=now())
        if there := before.filter(idempotency=form.cleaned_data["token"]).first():
            return to_batch(request, there)
        try:
            batch = prepare_batch(
                institution=request.desk.institution,
                awards=_wanted(request, sifted, form),
                name=form.cleaned_data["name"],
                by=request.user,
                now=now(),
                idempotency=form.cleaned_data["token"],
            )
        except IssuingError as refusal:
            refuse(form, refusal)
        else:
            messages.success(
                request, _("Le lot n° %(n)s est préparé. Rien n’est encore délivré.") % {"n": batch.number}
            )
            return to_batch(request, batch)
    return _shown(request, form, sifted, page, batch=None)


@desk_page(Right.PREPARE_CREDENTIALS)
@require_http_methods(METHODS)
def add(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """More awards for a batch in preparation."""
    batch = batch_here(request, uuid)
    sifted = sift(request)
    page = _page(request, sifted)
    form = ChooseForm(
        request.POST if request.method == "POST" else None, uuids=_ticked(request), initial={"scope": CHOSEN}
    )
    if form.is_valid():
        wanted = _wanted(request, sifted, form)
        try:
            add_awards(batch=batch, awards=wanted, by=request.user, now=now())
        except IssuingError as refusal:
            refuse(form, refusal)
        else:
            n = len(wanted)
            words = ngettext("%(n)s attribution est ajoutée au lot.", "%(n)s attributions sont ajoutées au lot.", n)
            messages.success(request, words % {"n": n})
            return to_batch(request, batch)
    return _shown(request, form, sifted, page, batch=batch)


@desk_page(Right.PREPARE_CREDENTIALS)
@require_http_methods(METHODS)
def rename(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Another name for a batch."""
    batch = batch_here(request, uuid)
    form = NameForm(request.POST if request.method == "POST" else None, initial={"name": batch.name})
    if form.is_valid():
        try:
            rename_batch(batch=batch, name=form.cleaned_data["name"], by=request.user, now=now())
        except IssuingError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Le lot a son nouveau nom."))
            return to_batch(request, batch)
    return render(request, "desk/batches/rename.html", {"batch": batch, "form": form})


def sift(request: DeskRequest) -> Sifted:
    """What the address asks for, among the awards that this person sees and that may be issued."""
    desk, language = request.desk, spoken()
    asked = {name: request.GET.get(name, "").strip()[:LONGEST_SEARCH] for name in ASKED}
    everything = that_wait(awards_seen_by(desk.memberships), desk.institution)
    choices = _choices(everything, language)
    found, wrong = everything, {}
    for name, lookup in (("session", "decision__deliberation__session__uuid"), ("design", "version__design__uuid")):
        if asked[name] in dict(choices[name]):
            found = found.filter(**{lookup: asked[name]})
        elif asked[name]:  # nothing of it waits any more, and nobody meant the others
            found = found.none()
    for name, lookup in (("since", "awarded_on__gte"), ("until", "awarded_on__lte")):
        try:
            on = _day(asked[name])
        except ValidationError as refusal:
            wrong[name] = refusal.messages[0]
        else:
            found = found.filter(**{lookup: on}) if on else found
    if asked["q"]:
        found = find_awards(found, desk.institution, desk.memberships, asked["q"])
    # a day that was not understood shows nobody, and so takes nobody in
    return Sifted(found.none() if wrong else found.select_related("person__root"), asked, wrong, choices)


def _day(typed: str) -> date | None:
    return read_day(typed) if typed else None


def _choices(everything: QuerySet[Award], language: str) -> dict[str, list[tuple[str, str]]]:
    """The sessions and the micro-credentials of which awards wait."""
    session, design = "decision__deliberation__session", "version__design"
    bare = everything.order_by()
    sessions = bare.values_list(f"{session}__uuid", f"{session}__code").distinct()
    designs = bare.values_list(f"{design}__uuid", f"{design}__titles").distinct()
    return {
        "session": sorted(((str(uuid), code) for uuid, code in sessions), key=lambda each: each[1]),
        "design": sorted(
            {str(uuid): said(titles, language) for uuid, titles in designs}.items(),
            key=lambda each: each[1].casefold(),
        ),
    }


def _name(sifted: Sifted) -> str:
    """What a batch of these is called when nothing else is typed."""
    if code := dict(sifted.choices["session"]).get(sifted.asked["session"]):
        return _("Session %(code)s") % {"code": code}
    if title := dict(sifted.choices["design"]).get(sifted.asked["design"]):
        return title[:120]
    return _("Attributions du %(day)s") % {"day": day(now())}


def _page(request: DeskRequest, sifted: Sifted) -> Page[Award]:
    return Paginator(sifted.found, PER_PAGE).get_page(request.GET.get("page"))


def _ticked(request: DeskRequest) -> list[str]:
    """What was ticked, of those that this person sees; whether they may still be issued is for the service to say."""
    uuids = [each for each in request.POST.getlist("chosen") if _is_uuid(each)]
    if not uuids:
        return []
    seen = awards_seen_by(request.desk.memberships).filter(uuid__in=uuids)
    return [str(uuid) for uuid in seen.order_by().values_list("uuid", flat=True)]


def _wanted(request: DeskRequest, sifted: Sifted, form: ChooseForm) -> list[Award]:
    """The awards that were asked for."""
    if form.cleaned_data["scope"] == ALL:
        return _bare(sifted.found)
    return _bare(awards_seen_by(request.desk.memberships).filter(uuid__in=form.cleaned_data["chosen"]))


def _bare(awards: QuerySet[Award]) -> list[Award]:
    """Which ones, and no more of them: there may be a hundred thousand."""
    return list(awards.select_related(None).only("uuid", "institution"))


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _shown(
    request: DeskRequest, form: ChooseForm, sifted: Sifted, page: Page[Award], *, batch: Batch | None
) -> HttpResponse:
    total = page.paginator.count
    ticked = set(_ticked(request))
    context = {
        "batch": batch,
        "form": form,
        "page": page,
        "rows": [row | {"ticked": str(row["award"].uuid) in ticked} for row in rows_of(page, spoken())],
        "total": total,
        "no_mail": without_mail(sifted.found) if total else 0,
        "asked": sifted.asked,
        "wrong": sifted.wrong,
        "choices": sifted.choices,
        "narrowed": sifted.narrowed,
        "query": urlencode({name: value for name, value in sifted.asked.items() if value}),
        "scope": form["scope"].value() or ALL,
        "hindered": hindered_rows(request, sifted.asked),
    }
    return render(request, "desk/batches/choose.html", context)


def rows_of(awards: Iterable[Award], language: str) -> list[dict[str, Any]]:
    """How awards are listed. by_paper: nobody can write to that person; renews: a code, or ''"""
    them = list(awards)
    renewed = renewed_by(them[0].institution, [each.pk for each in them]) if them else {}
    emails = emails_of([each.person for each in them])
    return [
        {
            "award": each,
            "name": str(person_of(each.person)),
            "title": said(each.version.titles, language),
            "session": each.decision.deliberation.session,
            "by_paper": not emails.get(each.person_id),
            "renews": group_code(renewed[each.pk].code) if each.pk in renewed else "",
        }
        for each in them
    ]
