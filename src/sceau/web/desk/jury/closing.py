"""The summary before the close: how many of what, what still hinders, what the jury has to say."""

from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sceau.assessment.composition import settings_for
from sceau.assessment.errors import AssessmentError
from sceau.assessment.hindrances import before_closing
from sceau.assessment.keepers import is_president, keeps
from sceau.assessment.models import Deliberation, Incident, MarkChange
from sceau.assessment.queries.jury import rows_of
from sceau.assessment.quorum import quorum_of, seated_in
from sceau.assessment.services import deliberating, minutes
from sceau.assessment.services.writing import rules_for
from sceau.institutions.roles import Right
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.desk.jury import wording
from sceau.web.desk.jury.deliberation import lines
from sceau.web.desk.jury.finding import METHODS, deliberation_here, gone_from, may_close, refuse, shown
from sceau.web.desk.jury.forms import RemarksForm
from sceau.web.templatetags.words import spoken


@desk_page(Right.SEE_SESSIONS)
@require_http_methods(METHODS)
def close(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Look at the whole once more; keep the remarks; close."""
    there = deliberation_here(request, uuid)
    form = RemarksForm(request.POST if request.method == "POST" else None, initial={"remarks": there.remarks})
    if form.is_valid():
        typed = request.POST.get("seen", "")
        try:
            made = _carried_out(request, there, form.cleaned_data["remarks"], int(typed) if typed.isdecimal() else None)
        except AssessmentError as refusal:
            refuse(form, refusal)
            there = deliberation_here(request, uuid)
        else:
            return made
    return shown(request, "close", there.session, _context(request, there, form))


def _carried_out(request: DeskRequest, there: Deliberation, remarks: str, seen: int | None) -> HttpResponse:
    slug, moment = request.desk.institution.slug, now()
    if "close" not in request.POST:
        deliberating.write_remarks(deliberation=there, remarks=remarks, by=request.user, now=moment, seen=seen)
        messages.success(request, _("Les observations sont gardées."))
        return redirect("desk_deliberation_close", slug, there.uuid)
    made = minutes.close(deliberation=there, remarks=remarks, by=request.user, now=moment, seen=seen)
    messages.success(
        request, _("La délibération est close. Le procès-verbal %(n)s attend ses signatures.") % {"n": made.number}
    )
    return redirect("desk_minutes", slug, made.uuid)


def _context(request: DeskRequest, there: Deliberation, form: RemarksForm) -> dict[str, Any]:
    rows = rows_of(there, rules_for(there.session))
    president = is_president(request.user, there.session, now=now())
    allowed = may_close(request, there.session)
    counts = Counter(row.outcome for row in rows)
    seated = seated_in(there)
    return {
        "deliberation": there,
        "title": wording.named(there),
        "form": form,
        "counts": [(*wording.result(code), count) for code, count in sorted(counts.items())],
        "people": len(rows),
        "differing": lines(row for row in rows if row.outcome not in {"", row.proposed}),
        "changes": MarkChange.objects.filter(decision__deliberation=there).count(),
        "incidents": Incident.objects.filter(session=there.session_id, in_minutes=True).count(),
        "hindrances": [
            each.sentence(spoken()) for each in before_closing(there, by_delegation=allowed and not president)
        ],
        "seated": [{"row": row, "presence": wording.PRESENCES[row.presence]} for row in seated],
        "quorum": quorum_of(seated, settings_for(there.session)),
        "may_close": allowed,
        "gone": gone_from(there.session),
        "by_delegation": allowed and not president,
        "keeps": keeps(request.user, there.session, now=now()),
    }
