"""What suspending, restoring or revoking would do; then it is done.

What is chosen stands in the address, so that the page that shows the effect is only read, and can be read again.
"""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from sceau.institutions.roles import Right
from sceau.issuing.errors import IssuingError
from sceau.issuing.services.turning import LONGEST_WHY, MOST, Effect, preview_turn, turn
from sceau.web.desk.batches.finding import refuse
from sceau.web.desk.credentials.finding import chosen_here
from sceau.web.desk.credentials.lists import rows_of
from sceau.web.desk.credentials.wording import ACTS, Act, left_as_they_are
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.desk.fields import DeskForm
from sceau.web.templatetags.words import number, spoken

SHOWN: Final = 10  # of those that are chosen, listed by name


class TurnForm(DeskForm):
    """A reason; and for what is not undone, the number of credentials, typed.

    expected:  how many the page said would be turned; the next page says how many it is by then
    """

    why = forms.CharField(
        required=False,
        label=gettext_lazy("Raison"),
        help_text=gettext_lazy("La personne la lira, dans la lettre. Elle n’est pas sur la page publique."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST_WHY,
        error_messages={"max_length": gettext_lazy("1 000 signes au plus.")},
    )
    confirm = forms.CharField(required=False, widget=forms.TextInput(attrs={"inputmode": "numeric", "size": "8"}))
    expected = forms.IntegerField(min_value=0)

    def __init__(self, *args: Any, act: Act, count: int, **options: Any) -> None:
        super().__init__(*args, **options)
        self.act, self.count = act, count
        why, confirm = self.fields["why"], self.fields["confirm"]
        why.required, confirm.required = act.needs_why, act.is_grave
        why.error_messages["required"] = _("Dites pourquoi : la personne le lira.")
        confirm.error_messages["required"] = self._unconfirmed()
        if not act.needs_why:
            why.label = _("Raison, si vous voulez la dire")
        if act.is_grave:
            confirm.label = _("Pour confirmer, tapez le nombre de preuves à révoquer : %(n)s") % {"n": count}
        else:
            del self.fields["confirm"]

    def clean(self) -> dict[str, Any]:
        """The number is the one that the page says."""
        values = super().clean() or {}
        typed = values.get("confirm")
        if typed is not None and "".join(typed.split()) != str(self.count):
            self.add_error("confirm", self._unconfirmed())
        return values

    def _unconfirmed(self) -> str:
        return _("Tapez %(n)s pour confirmer. Rien n’est fait sans cela.") % {"n": self.count}


@desk_page(Right.CHANGE_CREDENTIALS)
@require_http_methods(["GET", "HEAD", "POST"])
def turning(request: DeskRequest, act: str) -> HttpResponse:
    """The effect, then the act. Sent twice, it is done once."""
    if act not in ACTS:
        raise Http404
    saying, moment = ACTS[act], now()
    chosen, query, back = chosen_here(request)
    keys = list(chosen.order_by().values_list("pk", flat=True)[: MOST + 1])
    if not keys or len(keys) > MOST:
        messages.error(request, _none_or_too_many(len(keys)))
        return redirect(back)
    effect = preview_turn(institution=request.desk.institution, credentials=keys, state=saying.state)
    if request.method == "POST" and _is_done(effect, saying):
        messages.info(request, _("C’était déjà fait."))
        return redirect(back)
    form = TurnForm(
        request.POST if request.method == "POST" else None,
        act=saying,
        count=effect.turned,
        initial={"expected": effect.turned},
    )
    if form.is_valid():
        try:
            done = turn(
                institution=request.desk.institution,
                credentials=keys,
                state=saying.state,
                by=request.user,
                now=moment,
                why=form.cleaned_data["why"],
                expected=form.cleaned_data["expected"],
            )
        except IssuingError as refusal:
            effect = preview_turn(institution=request.desk.institution, credentials=keys, state=saying.state)
            if _is_done(effect, saying):  # meanwhile: the two clicks overlapped
                messages.info(request, _("C’était déjà fait."))
                return redirect(back)
            refuse(form, refusal)
        else:
            messages.success(request, _done(saying, done))
            return redirect(back)
    context = {
        "act": saying,
        "name": act,
        "effect": effect,
        "left": left_as_they_are(effect.left),
        "form": form,
        "button": saying.button % {"count": effect.turned, "n": number(effect.turned)}
        if effect.turned
        else saying.title,
        "rows": rows_of(chosen.filter(pk__in=keys[:SHOWN]), spoken(), moment),
        "more": max(len(keys) - SHOWN, 0),
        "total": len(keys),
        "back": back,
        "query": query,
    }
    return render(request, "desk/credentials/turn.html", context)


def _is_done(effect: Effect, act: Act) -> bool:
    """Whether all stand already as the act would have them."""
    return not effect.turned and set(effect.left) == {act.state}


def _none_or_too_many(count: int) -> str:
    if not count:
        return _("Cochez au moins une preuve, ou prenez-les toutes.")
    return _("L’état de %(most)s preuves au plus se change en une fois : resserrez la recherche.") % {
        "most": number(MOST)
    }


def _done(act: Act, done: Effect) -> str:
    """What was done, and who is told."""
    said = [str(act.done % {"count": done.turned, "n": number(done.turned)})]
    if done.written:
        words = ngettext(
            "%(n)s titulaire est prévenu par courriel.", "%(n)s titulaires sont prévenus par courriel.", done.written
        )
        said.append(words % {"n": number(done.written)})
    if done.printed:
        words = ngettext("%(n)s lettre est à imprimer.", "%(n)s lettres sont à imprimer.", done.printed)
        said.append(words % {"n": number(done.printed)})
    return " ".join(said)
