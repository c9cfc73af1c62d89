"""Rows → the standard's values: the award that a credential is made of, as `engine.model.describe` wants it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sceau.assessment import models
from sceau.assessment.models import Piece
from sceau.engine.model.awards import (
    Award,
    Basis,
    Conduct,
    Evidence,
    Holder,
    Person,
    Renewal,
    Route,
    StatusPlace,
    Supervision,
)
from sceau.engine.model.validity import noon_of
from sceau.people.queries import email_of, person_of


def award_values(
    award: models.Award,
    *,
    code: str,
    now: datetime,
    salt: str = "",
    did: str = "",
    status: StatusPlace | None = None,
    image_url: str | None = None,
    evidence: Sequence[Evidence] | None = None,
    email: str | None = None,
    name: str = "",
    renewal: Renewal | None = None,
) -> Award:
    """The engine's award of a row; what the row does not know is "not stated" in the credential.

    award:     with its person, and `person.root`
    code:      of the credential
    now:       the moment of issuing: a credential is valid from noon of its day, or of the day of its renewal, and
               never from the future
    salt:      for the hash of the holder's e-mail address; "" leaves the address out
    evidence:  what is shown of the file; None for the pieces that the body chose, read here
    email:     of the holder, "" for none; None for the one of the record, read here
    name:      of the holder where it is not the record's
    renewal:   what lets it stand longer, if anything
    """
    since = award.awarded_on if renewal is None else renewal.on
    return Award(
        code=code,
        holder=_holder(award, salt=salt, did=did, email=email, name=name),
        language=award.language,
        awarded_on=award.awarded_on,
        valid_from=min(noon_of(since), now),
        basis=basis_values(award.basis),
        assessed_on=award.assessed_on,
        score=None if award.score is None else Decimal(award.score),
        marks=dict(award.marks),
        supervision=Supervision(award.supervision) if award.supervision else None,
        identity_verified=award.identity_verified,
        conduct=conduct_values(award.evidence),
        evidence=tuple(shown_evidence(award) if evidence is None else evidence),
        status=status,
        image_url=image_url,
        renewal=renewal,
    )


def basis_values(kept: dict[str, Any]) -> Basis:
    """`Award.basis` as the engine's value."""
    return Basis(
        route=Route(kept["route"]),
        people=tuple(Person(each["name"], each.get("role", "")) for each in kept.get("people", ())),
        source=kept.get("source", ""),
        digest=kept.get("digest", ""),
        taken_over_on=_day(kept.get("taken_over_on")),
    )


def conduct_values(kept: dict[str, Any]) -> Conduct:
    """`Award.evidence` as the engine's value."""
    return Conduct(
        events=tuple(kept.get("events", ())),
        assessors=kept.get("assessors"),
        jury_on=_day(kept.get("jury_on")),
        minutes=kept.get("minutes", ""),
    )


def shown_evidence(award: models.Award) -> list[Evidence]:
    """The pieces of the candidate's file that the body chose to show, in the order in which they came."""
    return evidence_of([award.pk]).get(award.pk, [])


def evidence_of(awards: Collection[int]) -> dict[int, list[Evidence]]:
    """The same of several awards, by their primary keys; those that have none are left out. Two statements at most."""
    files = models.Award.objects.filter(pk__in=awards).order_by()
    candidates = files.values("decision__attempt__candidate")
    pieces = Piece.objects.filter(attempt__candidate__in=candidates, in_credential=True, removed_at=None)
    shown: dict[int, list[Evidence]] = {}
    for piece in pieces.select_related("attempt").order_by("pk"):
        shown.setdefault(piece.attempt.candidate_id, []).append(_evidence(piece))
    if not shown:
        return {}
    whose = files.values_list("pk", "decision__attempt__candidate_id")
    return {award: shown[candidate] for award, candidate in whose if candidate in shown}


def _evidence(piece: Piece) -> Evidence:
    """A file is told by its name and its digest: it is served to nobody here."""
    description = f"SHA-256 {piece.digest}" if piece.digest else ""
    return Evidence(url=piece.url, name=piece.name, description=description, narrative=piece.text)


def _holder(award: models.Award, *, salt: str, did: str, email: str | None, name: str) -> Holder:
    """A name that is not the record's stands whole: which part of it is which, nobody said."""
    person = person_of(award.person)
    is_own = name in ("", str(person))
    return Holder(
        name=str(person) if is_own else name,
        native_name=person.native_name,
        given_name=person.given_name if is_own else "",
        family_name=person.family_name if is_own else "",
        did=did,
        email=(email_of(person) if email is None else email) if salt else "",
        salt=salt,
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
