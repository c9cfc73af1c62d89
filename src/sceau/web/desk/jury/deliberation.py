"""The one screen of a deliberation: every candidate, contested first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.timezone import now
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from sceau.assessment.composition import settings_for
from sceau.assessment.errors import AssessmentError
from sceau.assessment.keepers import keeps
from sceau.assessment.models import Deliberation
from sceau.assessment.queries.jury import Row, rows_of
from sceau.assessment.quorum import quorum_of, seated_in
from sceau.assessment.services import deliberating as services
from sceau.assessment.services.writing import rules_for
from sceau.assessment.states import ResultState
from sceau.institutions.roles import Right
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.desk.jury import wording
from sceau.web.desk.jury.finding import (
    deliberation_here,
    gone_from,
    may_close,
    require_keeper,
    shown,
    to_deliberation,
)
from sceau.web.templatetags.words import number, spoken

OTHERS = {ResultState.ABSENT, ResultState.SUSPENDED, ResultState.PENDING}
FILTERS: Final[tuple[tuple[str, str | Promise, Callable[[Row], bool]], ...]] = (
    ("", gettext_lazy("Tous"), lambda row: True),
    ("todo", gettext_lazy("À décider"), lambda row: not row.outcome),
    ("contested", gettext_lazy("À regarder"), lambda row: bool(row.contests)),
    ("acquired", gettext_lazy("Acquis"), lambda row: row.outcome == ResultState.ACQUIRED),
    ("partial", gettext_lazy("Acquis en partie"), lambda row: row.outcome == ResultState.PARTIAL),
    ("not_acquired", gettext_lazy("Non acquis"), lambda row: row.outcome == ResultState.NOT_ACQUIRED),
    ("others", gettext_lazy("Autres"), lambda row: row.outcome in OTHERS),
)


@desk_page(Right.SEE_SESSIONS)
@require_safe
def deliberation(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """All candidates, those that the jury looks at first at the top."""
    there = deliberation_here(request, uuid)
    rows = rows_of(there, rules_for(there.session))
    chosen = request.GET.get("show", "")
    keep = next((test for name, _label, test in FILTERS if name == chosen), FILTERS[0][2])
    kept = [row for row in rows if keep(row)]
    address = request.get_full_path()
    context = head(request, there, rows) | {
        "rows": lines(kept),
        "filters": [
            {"name": name, "label": label, "count": sum(map(test, rows)), "current": name == chosen}
            for name, label, test in FILTERS
        ],
        "chosen": chosen,
        "address": address,
    }
    return shown(request, "deliberation", there.session, context)


@desk_page(Right.SEE_SESSIONS)
@require_POST
def as_proposed(request: DeskRequest, uuid: UUID) -> HttpResponse:
    """Decide as the marks say for all those whom nothing distinguishes."""
    there = deliberation_here(request, uuid)
    require_keeper(request, there.session)
    plain = [row.pk for row in rows_of(there, rules_for(there.session)) if _is_plain(row)]
    typed = request.POST.get("seen", "")
    try:
        count = services.decide_as_proposed(
            deliberation=there,
            only=plain,
            by=request.user,
            now=now(),
            seen=int(typed) if typed.isdecimal() else None,
        )
    except AssessmentError as refusal:
        messages.error(request, refusal.sentence(spoken()))
    else:
        done = ngettext(
            "%(n)d décision est prise, comme les notes le proposent.",
            "%(n)d décisions sont prises, comme les notes le proposent.",
            count,
        )
        messages.success(request, done % {"n": count})
    return to_deliberation(request, there)


def head(request: DeskRequest, there: Deliberation, rows: Sequence[Row]) -> dict[str, Any]:
    """What stands above the candidates, and changes with each decision."""
    seated = seated_in(there)
    outcomes = Counter(row.outcome for row in rows)
    is_open = there.closed_at is None and there.adjourned_at is None
    keeper = keeps(request.user, there.session, now=now())
    return {
        "deliberation": there,
        "title": wording.named(there),
        "stands": wording.sitting(there),
        "seated": [{"row": row, "presence": wording.PRESENCES[row.presence]} for row in seated],
        "quorum": quorum_of(seated, settings_for(there.session)),
        "people": len(rows),
        "undecided": outcomes[""],
        "contested": sum(bool(row.contests) and not row.outcome for row in rows),
        "plain": sum(map(_is_plain, rows)) if is_open and keeper else 0,
        "is_open": is_open,
        "keeps": keeper,
        "may_close": may_close(request, there.session),
        "may_call_off": is_open and keeper and _is_untouched(there, rows),
        "gone": gone_from(there.session) if there.closed_at is None else "",
    }


def lines(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Candidates, light, for five hundred of them make a page: plain texts, and each word translated once."""
    words = {code: (kind, str(word)) for code, (kind, word) in wording.results().items()}
    return [_line(row, words) for row in rows]


def line(row: Row) -> dict[str, Any]:
    """One candidate."""
    return lines([row])[0]


def _line(row: Row, words: Mapping[str, tuple[str, str]]) -> dict[str, Any]:
    kind, decided = words[row.outcome]
    return {
        "uuid": str(row.uuid),
        "number": str(row.number),
        "name": row.name,
        "experience": row.experience,
        "proposed": words[row.proposed][1],
        "score": "" if row.score is None else number(row.score, 1),
        "chips": wording.chips(row),
        "kind": kind,
        "decided": decided,
        "differs": row.outcome not in {"", row.proposed},
        "changes": row.changes,
    }


def _is_untouched(there: Deliberation, rows: Sequence[Row]) -> bool:
    """Whether nothing was decided in it, so that the opening may be called off."""
    return not any(row.outcome or row.changes for row in rows) and not there.minutes.exists()


def _is_plain(row: Row) -> bool:
    return not row.outcome and not row.contests and row.proposed != ResultState.TO_ASSESS
