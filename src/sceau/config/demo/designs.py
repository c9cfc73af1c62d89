"""The designs of the demonstration: those of demo/designs, taken in as files by their bodies and published by people.

Where a body asks for a review, whoever reviews is somebody else than whoever wrote. The others have one person.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import orjson

from sceau.accounts.models import User
from sceau.config.demo.cast import ALPES, OCCITANIE
from sceau.config.environment import ROOT
from sceau.config.wiring import ports
from sceau.design.errors import GateRefuses
from sceau.design.models import Design
from sceau.design.services import (
    ask_review,
    create_design,
    decide_review,
    edit_settings,
    import_file,
    new_version,
    publish,
    save_step,
)
from sceau.design.steps import digest_of, part_of
from sceau.engine.ports import Signer
from sceau.institutions.models import Institution
from sceau.keyring.documents import ref_of
from sceau.keyring.models import Purpose
from sceau.keyring.queries import active_keys

DESIGNS: Final = ROOT / "demo" / "designs"
REVIEWED: Final = (ALPES, OCCITANIE)  # they ask for a review
SECOND: Final = "mc-gestion-projet-agile"  # has a second version
STARTED: Final = "mc-tableau-de-bord-partage"  # what the designer of the Alps is writing
WAITING: Final = "mc-iteration-a-distance"  # what waits for their head
LATER: Final = "mc-cyber-risques-incident"  # registered as a bloc in January 2026, after its first sessions
UNREGISTERED: Final[dict[str, Any]] = {
    "registration": {"type": "none"},
    "purpose": "skill",
    "price": {"amount": 2400, "funders": ["opco", "employer", "region"]},
    "worth": {
        "fr": "Atteste une compétence de sécurité évaluée par un jury\u00a0; une demande d’enregistrement est en cours."
    },
}
# what the quality gate asked of two files before it let them be published: they were completed by their bodies
COMPLETED: Final[dict[str, tuple[str, dict[str, Any]]]] = {
    "mc-boreal-accueil-equipier": ("assessment", {"/assessment/route": {"kind": "assessor"}}),
    "mc-frigea-commande-multitemp": (
        "identity",
        {
            "/need": {
                "fr": "Les plateformes froides de la région perdent des commandes entières à chaque rupture de "
                "température\u00a0: il manque des préparateurs formés aux trois zones."
            }
        },
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """Who does it in a body: who writes, who reviews and publishes (the same person where there is but one)."""

    institution: Institution
    author: User
    head: User


def publish_samples(staff: Mapping[str, Staff], clock: Iterator[datetime]) -> None:
    """Take in every file of demo/designs; publish it where the quality gate lets it.

    staff:  by the key of the body
    """
    signers = {key: _signer(each.institution) for key, each in staff.items()}
    for key, each in staff.items():
        edit_settings(
            institution=each.institution,
            languages=each.institution.languages,
            review_required=key in REVIEWED,
            licence="CC-BY-4.0",
            by=each.head,
            now=next(clock),
        )
    slugs = {key: each.institution.slug for key, each in staff.items()}
    for file in sorted(DESIGNS.glob("*.json")):
        document = orjson.loads(file.read_bytes())
        first, *others = document["annex1"]["mandatory"]["awarding_body"]
        design = _taken_in(file, staff[first], [slugs[key] for key in others], clock)
        _published(design, staff[first], signers[first], clock)


def publish_registered(staff: Staff, clock: Iterator[datetime]) -> None:
    """The version that stands on the register, once its bloc is there."""
    design = Design.objects.get(institution=staff.institution, name=LATER)
    design = new_version(design=design, by=staff.author, now=next(clock))
    told = orjson.loads((DESIGNS / f"{LATER}.json").read_bytes())
    for step, names in (("identity", ("purpose", "registration")), ("look", ("worth",)), ("issuing", ("price",))):
        design = _write(design, step, {f"/{name}": told[name] for name in names}, staff.author, next(clock))
    _published(design, staff, _signer(staff.institution), clock)


def publish_second_version(staff: Staff, clock: Iterator[datetime]) -> None:
    """A year on, more hours and another weight: the difference is there to be read."""
    design = Design.objects.get(institution=staff.institution, name=SECOND)
    design = new_version(design=design, by=staff.author, now=next(clock))
    workload = design.draft["annex1"]["mandatory"]["notional_workload"]
    hours = workload["hours_total"]
    summary = {language: text.replace(str(hours), str(hours + 1)) for language, text in design.draft["summary"].items()}
    first, second = design.draft["assessment"]["grid"]["criteria"][:2]
    changes: tuple[tuple[str, dict[str, Any]], ...] = (
        ("level", {"/annex1/mandatory/notional_workload/hours_total": hours + 1}),
        ("level", {"/annex1/mandatory/notional_workload/breakdown/guided": workload["breakdown"]["guided"] + 1}),
        (
            "assessment",
            {
                "/assessment/grid/criteria/0/weight": first["weight"] + 5,
                "/assessment/grid/criteria/1/weight": second["weight"] - 5,
            },
        ),
        (
            "identity",
            {
                "/summary": summary,
                "/delivery/access_delay": {
                    "fr": "Une session tous les deux mois.",
                    "en": "One session every two months.",
                },
            },
        ),
    )
    for step, values in changes:
        design = _write(design, step, values, staff.author, next(clock))
    _published(design, staff, _signer(staff.institution), clock)


def what_is_written(staff: Staff, now: datetime) -> None:
    """What is on the desk today: a draft that the gate refuses, and one that waits for the head's review."""
    create_design(
        institution=staff.institution,
        name=STARTED,
        document=STARTED_DRAFT,
        by=staff.author,
        now=now - timedelta(hours=3),
    )
    source = Design.objects.get(institution=staff.institution, name=SECOND)
    document = source.draft | WAITING_TEXTS
    design = create_design(institution=staff.institution, name=WAITING, document=document, by=staff.author, now=now)
    ask_review(
        design=design,
        message="Première version\u00a0: merci de regarder surtout la grille et le niveau.",
        reviewer=staff.head,
        by=staff.author,
        now=now,
    )


def _taken_in(file: Path, staff: Staff, others: list[str], clock: Iterator[datetime]) -> Design:
    data = file.read_bytes()
    if file.stem == LATER:
        data = orjson.dumps(orjson.loads(data) | UNREGISTERED)
    design = import_file(institution=staff.institution, data=data, by=staff.author, now=next(clock))
    if others:
        bodies = {"/annex1/mandatory/awarding_body": [staff.institution.slug, *others]}
        design = _write(design, "identity", bodies, staff.author, next(clock))
    if file.stem in COMPLETED:
        design = _write(design, *COMPLETED[file.stem], staff.author, next(clock))
    return design


def _published(design: Design, staff: Staff, signer: Signer | None, clock: Iterator[datetime]) -> None:
    if design.blockers:
        return
    if staff.author != staff.head:
        review = ask_review(design=design, reviewer=staff.head, by=staff.author, now=next(clock))
        decide_review(review=review, approved=True, note="Relu.", by=staff.head, now=next(clock))
    try:
        publish(design=design, by=staff.head, now=next(clock), signer=signer)
    except GateRefuses:  # what the registers say on that day of the past
        return


def _write(design: Design, step: str, values: dict[str, Any], by: User, now: datetime) -> Design:
    seen = digest_of(part_of(design.draft, step))
    return save_step(design=design, step=step, values=values, seen=seen, by=by, now=now).design


def _signer(institution: Institution) -> Signer | None:
    key = active_keys(institution).filter(purpose=Purpose.CREDENTIALS).first()
    return ports().keys.signer(ref_of(key)) if key else None


STARTED_DRAFT: Final[dict[str, Any]] = {
    "purpose": "skill",
    "title": {"fr": "Tenir à jour un tableau de bord partagé"},
    "summary": {"fr": "Pour les équipes qui suivent leurs projets à plusieurs mains."},
    "sector": "J",
    "annex1": {
        "mandatory": {
            "learning_outcomes": [
                {"id": "LO1", "statement": {"fr": "Comprendre l’intérêt d’un tableau de bord."}},
                {"id": "LO2", "statement": {"fr": "Actualiser les indicateurs d’un projet à partir de trois sources."}},
            ],
            "notional_workload": {"hours_total": 6},
        }
    },
}
WAITING_TEXTS: Final[dict[str, Any]] = {
    "title": {"fr": "Conduire une itération à distance", "en": "Leading an iteration remotely"},
    "summary": {
        "fr": "Pour une équipe dispersée\u00a0: préparer, animer et piloter une itération de projet en ligne.",
        "en": "For a team that is apart: preparing, running and steering a project iteration online.",
    },
}
