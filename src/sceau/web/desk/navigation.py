"""The rail of the desk: one table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sceau.institutions.roles import Right
from sceau.web.desk.doors import Desk


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the rail.

    page:  the name of the page's address, which takes the slug; every address that starts with it belongs to the line,
           unless that of another line is longer
    """

    page: str
    label: str | Promise
    right: Right


GROUPS: tuple[tuple[str | Promise, tuple[Entry, ...]], ...] = (
    (
        _("Organisme"),
        (
            Entry("desk_home", _("Accueil"), Right.SEE_INSTITUTION),
            Entry("desk_profile", _("Fiche"), Right.SEE_INSTITUTION),
            Entry("desk_appearance", _("Apparence"), Right.EDIT_INSTITUTION),
            Entry("desk_identity", _("Identité vérifiée"), Right.SEE_INSTITUTION),
            Entry("desk_units", _("Composantes"), Right.SEE_INSTITUTION),
        ),
    ),
    (
        _("Concevoir"),
        (
            Entry("desk_designs", _("Micro-certifications"), Right.SEE_DESIGNS),
            Entry("desk_framework_search", _("Référentiels"), Right.SEE_DESIGNS),
            Entry("desk_design_settings", _("Règles de conception"), Right.MANAGE_DESIGN_SETTINGS),
        ),
    ),
    (
        _("Évaluer"),
        (
            Entry("desk_sessions", _("Sessions"), Right.SEE_SESSIONS),
            Entry("desk_my_markings", _("Mes grilles à noter"), Right.MARK),
            Entry("desk_proposals", _("Résultats à proposer"), Right.MARK),
            Entry("desk_my_juries", _("Mes jurys"), Right.SIT_ON_JURY),
            Entry("desk_minutes_list", _("Procès-verbaux"), Right.SEE_SESSIONS),
            Entry("desk_awards", _("Attributions"), Right.SEE_SESSIONS),
            Entry("desk_appeals", _("Recours"), Right.SEE_SESSIONS),
            Entry("desk_quality", _("Qualité des évaluations"), Right.SEE_SESSIONS),
            Entry("desk_assessment_settings", _("Règles d’évaluation"), Right.MANAGE_ASSESSMENT_SETTINGS),
        ),
    ),
    (
        _("Délivrer"),
        (
            Entry("desk_batches", _("Lots"), Right.SEE_CREDENTIALS),
            Entry("desk_credentials", _("Preuves délivrées"), Right.SEE_CREDENTIALS),
            Entry("desk_letters", _("Courriels aux titulaires"), Right.SEE_CREDENTIALS),
            Entry("desk_issuing_settings", _("Règles de délivrance"), Right.MANAGE_ISSUING_SETTINGS),
        ),
    ),
    (
        _("Personnes"),
        (
            Entry("desk_people", _("Candidats et titulaires"), Right.SEE_PEOPLE),
            Entry("desk_members", _("Équipe"), Right.SEE_MEMBERS),
            Entry("desk_delegations", _("Délégations"), Right.SEE_DELEGATIONS),
            Entry("desk_habilitations", _("Habilitations"), Right.SEE_HABILITATIONS),
            Entry("desk_directory", _("Annuaire"), Right.MANAGE_DIRECTORY),
        ),
    ),
    (
        _("Confiance"),
        (
            Entry("desk_keys", _("Clés"), Right.SEE_KEYS),
            Entry("desk_journal", _("Journal"), Right.SEE_JOURNAL),
            Entry("desk_retention", _("Durées de conservation"), Right.MANAGE_RETENTION),
            Entry("desk_processing", _("Registre des traitements"), Right.SEE_JOURNAL),
        ),
    ),
)


OF_SESSIONS: Final = ("candidates/", "imports/", "arrangements/", "pieces/")  # what hangs on one, at its own address


def rail(desk: Desk, path: str) -> list[dict[str, object]]:
    """The groups and lines that this person may open, the current one marked."""
    slug = desk.institution.slug
    urls = {
        each.page: reverse(each.page, args=[slug])
        for _title, entries in GROUPS
        for each in entries
        if desk.may(each.right)
    }
    home = urls.pop("desk_home", "")
    here = home if path == home else max((url for url in urls.values() if path.startswith(url)), key=len, default="")
    if not here and home and path.startswith(tuple(f"{home}{each}" for each in OF_SESSIONS)):
        here = urls.get("desk_sessions", "")
    urls["desk_home"] = home
    groups: list[dict[str, object]] = []
    for title, entries in GROUPS:
        lines = [
            {"url": url, "label": each.label, "current": url == here}
            for each in entries
            if (url := urls.get(each.page, ""))
        ]
        if lines:
            groups.append({"title": title, "lines": lines})
    return groups
