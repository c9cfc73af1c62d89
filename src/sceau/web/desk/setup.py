"""What an institution has to do before it can deliver anything, and what waits for a decision."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial, reduce
from operator import or_
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from sceau.assessment.queries.sessions import sessions_seen_by
from sceau.assessment.states import SessionState
from sceau.design.queries import designs_seen_by, reviews_waiting_for
from sceau.design.states import State
from sceau.institutions.models import Evidence, Habilitation, Institution, Invitation, Logo, Membership
from sceau.institutions.models.evidence import EvidenceState
from sceau.institutions.models.institution import Kind
from sceau.institutions.models.partners import HabilitationState
from sceau.institutions.queries import standing
from sceau.institutions.roles import Right, Role
from sceau.keyring.models import KeyState, Purpose, SigningKey
from sceau.keyring.queries import waiting as requested_keys
from sceau.web.desk.batches import todo
from sceau.web.desk.doors import Desk
from sceau.web.desk.waiting import Waiting, counted

SOON: Final = timedelta(days=60)
MANY: Final = 100  # nobody counts further
_WAITING_AS: Final = {
    SessionState.OPEN: "late",
    SessionState.EVENTS: "late",
    SessionState.MARKED: "jury",
    SessionState.DELIBERATION: "jury",
    SessionState.DECIDED: "decided",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do.

    page:  the name of the address where it is done, which takes the slug
    right: of those who may do it
    """

    title: str | Promise
    text: str | Promise
    verb: str | Promise
    page: str
    right: Right
    done: bool = False


def steps(desk: Desk, *, now: datetime) -> list[Step]:
    """The way to the first delivery, in its order, each step done or not. One query.

    Partners and employers sign nothing: they need neither identity nor key.
    """
    body = desk.institution
    there = Membership.objects.filter(standing(now), institution=OuterRef("pk"))
    found = (
        Institution.objects.filter(pk=body.pk)
        .annotate(
            logo_there=Exists(Logo.objects.filter(institution=OuterRef("pk"))),
            proven=Exists(Evidence.objects.filter(institution=OuterRef("pk"), state=EvidenceState.CONFIRMED)),
            joined=Exists(there.filter(role=Role.HEAD, unit=None).exclude(user=desk.user)),
            helped=Exists(there.exclude(user=desk.user)),
            sealed=Exists(
                SigningKey.objects.filter(
                    institution=OuterRef("pk"), purpose=Purpose.CREDENTIALS, state=KeyState.ACTIVE
                )
            ),
        )
        .values("logo_there", "proven", "joined", "helped", "sealed")
        .get()
    )
    certifies = body.kind == Kind.CERTIFIER
    way = [
        Step(
            _("Compléter la fiche"),
            _("Numéro SIREN, adresse et contact : ce que chacun peut vérifier de vous."),
            _("Compléter la fiche"),
            "desk_profile_edit",
            Right.EDIT_INSTITUTION,
            bool((body.siren or body.country != "FR") and body.street and body.city and body.email),
        ),
        Step(
            _("Vous présenter"),
            _("Un logo et quelques lignes, sur votre page publique."),
            _("Vous présenter"),
            "desk_appearance",
            Right.EDIT_INSTITUTION,
            bool(found["logo_there"] and (body.about_fr or body.about_en)),
        ),
    ]
    team = Step(
        _("Inviter un second responsable") if certifies else _("Inviter votre équipe"),
        _("Une clé se crée à deux, et l’organisme ne reste jamais sans responsable.")
        if certifies
        else _("Chacun avec son rôle, pour tout l’organisme ou une seule composante."),
        _("Inviter quelqu’un"),
        "desk_invite",
        Right.MANAGE_MEMBERS,
        bool(found["joined"] if certifies else found["helped"]),
    )
    if not certifies:
        return [*way, team]
    return [
        *way,
        Step(
            _("Prouver votre identité"),
            _("Votre domaine ou votre inscription au registre, vérifiés et datés. Cela ne se vend pas."),
            _("Prouver votre identité"),
            "desk_identity",
            Right.PROVE_IDENTITY,
            found["proven"],
        ),
        team,
        Step(
            _("Créer la clé des preuves"),
            _("Elle scellera chaque preuve que vous délivrez. À deux, ou seul après un délai."),
            _("Créer la clé"),
            "desk_keys",
            Right.MANAGE_KEYS,
            found["sealed"],
        ),
    ]


def waiting(desk: Desk, *, now: datetime, today: date) -> list[Waiting]:
    """What waits for a decision of whoever looks, each by its number.

    One query for each thing that is read, and one for all that are only counted.
    """
    address = partial(_address, desk)
    things: list[Waiting] = [*_designs(desk), *_sessions(desk, today)]
    if desk.may(Right.MANAGE_HABILITATIONS):
        ending_soon = Q(state=HabilitationState.ACTIVE, ends_on__lte=today + SOON)
        given = Habilitation.objects.filter(certifier=desk.institution, ends_on__gte=today).aggregate(
            asked=Count("pk", filter=Q(state=HabilitationState.REQUESTED)), ending=Count("pk", filter=ending_soon)
        )
        asked, ending = given["asked"], given["ending"]
        if asked:
            title = ngettext("%(n)s demande d’habilitation", "%(n)s demandes d’habilitation", asked) % {"n": asked}
            text = _("Un partenaire attend votre décision.")
            things.append(Waiting(title, text, _("Examiner"), address("desk_habilitations"), "check"))
        if ending:
            title = ngettext("%(n)s habilitation prend fin", "%(n)s habilitations prennent fin", ending)
            text = _("Dans les soixante jours. Donnez-en une nouvelle si elle doit durer.")
            things.append(Waiting(title % {"n": ending}, text, _("Revoir"), address("desk_habilitations"), "info"))
    how_many = counted(desk.institution, _countable(desk, now))
    if asked := how_many.get("keys", 0):
        title = ngettext("%(n)s clé attend votre accord", "%(n)s clés attendent votre accord", asked) % {"n": asked}
        text = _("Une clé se crée à deux : quelqu’un l’a demandée, et attend que vous regardiez.")
        things.append(Waiting(title, text, _("Voir la demande"), address("desk_keys"), "check"))
    if late := how_many.get("invitations", 0):
        title = ngettext("%(n)s invitation restée sans réponse", "%(n)s invitations restées sans réponse", late)
        text = _("Le lien ne sert plus : renvoyez-la ou retirez-la.")
        things.append(Waiting(title % {"n": late}, text, _("Voir l’équipe"), address("desk_members"), "check"))
    things += todo.waiting(desk, how_many)
    return things


def _countable(desk: Desk, now: datetime) -> dict[str, QuerySet[Any]]:
    """What is only counted, of what this person decides."""
    found: dict[str, QuerySet[Any]] = dict(todo.countable(desk))
    if desk.may(Right.MANAGE_KEYS):
        found["keys"] = requested_keys(desk.institution).exclude(asked_by=desk.user)
    if desk.may(Right.MANAGE_MEMBERS):
        found["invitations"] = Invitation.objects.filter(
            institution=desk.institution, accepted_at=None, withdrawn_at=None, expires_at__lte=now
        )
    return found


def _designs(desk: Desk) -> Iterator[Waiting]:
    """What waits in the life of designs: those to read, and those that were read and can be published. One query."""
    to_read = Q(pk__in=reviews_waiting_for(desk.user, desk.memberships).values("design"))
    approved = Q(state=State.APPROVED, archived_at__isnull=True)
    which = [
        each for right, each in ((Right.REVIEW_DESIGNS, to_read), (Right.PUBLISH_DESIGNS, approved)) if desk.may(right)
    ]
    if not which:
        return
    found = designs_seen_by(desk.memberships).filter(reduce(or_, which)).values_list("uuid", "state")[:MANY]
    asked = [uuid for uuid, state in found if state == State.IN_REVIEW]
    ready = [uuid for uuid, state in found if state == State.APPROVED]
    if asked:
        title = ngettext("%(n)s relecture vous attend", "%(n)s relectures vous attendent", len(asked))
        text, url = _("Une micro-certification n’attend que votre avis pour avancer."), "desk_design_review"
        yield Waiting(title % {"n": len(asked)}, text, _("Lire et décider"), _one_or_all(desk, url, asked), "check")
    if ready:
        title = ngettext("%(n)s micro-certification à publier", "%(n)s micro-certifications à publier", len(ready))
        text, url = _("Relue et approuvée. Votre publication la numérote et la fige."), "desk_design"
        yield Waiting(title % {"n": len(ready)}, text, _("Voir"), _one_or_all(desk, url, ready), "check")


def _sessions(desk: Desk, today: date) -> Iterator[Waiting]:
    """What waits in sessions: marking to close, a deliberation to open, results to release. One query."""
    if not desk.may(Right.SEE_SESSIONS):
        return
    late = Q(state__in=(SessionState.OPEN, SessionState.EVENTS), ends_on__lt=today)
    decided = Q(state__in=(SessionState.MARKED, SessionState.DELIBERATION, SessionState.DECIDED))
    which = [
        *([late] if desk.may(Right.MANAGE_SESSIONS) else []),
        *([decided & Q(institution=desk.institution)] if desk.may(Right.PRESIDE_JURY) else []),
    ]
    if not which:
        return
    rows = sessions_seen_by(desk.memberships).filter(reduce(or_, which)).values_list("uuid", "state")[:MANY]
    by_state: dict[str, list[UUID]] = {}
    for uuid, state in rows:
        by_state.setdefault(_WAITING_AS[SessionState(state)], []).append(uuid)
    if those := by_state.get("late"):
        title = ngettext("%(n)s session est passée", "%(n)s sessions sont passées", len(those)) % {"n": len(those)}
        text = _("Ses jours sont derrière et la saisie des notes n’est pas close.")
        yield Waiting(title, text, _("Voir"), _session_or_all(desk, those, ""), "check")
    if those := by_state.get("jury"):
        title = ngettext("%(n)s session à délibérer", "%(n)s sessions à délibérer", len(those)) % {"n": len(those)}
        text = _("Tout est noté : le jury, ou qui décide, peut se prononcer.")
        yield Waiting(title, text, _("Ouvrir le dossier"), _session_or_all(desk, those, "jury"), "check")
    if those := by_state.get("decided"):
        title = ngettext("%(n)s session à diffuser", "%(n)s sessions à diffuser", len(those)) % {"n": len(those)}
        text = _("Tout est signé : chacun peut connaître son résultat.")
        yield Waiting(title, text, _("Voir"), _session_or_all(desk, those, "decided"), "check")


def _session_or_all(desk: Desk, uuids: list[UUID], state: str) -> str:
    """The page of the only one, else the list of those at that stage."""
    if len(uuids) == 1:
        return _address(desk, "desk_session", uuids[0])
    return f"{_address(desk, 'desk_sessions')}{f'?state={state}' if state else ''}"


def _one_or_all(desk: Desk, page: str, uuids: list[UUID]) -> str:
    """The page of the only one, else the list of those in review."""
    return _address(desk, page, uuids[0]) if len(uuids) == 1 else f"{_address(desk, 'desk_designs')}?state=review"


def _address(desk: Desk, page: str, *more: UUID) -> str:
    return reverse(page, args=[desk.institution.slug, *more])
