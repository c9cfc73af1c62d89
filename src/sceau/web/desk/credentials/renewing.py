"""What renewing without a new assessment would do; then a batch is made, which is released as any other.

What is chosen stands in the address, as where credentials are suspended or revoked.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from sceau.engine.model.code import group_code
from sceau.institutions.roles import Right
from sceau.issuing.errors import IssuingError
from sceau.issuing.models import Credential
from sceau.issuing.queries.batches import Hindrance, batches_in_care_of
from sceau.issuing.queries.renewals import Prospects, Renewable, prospects
from sceau.issuing.queries.settings import settings_of
from sceau.issuing.services.renewing import LONGEST_GROUNDS, MOST, renew
from sceau.issuing.states import BatchState
from sceau.web import words
from sceau.web.desk.batches.finding import METHODS, refuse, to_batch
from sceau.web.desk.credentials.finding import chosen_here
from sceau.web.desk.credentials.wording import holder_of
from sceau.web.desk.designs.wording import said
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.desk.fields import DeskForm
from sceau.web.ports import ports
from sceau.web.templatetags.words import number, spoken

SHOWN: Final = 20  # of those that are renewed, and of those that are not for one reason
FOLLOWS, ANEW = "follows", "anew"


class RenewForm(DeskForm):
    """The grounds, from when the term counts, and what the page said.

    expected:  how many the page said would be renewed; the next page says how many it is by then
    token:     the same one for the same form, so that sending it twice makes one batch
    """

    grounds = forms.CharField(
        label=gettext_lazy("Sur quoi repose ce renouvellement"),
        help_text=gettext_lazy(
            "Ces mots sont écrits dans la preuve, signés avec elle : toute personne à qui elle est montrée les lit. "
            "Par exemple : « Deux formations de mise à jour suivies, attestations versées au dossier. »"
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_GROUNDS,
        error_messages={
            "required": gettext_lazy("Dites sur quoi repose ce renouvellement : la preuve le dira."),
            "max_length": gettext_lazy("500 signes au plus."),
        },
    )
    counted = forms.ChoiceField(
        label=gettext_lazy("À partir de quand compte le nouveau terme"),
        choices=[(ANEW, ANEW), (FOLLOWS, FOLLOWS)],
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Dites à partir de quand compte le nouveau terme."),
            "invalid_choice": gettext_lazy("Dites à partir de quand compte le nouveau terme."),
        },
    )
    expected = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    token = forms.CharField(max_length=100, widget=forms.HiddenInput)

    def __init__(self, *args: Any, renewable: list[Renewable], **options: Any) -> None:
        super().__init__(*args, **options)
        if all(each.anew == each.following for each in renewable):
            del self.fields["counted"]  # all are over : both begin today
            return
        counted = self.fields["counted"]
        assert isinstance(counted, forms.ChoiceField)  # noqa: S101 -- declared above
        counted.choices = [
            (ANEW, _("Du jour du renouvellement : %(until)s") % {"until": until(each.anew for each in renewable)}),
            (
                FOLLOWS,
                _("À la suite du terme en cours : %(until)s") % {"until": until(each.following for each in renewable)},
            ),
        ]

    @property
    def follows(self) -> bool:
        """Whether the new term follows the former."""
        return bool(self.cleaned_data.get("counted") == FOLLOWS)


@desk_page(Right.CHANGE_CREDENTIALS)
@require_http_methods(METHODS)
def renewing(request: DeskRequest) -> HttpResponse:
    """The effect and the grounds, then the batch. Sent twice, it is made once."""
    moment, institution = now(), request.desk.institution
    chosen, query, back = chosen_here(request)
    keys = list(chosen.order_by().values_list("pk", flat=True)[: MOST + 1])
    if not keys or len(keys) > MOST:
        messages.error(request, _none_or_too_many(len(keys)))
        return redirect(back)
    if there := _made_already(request, moment):
        return to_batch(request, there)
    found = prospects(institution, keys, on=localdate(moment))
    form = RenewForm(
        request.POST if request.method == "POST" else None,
        renewable=found.renewable,
        initial={"expected": len(found.renewable), "token": str(uuid4())},
    )
    if form.is_valid():
        try:
            batch = renew(
                institution=institution,
                credentials=keys,
                grounds=form.cleaned_data["grounds"],
                follows=form.follows,
                by=request.user,
                now=moment,
                keys=ports().keys,
                expected=form.cleaned_data["expected"],
                idempotency=form.cleaned_data["token"],
            )
        except IssuingError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _waits() if batch.state == BatchState.ASKED else _runs())
            return to_batch(request, batch)
    context = _shown(found, len(keys)) | {
        "form": form,
        "today": localdate(moment),
        "two_people": settings_of(institution).two_people,
        "back": back,
        "query": query,
        "token": form["token"].value() or str(uuid4()),
    }
    return render(request, "desk/credentials/renew.html", context)


def until(days: Iterable[date]) -> str:
    """« jusqu’au 3 mai 2031 », or between which days."""
    found, language = sorted(set(days)), spoken()
    first, last = words.day(found[0], language), words.day(found[-1], language)
    if first == last:
        return _("jusqu’au %(day)s") % {"day": last}
    return _("jusqu’à un jour entre le %(first)s et le %(last)s") % {"first": first, "last": last}


def _made_already(request: DeskRequest, moment: datetime) -> Any:
    """The batch that the same form made, when it is sent again."""
    token = request.POST.get("token", "")[:100]
    if not token:
        return None
    seen = batches_in_care_of(request.user, request.desk.institution, now=moment)
    return seen.filter(idempotency=token).first()


def _shown(found: Prospects, total: int) -> dict[str, Any]:
    """What the page lists. left: (why, how many, some of them)"""
    count = len(found.renewable)
    by_reason: dict[str, list[Credential]] = {}
    for credential, why in found.left:
        by_reason.setdefault(_sentence(why), []).append(credential)
    words_of_button = ngettext("Renouveler la preuve", "Renouveler les %(n)s preuves", count)
    return {
        "count": count,
        "total": total,
        "rows": [_row(each.credential) | {"term": each} for each in found.renewable[:SHOWN]],
        "more": max(count - SHOWN, 0),
        "has_two": any(each.anew != each.following for each in found.renewable),
        "left": [
            (why, len(them), [_row(each) for each in them[:SHOWN]], max(len(them) - SHOWN, 0))
            for why, them in by_reason.items()
        ],
        "button": words_of_button % {"n": number(count)},
    }


def _row(credential: Credential) -> dict[str, Any]:
    return {
        "credential": credential,
        "code": group_code(credential.code),
        "name": holder_of(credential),
        "title": said(credential.award.version.titles, spoken()),
    }


def _sentence(why: Hindrance) -> str:
    text = why.sentence(spoken())
    return text if text.endswith((".", "?", "…")) else f"{text}."


def _none_or_too_many(count: int) -> str:
    if not count:
        return _("Cochez au moins une preuve, ou prenez-les toutes.")
    return _("%(most)s preuves au plus se renouvellent en une fois : resserrez la recherche.") % {"most": number(MOST)}


def _waits() -> str:
    return _("Le renouvellement attend qu’une autre personne le libère. D’ici là, rien ne change.")


def _runs() -> str:
    return _("Le renouvellement est en signature. Les anciennes preuves seront alors dites renouvelées.")
