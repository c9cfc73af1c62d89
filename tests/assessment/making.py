"""Sessions of these tests, each thing made in one line; whatever is there already is taken, so that calls add up.

session = a_session()                             # of Alpes Numérique, opened by Amina who heads it
session = a_session(name="mc-excel-reporting-rh", kind="rolling")
first, second = candidates(session, 2)
mona = assessor(session, "Mona Petit").user
"""

from __future__ import annotations

import json
from copy import deepcopy
from datetime import date, datetime

from design.samples import released, sample
from institutions.people import NOW, member, person
from sceau.accounts.models import User
from sceau.assessment.models import Assessor, Attempt, Candidate, Control, Session
from sceau.assessment.services.writing import rules_for
from sceau.assessment.states import CandidateState, Entry
from sceau.design.models import Author, Design, DesignVersion
from sceau.design.services.catalogue import refresh_entry
from sceau.institutions.models import Institution, Membership
from sceau.institutions.services import create_institution
from sceau.people.models import Person
from sceau.people.services.persons import create_person

SIRENS = {"alpes-numerique": "999900103", "certif-occitanie": "999900111", "terres-vives": "999900129"}
NAMES = {
    "alpes-numerique": "Alpes Numérique",
    "certif-occitanie": "Certif’Occitanie",
    "terres-vives": "Terres Vives",
}
HEADS = {"alpes-numerique": "Amina Benali", "certif-occitanie": "Bruno Carpentier", "terres-vives": "Thierry Vidal"}
PARTNERS = {"terres-vives"}
ROUTES = {"jury": "minutes", "assessor": "assessor", "automatic": "automatic"}
_KEPT: dict[str, tuple[Design, DesignVersion]] = {}  # what was published in this run, by what was asked for
_GIVEN = ("Naïma", "Jean-Baptiste", "Élodie", "Zoé", "Ilyès", "Anne-Sophie", "Björn", "Thị Mai", "Oumar", "Léa")
_FAMILY = ("Haddad", "N’Guessan", "Le Goff", "Étienne", "Şahin", "de La Tour", "Öberg", "Nguyễn", "Bâ", "Martin")


def somebody(name: str) -> User:
    """The account of this name, made when there is none. One first name, one account."""
    return User.objects.filter(name=name).first() or person(name)


def colleague(institution: Institution, name: str, role: str) -> User:
    """An account with a role there."""
    holding = Membership.objects.filter(institution=institution, role=role, ended_at__isnull=True)
    held = holding.filter(user__name=name).select_related(None).select_related("user").order_by("user").first()
    if held is None:
        user = somebody(name)
        member(user, institution, role)
        return user
    return held.user


def body(slug: str = "alpes-numerique") -> Institution:
    """An institution with its head: a certifying body, or the partner "terres-vives"."""
    institution = Institution.objects.filter(slug=slug).first()
    if institution is None:
        keeper = User.objects.filter(is_platform_administrator=True).first()
        institution = create_institution(
            legal_name=NAMES[slug],
            name=NAMES[slug],
            slug=slug,
            kind="partner" if slug in PARTNERS else "certifier",
            siren=SIRENS[slug],
            did_host="sceau.example",
            by=keeper or person("Paul Atrides", is_platform_administrator=True),
            now=NOW,
        )
    head(institution)
    return institution


def head(institution: Institution) -> User:
    """Who heads it: may do everything there."""
    return colleague(institution, HEADS[institution.slug], "head")


def version(name: str = "mc-gestion-projet-agile", institution: Institution | None = None, **changes) -> DesignVersion:
    """A published version of a design of demo/designs, the same one when asked again.

    changes:  to the members of the document, such as assessment={…}; then always a new design
    """
    owner = institution or body()
    document = sample(name) | changes
    made = DesignVersion.objects.filter(design__institution=owner).order_by("number", "pk")
    there = next((each for each in made if each.titles["fr"] == document["title"]["fr"]), None)
    if there is not None and not changes:
        return there
    return _published(owner, colleague(owner, "Claire Dumas", "designer"), head(owner), document)


def _published(owner: Institution, author: User, by: User, document: dict) -> DesignVersion:
    """Published through the services the first time in a run, then put in again as it was: half the time of a test.

    What is put in again has no review and no acts. A registered certification is published each time: the registers
    may have changed.
    """
    asked = json.dumps([owner.slug, owner.name, owner.legal_name, owner.did, document], sort_keys=True)
    kept = _KEPT.get(asked)
    if kept is None or Design.objects.filter(uuid=kept[0].uuid).exists():
        made = released(owner, author, by, document)
        if document.get("registration", {}).get("type", "none") == "none":
            _KEPT[asked] = (Design.objects.get(pk=made.design_id), DesignVersion.objects.get(pk=made.pk))
        return made
    design, made = deepcopy(kept)
    design.pk, made.pk = None, None
    design.institution, design.created_by, design.changed_by = owner, author, author
    Design.objects.bulk_create([design])
    made.design, made.published_by = design, by
    DesignVersion.objects.bulk_create([made])
    Author.objects.create(design=design, user=author, number=made.number, since=NOW, until=NOW)
    refresh_entry(design)
    return made


def a_session(
    institution: Institution | None = None, name: str = "mc-gestion-projet-agile", now: datetime = NOW, **values
) -> Session:
    """A session that is open, of the first version of a design; dated, on site, in December, for twelve people.

    values:  of `Session`, such as kind, version, organiser with habilitation, capacity, state
    """
    owner = institution or body()
    frozen = values.pop("version", None) or version(name, owner)
    dated = {"starts_on": date(2026, 12, 7), "ends_on": date(2026, 12, 8)}
    given = {
        "institution": owner,
        "organiser": owner,
        "code": f"S2026-{Session.objects.filter(institution=owner).count() + 1}",
        "kind": "dated",
        "mode": "onsite",
        "place": "Maison de la formation",
        "postcode": "38000",
        "languages": ["fr"],
        "capacity": 12,
        "route": ROUTES[frozen.document["assessment"]["route"]["kind"]],
        "created_by": values.get("created_by") or head(owner),
        "created_at": now,
        "changed_at": now,
        **(dated if values.get("kind", "dated") == "dated" else {}),
    }
    return Session.objects.create(version=frozen, **given | values)


def a_person(institution: Institution, place: int = 0) -> Person:
    """A person of the institution: the same place gives the same names, at another address each time."""
    given, family = _GIVEN[place % len(_GIVEN)], _FAMILY[(place // len(_GIVEN) + place) % len(_FAMILY)]
    known = Person.objects.filter(institution=institution).count()
    return create_person(
        institution=institution,
        given_name=given,
        family_name=family,
        email=f"candidate{known + 1}@example.org",
        by=None,
        now=NOW,
    )


def candidates(session: Session, n: int = 1, now: datetime = NOW, **values) -> list[Candidate]:
    """So many enrolled candidates, each with a first attempt over every criterion and a control for each event."""
    rules = rules_for(session)
    made = []
    for _ in range(n):
        session.refresh_from_db(fields=["last_candidate"])
        session.last_candidate += 1
        session.save(update_fields=["last_candidate"])
        candidate = Candidate.objects.create(
            session=session,
            number=session.last_candidate,
            **{
                "person": a_person(session.institution, session.last_candidate - 1),
                "entry": Entry.DESK,
                "state": CandidateState.ENROLLED,
                "enrolled_on": now.date(),
                "created_at": now,
                "changed_at": now,
            }
            | values,
        )
        attempt = Attempt.objects.create(
            candidate=candidate, number=1, round=session.round, scope=list(rules.criteria), opened_at=now
        )
        Control.objects.bulk_create(Control(attempt=attempt, event=event.id) for event in rules.events)
        made.append(candidate)
    return made


def assessor(session: Session, name: str = "Mona Petit", **values) -> Assessor:
    """Somebody who may mark in the session, and who said that they know none of the candidates."""
    user = colleague(session.institution, name, "assessor")
    given = {"added_at": NOW, "declared_at": NOW}
    return Assessor.objects.get_or_create(session=session, user=user, defaults=given | values)[0]
