"""The words of letters to holders: the house's or one's own, seen on a sample, tried on oneself."""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sceau.institutions.roles import Right
from sceau.issuing.errors import IssuingError
from sceau.issuing.house_wordings import Text
from sceau.issuing.queries.letters import wordings_of
from sceau.issuing.services.wordings import ask_trial, reset_wording, sample, save_wording
from sceau.issuing.states import Kind
from sceau.issuing.wordings import LANGUAGES, Worded, check, words
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.desk.letters.forms import WordsForm
from sceau.web.desk.letters.wording import FIELDS, LANGUAGE_NAMES
from sceau.web.templatetags.words import spoken

_LOOK: Final = "look"  # the button that shows the sample and keeps nothing


@desk_page(Right.MANAGE_ISSUING_SETTINGS)
@require_safe
def wordings(request: DeskRequest) -> HttpResponse:
    """Each kind of letter in each language, and whose words they are."""
    own = wordings_of(request.desk.institution)
    rows = [
        {
            "kind": kind,
            "label": kind.label,
            "languages": [(language, LANGUAGE_NAMES[language], own.get((kind, language))) for language in LANGUAGES],
        }
        for kind in Kind
    ]
    return render(request, "desk/letters/wordings.html", {"rows": rows})


@desk_page(Right.MANAGE_ISSUING_SETTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def wording(request: DeskRequest, kind: str, language: str) -> HttpResponse:
    """Write one letter; what is wrong is said with its place, and what was typed stays."""
    of_kind = _kind(kind, language)
    institution = request.desk.institution
    kept = words(institution, of_kind, language)
    is_typed = request.method == "POST"
    form = WordsForm(request.POST if is_typed else None, initial={"subject": kept.subject, "body": kept.body})
    shown = sample(institution, of_kind, language, link=settings.BASE_URL, now=now())
    if is_typed and form.is_valid():
        typed = form.cleaned_data
        try:
            if _LOOK in request.POST:
                text = check(of_kind, language, **typed)
                shown = sample(institution, of_kind, language, link=settings.BASE_URL, now=now(), text=text)
            else:
                save_wording(
                    institution=institution, kind=of_kind, language=language, by=request.user, now=now(), **typed
                )
        except IssuingError as refusal:
            form.add_error(refusal.field or None, refusal.sentence(spoken()))
        else:
            if _LOOK not in request.POST:
                messages.success(request, _("Ces mots sont enregistrés. Les prochaines lettres les prennent."))
                return redirect("desk_wording", institution.slug, kind, language)
    context = {
        "form": form,
        "kind": of_kind,
        "label": of_kind.label,
        "language": language,
        "language_name": LANGUAGE_NAMES[language],
        "own": wordings_of(institution).get((kind, language)),
        "fields": FIELDS,
        "sample": shown,
    }
    return render(request, "desk/letters/wording.html", context)


@desk_page(Right.MANAGE_ISSUING_SETTINGS)
@require_POST
def preview(request: DeskRequest, kind: str, language: str) -> HttpResponse:
    """The sample in the words that are being typed, or what is wrong with them; a part of a page."""
    of_kind = _kind(kind, language)
    context: dict[str, Any] = {"language": language}
    try:
        text = check(of_kind, language, subject=request.POST.get("subject", ""), body=request.POST.get("body", ""))
    except IssuingError as refusal:
        context["refusal"] = refusal.sentence(spoken())
    else:
        context["sample"] = _sample(request, of_kind, language, text)
    return render(request, "desk/letters/sample.html", context)


@desk_page(Right.MANAGE_ISSUING_SETTINGS)
@require_POST
def reset(request: DeskRequest, kind: str, language: str) -> HttpResponse:
    """Take the house's words again."""
    institution = request.desk.institution
    reset_wording(institution=institution, kind=_kind(kind, language), language=language, by=request.user, now=now())
    messages.success(request, _("Les mots de la maison sont repris."))
    return redirect("desk_wording", institution.slug, kind, language)


@desk_page(Right.MANAGE_ISSUING_SETTINGS)
@require_POST
def trial(request: DeskRequest, kind: str, language: str) -> HttpResponse:
    """Have the letter, as it is kept, sent to oneself."""
    institution = request.desk.institution
    try:
        ask_trial(institution=institution, kind=_kind(kind, language), language=language, by=request.user, now=now())
    except IssuingError as refusal:
        messages.error(request, refusal.sentence(spoken()))
    else:
        messages.success(request, _("Un essai part à %(email)s.") % {"email": request.user.email})
    return redirect("desk_wording", institution.slug, kind, language)


def _sample(request: DeskRequest, kind: Kind, language: str, text: Text) -> Worded:
    return sample(request.desk.institution, kind, language, link=settings.BASE_URL, now=now(), text=text)


def _kind(kind: str, language: str) -> Kind:
    """raises: Http404"""
    if kind not in Kind.values or language not in LANGUAGES:
        raise Http404
    return Kind(kind)
