"""Designs of these tests, from the samples that ship with the project, and the moves that bring one to publication."""

from __future__ import annotations

import json
from copy import deepcopy
from functools import cache
from pathlib import Path

from institutions.people import NOW
from sceau.design.models import Design
from sceau.design.services import ask_review, create_design, decide_review, publish, save_step
from sceau.design.steps import digest_of, part_of

DESIGNS = Path(__file__).parents[2] / "demo" / "designs"


@cache
def _read(name: str) -> str:
    return (DESIGNS / f"{name}.json").read_text(encoding="utf-8")


def sample(name: str = "mc-gestion-projet-agile") -> dict:
    """A document of demo/designs that the gate lets through, as somebody begins it: in French, with all rights."""
    document = deepcopy(json.loads(_read(name)))
    document["annex1"]["mandatory"].pop("awarding_body")
    document.pop("sector")
    return document | {"languages": ["fr"], "licence": "all-rights-reserved"}


def begun(institution, by, document=None, **more) -> Design:
    return create_design(institution=institution, document=document or sample(), by=by, now=NOW, **more)


def changed(design, step, values, by, now=NOW):
    there = Design.objects.get(pk=design.pk)
    seen = digest_of(part_of(there.draft, step))
    return save_step(design=there, step=step, values=values, seen=seen, by=by, now=now).design


def reviewed(design, author, reviewer, now=NOW):
    review = ask_review(design=design, by=author, now=now)
    decide_review(review=review, approved=True, by=reviewer, now=now)
    return design


def released(institution, author, head, document=None, signer=None, now=NOW):
    """A design written by one person, reviewed and published by another."""
    design = begun(institution, author, document)
    return publish(design=reviewed(design, author, head), by=head, now=now, signer=signer)
