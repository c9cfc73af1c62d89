"""What becomes of what was typed in a step: written, or shown beside what a colleague wrote meanwhile."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import now
from django.utils.translation import gettext as _

from sceau.design import pointers, services, steps
from sceau.design.errors import ChangedMeanwhile, DesignError
from sceau.design.models import Design
from sceau.design.steps import digest_of, part_of
from sceau.engine.strict_json import JsonObject
from sceau.web.desk.designs import helps, wizard
from sceau.web.desk.designs.comparing import CHOICE, WAS, chosen, compared, merged
from sceau.web.desk.designs.forms import STEPS
from sceau.web.desk.designs.forms.base import Step
from sceau.web.desk.designs.wording import title_of
from sceau.web.desk.doors import DeskRequest
from sceau.web.templatetags.words import spoken

SAVED = "Sceau-Saved"  # header by which the script knows that an answer is that of a save, and no page of signing in


def save(request: DeskRequest, design: Design, name: str) -> HttpResponse:
    """Write a step and go where the button says; by itself, only say that it is written."""
    sent: QueryDict = request.POST
    if any(each.startswith(CHOICE) for each in sent):
        sent = chosen(sent, wizard.shown_step(design, name))
    return _save(request, design, name, sent)


def _save(request: DeskRequest, design: Design, name: str, sent: QueryDict) -> HttpResponse:
    step = wizard.shown_step(design, name, sent)
    act = _act(sent)
    document, where = step.written(), ""
    if act.startswith("pick:"):
        document, where = helps.picked(step, document, act.removeprefix("pick:"))
    elif ":" in act:
        document, where = step.act(document, act)
    alone = bool(request.headers.get("HX-Request"))
    try:
        _write(request, design, step, document, sent.get("seen", ""))
    except ChangedMeanwhile as refusal:
        return _late(request, refusal) if alone else _conflict(request, design, step, sent, refusal)
    except DesignError as refusal:
        return _refused(request, refusal) if alone else wizard.page(request, design, step, refusal=refusal, status=422)
    design.refresh_from_db(from_queryset=Design.objects.select_related("institution"))
    if alone:
        return _saved(request, design, wizard.shown_step(design, name, sent))
    if step.errors:
        return wizard.page(request, design, step, status=422)
    return _onwards(request, design, name, act=act, where=where, sent=sent)


def _act(sent: QueryDict) -> str:
    if value := sent.get("add_alignment"):
        return f"pick:{value}"
    if field := sent.get("look_up"):
        return f"look:{field}"
    return sent.get("act", "save")


def _write(request: DeskRequest, design: Design, step: Step, document: JsonObject, seen: str) -> None:
    """The step, and what it changed in others: an outcome that goes is judged by no criterion."""
    moment = now()
    others = {
        name: digest_of(part_of(design.draft, name))
        for name in STEPS
        if name != step.name and part_of(design.draft, name) != part_of(document, name)
    }
    services.save_step(
        design=design, step=step.name, values=step.values(document), seen=seen, by=request.user, now=moment
    )
    for name, there in others.items():
        values = {pointer: pointers.read(document, pointer) for pointer in steps.PARTS[name]}
        services.save_step(design=design, step=name, values=values, seen=there, by=request.user, now=moment)


def _onwards(request: DeskRequest, design: Design, name: str, *, act: str, where: str, sent: QueryDict) -> HttpResponse:
    slug, order = request.desk.institution.slug, list(STEPS)
    if act == "next":
        place = order.index(name) + 1
        if place == len(order):
            return redirect("desk_design", slug, design.uuid)
        name = order[place]
    elif act == "save":
        messages.success(request, _("Enregistré."))
    asked: dict[str, Any] = {}
    if act.startswith("add:") and where not in {part.prefix for part in wizard.shown_step(design, name).every()}:
        asked["more"] = act.removeprefix("add:")
    if act.startswith("look:"):
        field = act.removeprefix("look:")
        asked, where = {f"q:{field}": sent.get(f"q:{field}", ""), "look_up": field}, f"look-{field}"
    address = reverse("desk_design_step", args=[slug, design.uuid, name])
    query = f"?{urlencode(asked)}" if asked else ""
    return redirect(f"{address}{query}{f'#{where}' if where else ''}")


def _saved(request: DeskRequest, design: Design, step: Step) -> HttpResponse:
    """What follows each save while one types: nothing that has the focus is touched."""
    context = wizard.context_of(request, design, step)
    context["saved_at"] = design.changed_at
    response = render(request, "desk/designs/saved.html", context)
    response.headers[SAVED] = "yes"
    return response


def _late(request: DeskRequest, refusal: ChangedMeanwhile) -> HttpResponse:
    response = render(
        request,
        "desk/designs/not_saved.html",
        {"late": refusal, "name": refusal.by.name, "oneself": refusal.by == request.user},
    )
    response.headers[SAVED] = "no"
    return response


def _refused(request: DeskRequest, refusal: DesignError) -> HttpResponse:
    response = render(request, "desk/designs/not_saved.html", {"refusal": refusal.sentence(spoken())})
    response.headers[SAVED] = "no"
    return response


def _conflict(
    request: DeskRequest, design: Design, step: Step, sent: QueryDict, refusal: ChangedMeanwhile
) -> HttpResponse:
    """Both versions of the step, field by field; nothing is lost, and nothing is written before somebody chose.

    Where nobody changed what the other one changed, both are kept, and nothing is asked.
    """
    design.refresh_from_db(from_queryset=Design.objects.select_related("institution"))
    there = wizard.shown_step(design, step.name)
    mine = wizard.shown_step(design, step.name, sent)
    asked = compared(there, mine, sent.get(WAS, ""))
    sent = merged(sent, there, mine)
    if not asked and sent.get("seen") != refusal.seen:
        sent["seen"] = refusal.seen
        messages.info(
            request, _("%(name)s a aussi écrit dans cette étape : tout est gardé.") % {"name": refusal.by.name}
        )
        return _save(request, design, step.name, sent)
    context = {
        "design": design,
        "title": title_of(design, spoken()),
        "step": step,
        "name": refusal.by.name,
        "oneself": refusal.by == request.user,
        "at": refusal.at,
        "seen": refusal.seen,
        "fields": asked,
        "sent": [(key, value) for key, values in sent.lists() for value in values if key not in _OURS],
    }
    return render(request, "desk/designs/conflict.html", context, status=409)


_OURS = {"csrfmiddlewaretoken", "seen", "act", "add_alignment", "look_up"}
