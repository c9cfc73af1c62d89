"""What an award rests on, in words: who decided, by which route, and what proves it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from sceau.accounts.models import User
from sceau.assessment.models import Deliberation, Minutes, Seated
from sceau.assessment.states import MinutesState, Presence, Route
from sceau.engine.model.wording import choose_language
from sceau.engine.strict_json import JsonObject
from sceau.institutions.models import Membership
from sceau.institutions.queries import standing
from sceau.institutions.roles import Role

# what somebody does for the body, that which speaks for it first where they hold several roles
_DUTIES = {
    Role.HEAD: _("responsable de certification"),
    Role.JURY_PRESIDENT: _("présidence de jury"),
    Role.SESSION_MANAGER: _("gestion des sessions"),
    Role.CENTRE_MANAGER: _("responsable de centre habilité"),
    Role.ASSESSOR: _("évaluation"),
    Role.JURY_MEMBER: _("membre de jury"),
    Role.DESIGNER: _("conception"),
}


@dataclass(frozen=True, slots=True)
class Decider:
    """Somebody who decided. seat: "president" or "member" of a jury, "" elsewhere; quality: as the minutes have it"""

    name: str
    seat: str = ""
    quality: str = ""
    role: Role | None = None

    def role_in_words(self) -> str:
        """In the language that speaks now; "" when nothing is known."""
        if self.seat:
            said = _("présidence du jury") if self.seat == "president" else _("membre du jury")
            return f"{said}, {self.quality}" if self.quality else str(said)
        return str(_DUTIES[self.role]) if self.role else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bases:
    """What the awards of one deliberation have in common.

    digest:   of the minutes' data, as each member signed it and as each page of them shows it; or of the file
    day:      of the decision
    evidence: what the deliberation itself adds to that of each award
    """

    route: Route
    day: date
    people: tuple[Decider, ...] = ()
    source: str = ""
    digest: str = ""
    evidence: JsonObject = field(default_factory=dict)

    def basis(self, language: str, *, is_taken_over: bool = False) -> JsonObject:
        """As `Award.basis` keeps it, for somebody who reads this language."""
        with override(choose_language(language, "fr")):
            people = [{"name": each.name, "role": each.role_in_words()} for each in self.people]
        found: JsonObject = {"route": str(self.route), "people": people, "source": self.source, "digest": self.digest}
        return found | ({"taken_over_on": self.day.isoformat()} if is_taken_over else {})


def bases_of(deliberation: Deliberation) -> Bases:
    """What rests on a deliberation that is closed.

    deliberation:  with its session and the institution of that, opened_by and closed_by
    """
    route = Route(deliberation.route)
    day = localdate(deliberation.closed_at)
    if route == Route.MINUTES:
        return _of_a_jury(deliberation, day)
    people: list[User] = [] if route == Route.AUTOMATIC else [deliberation.opened_by]
    if deliberation.closed_by is not None:
        people.append(deliberation.closed_by)
    return Bases(
        route=route,
        day=day,
        people=tuple(_colleagues(deliberation, people)),
        source=deliberation.source,
        digest=deliberation.source_digest,
    )


def _of_a_jury(deliberation: Deliberation, day: date) -> Bases:
    there = (
        Seated.objects.filter(deliberation=deliberation, presence=Presence.PRESENT)
        .select_related("seat")
        .order_by("-seat__presides", "pk")
    )
    minutes = Minutes.objects.filter(deliberation=deliberation, state=MinutesState.SEALED).first()
    evidence: JsonObject = {"jury_on": day.isoformat()}
    if minutes is not None:
        evidence["minutes"] = minutes.number
    return Bases(
        route=Route.MINUTES,
        day=day,
        people=tuple(
            Decider(each.seat.name, "president" if each.seat.presides else "member", each.seat.quality)
            for each in there
        ),
        digest=minutes.digest if minutes else "",
        evidence=evidence,
    )


def _colleagues(deliberation: Deliberation, people: Iterable[User]) -> list[Decider]:
    """By name, with the role that they held in the certifying body on that day."""
    users = list(people)
    held = Membership.objects.filter(
        standing(deliberation.closed_at or deliberation.opened_at),
        institution=deliberation.session.institution_id,
        user__in=users,
    )
    roles: dict[int, set[str]] = {}
    for each in held:
        roles.setdefault(each.user_id, set()).add(str(each.role))
    return [
        Decider(user.name, role=next((role for role in _DUTIES if role in roles.get(user.pk, ())), None))
        for user in users
    ]
