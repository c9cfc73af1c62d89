"""A staged table of candidates as its pages show it: columns with what they hold, rows with what is said of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sceau.assessment import declaration, rows
from sceau.assessment.differing import Difference
from sceau.assessment.models import ImportDraft
from sceau.assessment.reasons.importing import RECORD_OF_OTHERS
from sceau.assessment.rows import LEFT_ASIDE, Line, RowState
from sceau.assessment.services.taking_changes import taken_of
from sceau.intake.check import CheckedRow
from sceau.intake.errors import IntakeError
from sceau.intake.findings import Severity, State
from sceau.people.states import Part
from sceau.web.desk.candidates.wording import name_of_person, word_in
from sceau.web.desk.people.languages import language_named
from sceau.web.templatetags.words import spoken

NAMES: Final = {
    "identifier": gettext_lazy("Numéro chez vous"),
    "birth_name": gettext_lazy("Nom de naissance"),
    "usage_name": gettext_lazy("Nom d’usage"),
    "given_name": gettext_lazy("Prénom"),
    "given_name_2": gettext_lazy("Deuxième prénom"),
    "given_name_3": gettext_lazy("Troisième prénom"),
    "full_name": gettext_lazy("Nom et prénom ensemble"),
    "native_family_name": gettext_lazy("Nom dans son écriture"),
    "native_given_name": gettext_lazy("Prénom dans son écriture"),
    "birth_date": gettext_lazy("Date de naissance"),
    "sex": gettext_lazy("Sexe ou civilité"),
    "birth_postcode": gettext_lazy("Code postal de naissance"),
    "birth_insee_code": gettext_lazy("Code Insee de naissance"),
    "birth_place": gettext_lazy("Commune de naissance"),
    "birth_country_code": gettext_lazy("Code du pays de naissance"),
    "birth_country": gettext_lazy("Pays de naissance"),
    "email": gettext_lazy("Courriel"),
    "phone": gettext_lazy("Téléphone"),
    "language": gettext_lazy("Langue"),
    "arrangement": gettext_lazy("Aménagement demandé"),
    "design": gettext_lazy("Micro-certification"),
    "access_route": gettext_lazy("Voie d’accès"),
    "initiative": gettext_lazy("Initiative de l’inscription"),
    "edof_number": gettext_lazy("Numéro EDOF"),
    "cohort": gettext_lazy("Groupe"),
}
_RECORDED: Final = NAMES | {  # as records call what files say in several columns
    "family_name": gettext_lazy("Nom"),
    "native_name": gettext_lazy("Nom dans son écriture"),
    "reference": NAMES["identifier"],
    "civil_status": gettext_lazy("État civil"),
}


def columns_shown(draft: ImportDraft) -> list[dict[str, Any]]:
    """Each column with what it is taken for and its first values."""
    try:
        _columns_found, mapping = rows.mapping_of(draft)
    except IntakeError:
        mapping = dict(draft.mapping)
    shown = []
    for place, header in enumerate(draft.headers):
        values = [cells[place] for _line, cells in draft.rows[:200] if place < len(cells) and cells[place].strip()]
        found = mapping.get(header)
        chosen = "" if found is None or found in LEFT_ASIDE else found
        shown.append({"place": place, "header": header, "chosen": chosen, "values": values[:3]})
    return shown


def row_shown(line: Line, draft: ImportDraft, *, people_too: bool = False) -> dict[str, Any]:
    """A row as the page shows it: findings with the cell that they are about, and what it would change.

    people_too:  whoever looks may take over what is said of the person
    """
    findings = []
    for found in line.findings:
        if found.severity is Severity.INFO and line.state is not RowState.READY:
            continue
        place = draft.headers.index(found.column) if found.column in draft.headers else None
        cell = line.cells[place] if place is not None and place < len(line.cells) else found.value
        findings.append(
            {
                "column": found.column,
                "place": place,
                "cell": cell,
                "sentence": found.sentence(spoken()),
                "suggestion": found.suggestion if place is not None and "|" not in found.suggestion else "",
                "severity": found.severity.value,
            }
        )
    return {
        "line": line.line,
        "name": line.name or _first(line.cells),
        "email": line.values.get("email", ""),
        "known": name_of_person(line.person) if line.person else "",
        "alike": [{"person": each, "name": name_of_person(each)} for each in line.alike],
        "findings": findings,
        "state": line.state.value,
        "changes": [_change_shown(each, people_too=people_too) for each in line.changes],
        "takes": bool(taken_of(line, people_too=people_too)),
    }


def _change_shown(change: Difference, *, people_too: bool) -> dict[str, Any]:
    kept = change.kept
    if kept is None and change.is_of_the_person and not people_too:
        kept = RECORD_OF_OTHERS
    return {
        "label": _RECORDED[change.field],
        "before": _said(change.field, change.before),
        "after": _said(change.field, change.after),
        "why": f"{kept.sentence(spoken(), {})}." if kept else "",
    }


def _said(field: str, value: str) -> str:
    """A value in words."""
    if not value:
        return ""
    if field == "language":
        return language_named(value)
    if field == "access_route":
        return word_in(declaration.ACCESS_ROUTES, value)
    if field == "initiative":
        return word_in(declaration.INITIATIVES, value)
    if field == "civil_status":  # which parts, never what they say: that stays sealed
        parts = ", ".join(str(Part(each).label) for each in value.split())
        return _("à compléter\u00a0: %(parts)s") % {"parts": parts}
    return value


def _first(cells: Iterable[str]) -> str:
    return next((cell for cell in cells if cell.strip()), "")


def as_checked(line: Line) -> CheckedRow:
    """The row as `write_corrections` wants it."""
    state = State.TO_CORRECT if line.state is RowState.TO_CORRECT else State.SUSPICIOUS
    return CheckedRow(line.line, state, line.findings, line.values, {}, line.cells)
