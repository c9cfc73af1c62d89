"""A session that marks, made quickly: its version stands as published without going through the gate."""

from __future__ import annotations

import json
from hashlib import sha256

from assessment.making import a_session, assessor, body, candidates, head
from design.samples import DESIGNS
from institutions.people import NOW
from sceau.assessment.models import Attempt, Marking, Session
from sceau.assessment.services.assigning import assign
from sceau.assessment.states import SessionState
from sceau.design.models import Design, DesignVersion


def published(name: str = "mc-gestion-projet-agile", **changes) -> DesignVersion:
    """A version of a design of demo/designs; changes: to members of its document."""
    owner = body()
    by = head(owner)
    document = json.loads((DESIGNS / f"{name}.json").read_text(encoding="utf-8")) | changes
    title = document["title"]
    titles = {"fr": title} if isinstance(title, str) else title
    number = Design.objects.filter(institution=owner).count() + 1
    design = Design.objects.create(
        institution=owner,
        name=f"design-{number}",
        state="published",
        draft=document,
        titles=titles,
        last_number=1,
        created_by=by,
        created_at=NOW,
        changed_by=by,
        changed_at=NOW,
    )
    return DesignVersion.objects.create(
        design=design,
        number=1,
        document=document,
        source=document,
        digest=sha256(json.dumps(document, sort_keys=True).encode()).hexdigest(),
        profile="",
        languages=["fr"],
        titles=titles,
        gate={},
        rules_of=NOW.date(),
        signatures=[],
        published_by=by,
        published_at=NOW,
    )


def marking_session(name: str = "mc-gestion-projet-agile", **values) -> Session:
    """A session whose events have begun. By default E1 (C1, C2, C3) and E2 (C4), each for two assessors; N0 to N3."""
    return a_session(version=published(name), **{"state": SessionState.EVENTS} | values)


def attempts(session: Session, count: int = 1, **values) -> list[Attempt]:
    """The attempts of so many new candidates."""
    made = candidates(session, count, **values)
    return list(Attempt.objects.filter(candidate__in=made).select_related("candidate").order_by("candidate__number"))


def given(attempt: Attempt, name: str = "Mona Petit", event: str = "E1", **more) -> Marking:
    """The grid of one event, in the hands of somebody of this name."""
    session = attempt.candidate.session
    user = assessor(session, name).user
    return assign(session=session, attempt=attempt, event=event, user=user, by=head(body()), now=NOW, **more)
