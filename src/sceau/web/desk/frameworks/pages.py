"""One page, which answers as one types too: what the frameworks and registers of this house hold."""

from __future__ import annotations

from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sceau.frameworks import searching
from sceau.frameworks.models import Framework
from sceau.institutions.roles import Right
from sceau.web.desk.doors import DeskRequest, desk_page
from sceau.web.desk.frameworks.picker import MOST_CHARACTERS, chosen_frameworks, field_of, results
from sceau.web.templatetags.words import spoken

LIMIT: Final = 25  # of the whole page


@desk_page(Right.SEE_DESIGNS)
@require_safe
def search(request: DeskRequest) -> HttpResponse:
    """What words lead to; for a field of a design (`for`), results are buttons of its form."""
    field, asked = field_of(request.GET), chosen_frameworks(request.GET)
    q = (request.GET.get("q") or request.GET.get(f"q:{field}", ""))[:MOST_CHARACTERS]
    alone = bool(request.headers.get("HX-Request"))
    here = [] if alone and asked else _frameworks()
    frameworks = asked or [code for code, _name in here]
    if alone:
        statement = request.GET.get(request.GET.get("from", ""), "")[: 2 * MOST_CHARACTERS]
        rows, said = results(q, frameworks=frameworks, statement=statement, field=field)
        context = {"rows": rows, "said": said, "field": field}
        response = render(request, "desk/frameworks/fragment.html", context)
    else:
        rows, said = results(q, frameworks=frameworks, limit=LIMIT)
        context = {
            "rows": rows,
            "said": said,
            "field": "",
            "q": q,
            "meant": searching.probably_meant(q, frameworks=frameworks) if q else "",
            "frameworks": [(code, name, code in asked) for code, name in here],
            "asked": ",".join(asked),
        }
        response = render(request, "desk/frameworks/search.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _frameworks() -> list[tuple[str, str]]:
    """Codes and names of what can be looked in, the registers last."""
    rows = Framework.objects.order_by("name_fr")
    named = [(row.code, row.name_en if spoken() == "en" and row.name_en else row.name_fr) for row in rows]
    return [*named, ("rncp", _("Fiches RNCP")), ("rs", _("Fiches du Répertoire spécifique")), ("bloc", _("Blocs RNCP"))]
