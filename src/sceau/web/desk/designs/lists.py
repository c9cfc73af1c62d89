"""The designs of an institution."""

from __future__ import annotations

from typing import Final

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from sceau.design.models import Design, DesignVersion
from sceau.design.queries import designs_seen_by
from sceau.design.states import State
from sceau.institutions.roles import Right
from sceau.intake.folding import fold
from sceau.web.desk.designs.wording import state_of, title_of
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.templatetags.words import spoken

PER_PAGE: Final = 25
LONGEST_SEARCH: Final = 80
# what a list may be narrowed to: name in the address, word, condition
FILTERS: Final[tuple[tuple[str, str | Promise, Q], ...]] = (
    ("", _("En cours et publiées"), Q(archived_at__isnull=True)),
    ("draft", _("Brouillons"), Q(archived_at__isnull=True, state=State.DRAFT)),
    ("review", _("En relecture"), Q(archived_at__isnull=True, state__in=(State.IN_REVIEW, State.APPROVED))),
    ("published", _("Publiées"), Q(archived_at__isnull=True, last_number__gt=0, retired=False)),
    ("retired", _("Retirées"), Q(archived_at__isnull=True, retired=True)),
    ("archived", _("Archivées"), Q(archived_at__isnull=False)),
)


@desk_page(Right.SEE_DESIGNS)
@require_safe
def designs(request: DeskRequest) -> HttpResponse:
    """Those that the person sees, the last changed first."""
    asked = request.GET.get("state", "")
    words = request.GET.get("q", "").strip()[:LONGEST_SEARCH]
    chosen = next((each for each in FILTERS if each[0] == asked), FILTERS[0])
    seen = designs_seen_by(request.desk.memberships).annotate(retired=_retired())
    page = Paginator(_found(seen.filter(chosen[2]), words), PER_PAGE).get_page(request.GET.get("page"))
    language = spoken()
    context = {
        "page": page,
        "rows": [
            {
                "design": design,
                "title": title_of(design, language),
                "state": state_of(design, retired=design.retired),  # type: ignore[attr-defined]  # annotated above
            }
            for design in page
        ],
        "words": words,
        "chosen": chosen[0],
        "filters": [{"name": name, "label": label} for name, label, _condition in FILTERS],
        "narrowed": bool(words or chosen[0]),
        "may_edit": request.desk.may(Right.EDIT_DESIGNS),
    }
    return render(request, "desk/designs/list.html", context)


def _retired() -> Exists:
    """Whether the last version is."""
    return Exists(
        DesignVersion.objects.filter(design=OuterRef("pk"), number=OuterRef("last_number"), retired_at__isnull=False)
    )


def _found(designs: QuerySet[Design], words: str) -> QuerySet[Design] | list[Design]:
    """Those whose title or name holds every word, without regard to case and accents."""
    asked = fold(words).split()
    if not asked:
        return designs
    return [design for design in designs if all(word in _searched(design) for word in asked)]


def _searched(design: Design) -> str:
    titles = design.titles.values() if isinstance(design.titles, dict) else ()
    return fold(" ".join([design.name, *map(str, titles)]))
