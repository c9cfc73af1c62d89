"""Grids to be filled in by hand, and keyed in later."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import override

from sceau.assessment import papers
from sceau.assessment.models import Candidate, Session
from sceau.assessment.services.writing import rules_for
from sceau.engine.marking.rules import Event
from sceau.engine.model.designs import read_design
from sceau.people.queries import person_of
from sceau.web.desk.sessions.printing.common import paper, session_line
from sceau.web.desk.sessions.wording import title_of


def grid(
    session: Session, event: Event, people: Sequence[Candidate], language: papers.Language, *, compact: bool = False
) -> papers.GridData:
    """The grid of an event: one for each of some people, or a blank one for nobody in particular."""
    with override(language):
        return {
            **paper(session, language, session.institution),
            "certification": title_of(session, language),
            "lines": [_("Version %(n)s") % {"n": session.version.number}],
            "session": session_line(session, language),
            "event": event.label.to(language),
            "compact": compact,
            "criteria": _criteria(session, event, language),
            "sheets": [
                {
                    "number": str(each.number),
                    "name": str(person_of(each.person)),
                    "native": person_of(each.person).native_name,
                    "assessor": "",
                    "date": "",
                }
                for each in people
            ]
            or [{"number": "", "name": "", "native": "", "assessor": "", "date": ""}],
        }


def _criteria(session: Session, event: Event, language: str) -> list[papers.Criterion]:
    design = read_design(session.version.document)
    outcomes = {each.id: each.statement.to(language) for each in design.outcomes}
    rules = rules_for(session)
    return [
        {
            "outcome": ", ".join(outcomes[name] for name in criterion.outcomes if name in outcomes),
            "code": criterion.id,
            "text": criterion.label.to(language),
            "mark": _("éliminatoire") if criterion.eliminatory else "",
            "levels": [
                {
                    "label": level.label.to(language),
                    "points": str(level.points),
                    "sentence": criterion.levels[level.code].to(language) if level.code in criterion.levels else "",
                }
                for level in rules.grid.scale
            ],
        }
        for criterion in rules.grid.criteria
        if criterion.id in event.criteria
    ]
