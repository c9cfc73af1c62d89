"""Marking: who is asked to mark is told once, two whose grids differ meet, whoever runs the session finds a third."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import orjson
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from sceau.accounts.models import User
from sceau.assessment.models import Assessor, Attempt, Marking, Session
from sceau.assessment.rights import may
from sceau.assessment.rulebook import HEAVY, rules_of_version
from sceau.assessment.states import MarkingState, SessionState
from sceau.institutions.roles import Right
from sceau.jobs.mail import address, send
from sceau.jobs.readers import heads, name_of
from sceau.jobs.registry import follows
from sceau.journal.digests import moment_of
from sceau.journal.models import Act

_AT_WORK = (SessionState.OPEN, SessionState.EVENTS)


@follows("marking.assessor_added")
def ask_to_assess(act: Act) -> None:
    """Whoever was added says first which candidates they know; not who has done so meanwhile, or was removed."""
    session, user = _session(act), _user(act, "user")
    waiting = Assessor.objects.filter(session=session, user=user, removed_at__isnull=True, declared_at__isnull=True)
    if user is None or user.uuid == act.actor or session.state not in _AT_WORK or not waiting.exists():
        return
    send(
        act=act,
        to=user,
        template="marking_asked",
        who=name_of(act.actor),
        institution=session.organiser,
        session=_title(session, user.language),
        button=_("Déclarer mes liens"),
        link=address("assess_declaration", session.uuid),
    )


@follows("marking.assigned")
def tell_of_grids(act: Act) -> None:
    """Somebody who had none waiting has some now: one letter, however many come after it."""
    session, user = _session(act), _user(act, "user")
    if user is None or user.uuid == act.actor or session.state not in _AT_WORK:
        return
    told = [UUID(each) for each in _details(act).get("markings", [])]
    mine = Marking.objects.filter(assessor=user, attempt__candidate__session=session)
    waiting = mine.filter(state__in=(MarkingState.ASSIGNED, MarkingState.OPEN))
    given = waiting.filter(uuid__in=told).order_by("pk").first()
    if given is None or waiting.filter(pk__lt=given.pk).exists():
        return
    send(
        act=act,
        to=user,
        template="marking_given",
        count=waiting.count(),
        institution=session.organiser,
        session=_title(session, user.language),
        button=_("Voir mes grilles"),
        link=address("assess"),
    )


@follows("marking.all_in")
def bring_two_together(act: Act) -> None:
    """Both grids are in and differ: the two look at them side by side."""
    session, details = _session(act), _details(act)
    attempt = Attempt.objects.filter(candidate__uuid=_subject(act)).select_related("candidate").last()
    if attempt is None or not details.get("differences") or session.state != SessionState.EVENTS:
        return
    event = str(details["event"])
    for user in User.objects.filter(uuid__in=details.get("users", []), is_active=True).order_by("pk"):
        send(
            act=act,
            to=user,
            template="marking_both_in",
            number=attempt.candidate.number,
            event=_event(session, event, user.language),
            count=details["differences"],
            institution=session.organiser,
            session=_title(session, user.language),
            button=_("Regarder les deux grilles"),
            link=address("assess_comparison", attempt.uuid, event),
        )


@follows("marking.level_proposed")
def ask_the_other_one(act: Act) -> None:
    """A level waits for the other assessor: one letter an hour, candidate and event, however many levels it brings."""
    session, details = _session(act), _details(act)
    attempt = Attempt.objects.filter(candidate__uuid=_subject(act)).select_related("candidate").last()
    if attempt is None or act.actor is None or session.state != SessionState.EVENTS:
        return
    event, proposed = str(details["event"]), moment_of(act.at)
    waiting = attempt.proposals.filter(event=event, proposed_by__uuid=act.actor, agreed_at__isnull=True)
    told = waiting.filter(proposed_at__lt=proposed, proposed_at__gt=proposed - timedelta(hours=1))
    if told.exists() or not waiting.exists():
        return
    for user in User.objects.filter(uuid__in=details.get("users", []), is_active=True).order_by("pk"):
        send(
            act=act,
            to=user,
            template="marking_level_proposed",
            who=name_of(act.actor),
            number=attempt.candidate.number,
            event=_event(session, event, user.language),
            institution=session.organiser,
            session=_title(session, user.language),
            button=_("Regarder les deux grilles"),
            link=address("assess_comparison", attempt.uuid, event),
        )


@follows("marking.third_needed", "marking.set_aside_for_ties")
def find_somebody_else(act: Act) -> None:
    """Whoever runs the session chooses who marks."""
    session, details = _session(act), _details(act)
    if session.state not in _AT_WORK:
        return
    third = act.code == "marking.third_needed"
    for user in _managers(session):
        if user.uuid == act.actor:
            continue
        send(
            act=act,
            to=user,
            template="marking_third" if third else "marking_set_aside",
            event=_event(session, str(details["event"]), user.language) if third else "",
            assessor=name_of(UUID(str(details["user"]))) if not third else "",
            count=details.get("count", 1),
            institution=session.organiser,
            session=_title(session, user.language),
            button=_("Choisir qui note"),
            link=address("desk_session_assessors", session.organiser.slug, session.uuid),
        )


def _managers(session: Session) -> list[User]:
    """Whoever opened the session, as long as they run it; else the heads of the body that organises."""
    opened = session.created_by
    if may(opened, Right.MANAGE_SESSIONS, session, now=now()):
        return [opened]
    return heads(session.organiser)


def _session(act: Act) -> Session:
    found = Session.objects.select_related("institution", "organiser", "version", "created_by").defer(
        *(each for each in HEAVY if "design" not in each)
    )
    return found.get(uuid=UUID(str(_details(act)["session"])))


def _user(act: Act, name: str) -> User | None:
    return User.objects.filter(uuid=UUID(str(_details(act)[name])), is_active=True).first()


def _subject(act: Act) -> UUID:
    return UUID(act.subject.partition(":")[2])


def _title(session: Session, language: str) -> str:
    titles: dict[str, str] = session.version.titles
    return session.title or titles.get(language) or next(iter(titles.values()), session.code)


def _event(session: Session, event: str, language: str) -> str:
    return rules_of_version(session.version).event(event).label.to(language)


def _details(act: Act) -> dict[str, Any]:
    found = orjson.loads(act.details)
    return found if isinstance(found, dict) else {}
