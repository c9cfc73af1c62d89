"""Several names corrected at once: a table of those that are chosen, what would change, then one batch.

What is chosen stands in the address; what is typed goes from page to page, and is never lost where a name is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sceau.engine.model.code import group_code
from sceau.institutions.roles import Right
from sceau.issuing.errors import IssuingError, NamesRefused
from sceau.issuing.models import Credential
from sceau.issuing.queries.settings import settings_of
from sceau.issuing.services.correcting import (
    LONGEST_NAME,
    MOST_AT_ONCE,
    correct_names,
    name_on,
    not_to_correct,
    refused_names,
)
from sceau.issuing.states import BatchState, CredentialState
from sceau.web.desk.batches.finding import METHODS
from sceau.web.desk.credentials.finding import chosen_here
from sceau.web.desk.credentials.wording import holder_of
from sceau.web.desk.designs.wording import said
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.ports import ports
from sceau.web.templatetags.words import number, spoken

LOOK, CORRECT = "look", "correct"  # what the buttons ask; without either, the table


@dataclass(slots=True)
class Row:
    """One of those that are chosen.

    name:     of the person, as the record says it; written: on the credential
    typed:    what would stand on the new one
    against:  why it cannot be corrected at all; fault: why not so; "" for neither
    """

    credential: Credential
    code: str
    name: str
    title: str
    written: str
    typed: str
    against: str = ""
    fault: str = ""

    @property
    def field(self) -> str:
        """The name of its input."""
        return f"name-{self.credential.uuid}"

    @property
    def is_changed(self) -> bool:
        """Whether another name was typed."""
        return not self.against and " ".join(self.typed.split()) != self.written


@desk_page(Right.CHANGE_CREDENTIALS)
@require_http_methods(METHODS)
def names(request: DeskRequest) -> HttpResponse:
    """The table, then before and after, then the batch. Sent twice, it is made once."""
    chosen, query, back = chosen_here(request)
    there = list(chosen.select_related("institution", "content")[: MOST_AT_ONCE + 1])
    if not there or len(there) > MOST_AT_ONCE:
        messages.error(request, _none_or_too_many(len(there)))
        return redirect(back)
    rows = _rows(there, request.POST)
    act, trouble = request.POST.get("act", "") if request.method == "POST" else "", ""
    changed = {row.credential.pk: row.typed for row in rows if row.is_changed}
    if act in (LOOK, CORRECT):
        try:
            _tell(rows, refused_names(institution=request.desk.institution, names=changed))
            if act == CORRECT and not any(row.fault for row in rows):
                return _corrected(request, changed)
        except NamesRefused as refusal:  # one was taken up meanwhile
            _tell(rows, refusal.each)
        except IssuingError as refusal:
            trouble = refusal.sentence(spoken())
        if not changed:
            trouble = trouble or _("Aucun nom n’a été changé\u00a0: il n’y a rien à corriger.")
    faults = [row for row in rows if row.fault]
    context = {
        "rows": rows,
        "total": len(rows),
        "changed": [row for row in rows if row.is_changed],
        "faults": faults,
        "trouble": trouble,
        "any_to_correct": any(not row.against for row in rows),
        "two_people": settings_of(request.desk.institution).two_people,
        "suspended": sum(row.is_changed and row.credential.state == CredentialState.SUSPENDED for row in rows),
        "longest": LONGEST_NAME,
        "back": back,
        "query": query,
    }
    is_read = act in (LOOK, CORRECT) and not faults and not trouble
    return render(request, f"desk/credentials/names{'_confirm' if is_read else ''}.html", context)


def _corrected(request: DeskRequest, changed: Mapping[int, str]) -> HttpResponse:
    """raises: IssuingError"""
    institution = request.desk.institution
    batch = correct_names(institution=institution, names=changed, by=request.user, now=now(), keys=ports().keys)
    if batch.state == BatchState.ASKED:
        done = _(
            "La correction attend qu’une autre personne la libère. "
            "D’ici là, les anciennes preuves restent comme elles sont."
        )
    else:
        done = _("Les nouvelles preuves sont en signature. Les anciennes seront alors dites remplacées.")
    messages.success(request, done)
    return redirect("desk_batch", institution.slug, batch.uuid)


def _rows(there: list[Credential], posted: Mapping[str, Any]) -> list[Row]:
    against, language = not_to_correct(there), spoken()
    rows = []
    for each in there:
        written, why = name_on(each), against.get(each.pk)
        row = Row(
            each, group_code(each.code), holder_of(each), said(each.award.version.titles, language), written, written
        )
        row.against = why.sentence(language) if why is not None else ""
        row.typed = str(posted.get(row.field, written))[: 2 * LONGEST_NAME]
        rows.append(row)
    return rows


def _tell(rows: Iterable[Row], refused: Mapping[int, IssuingError]) -> None:
    """Say beside each why it is refused."""
    for row in rows:
        why = refused.get(row.credential.pk)
        row.fault = why.sentence(spoken()) if why is not None else ""


def _none_or_too_many(count: int) -> str:
    if not count:
        return _("Cochez au moins une preuve, ou prenez-les toutes.")
    return _("%(most)s noms au plus se corrigent en une fois\u00a0: resserrez la recherche.") % {
        "most": number(MOST_AT_ONCE)
    }
