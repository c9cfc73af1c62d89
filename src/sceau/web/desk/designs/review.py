"""Somebody else reads a design before it is published: asked, read, decided, withdrawn."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sceau.accounts.models import User
from sceau.design import services
from sceau.design.errors import DesignError
from sceau.design.models import Design, DesignVersion, Review
from sceau.design.queries import authors_of, gate_of, reviewers_for, reviews_of, settings_of, versions_of
from sceau.design.states import Decision, State
from sceau.institutions.roles import Right
from sceau.web.desk.designs.finding import back_to, design_here, may_with, refuse
from sceau.web.desk.designs.forms.review import AskForm, DecideForm
from sceau.web.desk.designs.gate import Addresses, shown
from sceau.web.desk.designs.versions import changes_between, told
from sceau.web.desk.designs.wording import title_of
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.desk.fields import DeskForm
from sceau.web.desk.turned_away import without_right
from sceau.web.templatetags.words import spoken

METHODS = ["GET", "HEAD", "POST"]


@csp_update({"frame-src": [SELF]})  # the public page as it will be
@desk_page(Right.REVIEW_DESIGNS)
@require_http_methods(METHODS)
def review(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Ask for a review of a draft; read one that waits; see what became of the last one."""
    design = design_here(request, uuid)
    if design.archived_at is None and design.state == State.DRAFT:
        return _ask(request, design)
    if design.archived_at is None and design.state == State.IN_REVIEW:
        waiting = reviews_of(design).filter(decision=Decision.WAITING).first()
        if waiting is not None:
            return _read(request, design, waiting)
    messages.info(request, _("Aucune relecture n’est en cours."))
    return back_to(design, request)


@desk_page(Right.EDIT_DESIGNS)
@require_http_methods(METHODS)
def withdraw(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Take it back, to write in it."""
    design = design_here(request, uuid)
    form = DeskForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.withdraw_review(design=design, by=request.user, now=now())
        except DesignError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Elle est de nouveau un brouillon. Il faudra une nouvelle relecture."))
            return back_to(design, request)
    context = {"design": design, "title": title_of(design, spoken()), "form": form}
    return render(request, "desk/designs/withdraw.html", context)


def _ask(request: DeskRequest, design: Design) -> HttpResponse:
    if not may_with(request.desk, design, Right.EDIT_DESIGNS):
        return without_right(request)
    moment = now()
    people = reviewers_for(design, now=moment)
    form = AskForm(request.POST if request.method == "POST" else None, people=people)
    if form.is_valid():
        try:
            services.ask_review(
                design=design,
                message=form.cleaned_data["message"],
                reviewer=form.chosen,
                by=request.user,
                now=moment,
            )
        except DesignError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _said_of_asking(form.chosen))
            return back_to(design, request)
    context = {
        "design": design,
        "title": title_of(design, spoken()),
        "form": form,
        "people": people,
        "required": settings_of(request.desk.institution).review_required,
        "report": gate_of(design, now=moment),
        "reviews": told(reviews_of(design)[:3]),
    }
    return render(request, "desk/designs/ask_review.html", context)


def _read(request: DeskRequest, design: Design, waiting: Review) -> HttpResponse:
    moment = now()
    authors = [each.user for each in authors_of(design)]
    is_author = request.user in authors
    may_decide = may_with(request.desk, design, Right.REVIEW_DESIGNS) and not is_author
    form = DecideForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and not may_decide:
        messages.error(request, _("Vous avez écrit dans cette version : une autre personne doit la relire."))
    elif form.is_valid():
        approved = request.POST.get("decision") == "approve"
        try:
            services.decide_review(
                review=waiting,
                approved=approved,
                note=form.cleaned_data["note"],
                comments=form.comments,
                by=request.user,
                now=moment,
            )
        except DesignError as refusal:
            refuse(form, refusal)
        else:
            said = _("Votre accord est noté.") if approved else _("Vos demandes sont envoyées aux auteurs.")
            messages.success(request, said)
            return back_to(design, request)
    former = versions_of(design).defer(None).defer("document", "gate").first() if design.last_number else None
    context = {
        "design": design,
        "title": title_of(design, spoken()),
        "review": waiting,
        "authors": authors,
        "is_author": is_author,
        "may_decide": may_decide,
        "may_withdraw": may_with(request.desk, design, Right.EDIT_DESIGNS),
        "form": form,
        "former": former,
        "changes": _changes(design, former),
        **shown(gate_of(design, now=moment), Addresses("", design)),
    }
    return render(request, "desk/designs/review.html", context)


def _changes(design: Design, former: DesignVersion | None) -> Any:
    return changes_between(former.source, design.draft) if former else None


def _said_of_asking(reviewer: User | None) -> str:
    if reviewer is None:
        return _("La relecture est demandée. Les personnes qui peuvent relire sont averties.")
    return _("La relecture est demandée à %(name)s.") % {"name": reviewer.name}
