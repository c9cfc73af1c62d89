"""The beginning of a design from a fiche or a bloc: what the register says already need not be typed again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from sceau.engine.strict_json import JsonObject
from sceau.frameworks.models import Bloc, Fiche, FicheBody, FicheCode
from sceau.frameworks.reading.sheets import CERTIFIER

MOST_OUTCOMES = 30
_LONGEST_SUMMARY = 600
_LONGEST_STATEMENT = 500
_SHORTEST = 8  # signs; less is a heading or a leftover
_BULLET = re.compile(r"^\s*(?:[-–—•·*▪◦>o✓]\s+|[-–—•·*▪◦✓]|\(?[a-z]\)|\d{1,2}[.)]\s)\s*")
_MARK = re.compile(
    r"^\s*(?:(?:C|A|UC|BC|T|S|RNCP\d+BC)\s?\d+(?:[.\-]\d+)*|\d+(?:\.\d+)+)\s*[-–—:.)]*\s+", re.IGNORECASE
)
_SENTENCES = re.compile(r"(?<=[a-zà-ÿ)\]»])\s*[.;]\s+(?=[A-ZÀ-Ý«-])")
_RIGHTS = (CERTIFIER, "assess", "train_and_assess")


def design_from(
    fiche: Fiche, blocs: Sequence[Bloc], bloc: Bloc | None, codes: Iterable[FicheCode], bodies: Iterable[FicheBody]
) -> JsonObject:
    """A partial sceau.design/1, in French, the language of the registers.

    bloc:  the one that is asked for; None for the whole fiche
    """
    code = bloc.full_code if bloc else fiche.number
    design: JsonObject = {
        "title": {"fr": (bloc.label if bloc else "") or fiche.title},
        "language": "fr",
        "purpose": "registered",
        "origin": {"kind": "fiche", "code": code},
        "registration": _registration(fiche, bloc, code, bodies),
    }
    summary = summary_of(fiche)
    if summary:
        design["summary"] = {"fr": summary}
    if fiche.jobs and not bloc:
        design["audience"] = {"fr": fiche.jobs[:_LONGEST_SUMMARY]}
    mandatory: JsonObject = {}
    outcomes = list(_outcomes(fiche, blocs, bloc))
    if outcomes:
        mandatory["learning_outcomes"] = outcomes
    if fiche.level:
        mandatory["level"] = {
            "eqf": fiche.level,
            "eqf_uri": f"http://data.europa.eu/snb/eqf/{fiche.level}",
            "niveau_francais": fiche.level,
            "referencing": {"fr": f"Niveau {fiche.level} de la certification {fiche.number}, enregistrée au RNCP."},
        }
    annex: JsonObject = {}
    if mandatory:
        annex["mandatory"] = mandatory
    needed = "\n".join(dict.fromkeys(text for text in _requirements(fiche, bloc) if text))
    if needed:
        annex["optional"] = {"prerequisites": {"text": {"fr": needed}}}
    if annex:
        design["annex1"] = annex
    classification = _classification(codes)
    if classification:
        design["classification"] = classification
    return design


def statements_in(text: str) -> list[str]:
    """The skills that a long text lists, one a statement: without bullets and numbers, headings left out."""
    found: dict[str, None] = {}
    for line in text.split("\n"):
        rest = _MARK.sub("", _BULLET.sub("", line)).strip()
        for piece in _SENTENCES.split(rest):
            said = _BULLET.sub("", piece).strip(" \u00a0;,.")
            if len(said) < _SHORTEST or said.endswith(":"):
                continue
            found.setdefault(f"{said[:1].upper()}{said[1:_LONGEST_STATEMENT]}.")
    return list(found)


def summary_of(fiche: Fiche) -> str:
    """The first paragraph of what the certification aims at."""
    first = next((part.strip() for part in fiche.aims.split("\n\n") if part.strip()), "")
    if len(first) <= _LONGEST_SUMMARY:
        return first
    return first[:_LONGEST_SUMMARY].rpartition(" ")[0] + "…"


def _outcomes(fiche: Fiche, blocs: Sequence[Bloc], bloc: Bloc | None) -> Iterator[JsonObject]:
    said: list[tuple[str, str, str]] = []
    for each in [bloc] if bloc else blocs:
        skills = statements_in(each.skills) or ([f"{each.label.rstrip(' .')}."] if each.label and not bloc else [])
        said += [(statement, each.full_code, each.label or fiche.title) for statement in skills]
    if not said and not bloc:
        said = [(statement, fiche.number, fiche.title) for statement in statements_in(fiche.abilities)]
    framework = "RS" if fiche.register == "rs" else "RNCP"
    for number, (statement, code, label) in enumerate(said[:MOST_OUTCOMES], 1):
        yield {
            "id": f"LO{number}",
            "statement": {"fr": statement},
            "alignments": [
                {"framework": framework, "id": code, "relation": "broadMatch", "label": {"fr": label}},
            ],
        }


def _registration(fiche: Fiche, bloc: Bloc | None, code: str, bodies: Iterable[FicheBody]) -> JsonObject:
    registration: JsonObject = {
        "type": "RNCP_BLOC" if bloc else "RS" if fiche.register == "rs" else "RNCP",
        "code": code,
        "title": {"fr": (bloc.label if bloc else "") or fiche.title},
    }
    if bloc:
        registration["parent"] = fiche.number
    begins, ends = fiche.effect_on or fiche.decided_on, fiche.last_award_on or fiche.ends_on
    if begins:
        registration["start_date"] = begins.isoformat()
    if ends:
        registration["end_date"] = ends.isoformat()
    if fiche.level:
        registration["level"] = fiche.level
    entitled: list[JsonObject] = [
        {"siren": body.siren, "name": body.name, "right": body.right}
        for body in sorted(bodies, key=lambda body: body.right != CERTIFIER)
        if body.siren and body.name and body.right in _RIGHTS
        if body.state == "active" or (body.is_certifier and not body.state)
    ]
    if entitled:
        registration["entitled"] = entitled
    return registration


def _requirements(fiche: Fiche, bloc: Bloc | None) -> tuple[str, ...]:
    if bloc and (bloc.entry_requirements or bloc.award_requirements):
        return bloc.entry_requirements, bloc.award_requirements
    return fiche.entry_requirements, fiche.award_requirements


def _classification(codes: Iterable[FicheCode]) -> JsonObject:
    """NSF and ROME with their labels; of Formacode the codes alone, for its labels are not free."""
    found: dict[str, list[JsonObject]] = {}
    for each in codes:
        if each.scheme not in ("nsf", "rome", "formacode"):
            continue
        entry: JsonObject = {"code": each.code}
        if each.label and each.scheme != "formacode":
            entry["label"] = {"fr": each.label}
        found.setdefault(each.scheme, []).append(entry)
    return {**found}
