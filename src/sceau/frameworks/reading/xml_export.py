"""The XML feed V4.1 of France compétences, one file for the RNCP and one for the RS, of hundreds of MB."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sceau.frameworks import reasons
from sceau.frameworks.errors import WrongFile
from sceau.frameworks.reading import values
from sceau.frameworks.reading.csv_export import day_in
from sceau.frameworks.reading.limits import DEFAULT, Limits
from sceau.frameworks.reading.packages import Package
from sceau.frameworks.reading.sheets import (
    CERTIFIER,
    RIGHTS,
    ROUTES,
    BlocSheet,
    BodySheet,
    CodeSheet,
    LinkSheet,
    Oddities,
    RouteSheet,
    Sheet,
)
from sceau.frameworks.reading.xml_stream import Node, fiches

_HEAD = 4_096  # bytes among which the root of the feed is
_REGISTERED = {"enregistrement de droit": "by_right", "enregistrement sur demande": "on_request", "": ""}
_STATES = {"actif": "active", "inactif": "inactive", "supprimé": "deleted", "supprime": "deleted", "": ""}
_SCHEMES = (
    ("nsf", "CODES_NSF", "NSF", "CODE"),
    ("formacode", "FORMACODES", "FORMACODE", "CODE"),
    ("rome", "CODES_ROME", "ROME", "CODE"),
    ("idcc", "CODES_IDCC", "IDCC", "CODE"),
)
_CCN = ("CCN_1", "CCN_2", "CCN_3")
_TEXTS = {
    "activities": "ACTIVITES_VISEES",
    "abilities": "CAPACITES_ATTESTEES",
    "sectors": "SECTEURS_ACTIVITE",
    "jobs": "TYPE_EMPLOI_ACCESSIBLES",
    "aims": "OBJECTIFS_CONTEXTE",
    "regulations": "REGLEMENTATIONS_ACTIVITES",
    "entry_requirements": "PREREQUIS_ENTREE_FORMATION",
    "award_requirements": "PREREQUIS_VALIDATION_CERTIFICATION",
    "mastery": "NIVEAU_MAITRISE_COMPETENCES",
    "renewal": "MODALITES_RENOUVELLEMENT",
    "partial_scope": "VALIDATION_PARTIELLE_PERIMETRE",
}
_DAYS = {
    "effect_on": "DATE_EFFET",
    "decided_on": "DATE_DECISION",
    "ends_on": "DATE_FIN_ENREGISTREMENT",
    "last_award_on": "DATE_LIMITE_DELIVRANCE",
    "published_on": "DATE_DE_PUBLICATION",
    "journal_on": "DATE_DERNIER_JO",
}
_TRUTHS = {
    "partial_validation": "VALIDATION_PARTIELLE",
    "new_caledonia": "ACCESSIBLE_NOUVELLE_CALEDONIE",
    "french_polynesia": "ACCESSIBLE_POLYNESIE_FRANCAISE",
}
_COUNTS = {"registered_years": "DUREE_ENREGISTREMENT", "validity_years": "DUREE_VALIDITE"}


def is_one(package: Package) -> bool:
    """Whether this is such a feed, or an archive with one."""
    xml = [member for member in package.members if member.name.lower().endswith(".xml")]
    if len(xml) != 1 or len(package.members) != 1:
        return False
    with xml[0].open() as file:
        return b"<FICHES" in file.read(_HEAD).replace(b"\0", b"") or "export_fiches" in xml[0].name.lower()


def export_day(package: Package) -> date | None:
    """The day of the file's name, or of that of its archive."""
    return day_in(package.members[0].name) or day_in(package.name)


def register_of(package: Package, limits: Limits = DEFAULT) -> str:
    """ "rncp" or "rs", by the first fiche.

    raises:  WrongFile, TooLarge
    """
    for sheet in sheets(package, oddities=Oddities(), limits=limits):
        return sheet.register
    raise WrongFile(reasons.NO_FICHE, file=package.members[0].name)


def sheets(package: Package, *, oddities: Oddities, limits: Limits = DEFAULT) -> Iterator[Sheet]:
    """Each fiche, in the order of the file; the first fault ends it, so what was given before is not yet to be shown.

    raises:  WrongFile, TooLarge, Hostile
    """
    member = package.members[0]
    register, seen = "", set[str]()
    for fiche in fiches(member, limits):
        try:
            sheet = _sheet(fiche, oddities)
        except values.WrongCell as fault:
            raise WrongFile(fault.reason, file=member.name, line=fiche.line, **fault.details) from fault
        if sheet.number in seen:
            raise WrongFile(reasons.NUMBER_TWICE, file=member.name, line=fiche.line, number=sheet.number)
        if register and sheet.register != register:
            raise WrongFile(reasons.TWO_REGISTERS, file=member.name, line=fiche.line, number=sheet.number)
        seen.add(sheet.number)
        register = sheet.register
        yield sheet
    if not seen:
        raise WrongFile(reasons.NO_FICHE, file=member.name)


def _sheet(fiche: Node, oddities: Oddities) -> Sheet:
    number = values.number(fiche.one("NUMERO_FICHE") or "")
    title, incomplete = values.title(fiche.one("INTITULE") or "")
    if not title:
        raise values.WrongCell(reasons.NO_TITLE, number=number)
    level = values.level(fiche.one("NOMENCLATURE_EUROPE", "NIVEAU") or "")
    if level is not None and number.startswith("RS"):
        raise values.WrongCell(reasons.WRONG_LEVEL_OF_RS, number=number, value=f"NIV{level}")
    plain: dict[str, Any] = {
        **{name: _each(values.paragraphs, fiche.one(tag)) for name, tag in _TEXTS.items()},
        **{name: None if (text := fiche.one(tag)) is None else values.day(text, tag) for name, tag in _DAYS.items()},
        **{name: values.truth(text, tag) if (text := fiche.one(tag)) else None for name, tag in _TRUTHS.items()},
        **{name: values.count(text, tag) if (text := fiche.one(tag)) else None for name, tag in _COUNTS.items()},
    }
    kind = fiche.one("TYPE_ENREGISTREMENT")
    return Sheet(
        number=number,
        title=title,
        incomplete=incomplete,
        abbreviation=_each(values.label, fiche.one("ABREGE", "CODE")),
        abbreviation_title=_each(values.label, fiche.one("ABREGE", "LIBELLE")),
        level=level,
        active=bool(values.truth(fiche.one("ACTIF") or "", "ACTIF")),
        state=_each(values.line, fiche.one("ETAT_FICHE")),
        registered=None if kind is None else values.word(kind, "TYPE_ENREGISTREMENT", _REGISTERED),
        url=_each(_address, fiche.one("LIEN_URL_DESCRIPTION")),
        routes=_routes(fiche),
        blocs=_blocs(fiche, oddities),
        bodies=_bodies(fiche, oddities),
        codes=_codes(fiche, oddities),
        links=_links(fiche, number, oddities),
        statistics=_statistics(fiche),
        equivalences=_equivalences(fiche),
        **plain,
    )


def _each(read: Any, text: str | None) -> Any:
    """What is read of a text; None where the element is left out."""
    return None if text is None else read(text)


def _address(text: str) -> str:
    found = values.line(text)
    return found if found.startswith(("https://", "http://")) and len(found) <= 500 else ""  # noqa: PLR2004 -- column


def _routes(fiche: Node) -> tuple[RouteSheet, ...] | None:
    said = [(code, node) for code in ROUTES for node in fiche.all(f"SI_JURY_{code}")[:1]]
    if not said:
        return None
    return tuple(
        RouteSheet(code, values.paragraphs(node.one("COMPOSITION") or ""))
        for code, node in said
        if values.truth(node.one("ACTIF") or "", f"SI_JURY_{code}")
    )


def _blocs(fiche: Node, oddities: Oddities) -> tuple[BlocSheet, ...] | None:
    """Those under BLOCS_COMPETENCES: the ones under CORRESPONDANCES are other fiches'."""
    if not fiche.all("BLOCS_COMPETENCES"):
        return None
    found: dict[str, BlocSheet] = {}
    for node in fiche.all("BLOCS_COMPETENCES", "BLOC_COMPETENCES"):
        code = values.line(node.one("CODE") or "").upper()
        if not values.BLOC.fullmatch(code):
            oddities.note("wrong_bloc")
            continue
        if code in found:
            oddities.note("said_twice")
            continue
        found[code] = BlocSheet(
            code,
            values.label(node.one("LIBELLE") or ""),
            values.paragraphs(node.one("LISTE_COMPETENCES") or ""),
            values.paragraphs(node.one("MODALITES_EVALUATION") or ""),
            values.paragraphs(node.one("PREREQUIS_ENTREE_FORMATION_BLOC") or ""),
            values.paragraphs(node.one("PREREQUIS_VALIDATION_BLOC") or ""),
        )
    return tuple(found[code] for code in sorted(found))


def _bodies(fiche: Node, oddities: Oddities) -> tuple[BodySheet, ...] | None:
    groups = fiche.all("CERTIFICATEURS"), fiche.all("PARTENAIRES")
    if not any(groups):
        return None
    found: dict[object, BodySheet] = {}
    for node in fiche.all("CERTIFICATEURS", "CERTIFICATEUR"):
        body = BodySheet(
            CERTIFIER,
            values.siret(node.one("SIRET_CERTIFICATEUR") or ""),
            values.label(node.one("NOM_CERTIFICATEUR") or ""),
            values.label(node.one("NOM_COMMERCIAL") or ""),
            _address(node.one("SITE_INTERNET") or ""),
            _state(node.one("ETAT_CERTIFICATEUR"), oddities),
            "",
            values.day(node.one("DATE_DERNIERE_MODIFICATION_ETAT") or "", "DATE_DERNIERE_MODIFICATION_ETAT"),
        )
        _keep(found, body, oddities)
    for node in fiche.all("PARTENAIRES", "PARTENAIRE"):
        right = RIGHTS.get(values.line(node.one("HABILITATION_PARTENAIRE") or "").lower())
        if right is None:
            oddities.note("unknown_habilitation")
        body = BodySheet(
            right or "",
            values.siret(node.one("SIRET_PARTENAIRE") or ""),
            values.label(node.one("NOM_PARTENAIRE") or ""),
            "",
            "",
            _state(node.one("ETAT_HABILITATION"), oddities),
            values.day(node.one("DATE_ACTIF") or "", "DATE_ACTIF"),
            values.day(node.one("DATE_DERNIERE_MODIFICATION_ETAT") or "", "DATE_DERNIERE_MODIFICATION_ETAT"),
        )
        _keep(found, body, oddities)
    return tuple(found.values())


def _keep(found: dict[object, BodySheet], body: BodySheet, oddities: Oddities) -> None:
    """Of two lines about one body, the one that is in force; else the later."""
    if body.key in found:
        oddities.note("said_twice")
        if found[body.key].state == "active" and body.state != "active":
            return
    found[body.key] = body


def _state(text: str | None, oddities: Oddities) -> str:
    found = _STATES.get(values.line(text or "").lower())
    if found is None:
        oddities.note("unknown_state")
        return "inactive"  # whatever it is, it is not « Actif »
    return found


def _codes(fiche: Node, oddities: Oddities) -> tuple[CodeSheet, ...] | None:
    if not any(fiche.all(group) for _, group, _, _ in _SCHEMES) and not any(fiche.all(tag) for tag in _CCN):
        return None
    said = [(scheme, node, node.one(tag)) for scheme, group, each, tag in _SCHEMES for node in fiche.all(group, each)]
    said += [("ccn", node, node.one("NUMERO")) for tag in _CCN for node in fiche.all(tag)]
    found: dict[object, CodeSheet] = {}
    for scheme, node, text in said:
        code = values.line(text or "")
        if not code or len(code) > 12:  # noqa: PLR2004 -- the column of the table
            oddities.note("wrong_code")
            continue
        label = "" if scheme == "formacode" else values.coded_label(node.one("LIBELLE") or "", code)
        found.setdefault((scheme, code), CodeSheet(scheme, code, label))
    return tuple(found.values())


def _links(fiche: Node, own: str, oddities: Oddities) -> tuple[LinkSheet, ...] | None:
    groups = (
        ("ANCIENNES_CERTIFICATIONS", "ANCIENNE_CERTIFICATION", "ID_FICHE_ANCIENNE_CERTIFICATION", False),
        ("NOUVELLES_CERTIFICATIONS", "NOUVELLE_CERTIFICATION", "ID_FICHE_NOUVELLE_CERTIFICATION", True),
    )
    if not any(fiche.all(group) for group, *_ in groups):
        return None
    found: dict[LinkSheet, None] = {}
    for group, each, tag, newer in groups:
        for node in fiche.all(group, each, tag):  # it is called an id, and holds a number
            if not values.line(node.text):
                continue
            other = values.number(node.text)
            if other == own:
                oddities.note("link_to_itself")
            else:
                found[LinkSheet(other, newer)] = None
    return tuple(found)


def _statistics(fiche: Node) -> tuple[dict[str, str], ...] | None:
    if not fiche.all("STATISTIQUES_PROMOTIONS"):
        return None
    names = {
        "ANNEE": "year",
        "NOMBRE_CERTIFIES": "certified",
        "NOMBRE_CERTIFIES_VAE": "certified_by_experience",
        "TAUX_INSERTION_GLOBAL_6MOIS": "employed_6_months",
        "TAUX_INSERTION_METIER_6MOIS": "employed_in_the_trade_6_months",
        "TAUX_INSERTION_METIER_2ANS": "employed_in_the_trade_2_years",
    }
    return tuple(
        {name: values.line(text)[:20] for tag, name in names.items() if (text := node.one(tag))}
        for node in fiche.all("STATISTIQUES_PROMOTIONS", "STATISTIQUES_PROMOTION")
    )


def _equivalences(fiche: Node) -> tuple[dict[str, Any], ...] | None:
    """Blocs that count as blocs of another fiche."""
    if not fiche.all("CORRESPONDANCES"):
        return None
    return tuple(
        {
            "blocs": [values.line(code.text) for code in node.all("SOURCE", "BLOC_COMPETENCES", "CODE")],
            "number": values.line(node.one("DESTINATION", "NUMERO_FICHE") or ""),
            "as": [values.line(code.text) for code in node.all("DESTINATION", "BLOC_COMPETENCES", "CODE")],
        }
        for node in fiche.all("CORRESPONDANCES", "CORRESPONDANCE")
    )
